"""What is typed about the websites of units."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from lienmach.base.forms import DayField
from lienmach.registers.forms.awaited import PastDayForm
from lienmach.registers.models import Website


class WebsiteForm(PastDayForm):
    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    dia_chi = forms.URLField(
        label="Địa chỉ trang",
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="Ví dụ: xa-a.vidu.vn",
        error_messages={"invalid": "Địa chỉ chưa đúng: ghi như xa-a.vidu.vn."},
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=Website.Upkeep.choices, widget=forms.RadioSelect
    )
    ngay = DayField(label="Từ ngày", help_text="Ngày có trang, hoặc ngày xem lại.")
    van_ban = forms.CharField(
        label="Văn bản kiểm tra, đánh giá", max_length=120, required=False
    )

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        site: Website | None = None,
        **kwargs: Any,
    ) -> None:
        """``site`` is the one that is found kept otherwise: its address is settled."""
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units
        if site:
            del self.fields["don_vi"], self.fields["dia_chi"]

    def clean_dia_chi(self) -> str:
        """The same address is written one way: no scheme, no slash at its end."""
        typed = urlsplit(self.cleaned_data["dia_chi"])
        rest = f"?{typed.query}" if typed.query else ""
        return f"{typed.netloc.lower()}{typed.path.rstrip('/')}{rest}"

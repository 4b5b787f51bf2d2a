"""What is typed about sets of criteria."""

from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form
from lienmach.reporting.actions.criteria_sets import LONGEST


class DraftForm(Form):
    """A new set: for whom, what it is called, what it begins with."""

    don_vi = forms.TypedChoiceField(label="Đơn vị soạn", coerce=int)
    ten = forms.CharField(label="Tên bộ tiêu chí", max_length=200)
    ma = forms.SlugField(
        label="Mã",
        max_length=50,
        help_text="Chữ thường, số, dấu gạch: cap-xa-2026",
        error_messages={"invalid": "Mã chỉ có chữ thường, số và dấu gạch."},
    )
    tu_bo = forms.ChoiceField(label="Bắt đầu từ bộ", required=False)

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        bases: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("don_vi", units), ("tu_bo", bases)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class TextForm(Form):
    noi_dung = forms.CharField(
        label="Nội dung",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text="Mỗi dòng một tiêu chí, các cột cách nhau bằng dấu chấm phẩy.",
    )
    lan = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PublishSetForm(Form):
    van_ban = forms.CharField(
        label="Văn bản ban hành",
        max_length=150,
        help_text="Số, ký hiệu, cơ quan: Quyết định 12/QĐ-UBND của UBND thị xã",
    )
    ngay = DayField(label="Ngày văn bản")
    lan = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class CloseSetForm(Form):
    vi_sao = forms.CharField(label="Lý do thôi dùng", max_length=300)

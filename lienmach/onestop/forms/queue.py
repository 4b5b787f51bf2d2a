"""What is typed about lines and windows."""

from typing import Any

from django import forms

from lienmach.base.forms import Form, WholeField
from lienmach.onestop.actions.queue import LARGEST_BLOCK
from lienmach.onestop.models import Line


class LineForm(Form):
    chu = forms.RegexField(
        r"^[A-Za-z]$",
        label="Chữ đầu số",
        max_length=1,
        help_text="Một chữ cái, như B: số sẽ là B001, B002.",
        error_messages={"invalid": "Viết một chữ cái từ A đến Z."},
    )
    ten = forms.CharField(
        label="Chờ làm việc gì", max_length=100, help_text="Ví dụ: Đất đai, xây dựng"
    )
    nhieu_nhat = WholeField(
        label="Nhiều nhất một ngày",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Để trống nếu không giới hạn.",
    )
    dang_phat = forms.BooleanField(label="Đang phát số", required=False, initial=True)


class WindowForm(Form):
    so = WholeField(label="Quầy số", min_value=1, max_value=99)
    ten = forms.CharField(label="Tên quầy", max_length=100, required=False)
    hang = forms.ModelMultipleChoiceField(
        label="Gọi các hàng",
        queryset=Line.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    dang_dung = forms.BooleanField(label="Đang dùng", required=False, initial=True)

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hang"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Line.objects.filter(unit=unit_id)


class CallForm(Form):
    """A number called by hand; ``van_goi`` is the one that was asked about."""

    so = forms.CharField(
        label="Gọi một số bằng tay",
        help_text="Số giấy, hoặc khách vắng mặt vừa quay lại. Ví dụ B017.",
        widget=forms.TextInput(attrs={"class": "w8", "autocomplete": "off"}),
        error_messages={"required": "Chưa nhập số cần gọi. Viết như B017."},
    )
    van_goi = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_meant(self) -> bool:
        said = self.cleaned_data
        return bool(said["so"].upper() == said["van_goi"].upper())


class BlockForm(Form):
    so_luong = WholeField(
        label="Bao nhiêu số",
        min_value=1,
        max_value=LARGEST_BLOCK,
        initial=20,
        error_messages=dict.fromkeys(
            ["required", "invalid", "whole", "min_value", "max_value"],
            f"Mỗi khối từ 1 đến {LARGEST_BLOCK} số.",
        ),
    )

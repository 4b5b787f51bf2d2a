"""What is typed about postings at one place."""

from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField
from lienmach.registers.forms.codes import CodesForm

POST, GOOD, WORN, DOWN, WRONG = "dang", "tot", "hong", "go", "nham"


class RecordForm(CodesForm):
    viec = forms.ChoiceField(
        label="Việc",
        choices=(
            (POST, "Đã công khai bản đang áp dụng"),
            (GOOD, "Đã kiểm tra: còn, dùng tốt"),
            (WORN, "Đã kiểm tra: rách, mờ, không mở được"),
            (DOWN, "Đã gỡ"),
            (WRONG, "Ghi nhầm, rút lại lần ghi cuối"),
        ),
        widget=forms.RadioSelect,
        initial=POST,
    )
    ngay = DayField(label="Ngày")
    vi_tri = forms.CharField(
        label="Địa chỉ, vị trí",
        max_length=300,
        required=False,
        help_text="Khi công khai: bảng nào, ô nào, đường dẫn nào.",
    )
    ghi_chu = forms.CharField(
        label="Ghi chú, lý do",
        max_length=300,
        required=False,
        help_text="Rách, mờ thì ghi thế nào; rút lại thì ghi vì sao.",
    )
    field_order = ("viec", "ngay", "ma", "vi_tri", "ghi_chu")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (day := said.get("ngay")) and day > timezone.localdate():
            self.add_error("ngay", "Ngày này chưa đến: chưa có thì chưa ghi.")
        if said.get("viec") in (WORN, WRONG) and not said.get("ghi_chu"):
            self.add_error("ghi_chu", "Việc này phải ghi rõ thế nào, vì sao.")
        return said

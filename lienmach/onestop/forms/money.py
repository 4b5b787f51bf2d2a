"""Forms of fees and of the till."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lienmach.base.forms import Form, WholeField
from lienmach.calc.refusal import Refused
from lienmach.calc.till import accepted


class DongField(WholeField):
    """A sum of money; what none can be is told at its field."""

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        try:
            return amount if amount is None else accepted(amount)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ChargeForm(Form):
    khoan = forms.CharField(label="Khoản thu", max_length=500)
    so_tien = DongField(label="Số tiền, đồng")
    thu_cho = forms.ChoiceField(label="Thu cho")

    def __init__(self, *args: Any, agencies: Mapping[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["thu_cho"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(pk), name) for pk, name in agencies.items()]


class ChangeForm(Form):
    """One charge: another amount, waived, or asked for again; with the reason."""

    CHANGE, WAIVE, ASK = "sua", "mien", "bo-mien"
    viec = forms.ChoiceField(choices=[(v, v) for v in (CHANGE, WAIVE, ASK)])
    so_tien = DongField(label="Số tiền, đồng", required=False)
    ly_do = forms.CharField(label="Lý do", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_change = said.get("viec") == self.CHANGE
        if is_change and "so_tien" not in self.errors and said.get("so_tien") is None:
            self.add_error("so_tien", "Chưa nhập số tiền.")
        if said.get("viec") != self.ASK and not said.get("ly_do"):
            self.add_error("ly_do", "Chưa ghi lý do.")
        return said


class CancelForm(Form):
    ly_do = forms.CharField(
        label="Lý do hủy",
        help_text="Số biên lai không dùng lại; khoản phí trở thành chưa thu.",
        max_length=300,
    )


class ClosingForm(Form):
    dem_duoc = DongField(label="Tiền mặt đếm được, đồng")
    giai_thich = forms.CharField(
        label="Giải thích nếu lệch", max_length=300, required=False
    )

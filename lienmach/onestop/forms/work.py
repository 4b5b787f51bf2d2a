"""To whom many dossiers go at once."""

from typing import Any

from django import forms

from lienmach.base.forms import Form

Options = list[tuple[int, str]]
NOTE = forms.CharField(
    label="Ghi chú cho người nhận",
    widget=forms.Textarea({"rows": 2}),
    max_length=1000,
    required=False,
)


class AssignForm(Form):
    person = forms.TypedChoiceField(label="Giao cho", coerce=int)
    note = NOTE

    def __init__(self, *args: Any, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Chọn một người"), *people]  # type: ignore[attr-defined]  # a field of choices


class MoveForm(Form):
    unit = forms.TypedChoiceField(label="Chuyển đến", coerce=int)
    note = NOTE

    def __init__(self, *args: Any, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Chọn một đơn vị"), *units]  # type: ignore[attr-defined]  # a field of choices

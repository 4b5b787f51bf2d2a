from django import forms

from lienmach.base.forms import Form
from lienmach.surveys.models import Level, Reason


class RatingForm(Form):
    muc = forms.TypedChoiceField(
        label="mức hài lòng",
        choices=Level.choices,
        coerce=lambda value: Level(int(value)),
        error_messages={"required": "Chọn một trong năm mức."},
    )
    ly_do = forms.TypedMultipleChoiceField(
        label="Điều chưa tốt", choices=Reason.choices, coerce=Reason, required=False
    )
    y_kien = forms.CharField(
        label="Kể thêm cho chúng tôi",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

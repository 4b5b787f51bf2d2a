from django import forms

from lienmach.base.forms import Form


class Settled(Form):
    """What was done so that a dossier moves again."""

    da_lam = forms.CharField(
        label="Đã làm gì để việc này chạy tiếp",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: đã gọi nơi thụ lý, hẹn ký chiều nay.",
    )

from typing import Any

from django import forms

from lienmach.base.forms import Form

FOUR_DIGITS = "Nhập đúng 4 chữ số cuối, ví dụ 0123."


class DigitsField(forms.CharField):
    """The last four digits of a number, with whatever blanks somebody put in."""

    widget = forms.TextInput(
        {"class": "w8", "inputmode": "numeric", "autocomplete": "off"}
    )

    def clean(self, value: Any) -> str:
        text = "".join(str(super().clean(value)).split())
        if text and not (len(text) == 4 and text.isascii() and text.isdecimal()):
            raise forms.ValidationError(FOUR_DIGITS)
        return text


class FactorForm(Form):
    so4 = DigitsField(
        label="4 số cuối điện thoại hoặc căn cước đã ghi trên hồ sơ", max_length=20
    )


class LookUpForm(Form):
    ma = forms.CharField(
        label="Mã hồ sơ",
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    so4 = DigitsField(
        label="4 số cuối điện thoại hoặc căn cước",
        help_text="Nếu muốn xem cả họ tên, giấy tờ. Để trống vẫn xem được hồ sơ đến "
        "đâu, bao giờ xong.",
        required=False,
        max_length=20,
    )

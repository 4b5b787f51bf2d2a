"""Somebody who comes to a counter, as typed or scanned there."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from lienmach.base.forms import DayField

_SPACES = re.compile(r"[\s.\-]+")
_YEAR = re.compile(r"\d{4}")
FIRST_YEAR = 1900
Person, Organisation = "person", "organisation"
# A scanner that writes into the box that has the focus leaves a number in it.
NO_NUMBER = RegexValidator(
    r"\d{9}",
    "Họ tên có một dãy số dài: hãy xóa dãy số, có thể máy quét đã ghi vào ô này.",
    inverse_match=True,
)
A_LETTER = RegexValidator(r"[^\W\d_]", "Họ tên, tên tổ chức phải có chữ.")


def _text(**attrs: Any) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", **attrs})


class DigitsField(forms.CharField):
    """Digits that are typed in groups and kept without; ``said`` names them."""

    def __init__(self, said: str, lengths: tuple[int, ...], **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "w12"}
        super().__init__(max_length=40, widget=_text(**attrs), **kwargs)
        self.said, self.lengths = said, lengths

    def clean(self, value: Any) -> str:
        digits = _SPACES.sub("", super().clean(value))
        if digits.startswith("+84"):
            digits = f"0{digits[3:]}"
        if not digits:
            return ""
        if not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(f"{self.said} chỉ gồm chữ số.")
        if len(digits) not in self.lengths:
            wanted = " hoặc ".join(map(str, self.lengths))
            raise ValidationError(
                f"{self.said} phải đủ {wanted} chữ số; đã nhập {len(digits)}."
            )
        return digits


class BornField(DayField):
    """A day of birth, or the year alone where no more is known: (day, year)."""

    default_error_messages = {
        "invalid": "Ngày sinh chưa đúng. Viết như 15/3/1989, hoặc chỉ năm 1989."
    }

    def clean(self, value: Any) -> Any:
        text = str(value or "").strip()
        if _YEAR.fullmatch(text) and text.isascii():
            year = int(text)
            if year < FIRST_YEAR:
                raise ValidationError(self.error_messages["invalid"])
            return None, year
        day: date | None = super().clean(value)
        return day, day.year if day else None


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Là",
        choices=[(Person, "Cá nhân"), (Organisation, "Tổ chức")],
        widget=forms.RadioSelect,
        initial=Person,
        required=False,
    )


def number_field() -> DigitsField:
    return DigitsField(
        "Số căn cước hoặc mã số thuế",
        (10, 12, 13),
        label="Số căn cước, mã số thuế",
        required=False,
    )


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Họ tên, tên tổ chức",
        max_length=200,
        widget=_text(),
        required=False,
        validators=[NO_NUMBER, A_LETTER],
    )


def born_field() -> BornField:
    return BornField(label="Ngày sinh", required=False)


def address_field() -> forms.CharField:
    return forms.CharField(
        label="Địa chỉ", max_length=300, widget=_text(), required=False
    )


def phone_field() -> DigitsField:
    return DigitsField("Số điện thoại", (10, 11), label="Điện thoại", required=False)


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label="Thư điện tử",
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": "Thư điện tử chưa đúng. Viết như ten@noi.vn."},
    )


def check_kind(cleaned: dict[str, Any]) -> str | None:
    """Say what does not go together: the number of a person has twelve digits."""
    number, kind = cleaned.get("so") or "", cleaned.get("loai")
    if not number:
        return None
    if kind == Organisation and len(number) == 12:
        return "Mã số thuế của tổ chức có 10 hoặc 13 chữ số; đã nhập 12."
    if kind != Organisation and len(number) != 12:
        return f"Số căn cước phải đủ 12 chữ số; đã nhập {len(number)}."
    return None

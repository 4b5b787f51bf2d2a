"""Forms as our pages show them: label, hint, error, field, in that order.

Any form of Django is drawn this way by ``{{ form }}``. Fields of ours read dates and
numbers as they are written here.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from lienmach.base import parts

DATE = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})")
NUMBER = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
LONGEST = 40
YEARS = range(1900, 2101)
PLAN_YEARS = range(2010, 2101)


class Renderer(TemplatesSetting):
    form_template_name = "base/form.html"
    field_template_name = "base/field.html"


class Form(forms.Form):
    """A form that says what is missing, instead of «bắt buộc» everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        _word_fields(type(self))
        super().__init__(*args, **kwargs)


UNSAID = forms.Field.default_error_messages["required"]
UNREADABLE = "Có ký tự không đọc được: hãy xóa rồi gõ lại."
CHOOSE = "Chọn một giá trị trong danh sách."
NO_NUL = ProhibitNullCharactersValidator(UNREADABLE)
ONLY_OFFERED = ProhibitNullCharactersValidator(CHOOSE)
# What Django says of a choice names ids that nobody has seen.
CHOICE_ERRORS = {"invalid_choice", "invalid_list", "invalid_pk_value"}
UNCHOSEN = [
    words
    for kind in (
        forms.ChoiceField,
        forms.MultipleChoiceField,
        forms.ModelChoiceField,
        forms.ModelMultipleChoiceField,
    )
    for name, words in kind.default_error_messages.items()
    if name in CHOICE_ERRORS
]


@cache
def _word_fields(form: type[Form]) -> None:
    """Give the fields of a class their words: once, not to each form's copies."""
    for field in form.base_fields.values():
        _word(field)


def _word(field: forms.Field) -> None:
    if field.error_messages["required"] is UNSAID:
        field.error_messages["required"] = _missing(field)
    _say_in_our_words(field)
    for name in CHOICE_ERRORS & field.error_messages.keys():
        if field.error_messages[name] in UNCHOSEN:
            field.error_messages[name] = CHOOSE
    if isinstance(field, forms.ModelChoiceField):
        field.validate_no_null_characters = ONLY_OFFERED  # type: ignore[method-assign]  # it has no other way to its words
    field.validators = [
        NO_NUL if isinstance(one, ProhibitNullCharactersValidator) else one
        for one in field.validators
    ]


def _say_in_our_words(field: forms.Field) -> None:
    """What Django would say of a value, unless the field says it itself."""
    for kind, words in OURS.items():
        if isinstance(field, kind):
            theirs = kind.default_error_messages
            for code, said in words.items():
                if field.error_messages.get(code) in (None, theirs.get(code)):
                    field.error_messages[code] = said
            break
    if isinstance(field, forms.IntegerField) and (said := _between(field)):
        for code in ("min_value", "max_value"):
            field.error_messages.setdefault(code, said)


def _between(field: forms.IntegerField) -> str:
    low, high = field.min_value, field.max_value
    least, most = (
        parts.number(edge) if isinstance(edge, int | float | Decimal) else ""
        for edge in (low, high)
    )
    if least and most:
        return f"Chỉ nhận từ {least} đến {most}."
    if least:
        return f"Chỉ nhận từ {least} trở lên."
    return f"Chỉ nhận đến {most}." if most else ""


_LENGTHS = {
    "max_length": "Viết không quá %(limit_value)d ký tự; đang có %(show_value)d.",
    "min_length": "Viết ít nhất %(limit_value)d ký tự; mới có %(show_value)d.",
}
# The first kind that a field is of holds: those that lean on another stand before it.
OURS: dict[type[forms.Field], dict[str, str]] = {
    forms.DecimalField: {
        "invalid": "Số chưa đúng. Viết như 1.118 hoặc 95,9.",
        "max_digits": "Số này dài quá: nhiều nhất %(max)s chữ số.",
        "max_decimal_places": "Nhiều nhất %(max)s chữ số sau dấu phẩy.",
        "max_whole_digits": "Nhiều nhất %(max)s chữ số trước dấu phẩy.",
    },
    forms.IntegerField: {"invalid": "Ở đây chỉ nhận số nguyên, viết như 1.118."},
    forms.TimeField: {"invalid": "Giờ chưa đúng. Viết như 7:30."},
    forms.DateField: {"invalid": "Ngày chưa đúng. Viết như 15/3/1989."},
    forms.EmailField: {
        "invalid": "Thư điện tử chưa đúng. Viết như ten@noi.vn.",
        **_LENGTHS,
    },
    forms.URLField: {
        "invalid": "Địa chỉ chưa đúng. Viết như https://noi.vn.",
        **_LENGTHS,
    },
    forms.RegexField: {"invalid": "Viết chưa đúng dạng.", **_LENGTHS},
    forms.SlugField: {
        "invalid": "Chỉ gồm chữ không dấu, chữ số và gạch ngang.",
        **_LENGTHS,
    },
    forms.CharField: _LENGTHS,
    forms.FileField: {
        "invalid": "Chưa nhận được tệp: hãy chọn lại.",
        "missing": "Chưa nhận được tệp: hãy chọn lại.",
        "empty": "Tệp này trống: hãy chọn tệp khác.",
        "max_length": "Tên tệp dài %(length)d ký tự, nhiều nhất %(max)d: hãy đổi tên.",
    },
}


def _missing(field: forms.Field) -> str:
    label = str(field.label or "thông tin này")
    if isinstance(field, forms.BooleanField):
        return f"Chưa đánh dấu “{label}”."
    if not label[:2].isupper():  # «Số quyết định», but not «UBND cấp trên»
        label = label[:1].lower() + label[1:]
    if isinstance(field, forms.FileField | forms.ChoiceField | forms.ModelChoiceField):
        return f"Chưa chọn {label}."
    return f"Chưa nhập {label}."


class DayInput(forms.TextInput):
    """One text box for a day; a script adds the picker of the browser beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"class": "w12", "data-day": True, "inputmode": "numeric"}
        super().__init__({"autocomplete": "off", **ours, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return parts.day(value) if isinstance(value, date) else value


class DayField(forms.DateField):
    """A day written 15/3/1989, 15031989 or 1989-03-15; never month before day.

    A year that nothing here can be of is a slip of the hand.
    """

    widget = DayInput
    default_error_messages = {
        "invalid": "Ngày chưa đúng. Viết như 15/3/1989.",
        "year": f"Năm chưa đúng: chỉ nhận từ {YEARS[0]} đến {YEARS[-1]}.",
    }

    def to_python(self, value: Any) -> date | None:
        day = self._read(value)
        if day and day.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return day

    def _read(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        try:
            if re.fullmatch(r"[0-9]{8}", text):
                return date(int(text[4:]), int(text[2:4]), int(text[:2]))
            if written := DATE.fullmatch(text):
                day, month, year = map(int, written.groups())
                return date(year, month, day)
            return date.fromisoformat(text)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None


class NumberInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        ours = {"class": "w8 n", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__({**ours, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return parts.number(value) if isinstance(value, int | Decimal) else value


class NumberField(forms.DecimalField):
    """A number written 1118, 1.118 or 95,9; anything that could be two is refused."""

    widget = NumberInput
    default_error_messages = {
        "invalid": "Số chưa đúng. Viết như 1.118 hoặc 95,9: dấu chấm cho hàng nghìn, "
        "dấu phẩy cho phần lẻ."
    }

    def to_python(  # type: ignore[override]  # as in its stubs: not an int
        self, value: Any
    ) -> Decimal | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        written = NUMBER.fullmatch(text)
        if not written or len(text) > LONGEST or not text.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        sign, whole, rest = written.groups()
        digits = sign + whole.replace(".", "")
        return Decimal(f"{digits}.{rest}" if rest else digits)


class WholeField(NumberField):
    """A number without a fraction, given as an int."""

    default_error_messages = {"whole": "Ở đây chỉ nhận số nguyên, viết như 1.118."}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned is None:
            return None
        if cleaned != cleaned.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole")
        return int(cleaned)


class YearField(forms.RegexField):
    """A year as people write it: «2026», never «2.026»."""

    def __init__(self, **kwargs: Any) -> None:
        said = f"Năm phải từ {PLAN_YEARS[0]} đến {PLAN_YEARS[-1]}."
        super().__init__(r"20[1-9]\d|2100", error_messages={"invalid": said}, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "size": 6}

    def clean(self, value: Any) -> Any:
        """Give the year as a number."""
        return int(super().clean(value))


def first_id(field: BoundField) -> str:
    """Where a link to a field leads: the first choice, where a field has several."""
    return field.id_for_label or f"{field.auto_id}_0"

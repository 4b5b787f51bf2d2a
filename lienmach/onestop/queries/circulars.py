"""The legal forms: which circular holds on a day, and what it says of each form.

The numbers 05 and 06 have changed their meaning between two circulars, so a form is
known by its circular and its name, never by its number.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lienmach.calc.local import day_of
from lienmach.onestop.models import Form

FILE = Path(__file__).with_name("circulars.json")
REGISTER = "register"
PAPERS: Mapping[str, str] = MappingProxyType(
    {"a5": "A5", "a4": "A4", "a4l": "A4 ngang"}
)


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A form as a circular has it; one that we did not read says so to staff alone.

    ``number`` is empty where the circular has no such form.
    """

    circular: str
    form: str
    number: str
    title: str
    paper: str
    is_confirmed: bool

    @property
    def source(self) -> str:
        """Say by which law a form is, and what of it is not certain."""
        if not self.number:
            return f"Thông tư {self.circular} không có mẫu này: in theo mẫu của cơ quan"
        return f"Mẫu số {self.number}, Thông tư {self.circular}"

    @property
    def doubt(self) -> str:
        if self.is_confirmed:
            return ""
        return (
            f"Chưa đối chiếu văn bản: cách trình bày và khổ giấy của mẫu theo Thông tư "
            f"{self.circular}. Đang in theo bố cục của Thông tư 01/2018/TT-VPCP, "
            f"khổ {PAPERS[self.paper]}."
        )


@dataclass(frozen=True, slots=True)
class Circular:
    name: str
    valid_from: date
    note: str
    forms: Mapping[str, LegalForm]


@cache
def circulars() -> tuple[Circular, ...]:
    """Return the circulars shipped, oldest first."""
    found = json.loads(FILE.read_text("utf-8"))["circulars"]
    return tuple(
        Circular(
            one["name"],
            date.fromisoformat(one["valid_from"]),
            one["note"],
            {form["form"]: LegalForm(one["name"], **form) for form in one["forms"]},
        )
        for one in found
    )


def circular_on(at: datetime) -> str:
    """The circular whose forms are given out on a day; before the first, the first."""
    day = day_of(at)
    begun = [one.name for one in circulars() if one.valid_from <= day]
    return begun[-1] if begun else circulars()[0].name


def legal_form(circular: str, form: str) -> LegalForm:
    """What a circular says of a form; one it has not is the office's own, on A5."""
    known = {one.name: one for one in circulars()}
    if circular in known and form in known[circular].forms:
        return known[circular].forms[form]
    title = str(Form(form).label) if form in Form.values else "Sổ theo dõi hồ sơ"
    return LegalForm(circular, form, "", title, "a5", is_confirmed=False)

"""Days that are not what their weekday says, and who decided so."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SATURDAY = 5


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    SUBSTITUTE = "substitute"
    SWAPPED_OFF = "swapped_off"
    MAKE_UP = "make_up"


class Certainty(StrEnum):
    """How well the decision behind a day is known."""

    SURE = "sure"
    LIKELY = "likely"
    PROJECTED = "projected"


DOUBTS = {
    Certainty.SURE: "",
    Certainty.LIKELY: "chưa đối chiếu văn bản",
    Certainty.PROJECTED: "dự kiến, chưa công bố",
}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A holiday, a substitute day, or one of the two days that changed places.

    ``partner`` is the other day of a swap, or the holiday that a substitute day is for.
    ``source`` says where the decision was read, when that is not the document itself.
    """

    day: date
    kind: DayKind
    name: str = ""
    document: str = ""
    certainty: Certainty = Certainty.SURE
    partner: date | None = None
    source: str = ""

    @property
    def is_worked(self) -> bool:
        return self.kind is DayKind.MAKE_UP

    @property
    def is_sure(self) -> bool:
        return self.certainty is Certainty.SURE

    @property
    def reason(self) -> str:
        """Say why the day counts or does not, by which document, and any doubt."""
        words = self._what()
        if self.document:
            words += f" theo {self.document}"
        doubt = DOUBTS[self.certainty]
        return f"{words} ({doubt})" if doubt else words

    def _what(self) -> str:
        partner = f" {named(self.partner)}" if self.partner else ""
        if self.kind is DayKind.MAKE_UP:
            return f"làm bù cho{partner}" if partner else "làm bù"
        if self.kind is DayKind.SWAPPED_OFF:
            return f"nghỉ hoán đổi, làm bù{partner}" if partner else "nghỉ hoán đổi"
        if self.kind is DayKind.SUBSTITUTE:
            return f"nghỉ bù {self.name}{partner and f' ({partner.strip()})'}"
        return f"nghỉ {self.name}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def named(day: date) -> str:
    """Name a day inside a sentence: «thứ Sáu 02/01/2026»."""
    name = weekday(day)
    return (
        f"{name if name == 'Chủ nhật' else name[0].lower() + name[1:]} {day:%d/%m/%Y}"
    )

"""Citations in the forms that offices print, and the ways they go wrong."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.corpus.marks import mark
from tests.corpus.names import Doc
from tests.corpus.sample import Pair
from tests.corpus.style import NBSP, Style, printed_day


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed of a document: maybe another number, maybe no day at all."""

    number: str
    day: tuple[int, int, int] | None
    wrong_number: bool = False
    wrong_day: bool = False

    @property
    def pair(self) -> Pair:
        if self.day is None:
            return self.number, None
        d, m, y = self.day
        if 1 <= m <= 12 and d <= calendar.monthrange(y, m)[1]:
            return self.number, date(y, m, d)
        return self.number, None


def right(doc: Doc) -> Printed:
    return Printed(doc.number, (doc.date.day, doc.date.month, doc.date.year))


def wrong(rng: Random, doc: Doc, kind: str, variant: str, written: date) -> Printed:
    """The document with the mistake of ``kind``."""
    d, m, y = doc.date.day, doc.date.month, doc.date.year
    if kind == "doc_two_dates":
        return Printed(doc.number, _other_day(rng, doc.date, written), wrong_day=True)
    if kind == "doc_after_report":
        late = written + timedelta(rng.choice((3, 9, 21, 37, 64)))
        return Printed(doc.number, (late.day, late.month, late.year), wrong_day=True)
    if kind == "doc_impossible_date":
        day = rng.choice(((31, 4), (31, 6), (31, 9), (31, 11), (30, 2), (12, 13)))
        return Printed(doc.number, (*day, y), wrong_day=True)
    if kind == "doc_year_mismatch":
        return Printed(doc.number, (d, m, y - rng.randint(1, 3)), wrong_day=True)
    if kind == "doc_number_mismatch" and variant == "order":
        return Printed(doc.number, (d, m, y - 1), wrong_day=True)
    if kind == "doc_number_mismatch":
        return Printed(_other_number(rng, doc.number), (d, m, y), wrong_number=True)
    if kind == "doc_symbol_variant":
        return Printed(_other_symbol(rng, doc.number), (d, m, y), wrong_number=True)
    if kind == "doc_symbol_malformed":
        return Printed(_malformed(rng, doc.number), (d, m, y), wrong_number=True)
    raise ValueError(kind)


def _other_day(rng: Random, day: date, written: date) -> tuple[int, int, int]:
    for _ in range(80):
        other = rng.choice(
            (
                day + timedelta(rng.choice((-9, -7, -3, -2, -1, 1, 2, 3, 7, 9))),
                _swapped(day),
            )
        )
        if other != day and other.year == day.year and other < written:
            return other.day, other.month, other.year
    other = day - timedelta(1) if day.timetuple().tm_yday > 1 else day + timedelta(1)
    return other.day, other.month, other.year


def _swapped(day: date) -> date:
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def _other_number(rng: Random, number: str) -> str:
    run, _, rest = number.partition("/")
    digits = list(run)
    for _ in range(40):
        at = rng.randrange(len(digits))
        changed = [*digits]
        changed[at] = rng.choice("123456789")
        if changed != digits:
            return f"{''.join(changed)}/{rest}"
    return f"{run}1/{rest}"


def _other_symbol(rng: Random, number: str) -> str:
    head, _, tail = number.rpartition("-")
    if "/KH-" in number and rng.random() < 0.5:
        return number.replace("/KH-", "/QĐ-")
    if "/QĐ-" in number and rng.random() < 0.5:
        return number.replace("/QĐ-", "/KH-")
    return f"{head}-{'HĐND' if tail == 'UBND' else 'UBND'}"


def _malformed(rng: Random, number: str) -> str:
    head, _, tail = number.rpartition("-")
    run, _, rest = number.partition("/")
    return rng.choice(
        (f"{head}{tail}", f"{run}//{rest}", f"{head}--{tail}", f"{head}/{tail}")
    )


@dataclass(frozen=True, slots=True)
class Citing:
    """Prints citations for one report; ``pairs`` collects what it has printed."""

    rng: Random
    style: Style
    pairs: list[Pair]
    plain: bool = False

    def phrase(
        self, doc: Doc, shown: Printed, fault: str, *, subject: bool, issuer: bool
    ) -> str:
        """«Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND huyện về …»."""
        self.pairs.append(shown.pair)
        symbol = self._symbol(shown, fault)
        lead = self.rng.choices(
            ("số ", "số: ", "", f"số{NBSP}"), (14, 1, 2 if issuer else 0, 0.6)
        )[0]
        text = f"{doc.type} {lead}{symbol}"
        if shown.day:
            day = self._day(shown, fault)
            text += self.rng.choices(
                (
                    f" ngày {day}",
                    f", ngày {day}",
                    f" (ngày {day})",
                    f" ký ngày {day}",
                    f" ban hành ngày {day}",
                ),
                (12, 2, 1, 0.5, 0.5),
            )[0]
        if issuer:
            text += f" của {doc.issuer}"
        if subject:
            joint = self.rng.choice((" về ", " về việc "))
            text += joint + doc.subject
        return text

    def date_first(self, doc: Doc, shown: Printed, fault: str) -> str:
        """«Ngày 05/01/2024, UBND huyện ban hành Kế hoạch số 12/KH-UBND về …»."""
        if not shown.day:
            return self.phrase(doc, shown, fault, subject=True, issuer=True)
        self.pairs.append(shown.pair)
        day, symbol = self._day(shown, fault), self._symbol(shown, fault)
        comma = self.rng.choice((",", ""))
        verb = self.rng.choice(("ban hành", "đã ban hành", "ký"))
        return (
            f"Ngày {day}{comma} {doc.issuer} {verb} {doc.type} số {symbol} "
            f"về {doc.subject}"
        )

    def far(self, doc: Doc, shown: Printed, fault: str, *, by_issuer: bool) -> str:
        """A day that stands behind the issuer or the subject."""
        self.pairs.append(shown.pair)
        symbol, day = self._symbol(shown, fault), self._day(shown, fault)
        if by_issuer:
            text = f"{doc.type} số {symbol} của {doc.issuer} ngày {day}"
            return f"{text} về {doc.subject}"
        return f"{doc.type} số {symbol} về {doc.subject} ban hành ngày {day}"

    def many(self, docs: list[tuple[Doc, Printed, str]]) -> str:
        """«các Kế hoạch số 12/KH-UBND ngày …, số 15/KH-UBND ngày … và số …»."""
        parts = []
        for _, shown, fault in docs:
            self.pairs.append(shown.pair)
            part = f"số {self._symbol(shown, fault)}"
            if shown.day:
                part += f" ngày {self._day(shown, fault)}"
            parts.append(part)
        joined = ", ".join(parts[:-1]) + self.rng.choice((" và ", "; ")) + parts[-1]
        return f"các {docs[0][0].type} {joined} của {docs[0][0].issuer}"

    def shared(self, docs: list[Doc], *, dated: bool) -> str:
        """«Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017»: one tail, one day for all."""
        day = docs[0].date if dated else None
        for doc in docs:
            self.pairs.append((doc.number, day))
        cut = next(i for i, sign in enumerate(docs[0].number) if not sign.isdigit())
        tail = docs[0].number[cut:]
        runs = [doc.number.removesuffix(tail) for doc in docs]
        text = f"{docs[0].type} số {', '.join(runs)}{tail}"
        return text + (f" ngày {self.style.day(self.rng, day)}" if day else "")

    def _day(self, shown: Printed, fault: str) -> str:
        if shown.day is None:
            return ""
        text = printed_day(self.rng.choice(self.style.dates), *shown.day)
        return mark(text, fault, changed=shown.wrong_day) if fault else text

    def _symbol(self, shown: Printed, fault: str) -> str:
        symbol = shown.number
        if fault:
            return mark(symbol, fault, changed=True)
        if self.plain:
            return symbol
        roll = self.rng.random()
        if self.style.broken_lines and roll < 0.08 and "-" in symbol:
            return symbol.replace("-", "-\n", 1)
        if roll < 0.03:
            return symbol.replace("/", " /", 1)
        if roll < 0.05:
            return symbol.replace("-", "- ", 1)
        return symbol

"""A set of criteria, read from a file: a tree with points at its leaves.

The file is one of coded rows (``calc.coded``), a row for each criterion. «1» is a
field, «1.2» a criterion of it, «1.2.3» a part of that. Points of a group are the sum of
those below it; what does not add up is told with its line, as any other mistake.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from lienmach.calc.coded import Layout, read_rows
from lienmach.calc.written import written

COLUMNS = (
    *("code", "label", "points", "kind", "figure", "scale", "none"),
    *("evidence", "how"),
)
HEADS = (
    *("criteria", "title", "level", "since", "until", "basis"),
    *("grades", "graded_by"),
)
NEEDED = ("code", "label", "points", "kind")
MOST_ROWS = 1000
LONGEST = 3000
MOST_POINTS = Decimal(1000)
_CODE = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,2}")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?")
_GRADE = re.compile(r">=\s*(\d[\d.,]*)\s*=\s*(\S.{0,39})")
_STEP = re.compile(r"(>=|<=)?\s*(\d[\d.,]*)\s*=\s*(\S.*)")


Figures = Mapping[str, bool]


class WrongCriteria(ValueError):
    """A file cannot be read as a set of criteria; the text says where and why."""


_LAYOUT = Layout(
    "bộ tiêu chí", HEADS, COLUMNS, NEEDED, MOST_ROWS, LONGEST, WrongCriteria
)


class Kind(StrEnum):
    """What a row asks for; ``GROUP`` has others below it and asks for nothing."""

    GROUP = "group"
    YES_NO = "yes_no"
    BAND = "band"
    RATIO = "ratio"
    DEDUCTION = "deduction"
    SURVEY = "survey"


class IfNone(StrEnum):
    """What a figure over nothing is worth: all points, none, or what people say."""

    FULL = "full"
    ZERO = "zero"
    ASK = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a scale: from which number on, or up to which one, what it is worth.

    Without a number it is chosen by people, for what ``words`` says.
    """

    points: Decimal
    words: str = ""
    limit: Decimal | None = None
    is_upper: bool = False

    def holds(self, number: Decimal) -> bool:
        if self.limit is None:
            return False
        return number <= self.limit if self.is_upper else number >= self.limit


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row. ``figure`` names an indicator of the product that answers it; ``least`` is
    the share below which a ratio is worth nothing, ``each`` what one case takes away.
    """

    code: str
    label: str
    points: Decimal
    kind: Kind
    line: int
    figure: str = ""
    bands: tuple[Band, ...] = ()
    least: Decimal = Decimal(0)
    each: Decimal = Decimal(0)
    if_none: IfNone = IfNone.ASK
    evidence: str = ""
    how: str = ""

    @property
    def depth(self) -> int:
        return self.code.count(".") + 1

    @property
    def is_leaf(self) -> bool:
        return self.kind is not Kind.GROUP

    @property
    def is_chosen(self) -> bool:
        """Whether people choose the points of a band, not a number that leads to it."""
        return bool(self.bands) and self.bands[0].limit is None

    @property
    def is_percent(self) -> bool:
        return self.kind in (Kind.RATIO, Kind.SURVEY)


@dataclass(frozen=True, slots=True)
class Grade:
    """What a result is called from a share of the points on."""

    least: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Tree:
    """``rows`` in their order, a group before what is below it. ``grades`` begin with
    the best, ``graded_by`` is the document that says them."""

    code: str
    title: str
    level: str
    since: int | None
    until: int | None
    basis: str
    rows: tuple[Criterion, ...]
    grades: tuple[Grade, ...] = ()
    graded_by: str = ""

    def grade(self, share: Decimal | None) -> str:
        """What a share of the points, of a hundred, is called; nothing without one, or
        where the set names no grades."""
        if share is None:
            return ""
        held = (one.name for one in self.grades if share >= one.least)
        return next(held, "")

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        return tuple(row for row in self.rows if row.is_leaf)

    @property
    def areas(self) -> tuple[Criterion, ...]:
        return tuple(row for row in self.rows if row.depth == 1)

    @property
    def points(self) -> Decimal:
        return sum((area.points for area in self.areas), Decimal(0))

    @property
    def own_points(self) -> Decimal:
        """What a unit itself can score: all but what a survey says."""
        own = (leaf.points for leaf in self.leaves if leaf.kind is not Kind.SURVEY)
        return sum(own, Decimal(0))

    def holds(self, year: int) -> bool:
        """Say whether the set is the one of a year."""
        has_begun = self.since is None or self.since <= year
        return has_begun and (self.until is None or year <= self.until)

    def leaf(self, code: str) -> Criterion | None:
        return next((row for row in self.leaves if row.code == code), None)

    def leaves_of(self, code: str) -> tuple[Criterion, ...]:
        """The leaves at or below a row."""
        below = f"{code}."
        return tuple(
            row for row in self.leaves if row.code == code or row.code.startswith(below)
        )

    def parents(self, code: str) -> list[Criterion]:
        """What a row stands under, the field first."""
        parts = code.split(".")
        above = {".".join(parts[:n]) for n in range(1, len(parts))}
        return [row for row in self.rows if row.code in above]


def read_criteria(text: str, name: str, figures: Figures | None) -> Tree:
    """Read a set; ``figures`` are the indicators known, and whether each is a share.

    Without them any is let pass: a set that was read when a round was opened is read
    again after one of them has gone. ``name`` is what the file is called. Raises
    ``WrongCriteria`` with the line of the first mistake.
    """
    heads, rows = read_rows(
        text,
        name,
        _LAYOUT,
        check_head=_check_head,
        read_row=lambda fields, line, where: _row(fields, line, where, figures),
    )
    return _tree(heads, rows, name)


def lines_of(text: str) -> dict[str, str]:
    """The lines of a text by what each begins with: the word of a head, or a code.

    Of several that begin alike the later ones are counted; empty lines say nothing.
    """
    found: dict[str, str] = {}
    alike: Counter[str] = Counter()
    for line in filter(str.strip, text.splitlines()):
        name = line.partition(";")[0].strip()
        alike[name] += 1
        found[name if alike[name] == 1 else f"{name} ({alike[name]})"] = line
    return found


def _check_head(key: str, said: str, where: str) -> None:
    if key in ("since", "until") and not re.fullmatch(r"((19|20|21)\d\d)?", said):
        raise WrongCriteria(f"{where}: «{said[:20]}» không phải một năm.")
    if key == "grades" and said:
        _grades(said, where)
    if key == "criteria" and not re.fullmatch(r"[a-z0-9-]{1,50}", said):
        raise WrongCriteria(
            f"{where}: mã bộ tiêu chí chỉ gồm chữ thường không dấu, số và gạch nối."
        )


def _grades(said: str, where: str) -> tuple[Grade, ...]:
    """Read «>=90=Tốt|>=70=Khá|>=0=Yếu»."""
    found = []
    for one in said.split("|"):
        written_ = _GRADE.fullmatch(one.strip())
        if not written_:
            raise WrongCriteria(
                f"{where}: không hiểu mức xếp loại «{one.strip()[:30]}»; viết như "
                ">=90=Tốt|>=0=Yếu."
            )
        found.append(Grade(_number(written_[1], where, "mức xếp loại"), written_[2]))
    limits = [one.least for one in found]
    if len(found) < 2 or limits[-1] != 0 or max(limits) > 100:
        raise WrongCriteria(
            f"{where}: cần ít nhất hai mức xếp loại, theo phần trăm điểm đạt, mức cuối "
            "từ >=0."
        )
    if any(one <= after for one, after in pairwise(limits)):
        raise WrongCriteria(f"{where}: các mức xếp loại phải từ cao xuống thấp.")
    if len({one.name for one in found}) < len(found):
        raise WrongCriteria(f"{where}: hai mức xếp loại trùng tên.")
    return tuple(found)


def _row(
    fields: Mapping[str, str], line: int, where: str, figures: Figures | None
) -> Criterion:
    kind = fields["kind"]
    if kind not in list(Kind):
        raise WrongCriteria(
            f"{where}: không có loại «{kind[:30]}»; có {', '.join(Kind)}."
        )
    if not _CODE.fullmatch(fields["code"]):
        raise WrongCriteria(
            f"{where}: mã «{fields['code'][:20]}» phải như 1, 1.2 hoặc 1.2.3."
        )
    if not fields["label"]:
        raise WrongCriteria(f"{where}: thiếu tên tiêu chí.")
    points = _number(fields["points"], where, "điểm")
    if not 0 < points <= MOST_POINTS or points != round(points, 2):
        raise WrongCriteria(
            f"{where}: điểm phải lớn hơn 0, nhiều nhất hai chữ số sau dấu phẩy."
        )
    row = Kind(kind)
    if_none = fields["none"]
    if if_none not in list(IfNone) or (if_none and not fields["figure"]):
        raise WrongCriteria(
            f"{where}: cột none ghi full, zero hoặc để trống, và chỉ dùng khi có "
            "figure."
        )
    figure = _figure(fields["figure"], row, where, figures)
    bands, least, each = _scale(fields["scale"], row, points, figure, where)
    return Criterion(
        code=fields["code"],
        label=fields["label"],
        points=points,
        kind=row,
        line=line,
        figure=figure,
        bands=bands,
        least=least,
        each=each,
        if_none=IfNone(if_none),
        evidence=fields["evidence"],
        how=fields["how"],
    )


def _figure(said: str, kind: Kind, where: str, figures: Figures | None) -> str:
    if not said:
        return ""
    if kind in (Kind.GROUP, Kind.YES_NO, Kind.SURVEY):
        raise WrongCriteria(f"{where}: loại «{kind}» không lấy số liệu (figure).")
    if figures is None:
        return said
    if said not in figures:
        known = ", ".join(sorted(figures))
        raise WrongCriteria(f"{where}: không có chỉ tiêu «{said[:40]}»; có {known}.")
    if kind is Kind.RATIO and not figures[said]:
        raise WrongCriteria(f"{where}: chỉ tiêu «{said}» không phải một tỷ lệ.")
    if kind is Kind.DEDUCTION and figures[said]:
        raise WrongCriteria(
            f"{where}: trừ điểm cần một số đếm, chỉ tiêu «{said}» là tỷ lệ."
        )
    return said


Scale = tuple[tuple[Band, ...], Decimal, Decimal]


def _scale(said: str, kind: Kind, points: Decimal, figure: str, where: str) -> Scale:
    zero = Decimal(0)
    if kind is Kind.BAND:
        return _bands(said, points, where, needs_limits=bool(figure)), zero, zero
    if kind is Kind.DEDUCTION:
        each = _number(said.removeprefix("-"), where, "mức trừ mỗi lần (scale)")
        if not each:
            raise WrongCriteria(f"{where}: mức trừ mỗi lần phải lớn hơn 0.")
        return (), zero, each
    if kind is Kind.RATIO and said:
        least = _number(said.removeprefix(">="), where, "tỷ lệ tối thiểu (scale)")
        if not said.startswith(">=") or least > 100:
            raise WrongCriteria(
                f"{where}: tỷ lệ tối thiểu viết như >=80, từ 0 đến 100."
            )
        return (), least, zero
    if said:
        raise WrongCriteria(f"{where}: loại «{kind}» không có thang (scale).")
    return (), zero, zero


def _bands(
    said: str, points: Decimal, where: str, *, needs_limits: bool
) -> tuple[Band, ...]:
    """Read «>=95=2|>=80=1|>=0=0», or «2=Trước 31/01|1=Trong quý I|0=Không»."""
    bands = [_band(one.strip(), where) for one in said.split("|")]
    has_limits = bands[0].limit is not None
    if len(bands) < 2 or any((b.limit is not None) != has_limits for b in bands):
        raise WrongCriteria(
            f"{where}: thang cần ít nhất hai mức, cùng một kiểu: >=95=2|>=0=0 cho số, "
            "2=lời|0=lời để chọn."
        )
    if needs_limits and not has_limits:
        raise WrongCriteria(f"{where}: thang của một số liệu viết như >=95=2|>=0=0.")
    if max(band.points for band in bands) != points:
        raise WrongCriteria(
            f"{where}: mức cao nhất của thang phải bằng điểm tối đa {points}."
        )
    if len({(band.limit, band.is_upper, band.points) for band in bands}) < len(bands):
        raise WrongCriteria(f"{where}: thang có hai mức như nhau.")
    if not has_limits and len({band.points for band in bands}) < len(bands):
        raise WrongCriteria(f"{where}: thang có hai mức cùng điểm.")
    return tuple(bands)


def _band(said: str, where: str) -> Band:
    found = _STEP.fullmatch(said)
    if not found:
        raise WrongCriteria(f"{where}: không hiểu mức «{said[:30]}» của thang.")
    sign, first, rest = found.groups()
    number = _number(first, where, "thang")
    if sign is None:
        return Band(number, rest)
    return Band(_number(rest, where, "thang"), "", number, sign == "<=")


def _number(said: str, where: str, what: str) -> Decimal:
    said = said.strip()
    if not _NUMBER.fullmatch(said):
        raise WrongCriteria(f"{where}: {what} «{said[:20]}» không phải một số.")
    return Decimal(said.replace(",", "."))


def _tree(heads: Mapping[str, str], rows: list[Criterion], name: str) -> Tree:
    for key in ("criteria", "title"):
        if not heads.get(key):
            raise WrongCriteria(f"{name}: thiếu dòng «{key};…» ở đầu.")
    if not rows:
        raise WrongCriteria(f"{name}: bộ tiêu chí không có dòng nào.")
    _check_places(rows, name)
    _check_sums(rows, name)
    since, until = (heads.get(key, "") for key in ("since", "until"))
    grades, graded_by = (heads.get(key, "") for key in ("grades", "graded_by"))
    if bool(grades) != bool(graded_by):
        raise WrongCriteria(
            f"{name}: mức xếp loại phải đi cùng văn bản quy định (grades, graded_by)."
        )
    return Tree(
        code=heads["criteria"],
        title=heads["title"],
        level=heads.get("level", ""),
        since=int(since) if since else None,
        until=int(until) if until else None,
        basis=heads.get("basis", ""),
        rows=tuple(rows),
        grades=_grades(grades, name) if grades else (),
        graded_by=graded_by,
    )


def _check_places(rows: list[Criterion], name: str) -> None:
    """Each row stands below its group, and the group before it."""
    seen: dict[str, Criterion] = {}
    for row in rows:
        where = f"{name}, dòng {row.line}"
        if row.code in seen:
            raise WrongCriteria(
                f"{where}: mã {row.code} đã có ở dòng {seen[row.code].line}."
            )
        above = row.code.rpartition(".")[0]
        if above and (above not in seen or seen[above].is_leaf):
            raise WrongCriteria(
                f"{where}: {row.code} phải đứng sau dòng nhóm (group) {above}."
            )
        if row.depth == 1 and row.is_leaf:
            raise WrongCriteria(f"{where}: lĩnh vực {row.code} phải là nhóm (group).")
        seen[row.code] = row


def _check_sums(rows: Collection[Criterion], name: str) -> None:
    for row in rows:
        if row.is_leaf:
            continue
        below = [r.points for r in rows if r.code.rpartition(".")[0] == row.code]
        if sum(below) != row.points:
            where = f"{name}, dòng {row.line}"
            if not below:
                raise WrongCriteria(f"{where}: nhóm {row.code} không có tiêu chí nào.")
            raise WrongCriteria(
                f"{where}: {row.code} ghi {written(row.points)} điểm, cộng các dòng "
                f"con được {written(sum(below, Decimal(0)))}."
            )

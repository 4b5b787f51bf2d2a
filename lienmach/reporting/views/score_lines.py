"""A scorecard as its page shows it: a line for each criterion, both sides in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lienmach.base import parts
from lienmach.calc.criteria import Band, Criterion, Kind
from lienmach.calc.forms import State
from lienmach.calc.written import written
from lienmach.reporting.actions.scores import Outcome, Tried
from lienmach.reporting.models import Stage
from lienmach.reporting.queries.scores import NOTHING, Counted, Sheet, Side

UNITS = {Kind.RATIO: "%", Kind.SURVEY: "%", Kind.DEDUCTION: "lần"}


def rule_said(row: Criterion) -> str:
    """How a criterion is scored, in a sentence made of what the set says of it."""
    most = written(row.points)
    if row.kind is Kind.YES_NO:
        return f"Có: {most} điểm; không: 0."
    if row.kind is Kind.DEDUCTION:
        return f"{most} điểm, mỗi lần trừ {written(row.each)}; không dưới 0."
    if row.kind is Kind.BAND:
        steps = "; ".join(map(_step_said, row.bands))
        return f"Thang: {steps}{'' if row.is_chosen else '; còn lại: 0'}."
    said = f"Tỷ lệ % nhân {most} điểm"
    if row.kind is Kind.SURVEY:
        said = f"Điều tra xã hội học: tỷ lệ % nhân {most} điểm"
    least = f"; dưới {written(row.least)} % thì 0 điểm" if row.least else ""
    return f"{said}{least}."


def _step_said(band: Band) -> str:
    worth = f"{written(band.points)} điểm"
    if band.limit is None:
        return f"{band.words} = {worth}"
    sign = "≤" if band.is_upper else "≥"
    return f"{sign} {written(band.limit)} = {worth}"


@dataclass(slots=True)
class Cell:
    """One side of a line: what it answered and what that is worth, or where to write.

    ``options`` are the answers of a choice, each with whether it is the one now.
    ``shown`` and ``shown_note`` are what is stored, whatever was typed over it.
    """

    points: str = ""
    answer: str = ""
    typed: str = ""
    note: str = ""
    number: int = 0
    is_open: bool = False
    is_counted: bool = False
    unit: str = ""
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    trouble: str = ""
    said: str = ""
    shown: str = ""
    shown_note: str = ""


@dataclass(slots=True)
class Line:
    """A row of the tree; of a group only the sums are shown."""

    at: int
    row: Criterion
    most: str
    own: Cell
    given: Cell
    difference: str = ""
    is_less: bool = False
    proofs: int = 0
    lacks_proof: bool = False
    remarks: int = 0
    objection: str = ""
    figure: str = ""
    figure_url: str = ""
    now: str = ""
    rule: str = ""

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def is_group(self) -> bool:
        return not self.row.is_leaf

    @property
    def depth(self) -> int:
        return self.row.depth


def lines_of(
    sheet: Sheet,
    *,
    stage: Stage | None,
    tried: Iterable[Tried] = (),
) -> list[Line]:
    """The lines of a card; ``stage`` is the side that the reader may write now."""
    bare = {row.code for row in sheet.unproven()}
    shows_given = not sheet.card.is_scoring
    found = []
    for at, row in enumerate(sheet.tree.rows):
        line = Line(at, row, points_said(row.points), Cell(), Cell())
        if row.is_leaf:
            _fill(line, sheet, stage, shows_given=shows_given)
            line.lacks_proof = row.code in bare
        else:
            line.own.points, line.given.points = group_said(sheet, row)
            if shows_given:
                _differ(line, change_of(sheet, row))
        found.append(line)
    by_code = {line.code: line for line in found}
    for one in tried:
        if one.outcome not in (Outcome.SAVED, Outcome.SAME):
            _keep(by_code.get(one.entry.code), one, stage)
    return found


def points_said(points: Decimal | None) -> str:
    return "" if points is None else f"{points:.2f}".replace(".", ",")


def group_said(sheet: Sheet, row: Criterion) -> tuple[str, str]:
    """The sums of a group, of both sides; nothing where nothing below is answered."""
    leaves = sheet.tree.leaves_of(row.code)
    given = sheet.given_points()
    sums = (
        [sheet.own.get(leaf.code, NOTHING).points for leaf in leaves],
        [given.get(leaf.code) for leaf in leaves],
    )
    own_said, given_said = (
        points_said(sum(known, Decimal(0)))
        if (known := [one for one in side if one is not None])
        else ""
        for side in sums
    )
    return own_said, "" if sheet.card.is_scoring else given_said


def change_of(sheet: Sheet, row: Criterion) -> Decimal:
    """What the appraisal changed at or below a row: of criteria that both answered."""
    change = Decimal(0)
    for leaf in sheet.tree.leaves_of(row.code):
        own = sheet.own.get(leaf.code, NOTHING).points
        given = sheet.given.get(leaf.code, NOTHING).points
        if own is not None and given is not None:
            change += given - own
    return change


def answer_said(row: Criterion, side: Side) -> str:
    """An answer in words: «có», «95,66 %», «3 lần», the words of a band."""
    if side.answer is None:
        return ""
    if row.kind is Kind.YES_NO:
        return "có" if side.answer else "không"
    if row.is_chosen:
        words = (b.words for b in row.bands if b.points == side.answer)
        return next(words, written(side.answer))
    if side.is_counted and side.below == 0:
        return "không phát sinh"
    unit = UNITS.get(row.kind, "")
    said = f"{written(side.answer)} {unit}".strip()
    if side.below:
        above = written(side.above or Decimal(0))
        return f"{above}/{written(side.below)} = {said}"
    return said


def counted_said(row: Criterion, counted: Counted) -> str:
    """What the product counts for a criterion, in words."""
    value = counted.value
    if value.state is State.NONE or value.value is None:
        return "không phát sinh"
    side = Side(value.value, above=value.above, below=value.below)
    return answer_said(row, side)


def uncounted_said(begun: date | None) -> str:
    """Why the product answers nothing for the days of a card."""
    since = f"chỉ đếm từ {begun:%d/%m/%Y}" if begun else "chưa đếm"
    return f"{since}, đơn vị tự ghi"


def options_of(
    row: Criterion, answer: Decimal | None, empty: str = "chưa chấm"
) -> list[tuple[str, str, bool]]:
    """The answers that can be chosen, after the ``empty`` one; none for a number."""
    if row.kind is Kind.YES_NO:
        offered = [(Decimal(1), "Có"), (Decimal(0), "Không")]
    elif row.is_chosen:
        offered = [
            (b.points, f"{written(b.points)} điểm: {b.words}") for b in row.bands
        ]
    else:
        return []
    found = [("", empty, answer is None)]
    found += [(str(value), words, answer == value) for value, words in offered]
    return found


def _fill(line: Line, sheet: Sheet, stage: Stage | None, *, shows_given: bool) -> None:
    row = line.row
    own = sheet.own.get(row.code, NOTHING)
    given = sheet.given.get(row.code, NOTHING)
    is_survey = row.kind is Kind.SURVEY
    line.rule = rule_said(row)
    line.own = _cell(row, own, is_open=stage == Stage.OWN and not is_survey)
    line.given = _cell(row, given, is_open=stage == Stage.GIVEN, empty="như tự chấm")
    if is_survey and not sheet.has_survey:
        line.given = Cell(points="không điều tra")
    line.proofs = sheet.proofs.get(row.code, 0)
    line.remarks = sheet.remarks.get(row.code, 0)
    if row.code in sheet.objections:
        line.objection = "chờ trả lời" if sheet.objections[row.code] else "đã trả lời"
    if row.code in sheet.uncounted:
        line.figure = uncounted_said(sheet.uncounted[row.code])
    if counted := sheet.figures.get(row.code):
        line.figure, line.figure_url = counted_said(row, counted), counted.url
        if own.is_counted and not sheet.card.is_scoring:
            line.now = _changed(counted, own)
    if shows_given and own.points is not None and given.points is not None:
        _differ(line, given.points - own.points)


def _cell(
    row: Criterion, side: Side, *, is_open: bool, empty: str = "chưa chấm"
) -> Cell:
    answer = None if side.is_counted else side.answer
    typed = "" if answer is None else written(answer)
    at = f"{side.by}, {parts.moment(side.at)}" if side.at else ""
    options = options_of(row, side.answer, empty) if is_open else []
    chosen = next((value for value, _, is_now in options if is_now), typed)
    return Cell(
        points=points_said(side.points),
        answer=answer_said(row, side),
        typed=typed,
        note=side.note,
        number=side.number,
        is_open=is_open,
        is_counted=side.is_counted,
        unit=UNITS.get(row.kind, ""),
        options=options,
        said=at,
        shown=chosen,
        shown_note=side.note,
    )


def _differ(line: Line, change: Decimal) -> None:
    if change:
        sign = "+" if change > 0 else "–"
        line.difference = f"{sign}{points_said(abs(change))}"
        line.is_less = change < 0


def _changed(counted: Counted, own: Side) -> str:
    """What the product counts today, where it is no more what was handed in."""
    value = counted.value
    if value.value == own.answer or value.value is None:
        return ""
    return written(value.value)


def _keep(line: Line | None, one: Tried, stage: Stage | None) -> None:
    """Put back what was typed, with the sentence that says why it was not taken."""
    if line is None:
        return
    cell = line.own if stage == Stage.OWN else line.given
    cell.typed, cell.note, cell.trouble = one.entry.text, one.entry.note, one.trouble
    cell.options = [
        (value, words, value == one.entry.text) for value, words, _ in cell.options
    ]


def days_left(until: date, today: date) -> str:
    """«còn 5 ngày», «hôm nay», «đã hết hạn»."""
    left = (until - today).days
    if left < 0:
        return "đã hết hạn"
    return f"còn {left} ngày" if left else "hôm nay là ngày cuối"

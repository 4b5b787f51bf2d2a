"""A form of coded rows, read from a file and worked out from numbers.

The file is one of coded rows (``calc.coded``). On top stand ``form``, ``title`` and
what else says when and for whom it is. Codes are identifiers: «3.1.» and «3.1» are not
the same. A mistake is told with its line.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from lienmach.calc.coded import Layout, read_rows
from lienmach.calc.refusal import Refused

COLUMNS = ("code", "label", "unit", "kind", "source", "level", "digits", "check")
HEADS = ("form", "title", "group", "since", "until")
NEEDED = ("code", "label", "kind")
MOST_ROWS = 5000
LONGEST = 2000
PERCENT = "%"
# What is kept of a form has room for so many letters.
ROOM = {"code": 30, "label": 500, "unit": 100}
CODES = {"form": 50, "group": 30}
TITLE = 200
_FORMULA = re.compile(r"\s*(?:\[([^\[\]]{1,30})\]|([-+/])|(\S))")
_SOURCE = re.compile(r"\s*(?:([a-z][a-z0-9_]{0,39})|([-+])|(\S))")
_CHOICE = re.compile(r"\s*(\d{1,4})\s*=\s*(\S.{0,99}?)\s*")
_CHECK = re.compile(r"\s*(~?)\s*(<=|>=|=)\s*(.*)")
BEFORE = "before"  # a stock as it was when the window began


class WrongForm(Refused, ValueError):
    """A file cannot be read as a form; the text says where and why."""


_LAYOUT = Layout("biểu", HEADS, COLUMNS, NEEDED, MOST_ROWS, LONGEST, WrongForm)


class RowKind(StrEnum):
    """What fills a row: nothing, facts, other rows, one unit, or it and those below."""

    SECTION = "section"
    MEASURE = "measure"
    FORMULA = "formula"
    MANUAL = "manual"
    COLLECTED = "collected"
    CHOICE = "choice"


ENTERED = frozenset({RowKind.MANUAL, RowKind.COLLECTED, RowKind.CHOICE})


class State(StrEnum):
    """What a cell says; the four never mix (``indicators.CellState``)."""

    VALUE = "value"
    BLANK = "blank"
    NONE = "none"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Term:
    """A measure or the code of a row, added or taken away."""

    name: str
    sign: int


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is reported as a number."""

    code: int
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold between a row and others; ``is_doubt`` only asks to look again."""

    sign: str
    terms: tuple[Term, ...]
    is_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``below`` holds what a formula divides by; ``is_before`` reads the stocks on the
    eve of the window. ``level`` counts units of one level of government only.
    ``has_digits`` says that the file names how many digits follow the comma."""

    code: str
    label: str
    unit: str
    kind: RowKind
    source: str
    level: str
    digits: int
    line: int
    above: tuple[Term, ...] = ()
    below: tuple[Term, ...] = ()
    is_before: bool = False
    choices: tuple[Choice, ...] = ()
    checks: tuple[Check, ...] = ()
    has_digits: bool = False

    @property
    def is_percent(self) -> bool:
        return self.unit == PERCENT

    @property
    def is_entered(self) -> bool:
        """Whether a person fills it in; what is counted may only be put right."""
        return self.kind in ENTERED

    @property
    def is_whole(self) -> bool:
        """Whether it counts things: a fraction of one is a slip of the hand."""
        return not self.is_percent and not self.has_digits


@dataclass(frozen=True, slots=True)
class Form:
    """``order`` names the formulas, each after what it needs."""

    code: str
    title: str
    group: str
    since: date | None
    until: date | None
    rows: tuple[Row, ...]
    order: tuple[str, ...]

    def measures(self) -> set[str]:
        return {
            term.name
            for row in self.rows
            if row.kind is RowKind.MEASURE
            for term in row.above
        }

    def kept(self) -> set[str]:
        """The numbers that are entered only until their register is kept."""
        return {
            term.name
            for row in self.rows
            if row.kind is RowKind.MANUAL
            for term in row.above
        }

    def counting(self, kept: Collection[str]) -> "Form":
        """The form where what registers are kept of is counted, no more entered."""
        rows = (
            replace(row, kind=RowKind.MEASURE)
            if row.kind is RowKind.MANUAL
            and row.above
            and all(term.name in kept for term in row.above)
            else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def holds(self, day: date) -> bool:
        """Say whether the form is the one in force on a day."""
        has_begun = self.since is None or self.since <= day
        return has_begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Value:
    """A cell: its state, and a number if it has one; of a share both its parts."""

    state: State
    value: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None

    @classmethod
    def of(cls, number: int | Decimal) -> "Value":
        return cls(State.VALUE, Decimal(number))


BLANK, NONE, NOT_OURS = Value(State.BLANK), Value(State.NONE), Value(State.NOT_OURS)


def read_form(
    text: str, name: str, measures: Collection[str], kept: Collection[str] = ()
) -> Form:
    """Read a form; ``name`` is what its file is called, for what is told of mistakes.

    ``kept`` are the numbers that a row may be entered for until its register is kept.
    Raises ``WrongForm`` with the line of the first mistake.
    """
    heads, rows = read_rows(text, name, _LAYOUT, check_head=_check_head, read_row=_row)
    return _form(heads, rows, name, measures, kept)


def work_out(form: Form, read: Callable[[Row], Value]) -> dict[str, Value]:
    """Return the cells of a form by code; ``read`` gives those that are no formula."""
    cells = {
        row.code: read(row) for row in form.rows if row.kind is not RowKind.FORMULA
    }
    by_code = {row.code: row for row in form.rows}
    for code in form.order:
        cells[code] = _formula(by_code[code], cells)
    return cells


def share(above: Decimal, below: Decimal, digits: int, *, percent: bool) -> Value:
    """Divide; over nothing there is nothing to speak of, and never a hundred."""
    if not below:
        return replace(NONE, above=above, below=below)
    quotient = above / below * (100 if percent else 1)
    rounded = quotient.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return Value(State.VALUE, rounded, above, below)


def _check_head(key: str, said: str, where: str) -> None:
    if key in ("since", "until"):
        _day(said, where)
    elif key in CODES and not re.fullmatch(rf"[\w-]{{0,{CODES[key]}}}", said, re.ASCII):
        raise WrongForm(
            f"{where}: «{key}» là mã viết bằng chữ không dấu, số và gạch nối, "
            f"nhiều nhất {CODES[key]} ký tự, không phải «{said[:30]}»."
        )
    elif key == "title" and len(said) > TITLE:
        raise WrongForm(f"{where}: tên biểu dài quá {TITLE} ký tự.")


def _row(fields: Mapping[str, str], line: int, where: str) -> Row:
    kind, digits = fields["kind"], fields["digits"]
    if kind not in list(RowKind):
        raise WrongForm(
            f"{where}: không có loại dòng «{kind[:30]}»; có {', '.join(RowKind)}."
        )
    if not fields["code"]:
        raise WrongForm(f"{where}: thiếu mã dòng.")
    for key, most in ROOM.items():
        if len(fields[key]) > most:
            raise WrongForm(f"{where}: cột «{key}» dài quá {most} ký tự.")
    if digits and not re.fullmatch("[0-6]", digits):
        raise WrongForm(
            f"{where}: số chữ số thập phân từ 0 đến 6, không phải «{digits[:9]}»."
        )
    row = Row(
        code=fields["code"],
        label=fields["label"],
        unit=fields["unit"],
        kind=RowKind(kind),
        source=fields["source"],
        level=fields["level"],
        digits=int(digits or 1),
        line=line,
        has_digits=bool(digits),
    )
    if said := fields["check"]:
        if row.kind is RowKind.SECTION:
            raise WrongForm(f"{where}: dòng loại «section» không có ràng buộc.")
        row = replace(row, checks=tuple(_check(one, where) for one in said.split("|")))
    if row.kind is RowKind.FORMULA:
        return _with_formula(row, where)
    if row.kind is RowKind.MEASURE:
        return _with_measures(row, where)
    if row.kind is RowKind.CHOICE:
        return replace(row, choices=_choices(row.source, where))
    if row.kind is RowKind.MANUAL and row.source:
        return _with_measures(row, where)
    if row.source:
        raise WrongForm(f"{where}: dòng loại «{kind}» không có nguồn.")
    return row


def _with_formula(row: Row, where: str) -> Row:
    above, *below = _terms(_FORMULA, row.source, where, "/")
    if len(below) > 1:
        raise WrongForm(f"{where}: công thức chỉ chia một lần.")
    return replace(row, above=above, below=below[0] if below else ())


def _with_measures(row: Row, where: str) -> Row:
    is_before = row.source.startswith(f"{BEFORE} ")
    source = row.source.removeprefix(f"{BEFORE} ")
    (above,) = _terms(_SOURCE, source, where)
    return replace(row, above=above, is_before=is_before)


def _choices(source: str, where: str) -> tuple[Choice, ...]:
    """Read «0=Trực tuyến|1=Phát phiếu»."""
    found: dict[int, Choice] = {}
    for said in source.split("|"):
        written = _CHOICE.fullmatch(said)
        if not written:
            raise WrongForm(
                f"{where}: không hiểu lựa chọn «{said.strip()[:30]}»; "
                "viết như 0=Không|1=Có."
            )
        code = int(written[1])
        if code in found:
            raise WrongForm(f"{where}: lựa chọn {code} ghi hai lần.")
        found[code] = Choice(code, written[2])
    if len(found) < 2:
        raise WrongForm(f"{where}: cần ít nhất hai lựa chọn.")
    return tuple(found.values())


def _check(said: str, where: str) -> Check:
    """Read «<= [3.1.1.]», «= [1.] + [2.]»; a «~» before it makes it a doubt."""
    found = _CHECK.fullmatch(said)
    if not found:
        raise WrongForm(
            f"{where}: không hiểu ràng buộc «{said.strip()[:30]}»; "
            "viết như <= [3.1.1.] hoặc = [1.] + [2.]."
        )
    (terms,) = _terms(_FORMULA, found[3], where)
    return Check(found[2], terms, bool(found[1]))


def _terms(
    pattern: re.Pattern[str], text: str, where: str, between: str = ""
) -> list[tuple[Term, ...]]:
    """Read «a + b - c», and more of it after each ``between``."""
    sums: list[list[Term]] = [[]]
    sign: int | None = 1
    text = text.strip()
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        if not found:
            break
        at = found.end()
        name, operator, wrong = found.groups()
        if wrong or (name and sign is None) or (operator and not sums[-1]):
            raise WrongForm(
                f"{where}: không hiểu «{text[found.start() :][:30].strip()}»."
            )
        if name:
            sums[-1].append(Term(name.strip(), sign or 1))
            sign = None
        elif operator == between and sign is None:
            sums.append([])
            sign = 1
        elif sign is None:
            sign = -1 if operator == "-" else 1
        else:
            raise WrongForm(f"{where}: hai dấu «{operator}» liền nhau.")
    if sign is not None:
        raise WrongForm(f"{where}: thiếu nguồn hoặc công thức bỏ dở.")
    return [tuple(terms) for terms in sums]


def _form(
    heads: Mapping[str, str],
    rows: list[Row],
    name: str,
    measures: Collection[str],
    kept: Collection[str],
) -> Form:
    for key in ("form", "title"):
        if not heads.get(key):
            raise WrongForm(f"{name}: thiếu dòng «{key};…» ở đầu.")
    if not rows:
        raise WrongForm(f"{name}: biểu không có dòng nào.")
    lines: dict[str, int] = {}
    for row in rows:
        if row.code in lines:
            raise WrongForm(
                f"{name}, dòng {row.line}: "
                f"mã {row.code} đã có ở dòng {lines[row.code]}."
            )
        lines[row.code] = row.line
    for row in rows:
        known, what = measures, "chỉ tiêu"
        if row.kind is RowKind.FORMULA:
            known, what = lines, "dòng"
        elif row.kind is RowKind.MANUAL:
            known, what = kept, "sổ"
        for term in (*row.above, *row.below):
            if term.name not in known:
                raise WrongForm(
                    f"{name}, dòng {row.line}: không có {what} «{term.name}»."
                )
        for term in (term for check in row.checks for term in check.terms):
            if term.name not in lines:
                raise WrongForm(
                    f"{name}, dòng {row.line}: ràng buộc gọi dòng «{term.name}», "
                    "biểu không có."
                )
    since, until = (heads.get(key, "") for key in ("since", "until"))
    if since and until and until < since:
        raise WrongForm(f"{name}: «until» ({until}) trước «since» ({since}).")
    return Form(
        code=heads["form"],
        title=heads["title"],
        group=heads.get("group", ""),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        rows=tuple(rows),
        order=_order(rows, name),
    )


def _order(rows: list[Row], name: str) -> tuple[str, ...]:
    """Return the formulas, each after those that it needs; a loop is refused."""
    formulas = {row.code: row for row in rows if row.kind is RowKind.FORMULA}
    needs = {
        code: {t.name for t in (*row.above, *row.below) if t.name in formulas}
        for code, row in formulas.items()
    }
    needed_by: dict[str, list[str]] = {}
    for code, needed in needs.items():
        for one in needed:
            needed_by.setdefault(one, []).append(code)
    free = [code for code, needed in needs.items() if not needed]
    order: list[str] = []
    while free:
        code = free.pop()
        order.append(code)
        for after in needed_by.get(code, []):
            needs[after].discard(code)
            if not needs[after]:
                free.append(after)
    if len(order) < len(formulas):
        raise WrongForm(_loop(formulas, needs, set(order), name))
    return tuple(order)


def _loop(
    formulas: Mapping[str, Row],
    needs: Mapping[str, set[str]],
    done: set[str],
    name: str,
) -> str:
    """Say which formulas need each other, from the first of them."""
    code = next(code for code in formulas if code not in done)
    way: list[str] = []
    while code not in way:
        way.append(code)
        code = min(needs[code])
    way = [*way[way.index(code) :], code]
    shown = " → ".join(way[:6]) + (" → …" if len(way) > 6 else "")
    return f"{name}, dòng {formulas[code].line}: công thức đi vòng: {shown}."


def _formula(row: Row, cells: Mapping[str, Value]) -> Value:
    above = added(cells, row.above)
    if not row.below:
        return above
    below = added(cells, row.below)
    for state in (State.BLANK, State.NOT_OURS):
        if state in (above.state, below.state):
            return Value(state)
    over, under = above.value or Decimal(0), below.value or Decimal(0)
    return share(over, under, row.digits, percent=row.is_percent)


def added(cells: Mapping[str, Value], terms: Iterable[Term]) -> Value:
    """Add cells up. What is still blank leaves the sum blank; what did not happen and
    what is another level's adds nothing, unless nothing else is there."""
    found = [(term.sign, cells[term.name]) for term in terms]
    states = {cell.state for _, cell in found}
    for state in (State.BLANK, State.VALUE, State.NONE):
        if state in states:
            break
    else:
        return NOT_OURS
    if state is not State.VALUE:
        return Value(state)
    return Value.of(sum(sign * (cell.value or 0) for sign, cell in found))


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongForm(f"{where}: không đọc được ngày «{text[:20]}».") from None

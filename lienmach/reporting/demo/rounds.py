"""The demo's rounds of reports: all figures that people entered are made up.

*History* collects its first quarter of 2023 from nine communes: most have handed in,
one was asked to look again, one is still at it (account ``xa``). Its last quarter of
2022 is frozen, so that there is a period before. *Today* is in the middle of a quarter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from lienmach.base.actor import Actor
from lienmach.base.trial_keys import TrialAuthority
from lienmach.calc.findings import Weight
from lienmach.calc.forms import Row, State, added
from lienmach.calc.local import day_of, moment
from lienmach.calc.period import Cut, Kind, Period, Window
from lienmach.calc.written import written
from lienmach.org.demo import COMMUNES, HISTORY, TODAY, account, unit
from lienmach.org.queries import actor_of
from lienmach.registers.actions.numbers import RIGHT as NUMBERS
from lienmach.reporting.actions import reports, sheets
from lienmach.reporting.actions.regimes import NewRegime, keep_regime
from lienmach.reporting.actions.rounds import NewRound, open_round
from lienmach.reporting.actions.sheets import Entry
from lienmach.reporting.demo import writing
from lienmach.reporting.flow import APPROVE, CONSOLIDATE, ENTER, SEE, SIGN, WRITE
from lienmach.reporting.models import RIGHT as CHECK
from lienmach.reporting.models import Regime, Report, Round
from lienmach.reporting.queries.sheets import Draft, drafts

ALL = (SEE, ENTER, CONSOLIDATE, APPROVE, SIGN, WRITE, CHECK, NUMBERS)
BEFORE = Window(date(2022, 9, 15), date(2022, 12, 14))
QUARTER = Window(date(2022, 12, 15), date(2023, 3, 10))
OFFICES = ("01", "02", "03")  # of the ward
# Of the town's annexes: what its own divisions reported, in the shape of a real one.
TOWN = {
    ("phu-luc-2", "1"): "6",
    ("phu-luc-2", "3.3.1"): "5",
    ("phu-luc-2", "3.3.2"): "5",
    ("phu-luc-2", "4.1"): "112",
    ("phu-luc-2", "4.2"): "87",
    ("phu-luc-2", "4.3"): "8",
    ("phu-luc-2", "4.4"): "0",
    ("phu-luc-2", "5"): "1",
    ("phu-luc-2", "5.1"): "423",
    ("phu-luc-2", "5.2"): "2",
    ("phu-luc-2", "6"): "1",
    ("phu-luc-3", "1.1"): "1",
    ("phu-luc-4", "2.1"): "2",
    ("phu-luc-4", "2.2"): "9",
    ("phu-luc-5", "1.5"): "41",
    ("phu-luc-5", "1.5.3"): "6",
    ("phu-luc-5", "2.1"): "78",
    ("phu-luc-5", "2.2"): "74",
    ("phu-luc-5", "3.1"): "1201",
    ("phu-luc-5", "3.2"): "1168",
    ("phu-luc-7", "1.1"): "30162",
    ("phu-luc-7", "1.2"): "5161",
    ("phu-luc-7", "2.1"): "41",
    ("phu-luc-7", "2.2"): "0",
    ("phu-luc-7", "2.3"): "1",
    ("phu-luc-7", "2.4.1"): "0",
    ("phu-luc-7", "2.4.2"): "0",
    ("phu-luc-7", "2.4.3"): "0",
    ("phu-luc-7", "2.5"): "40",
}
# Beside what the catalogue counts, and so the same for every unit.
OF_CATALOGUE = {
    ("phu-luc-8", "6.1.1"): "24",
    ("phu-luc-8", "6.1.3"): "7",
    ("phu-luc-8", "6.2.1"): "30",
    ("phu-luc-8", "6.2.3"): "18",
    ("phu-luc-8", "6.3.2"): "14",
    ("phu-luc-8", "6.5.2"): "12",
}
# Of the quarter before, where it said otherwise.
TOWN_BEFORE = {
    ("phu-luc-2", "2.1"): "31",
    ("phu-luc-2", "2.2"): "31",
    ("phu-luc-2", "4.1"): "96",
    ("phu-luc-2", "4.2"): "81",
    ("phu-luc-2", "4.3"): "6",
}
RARE = (
    *("kỷ luật", "vi phạm", "cổ phần", "tinh giản", "trường hợp đặc biệt"),
    "Phản ánh",
)


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a unit below has come, and how many of its cells it has filled in."""

    steps: tuple[str, ...]
    part: Decimal = Decimal(1)


APPROVED = Fate(("submit", "approve"))
SUBMITTED = Fate(("submit",))
RETURNED = Fate(("submit", "return"))
AT_IT = Fate((), Decimal("0.7"))
JUST_BEGUN = Fate((), Decimal("0.15"))
OF_COMMUNE = {
    "41": APPROVED,
    "42": APPROVED,
    "43": SUBMITTED,
    "44": APPROVED,
    "45": RETURNED,
    "46": AT_IT,
    "47": SUBMITTED,
    "48": APPROVED,
    "49": APPROVED,
}
OF_OFFICE = {"01": SUBMITTED, "02": AT_IT, "03": JUST_BEGUN}


def load(*, at: datetime) -> None:
    """Open the rounds and let the units come as far as they have."""
    regime, authority = begin(at=at)
    _history(regime, authority, at)
    _today(regime, at)


def begin(*, at: datetime) -> tuple[Regime, TrialAuthority]:
    """Set up what a round needs before it is opened: the regime, how the two offices
    write, their books of numbers, and certificates to sign with."""
    regime = keep_regime(
        NewRegime(
            name="Báo cáo cải cách hành chính",
            document="Hướng dẫn 12/HD-SNV của Sở Nội vụ tỉnh Lam Khê (mô phỏng)",
            kind=Kind.QUARTER,
            cut=Cut.REPORT,
            forms="cchc",
            valid_from=date(2021, 1, 1),
            days={"commune": 2, "district": 5},
        ),
        actor=None,
        at=at,
    )
    chiefs = {code: chief_of(code, at=at) for code in (HISTORY, TODAY)}
    return regime, writing.prepare(chiefs, at=at)


def _history(regime: Regime, authority: TrialAuthority, at: datetime) -> None:
    chief = chief_of(HISTORY, at=at)
    codes = [f"{HISTORY}.{short}" for short, _ in COMMUNES]
    before = Period(Kind.QUARTER, 2022, 4)
    opened = moment("2022-12-12T08:30")
    made = _open(regime, before, BEFORE, HISTORY, codes, chief, opened)
    for code in codes:
        play(made, code, APPROVED, chief, opened, earlier=True)
    _own(made, chief, authority, opened + timedelta(days=4))

    opened = moment("2023-03-06T08:30")
    made = open_quarter(regime, chief, at=opened)
    for short, fate in OF_COMMUNE.items():
        play(made, f"{HISTORY}.{short}", fate, chief, opened)
    own = report_of(made, HISTORY)
    for form in drafts(own).values():
        fill(form, chief, opened + timedelta(days=5), part=Decimal("0.8"))
    writing.write(own, chief, at=opened + timedelta(days=5))


def open_quarter(regime: Regime, chief: Actor, *, at: datetime) -> Round:
    """Open the town's first quarter of 2023 for all its communes."""
    codes = [f"{HISTORY}.{short}" for short, _ in COMMUNES]
    period = Period(Kind.QUARTER, 2023, 1)
    return _open(regime, period, QUARTER, HISTORY, codes, chief, at)


def _today(regime: Regime, at: datetime) -> None:
    chief = chief_of(TODAY, at=at)
    period = Period.of(Kind.QUARTER, day_of(at), Cut.REPORT)
    codes = [f"{TODAY}.{short}" for short in OFFICES]
    opened = at - timedelta(days=9)
    window = period.window(Cut.REPORT)
    made = _open(regime, period, window, TODAY, codes, chief, opened)
    for short, fate in OF_OFFICE.items():
        play(made, f"{TODAY}.{short}", fate, chief, opened)
    for form in drafts(report_of(made, TODAY)).values():
        fill(form, chief, opened + timedelta(days=5), part=Decimal("0.5"))


def chief_of(code: str, *, at: datetime) -> Actor:
    """The officer of home affairs, with every right of reports: the demo has no other
    hands."""
    officer = account("noivu")
    where = unit(code)
    actor = actor_of(officer, on=day_of(at), unit_id=where.pk)
    reach = actor.units_with(CONSOLIDATE)
    return replace(actor, units_by_right=dict.fromkeys(ALL, reach), unit_ids=reach)


def _open(
    regime: Regime,
    period: Period,
    window: Window,
    owner: str,
    codes: Iterable[str],
    chief: Actor,
    at: datetime,
) -> Round:
    due = window.end + timedelta(days=2)
    return open_round(
        NewRound(
            regime=regime,
            period=period,
            window=window,
            owner_id=unit(owner).pk,
            own_due=window.end + timedelta(days=5),
            due={unit(code).pk: due for code in codes},
        ),
        actor=chief,
        at=at,
    )


def report_of(made: Round, code: str) -> Report:
    rows = Report.objects.select_related("case", "round__regime", "unit")
    return rows.get(round=made, unit__code=code)


def play(
    made: Round,
    code: str,
    fate: Fate,
    chief: Actor,
    opened: datetime,
    *,
    earlier: bool = False,
) -> None:
    """Let one unit fill in its forms and take the steps of its fate."""
    report = report_of(made, code)
    at = opened + timedelta(days=2, minutes=7 * (report.pk % 50))
    for form in drafts(report).values():
        fill(form, chief, at, part=fate.part, earlier=earlier)
        if fate.steps:
            sheets.hand_in(form.sheet, actor=chief, at=at)
    for step in fate.steps:
        at += timedelta(hours=2)
        note = (
            "Xem lại số thủ tục, thấp hơn kỳ trước nhiều." if step == "return" else ""
        )
        report = reports.take_step(report, step, actor=chief, at=at, note=note)


def _own(made: Round, chief: Actor, authority: TrialAuthority, at: datetime) -> None:
    """Bring the figures of a town together and send its report."""
    report = report_of(made, HISTORY)
    for form in drafts(report).values():
        fill(form, chief, at, earlier=True)
        sheets.hand_in(form.sheet, actor=chief, at=at)
    writing.send(report, chief, authority, at=at + timedelta(hours=3))


def fill(
    form: Draft,
    chief: Actor,
    at: datetime,
    *,
    part: Decimal = Decimal(1),
    earlier: bool = False,
) -> None:
    """Enter believable figures into the first part of a form's open rows."""
    rows = [r for r in form.form.rows if r.is_entered and form.is_open(r)]
    chosen = rows[: max(1, int(len(rows) * part))] if rows else []
    figures = {row.code: _figure(row, form, earlier=earlier) for row in chosen}
    _settle(figures, chosen)
    entries = [Entry(code, figure) for code, figure in figures.items()]
    found: Draft | None = sheets.write(form.sheet, entries, actor=chief, at=at).draft
    for _ in range(5):  # what was put right may be what others are measured by
        found = _put_right(found, chief, at) if found else None


def _figure(row: Row, form: Draft, *, earlier: bool) -> str:
    """What a unit would write: the same on every start, another for each unit."""
    code = row.code.rstrip(".")
    unit_code = form.report.unit.code
    seed = sum(map(ord, f"{form.form.code}{code}{unit_code}"))
    if row.choices:
        return str(row.choices[-1].code)
    if "= 0" in row.unit:  # a coded answer, told in the column of units
        return "1"
    if any(word in row.label for word in RARE):
        return "0" if seed % 3 else "-"
    place = (form.form.code, code)
    if said := OF_CATALOGUE.get(place):
        return said
    if unit_code == HISTORY:
        known = TOWN_BEFORE.get(place) if earlier else None
        if said := known or TOWN.get(place):
            return said
    if row.is_percent:
        return "100" if seed % 4 else "95,5"
    if row.has_digits:
        return written(Decimal(2000 + seed % 3000))
    if row.label.startswith("Thủ tục cấp"):
        return "172" if earlier else "173"
    return str(seed % 9 + (0 if earlier else seed % 2))


def _settle(figures: dict[str, str], rows: list[Row]) -> None:
    """Keep parts within their wholes, as somebody who counts would."""
    numbers = {code: Decimal(f) for code, f in figures.items() if f.isdecimal()}
    for _ in range(3):  # a whole may itself be a part
        for row in rows:
            for check in row.checks:
                codes = [term.name for term in check.terms]
                if row.code not in numbers or not numbers.keys() >= set(codes):
                    continue
                total = sum((numbers[code] for code in codes), Decimal(0))
                least = min if check.sign == "<=" else max
                have = numbers[row.code]
                numbers[row.code] = total if check.sign == "=" else least(have, total)
    figures |= {code: str(number) for code, number in numbers.items()}


def _put_right(form: Draft, chief: Actor, at: datetime) -> Draft | None:
    """Bring figures that contradict each other in line; None where none did."""
    wrong = {f.code for f in form.findings() if f.weight is Weight.ERROR}
    cells = form.cells()
    entries = []
    for code in sorted(wrong):
        row = form.rows[code]
        if not row.is_entered or not row.checks:
            continue
        limit = added(cells, row.checks[0].terms)
        if limit.state is State.VALUE and limit.value is not None:
            entries.append(Entry(code, written(limit.value)))
    if not entries:
        return None
    return sheets.write(form.sheet, entries, actor=chief, at=at).draft

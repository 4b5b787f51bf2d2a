"""Scorecards: the sets of criteria, a card with both sides, what it still lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.criteria import Criterion, Kind, Tree, WrongCriteria, read_criteria
from lienmach.calc.flow import Step
from lienmach.calc.forms import Value, share
from lienmach.calc.period import Window
from lienmach.calc.scores import (
    added,
    answer_of,
    losses,
    missing,
    points_of,
    unproven,
)
from lienmach.cases.models import CaseEvent
from lienmach.indicators import registry
from lienmach.indicators.queries.scope import As, counting_begun, scope_of
from lienmach.indicators.queries.totals import totals
from lienmach.indicators.registry import Indicator, Term
from lienmach.org.models import Unit
from lienmach.org.queries import holders
from lienmach.registers.queries.documents import documents
from lienmach.reporting.flow import (
    APPRAISE,
    CALL_OFF,
    CARD_FLOW,
    LOCK,
    SCORE,
)
from lienmach.reporting.models import (
    CriteriaSet,
    Evidence,
    Objection,
    Remark,
    Score,
    Scorecard,
    ScoreRound,
    Stage,
)

OURS = Path(__file__).parents[1] / "samples" / "criteria"
MOST_DOCUMENTS = 200  # offered as evidence: the newest
DIGITS = 2  # of a share that points follow from
Points = dict[str, Decimal | None]


def sets() -> dict[str, Tree]:
    """The sets of criteria by code: ours, the office's own beside its database, and
    what was published here.

    One of the office takes the place of ours with the same code. Raises
    ``WrongCriteria`` with the file and the line.
    """
    return {code: tree for code, (tree, _) in sets_with_text().items()}


def sets_with_text() -> dict[str, tuple[Tree, str]]:
    found: dict[str, tuple[Tree, str]] = {}
    for folder in (OURS, settings.KEPT / "criteria"):
        for file in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise WrongCriteria(
                    f"{file.name}: không đọc được, cần chữ UTF-8."
                ) from error
            tree = _read(text, file.name, _figures())
            found[tree.code] = tree, text
    for one in CriteriaSet.objects.filter(state=CriteriaSet.State.PUBLISHED):
        found[one.code] = read_text(one.text, one.code), one.text
    return found


def read_text(text: str, name: str) -> Tree:
    """Read a set as it is written; ``name`` is told with a mistake."""
    return _read(text, name, _figures())


def with_heads(text: str, heads: Mapping[str, str]) -> str:
    """A text of criteria with other lines at its top, put below its title if new."""
    lines = text.splitlines()
    for key, said in heads.items():
        line = f"{key};{said.replace(';', ',')}"
        at = next((n for n, one in enumerate(lines) if one.startswith(f"{key};")), -1)
        if at >= 0:
            lines[at] = line
        else:
            heading = [n for n, one in enumerate(lines) if one.startswith("title;")]
            lines.insert(heading[0] + 1 if heading else 0, line)
    return "\n".join(lines) + "\n"


def tree_of(made: ScoreRound) -> Tree:
    """The criteria of a round, as they were when it was opened."""
    return _read(made.criteria, made.set_code, None)


def cards(actor: Actor) -> QuerySet[Scorecard]:
    """The cards an actor may see, with what their pages show of the round."""
    return Scorecard.objects.visible_to(actor).select_related(
        "case__unit", "round__owner", "unit"
    )


def one(
    actor: Actor, year: int, code: str, of: int | None = None
) -> QuerySet[Scorecard]:
    """The card of a unit for a year; of several the one that was not called off, or
    that of a round, by its number."""
    found = cards(actor).filter(year=year, unit__code=code)
    if of is not None:
        found = found.filter(round=of)
    return found.order_by("is_cancelled", "-pk")[:1]


def may_score(actor: Actor, card: Scorecard) -> bool:
    """Whether an actor writes for the unit: who appraises it does not, but for the
    unit where they work."""
    if not actor.may(SCORE, card.unit_id):
        return False
    return actor.unit_id == card.unit_id or not actor.may(APPRAISE, card.round.owner_id)


def may_appraise(actor: Actor, card: Scorecard) -> bool:
    """Whether an actor appraises: nobody appraises the unit where they work."""
    is_own = actor.unit_id == card.unit_id
    return actor.may(APPRAISE, card.round.owner_id) and not is_own


@dataclass(frozen=True, slots=True)
class Side:
    """What one side said of a criterion; ``is_counted`` where the product did."""

    answer: Decimal | None = None
    points: Decimal | None = None
    note: str = ""
    number: int = 0
    is_counted: bool = False
    above: Decimal | None = None
    below: Decimal | None = None
    by: str = ""
    at: datetime | None = None


NOTHING = Side()


@dataclass(frozen=True, slots=True)
class Counted:
    """What the product counts for a criterion, and the page that explains it."""

    value: Value
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card as it is read: both sides, live figures, what proves what.

    ``own`` and ``given`` have an entry for every leaf that has been answered.
    ``uncounted`` are the leaves that ask for a figure of days before it was counted,
    with the first day that was; None where none was.
    """

    card: Scorecard
    tree: Tree
    own: Mapping[str, Side]
    given: Mapping[str, Side]
    figures: Mapping[str, Counted]
    proofs: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, int] = field(default_factory=dict)
    objections: Mapping[str, bool] = field(default_factory=dict)
    since: datetime | None = None
    uncounted: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def has_survey(self) -> bool:
        return self.card.round.has_survey

    def own_points(self) -> Points:
        return {code: side.points for code, side in self.own.items()}

    def given_points(self) -> Points:
        """The points that hold so far: appraised ones, else those of the unit."""
        return {
            leaf.code: self.held(leaf).points
            for leaf in self.tree.leaves
            if self.has_survey or leaf.kind is not Kind.SURVEY
        }

    def held(self, leaf: Criterion) -> Side:
        """The side that counts of a criterion."""
        return self.given.get(leaf.code) or self.own.get(leaf.code) or NOTHING

    def own_sums(self) -> dict[str, Decimal]:
        return added(self.tree, self.own_points())

    def given_sums(self) -> dict[str, Decimal]:
        return added(self.tree, self.given_points())

    def unanswered(self) -> list[Criterion]:
        return missing(self.tree, self.own_points())

    def unproven(self) -> list[Criterion]:
        counted = [code for code, side in self.own.items() if side.is_counted]
        return unproven(self.tree, self.own_points(), self.proofs, counted)

    def unappraised(self) -> list[Criterion]:
        """The criteria of a survey that nobody has entered."""
        return missing(self.tree, self.given_points(), with_survey=self.has_survey)

    def lost(self) -> list[tuple[Criterion, Decimal]]:
        found = losses(self.tree, self.given_points(), with_survey=self.has_survey)
        return [(loss.row, loss.lost) for loss in found]


def read(card: Scorecard, *, today: date, with_marks: bool = True) -> Sheet:
    """Read a card. While it is scored, what the product counts stands in it live."""
    tree = tree_of(card.round)
    own: dict[str, Side] = {}
    given: dict[str, Side] = {}
    rows = Score.objects.filter(card=card).select_related("by")
    for row in rows:
        (own if row.stage == Stage.OWN else given)[row.code] = _side(row)
    figures, since, uncounted = counted(card, tree, today=today)
    if card.is_scoring:
        own |= {
            code: Side(note=side.note, number=side.number)
            for code, side in own.items()
            if side.is_counted  # of a card handed in before: now only live ones hold
        }
        own |= _live(tree, own, figures)
    own = {
        code: side
        for code, side in own.items()
        if side.number or side.points is not None
    }
    if not with_marks:
        proofs = Evidence.objects.filter(card=card, withdrawn_at=None)
        codes = Counter(proofs.values_list("code", flat=True))
        return Sheet(
            card, tree, own, given, figures, codes, since=since, uncounted=uncounted
        )
    return Sheet(card, tree, own, given, figures, *_marks(card), since, uncounted)


def counted(
    card: Scorecard, tree: Tree, *, today: date
) -> tuple[dict[str, Counted], datetime | None, dict[str, date | None]]:
    """What the product counts now for the criteria that ask for it.

    The sums of all are read at once, however many criteria there are. Days before the
    unit was counted are not days without anything: then no criterion is answered, and
    the third that is returned tells each with the first day that was counted.
    """
    asked = {
        leaf.code: registry.indicators()[leaf.figure]
        for leaf in tree.leaves
        if leaf.figure in registry.indicators()
    }
    window = _until(card.round.window, today)
    if not asked or window is None:
        return {}, None, {}
    scope = scope_of(card.unit_id, As.THEN, today=today)
    begun = counting_begun(scope)
    if begun is None or window.start < begun:
        return {}, None, dict.fromkeys(asked, begun)
    names = [name for one in asked.values() for name in _names(one)]
    found = totals(names, scope, window)

    def count(terms: Iterable[Term]) -> int:
        return sum(term.sign * found.of(term.measure) for term in terms)

    figures = {
        code: Counted(
            _value(indicator, count(indicator.above), count(indicator.below)),
            _explained(indicator, card.unit, window),
        )
        for code, indicator in asked.items()
    }
    return figures, found.since, {}


def totals_of(sheet: Sheet) -> tuple[Decimal | None, Decimal | None]:
    """What the stored totals of a card should be: of the unit, and as they hold."""
    own = sum((p for p in sheet.own_points().values() if p is not None), Decimal(0))
    given = sum((p for p in sheet.given_points().values() if p is not None), Decimal(0))
    return own, None if sheet.card.is_scoring else given


@dataclass(frozen=True, slots=True)
class Way:
    """A step that an actor may take of a card, or sees and may not take yet."""

    step: Step
    why_not: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def ways(sheet: Sheet, actor: Actor) -> list[Way]:
    """The steps that lead on from here and that the actor has the right to."""
    return [
        Way(step, tuple(blockers(sheet, step.name)), tuple(doubts(sheet, step.name)))
        for step in CARD_FLOW.open_steps(sheet.card.case.state)
        if may_take(sheet.card, step, actor)
    ]


def may_take(card: Scorecard, step: Step, actor: Actor) -> bool:
    """Whether an actor may take a step of a card; only rounds are called off."""
    if step.name == CALL_OFF:
        return False
    if step.right == SCORE:
        return may_score(actor, card)
    if step.right == APPRAISE:
        return may_appraise(actor, card)
    return actor.may(LOCK, card.round.owner_id)


def blockers(sheet: Sheet, step: str) -> list[str]:
    """Why a step cannot be taken yet, a sentence each."""
    if step == "submit" and (open_ := sheet.unanswered()):
        return [f"còn {len(open_)} tiêu chí chưa chấm ({_codes(open_)})."]
    if step == "appraise" and (open_ := sheet.unappraised()):
        return [f"còn {len(open_)} tiêu chí chưa có điểm ({_codes(open_)})."]
    if step == "lock":
        waiting = [code for code, is_open in sheet.objections.items() if is_open]
        if waiting:
            return [
                f"còn {len(waiting)} kiến nghị chưa trả lời ({', '.join(waiting)})."
            ]
    return []


def doubts(sheet: Sheet, step: str) -> list[str]:
    """What does not stop a step and should be known before it."""
    if step == "submit" and (bare := sheet.unproven()):
        return [f"Còn {len(bare)} tiêu chí thiếu bằng chứng ({_codes(bare)})."]
    return []


def awaited(card: Scorecard, *, on: date) -> list[str]:
    """Who may take the next step of a card; three at the most."""
    following = [s for s in CARD_FLOW.open_steps(card.case.state) if not s.needs_note]
    if not following:
        return []
    right = following[0].right
    unit = card.unit_id if right == SCORE else card.round.owner_id
    return [str(person) for person, _ in holders(right, unit, on=on)[:3]]


def trail(card: Scorecard) -> list[CaseEvent]:
    events = card.case.events.select_related("actor", "unit")
    return list(events.order_by("-number"))


def evidence_of(card: Scorecard, code: str) -> list[Evidence]:
    rows = Evidence.objects.filter(card=card, code=code, withdrawn_at=None)
    return list(rows.select_related("by", "document"))


def talk(card: Scorecard, code: str) -> tuple[list[Remark], list[Objection]]:
    """What was said about a criterion, and the objections against its appraisal."""
    remarks = Remark.objects.filter(card=card, code=code).select_related("by", "unit")
    objections = Objection.objects.filter(card=card, code=code)
    return list(remarks), list(objections.select_related("by", "answered_by"))


def offered_documents(actor: Actor) -> list[tuple[int, str]]:
    """The documents of the register that an actor may name as evidence."""
    rows = documents(actor)[:MOST_DOCUMENTS]
    return [(one.pk, f"{one} {one.subject}"[:150].strip()) for one in rows]


def _value(indicator: Indicator, above: int, below: int) -> Value:
    if not indicator.is_share:
        return Value.of(above)
    return share(Decimal(above), Decimal(below), DIGITS, percent=True)


def _names(indicator: Indicator) -> tuple[str, ...]:
    return tuple(term.measure for term in (*indicator.above, *indicator.below))


def _codes(rows: Sequence[Criterion]) -> str:
    more = "…" if len(rows) > 8 else ""
    return ", ".join(row.code for row in rows[:8]) + more


def _side(row: Score) -> Side:
    return Side(
        row.answer,
        row.points,
        row.note,
        row.number,
        row.is_counted,
        row.above,
        row.below,
        str(row.by),
        row.at,
    )


def _live(
    tree: Tree, own: Mapping[str, Side], figures: Mapping[str, Counted]
) -> dict[str, Side]:
    """The criteria that the product answers, where no person wrote another answer."""
    found = {}
    for code, one in figures.items():
        leaf, said = tree.leaf(code), own.get(code, NOTHING)
        if leaf is None or (said.answer is not None and not said.is_counted):
            continue
        answer = answer_of(leaf, one.value)
        if answer is not None:
            found[code] = Side(
                answer,
                points_of(leaf, answer),
                said.note,
                said.number,
                is_counted=True,
                above=one.value.above,
                below=one.value.below,
            )
    return found


def _marks(
    card: Scorecard,
) -> tuple[dict[str, int], dict[str, int], dict[str, bool]]:
    """How much stands beside each criterion. Three queries."""
    proofs = Evidence.objects.filter(card=card, withdrawn_at=None)
    remarks = Remark.objects.filter(card=card)
    objections: dict[str, bool] = {}
    said = Objection.objects.filter(card=card).values_list("code", "answered_at")
    for code, answered_at in said:
        objections[code] = objections.get(code, False) or answered_at is None
    return (
        dict(Counter(proofs.values_list("code", flat=True))),
        dict(Counter(remarks.values_list("code", flat=True))),
        objections,
    )


def _until(window: Window, today: date) -> Window | None:
    """The days of a window that have come; none before it begins."""
    if window.start > today:
        return None
    return Window(window.start, min(window.end, today))


def _explained(indicator: Indicator, unit: Unit, window: Window) -> str:
    pairs = {
        "tu": window.start.isoformat(),
        "den": window.end.isoformat(),
        "dv": unit.code,
    }
    return f"{reverse('indicators:explain', args=[indicator.slug])}?{urlencode(pairs)}"


Known = tuple[tuple[str, bool], ...]


def _figures() -> Known:
    """The indicators that criteria may ask for, and whether each is a share."""
    known = registry.indicators().items()
    return tuple(sorted((slug, one.is_share) for slug, one in known))


@lru_cache(maxsize=50)
def _read(text: str, name: str, figures: Known | None) -> Tree:
    """Read a set; once, as long as its text says the same."""
    return read_criteria(text, name, None if figures is None else dict(figures))

"""Opening a year's scoring, surveys that are brought in, and results of other years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.criteria import Kind
from lienmach.calc.local import day_of
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.calc.scores import most, ranked
from lienmach.cases import actions as cases
from lienmach.org.models import Unit
from lienmach.registers.queries.ends import ends_of
from lienmach.reporting.actions.scores import Entry, Outcome, Tried, count, write
from lienmach.reporting.flow import APPRAISE, CALL_OFF, SCORECARD, CardState
from lienmach.reporting.models import (
    PublishedScore,
    Score,
    Scorecard,
    ScoreRound,
    Stage,
)
from lienmach.reporting.queries import ranking
from lienmach.reporting.queries import scores as queries
from lienmach.reporting.queries.rounds import units_below

MOST_UNITS = 500
CANCELLED = ("cancelled_at", "cancelled_by", "cancelled_for")


@dataclass(frozen=True, slots=True)
class NewScoring:
    """``units`` score themselves; ``owner_id`` appraises and ranks them."""

    year: int
    owner_id: int
    set_code: str
    window: Window
    score_until: date
    appraise_until: date
    object_until: date
    units: Sequence[int]
    has_survey: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What was published of a unit; ``unit_id`` where it is one of ours."""

    name: str
    points: Decimal
    unit_id: int | None = None
    rank: int | None = None


@transaction.atomic
def open_scoring(new: NewScoring, *, actor: Actor, at: datetime) -> ScoreRound:
    """Open a year's scoring: a card for each unit, by the criteria of today."""
    actor.require(APPRAISE, new.owner_id)
    _check(new, day_of(at))
    known = queries.sets_with_text().get(new.set_code)
    if known is None or not known[0].holds(new.year):
        raise Refused(f"Không có bộ tiêu chí «{new.set_code}» cho năm {new.year}.")
    tree, text = known
    try:
        with transaction.atomic():
            made = ScoreRound.objects.create(
                year=new.year,
                owner_id=new.owner_id,
                set_code=tree.code,
                title=tree.title[:200],
                criteria=text,
                has_survey=new.has_survey,
                start=new.window.start,
                end=new.window.end,
                score_until=new.score_until,
                appraise_until=new.appraise_until,
                object_until=new.object_until,
                opened_at=at,
                opened_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(
            f"Đợt chấm năm {new.year} theo bộ tiêu chí này đã mở rồi."
        ) from None
    _open_cards(made, new.units, actor=actor, at=at)
    return made


@transaction.atomic
def add_units(
    made: ScoreRound, units: Sequence[int], *, actor: Actor, at: datetime
) -> ScoreRound:
    """Open cards for units that were forgotten, while the round is still appraised."""
    actor.require(APPRAISE, made.owner_id)
    made = _held(made)  # numbers follow
    if not units:
        raise Refused("Hãy chọn ít nhất một đơn vị được chấm.")
    if day_of(at) > made.appraise_until:
        raise Refused(f"Hạn thẩm định {made.appraise_until:%d/%m/%Y} đã qua.")
    if made.cards.count() + len(units) > MOST_UNITS:
        raise Refused(f"Một đợt không quá {MOST_UNITS} đơn vị.")
    _check_units(made.owner_id, made.year, made.window, units)
    _open_cards(made, units, actor=actor, at=at)
    return made


def _open_cards(
    made: ScoreRound, units: Sequence[int], *, actor: Actor, at: datetime
) -> None:
    due = ends_of(dict.fromkeys(units, max(made.score_until, day_of(at))))
    reach = most(queries.tree_of(made), with_survey=made.has_survey)
    for number, unit_id in enumerate(units, made.cards.count() + 1):
        case = cases.open_case(
            cases.NewCase(
                kind=SCORECARD,
                code=f"PD-{made.year}-{made.pk}.{number}",  # CD is a directive
                limit=None,
                received_unit_id=made.owner_id,
                decides_unit_id=unit_id,
                unit_id=unit_id,
                due_at=due[unit_id],
            ),
            actor=actor,
            at=at,
        )
        card = Scorecard.objects.create(
            case=case, round=made, year=made.year, unit_id=unit_id, most=reach
        )
        count(card, at=at)


@transaction.atomic
def cancel(made: ScoreRound, *, note: str, actor: Actor, at: datetime) -> ScoreRound:
    """Call a round off, with all its cards; what was scored stays to be read.

    Refused once a card is locked: its points count and were published.
    """
    actor.require(APPRAISE, made.owner_id)
    made = _held(made)
    if not note.strip():
        raise Refused("Hãy ghi lý do hủy đợt chấm.")
    if final := made.cards.filter(case__state=CardState.FINAL).count():
        raise Refused(f"Đợt này đã chốt {final} phiếu: không hủy được nữa.")
    for card in made.cards.order_by("pk"):
        cases.take_step(card.pk, CALL_OFF, actor=actor, at=at, note=note.strip())
    made.cards.update(is_cancelled=True)
    made.cancelled_at, made.cancelled_by_id = at, actor.user_id
    made.cancelled_for = note.strip()[:1000]
    made.save(update_fields=CANCELLED)
    return made


@transaction.atomic
def restore(made: ScoreRound, *, actor: Actor, at: datetime) -> ScoreRound:
    """Take the calling off back: every card stands where it stood.

    Only whoever called it off may, and only while no other round has taken its place.
    """
    actor.require(APPRAISE, made.owner_id)
    made = ScoreRound.objects.select_for_update().get(pk=made.pk)
    if made.cancelled_at is None:
        raise Refused("Đợt chấm này không bị hủy.")
    _refuse_scored(made.year, list(made.cards.values_list("unit", flat=True)))
    others = ScoreRound.objects.filter(owner=made.owner_id, year=made.year)
    if others.filter(set_code=made.set_code, cancelled_at=None).exists():
        raise Refused(f"Năm {made.year} đã mở đợt khác theo bộ tiêu chí này.")
    for card in made.cards.order_by("pk"):
        cases.undo(card.pk, actor=actor, at=at)
    made.cards.update(is_cancelled=False)
    made.cancelled_at, made.cancelled_by_id, made.cancelled_for = None, None, ""
    made.save(update_fields=CANCELLED)
    return made


def _held(made: ScoreRound) -> ScoreRound:
    """Take hold of a round that was not called off."""
    held = ScoreRound.objects.select_for_update().get(pk=made.pk)
    if held.cancelled_at:
        raise Refused(f"Đợt chấm này đã hủy: {held.cancelled_for}")
    return held


@transaction.atomic
def bring_survey(
    made: ScoreRound, rows: Sequence[Sequence[str]], *, actor: Actor, at: datetime
) -> list[Tried]:
    """Write what a survey found, from rows of unit code, criterion and per cent.

    All or nothing: the first row that cannot be taken is told with its number.
    """
    actor.require(APPRAISE, made.owner_id)
    made = _held(made)
    if not made.has_survey:
        raise Refused("Đợt này không có điều tra xã hội học.")
    told = _of_cards(made, rows, actor)
    done: list[Tried] = []
    troubles: list[tuple[int, str]] = []
    for card, entries in told.items():
        first = next(iter(entries))
        try:
            tried = write(card, Stage.GIVEN, entries.values(), actor=actor, at=at)
        except Refused as refused:
            troubles.append((first, str(refused)))
            continue
        for number, one in zip(entries, tried, strict=True):
            if one.outcome not in (Outcome.SAVED, Outcome.SAME):
                troubles.append((number, one.trouble))
        done += tried
    if troubles:
        number, trouble = min(troubles)
        raise Refused(f"Dòng {number}: {trouble}")
    return done


def _of_cards(
    made: ScoreRound, rows: Sequence[Sequence[str]], actor: Actor
) -> dict[Scorecard, dict[int, Entry]]:
    """What the rows of a survey say of each card, by their numbers."""
    tree = queries.tree_of(made)
    surveys = {leaf.code for leaf in tree.leaves if leaf.kind is Kind.SURVEY}
    cards = {card.unit.code: card for card in queries.cards(actor).filter(round=made)}
    given = Score.objects.filter(card__round=made, stage=Stage.GIVEN)
    known = {
        (card, code): number
        for card, code, number in given.values_list("card", "code", "number")
    }
    lines: dict[tuple[str, str], int] = {}
    told: dict[Scorecard, dict[int, Entry]] = {}
    for number, row in enumerate(rows, 1):
        unit, code, text = ([*map(str.strip, row), "", "", ""])[:3]
        if unit not in cards:
            raise Refused(f"Dòng {number}: đợt này không có đơn vị mã «{unit[:20]}».")
        if code not in surveys:
            raise Refused(f"Dòng {number}: «{code[:12]}» không phải tiêu chí điều tra.")
        first = lines.setdefault((unit, code), number)
        if first != number:
            raise Refused(f"Dòng {number}: trùng đơn vị và tiêu chí với dòng {first}.")
        card = cards[unit]
        seen = known.get((card.pk, code), 0)
        told.setdefault(card, {})[number] = Entry(code, text, seen=seen)
    return told


@transaction.atomic
def publish_year(
    owner: Unit,
    year: int,
    results: Sequence[Result],
    *,
    source: str,
    actor: Actor,
    at: datetime,
    of: int | None = None,
) -> list[PublishedScore]:
    """Enter the results of a year as they were published; the same year is replaced.

    Ranks follow from the points where none are given. ``of`` is how many were ranked,
    if not all are entered.
    """
    actor.require(APPRAISE)
    if owner.pk not in ranking.publishers(actor, day_of(at)):
        actor.require(APPRAISE, owner.pk)
    if not results:
        raise Refused("Chưa có kết quả nào.")
    if len(results) > MOST_UNITS:
        raise Refused(f"Một năm không quá {MOST_UNITS} đơn vị.")
    if not source.strip():
        raise Refused("Hãy ghi văn bản đã công bố kết quả.")
    if year > day_of(at).year:
        raise Refused(f"Năm {year} chưa tới: chưa thể có kết quả đã công bố.")
    _refuse_doubled(results)
    scored = ScoreRound.objects.filter(owner=owner, year=year, cancelled_at=None)
    if scored.exists():
        raise Refused(f"Năm {year} đã có đợt chấm trên phần mềm: kết quả lấy từ đó.")
    _refuse_anothers(owner, year, actor)
    whole = max(of or 0, len(results), *(one.rank or 0 for one in results))
    ranks: Mapping[str, int] = {
        one.key: one.rank for one in ranked([(r.name, r.points) for r in results])
    }
    _refuse_ranks(results)
    PublishedScore.objects.filter(owner=owner, year=year).delete()
    return PublishedScore.objects.bulk_create(
        PublishedScore(
            owner=owner,
            year=year,
            unit_id=one.unit_id,
            name=one.name[:200],
            points=one.points,
            rank=one.rank or ranks[one.name],
            of=whole,
            source=source.strip()[:300],
            by_id=actor.user_id,
            at=at,
        )
        for one in results
    )


@transaction.atomic
def withdraw_year(owner: Unit, year: int, *, actor: Actor, at: datetime) -> int:
    """Take back what was entered of a year; returns of how many units."""
    actor.require(APPRAISE)
    if owner.pk not in ranking.publishers(actor, day_of(at)):
        actor.require(APPRAISE, owner.pk)
    _refuse_anothers(owner, year, actor)
    known = PublishedScore.objects.filter(owner=owner, year=year)
    gone, _ = known.delete()
    if not gone:
        raise Refused(f"Năm {year} không có kết quả nào được nhập.")
    return gone


def _refuse_doubled(results: Sequence[Result]) -> None:
    """One unit has one line, whether it is told by its code or by its name."""
    seen: dict[object, str] = {}
    for one in results:
        key = one.unit_id or one.name.casefold()
        if key not in seen:
            seen[key] = one.name
        elif seen[key] == one.name:
            raise Refused(f"«{one.name}» có hai dòng.")
        else:
            raise Refused(f"«{seen[key]}» và «{one.name}» là một đơn vị: hai dòng.")


def _refuse_ranks(results: Sequence[Result]) -> None:
    """Who has more points does not rank behind, and equal points do not part by more
    than those who share them."""
    given = [(-one.points, one.rank, one.name) for one in results if one.rank]
    given.sort()
    for (points, rank, name), (next_points, next_rank, other) in pairwise(given):
        if points < next_points and rank >= next_rank:
            raise Refused(
                f"Hạng trái với điểm: «{name}» nhiều điểm hơn «{other}» mà hạng "
                f"{rank}, «{other}» hạng {next_rank}."
            )


def _refuse_anothers(owner: Unit, year: int, actor: Actor) -> None:
    """What somebody entered is replaced by them, or by who ranks."""
    known = PublishedScore.objects.filter(owner=owner, year=year).select_related("by")
    others = known.exclude(by=actor.user_id).first()
    if others and not actor.may(APPRAISE, owner.pk):
        raise Refused(f"Kết quả năm {year} do {others.by} nhập: hãy nhờ người ấy sửa.")


def _check(new: NewScoring, today: date) -> None:
    if not new.units:
        raise Refused("Hãy chọn ít nhất một đơn vị được chấm.")
    if len(new.units) > MOST_UNITS:
        raise Refused(f"Một đợt không quá {MOST_UNITS} đơn vị.")
    if {new.window.start.year, new.window.end.year} != {new.year}:
        raise Refused(f"Kỳ số liệu phải nằm trong năm chấm {new.year}.")
    if new.score_until < new.window.end:
        raise Refused("Hạn tự chấm không được trước ngày cuối của kỳ số liệu.")
    if new.score_until < today:
        raise Refused("Hạn tự chấm đã qua: hãy chọn ngày từ hôm nay.")
    if not new.score_until <= new.appraise_until <= new.object_until:
        raise Refused("Hạn tự chấm, thẩm định, kiến nghị phải theo thứ tự.")
    _check_units(new.owner_id, new.year, new.window, new.units)


def _check_units(owner: int, year: int, window: Window, units: Sequence[int]) -> None:
    allowed = {unit.unit_id for unit in units_below(owner, window)}
    if not set(units) <= allowed:
        raise Refused(
            "Có đơn vị không trực thuộc đơn vị thẩm định: hãy tải lại trang rồi "
            "chọn lại."
        )
    _refuse_scored(year, units)


def _refuse_scored(year: int, units: Sequence[int]) -> None:
    """A unit is scored once a year."""
    scored = Scorecard.objects.filter(year=year, unit__in=units, is_cancelled=False)
    for card in scored.select_related("unit"):
        raise Refused(
            f"Đơn vị {card.unit.code} đã có phiếu chấm năm {year} trong đợt khác."
        )

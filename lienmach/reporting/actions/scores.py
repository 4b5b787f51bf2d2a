"""Everything that writes a scorecard: answers, appraisal, the steps, what is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.criteria import Criterion, Kind, Tree
from lienmach.calc.entries import read_entry
from lienmach.calc.forms import Row, RowKind, State
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.scores import mistake, points_of
from lienmach.calc.written import written
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.indicators.actions.reported import Printed, enter_reported
from lienmach.indicators.actions.reported import Row as Printing
from lienmach.reporting.flow import APPRAISE, CALL_OFF, CARD_FLOW, LOCK, SCORE
from lienmach.reporting.models import (
    FrozenScore,
    Score,
    Scorecard,
    ScoreChange,
    ScoreRound,
    ScoreSnapshot,
    Stage,
)
from lienmach.reporting.queries import score_rounds as rounds
from lienmach.reporting.queries import scores as queries
from lienmach.reporting.queries.scores import NOTHING, Sheet, Side

LONGEST_NOTE = 1000
WRITTEN = (
    *("answer", "points", "above", "below", "is_counted"),
    *("note", "number", "by", "at"),
)
FORM = "chi-so-cchc"  # what reported values of final points are called


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for a criterion; ``seen`` is the writing that the page showed.

    ``shown`` is the answer and the note that stood there, where the page told them:
    what was not touched takes no other's place, however old the page is.
    """

    code: str
    text: str
    note: str = ""
    seen: int = 0
    shown: tuple[str, str] | None = None

    @property
    def is_untouched(self) -> bool:
        if self.shown is None:
            return False
        answer, note = self.shown
        return (self.text.strip(), self.note.split()) == (answer.strip(), note.split())


class Outcome(StrEnum):
    SAVED = "saved"
    SAME = "same"
    WRONG = "wrong"
    STALE = "stale"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of an entry, with a sentence where it was not taken."""

    entry: Entry
    outcome: Outcome
    trouble: str = ""


@transaction.atomic
def write(
    card: Scorecard,
    stage: Stage,
    entries: Iterable[Entry],
    *,
    actor: Actor,
    at: datetime,
) -> list[Tried]:
    """Write what one side says of criteria; what cannot be taken is told and kept out.

    An entry of a page that was overtaken is refused, not written over another's.
    """
    card = _locked(card, actor)
    _refuse_out_of_turn(card, stage, actor)
    sheet = queries.read(card, today=day_of(at), with_marks=False)
    sides: dict[str, Side] = {}
    tried = [_try(sheet, stage, entry, sides) for entry in entries]
    if sides:
        put(card, stage, sides, tree=sheet.tree, actor=actor, at=at)
        count(card, at=at)
    return tried


@transaction.atomic
def take_step(
    card: Scorecard,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    number: int | None = None,
) -> Scorecard:
    """Take one step of a card; what was said until then is frozen with it."""
    card = _locked(card, actor)
    if name == CALL_OFF:
        raise Refused("Không hủy riêng một phiếu: hủy cả đợt ở trang của đợt chấm.")
    step = CARD_FLOW.step(name, card.case.state)
    if not queries.may_take(card, step, actor):
        if step.right == APPRAISE and actor.may(APPRAISE, card.round.owner_id):
            raise Refused(
                "Không ai tự thẩm định phiếu của đơn vị mình: hãy để người khác của "
                "đơn vị thẩm định làm bước này."
            )
        actor.require(step.right, _place(card, step.right))
        raise Refused("Phiếu này do chính đơn vị được chấm nộp.")
    sheet = queries.read(card, today=day_of(at))
    if name == "lock":
        _refuse_early(card.round, note, at)
    if why := queries.blockers(sheet, name):
        raise Refused(f"Chưa {step.label.lower()} được: {' '.join(why)}")
    if name == "submit":
        _settle_figures(sheet, actor, at)
    elif name == "appraise":
        _agree(sheet, actor, at)
    to_unit = card.unit_id if name == "return" else card.round.owner_id
    card.case = cases.take_step(
        card.pk, name, actor=actor, at=at, note=note, to_unit=to_unit, number=number
    )
    sheet = queries.read(card, today=day_of(at))
    _store_totals(sheet)
    if not step.needs_note:
        _freeze(sheet, name, actor=actor, at=at)
    if name == "lock":
        _publish(sheet, actor)
    return card


@transaction.atomic
def lock_all(
    made: ScoreRound,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    told: int | None = None,
) -> tuple[int, int]:
    """Lock every appraised card of a round without open objections.

    ``told`` is how many the page said there are: others are not locked unseen. Returns
    how many were locked, and how many of the round are not final after it.
    """
    actor.require(LOCK, made.owner_id)
    ready = list(rounds.lockable(actor, made).order_by("pk"))
    if told is not None and told != len(ready):
        raise Refused(
            f"Nay có {len(ready)} phiếu chốt được, không phải {told}: hãy xem lại rồi "
            "xác nhận."
        )
    if ready:
        _refuse_early(made, note, at)
    for card in ready:
        take_step(card, "lock", actor=actor, at=at, note=note)
    done = len(ready)
    left = made.cards.exclude(case__state="final").count()
    return done, left


def count(card: Scorecard, *, at: datetime) -> Scorecard:
    """Store the totals of a card for lists and the ranking."""
    _store_totals(queries.read(card, today=day_of(at), with_marks=False))
    return card


def _store_totals(sheet: Sheet) -> None:
    card = sheet.card
    card.own_points, card.given_points = queries.totals_of(sheet)
    card.save(update_fields=["own_points", "given_points"])


def _freeze(sheet: Sheet, step: str, *, actor: Actor, at: datetime) -> ScoreSnapshot:
    """Keep a card as it stands, with who closed the step and when.

    What nobody has appraised has no appraised total, though the points so far hold.
    """
    card = sheet.card
    made = ScoreSnapshot.objects.create(
        card=card,
        step=step,
        made_at=at,
        made_by_id=actor.user_id,
        own_points=card.own_points,
        given_points=card.given_points if sheet.given else None,
    )
    FrozenScore.objects.bulk_create(
        _frozen(made, sheet, leaf) for leaf in sheet.tree.leaves
    )
    return made


def put(
    card: Scorecard,
    stage: Stage,
    sides: Mapping[str, Side],
    *,
    tree: Tree,
    actor: Actor,
    at: datetime,
) -> list[Score]:
    """Write answers of one side and put each on record; the card must be held.

    As many queries however many answers.
    """
    known = {
        row.code: row.number
        for row in Score.objects.filter(card=card, stage=stage, code__in=sides)
    }
    leaves = {leaf.code: leaf for leaf in tree.leaves}
    rows = [
        Score(
            card=card,
            code=code,
            stage=stage,
            answer=side.answer,
            points=points_of(leaves[code], side.answer),
            above=side.above,
            below=side.below,
            is_counted=side.is_counted,
            note=side.note,
            number=known.get(code, 0) + 1,
            by_id=actor.user_id,
            at=at,
        )
        for code, side in sides.items()
    ]
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["card", "code", "stage"],
        update_fields=WRITTEN,
    )
    ScoreChange.objects.bulk_create(
        ScoreChange(
            card=card,
            code=row.code,
            stage=stage,
            number=row.number,
            answer=row.answer,
            points=row.points,
            note=row.note,
            by_id=actor.user_id,
            at=at,
        )
        for row in rows
    )
    return rows


def answer_from(text: str, leaf: Criterion) -> tuple[Decimal | None, str]:
    """Read what was typed as an answer to a criterion; a sentence where it is none."""
    if not text.strip():
        return None, ""
    row = Row(
        code=leaf.code,
        label=leaf.label,
        unit="%" if leaf.is_percent else "",
        kind=RowKind.MANUAL,
        source="",
        level="",
        digits=2,
        line=leaf.line,
        has_digits=leaf.kind is not Kind.DEDUCTION,
    )
    typed = read_entry(text, row)
    if typed.is_ambiguous:
        said = " hoặc ".join(written(one) for one in typed.readings)
        return None, f"«{text.strip()}» có thể là {said}: hãy viết rõ, ví dụ 95,9."
    if typed.error or typed.value is None:
        return None, typed.error
    if typed.value.state is not State.VALUE or typed.value.value is None:
        return None, "Tiêu chí này cần một số: không phát sinh thì ghi theo hướng dẫn."
    answer = typed.value.value
    if answer != round(answer, 2):
        return None, "Nhiều nhất hai chữ số sau dấu phẩy."
    return answer, mistake(leaf, answer)


def _locked(card: Scorecard, actor: Actor) -> Scorecard:
    """Take hold of a card that the actor may see; who writes it next waits."""
    try:
        cases.locked(card.pk, actor=actor)
    except Case.DoesNotExist:
        raise Refused("Không còn xem được phiếu này: hãy tải lại trang.") from None
    rows = Scorecard.objects.select_related("case", "round__owner", "unit")
    return rows.get(pk=card.pk)


def _refuse_early(made: ScoreRound, note: str, at: datetime) -> None:
    """Points are not locked while units may still object, unless somebody says why."""
    if day_of(at) <= made.object_until and not note.strip():
        raise Refused(
            f"Đơn vị còn được kiến nghị đến hết ngày {made.object_until:%d/%m/%Y}: "
            "muốn chốt sớm thì ghi lý do."
        )


def _place(card: Scorecard, right: str) -> int:
    return card.unit_id if right == SCORE else card.round.owner_id


def _refuse_out_of_turn(card: Scorecard, stage: Stage, actor: Actor) -> None:
    if stage == Stage.OWN:
        actor.require(SCORE, card.unit_id)
        if not queries.may_score(actor, card):
            raise Refused("Phần tự chấm do chính đơn vị được chấm ghi.")
        is_open = card.is_scoring
    else:
        actor.require(APPRAISE, card.round.owner_id)
        if not queries.may_appraise(actor, card):
            raise Refused("Không ai tự thẩm định phiếu của đơn vị mình.")
        is_open = card.is_appraising
    if not is_open:
        raise Refused(
            f"Phiếu đang ở bước «{card.state_name}»: phần này đã khóa, không ghi được."
        )


def _try(sheet: Sheet, stage: Stage, entry: Entry, writes: dict[str, Side]) -> Tried:
    """Look at one entry; what is to be written goes to ``writes``."""
    leaf = sheet.tree.leaf(entry.code)
    if leaf is None or (stage == Stage.OWN and leaf.kind is Kind.SURVEY):
        return Tried(entry, Outcome.CLOSED, "Tiêu chí này không ghi ở đây.")
    if leaf.kind is Kind.SURVEY and not sheet.has_survey:
        return Tried(entry, Outcome.CLOSED, "Đợt này không có điều tra xã hội học.")
    if entry.is_untouched:
        return Tried(entry, Outcome.SAME)
    note = " ".join(entry.note.split())
    answer, trouble = answer_from(entry.text, leaf)
    if not trouble and len(note) > LONGEST_NOTE:
        trouble = f"Lời ghi dài quá {LONGEST_NOTE} ký tự."
    sides = sheet.own if stage == Stage.OWN else sheet.given
    known = sides.get(leaf.code, NOTHING)
    was = None if known.is_counted else known.answer
    if not trouble and (answer, note) == (was, known.note):
        return Tried(entry, Outcome.SAME)
    if known.number != entry.seen:
        who = known.by or "Người khác"
        said = "trống" if was is None else written(was)
        said = f"«{said}»{f', {known.note}' if known.note else ''}"
        return Tried(
            entry,
            Outcome.STALE,
            f"{who} vừa ghi {said}. Điều bạn gõ còn trong ô: lưu lần nữa là thay của "
            "người đó.",
        )
    trouble = trouble or _unexplained(sheet, leaf, stage, answer, note)
    if trouble:
        return Tried(entry, Outcome.WRONG, trouble)
    writes[leaf.code] = Side(answer, note=note)
    return Tried(entry, Outcome.SAVED)


def _unexplained(
    sheet: Sheet, leaf: Criterion, stage: Stage, answer: Decimal | None, note: str
) -> str:
    """What must not stand without a word: another number than what is known."""
    if note or answer is None:
        return ""
    if stage == Stage.OWN and leaf.code in sheet.figures:
        value = sheet.figures[leaf.code].value.value
        if value is not None and value != answer:
            return "Khác số hệ thống đếm: hãy ghi lý do ở ô thuyết minh."
    own = sheet.own.get(leaf.code, NOTHING).points
    if stage == Stage.GIVEN and own is not None and points_of(leaf, answer) != own:
        return "Khác điểm tự chấm: hãy ghi lý do."
    return ""


def _settle_figures(sheet: Sheet, actor: Actor, at: datetime) -> None:
    """Write down what the product counted: from now on the card says that."""
    sides = {code: side for code, side in sheet.own.items() if side.is_counted}
    put(sheet.card, Stage.OWN, sides, tree=sheet.tree, actor=actor, at=at)


def _agree(sheet: Sheet, actor: Actor, at: datetime) -> None:
    """What was not appraised otherwise is as the unit scored it."""
    agreed = {
        code: Side(own.answer, note=sheet.given.get(code, NOTHING).note)
        for code, own in sheet.own.items()
        if own.answer is not None and sheet.given.get(code, NOTHING).answer is None
    }
    put(sheet.card, Stage.GIVEN, agreed, tree=sheet.tree, actor=actor, at=at)


def _frozen(made: ScoreSnapshot, sheet: Sheet, leaf: Criterion) -> FrozenScore:
    own = sheet.own.get(leaf.code, NOTHING)
    given = sheet.given.get(leaf.code, NOTHING)
    return FrozenScore(
        snapshot=made,
        code=leaf.code,
        label=leaf.label[:500],
        most=leaf.points,
        own_answer=own.answer,
        own_points=own.points,
        own_note=own.note,
        given_answer=given.answer,
        given_points=given.points,
        given_note=given.note,
        evidence=sheet.proofs.get(leaf.code, 0),
    )


def _publish(sheet: Sheet, actor: Actor) -> None:
    """Keep the final points as values of the unit and the days that were scored."""
    card = sheet.card
    sums = sheet.given_sums()
    total = card.given_points or Decimal(0)
    lines = [("", card.round.title, total, card.most)]
    lines += [(a.code, a.label, sums[a.code], a.points) for a in sheet.tree.areas]
    enter_reported(
        Printed(
            source=f"scorecard-{card.pk}",
            unit_id=card.unit_id,
            period_start=card.round.start,
            period_end=card.round.end,
            label=f"{card.round}: điểm đã chốt",
            path=reverse("reporting:scorecard", args=[card.year, card.unit.code]),
        ),
        [_printed(*line, at) for at, line in enumerate(lines, 1)],
        actor=actor,
    )


def _printed(
    code: str, label: str, points: Decimal, most: Decimal, at: int
) -> Printing:
    return Printing(
        form=FORM,
        code=code or "0",
        label=label,
        measure=f"điểm, trên {written(most)}",
        raw=written(points),
        state="value",
        value=points,
        line=at,
    )

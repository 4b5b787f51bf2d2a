"""What stands beside the points of a card: evidence, remarks, objections, plans."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from lienmach.base import brought
from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.scores import points_of
from lienmach.calc.written import written
from lienmach.cases import actions as cases
from lienmach.org.models import Unit
from lienmach.registers.models import OfficialDocument
from lienmach.registers.queries.ends import ends_of
from lienmach.reporting.actions.scores import count, put
from lienmach.reporting.flow import APPRAISE, IMPROVEMENT, SCORE
from lienmach.reporting.models import (
    Evidence,
    Improvement,
    Objection,
    Remark,
    Scorecard,
    Stage,
)
from lienmach.reporting.queries import scores as queries
from lienmach.reporting.queries.scores import NOTHING, Side

MOST_EVIDENCE = 30  # of one criterion
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Proof:
    """A file, a document of the register, or a title that says where to look."""

    title: str
    file_name: str = ""
    content: bytes = b""
    document: OfficialDocument | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a unit will do about a criterion, and until when."""

    unit_id: int
    year: int
    text: str
    due_on: date
    code: str = ""
    label: str = ""
    lost: Decimal | None = None
    card: Scorecard | None = None
    document: str = ""


@transaction.atomic
def add_evidence(
    card: Scorecard,
    proofs: Sequence[tuple[str, Proof]],
    *,
    actor: Actor,
    at: datetime,
) -> list[Evidence]:
    """Put evidence beside criteria, by code, while the unit scores itself.

    All or none; as many queries however many they are.
    """
    card = _held(card, actor)
    _refuse_unless_scored(card, actor)
    leaves = {leaf.code for leaf in queries.tree_of(card.round).leaves}
    kept = Evidence.objects.filter(card=card, withdrawn_at=None)
    count = Counter(kept.values_list("code", flat=True))
    made = []
    for code, proof in proofs:
        if code not in leaves:
            raise Refused("Phiếu không có tiêu chí này.")
        count[code] += 1
        if count[code] > MOST_EVIDENCE:
            raise Refused(f"Mỗi tiêu chí nhiều nhất {MOST_EVIDENCE} tài liệu.")
        made.append(_evidence(card, code, proof, actor, at))
    return Evidence.objects.bulk_create(made)


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, actor: Actor, at: datetime) -> Evidence:
    """Take evidence back while the unit scores itself; it stays on record."""
    card = _held(evidence.card, actor)
    _refuse_unless_scored(card, actor)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn_at:
        raise Refused("Tài liệu này đã được rút.")
    evidence.withdrawn_at = at
    evidence.save(update_fields=["withdrawn_at"])
    return evidence


@transaction.atomic
def remark(
    card: Scorecard, code: str, text: str, *, actor: Actor, at: datetime
) -> Remark:
    """Say something about a criterion; both sides may, until the card is final."""
    card = _held(card, actor)
    if not (actor.may(SCORE, card.unit_id) or actor.may(APPRAISE, card.round.owner_id)):
        actor.require(SCORE, card.unit_id)
    if card.is_final:
        raise Refused("Phiếu đã chốt: không trao đổi thêm ở đây.")
    if queries.tree_of(card.round).leaf(code) is None:
        raise Refused("Phiếu không có tiêu chí này.")
    return Remark.objects.create(
        card=card,
        code=code,
        text=_words(text, "Hãy ghi nội dung trao đổi."),
        by_id=actor.user_id,
        unit_id=actor.unit_id,
        at=at,
    )


@transaction.atomic
def object_to(
    card: Scorecard, code: str, text: str, *, actor: Actor, at: datetime
) -> Objection:
    """Object to the appraisal of a criterion, within the days for it."""
    card = _held(card, actor)
    actor.require(SCORE, card.unit_id)
    if not card.takes_objections:
        raise Refused("Chỉ kiến nghị được sau khi thẩm định xong, trước khi chốt điểm.")
    if day_of(at) > card.round.object_until:
        raise Refused(f"Hạn kiến nghị là hết ngày {card.round.object_until:%d/%m/%Y}.")
    if queries.tree_of(card.round).leaf(code) is None:
        raise Refused("Phiếu không có tiêu chí này.")
    said = _words(text, "Hãy ghi kiến nghị và căn cứ.")
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                card=card, code=code, text=said, by_id=actor.user_id, at=at
            )
    except IntegrityError:
        raise Refused("Tiêu chí này đang có một kiến nghị chờ trả lời.") from None
    cases.note_on(card.case, "object", f"{code}: {said}"[:500], actor=actor, at=at)
    return made


@transaction.atomic
def answer(
    objection: Objection,
    text: str,
    *,
    points_answer: Decimal | None,
    is_upheld: bool,
    actor: Actor,
    at: datetime,
) -> Objection:
    """Answer an objection; where it is upheld the criterion is appraised anew."""
    card = _held(objection.card, actor)
    actor.require(APPRAISE, card.round.owner_id)
    if not queries.may_appraise(actor, card):
        raise Refused("Không ai tự trả lời kiến nghị của đơn vị mình.")
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at:
        raise Refused("Kiến nghị này đã được trả lời.")
    if not card.takes_objections:
        raise Refused(f"Phiếu đang ở bước «{card.state_name}»: không trả lời được.")
    said = _words(text, "Hãy ghi lời trả lời.")
    if is_upheld:
        _appraise_anew(card, objection, points_answer, said, actor, at)
    objection.answer, objection.is_upheld = said, is_upheld
    objection.answered_by_id, objection.answered_at = actor.user_id, at
    objection.save()
    told = "chấp nhận" if is_upheld else "giữ điểm"
    note = f"{objection.code}: {told}. {said}"[:500]
    cases.note_on(card.case, "answer", note, actor=actor, at=at)
    return objection


@transaction.atomic
def plan(new: Plan, *, actor: Actor, at: datetime) -> Improvement:
    """Take up an item of the improvement plan: a case, due on its day."""
    actor.require(SCORE, new.unit_id)
    text = _words(new.text, "Hãy ghi việc phải làm.")
    if new.due_on < day_of(at):
        raise Refused("Hạn phải từ hôm nay trở đi.")
    Unit.objects.select_for_update().get(pk=new.unit_id)  # numbers follow each other
    known = Improvement.objects.filter(unit=new.unit_id, year=new.year).count()
    case = cases.open_case(
        cases.NewCase(
            kind=IMPROVEMENT,
            code=f"CT-{new.year}-{new.unit_id}.{known + 1}",
            limit=None,
            received_unit_id=new.unit_id,
            decides_unit_id=new.unit_id,
            unit_id=new.unit_id,
            due_at=ends_of({new.unit_id: new.due_on})[new.unit_id],
        ),
        actor=actor,
        at=at,
    )
    return Improvement.objects.create(
        case=case,
        unit_id=new.unit_id,
        card=new.card,
        year=new.year,
        code=new.code,
        label=new.label[:500],
        lost=new.lost,
        text=text[:1000],
        plan=" ".join(new.document.split())[:200],
    )


@transaction.atomic
def name_plan(
    item: Improvement, document: str, *, actor: Actor, at: datetime
) -> list[Improvement]:
    """Say by which document a unit plans an item, and those of its year that have none.

    Their trails keep what stood there before.
    """
    actor.require(SCORE, item.unit_id)
    said = " ".join(document.split())
    if not said:
        raise Refused("Hãy ghi số, ký hiệu, ngày của kế hoạch.")
    of_year = Improvement.objects.filter(unit=item.unit_id, year=item.year)
    same = Q(pk=item.pk) | Q(plan="")
    named = []
    for one in of_year.filter(same).exclude(plan=said).order_by("pk"):
        case = cases.locked(one.pk, actor=actor)
        told = f"{one.plan} → {said}" if one.plan else said
        cases.note_on(case, "plan", told, actor=actor, at=at)
        one.plan = said
        one.save(update_fields=["plan"])
        named.append(one)
    return named


@transaction.atomic
def move(
    item: Improvement,
    name: str,
    *,
    note: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Improvement:
    """Finish or drop an item of the improvement plan, with what came of it."""
    item.case = cases.take_step(
        item.pk, name, actor=actor, at=at, note=note, number=number
    )
    return item


def _evidence(
    card: Scorecard, code: str, proof: Proof, actor: Actor, at: datetime
) -> Evidence:
    """What will be kept of one proof; its file is looked at and stored."""
    file = brought.keep(proof.file_name, proof.content)
    title = " ".join(proof.title.split()) or file.name or str(proof.document or "")
    if not title:
        raise Refused("Hãy chọn tệp, chọn văn bản trong sổ, hoặc ghi tên tài liệu.")
    return Evidence(
        card=card,
        code=code,
        title=title[:300],
        file_key=file.key,
        file_name=file.name[:200],
        size=file.size,
        document=proof.document,
        by_id=actor.user_id,
        at=at,
    )


def _appraise_anew(
    card: Scorecard,
    objection: Objection,
    points_answer: Decimal | None,
    said: str,
    actor: Actor,
    at: datetime,
) -> None:
    sheet = queries.read(card, today=day_of(at), with_marks=False)
    leaf = sheet.tree.leaf(objection.code)
    given = sheet.given.get(objection.code, NOTHING)
    if leaf is None or points_answer is None:
        raise Refused("Chấp nhận kiến nghị thì ghi kết quả thẩm định mới.")
    if points_answer == given.answer:
        raise Refused("Kết quả mới như cũ: hãy ghi số khác, hoặc chọn giữ điểm.")
    points = points_of(leaf, points_answer)
    if points is not None and given.points is not None and points < given.points:
        raise Refused(
            f"Kết quả mới được {written(points)} điểm, thấp hơn "
            f"{written(given.points)} điểm đã thẩm định: chấp nhận kiến nghị không "
            "làm giảm điểm."
        )
    side = Side(points_answer, note=f"Theo kiến nghị: {said}"[:1000])
    sides = {leaf.code: side}
    put(card, Stage.GIVEN, sides, tree=sheet.tree, actor=actor, at=at)
    count(card, at=at)


def _held(card: Scorecard, actor: Actor) -> Scorecard:
    cases.locked(card.pk, actor=actor)
    rows = Scorecard.objects.select_related("case", "round__owner", "unit")
    return rows.get(pk=card.pk)


def _refuse_unless_scored(card: Scorecard, actor: Actor) -> None:
    actor.require(SCORE, card.unit_id)
    if not queries.may_score(actor, card):
        raise Refused("Bằng chứng do chính đơn vị được chấm nộp.")
    if not card.is_scoring:
        raise Refused(
            f"Phiếu đang ở bước «{card.state_name}»: bằng chứng không đổi được nữa."
        )


def _words(text: str, empty: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused(empty)
    if len(said) > MOST_WORDS:
        raise Refused(f"Nội dung dài quá {MOST_WORDS} ký tự.")
    return said

"""A set of criteria is drafted, published by a document, and not used any more."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.criteria import WrongCriteria, lines_of
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org.actions import audit
from lienmach.org.models import Verb
from lienmach.reporting.flow import APPRAISE
from lienmach.reporting.models import CriteriaSet
from lienmach.reporting.queries import criteria_sets as queries
from lienmach.reporting.queries import scores

State = CriteriaSet.State
LONGEST = 200_000
MOST_TOLD, LONGEST_TOLD = 200, 500  # lines that the audit tells, letters of each
Said = dict[str, str | None]


class Overtaken(Refused):
    """Somebody else wrote the draft meanwhile."""


@transaction.atomic
def draft(
    unit_id: int, code: str, title: str, base: str, *, actor: Actor, at: datetime
) -> CriteriaSet:
    """Begin a draft, perhaps with the text of a set that is known."""
    actor.require(APPRAISE, unit_id)
    taken = f"Mã «{code}» đã có một bộ tiêu chí: ghi mã khác."
    if code in queries.known():
        raise Refused(taken)
    try:
        with transaction.atomic():
            made = CriteriaSet.objects.create(
                unit_id=unit_id,
                code=code,
                title=" ".join(title.split()),
                text=queries.beginning(base, code, " ".join(title.split())),
                changed_at=at,
                changed_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(taken) from None
    said = {"mã": code, "tên": made.title, "bắt đầu từ bộ": base or None}
    audit.write(
        Verb.CRITERIA_DRAFTED, made, actor=actor, at=at, after=said, unit_id=unit_id
    )
    return made


@transaction.atomic
def write(
    found: CriteriaSet, text: str, *, seen: int, actor: Actor, at: datetime
) -> CriteriaSet:
    """Write a draft; what is wrong in it stops its publication alone.

    ``seen`` is the number of the writing that the person's page showed.
    """
    known = _held(found, actor)
    _refuse_unless(known, State.DRAFT, "Bộ tiêu chí này không còn là dự thảo.")
    if known.number != seen:
        raise Overtaken(
            f"{known.changed_by} vừa ghi dự thảo này: xem bản ấy ở cửa sổ khác. Bản "
            "của bạn vẫn ở dưới đây; lưu lần nữa thì thay bản ấy."
        )
    if len(text) > LONGEST:
        raise Refused("Bộ tiêu chí dài quá: không quá 200.000 chữ.")
    before = _told(known)
    known.text = "\n".join(text.splitlines()) + "\n"
    if tree := queries.read(known).tree:
        known.title = tree.title[:200]
    return _saved(known, Verb.CRITERIA_CHANGED, before, actor, at)


@transaction.atomic
def publish(
    found: CriteriaSet,
    document: str,
    on: date,
    *,
    seen: int,
    actor: Actor,
    at: datetime,
) -> CriteriaSet:
    """Publish a draft by the document that decides on it; nothing changes it then."""
    known = _held(found, actor)
    _refuse_unless(known, State.DRAFT, "Bộ tiêu chí này không còn là dự thảo.")
    if known.number != seen:
        raise Refused("Dự thảo vừa được sửa: xem lại nội dung rồi ban hành.")
    if on > day_of(at):
        raise Refused("Ngày văn bản chưa đến.")
    said = " ".join(document.split())
    if not said:
        raise Refused("Hãy ghi văn bản ban hành.")
    read = queries.read(known)
    if read.tree is None:
        raise Refused(f"Chưa ban hành được: {read.mistake}")
    before = _told(known)
    basis = {"basis": f"{said} ngày {on:%d/%m/%Y}"}
    known.text = scores.with_heads(known.text, basis)
    try:
        scores.read_text(known.text, known.code)
    except WrongCriteria as wrong:
        raise Refused(f"Văn bản ban hành chưa ghi được: {wrong}") from wrong
    known.state, known.decided_by, known.decided_on = State.PUBLISHED, said, on
    return _saved(known, Verb.CRITERIA_PUBLISHED, before, actor, at)


@transaction.atomic
def close(found: CriteriaSet, why: str, *, actor: Actor, at: datetime) -> CriteriaSet:
    """Offer a set no more, or drop a draft; rounds that were opened keep its text."""
    known = _held(found, actor)
    if known.state == State.CLOSED:
        raise Refused("Bộ tiêu chí này đã thôi dùng.")
    if not why.strip():
        raise Refused("Hãy ghi lý do.")
    before = _told(known)
    known.state, known.closed_for = State.CLOSED, why.strip()[:300]
    return _saved(known, Verb.CRITERIA_CLOSED, before, actor, at)


def _held(found: CriteriaSet, actor: Actor) -> CriteriaSet:
    """The set as it is now, locked."""
    rows = CriteriaSet.objects.select_for_update(of=("self",))
    known = rows.select_related("changed_by").get(pk=found.pk)
    actor.require(APPRAISE, known.unit_id)
    return known


def _refuse_unless(known: CriteriaSet, state: State, said: str) -> None:
    if known.state != state:
        raise Refused(said)


def _saved(
    known: CriteriaSet, verb: Verb, before: Said, actor: Actor, at: datetime
) -> CriteriaSet:
    """Save a set; the audit tells line by line what is another now."""
    known.number += 1
    known.changed_at, known.changed_by_id = at, actor.user_id
    known.save()
    after = _told(known)
    every = {**before, **after}
    names = [name for name in every if before.get(name) != after.get(name)]
    told = {name: _cut(after.get(name)) for name in names[:MOST_TOLD]}
    if len(names) > MOST_TOLD:
        told["còn nữa"] = f"{len(names) - MOST_TOLD} dòng"
    if not names and list(before) != list(after):
        told["thứ tự các dòng"] = "đổi"
    if told:
        old = {name: _cut(before.get(name)) for name in names[:MOST_TOLD]}
        unit = known.unit_id
        audit.write(
            verb, known, actor=actor, at=at, before=old, after=told, unit_id=unit
        )
    return known


def _cut(said: str | None) -> str | None:
    return said[:LONGEST_TOLD] if said else None


def _told(known: CriteriaSet) -> Said:
    """What may change of a set, in the words of the audit: each line by its code."""
    return {
        "tên": known.title,
        "văn bản ban hành": known.decided_by or None,
        "ngày văn bản": f"{known.decided_on:%d/%m/%Y}" if known.decided_on else None,
        "lý do thôi dùng": known.closed_for or None,
        **{f"dòng {name}": line for name, line in lines_of(known.text).items()},
    }

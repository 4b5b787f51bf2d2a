"""Documents that give work are entered, put right, and kept with what belongs to them.

Each is put into the register of official documents too, as cited by its page.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.org.actions.audit import write
from lienmach.org.models import Verb
from lienmach.registers.actions.documents import (
    Cited,
    Text,
    enter_mentions,
    withdraw_mentions,
)
from lienmach.tasks.actions.held import WrongDay
from lienmach.tasks.flow import GIVE, State
from lienmach.tasks.models import Mandate, MandatePaper

TWICE = "Văn bản này đã được ghi cho đơn vị: cùng số, ngày và cơ quan ban hành."
HERE_TWICE = "Văn bản này đã được ghi ở đây."
YEARS_AROUND = 1  # a plan of a year is issued in that year, or the one before or after
# What a symbol says of the type of a document; of others the register says nothing.
TYPES = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "NQ": "Nghị quyết",
}


@dataclass(frozen=True, slots=True)
class NewMandate:
    """A document that gives work, as somebody enters it."""

    unit_id: int
    kind: Mandate.Kind
    year: int
    title: str
    number: str
    issued_on: date
    issuer: str
    source: Mandate.Source = Mandate.Source.OWN


@dataclass(frozen=True, slots=True)
class NewPaper:
    number: str
    issued_on: date
    issuer: str
    subject: str


@transaction.atomic
def enter(new: NewMandate, *, actor: Actor, at: datetime) -> Mandate:
    """Enter a document that gives work; its tasks follow one by one or together."""
    actor.require(GIVE, new.unit_id)
    _refuse_wrong_days(new, at)
    try:
        with transaction.atomic():
            made = Mandate.objects.create(
                **asdict(new),
                title_key=_key(new),
                made_by_id=actor.user_id,
                made_at=at,
            )
    except IntegrityError:
        raise Refused(TWICE) from None
    _register(made, actor)
    _audit(Verb.PLAN_ENTERED, made, made, actor, at, _said(made))
    return made


@transaction.atomic
def change(
    mandate: Mandate,
    new: NewMandate,
    *,
    actor: Actor,
    at: datetime,
    seen: str = "",
) -> Mandate:
    """Put right what was entered wrongly; the audit keeps what stood there before.

    ``seen`` is the fingerprint of what the page showed: of two who correct at once the
    second is told.
    """
    held = locked(mandate, actor)
    if seen and seen != fingerprint(held):
        raise Refused("Văn bản đã được sửa từ lúc trang được mở: hãy tải lại rồi sửa.")
    actor.require(GIVE, new.unit_id)
    _refuse_wrong_days(new, at)
    first = held.tasks.order_by("given_on").first()
    if first and new.unit_id != held.unit_id:
        raise Refused("Đã có nhiệm vụ: không đổi đơn vị chủ quản được nữa.")
    if first and (new.kind, new.year) != (held.kind, held.year):
        raise Refused("Đã có nhiệm vụ: không đổi loại và năm được nữa.")
    if first and new.issued_on > first.given_on:
        raise WrongDay(
            f"Nhiệm vụ đã giao từ {first.given_on:%d/%m/%Y}: văn bản không thể ban "
            "hành sau ngày ấy.",
            "issued_on",
        )
    before = _said(held)
    for name, value in asdict(new).items():
        setattr(held, name, value)
    held.title_key = _key(new)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        raise Refused(TWICE) from None
    _register(held, actor)
    _audit(Verb.PLAN_CHANGED, held, held, actor, at, _said(held), before)
    return held


@transaction.atomic
def withdraw(mandate: Mandate, why: str, *, actor: Actor, at: datetime) -> Mandate:
    """Take back what was entered by mistake: only while nothing of it is to be done."""
    held = locked(mandate, actor)
    if not why.strip():
        raise Refused("Hãy ghi vì sao rút văn bản này.")
    if held.tasks.exclude(case__state=State.DROPPED).exists():
        raise Refused(
            "Văn bản còn nhiệm vụ: chỉ rút được khi chưa có nhiệm vụ nào, hoặc mọi "
            "nhiệm vụ đã thôi thực hiện."
        )
    held.withdrawn_at, held.withdrawn_why = at, why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_why"])
    withdraw_mentions(_source(held))
    _audit(Verb.PLAN_WITHDRAWN, held, held, actor, at, {"vì sao": held.withdrawn_why})
    return held


@transaction.atomic
def restore(mandate: Mandate, *, actor: Actor, at: datetime) -> Mandate:
    """Let a document that was withdrawn stand again, unless it was entered anew."""
    actor.require(GIVE, mandate.unit_id)
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    _stand_again(held, TWICE)
    _register(held, actor)
    _audit(Verb.PLAN_RESTORED, held, held, actor, at)
    return held


@transaction.atomic
def add_paper(
    mandate: Mandate, new: NewPaper, *, actor: Actor, at: datetime
) -> MandatePaper:
    """Put another document beside: what changes the plan, a decision of a project."""
    held = locked(mandate, actor)
    if new.issued_on > day_of(at):
        raise WrongDay("Ngày ban hành chưa đến.", "issued_on")
    try:
        with transaction.atomic():
            made = held.papers.create(
                **asdict(new), made_by_id=actor.user_id, made_at=at
            )
    except IntegrityError:
        raise Refused(HERE_TWICE) from None
    _register(held, actor)
    _audit(Verb.PLAN_ENTERED, made, held, actor, at, _said(made))
    return made


@transaction.atomic
def withdraw_paper(
    paper: MandatePaper, why: str, *, actor: Actor, at: datetime
) -> MandatePaper:
    """Take back a document that does not belong to it; it stays on record, with why."""
    mandate = locked(paper.mandate, actor)
    held = MandatePaper.objects.get(pk=paper.pk)
    if not why.strip():
        raise Refused("Hãy ghi vì sao rút văn bản này.")
    if held.withdrawn_at:
        raise Refused("Văn bản này đã được rút.")
    held.withdrawn_at, held.withdrawn_why = at, why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_why"])
    _register(mandate, actor)
    said = {"vì sao": held.withdrawn_why}
    _audit(Verb.PLAN_WITHDRAWN, held, mandate, actor, at, said)
    return held


@transaction.atomic
def restore_paper(paper: MandatePaper, *, actor: Actor, at: datetime) -> MandatePaper:
    """Let a paper that was withdrawn stand again, unless it was put there anew."""
    mandate = locked(paper.mandate, actor)
    held = MandatePaper.objects.get(pk=paper.pk)
    _stand_again(held, HERE_TWICE)
    _register(mandate, actor)
    _audit(Verb.PLAN_RESTORED, held, mandate, actor, at)
    return held


def fingerprint(mandate: Mandate) -> str:
    """A word for what stands in a document: it changes with each correction."""
    said = [str(getattr(mandate, one.name)) for one in fields(NewMandate)]
    return sha256(repr(said).encode()).hexdigest()[:16]


def locked(mandate: Mandate, actor: Actor) -> Mandate:
    """Take hold of a document that the actor looks after."""
    actor.require(GIVE, mandate.unit_id)
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    actor.require(GIVE, held.unit_id)
    if held.withdrawn_at:
        raise Refused("Văn bản này đã được rút.")
    return held


def _stand_again(one: Mandate | MandatePaper, twice: str) -> None:
    if not one.withdrawn_at:
        raise Refused("Văn bản này không bị rút.")
    one.withdrawn_at, one.withdrawn_why = None, ""
    try:
        with transaction.atomic():
            one.save(update_fields=["withdrawn_at", "withdrawn_why"])
    except IntegrityError:
        raise Refused(twice) from None


def _said(one: Mandate | MandatePaper) -> dict[str, str]:
    """What stands in a document or a paper, in the words of the audit."""
    if isinstance(one, MandatePaper):
        own = {"về việc": one.subject}
    else:
        own = {
            "tên": one.title,
            "loại": one.get_kind_display(),
            "nguồn": one.get_source_display(),
            "năm": str(one.year),
            "đơn vị giao": one.unit.code,
        }
    return {
        "số, ký hiệu": one.number,
        "ngày ban hành": f"{one.issued_on:%d/%m/%Y}",
        "cơ quan ban hành": one.issuer,
        **own,
    }


def _audit(
    verb: Verb,
    subject: Mandate | MandatePaper,
    of: Mandate,
    actor: Actor,
    at: datetime,
    after: dict[str, str] | None = None,
    before: dict[str, str] | None = None,
) -> None:
    """Say in the audit what was done with a document, or a paper of it."""
    if subject != of:
        after = {"kèm theo": of.number, **(after or {})}
    write(
        verb,
        subject,
        actor=actor,
        at=at,
        before=before,
        after=after,
        unit_id=of.unit_id,
    )


def _refuse_wrong_days(new: NewMandate, at: datetime) -> None:
    if new.issued_on > day_of(at):
        raise WrongDay("Ngày ban hành chưa đến.", "issued_on")
    is_of_year = abs(new.issued_on.year - new.year) <= YEARS_AROUND
    if new.kind is not Mandate.Kind.PROJECT and not is_of_year:
        raise WrongDay(
            f"Văn bản ban hành ngày {new.issued_on:%d/%m/%Y} không phải của năm "
            f"{new.year}: hãy xem lại ngày hoặc năm.",
            "issued_on",
        )


def _key(new: NewMandate) -> str:
    return fold(f"{new.number} {new.title}")[:400]


def _register(mandate: Mandate, actor: Actor) -> None:
    """Bring the register of official documents in line with what stands here."""
    text = Text(
        _source(mandate),
        mandate.unit_id,
        mandate.title,
        reverse("tasks:mandate", args=[mandate.pk]),
    )
    own = _cited(mandate, mandate.title, 1)
    papers = mandate.papers.filter(withdrawn_at=None)
    others = [_cited(paper, paper.subject, n) for n, paper in enumerate(papers, 2)]
    enter_mentions(text, [own, *others], actor=actor)


def _cited(one: Mandate | MandatePaper, subject: str, line: int) -> Cited:
    symbol = one.number.partition("/")[2].partition("-")[0].strip().upper()
    return Cited(
        number=one.number,
        type=TYPES.get(symbol, ""),
        issuer=one.issuer,
        issued_on=one.issued_on,
        subject=subject,
        line=line,
        raw=str(one.number),
    )


def _source(mandate: Mandate) -> str:
    return f"mandate:{mandate.pk}"

"""An applicant answers a request for papers over the web; an officer looks at it.

What the applicant does has no actor: who they are was shown by the second factor, which
is the business of the public pages. The clock goes on when an officer finds it complete
(``steps.supplement``), not by what a stranger sends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from lienmach.base import jobs, pages
from lienmach.base.actor import Actor
from lienmach.base.files import let_go, store
from lienmach.base.pages import NewFile
from lienmach.base.virus import Scan, scan
from lienmach.calc.refusal import Refused
from lienmach.calc.spoken import spoken_moment
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions import messages
from lienmach.onestop.actions.kept_files import new_file, same_file
from lienmach.onestop.actions.messages import Occasion
from lienmach.onestop.flow import PROCESS, RECEIVE, State
from lienmach.onestop.models import (
    Attachment,
    Dossier,
    Reply,
    Sending,
    SentFile,
    Supplement,
    SupplementItem,
)
from lienmach.onestop.queries import sendings as queries
from lienmach.onestop.queries.sendings import Asked

JOB = "onestop.draft"
MOST_FILES = 10  # of one thing that was asked for
NOT_ASKED = (
    "Hồ sơ này không còn chờ bổ sung nên chưa nhận gì thêm. Xem lại tình trạng hồ sơ, "
    "hoặc hỏi nơi tiếp nhận."
)
CHANGED = (
    "Nội dung cần bổ sung vừa thay đổi nên chưa nhận gì thêm. Xem lại các mục dưới "
    "đây rồi gửi."
)
Problems = dict[int, list[str]]


class Unanswered(Refused):
    """Something asked for has no answer yet; ``names`` are called so, by their keys."""

    def __init__(self, wanted: Sequence[queries.Wanted]) -> None:
        self.names = {one.item.pk: one.item.name for one in wanted}
        said = "», «".join(self.names.values())
        many = len(wanted)
        super().__init__(f"Chưa gửi: còn {many} mục chưa có gì để gửi («{said}»).")


@dataclass(frozen=True, slots=True)
class Given:
    """What the applicant says to one thing asked for; the files are those just chosen.

    ``is_lacking``: there is none, and ``text`` says why.
    """

    text: str = ""
    is_lacking: bool = False
    files: Sequence[NewFile] = ()


@dataclass(frozen=True, slots=True)
class _Good:
    """A file that was looked at and will do."""

    looked: pages.Looked
    content: bytes
    scanned: Scan


def prepare(
    dossier: Dossier, given: Mapping[int, Given], *, stamp: str, at: datetime
) -> Problems:
    """Keep answers and the files that will do; say of each item what will not.

    What is good is kept although something beside it is not, so that nobody chooses
    their photographs twice. What was sent already is taken for sent.
    """
    problems: Problems = {}
    good: dict[int, list[_Good]] = {}
    for item_id, one in given.items():
        good[item_id], wrong = _looked(one.files)
        if wrong:
            problems[item_id] = wrong
    with transaction.atomic():
        asked = _held(dossier, stamp)
        if asked.is_sent:
            _refuse_more(asked, given, good)
            return {}
        sending = _begun(asked, at)
        known = {one.item.pk: one for one in asked.wanted}
        for item_id, one in given.items():
            if item_id not in known:
                continue
            many = len(known[item_id].files) + len(good[item_id])
            if many > MOST_FILES:
                said = f"Mỗi mục gửi nhiều nhất {MOST_FILES} tệp: hãy bỏ bớt."
                problems.setdefault(item_id, []).append(said)
                good[item_id] = []
            _keep(sending, item_id, one, good[item_id])
    return problems


def _begun(asked: Asked, at: datetime) -> Sending:
    """What is being prepared; it is forgotten if nobody goes on with it or sends it."""
    if sending := asked.sending:
        sending.changed_at = at
        sending.save(update_fields=["changed_at"])
        return sending
    sending = Sending.objects.create(supplement=asked.supplement, changed_at=at)
    _look_later(sending, at)
    return sending


def _look_later(sending: Sending, at: datetime) -> None:
    after = sending.kept_until
    jobs.enqueue(JOB, {"sending": sending.pk}, by=None, at=at, after=after)


@transaction.atomic
def forget_old(sending_id: int, *, at: datetime) -> bool:
    """Forget a draft whose time is over, with its files; say whether it was."""
    found = Sending.objects.filter(pk=sending_id, state=Sending.State.DRAFT)
    asking = found.values("supplement__dossier")
    Case.objects.select_for_update().filter(pk__in=asking).first()  # who sends it waits
    sending = found.first()
    if sending is None:
        return False
    if sending.kept_until > at:
        _look_later(sending, at)
        return False
    _forget(found, at)
    return True


def _forget(drafts: QuerySet[Sending], at: datetime) -> None:
    files = SentFile.objects.filter(reply__sending__in=drafts)
    let_go(list(files.values_list("file_key", flat=True)), at=at)
    drafts.delete()


@transaction.atomic
def drop_file(dossier: Dossier, file_id: int, *, stamp: str, at: datetime) -> None:
    """Take a file out of what is being prepared."""
    asked = _held(dossier, stamp)
    if asked.is_sent or asked.sending is None:
        raise Refused("Tệp này đã gửi rồi nên không bỏ được nữa.")
    dropped = SentFile.objects.filter(pk=file_id, reply__sending=asked.sending)
    let_go(list(dropped.values_list("file_key", flat=True)), at=at)
    dropped.delete()


@transaction.atomic
def send(dossier: Dossier, *, stamp: str, at: datetime) -> Sending:
    """Send what was prepared: its files become files of the dossier, the trail says so.

    Raises ``Unanswered`` while something asked for has no answer. Sent twice, it is
    sent once.
    """
    asked = _held(dossier, stamp)
    if asked.is_sent and asked.sending:
        return asked.sending
    if unanswered := asked.unanswered:
        raise Unanswered(unanswered)
    sending = asked.sending
    assert sending
    of = asked.supplement.dossier
    for one in asked.wanted:
        for file in one.files:
            file.attachment = _attached(of, one.item, file, at)
            file.save(update_fields=["attachment"])
    sending.state, sending.sent_at = Sending.State.SENT, at
    sending.save(update_fields=["state", "sent_at"])
    said = "; ".join(map(_told, asked.wanted))
    _note(of.case, "sent", said[:1000], None, at)
    messages.tell(of, Occasion.SENT, actor=None, at=at)
    return sending


@transaction.atomic
def find_wanting(
    case_id: int,
    problems: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Sending:
    """Say what is still wanting of what was sent; the rest of it will do.

    Only what was asked for at first can be wanting: something new would be a second
    request, which is another thing.
    """
    case = cases.locked(case_id, actor=actor, number=number)
    if not may_judge(case, actor):
        raise PermissionDenied(PROCESS)
    supplement = case.dossier.supplements.filter(answered_at=None).last()
    asked = queries.asked(supplement) if supplement else None
    if asked is None or not asked.is_sent or asked.sending is None:
        raise Refused("Không có bổ sung qua mạng nào đang chờ kiểm tra.")
    said = {pk: text.strip() for pk, text in problems.items() if text.strip()}
    wanted = {one.item.pk: one for one in asked.wanted}
    if not said or not said.keys() <= wanted.keys():
        raise Refused("Hãy chọn ít nhất một mục còn thiếu và ghi rõ thiếu gì.")
    for pk, one in wanted.items():
        if one.reply:
            Reply.objects.filter(pk=one.reply.pk).update(problem=said.get(pk, ""))
    good = wanted.keys() - said.keys()
    SupplementItem.objects.filter(pk__in=good).update(is_brought=True)
    sending = _judged(asked.sending, Sending.State.WANTING, actor, at)
    told = "; ".join(f"{wanted[pk].item.name}: {text}" for pk, text in said.items())
    _note(case, "sent_wanting", told, actor, at)
    dossier: Dossier = case.dossier
    dossier.case = case
    messages.tell(dossier, Occasion.WANTING, actor=actor, at=at, why=told)
    return sending


def may_judge(case: Case, actor: Actor) -> bool:
    """Whether an actor looks at what was sent: whoever holds it, and its counter."""
    held = actor.may(PROCESS, case.unit_id)
    return held or actor.may(RECEIVE, case.received_unit_id)


def accepted(
    supplement: Supplement, *, actor: Actor, at: datetime, is_needed: bool
) -> set[int]:
    """All that was asked for is here: close what was sent, forget what was not.

    Returns the items of which there is no paper, for a reason that was found good.
    ``is_needed``: without anything sent, this is refused.
    """
    sendings = list(supplement.sendings.prefetch_related("replies"))
    sent = [one for one in sendings if one.state == Sending.State.SENT]
    if is_needed and not sent:
        raise Refused("Người nộp chưa gửi bổ sung qua mạng.")
    _forget(supplement.sendings.filter(state=Sending.State.DRAFT), at)
    for one in sent:
        _judged(one, Sending.State.ACCEPTED, actor, at)
    last = {r.item_id: r for one in sendings for r in one.replies.all() if one.sent_at}
    return {pk for pk, r in last.items() if r.is_lacking and not r.problem}


def reopened(supplement: Supplement) -> None:
    """What was found complete is open again: as it stood when it was sent."""
    sendings = supplement.sendings.filter(state=Sending.State.ACCEPTED)
    sendings.update(state=Sending.State.SENT, judged_at=None, judged_by=None)
    judged = Reply.objects.filter(
        sending__supplement=supplement, sending__state=Sending.State.WANTING
    ).order_by("sending")
    last = {reply.item_id: reply.problem for reply in judged}
    good = [pk for pk, problem in last.items() if not problem]
    supplement.items.update(is_brought=False)
    supplement.items.filter(pk__in=good).update(is_brought=True)


def forget(supplement: Supplement, *, at: datetime) -> None:
    """The request is taken back before anything was sent: drafts go with it."""
    _forget(supplement.sendings.filter(state=Sending.State.DRAFT), at)


def _held(dossier: Dossier, stamp: str) -> Asked:
    """Take hold of the dossier that asks, and read what it asks for now."""
    asking = queries.open_requests(dossier).values("dossier")
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=asking)
    cases_asking = {case.pk: case for case in rows.order_by("pk")}
    asked = queries.asked_of(dossier)
    case = cases_asking.get(asked.supplement.dossier_id) if asked else None
    if case is None or asked is None or case.state != State.ASKED:
        raise Refused(NOT_ASKED)
    if asked.stamp != stamp:
        raise Refused(CHANGED)
    asked.supplement.dossier.case = case
    return asked


def _looked(files: Sequence[NewFile]) -> tuple[list[_Good], list[str]]:
    good, wrong = [], []
    for file in map(pages.readable, files[: MOST_FILES + 1]):
        try:
            looked = pages.look(file.name, file.content)
            scanned = scan(file.content)
            if scanned is Scan.INFECTED:
                raise Refused(f"Tệp «{looked.name}» có vi-rút nên không nhận.")
        except Refused as refused:
            wrong.append(str(refused))
        else:
            good.append(_Good(looked, file.content, scanned))
    return good, wrong


def _refuse_more(
    asked: Asked, given: Mapping[int, Given], good: Mapping[int, Sequence[_Good]]
) -> None:
    """What is sent a second time is the same again, or comes too late."""
    sent = {one.item.pk: one for one in asked.wanted}
    known = {file.file_key for one in asked.wanted for file in one.files}
    files = any(
        store(one.content) not in known for some in good.values() for one in some
    )
    words = any(_is_other(one, sent.get(pk)) for pk, one in given.items())
    late = " và ".join(["tệp vừa chọn"] * files + ["lời vừa ghi"] * words)
    if late and asked.sending:
        assert asked.sending.sent_at
        raise Refused(
            f"Ông/bà đã gửi lúc {spoken_moment(asked.sending.sent_at)}, đang chờ kiểm "
            f"tra; {late} chưa được nhận. Nếu gửi nhầm, hãy gọi nơi tiếp nhận."
        )


def _is_other(given: Given, sent: queries.Wanted | None) -> bool:
    """Whether something is said that was not said then; nothing is nothing new."""
    text = _words(given)
    if not text and not given.is_lacking:
        return False
    return sent is None or (text, given.is_lacking) != (sent.text, sent.is_lacking)


def _words(given: Given) -> str:
    return given.text.strip()[:1000]


def _keep(sending: Sending, item_id: int, one: Given, good: Sequence[_Good]) -> None:
    words = {"text": _words(one), "is_lacking": one.is_lacking}
    reply, _ = Reply.objects.update_or_create(
        sending=sending, item_id=item_id, defaults=words
    )
    known = set(reply.files.values_list("file_key", flat=True))
    for file in good:
        said = new_file(file.looked, file.content, file.scanned)
        if said["file_key"] not in known:  # else the same photograph once more
            known.add(said["file_key"])
            SentFile.objects.create(reply=reply, **said)


def _attached(
    dossier: Dossier, item: SupplementItem, file: SentFile, at: datetime
) -> Attachment:
    return Attachment.objects.create(
        dossier=dossier,
        paper_id=item.paper_id,
        purpose=Attachment.Purpose.PAPER,
        made_at=at,
        **same_file(file),
    )


def _told(one: queries.Wanted) -> str:
    files = f"{len(one.files)} tệp" if one.files else ""
    text = f"không có, vì {one.text}" if one.is_lacking else one.text
    return f"{one.item.name}: {', '.join(filter(None, [files, text]))}"


def _judged(
    sending: Sending, state: Sending.State, actor: Actor, at: datetime
) -> Sending:
    sending.state, sending.judged_at = state, at
    sending.judged_by_id = actor.user_id
    sending.save(update_fields=["state", "judged_at", "judged_by"])
    return sending


def _note(case: Case, name: str, said: str, actor: Actor | None, at: datetime) -> None:
    """On the trail of the dossier, and of the chain whose slip the applicant holds."""
    for one in _with_root(case):
        cases.note_on(one, name, said, actor=actor, at=at)


def _with_root(case: Case) -> Iterator[Case]:
    yield case
    if case.parent_id:
        yield Case.objects.select_for_update(of=("self",)).get(pk=case.parent_id)

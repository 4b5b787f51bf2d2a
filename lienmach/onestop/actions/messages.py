"""What applicants are told by e-mail, if they chose it: written with the step itself.

The page behind the QR says the same to everybody; a message says that it has changed.
Of persons it names nobody: mailboxes are read by families and by other programs.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from lienmach.base import outbox
from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.mask import without_persons
from lienmach.calc.spoken import spoken_moment
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, NotifyWay, ReturnWay
from lienmach.org.queries import names_on
from lienmach.org.queries.contacts import contact_of

CHANNELS = {NotifyWay.EMAIL: "email"}  # those by which we can speak so far


class Occasion(StrEnum):
    RECEIVED = "received"
    ASKED = "asked"
    SENT = "sent"
    WANTING = "wanting"
    PROMISED = "promised"
    READY = "ready"
    RETURNED = "returned"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"
    LATER = "later"


OF_THE_WHOLE = frozenset({Occasion.READY, Occasion.RETURNED})
SUBJECTS = {
    Occasion.RECEIVED: "đã tiếp nhận",
    Occasion.ASKED: "cần bổ sung giấy tờ",
    Occasion.SENT: "đã nhận bổ sung, đang kiểm tra",
    Occasion.WANTING: "bổ sung còn thiếu",
    Occasion.PROMISED: "hẹn lại ngày trả kết quả",
    Occasion.READY: "đã có kết quả",
    Occasion.RETURNED: "đã trả kết quả",
    Occasion.ENDED: "không được giải quyết tiếp",
    Occasion.TAKEN_BACK: "rút lại tin trước",
    Occasion.LATER: "lịch làm việc thay đổi",
}


def received(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    """Say that a dossier has come in, or that it was settled on the spot."""
    at_once = dossier.case.state == State.RETURNED
    occasion = Occasion.RETURNED if at_once else Occasion.RECEIVED
    tell(dossier, occasion, actor=actor, at=at)


def tell(
    dossier: Dossier,
    occasion: Occasion,
    *,
    actor: Actor | None,
    at: datetime,
    why: str = "",
) -> None:
    """Say what has happened, once for each event of the trail.

    Does nothing where the applicant chose no channel of ours. ``why`` is the reason for
    a new promise or an end. What happens to a part of a chain is told of its root, and
    results of parts not at all: the root has its own.
    """
    channel = CHANNELS.get(NotifyWay(dossier.notify_way))
    if channel is None or not dossier.email:
        return
    case, is_part = dossier.case, dossier.case.parent_id is not None
    if is_part and occasion in OF_THE_WHOLE:
        return
    root = dossier.root()
    outbox.say(
        outbox.New(
            key=f"{_key(case.pk, case.number)}{occasion}",
            channel=channel,
            to=dossier.email,
            subject=f"Hồ sơ {root.case.code}: {SUBJECTS[occasion]}",
            body="\n\n".join(_paragraphs(dossier, root, occasion, why, at)),
            about=root.case.code,
            unit=case.received_unit_id,
        ),
        by=actor.user_id if actor else None,
        at=at,
    )


def taken_back(case_id: int, number: int, *, actor: Actor, at: datetime) -> None:
    """The event of that number was undone: what told of it is called off, or put right.

    ``number`` is that of the event, as it stands on the trail.
    """
    if outbox.call_off(_key(case_id, number)):
        dossier = Dossier.objects.select_related("case", "procedure", "hop").get(
            pk=case_id
        )
        tell(dossier, Occasion.TAKEN_BACK, actor=actor, at=at)


def _key(case_id: int, number: int) -> str:
    return f"dossier:{case_id}:{number}:"


def _paragraphs(
    dossier: Dossier, root: Dossier, occasion: Occasion, why: str, at: datetime
) -> Iterator[str]:
    yield "Kính gửi ông/bà,"
    part = f", phần {dossier.title}" if dossier.pk != root.pk else ""
    named = f"Hồ sơ {root.case.code} ({root.title}{part})"
    yield " ".join(_said(named, dossier, root, occasion, _plain(dossier, why)))
    if occasion is Occasion.ASKED:
        yield "\n".join(_missing(dossier))
    yield _link(root, occasion)
    yield _signed(dossier, at)


def _said(
    named: str, dossier: Dossier, root: Dossier, occasion: Occasion, why: str
) -> Iterator[str]:
    case, promised_at = dossier.case, root.case.promised_at
    promised = spoken_moment(promised_at) if promised_at else ""
    match occasion:
        case Occasion.RECEIVED:
            yield f"{named} đã được tiếp nhận lúc {spoken_moment(case.received_at)}."
            if promised:
                yield f"Hẹn trả kết quả trước {promised}."
        case Occasion.ASKED:
            yield f"{named} còn thiếu giấy tờ dưới đây."
            yield "Bổ sung đủ một lần, hồ sơ sẽ được xử lý tiếp ngay; thời gian chờ"
            yield "không tính vào hạn."
        case Occasion.SENT:
            yield f"{named}: đã nhận bổ sung ông/bà gửi qua mạng, đang kiểm tra."
            yield "Đủ thì hồ sơ được xử lý tiếp và có hẹn mới; còn thiếu gì sẽ báo."
        case Occasion.WANTING:
            yield f"{named}: bổ sung ông/bà gửi qua mạng còn thiếu."
            yield f"{why.rstrip('.')}."
        case Occasion.PROMISED:
            yield f"{named} có hẹn mới: trước {promised}."
            yield f"Lý do: {why.rstrip('.')}."
        case Occasion.LATER:
            due = spoken_moment(case.due_at) if case.due_at else ""
            yield f"{named} hẹn trả trước {promised}. Lịch làm việc vừa thay đổi nên"
            yield f"hạn theo quy định nay là {due}."
            yield "Ngày ghi trên giấy hẹn chỉ đổi khi có giấy hẹn mới."
        case Occasion.READY:
            yield f"{named} đã có kết quả."
            yield _how(dossier)
        case Occasion.RETURNED:
            yield f"{named} đã trả kết quả."
        case Occasion.ENDED:
            yield f"{named}: {State(case.state).label.lower()}."
            yield f"Lý do: {why.rstrip('.')}."
        case Occasion.TAKEN_BACK:
            yield f"Tin trước về hồ sơ {root.case.code} được gửi vì ghi nhầm,"
            yield "xin ông/bà bỏ qua. Chúng tôi xin lỗi vì sự bất tiện này."


def _how(dossier: Dossier) -> str:
    way = ReturnWay(dossier.return_way)
    if way is ReturnWay.POST:
        return "Kết quả được gửi qua bưu chính đến địa chỉ đã đăng ký."
    if way is ReturnWay.ELECTRONIC:
        return "Bản điện tử xem ở địa chỉ dưới đây."
    return "Mời ông/bà đến nhận, mang theo giấy hẹn hoặc căn cước."


def _missing(dossier: Dossier) -> Iterator[str]:
    asked = dossier.supplements.last()
    for n, item in enumerate(asked.items.all() if asked else (), 1):
        example = f" (thế nào là đúng: {item.example})" if item.example else ""
        yield _plain(dossier, f"{n}. {item.name}: {item.reason}{example}")


def _plain(dossier: Dossier, text: str) -> str:
    return without_persons(text, (dossier.owner_name, dossier.submitter_name))


def _link(dossier: Dossier, occasion: Occasion) -> str:
    """The address of the public page; where no address is set, how to find it."""
    address = settings.PUBLIC_ADDRESS
    if not address:
        return "Xem hồ sơ đến đâu: quét mã QR trên giấy hẹn."
    # The page is of a room above: its name is all that is known of it here.
    state = f"{address}{reverse('portal:state', args=[dossier.token])}"
    if occasion is Occasion.RETURNED:
        return f"Xem lại hồ sơ và cho biết ông/bà có hài lòng không: {state}"
    return f"Xem hồ sơ đến đâu: {state}"


def _signed(dossier: Dossier, at: datetime) -> str:
    unit, day = dossier.case.received_unit_id, day_of(at)
    lines = [names_on([unit], day).get(unit, "")]
    if contact := contact_of(unit, day):
        lines += [contact.address, f"Điện thoại: {contact.phone}"]
    lines.append("Thư này gửi tự động, xin không trả lời.")
    return "\n".join(lines)

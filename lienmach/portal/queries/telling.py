"""A dossier as its public page tells it: where it stands, what to do, by when.

Nothing here names a person: what officers typed is shown without the names and numbers
that the dossier knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q

from lienmach.base.parts import day, number
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.mask import without_persons
from lienmach.calc.spoken import spoken_day, spoken_moment
from lienmach.calc.standing import Standing, Told
from lienmach.cases.models import Incident, Promise
from lienmach.cases.queries import open_wait
from lienmach.onestop.flow import AT_WORK, PAUSED, UNFINISHED, State
from lienmach.onestop.models import (
    Apology,
    Dossier,
    Form,
    ReturnWay,
    TaxNotice,
)
from lienmach.onestop.queries import chains
from lienmach.onestop.queries.dossiers import told
from lienmach.onestop.queries.found import has_second_factor
from lienmach.onestop.queries.sendings import Asked, asked_of
from lienmach.portal.flow import PROMISED_AGAIN, STATES
from lienmach.portal.queries.office import Point, point
from lienmach.portal.queries.trail import Mark, thread

RATED_FOR = timedelta(days=30)
SENT = (
    "Ông/bà không phải làm gì thêm. Đủ thì hồ sơ được xử lý tiếp và có hẹn mới; còn "
    "thiếu gì sẽ ghi ở trang này."
)
CHECKING = "Đã nhận bổ sung của ông/bà, đang kiểm tra."
GIVEN = {
    TaxNotice.Way.COUNTER: "Thông báo đã trao tại quầy",
    TaxNotice.Way.POST: "Thông báo đã gửi qua bưu chính",
    TaxNotice.Way.ELECTRONIC: "Thông báo đã gửi bản điện tử",
}
NOTHING_OWED = "Không còn thông báo nào ông/bà phải nộp; nơi giải quyết sẽ làm tiếp."
NOT_BEGUN = "Bắt đầu khi phần trước xong."
CHIPPED = UNFINISHED | {State.READY, State.RETURNED}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that the applicant has to do: what, why, what a good one is like."""

    what: str
    why: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a chain, with the agency that does it."""

    name: str
    agency: str
    verdict: str
    chip: Told | None
    promised: str


@dataclass(frozen=True, slots=True)
class Telling:
    """All that the public page shows before anybody has shown who they are."""

    code: str
    title: str
    verdict: str
    lines: tuple[str, ...]
    sorry: tuple[str, ...]
    tasks: tuple[Task, ...]
    bring: tuple[str, ...]
    chip: Told | None
    beside_chip: str
    facts: tuple[tuple[str, str], ...]
    thread: tuple[Mark, ...]
    parts: tuple[Part, ...]
    part_of: str
    can_send: bool
    is_sent: bool
    point: Point
    promised_at: datetime | None
    rate_until: date | None


def telling(dossier: Dossier, *, now: datetime, is_held: bool = True) -> Telling:
    """Tell a dossier that was fetched by ``queries.found``.

    What officers wrote in their own words is for whoever holds a slip (``is_held``): a
    code can be guessed.
    """
    return _Teller(dossier, now, is_held=is_held).all()


class _Teller:
    """The sentences of one page; each method reads what only it needs."""

    def __init__(self, dossier: Dossier, now: datetime, *, is_held: bool) -> None:
        self.dossier, self.now, self.case = dossier, now, dossier.case
        self.is_held = is_held
        self.state = State(dossier.case.state)
        self.point = point(self.case.received_unit_id, on=day_of(now))
        self.told = told(dossier, now=now)
        self.apology = self._apology()

    def all(self) -> Telling:
        tasks = tuple(self._tasks())
        return Telling(
            code=self.case.code,
            title=self.dossier.title,
            verdict=self._verdict(),
            lines=tuple(self._lines()),
            sorry=tuple(self._sorry()),
            tasks=tasks,
            bring=tuple(self._bring(bool(tasks))),
            chip=self._chip(),
            beside_chip="Đồng hồ đang dừng" if self.state in PAUSED else "",
            facts=tuple(self._facts()),
            thread=tuple(
                thread(
                    self.dossier,
                    counter=self.point.name,
                    sent_at=self.sent_at,
                    is_unowed=self.is_unowed,
                )
            ),
            parts=tuple(self._parts()),
            part_of=self.case.parent.code if self.case.parent else "",
            can_send=bool(self.asked) and has_second_factor(self.dossier),
            is_sent=self.is_sent,
            point=self.point,
            promised_at=self._coming(),
            rate_until=self._rate_until(),
        )

    @property
    def is_late(self) -> bool:
        return self.told.standing is Standing.OVERDUE

    def _verdict(self) -> str:
        if self.is_late:
            return "Chúng tôi xin lỗi: hồ sơ đã quá hẹn."
        if self.is_sent:
            return CHECKING
        if self.asked and self.asked.wanted:
            many = len(self.asked.wanted)
            return f"Hồ sơ đang chờ ông/bà bổ sung {many} giấy tờ."
        if self.is_unowed:
            return NOTHING_OWED
        return STATES[self.state].verdict

    def _lines(self) -> Iterator[str]:
        """What follows from the state, in one or two sentences."""
        case, promised = self.case, self.case.promised_at
        running = self.state in AT_WORK or self.state is State.SIGNING
        if self.is_late:
            yield STATES[self.state].verdict
        elif running and promised:
            again = "Hẹn lại" if self.apology else "Hẹn trả"
            yield f"{again}: trước {spoken_moment(promised)}."
            yield from self._counted_again(promised)
        elif running and self.told.standing is Standing.UNLIMITED:
            yield self._without_promise()
        if self.is_sent:
            yield SENT
        elif text := STATES[self.state].text:
            yield text
        if self.state is State.RETURNED and case.closed_at:
            yield f"Trả lúc {spoken_moment(case.closed_at)}."
        if self.state is State.READY:
            yield from self._ready()
        if reason := self._reason():
            yield f"Lý do: {reason}"
        yield from self._standing_still()

    def _standing_still(self) -> Iterator[str]:
        """What was noticed to stand still, in the words meant for the applicant.

        Nothing while it is for the applicant to act: it was noticed before that.
        """
        owes = self.state is State.OWING and not self.is_unowed
        if owes or (self.asked and not self.is_sent):
            return
        of_it = Q(case=self.case) | Q(case__parent=self.case)
        rows = Incident.objects.filter(of_it, closed_at=None).exclude(public_text="")
        for text in rows.order_by("pk").values_list("public_text", flat=True):
            yield self._plain(text)

    def _counted_again(self, promised: datetime) -> Iterator[str]:
        """Both days, where the calendar has changed since the slip was given out."""
        due = self.case.due_at
        if due and due > promised and self.case.events.filter(step="calendar").exists():
            yield (
                "Lịch làm việc đã thay đổi: hạn theo quy định nay là "
                f"{spoken_moment(due)}. Ngày trên giấy hẹn chỉ đổi khi có giấy mới."
            )

    def _without_promise(self) -> str:
        if self.dossier.is_same_day:
            return "Hồ sơ giải quyết ngay trong ngày."
        return "Pháp luật không quy định thời hạn giải quyết thủ tục này."

    def _ready(self) -> Iterator[str]:
        if self.case.finished_at:
            yield f"Có kết quả lúc {spoken_moment(self.case.finished_at)}."
        way = self.dossier.return_way
        if way == ReturnWay.POST:
            yield "Kết quả được gửi qua bưu chính đến địa chỉ ông/bà đã đăng ký."
        elif way == ReturnWay.ELECTRONIC:
            yield "Ông/bà đã chọn nhận bản điện tử."

    def _reason(self) -> str:
        """Why it was refused or stopped, as the form in the applicant's hand says."""
        form = {State.REFUSED: Form.REFUSAL, State.STOPPED: Form.STOP}.get(self.state)
        if form is None or not self.is_held:
            return ""
        slip = self.dossier.slips.filter(form=form).last()
        return self._plain(str(slip.said.get("reason", ""))) if slip else ""

    def _sorry(self) -> Iterator[str]:
        """An apology with its reason and the new day, or whom to ask for one."""
        letter = self.apology
        if letter:
            why = f" vì: {self._plain(letter.reason)}" if self.is_held else "."
            yield (
                "Chúng tôi xin lỗi: hồ sơ không xong đúng hẹn "
                f"{spoken_moment(letter.old_promise)}{why}"
            )
        if self.is_late and self.case.promised_at:
            again = "hẹn lại" if letter else "hẹn"
            late = self.told.text.removeprefix("Quá hạn ")
            yield (
                f"Đã {again} {spoken_moment(self.case.promised_at)}, đến nay quá "
                f"{late}. Chưa có hẹn mới."
            )

    def _apology(self) -> Apology | None:
        """The letter whose new day is the promise in force."""
        if self.case.promised_at is None or self.state not in UNFINISHED:
            return None
        letters = self.dossier.apologies.filter(signed_at__isnull=False)
        return letters.filter(new_promise=self.case.promised_at).last()

    def _tasks(self) -> Iterator[Task]:
        if self.is_sent:
            return
        if self.state is State.ASKED and not self.is_held:
            how = "Quét mã trên giấy hẹn hoặc nhập 4 số cuối để xem cần những gì."
            yield Task("Bổ sung giấy tờ", how)
        elif self.state is State.ASKED:
            for one in self.asked.wanted if self.asked else ():
                said = map(self._plain, (one.item.name, one.why, one.item.example))
                yield Task(*said)
        elif self.state is State.OWING and not self.is_unowed:
            yield from self._owing()
        elif self.state is State.READY and self._is_fetched():
            yield Task("Đến nhận kết quả, mang theo giấy hẹn hoặc căn cước")
        if self.state is State.READY and (owed := self._owed()):
            yield Task(f"Nộp phí, lệ phí còn thiếu: {number(owed)} đồng")

    def _owing(self) -> Iterator[Task]:
        """Each notice that is to be paid; without one, what the pause says."""
        notices = [one for one in self.notices if one.is_open and self.is_held]
        for one in notices:
            yield Task(
                f"Nộp {number(one.amount)} đồng, chậm nhất hết ngày {day(one.pay_by)}",
                " ".join(self._notice(one)),
            )
        if not notices:
            wait = open_wait(self.case)
            why = self._plain(wait.reason) if wait and self.is_held else ""
            yield Task("Thực hiện nghĩa vụ tài chính theo thông báo", why)

    @cached_property
    def notices(self) -> list[TaxNotice]:
        """The notices of the dossier and its parts, while it waits for payment."""
        if self.state is not State.OWING:
            return []
        of_it = Q(dossier=self.dossier) | Q(dossier__case__parent=self.case)
        return list(TaxNotice.objects.filter(of_it))

    @cached_property
    def is_unowed(self) -> bool:
        """Say whether it waits for nothing: the notice it began with was ended.

        What the pause says is then what that notice said: nobody is asked for it.
        """
        if not self.notices or any(one.is_open for one in self.notices):
            return False
        wait = open_wait(self.case)
        return wait is not None and any(
            one.made_at == wait.started_at for one in self.notices
        )

    def _notice(self, one: TaxNotice) -> Iterator[str]:
        """By which paper, how it reached the applicant, and whether it is too late."""
        issuer = self._plain(one.issuer)
        yield f"Theo thông báo {one.number} ngày {day(one.issued_on)} của {issuer}."
        if one.given_on:
            yield f"{GIVEN[TaxNotice.Way(one.way)]} ngày {day(one.given_on)}."
        else:
            yield f"Ông/bà nhận thông báo ở {self.point.name}."
        if one.pay_by < day_of(self.now):
            yield "Đã quá ngày này: ông/bà hỏi cơ quan thuế số tiền phải nộp hôm nay."

    @cached_property
    def asked(self) -> Asked | None:
        """What is asked for, of the dossier itself or of a part of it."""
        return asked_of(self.dossier) if self.state is State.ASKED else None

    @property
    def is_sent(self) -> bool:
        """It was sent over the web, and somebody is looking at it."""
        return self.sent_at is not None

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent, while somebody is looking at it."""
        sending = self.asked.sending if self.asked and self.asked.is_sent else None
        return sending.sent_at if sending else None

    def _bring(self, has_tasks: bool) -> Iterator[str]:
        """Where to do it, and when."""
        if not has_tasks and self.state not in (State.REFUSED, State.STOPPED):
            return
        if self.state in (State.REFUSED, State.STOPPED):
            yield f"Giấy tờ đã nộp được trả lại ở {self.point.name}."
        elif self.state is State.OWING:
            yield "Nộp xong, báo cho nơi tiếp nhận để hồ sơ được xử lý tiếp."
        else:
            yield f"Nơi nhận: {self.point.name}."
        if self.point.contact:
            yield f"{self.point.contact.address}."

    def _is_fetched(self) -> bool:
        return self.dossier.return_way == ReturnWay.COUNTER

    def _owed(self) -> int:
        charges = self.dossier.charges.filter(receipt=None, waived="")
        return sum(charges.values_list("amount", flat=True))

    def _chip(self) -> Told | None:
        if self.state not in CHIPPED or self.told.standing is Standing.UNLIMITED:
            return None
        if self.sent_at:
            return _checked_since(self.sent_at)
        if self.told.standing is Standing.PAUSED and self.told.at:
            since = self.told.at.astimezone(ZONE)
            words = f"{self.state.label} từ {since.day}/{since.month}"
            return Told(Standing.PAUSED, words, self.told.at)
        return self.told

    def _facts(self) -> Iterator[tuple[str, str]]:
        case = self.case
        yield "Đã nhận", spoken_moment(case.received_at)
        promises = list(case.promises.filter(withdrawn_at=None))
        if case.promised_at and self.state is not State.CANCELLED:
            is_running = self.state not in PAUSED
            label = "Hẹn trả" if is_running else "Hẹn trước khi dừng"
            yield label, spoken_moment(case.promised_at)
        if len(promises) > 1:
            yield "Hẹn trả lúc đầu", spoken_moment(promises[0].promised_at)
            why = PROMISED_AGAIN.get(promises[-1].cause, "")
            yield "Vì sao hẹn lại", why or Promise.Cause(promises[-1].cause).label
        if case.finished_at and self.state in (State.READY, State.RETURNED):
            yield "Có kết quả", spoken_moment(case.finished_at)
        if case.closed_at and self.state is State.RETURNED:
            yield "Đã trả", spoken_moment(case.closed_at)

    def _coming(self) -> datetime | None:
        """The promise that may be put into a calendar: still to come."""
        promised = self.case.promised_at
        running = self.state in AT_WORK or self.state is State.SIGNING
        return promised if promised and running and promised > self.now else None

    def _rate_until(self) -> date | None:
        closed = self.case.closed_at
        if self.state is not State.RETURNED or closed is None:
            return None
        last = day_of(closed + RATED_FOR)
        return last if self.now <= closed + RATED_FOR else None

    def _parts(self) -> Iterator[Part]:
        """The parts of a chain, also those to come; of what is none, nothing."""
        for part in chains.parts(self.dossier):
            verdict, chip, promised = NOT_BEGUN, None, part.due_at
            if begun := part.dossier:
                verdict, chip = self._of_part(begun)
                promised = begun.case.promised_at or begun.case.due_at
            yield Part(
                name=part.name,
                agency=part.agency,
                verdict=verdict,
                chip=chip,
                promised=spoken_day(day_of(promised)) if promised else "",
            )

    def _of_part(self, begun: Dossier) -> tuple[str, Told | None]:
        """Where a part stands, and its chip if it has one."""
        asked = self.asked
        if self.sent_at and asked and asked.supplement.dossier_id == begun.pk:
            return CHECKING, _checked_since(self.sent_at)
        state, chip = State(begun.case.state), told(begun, now=self.now)
        shown = state in CHIPPED and chip.standing is not Standing.UNLIMITED
        return STATES[state].verdict, chip if shown else None

    def _plain(self, text: str) -> str:
        return without_persons(text, persons(self.dossier))


def persons(dossier: Dossier) -> list[str]:
    """The names that no public sentence may hold."""
    names = [dossier.owner_name, dossier.submitter_name, dossier.owner.name]
    if dossier.submitter:
        names.append(dossier.submitter.name)
    return [*names, dossier.email, dossier.address]


def _checked_since(sent_at: datetime) -> Told:
    """The clock stands still yet, though not for the applicant."""
    day = sent_at.astimezone(ZONE)
    words = f"Chờ kiểm tra bổ sung từ {day.day}/{day.month}"
    return Told(Standing.PAUSED, words, sent_at)

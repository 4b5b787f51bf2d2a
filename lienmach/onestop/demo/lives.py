"""How a dossier of the demo comes about: by chance, within the rules and the hours.

A life is played to its end or to a moment; whoever wants a certain kind of dossier
plays lives until one is of that kind, and forgets the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.hours import Sessions
from lienmach.calc.local import ZONE, day_bounds, day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import settle
from lienmach.calc.tables import Beyond, minute_of, moment_of
from lienmach.onestop.actions.histories import History, Past
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.receive import NewDossier, NewPaper
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.demo.offices import Desk, Office
from lienmach.onestop.demo.people import Crowd
from lienmach.onestop.models import Channel, NotifyWay, Party, Receipt, ReturnWay
from lienmach.registers.models import Component, ProcedureVersion

HOUR, DAY = 60, 8 * 60  # in minutes of work
OPENS, SHUTS_BEFORE = time(7, 30), timedelta(minutes=30)

MISSING = (
    ("Bản chụp mờ, không đọc được trang 2", "Bản chụp rõ cả bốn góc, đọc được dấu"),
    ("Thiếu chữ ký của người đề nghị", "Ký và ghi rõ họ tên ở cuối trang"),
    ("Số căn cước trong tờ khai khác giấy tờ kèm theo", "Ghi đúng số trên căn cước"),
    ("Giấy tờ đã hết giá trị sử dụng", "Giấy tờ còn giá trị tại ngày nộp"),
    ("Thiếu xác nhận của người đồng sở hữu", "Có chữ ký của tất cả người đồng sở hữu"),
)
DELAYS = (
    "Phải xác minh thực địa, trời mưa nhiều ngày chưa đo đạc được",
    "Cơ quan phối hợp trả lời chậm hơn thời hạn đã đề nghị",
    "Hồ sơ gốc lưu ở kho cũ, mất thêm thời gian tra cứu, đối chiếu",
    "Số hồ sơ tăng đột biến sau kỳ nghỉ, không kịp thẩm định trong hạn",
)
AGENCIES = (
    ("Chi nhánh Văn phòng đăng ký đất đai", "Đề nghị đối chiếu ranh giới thửa đất"),
    ("Công an phường", "Đề nghị xác minh nơi cư trú của người nộp hồ sơ"),
    ("Trạm Y tế", "Đề nghị cho biết tình trạng hồ sơ sức khỏe lưu tại trạm"),
    ("Sở Tư pháp", "Đề nghị hướng dẫn giấy tờ thay thế khi bản gốc đã thất lạc"),
)
WAIVED = ("Hộ nghèo, hộ cận nghèo", "Người cao tuổi", "Người có công với cách mạng")


class Fate(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Unfit(Exception):
    """The chances drawn do not make a life: draw again."""


class _Reached(Exception):
    """The moment to which a life is played has come."""


@dataclass(frozen=True, slots=True)
class Chances:
    """What may happen on the way, each with its probability.

    ``signing`` is how long a result may wait to be signed, in minutes of work.
    """

    online: float = 0.26
    asked: float = 0.06
    owing: float = 0.0
    waiting: float = 0.02
    consulted: float = 0.03
    apology: float = 0.0
    by_proxy: float = 0.06
    waived: float = 0.07
    signing: int = 12 * HOUR


USUAL = Chances()


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure as it stands on offer, with all that a receipt needs of it."""

    version: ProcedureVersion
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """One life to be played; ``until`` is the moment to which."""

    office: Office
    offer: Offer
    received_at: datetime
    fate: Fate
    chances: Chances = USUAL
    until: datetime | None = None
    is_same_day: bool = False
    is_mobile: bool = False
    content: str = ""


class Player:
    """Plays lives into a past; ``crowd`` are those who come to an office."""

    def __init__(self, past: Past, crowd: Callable[[Office], Crowd]) -> None:
        self.past, self.dice, self.crowd = past, past.dice, crowd

    def play(
        self, draw: Draw, is_wanted: Callable[[History], bool] = lambda _: True
    ) -> History | None:
        """Play one life; None, and nothing kept, if it is not what is wanted."""
        mark = self.past.rows.mark()
        known = len(self.crowd(draw.office).known)
        life = _Life(self.past, draw, self.crowd(draw.office))
        try:
            history = life.played()
            if is_wanted(history):
                self.past.histories.append(history)
                return history
        except (Unfit, Beyond):
            pass
        self.past.rows.back_to(mark)
        del self.crowd(draw.office).known[known:]
        return None


class _Life:
    def __init__(self, past: Past, draw: Draw, crowd: Crowd) -> None:
        self.past, self.draw, self.crowd, self.dice = past, draw, crowd, past.dice
        self.office, self.chances = draw.office, draw.chances
        self.desk: Desk = draw.office.desk(draw.offer.version.field.name)
        day = day_of(draw.received_at)
        self.calendar = past.calendars.of(draw.office.counter, day)
        self.officer = self.dice.choice(self.desk.officers)
        self.clerk = self.dice.choice(self.office.clerks)
        self.at = draw.received_at
        self.history: History

    def played(self) -> History:
        self._received()
        try:
            self._lived()
        except _Reached:
            pass
        except Refused as refused:
            raise Unfit from refused
        return self.history

    def _received(self) -> None:
        draw, version = self.draw, self.draw.offer.version
        owner = self._owner()
        by_proxy = self._happens(self.chances.by_proxy) and not draw.is_same_day
        online = self._happens(self.chances.online) and bool(version.online)
        channel = Channel.ONLINE if online and not draw.is_same_day else Channel.COUNTER
        by_post = not draw.is_same_day and self._happens(0.08)
        by_phone = self._happens(0.6)
        new = NewDossier(
            procedure=version.procedure.code,
            owner=owner,
            papers=tuple(_papers(draw.offer.components, by_proxy=by_proxy)),
            submitter=self.crowd.somebody() if by_proxy else None,
            channel=Channel.MOBILE if draw.is_mobile else channel,
            content=draw.content,
            quantity=self.dice.choice((1, 1, 2, 3, 5)) if draw.is_same_day else 1,
            is_same_day=draw.is_same_day,
            return_way=ReturnWay.POST if by_post else ReturnWay.COUNTER,
            notify_way=NotifyWay.PHONE if by_phone else NotifyWay.NONE,
            waived=self.dice.choice(WAIVED)
            if self._happens(self.chances.waived)
            else "",
            payment=self._payment(channel) if draw.is_same_day else None,
        )
        self.history = History(
            self.past,
            new,
            version,
            counter=self.office.counter,
            decides=self.desk.decides,
            by=self.clerk,
            at=self.at,
        )
        if draw.is_same_day or self.draw.fate in (Fate.REFUSED, Fate.CANCELLED):
            return
        if channel == Channel.ONLINE or self._happens(0.75):
            self._paid()

    def _owner(self) -> Party:
        is_trade = self.draw.offer.version.field.name in ("Môi trường", "Xây dựng")
        if is_trade and self._happens(0.15):
            return self.crowd.organisation()
        return self.crowd.somebody()

    def _lived(self) -> None:
        if self.draw.is_same_day:
            return
        if self._ends_at_counter():
            return
        self._handed_over()
        self._accepted()
        if self._happens(self.chances.asked):
            self._asked()
        if self._happens(self.chances.owing):
            self._paused("owe", "paid", "Chờ nộp thuế, tiền sử dụng đất theo thông báo")
        if self._happens(self.chances.waiting):
            agency, question = self.dice.choice(AGENCIES)
            self._paused("wait", "answered", f"{agency}: {question.lower()}")
        if self._happens(self.chances.consulted):
            self._consulted()
        if self._happens(self.chances.apology):
            self._apologised()
        self._finished()
        self._returned()

    def _ends_at_counter(self) -> bool:
        fate = self.draw.fate
        if fate is Fate.CANCELLED:
            self._pass(2, 9)
            self.history.take("cancel", by=self.clerk, at=self.at, note="Nhập nhầm")
        elif fate is Fate.REFUSED:
            self._pass(10, 40)
            why = "Không thuộc thẩm quyền giải quyết của cơ quan"
            self.history.take("refuse", by=self.clerk, at=self.at, note=why)
        return fate in (Fate.CANCELLED, Fate.REFUSED)

    def _handed_over(self) -> None:
        """Papers go when a session ends, files of the network at once."""
        if self.desk.unit == self.office.counter:
            return
        goes_alone = self.history.new.channel == Channel.ONLINE or self._is_urgent()
        if goes_alone:
            self._pass(4, 30)
        else:
            self._until(self._end_of_session())
        by, unit = self.clerk, self.desk.unit
        event = self.history.assign(by=by, at=self.at, unit=unit, person=None)
        self.history.cart = None if goes_alone else event

    def _accepted(self) -> None:
        if self._is_urgent():
            self._pass(3, 20)
        else:
            self._pass(15, 5 * HOUR)
        self.history.take("accept", by=self.officer, at=self.at)

    def _asked(self) -> None:
        paper = self.dice.choice(self.history.papers)
        reason, example = self.dice.choice(MISSING)
        self._pass(HOUR, 2 * DAY)
        missing = [Missing(paper.name, reason, example, paper.pk)]
        self.history.ask(missing, reason=reason, by=self.officer, at=self.at)
        self._pass(DAY // 2, 9 * DAY)
        self.history.supplement(by=self.clerk, at=self.at)

    def _paused(self, begin: str, end: str, why: str) -> None:
        self._pass(HOUR, DAY)
        self.history.take(begin, by=self.officer, at=self.at, note=why)
        self._pass(DAY, 9 * DAY)
        self.history.take(end, by=self.officer, at=self.at)

    def _consulted(self) -> None:
        agency, question = self.dice.choice(AGENCIES)
        self._pass(HOUR, DAY)
        due = moment_of(self._count_at(self.at, 3 * DAY))
        asked = self.history.consult(
            agency, question, due_at=due, by=self.officer, at=self.at
        )
        self._pass(HOUR, 3 * DAY)
        text = "Thống nhất với đề nghị, không có ý kiến thêm."
        self.history.answer(asked, text, by=self.officer, at=self.at)

    def _apologised(self) -> None:
        """A letter before the promise is broken, and another day."""
        promised = self._promised()
        self._until_count(self._count(promised) - self.dice.randint(DAY, DAY + 200))
        later = promised + timedelta(days=self.dice.randint(4, 9))
        new = settle(datetime.combine(day_of(later), time(17, 30), ZONE), self.calendar)
        why = self.dice.choice(DELAYS)
        self.history.prepare_apology(why, new, by=self.officer, at=self.at)
        self._pass(20, 3 * HOUR)
        self.history.sign_apology(by=self._signer(), at=self.at)

    def _finished(self) -> None:
        fate, goal = self.draw.fate, self._goal()
        if fate is Fate.WITHDRAWN:
            self._until_count(goal)
            why = "Người nộp thay đổi nguyện vọng, xin rút hồ sơ"
            self.history.take("withdraw", by=self.clerk, at=self.at, note=why)
            return
        if fate is Fate.STOPPED:
            self._until_count(goal)
            why = "Có đơn tranh chấp đang được tòa án thụ lý"
            self.history.take("stop", by=self._signer(), at=self.at, note=why)
            return
        if self.desk.signer is None:
            self._until_count(goal)
            signed = self._signed(None)
            self.history.record_result(signed, by=self.officer, at=self.at)
            return
        left = goal - self._count(self.at)
        lead = min(self.dice.randint(20, self.chances.signing), left // 2)
        self._until_count(goal - lead)
        self.history.take(
            "submit",
            by=self.officer,
            at=self.at,
            unit=self.desk.signer_unit,
            person=self.desk.signer,
        )
        self._until_count(goal)
        if fate is Fate.REJECTED:
            why = "Không đủ điều kiện theo quy định, đã giải thích cho người nộp"
            self.history.take("reject", by=self.desk.signer, at=self.at, note=why)
            return
        self.history.sign(
            self._signed(self.desk.signer), by=self.desk.signer, at=self.at
        )

    def _returned(self) -> None:
        if self.history.result is None:
            return
        self._pass(30, 6 * DAY)
        self._paid()
        dossier = self.history.dossier
        if dossier.return_way == ReturnWay.POST:
            code = f"MP{self.dice.randrange(10**9):09}"
            self.history.post(code, by=self.clerk, at=self.at)
            self._pass(DAY, 3 * DAY)
            on = day_of(self.at)
            self.history.delivered(on=on, by=self.clerk, at=self.at)
            return
        proxy = dossier.submitter_name
        handed = Handed(
            proxy or dossier.owner_name,
            on_behalf="Giấy ủy quyền" if proxy else "",
            is_signed=True,
        )
        self.history.give_back(handed, by=self.clerk, at=self.at)

    def _goal(self) -> int:
        """The minute of work in which the result is there, as fate will have it."""
        now, promised = self._count(self.at), self._promised()
        morning = self._count(day_bounds(day_of(promised))[0])
        last = self._count(promised)
        match self.draw.fate:
            case Fate.ON_TIME:
                first, end = max(now + 20, morning + 5), last - 1
            case Fate.LATE:
                first, end = last + 20, last + 6 * DAY
            case Fate.STOPPED | Fate.WITHDRAWN:
                first, end = now + 20, morning - 1
            case _:
                first = now + max(20, (morning - now) * 2 // 5)
                end = morning - 1
        if not now < first <= end:
            raise Unfit
        return self.dice.randint(first, end)

    def _signed(self, signer: int | None) -> Signed:
        number = f"{self.dice.randint(1, 4000)}/KQ-UBND"
        name = self.desk.signer_name
        return Signed(day_of(self.at), name, number, signer)

    def _signer(self) -> int:
        return self.desk.signer or self.officer

    def _paid(self) -> None:
        paid = self._payment(self.history.new.channel)
        reference = paid.reference
        self.history.pay(paid.method, by=self.clerk, at=self.at, reference=reference)

    def _payment(self, channel: str) -> Payment:
        is_online = channel == Channel.ONLINE
        method = Receipt.Method.ONLINE if is_online else Receipt.Method.CASH
        if not is_online and self._happens(0.3):
            method = Receipt.Method.TRANSFER
        is_cash = method == Receipt.Method.CASH
        return Payment(method, "" if is_cash else f"MP{self.dice.randrange(10**8):08}")

    def _promised(self) -> datetime:
        if (promised := self.history.case.promised_at) is None:
            raise Unfit
        return promised

    def _is_urgent(self) -> bool:
        """What is due within a day or so does not wait for the next cart."""
        promised = self.history.case.promised_at
        return promised is None or self._count(promised) - self._count(self.at) < DAY

    # The hours

    def _pass(self, least: int, most: int) -> None:
        """Let some minutes of work go by."""
        self._until_count(self._count(self.at) + self.dice.randint(least, most))

    def _until_count(self, count: int) -> None:
        at = moment_of(self.calendar.tables.nth_minute(count))
        self._until(at - timedelta(seconds=self.dice.randint(1, 40)))

    def _until(self, at: datetime) -> None:
        if at <= self.at:
            raise Unfit
        if self.draw.until and at > self.draw.until:
            raise _Reached
        self.at = at

    def _count(self, at: datetime) -> int:
        return self.calendar.tables.minutes_until(minute_of(at))

    def _count_at(self, at: datetime, more: int) -> int:
        return self.calendar.tables.nth_minute(self._count(at) + more)

    def _end_of_session(self) -> datetime:
        """A quarter of an hour before the session ends in which something came in."""
        first = moment_of(self._count_at(self.at, 30))
        for _, end in self.calendar.sessions(day_of(first)):
            closing = datetime.combine(day_of(first), end, ZONE)
            if first <= closing:
                return closing - timedelta(minutes=15)
        raise Unfit

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance


def reception(calendar: WorkCalendar, day: date) -> Sessions:
    """When the demo's counters take in: they shut half an hour before the office."""
    spans = []
    for start, end in calendar.opening(day):
        shut = datetime.combine(day, end) - SHUTS_BEFORE
        spans.append((max(start, OPENS), shut.time()))
    return tuple(spans)


def receipt_on(calendar: WorkCalendar, day: date, dice: Random) -> datetime | None:
    """A moment at which somebody comes to the counter; None where it is closed."""
    minutes = [
        start.hour * 60 + start.minute + n
        for start, end in reception(calendar, day)
        for n in range((end.hour - start.hour) * 60 + end.minute - start.minute)
    ]
    if not minutes:
        return None
    drawn = dice.choice(minutes)
    clock = time(drawn // 60, drawn % 60, dice.randrange(60))
    return datetime.combine(day, clock, ZONE)


def _papers(listed: Sequence[Component], *, by_proxy: bool) -> list[NewPaper]:
    """What is on the list; the last of it only where somebody comes for another."""
    kept = listed if by_proxy or len(listed) < 3 else listed[:-1]
    return [
        NewPaper(each.name, each.originals, each.copies, component_id=each.pk)
        for each in kept
    ]

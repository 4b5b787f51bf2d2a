"""What stands still: each sort is a question with its own answer in plain words."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.base.files import is_kept
from lienmach.base.outbox import failed_messages
from lienmach.base.parts import moment
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import day_of
from lienmach.calc.rules import apology_by, rules_on
from lienmach.cases.models import Case, CaseEvent, Incident
from lienmach.cases.registry import Found
from lienmach.onestop.models import (
    Apology,
    Attachment,
    Consultation,
    Dossier,
    HandOver,
    Result,
    Sending,
)
from lienmach.org.models import Setting
from lienmach.org.queries import Caretaker, caretakers
from lienmach.registers.models import Step
from lienmach.registers.queries.calendar import Calendars

WHOLE = Decimal(100)
MOST_UNITS = 200  # whose heads are asked for on one page
SETTING, USUAL_HOURS = "stall-hours", 16
Kind = Incident.Kind
STANDS = "Hồ sơ đang chờ lâu hơn thường lệ; chúng tôi đã nhắc nơi đang giải quyết."


def visible(actor: Actor) -> QuerySet[Incident]:
    """The incidents of the units that an actor sees."""
    rows = Incident.objects.filter(unit__in=actor.unit_ids)
    return rows.select_related("case", "person")


def without_head(actor: Actor, *, on: date) -> list[Caretaker]:
    """The units with open incidents whose reminders reach somebody else than the head.

    Where ``person`` is None, whoever holds the right to lead there, if anybody.
    """
    open_ones = visible(actor).filter(closed_at=None).order_by()
    units = set(open_ones.values_list("unit", flat=True).distinct()[:MOST_UNITS])
    found = caretakers(units, on=on).values()
    return sorted((one for one in found if one.why), key=lambda one: one.unit)


def hours() -> int:
    """After how many working hours without a step a dossier counts as standing."""
    chosen = Setting.objects.filter(name=SETTING).values_list("value", flat=True)
    return int(chosen.first() or USUAL_HOURS)


def _running() -> QuerySet[Dossier]:
    """Dossiers whose clock runs, with the moment of their last step."""
    last = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-number")
    return (
        Dossier.objects.filter(case__finished_at=None, case__closed_at=None)
        .exclude(case__due_at=None)
        .select_related("case", "hop", "procedure")
        .annotate(last_at=Subquery(last.values("at")[:1]))
    )


def silent(now: datetime) -> Iterator[Found]:
    """Dossiers without any step for longer than their present one should take.

    At least the hours that are set, and the share of the limit that the inner process
    gives the step: ten days of appraisal are not silence. The root of a chain moves
    with its parts: these are looked at instead.
    """
    calendars, least = Calendars(projected=True), hours()
    begun = Case.objects.filter(parent=OuterRef("pk"))
    rows = list(_running().exclude(Exists(begun)))
    shares = _shares({dossier.procedure_id for dossier in rows})
    for dossier in rows:
        case, last = dossier.case, getattr(dossier, "last_at", None)
        share = shares.get((dossier.procedure_id, dossier.position), WHOLE)
        usual = _hours_of(case.limit) * (WHOLE if dossier.hop_id else share) / WHOLE
        allowed = Limit(max(least, ceil(usual)), Clock.WORKING_HOURS)
        if last is None or _until(last, allowed, calendars, case.unit_id) >= now:
            continue
        said = f"không có bước mới từ {moment(last)}"
        yield _found(dossier, Kind.SILENT, said, STANDS)
    yield from _not_looked_at(now, calendars, least)


def _not_looked_at(now: datetime, calendars: Calendars, least: int) -> Iterator[Found]:
    """What applicants sent over the web and nobody has opened: their clock stands."""
    allowed = Limit(max(least // 2, 1), Clock.WORKING_HOURS)
    sent = Sending.objects.filter(
        state=Sending.State.SENT, supplement__dossier__case__closed_at=None
    ).select_related(
        *("supplement__dossier__case", "supplement__dossier__hop"),
        "supplement__dossier__procedure",
    )
    for one in sent:
        dossier = one.supplement.dossier
        assert one.sent_at
        if _until(one.sent_at, allowed, calendars, dossier.case.unit_id) < now:
            said = f"bổ sung gửi qua mạng {moment(one.sent_at)} chưa ai kiểm tra"
            yield _found(dossier, Kind.SILENT, said, "", about=f":{one.pk}")


def _shares(versions: Collection[int]) -> dict[tuple[int, int], Decimal]:
    """Which share of the time each step of the inner processes has, in per cent."""
    rows = Step.objects.filter(version__in=versions)
    return {
        (version, number): share
        for version, number, share in rows.values_list("version", "number", "share")
    }


def _hours_of(limit: Limit | None) -> Decimal:
    """About how many working hours a limit has: eight a day, five days a week."""
    if limit is None:
        return Decimal(0)
    if limit.clock is Clock.WORKING_HOURS:
        return Decimal(limit.amount)
    days = Decimal(limit.amount)
    return days * 8 * (5 if limit.clock is Clock.CALENDAR_DAYS else 7) / 7


def unconfirmed(now: datetime) -> Iterator[Found]:
    """Hand-overs that nobody has confirmed for half the hours of a stall."""
    allowed = Limit(max(hours() // 2, 1), Clock.WORKING_HOURS)
    calendars = Calendars(projected=True)
    waiting = HandOver.objects.filter(confirmed_at=None, called_off_at=None)
    for sheet in waiting:
        if _until(sheet.made_at, allowed, calendars, sheet.to_unit_id) < now:
            yield Found(
                key=f"hand-over:{sheet.pk}",
                kind=Kind.HAND_OVER,
                unit_id=sheet.to_unit_id,
                above_id=sheet.from_unit_id,
                text=f"Biên bản {sheet.number} giao lúc {moment(sheet.made_at)} "
                "chưa được xác nhận đã nhận.",
            )


def unreadable(now: datetime) -> Iterator[Found]:
    """Files of open dossiers that are no longer where they were put."""
    files = Attachment.objects.filter(
        removed_at=None, dossier__case__closed_at=None
    ).select_related("dossier__case", "dossier__hop", "dossier__procedure")
    for file in files:
        if not is_kept(file.file_key):
            said = f"tệp «{file.file_name}» không mở được, cần tải lên lại"
            yield _found(file.dossier, Kind.FILE, said, "", about=f":{file.pk}")


def badly_signed(now: datetime) -> Iterator[Found]:
    """Results that were not handed over yet and whose digital signature failed."""
    rows = Result.objects.filter(
        has_bad_signature=True, dossier__case__closed_at=None
    ).select_related("dossier__case", "dossier__hop", "dossier__procedure")
    for result in rows:
        said = f"kết quả phải ký lại: {result.signature}"
        public = "Chữ ký số trên kết quả đang được kiểm tra lại."
        yield _found(result.dossier, Kind.SIGNATURE, said, public)


def unanswered(now: datetime) -> Iterator[Found]:
    """Opinions that another agency should have given by now."""
    late = Consultation.objects.filter(
        answered_at=None, due_at__lt=now, dossier__case__finished_at=None
    ).select_related("dossier__case", "dossier__hop", "dossier__procedure")
    for asked in late:
        said = f"{asked.agency} chưa trả lời, hạn {moment(asked.due_at)}"
        public = f"Hồ sơ đang chờ ý kiến của {asked.agency}."
        yield _found(asked.dossier, Kind.OPINION, said, public, about=f":{asked.pk}")


def without_apology(now: datetime) -> Iterator[Found]:
    """Dossiers that expire within a working day and have no signed letter."""
    signed = Apology.objects.filter(dossier=OuterRef("pk"), signed_at__isnull=False)
    near = (
        _running()
        .filter(case__promised_at__isnull=False, case__soon_at__lte=now)
        .filter(case__parent=None)
        .exclude(Exists(signed))
    )
    calendars = Calendars(projected=True)
    for dossier in near:
        case = dossier.case
        assert case.promised_at
        day = day_of(case.received_at)
        calendar = calendars.of(case.received_unit_id, day)
        if apology_by(case.promised_at, rules_on(day), calendar) <= now:
            said = (
                f"hẹn trả {moment(case.promised_at)}, chưa có kết quả hay thư xin lỗi"
            )
            yield _found(dossier, Kind.APOLOGY, said, "")


def broken_chains(now: datetime) -> Iterator[Found]:
    """Chains of which no part runs although they have no result."""
    runs = Case.objects.filter(parent=OuterRef("pk"), finished_at=None)
    part = Case.objects.filter(parent=OuterRef("pk"))
    for root in _running().filter(Exists(part), ~Exists(runs)):
        said = "không còn chặng nào đang chạy: chọn làm tiếp hay từ chối"
        yield _found(root, Kind.CHAIN, said, STANDS)


def later_than_promised(now: datetime) -> Iterator[Found]:
    """Dossiers that a change of calendar made due after what their slip says."""
    moved = (
        Dossier.objects.filter(
            case__finished_at=None,
            case__promised_at__isnull=False,
            case__due_at__gt=F("case__promised_at"),
            case__events__step="calendar",
        )
        .select_related("case", "hop", "procedure")
        .distinct()
    )
    for dossier in moved:
        case = dossier.case
        assert case.due_at
        assert case.promised_at
        said = (
            f"giấy hẹn ghi {moment(case.promised_at)}, lịch mới tính đến "
            f"{moment(case.due_at)}: báo người nộp, phát giấy hẹn mới"
        )
        yield _found(dossier, Kind.CALENDAR, said, "")


def undelivered(now: datetime) -> Iterator[Found]:
    """Messages that did not reach the applicant and will not be tried again."""
    failed = {message.about: message for message in failed_messages()}
    for dossier in Dossier.objects.filter(case__code__in=failed).select_related("case"):
        message = failed[dossier.case.code]
        said = f"tin «{message.subject}» không gửi được: {message.error}"
        yield _found(dossier, Kind.MESSAGE, said, "", about=f":{message.pk}")


SORTS = {
    Kind.SILENT: silent,
    Kind.HAND_OVER: unconfirmed,
    Kind.FILE: unreadable,
    Kind.SIGNATURE: badly_signed,
    Kind.OPINION: unanswered,
    Kind.APOLOGY: without_apology,
    Kind.CHAIN: broken_chains,
    Kind.CALENDAR: later_than_promised,
    Kind.MESSAGE: undelivered,
}


def _found(
    dossier: Dossier, kind: str, said: str, public: str, *, about: str = ""
) -> Found:
    case = dossier.case
    return Found(
        key=f"{kind}:{case.pk}{about}",
        kind=kind,
        unit_id=case.unit_id,
        above_id=case.decides_unit_id,
        text=f"{case.code} ({dossier.title}): {said}.",
        case_id=case.pk,
        person_id=case.person_id,
        public_text=public,
    )


def _until(
    since: datetime, allowed: Limit, calendars: Calendars, unit_id: int
) -> datetime:
    until = due_at(since, allowed, calendars.of(unit_id, day_of(since)))
    assert until
    return until

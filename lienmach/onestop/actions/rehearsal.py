"""A procedure is rehearsed: sample dossiers run through it, and nothing stays written.

What the catalogue says is checked first; then each sample is received, handed over,
decided and given back by the very people who would do it, in a transaction that is
rolled back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import ZONE
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.onestop.actions import hands, steps
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.receive import NewDossier, NewPaper, receive
from lienmach.onestop.actions.steps import Handed, Signed
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import chains, dossiers
from lienmach.onestop.queries.rehearsal import (
    POSTED,
    Cast,
    Doubt,
    Station,
    Who,
    cast_of,
    counters,
    doubts,
    unmanned,
)
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries.calendar import work_calendar

MOST_COUNTERS = 5  # at which a version is played before it is kept


@dataclass(frozen=True, slots=True)
class Sample:
    """A dossier that was played: what for, when, and what became of it."""

    name: str
    received_at: datetime
    promised_at: datetime | None = None
    told: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    version: ProcedureVersion | None
    doubts: tuple[Doubt, ...]
    samples: tuple[Sample, ...] = field(default=())
    remark: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.doubts and not any(one.refused for one in self.samples)


class _Played(Exception):
    """Ends the transaction of a sample: nothing of it may stay."""


def rehearse(code: str, counter_id: int, *, on: date) -> Rehearsal:
    """Say whether a procedure could be handled at a counter from a day on."""
    version = dossiers.version_on(code, on)
    if version is None:
        missing = f"Thủ tục {code} không có phiên bản nào áp dụng ngày {on:%d/%m/%Y}."
        return Rehearsal(None, (Doubt("Phiên bản", missing),))
    found = tuple(doubts(version, counter_id, on=on))
    cast = cast_of(version, counter_id, on=on)
    if cast is None:
        return Rehearsal(version, found)
    seen = {one.text for one in found if one.where == "Quy trình"}
    if not seen:  # a unit that is not there has nobody either
        found += tuple(unmanned(cast))
    calendar = work_calendar(counter_id, on, projected=True)
    samples = [_play(name, at, version, cast) for name, at in _moments(calendar, on)]
    return Rehearsal(version, found, tuple(samples), cast.doubled)


def doubts_about(version: ProcedureVersion, actor: Actor, on: date) -> list[str]:
    """What would go wrong with a version at the counters of an actor, from a day on.

    Where it is posted is not asked: that is done once it is kept.
    """
    known = counters(actor, on=on)[:MOST_COUNTERS]
    said: dict[str, list[str]] = {}
    for counter, name in known:
        found = rehearse(version.procedure.code, counter, on=on)
        told = [
            f"{doubt.where}: {doubt.text}"
            for doubt in found.doubts
            if doubt.where != POSTED
        ]
        refused = (f"{s.name}: {s.refused}" for s in found.samples if s.refused)
        for text in dict.fromkeys((*told, *refused)):
            said.setdefault(text, []).append(name)
    return [
        text if len(where) == len(known) else f"{text} ({', '.join(where)})"
        for text, where in said.items()
    ]


def _moments(calendar: WorkCalendar, on: date) -> Iterator[tuple[str, datetime]]:
    """A morning, the end of a week after the hand-over hour, a last minute."""
    first = _next(calendar, on, lambda day: True)
    friday = _next(calendar, on, lambda day: day.weekday() == 4)
    yield "Buổi sáng ngày thường", _at(first, calendar.sessions(first)[0][0])
    yield "15:40 thứ Sáu, sau giờ chuyển hồ sơ", _at(friday, time(15, 40))
    yield "Phút cuối giờ làm việc", _at(first, calendar.sessions(first)[-1][1])


def _next(calendar: WorkCalendar, on: date, fits: Callable[[date], bool]) -> date:
    day = on
    while not (calendar.is_working(day) and fits(day)):
        day += timedelta(days=1)
    return day


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE)


def _play(name: str, at: datetime, version: ProcedureVersion, cast: Cast) -> Sample:
    told: list[str] = []
    promised: datetime | None = None
    refused = ""
    try:
        with transaction.atomic():
            dossier = _received(version, cast.clerk[1], at)
            promised = dossier.case.promised_at
            told.append(f"{cast.clerk[0].name} tiếp nhận")
            told.extend(_handled(dossier, cast, at))
            raise _Played
    except _Played:
        pass
    except Refused as no:
        refused = str(no)
    except PermissionDenied as no:
        refused = f"Thiếu quyền «{no}» ở bước sau «{told[-1] if told else name}»."
    return Sample(name, at, promised, tuple(told), refused)


def _send_on(dossier: Dossier, to: Station, officer: Who, at: datetime) -> None:
    """Send a dossier to the next step inside: to its holder, if they work there."""
    person = to.who[0] if to.who and to.who[1].unit_id == to.unit_id else None
    hands.forward(
        dossier.pk,
        actor=officer[1],
        at=at,
        to_unit=to.unit_id,
        to_person=person.pk if person else None,
    )


def _received(version: ProcedureVersion, clerk: Actor, at: datetime) -> Dossier:
    person = save_party(NewParty(name="Hồ sơ diễn tập"), at=at)
    papers = tuple(
        NewPaper(part.name, part.originals, part.copies, component_id=part.pk)
        for part in version.components.all()
    )
    new = NewDossier(
        procedure=version.procedure.code,
        owner=person,
        papers=papers,
        waived="Diễn tập",
    )
    return receive(new, actor=clerk, at=at)


def _handled(dossier: Dossier, cast: Cast, at: datetime) -> Iterator[str]:
    parts = chains.children(dossier)
    for part in parts:
        yield f"Chặng «{part.title}» gửi đến nơi thụ lý"
    if parts:
        return
    clerk, officer, leader = cast.clerk, cast.officer, cast.leader
    cases.assign(dossier.case, actor=clerk[1], at=at, to_unit=cast.unit_id)
    steps.take(dossier.pk, "accept", actor=officer[1], at=at)
    yield f"{officer[0].name} nhận xử lý"
    for one in cast.inner:
        _send_on(dossier, one, officer, at)
        officer = one.who or officer
        yield f"{officer[0].name} nhận bước «{one.step.name}»"
    steps.take(dossier.pk, "submit", actor=officer[1], at=at)
    signed = Signed(at.date(), leader[0].name, signer_id=leader[0].pk)
    steps.sign(dossier.pk, signed, actor=leader[1], at=at)
    yield f"{leader[0].name} ký"
    steps.give_back(dossier.pk, Handed("Hồ sơ diễn tập"), actor=clerk[1], at=at)
    yield f"{clerk[0].name} trả kết quả"

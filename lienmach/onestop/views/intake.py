"""What stands on the page of a counter: who came, what for, what was received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from lienmach.base.http import Request
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.choosing import Option, choose
from lienmach.calc.local import day_of
from lienmach.calc.scan import Kind, Scanned, read
from lienmach.onestop.actions.people import note_opened
from lienmach.onestop.actions.receive import ENTERED_WITHIN
from lienmach.onestop.forms.counter import IntakeForm, written_moment
from lienmach.onestop.forms.people import Organisation
from lienmach.onestop.models import Dossier, Party
from lienmach.onestop.queries import counter as queries
from lienmach.onestop.queries import people, receiving
from lienmach.onestop.queries.counter import Chosen
from lienmach.onestop.queries.people import Known
from lienmach.registers.queries.calendar import work_calendar

MOST_OFFERED = 6


SHOWN, MOST_SHOWN = "quay-da-quet", 20  # in the session: whose number was given


@dataclass(frozen=True, slots=True)
class Found:
    """What the scan box has led to: somebody, a few to choose from, or words why not.

    ``is_new`` opens the fields of a person, ``initial`` fills them in.
    """

    party: Party | None = None
    several: list[Party] = field(default_factory=list)
    dossier: Dossier | None = None
    wrong: str = ""
    is_new: bool = False
    initial: dict[str, Any] = field(default_factory=dict)


class Intake:
    """The page as it is asked for, or sent; everything is read when it is drawn."""

    def __init__(self, request: Request) -> None:
        self.request, self.actor = request, request.actor
        self.now: datetime = timezone.now()
        self.sent: QueryDict = request.POST if request.method == "POST" else request.GET

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar(self.actor.unit_id, day_of(self.now), projected=True)

    @cached_property
    def came_in(self) -> datetime:
        """When it comes in: now, or when the sheet of paper says that it did.

        What is too long ago to be entered at all is refused when it is sent.
        """
        before = written_moment(self.sent)
        if before and self.now - ENTERED_WITHIN <= before < self.now:
            return before
        return self.now

    def _calendar_of(self, day: date) -> WorkCalendar:
        if day == day_of(self.now):
            return self.calendar
        return work_calendar(self.actor.unit_id, day, projected=True)

    @cached_property
    def offered(self) -> list[Option]:
        return receiving.offered(self.actor.unit_id, day_of(self.now))

    @cached_property
    def found(self) -> Found:
        if pk := self.sent.get("nguoi", ""):
            return self._opened(pk)
        if self.request.method == "POST":
            is_new = any(self.sent.get(name) for name in ("so", "ten", "dien_thoai"))
            return Found(is_new=is_new)
        found = _look_up(read(self.sent.get("q", "")), self)
        if found.party:
            self._remember(found.party)
        return found

    def _remember(self, party: Party) -> None:
        """Whoever gave their whole number may be served, known here or not."""
        shown: list[int] = self.request.session.get(SHOWN, [])
        if party.pk not in shown:
            self.request.session[SHOWN] = [party.pk, *shown][:MOST_SHOWN]

    def _opened(self, pk: str) -> Found:
        party = None
        if _is_key(pk):
            is_shown = int(pk) in self.request.session.get(SHOWN, [])
            met = Party.objects if is_shown else people.met(self.actor)
            party = met.filter(pk=pk).first()
        if party is None:
            return Found(wrong="Không còn người này: hãy quét hoặc tìm lại.")
        if self.request.method == "GET":
            note_opened(party, actor=self.actor, at=self.now)
        return Found(party)

    @property
    def party(self) -> Party | None:
        return self.found.party

    @cached_property
    def known(self) -> Known | None:
        if self.party is None:
            return None
        return people.known(
            self.party, self.actor, calendar=self.calendar, now=self.now
        )

    @property
    def is_edited(self) -> bool:
        """Whether the fields of somebody known are open, to be put right."""
        return self.party is not None and ("sua" in self.sent or "ten" in self.sent)

    @property
    def code(self) -> str:
        """The procedure; none where the counter does not receive it."""
        return self.chosen.code if self.chosen else ""

    @cached_property
    def chosen(self) -> Chosen | None:
        """What was pressed, else the one that was typed, else the one before."""
        code = self.sent.get("chon", "") or self._typed_code(self.sent.get("tt", ""))
        if not code:
            return None
        # One that was not in force on the day of the paper stays chosen, to be refused.
        return self._chosen(code, self.came_in) or self._chosen(code, self.now)

    def _chosen(self, code: str, at: datetime) -> Chosen | None:
        return queries.chosen(
            code,
            self.actor,
            calendar=lambda: self._calendar_of(day_of(at)),
            at=at,
            owner_id=self.party.pk if self.party else None,
        )

    def _typed_code(self, before: str) -> str:
        """The only procedure that fits what was typed, unless nothing asks for it."""
        if not self.typed or (before and "lam" in self.sent):
            return before
        named = [o for o in self.offered if o.names[0] == self.typed]
        fitting = named or self.suggested
        return fitting[0].code if len(fitting) == 1 else before

    @property
    def typed(self) -> str:
        """What was typed to find a procedure."""
        typed: str = self.sent.get("tim_tt", "")
        return typed.strip()

    @cached_property
    def is_named(self) -> bool:
        """Whether the box holds a whole name, as it does once one is taken."""
        return any(self.typed == option.names[0] for option in self.offered)

    @cached_property
    def suggested(self) -> list[Option]:
        """What fits the letters typed; without any what was used lately."""
        recent = list(self.known.recent) if self.known else []
        recent += queries.used_lately(self.actor)
        recent = list(dict.fromkeys(recent))
        typed = "" if self.is_named else self.typed
        return choose(self.offered, typed, recent=recent, most=MOST_OFFERED)

    @cached_property
    def form(self) -> IntakeForm:
        """The form as it is shown: not judged before a button says what it is for."""
        return IntakeForm(party=self.party, chosen=self.chosen, initial=self._initial())

    def bound(self, verb: str) -> IntakeForm:
        self.form = IntakeForm(
            self.sent,
            verb=verb,
            party=self.party,
            chosen=self.chosen,
            initial={"hom_nay": day_of(self.now)},
        )
        return self.form

    def _initial(self) -> Mapping[str, Any]:
        if self.request.method == "POST":
            said: dict[str, Any] = {name: self.sent[name] for name in self.sent}
            if self.sent.get("du"):
                said |= {
                    f"giay-{n.component.pk}": "on"
                    for n in self._needs
                    if not n.is_optional
                }
            return {**said, "tt": self.code}
        known = self.known
        said = {**self.found.initial, "tt": self.code}
        if known:
            said |= _details(known.party) | {"nguoi": known.party.pk}
            if known.last:
                before = known.last[0].dossier
                said |= {"nhan": before.return_way, "bao": before.notify_way}
        if self.sent.get("giu"):
            said["giu"] = True
        return said

    @property
    def _needs(self) -> list[queries.Need]:
        return self.chosen.needs if self.chosen else []

    def context(self, **more: Any) -> dict[str, Any]:
        receipts, total = queries.receipts(self.actor, at=self.now)
        return {
            "intake": self,
            "form": self.form,
            "receipts": receipts,
            "received_today": total,
            "typed": self.sent.get("q", ""),
            "panel": "",
            "just": {},
            **more,
        }


def _look_up(scanned: Scanned, intake: Intake) -> Found:
    """Find whoever was scanned or typed; who is new gets an empty form."""
    text, actor = scanned.text, intake.actor
    match scanned.kind:
        case Kind.NOTHING:
            return Found()
        case Kind.CITIZEN | Kind.ORGANISATION:
            return _by_number(scanned)
        case Kind.PHONE | Kind.TEN_DIGITS:
            return _by_phone(scanned, people.by_phone(text, actor))
        case Kind.CODE | Kind.TOKEN:
            by = queries.by_code if scanned.kind is Kind.CODE else queries.by_token
            dossier = by(text, actor)
            if dossier:
                return Found(dossier=dossier)
            return Found(wrong="Không tìm thấy hồ sơ có mã này ở đơn vị mình.")
        case Kind.WRONG_NUMBER:
            return Found(wrong=_wrong_number(text))
    several = people.by_words(text, actor)
    if several:
        return Found(several=several)
    if scanned.kind is Kind.LAST_FOUR:
        return Found(wrong=f"Không ai có số căn cước, điện thoại cuối là {text}.")
    return Found(is_new=True, initial={"ten": text})


def _by_number(scanned: Scanned) -> Found:
    party = people.by_number(scanned.text)
    if party:
        return Found(party)
    card = scanned.suggested
    is_person = scanned.kind is Kind.CITIZEN
    initial = {
        "so": scanned.text,
        "loai": Party.Kind.PERSON if is_person else Organisation,
        "ten": "" if card.is_garbled else card.name,
        "sinh": card.born_on,
        "dia_chi": "" if card.is_garbled else card.address,
        "da_quet": "1" if card.name else "",
    }
    return Found(is_new=True, initial=initial)


def _by_phone(scanned: Scanned, found: list[Party]) -> Found:
    """Ten digits may be a telephone or a tax number; who is known decides."""
    of_number = people.by_number(scanned.text)
    if of_number:
        return Found(of_number)
    if found:
        return Found(several=found)
    is_phone = scanned.kind is Kind.PHONE
    name = "dien_thoai" if is_phone else "so"
    kind = Party.Kind.PERSON if is_phone else Organisation
    return Found(is_new=True, initial={name: scanned.text, "loai": kind})


def _wrong_number(digits: str) -> str:
    return (
        f"Số căn cước phải đủ 12 chữ số, mã số thuế 10 hoặc 13, điện thoại 10; "
        f"đã nhập {len(digits)}."
    )


def _details(party: Party) -> dict[str, Any]:
    born = party.born_on
    return {
        "loai": party.kind,
        "so": party.id_number,
        "ten": party.name,
        "sinh": f"{born:%d/%m/%Y}" if born else party.born_year or "",
        "dia_chi": party.address,
        "dien_thoai": party.phone,
        "thu": party.email,
    }


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10

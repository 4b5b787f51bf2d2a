"""Live a dossier again through the actions, from its own trail, and compare the rows.

Whatever was written at once must be what the actions would have written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model, QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.standing import soon_at
from lienmach.cases import actions
from lienmach.cases import queries as case_queries
from lienmach.cases.models import Case, CaseEvent
from lienmach.onestop.actions import money, opinions, receive, returns, steps
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.receive import NewDossier, NewPaper
from lienmach.onestop.actions.returns import Chosen, Letter
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.flow import DOSSIER_FLOW, LEAD, RECEIVE
from lienmach.onestop.models import (
    Apology,
    Consultation,
    Dossier,
    Posting,
    ReceiptLine,
    SupplementItem,
)
from lienmach.org.models import Unit
from lienmach.org.registry import rights
from lienmach.registers.queries.calendar import Calendars

# What differs between two dossiers that have lived the same life, and what is only
# the moment of writing.
OWN = frozenset({"id", "code", "token", "tokens", "made_at", "urgency", "parent_id"})
KEYS = frozenset(
    {
        *("case_id", "dossier_id", "receipt_id", "paper_id", "supplement_id"),
        *("replaced_by_id", "hand_over_id"),
    }
)


@dataclass
class Replay:
    """One dossier, and the same life lived again by ``again``."""

    first: Dossier

    def again(self) -> Dossier:
        known = self.first
        events = list(known.case.events.order_by("number"))
        dossier = receive.receive(self._new(), actor=_actor(events[0]), at=events[0].at)
        for event in events[1:]:
            at_once = known.is_same_day and event.step in ("receipt", "return_at_once")
            if not at_once:
                self._step(dossier.pk, event)
        return Dossier.objects.get(pk=dossier.pk)

    def _new(self) -> NewDossier:
        known = self.first
        return NewDossier(
            procedure=known.procedure.procedure.code,
            owner=known.owner,
            papers=tuple(
                NewPaper(p.name, p.originals, p.copies, True, p.component_id, p.note)
                for p in known.papers.all()
            ),
            submitter=known.submitter,
            channel=known.channel,
            content=known.content,
            quantity=known.quantity,
            is_same_day=known.is_same_day,
            return_way=known.return_way,
            notify_way=known.notify_way,
            waived=next((c.waived for c in known.charges.all()), ""),
            payment=next(
                (Payment(r.method, r.reference) for r in known.receipts.all()), None
            )
            if known.is_same_day
            else None,
        )

    def _step(self, pk: int, event: CaseEvent) -> None:
        actor, at, note = _actor(event), event.at, event.note
        known = self.first
        moved = event.unit_id if event.unit_id != event.unit_before_id else None
        person = event.person_id if event.person_id != event.person_before_id else None
        match event.step:
            case "assign":
                actions.assign(
                    Case.objects.get(pk=pk),
                    actor=actor,
                    at=at,
                    to_unit=moved,
                    to_person=person,
                    note=note,
                )
            case "ask":
                asked = known.supplements.get(asked_at=at)
                missing = [
                    Missing(i.name, i.reason, i.example, self._same_paper(pk, i))
                    for i in asked.items.all()
                ]
                steps.ask(pk, missing, reason=asked.reason, actor=actor, at=at)
            case "supplement":
                steps.supplement(pk, actor=actor, at=at)
            case "sign" | "record_result":
                result = known.result
                signed = Signed(
                    result.signed_on,
                    result.signer_name,
                    result.number,
                    result.signer_id,
                )
                take = steps.sign if event.step == "sign" else steps.record_result
                take(pk, signed, actor=actor, at=at)
            case "receipt":
                paid = known.receipts.get(paid_at=at)
                payment = Payment(paid.method, paid.reference, paid.payer)
                money.take_fee(pk, payment, actor=actor, at=at)
            case "post":
                sent = known.postings.get()
                letter = Letter(sent.code, sent.recipient, sent.address)
                returns.post([Chosen(pk)], letter, actor=actor, at=at)
            case "return":
                self._returned(pk, actor, event)
            case "consult":
                held = known.consultations.get()
                opinions.consult(
                    pk,
                    agency=held.agency,
                    question=held.question,
                    due_at=held.due_at,
                    actor=actor,
                    at=at,
                )
            case "opinion":
                asked_again = Consultation.objects.get(dossier=pk)
                text = known.consultations.get().answer
                opinions.answer(asked_again, text, actor=actor, at=at)
            case "apology":
                letter_of = known.apologies.get()
                steps.prepare_apology(
                    pk,
                    reason=letter_of.reason,
                    new_promise=letter_of.new_promise,
                    actor=actor,
                    at=at,
                )
            case "apology_signed":
                steps.sign_apology(Apology.objects.get(dossier=pk), actor=actor, at=at)
            case "cancel":
                receive.cancel(pk, actor=actor, at=at, note=note)
            case name:
                steps.take(
                    pk,
                    name,
                    actor=actor,
                    at=at,
                    note=note,
                    to_unit=moved,
                    to_person=person,
                )

    def _returned(self, pk: int, actor: Actor, event: CaseEvent) -> None:
        done = self.first.collection
        if done.postal_code:
            sent = Posting.objects.get(dossier=pk)
            assert done.delivered_on
            returns.delivered(sent.pk, on=done.delivered_on, actor=actor, at=event.at)
            return
        handed = Handed(
            done.recipient,
            done.recipient_id,
            done.way,
            done.on_behalf,
            is_signed=done.is_signed,
        )
        steps.give_back(pk, handed, actor=actor, at=event.at)

    def _same_paper(self, pk: int, item: SupplementItem) -> int | None:
        if item.paper is None:
            return None
        papers = Dossier.objects.get(pk=pk).papers
        return papers.get(number=item.paper.number).pk


def rows_of(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """All that is known of a dossier, without what is its own by nature."""
    case = dossier.case
    return {
        "case": _plain([case]),
        "dossier": _plain([dossier]),
        "events": [_event(e) for e in _plain(case.events.order_by("number"))],
        "waits": _plain(case.waits.all()),
        "promises": _plain(case.promises.all()),
        "papers": _plain(dossier.papers.all()),
        "charges": _plain(dossier.charges.all()),
        "receipts": _plain(dossier.receipts.all(), "number"),
        "lines": _plain(ReceiptLine.objects.filter(receipt__dossier=dossier)),
        "slips": [_slip(s) for s in _plain(dossier.slips.all())],
        "supplements": _plain(dossier.supplements.all()),
        "items": _plain(
            SupplementItem.objects.filter(supplement__dossier=dossier).order_by("pk")
        ),
        "apologies": _plain(dossier.apologies.all()),
        "consultations": _plain(dossier.consultations.all()),
        "results": _plain([dossier.result] if hasattr(dossier, "result") else []),
        "collections": _plain(
            [dossier.collection] if hasattr(dossier, "collection") else []
        ),
        "postings": _plain(dossier.postings.all()),
    }


def _plain(rows: Iterable[Model], *but: str) -> list[dict[str, Any]]:
    left_out = OWN | KEYS | set(but)
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in left_out
        }
        for row in rows
    ]


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return event | {"note": ""} if event["step"] == "receipt" else event


def _slip(slip: dict[str, Any]) -> dict[str, Any]:
    """Without the numbers that are its own; how they look must be the same."""
    serial = re.sub("[0-9]+", "", slip["serial"])
    return slip | {
        "serial": serial,
        "said": slip["said"] | {"code": "", "entry": len(slip["said"]["entry"])},
    }


def _actor(event: CaseEvent) -> Actor:
    """Whoever acted, with every right: what they had that day is not the question."""
    everywhere = frozenset(Unit.objects.values_list("pk", flat=True))
    assert event.actor_id
    at_counter = {RECEIVE, LEAD}
    step = next((s for s in DOSSIER_FLOW.steps if s.name == event.step), None)
    is_clerk = step is None or step.at_counter or step.right in at_counter
    unit = event.case.received_unit_id if is_clerk else event.unit_id
    every = {right.code: everywhere for right in rights()}
    return Actor(event.actor_id, unit, everywhere, every)


def check_facts(cases: QuerySet[Case]) -> None:
    """Every trail is complete, and what is stored follows from the facts."""
    calendars = Calendars(projected=True)
    rows = cases.prefetch_related("events", "waits", "promises")
    for case in rows.select_related("dossier"):
        events = sorted(case.events.all(), key=lambda event: event.number)
        assert [event.number for event in events] == list(range(1, case.number + 1))
        assert events[-1].state == case.state
        assert (events[-1].unit_id, events[-1].person_id) == (
            case.unit_id,
            case.person_id,
        )
        for before, event in pairwise(events):
            assert (event.source, event.unit_before_id, event.person_before_id) == (
                before.state,
                before.unit_id,
                before.person_id,
            )
            assert event.at >= before.at
        taken = sum(event.step in {"accept", "forward"} for event in events)
        assert case.dossier.position == 1 + taken
        calendar = calendars.of(case.received_unit_id, day_of(case.received_at))
        waits = [wait.pause() for wait in case.waits.all()]
        if not case.finished_at:
            due = case_queries.worked_out(case, waits, calendar)
            assert case.due_at == due
        promises = list(case.promises.all())
        assert case.promised_at == (promises[-1].promised_at if promises else None)
        near = case.promised_at or case.due_at
        if near and case.soon_at:
            assert case.soon_at == soon_at(case.received_at, near, case.limit, calendar)
        assert bool(case.closed_at) == DOSSIER_FLOW.is_end(case.state)

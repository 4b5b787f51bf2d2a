"""Dossiers that are written down with their whole past at once.

What is written is what the actions would have written, one after another, at those
moments: the same flow, clock and words. Rights are not asked for: whoever writes a
past down says who acted. Codes are given last, in the order of receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from lienmach.base.rows import Row, Rows
from lienmach.base.search import lexemes
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.cases.actions import NewCase, PastCase
from lienmach.cases.models import CaseEvent, Promise
from lienmach.onestop.actions.receive import NewDossier, tokens_of
from lienmach.onestop.actions.steps import (
    FORM_OF,
    PAUSE_IS_OVER,
    RUNS_AGAIN,
    Handed,
    Missing,
    Signed,
)
from lienmach.onestop.models import (
    Apology,
    BookEntry,
    Charge,
    Collection,
    Consultation,
    Dossier,
    Form,
    Paper,
    Posting,
    Printing,
    Receipt,
    ReceiptLine,
    Result,
    ReturnWay,
    Slip,
    Supplement,
    SupplementItem,
)
from lienmach.onestop.queries.chains import hops_of, parts
from lienmach.onestop.queries.circulars import circular_on
from lienmach.onestop.queries.dossiers import KIND, fees_on
from lienmach.onestop.queries.letterheads import Head, head_of
from lienmach.onestop.queries.slips import Said, promised_words, said_by, several
from lienmach.org.models import User
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries.calendar import Calendars


@dataclass
class Past:
    """What many histories share: their rows, calendars, and dice for their tokens."""

    calendars: Calendars
    dice: Random
    rows: Rows = field(default_factory=Rows)
    histories: list["History"] = field(default_factory=list)
    heads: dict[tuple[int, date], Head] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people |= dict(User.objects.values_list("pk", "name"))

    def head(self, unit_id: int, day: date) -> Head:
        """The letterhead of a unit, asked for once between two reorganisations."""
        turns = [turn for turn in self.calendars.turns if turn <= day]
        key = unit_id, turns[-1] if turns else day
        if key not in self.heads:
            self.heads[key] = head_of(*key)
        return self.heads[key]

    def token(self) -> str:
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
        return "".join(self.dice.choices(letters, k=16))


class History:
    """One dossier and all that has become of it; each method is an action's name."""

    def __init__(
        self,
        past: Past,
        new: NewDossier,
        version: ProcedureVersion,
        *,
        counter: int,
        decides: int,
        by: int,
        at: datetime,
    ) -> None:
        self.past, self.new, self.version = past, new, version
        self.charges: list[Charge] = []
        self.slips: list[Slip] = []
        self.papers: list[Paper] = []
        self.asked: list[tuple[Supplement, list[SupplementItem]]] = []
        self.result: Result | None = None
        self.collection: Collection | None = None
        self.apology: Apology | None = None
        self.cart: CaseEvent | None = None  # with which the papers went
        self.posting: Posting | None = None
        self.receipts: list[tuple[Receipt, CaseEvent]] = []
        opened = NewCase(
            kind=KIND,
            code="",
            limit=version.limit,
            received_unit_id=counter,
            decides_unit_id=decides,
            unit_id=counter,
            has_slip=not new.is_same_day,
        )
        self.moves = PastCase(past.rows, past.calendars, opened, by=by, at=at)
        self.case = self.moves.case
        self.dossier = self._recorded(new)
        self._papers(new)
        self._charges(at)
        if new.is_same_day:
            if paid := new.payment:
                self.pay(paid.method, by=by, at=at, reference=paid.reference)
            self.take("return_at_once", by=by, at=at)
            self._collected(Handed(self._bearer()), by=by, at=at)
        else:
            self.issue(Form.RECEIPT, by=by, at=at)

    # What the counter does

    def assign(
        self, *, by: int, at: datetime, unit: int, person: int | None
    ) -> CaseEvent:
        return self.moves.assign(by=by, at=at, unit=unit, person=person)

    def pay(self, method: str, *, by: int, at: datetime, reference: str = "") -> None:
        """Take the money for all that is owed; its number is given with the code."""
        owed = [c for c in self.charges if not c.waived and c.receipt_id is None]
        if not (amount := sum(charge.amount for charge in owed)):
            return
        receipt = Receipt(
            dossier_id=self.case.pk,
            unit_id=self.case.received_unit_id,
            year=day_of(at).year,
            number=0,
            amount=amount,
            method=method,
            reference=reference,
            payer=self._bearer(),
            paid_at=at,
            day=day_of(at),
            by_id=by,
        )
        self._add(receipt)
        for number, charge in enumerate(owed, 1):
            charge.receipt_id = receipt.pk
            line = ReceiptLine(
                receipt_id=receipt.pk,
                unit_id=receipt.unit_id,
                number=number,
                name=charge.name,
                document=charge.document,
                amount=charge.amount,
                agency_id=charge.agency_id or self.case.decides_unit_id,
            )
            self._add(line)
        self.receipts.append((receipt, self.note("receipt", "", by=by, at=at)))

    def post(self, code: str, *, by: int, at: datetime) -> None:
        """Send the result by post; it is given back when it was delivered."""
        self.note("post", f"Mã bưu gửi {code}", by=by, at=at)
        self.posting = Posting(
            dossier_id=self.case.pk,
            code=code,
            recipient=self.dossier.owner_name,
            address=self.dossier.address,
            sent_at=at,
            sent_by_id=by,
        )
        self._add(self.posting)

    def delivered(self, *, on: date, by: int, at: datetime) -> None:
        letter = self.posting
        assert letter
        letter.delivered_on, letter.ended_at = on, at
        handed = Handed(
            letter.recipient,
            way=ReturnWay.POST,
            postal_code=letter.code,
            delivered_on=on,
        )
        self.give_back(handed, by=by, at=at)

    def give_back(self, handed: Handed, *, by: int, at: datetime) -> None:
        if any(not charge.waived and not charge.receipt_id for charge in self.charges):
            raise Refused(f"{self.case.code} còn tiền chưa thu.")
        self.take("return", by=by, at=at)
        self._collected(handed, by=by, at=at)

    def supplement(self, *, by: int, at: datetime) -> None:
        self.take("supplement", by=by, at=at)
        asked, items = self.asked[-1]
        asked.answered_at = at
        brought = {item.paper_id for item in items}
        for item in items:
            item.is_brought = True
        for paper in self.papers:
            paper.is_received |= paper.pk in brought
        if self.case.promised_at:
            self.issue(Form.RECEIPT, by=by, at=at, reason="Đã bổ sung đủ hồ sơ")

    # What those who handle it do

    def take(
        self,
        name: str,
        *,
        by: int,
        at: datetime,
        note: str = "",
        unit: int | None = None,
        person: int | None = None,
    ) -> None:
        if name == "accept" and person is None:
            person = by
        self.moves.take(name, by=by, at=at, note=note, unit=unit, person=person)
        if name in {"accept", "forward"}:
            self.dossier.position += 1
        if form := FORM_OF.get(name):
            self.issue(form, by=by, at=at, said={"reason": note})
        if name in RUNS_AGAIN and self.case.promised_at:
            self.issue(Form.RECEIPT, by=by, at=at, reason=PAUSE_IS_OVER)

    def ask(
        self,
        missing: Sequence[Missing],
        *,
        reason: str,
        by: int,
        at: datetime,
        approved_by: int | None = None,
    ) -> None:
        self.take("ask", by=by, at=at, note=reason)
        asked = Supplement(
            dossier_id=self.case.pk,
            number=len(self.asked) + 1,
            asked_at=at,
            asked_by_id=by,
            approved_by_id=approved_by,
            reason=reason,
        )
        self._add(asked)
        items = [
            SupplementItem(
                supplement_id=asked.pk,
                paper_id=one.paper_id,
                name=one.name,
                reason=one.reason,
                example=one.example,
            )
            for one in missing
        ]
        for item in items:
            self._add(item)
        self.asked.append((asked, items))
        named = [
            {"name": m.name, "reason": m.reason, "example": m.example} for m in missing
        ]
        said = {"items": named, "reason": reason}
        self.issue(Form.SUPPLEMENT, by=by, at=at, said=said)

    def sign(self, signed: Signed, *, by: int, at: datetime) -> None:
        self._result("sign", signed, by, at)

    def record_result(self, signed: Signed, *, by: int, at: datetime) -> None:
        self._result("record_result", signed, by, at)

    def consult(
        self, agency: str, question: str, *, due_at: datetime, by: int, at: datetime
    ) -> Consultation:
        self.note("consult", f"{agency}: {question}", by=by, at=at)
        asked = Consultation(
            dossier_id=self.case.pk,
            agency=agency,
            question=question,
            due_at=due_at,
            asked_at=at,
            asked_by_id=by,
        )
        return self._add(asked)

    def answer(self, asked: Consultation, text: str, *, by: int, at: datetime) -> None:
        self.note("opinion", f"{asked.agency}: {text}", by=by, at=at)
        asked.answer, asked.answered_at = text, at

    def prepare_apology(
        self, reason: str, new_promise: datetime, *, by: int, at: datetime
    ) -> None:
        self.note("apology", reason, by=by, at=at)
        assert self.case.promised_at
        self.apology = Apology(
            dossier_id=self.case.pk,
            reason=reason,
            old_promise=self.case.promised_at,
            new_promise=new_promise,
            prepared_at=at,
            prepared_by_id=by,
        )
        self._add(self.apology)

    def sign_apology(self, *, by: int, at: datetime) -> None:
        letter = self.apology
        assert letter
        cause, reason = Promise.Cause.RESCHEDULE, letter.reason
        self.moves.promise_again(letter.new_promise, cause, by=by, at=at, reason=reason)
        self.note("apology_signed", letter.reason, by=by, at=at)
        letter.signed_at, letter.signed_by_id = at, by
        old = letter.old_promise.astimezone(UTC).isoformat()
        said = {
            "reason": letter.reason,
            "old_promise": old,
            "old_promise_words": promised_words(letter.old_promise),
        }
        self.issue(Form.APOLOGY, by=by, at=at, said=said)

    def note(self, name: str, text: str, *, by: int, at: datetime) -> CaseEvent:
        return self.moves.note(name, text, by=by, at=at)

    def issue(
        self,
        form: Form,
        *,
        by: int,
        at: datetime,
        said: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        before = next((s for s in reversed(self.slips) if s.form == form), None)
        slip = Slip(
            dossier_id=self.case.pk,
            form=form,
            number=before.number + 1 if before else 1,
            circular=circular_on(at),
            token=self.past.token(),
            said=self._said(form, by, at) | (said or {}),
            promised_at=self.case.promised_at,
            made_at=at,
            made_by_id=by,
            reason=reason,
        )
        self.slips.append(self._add(slip))
        self._add(Printing(slip_id=slip.pk, number=1, at=at, by_id=by))
        if before:
            before.replaced_by_id = slip.pk

    def entered(self, year: int, number: int) -> None:
        """Give the dossier its line in the register book."""
        entry = BookEntry(
            dossier_id=self.case.pk,
            unit_id=self.case.received_unit_id,
            year=year,
            number=number,
        )
        self._add(entry)

    def named(self, code: str) -> None:
        """Give the dossier its code, wherever that stands."""
        self.case.code = code
        for slip in self.slips:
            slip.said["code"] = code
        self.case.tokens = lexemes(tokens_of(code, self.version.name, self.new.parties))

    # How it is written down

    def _recorded(self, new: NewDossier) -> Dossier:
        owner, submitter = new.owner, new.submitter
        dossier = Dossier(
            case=self.case,
            procedure=self.version,
            channel=new.channel,
            owner=owner,
            owner_name=owner.name,
            owner_key=fold(owner.name),
            submitter_id=submitter.pk if submitter else None,
            submitter_name=submitter.name if submitter else "",
            address=owner.address,
            phone=(submitter or owner).phone or owner.phone,
            email=(submitter or owner).email or owner.email,
            content=new.content,
            quantity=new.quantity,
            is_same_day=new.is_same_day,
            return_way=new.return_way,
            notify_way=new.notify_way,
            paper_number=new.paper_number,
            token=self.past.token(),
        )
        # Its line in the book is given last: nothing asks the database for it before.
        BookEntry.dossier.field.remote_field.set_cached_value(dossier, None)
        return self._add(dossier)

    def _papers(self, new: NewDossier) -> None:
        for number, paper in enumerate(new.papers, 1):
            row = Paper(
                dossier_id=self.case.pk,
                number=number,
                component_id=paper.component_id,
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                is_received=paper.is_received,
                note=paper.note,
            )
            self.papers.append(self._add(row))

    def _charges(self, at: datetime) -> None:
        for number, fee in enumerate(fees_on(self.version, day_of(at)), 1):
            row = Charge(
                dossier_id=self.case.pk,
                number=number,
                name=fee.name,
                amount=fee.amount * self.new.quantity,
                document=fee.document,
                waived=self.new.waived,
                agency_id=self.case.decides_unit_id,
            )
            self.charges.append(self._add(row))

    def _result(self, name: str, signed: Signed, by: int, at: datetime) -> None:
        self.take(name, by=by, at=at, unit=self.case.received_unit_id)
        self.result = Result(
            dossier_id=self.case.pk,
            number=signed.number,
            signed_on=signed.signed_on,
            signer_id=signed.signer_id,
            signer_name=signed.signer_name,
            is_on_paper=signed.is_on_paper,
            signature=signed.signature,
            made_at=at,
            made_by_id=by,
        )
        self._add(self.result)

    def _collected(self, handed: Handed, *, by: int, at: datetime) -> None:
        self.collection = Collection(
            dossier_id=self.case.pk,
            at=at,
            way=handed.way,
            recipient=handed.recipient,
            recipient_id=handed.recipient_id,
            on_behalf=handed.on_behalf,
            postal_code=handed.postal_code,
            delivered_on=handed.delivered_on,
            is_signed=handed.is_signed,
            sent_to=handed.sent_to,
            by_id=by,
        )
        self._add(self.collection)

    def _said(self, form: Form, by: int, at: datetime) -> Said:
        is_chain = form == Form.RECEIPT and bool(hops_of(self.version))
        more = several((), parts(self.dossier)) if is_chain else {}
        return more | said_by(
            self.dossier,
            form,
            head=self.past.head(self.case.received_unit_id, day_of(at)),
            clerk=self.past.people[by],
            at=at,
            papers=self.papers,
            charges=self.charges,
        )

    def _bearer(self) -> str:
        return self.dossier.submitter_name or self.dossier.owner_name

    def _add(self, row: Row) -> Row:
        return self.past.rows.add(row)

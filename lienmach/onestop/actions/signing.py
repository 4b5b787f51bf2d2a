"""Many results signed in one act: a signature of its own for each file.

The key is opened once and kept nowhere, so this is done while somebody waits. What
could not be signed stays as it was, with its reason.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.files import load, store
from lienmach.base.papers.blanks import Head, printing
from lienmach.base.signing import (
    Key,
    Made,
    OpenKey,
    holder,
    require_holder,
    worth,
)
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.hands import Many, attempt
from lienmach.onestop.actions.kept_files import same_file
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.models import Attachment, Result
from lienmach.onestop.queries.signing import MOST, ToSign
from lienmach.org.queries import names_on
from lienmach.org.queries.trusted import trusted_roots
from lienmach.registers.actions import Numbered, take_number
from lienmach.registers.models import TakenNumber

FIELD, LONGEST, LONGEST_STEM = "KetQua", 300, 180
OTHERWISE = "Dự thảo hoặc hồ sơ vừa thay đổi: hãy xem lại rồi ký."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A result to be signed; ``seen`` is what its signer was shown.

    ``number`` is what a paper bears, or a draft without room for one.
    """

    seen: str
    number: str = ""


def sign_results(
    waiting: Sequence[ToSign],
    chosen: Mapping[int, Chosen],
    key: Key | None,
    *,
    signer: str,
    actor: Actor,
    at: datetime,
    as_it_is: bool = False,
) -> Many:
    """Sign what was chosen of what waits; without a key they were signed on paper.

    Each draft that has room for its number and its day gets both before it is signed:
    the next of the book of the signer's unit, all in one transaction, so that what
    fails leaves no number behind. ``as_it_is`` says of those without room that they are
    to be signed with what they bear. Raises ``Refused`` where the key does not open or
    is neither that of ``signer`` nor of the office: then nothing was signed.
    """
    if not chosen:
        raise Refused("Chưa chọn kết quả nào để ký.")
    if len(chosen) > MOST:
        raise Refused(f"Mỗi lần ký nhiều nhất {MOST} kết quả.")
    if key:
        office = names_on([actor.unit_id], day_of(at))[actor.unit_id]
        require_holder(holder(key), signer, office)
    told = Many()
    known = {one.dossier.pk: one for one in waiting}
    for pk in sorted(chosen):
        if pk not in known:
            told.refused[pk] = "Hồ sơ không còn chờ bạn ký."
        elif known[pk].seen != chosen[pk].seen:
            told.refused[pk] = OTHERWISE
        elif key and (why := _why_not(known[pk], chosen[pk], as_it_is)):
            told.refused[pk] = f"Chưa ký số được: {why}."
    ready = [known[pk] for pk in sorted(chosen) if pk not in told.refused]
    with _opened(key) as opened:
        for one in ready:
            pk = one.dossier.pk
            act = _Act(one, opened, chosen[pk].number, signer, actor, at)
            number, reason = attempt(pk, act)
            if number is None:
                told.refused[pk] = reason
            else:
                told.done.append((pk, number))
    return told


def _why_not(one: ToSign, chosen: Chosen, as_it_is: bool) -> str:
    """Why a draft cannot be signed with a key, as far as that is known before."""
    if one.problem or one.head is None:
        return one.problem
    if one.gap and not as_it_is:
        return one.gap
    if one.head.wants_number and chosen.number:
        return (
            f"dự thảo chừa trống số, số lấy từ sổ {one.head.symbol} khi ký: để trống ô "
            "«Số, ký hiệu»"
        )
    printed = one.head.written
    if printed and chosen.number and chosen.number != printed:
        return f"dự thảo in sẵn số {printed}, khác số ghi ở đây"
    return ""


def _opened(key: Key | None) -> AbstractContextManager[OpenKey | None]:
    if key is None:
        return nullcontext()
    return OpenKey(
        key,
        field=FIELD,
        reason="Ký kết quả giải quyết thủ tục hành chính",
        roots=trusted_roots(),
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """Record one signed result, with its file where it was signed digitally."""

    one: ToSign
    key: OpenKey | None
    number: str
    signer: str
    actor: Actor
    at: datetime

    @transaction.atomic
    def __call__(self, pk: int) -> Result:
        seen, at = self.one.dossier.case.number, self.at
        case = cases.locked(pk, actor=self.actor, number=seen)
        file, made, number = None, None, self.number
        if self.key and self.one.draft and self.one.head:
            made, number = self._sign(self.key, self.one.draft, self.one.head)
            file = self._file(self.one.draft, made)
            cases.note_on(case, "attach", file.file_name, actor=self.actor, at=at)
        signed = Signed(
            day_of(at),
            self.signer,
            number,
            self.actor.user_id,
            is_on_paper=file is None,
            file=file,
            signature=worth(made.signatures)[:LONGEST] if made else "",
        )
        return steps.sign(pk, signed, actor=self.actor, at=at)

    def _sign(self, key: OpenKey, draft: Attachment, head: Head) -> tuple[Made, str]:
        """Take the number, print it with the day, sign; return the number too."""
        # Read first: the book is held from here until the transaction ends.
        try:
            content = load(draft.file_key)
        except FileNotFoundError:
            raise Refused("Tệp dự thảo không còn mở được.") from None
        over, number, day = b"", self.number or head.written, day_of(self.at)
        if not head.problem:
            taken = self._take_number(head, day) if head.wants_number else None
            number = taken.written if taken else number
            over = printing(head, taken.number if taken else None, day)
        made = key.sign(content, over)
        if made is None:
            raise Refused("Tệp dự thảo này không ký được: hãy xuất lại PDF.")
        return made, number

    def _take_number(self, head: Head, day: date) -> TakenNumber:
        code = self.one.dossier.case.code
        about = f"{self.one.dossier.title} (hồ sơ {code})"
        path = reverse("onestop:dossier", args=[code])
        return take_number(
            self.actor.unit_id,
            head.symbol,
            dated_on=day,
            document=Numbered(about, f"dossier:{self.one.dossier.pk}", path),
            actor=self.actor,
            at=self.at,
        )

    def _file(self, draft: Attachment, made: Made) -> Attachment:
        return Attachment.objects.create(
            dossier_id=draft.dossier_id,
            purpose=Attachment.Purpose.RESULT,
            made_at=self.at,
            made_by_id=self.actor.user_id,
            **same_file(draft)
            | {
                "file_name": _signed_name(draft.file_name),
                "file_key": store(made.content),
                "file_size": len(made.content),
                "signatures": len(made.signatures),
            },
        )


def _signed_name(draft: str) -> str:
    """«Dự thảo QĐ 12.pdf» is, once signed, «QĐ 12, đã ký.pdf»."""
    stem, _, ending = draft.rpartition(".")
    named = re.sub(r"^dự thảo[\s:_-]*", "", stem, flags=re.IGNORECASE) or stem
    return f"{named[:LONGEST_STEM]}, đã ký.{ending}"

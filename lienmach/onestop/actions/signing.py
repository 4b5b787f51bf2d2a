"""Many results signed in one act: a signature of its own for each file.

The key is opened once and kept nowhere, so this is done while somebody waits. What
could not be signed stays as it was, with its reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.files import load, store
from lienmach.base.signing import (
    Key,
    Made,
    holder,
    require_holder,
    sign_many,
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

FIELD, LONGEST, LONGEST_STEM = "KetQua", 300, 180
OTHERWISE = "Dự thảo hoặc hồ sơ vừa thay đổi: hãy xem lại rồi ký."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A result to be signed; ``seen`` is what its signer was shown."""

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
) -> Many:
    """Sign what was chosen of what waits; without a key they were signed on paper.

    Raises ``Refused`` where the key does not open or is neither that of ``signer`` nor
    of the office: then nothing was signed.
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
        elif key and known[pk].problem:
            told.refused[pk] = f"Chưa ký số được: {known[pk].problem}."
    ready = [known[pk] for pk in sorted(chosen) if pk not in told.refused]
    made = _signed(ready, key, told) if key else {}
    for one in ready:
        pk = one.dossier.pk
        if pk in told.refused:
            continue
        who = _Act(one, made.get(pk), chosen[pk].number, signer, actor, at)
        number, reason = attempt(pk, who)
        if number is None:
            told.refused[pk] = reason
        else:
            told.done.append((pk, number))
    return told


def _signed(ready: Sequence[ToSign], key: Key, told: Many) -> dict[int, Made]:
    """Sign the drafts; what cannot be opened or signed is said in ``told``."""
    found: dict[int, bytes] = {}
    for one in ready:
        assert one.draft
        try:
            found[one.dossier.pk] = load(one.draft.file_key)
        except FileNotFoundError:
            told.refused[one.dossier.pk] = "Tệp dự thảo không còn mở được."
    signed = sign_many(
        list(found.values()),
        key,
        field=FIELD,
        reason="Ký kết quả giải quyết thủ tục hành chính",
        place="",
        roots=trusted_roots(),
    )
    made = {}
    for pk, one_made in zip(found, signed, strict=True):
        if one_made is None:
            told.refused[pk] = "Tệp dự thảo này không ký được: hãy xuất lại PDF."
        else:
            made[pk] = one_made
    return made


@dataclass(frozen=True, slots=True)
class _Act:
    """Record one signed result, with its file where it was signed digitally."""

    one: ToSign
    made: Made | None
    number: str
    signer: str
    actor: Actor
    at: datetime

    @transaction.atomic
    def __call__(self, pk: int) -> Result:
        seen, at = self.one.dossier.case.number, self.at
        case = cases.locked(pk, actor=self.actor, number=seen)
        file = None
        if self.made and self.one.draft:
            file = self._file(self.one.draft, self.made)
            cases.note_on(case, "attach", file.file_name, actor=self.actor, at=at)
        signed = Signed(
            day_of(at),
            self.signer,
            self.number,
            self.actor.user_id,
            is_on_paper=file is None,
            file=file,
            signature=worth(self.made.signatures)[:LONGEST] if self.made else "",
        )
        return steps.sign(pk, signed, actor=self.actor, at=at)

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

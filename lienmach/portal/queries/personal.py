"""What only the applicant reads: shown after the second factor."""

from dataclasses import dataclass

from lienmach.calc.spoken import spoken_day, spoken_moment
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier, Paper, Result, ReturnWay

GIVEN = (State.READY, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Personal:
    facts: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
    result: str
    file: Attachment | None


def personal(dossier: Dossier) -> Personal:
    """Names, papers and the result of a dossier. Five queries."""
    result = Result.objects.filter(dossier=dossier).select_related("file").first()
    return Personal(
        facts=tuple(_facts(dossier)),
        papers=tuple(dossier.papers.all()),
        result=_said(result),
        file=file_of(dossier, result),
    )


def file_of(dossier: Dossier, result: Result | None = None) -> Attachment | None:
    """The signed file of a result, once it may be had: ready, and nothing is owed."""
    if dossier.case.state not in GIVEN:
        return None
    result = result or (
        Result.objects.filter(dossier=dossier).select_related("file").first()
    )
    if result is None or result.file is None or result.file.removed_at:
        return None
    is_owed = dossier.charges.filter(receipt=None, waived="", amount__gt=0).exists()
    return None if is_owed else result.file


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    known = [
        ("Chủ hồ sơ", dossier.owner_name),
        ("Đồng chủ hồ sơ", ", ".join(one.name for one in dossier.co_owners.all())),
        ("Người nộp thay", dossier.submitter_name),
        ("Nội dung", dossier.content),
        ("Nhận kết quả", ReturnWay(dossier.return_way).label),
    ]
    collection = getattr(dossier, "collection", None)
    if collection:
        handed = f"{collection.recipient}, {spoken_moment(collection.at)}"
        known.append(("Đã trả cho", handed))
        if collection.postal_code:
            known.append(("Mã bưu gửi", collection.postal_code))
    return [(label, text) for label, text in known if text]


def _said(result: Result | None) -> str:
    if result is None:
        return ""
    named = f"Số {result.number}, " if result.number else ""
    signed = f"{named}ký {spoken_day(result.signed_on)}, {result.signer_name}"
    return signed[:1].upper() + signed[1:]

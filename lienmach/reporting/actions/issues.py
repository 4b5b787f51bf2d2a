"""Numbers and signed files of reports. What moves the report itself is ``reports``."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lienmach.base import files
from lienmach.base.actor import Actor
from lienmach.base.papers import pdf, word
from lienmach.base.signing import (
    Key,
    Signature,
    holder,
    require_holder,
    sign,
    verify,
    with_field,
)
from lienmach.calc.refusal import Refused
from lienmach.org.queries.trusted import trusted_roots
from lienmach.registers.actions import (
    Numbered,
    take_number,
    withdraw_number,
    withdraw_with_document,
)
from lienmach.reporting.flow import SIGN
from lienmach.reporting.models import Issue, Report
from lienmach.reporting.queries import texts as queries

FIELD = "ChuKyNguoiKy"
MOST_BYTES = 30 << 20


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs as what, and on which day the paper is dated."""

    dated_on: date
    signer: str
    authority: str


@transaction.atomic
def give_number(report: Report, by: Signing, *, actor: Actor, at: datetime) -> Issue:
    """Give an approved report its number and make the file that is to be signed.

    The book of the year stays locked until the caller's transaction ends.
    """
    actor.require(SIGN, report.unit_id)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not report.is_ready_to_sign:
        raise Refused("Chỉ cấp số cho báo cáo đã duyệt, chốt số.")
    if issue := queries.issue_of(report):
        raise Refused(f"Báo cáo này đã có số {issue.taken.written}.")
    found = queries.sections(report)
    if not found:
        raise Refused("Chưa soạn thuyết minh nên không có văn bản để ký.")
    if not by.signer.strip() or not by.authority.strip():
        raise Refused("Hãy ghi chức vụ và họ tên người ký.")
    if by.dated_on < report.round.end:
        raise Refused(
            f"Ngày ký phải từ ngày cuối kỳ số liệu, {report.round.end:%d/%m/%Y}."
        )
    style = queries.style_for(report)
    style = replace(style, signer=by.signer.strip(), authority=by.authority)
    draft, mistakes = queries.paper_of(
        report, style, found, queries.told(report, found)
    )
    if mistakes:
        raise Refused(mistakes[0])
    taken = take_number(
        report.unit_id,
        style.symbol,
        dated_on=by.dated_on,
        document=Numbered(
            draft.title,
            f"report:{report.pk}",
            reverse("reporting:signing", args=[report.pk]),
        ),
        actor=actor,
        at=at,
    )
    paper = replace(draft, number=taken.number, dated_on=by.dated_on)
    template = files.load(style.template_key) if style.template_key else None
    return Issue.objects.create(
        report=report,
        taken=taken,
        file_key=files.store(
            with_field(pdf.printed(paper), FIELD, pdf.signing_place(paper))
        ),
        word_key=files.store(word.written(paper, template)),
        made_at=at,
        made_by_id=actor.user_id,
        recipients=style.recipients,
        signer=style.signer,
    )


@transaction.atomic
def sign_with_key(issue: Issue, key: Key, *, actor: Actor, at: datetime) -> Issue:
    """Sign with a key file whose password was typed now; neither is kept."""
    style = queries.style_for(issue.report)
    name = holder(key)
    if issue.signer:
        require_holder(name, issue.signer, style.issuer)
    now = timezone.now()  # the signature itself is of this moment, whatever ``at`` is
    shown = pdf.signed_lines(name, style.issuer, now)
    signed = sign(
        files.load(issue.file_key),
        key,
        field=FIELD,
        reason=f"Ký ban hành {issue.taken.written}",
        place=style.place,
        stamp=pdf.stamp(shown),
    )
    return accept_signed(issue, signed, actor=actor, at=at)


@transaction.atomic
def accept_signed(issue: Issue, signed: bytes, *, actor: Actor, at: datetime) -> Issue:
    """Take in a signed file: it must be ours, with nothing changed since signing.

    A signature is added behind what was there; so a file that was really made of ours
    begins with the very bytes of ours.
    """
    actor.require(SIGN, issue.report.unit_id)
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if issue.signed_at or issue.revoked_at:
        raise Refused("Bản này đã ký hoặc đã thu hồi rồi: hãy tải lại trang.")
    if len(signed) > MOST_BYTES:
        raise Refused(f"Tệp lớn hơn {MOST_BYTES >> 20} MB.")
    if not signed.startswith(files.load(issue.file_key)):
        raise Refused(
            f"Tệp này không phải bản đã cấp số {issue.taken.written}: hãy tải bản PDF "
            "ở trang này về, ký rồi tải lên."
        )
    found = verify(signed, trusted_roots())
    if not found:
        raise Refused("Tệp này chưa có chữ ký số nào.")
    for one in found:
        if not (one.is_intact and one.is_whole):
            raise Refused(f"Chữ ký của {one.signer or 'người ký'}: {one.verdict}.")
    issue.signed_key = files.store(signed)
    issue.signed_at, issue.signed_by_id = at, actor.user_id
    issue.signatures = [_kept(one) for one in found]
    issue.save(update_fields=["signed_key", "signed_at", "signed_by", "signatures"])
    return issue


@transaction.atomic
def revoke(issue: Issue, *, reason: str, actor: Actor, at: datetime) -> Issue:
    """Take a number back before the report was sent; the number stays spent."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    actor.require(SIGN, issue.report.unit_id)
    if issue.sent_at:
        raise Refused(
            "Báo cáo đã gửi: không thu hồi ở đây được, hãy ban hành văn bản thay thế."
        )
    if issue.revoked_at:
        raise Refused("Bản này đã thu hồi rồi.")
    withdraw_number(issue.taken, reason=reason, actor=actor, at=at)
    issue.revoked_at, issue.reason = at, reason.strip()[:300]
    issue.save(update_fields=["revoked_at", "reason"])
    return issue


def refuse_out_of_turn(report: Report, step: str) -> None:
    """Refuse steps that stand and fall with the paper."""
    if step not in ("sign", "send", "reopen", "revoke"):
        return
    issue = queries.issue_of(report)
    if step in ("sign", "send") and (issue is None or issue.signed_at is None):
        raise Refused("Chưa có bản ký: hãy ký ở trang «Ký, gửi».")
    if step == "reopen" and issue:
        raise Refused(
            f"Báo cáo đã có số {issue.taken.written}: hãy thu hồi số rồi mới mở lại."
        )


def follow(report: Report, step: str, *, note: str, actor: Actor, at: datetime) -> None:
    """Write on the paper what a step of its report means to it."""
    is_ours = step in ("send", "revoke", "submit", "return")
    issue = queries.issue_of(report) if is_ours else None
    if issue is None:
        return
    if step in ("send", "submit"):
        issue.sent_at = at
        issue.save(update_fields=["sent_at"])
    elif step == "return":
        _give_back(issue, f"Đơn vị trên trả lại: {note.strip()}", actor=actor, at=at)
    else:
        revoke(issue, reason=note, actor=actor, at=at)


def _give_back(issue: Issue, why: str, *, actor: Actor, at: datetime) -> None:
    """Call a signed paper off that the unit above did not accept; another follows."""
    withdraw_with_document(issue.taken, reason=why, actor=actor, at=at)
    issue.sent_at, issue.revoked_at, issue.reason = None, at, why[:300]
    issue.save(update_fields=["sent_at", "revoked_at", "reason"])


def _kept(one: Signature) -> dict[str, str]:
    return {
        "signer": one.signer,
        "issuer": one.issuer,
        "at": one.at.isoformat() if one.at else "",
        "verdict": one.verdict,
    }

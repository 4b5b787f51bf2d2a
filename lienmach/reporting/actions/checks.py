"""Everything that writes what was checked. The reading itself is ``checker``'s."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lienmach.base import files, jobs
from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.checker.examine import Result, examine
from lienmach.checker.finding import Finding
from lienmach.checker.output.marks import Mark, Places
from lienmach.checker.readers import Unreadable
from lienmach.checker.report import Report, Section
from lienmach.checker.stored import dump
from lienmach.indicators.actions import Printed, Row, enter_reported, withdraw_reported
from lienmach.org.actions import audit
from lienmach.org.models import Verb
from lienmach.registers.actions import Cited, Text, enter_mentions, withdraw_mentions
from lienmach.reporting.models import RIGHT, Check, CheckedText, CheckFinding, Decision

JOB = "reporting.check"
STEPS = ("Đang đọc văn bản", "Đang đối chiếu", "Đang ghi kết quả")


@transaction.atomic
def submit(
    *,
    file_name: str,
    content: bytes,
    unit_id: int,
    actor: Actor,
    at: datetime,
    previous: Check | None = None,
    report_id: int | None = None,
    said_key: str = "",
) -> Check:
    """Take in a text to be checked in the background; return its check, not yet done.

    Of a report of ours it is told which one, and by a key what it says now.

    ``previous`` is the check of an earlier version: the same findings that were kept
    or asked about there stay so. Raises ``Refused`` when it has a later one already or
    could not be read.
    """
    actor.require(RIGHT, unit_id)
    if previous and not previous.is_done:
        raise Refused("Bản trước chưa rà soát xong hoặc không đọc được.")
    if previous and Check.objects.filter(previous=previous).exists():
        raise Refused("Bản này đã có lần rà soát sau: hãy mở lần mới nhất rồi tải lên.")
    check = Check.objects.create(
        unit_id=unit_id,
        made_by_id=actor.user_id,
        made_at=at,
        file_name=file_name[-200:],
        file_key=files.store(content),
        file_size=len(content),
        previous=previous,
        round=previous.round + 1 if previous else 1,
        tokens=stored(fold(file_name).split()),
        report_id=report_id,
        said_key=said_key,
    )
    check.job = jobs.enqueue(JOB, {"check": check.pk}, by=actor.user_id, at=at)
    check.save(update_fields=["job"])
    return check


def run(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    """Read and check a submitted text: what the background job does."""
    check = Check.objects.select_related("previous").filter(pk=payload["check"]).first()
    if check is None or check.finished_at:
        return
    progress.step(0, len(STEPS), STEPS[0])
    content = files.load(check.file_key)
    try:
        progress.step(1, len(STEPS), STEPS[1])
        result = examine(content, check.file_name)
    except Unreadable as why:
        _fail(check, str(why))
        return
    progress.step(2, len(STEPS), STEPS[2])
    _keep(check, result)


@transaction.atomic
def cancel(check: Check, *, actor: Actor) -> None:
    """Stop a reading that nobody waits for any more; its file stays."""
    actor.require(RIGHT, check.unit_id)
    check = _held(check.pk)
    if check.finished_at:
        raise Refused("Văn bản này đã rà soát xong.")
    if check.job_id:
        jobs.cancel(check.job_id)
    _fail(check, "Đã dừng theo yêu cầu.")


@transaction.atomic
def decide(
    finding: CheckFinding,
    decision: str,
    *,
    reason: str = "",
    seen: str | None = None,
    actor: Actor,
    at: datetime,
) -> CheckFinding:
    """Say what is made of a finding; an empty decision opens it again.

    ``seen`` is the decision that the person saw on the page. Raises ``Refused`` when
    somebody has decided otherwise meanwhile, and when a finding is kept or asked about
    without saying why.
    """
    check = _held(finding.check_made_id)
    actor.require(RIGHT, check.unit_id)
    finding = CheckFinding.objects.select_for_update().get(pk=finding.pk)
    if seen is not None and finding.decision != seen:
        raise Refused(
            f"{finding.decided_by or 'Người khác'} vừa xử lý điểm này: hãy xem lại."
            if finding.decision
            else "Điểm này vừa được mở lại: hãy xem lại rồi xử lý."
        )
    reason = reason.strip()
    if decision == Decision.KEEP and not reason:
        raise Refused("Hãy ghi lý do giữ nguyên, để người đọc sau hiểu.")
    if decision == Decision.ASK and not reason:
        raise Refused("Hãy ghi điều cần hỏi đơn vị.")
    was_open = not finding.decision
    finding.decision = Decision(decision) if decision else ""
    finding.reason = reason[:500] if decision else ""
    finding.decided_by_id = actor.user_id if decision else None
    finding.decided_at = at if decision else None
    finding.save()
    is_open = not finding.decision
    if was_open != is_open:
        check.open += 1 if is_open else -1
        check.save(update_fields=["open"])
    return finding


@transaction.atomic
def enter(
    check: Check, *, period_start: date, period_end: date, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Enter what a checked text cites and tabulates into the registers.

    Returns how many documents and how many values that were; doing it again replaces
    them. Raises ``Refused`` for a text that could not be read or a backward period.
    """
    actor.require(RIGHT, check.unit_id)
    check = _held(check.pk)
    if not check.is_done:
        raise Refused("Văn bản này chưa rà soát xong nên chưa vào sổ được.")
    if check.later and check.later.entered_at:
        raise Refused("Bản sửa sau của văn bản này đã vào sổ: hãy dùng bản đó.")
    read = CheckedText.objects.get(pk=check.pk)
    _withdraw_earlier(check)
    path = reverse("reporting:check", args=[check.pk])
    text = Text(check.source, check.unit_id, str(check), path)
    cited = (_cited(kept) for kept in read.documents)
    documents = enter_mentions(text, cited, actor=actor)
    report = Printed(
        check.source, check.unit_id, period_start, period_end, str(check), path
    )
    values = enter_reported(report, map(_row, read.rows), actor=actor)
    check.period_start, check.period_end = period_start, period_end
    check.entered_at = at
    check.save(update_fields=["period_start", "period_end", "entered_at"])
    return documents, values


@transaction.atomic
def withdraw(check: Check, *, actor: Actor) -> None:
    """Take back from the registers what this text has entered."""
    actor.require(RIGHT, check.unit_id)
    withdraw_mentions(check.source)
    withdraw_reported(check.source)
    Check.objects.filter(pk=check.pk).update(entered_at=None)


@transaction.atomic
def remove(check: Check, *, actor: Actor, at: datetime) -> None:
    """Delete a reading that should not have been, with its file; the audit keeps who.

    Raises ``Refused`` for one that something else rests on.
    """
    actor.require(RIGHT, check.unit_id)
    check = _held(check.pk)
    if check.why_kept:
        raise Refused(check.why_kept)
    files.let_go([check.file_key], at=at)
    name, unit = str(check), check.unit_id
    check.delete()
    audit.write(Verb.CHECK_REMOVED, name, actor=actor, at=at, unit_id=unit)


def _held(pk: int) -> Check:
    """Lock a check; refuse where somebody has removed it meanwhile."""
    check = Check.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if check is None:
        raise Refused("Lần rà soát này vừa bị xóa.")
    return check


def _withdraw_earlier(check: Check) -> None:
    """A corrected version takes the place of the earlier ones in the registers."""
    earlier = check.previous
    while earlier:
        if earlier.entered_at:
            withdraw_mentions(earlier.source)
            withdraw_reported(earlier.source)
            Check.objects.filter(pk=earlier.pk).update(entered_at=None)
        earlier = earlier.previous


def _fail(check: Check, why: str) -> None:
    Check.objects.filter(pk=check.pk).update(
        finished_at=timezone.now(), error=why[:300]
    )


@transaction.atomic
def _keep(check: Check, result: Result) -> None:
    """Store an answer: all of it or, if something fails, nothing."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    if check.finished_at:  # stopped meanwhile, or done by another worker
        return
    identity = result.report.identity
    check.title = (identity.title or check.file_name)[:300]
    check.number = (identity.number or "")[:80]
    check.dated_on = identity.date
    check.period_start, check.period_end = _days_counted(result)
    check.finished_at = timezone.now()
    words = f"{check.title} {check.number} {check.file_name}"
    check.tokens = stored(fold(words).split())
    _read(check, result)
    made = list(_findings(check, result))
    CheckFinding.objects.bulk_create(made)
    severities = [finding.severity for finding in made]
    check.errors = severities.count("error")
    check.warnings = severities.count("warning")
    check.infos = severities.count("info")
    check.open = sum(not finding.decision for finding in made)
    check.save()


def _days_counted(result: Result) -> tuple[date | None, date | None]:
    """The days that the figures speak of: those printed, else the report's period.

    A first quarter is commonly counted from 15 December to 14 March, so days that the
    text prints and that touch its period are nearer the truth than its title.
    """
    period = result.report.identity.period
    if period is None:
        return None, None
    for window in result.report.windows:
        start, end = window.start, window.end
        if not window.dates or not start or not end:
            continue
        if start <= period.end and end >= period.start and start <= end:
            return start, end
    return period.start, period.end


def _read(check: Check, result: Result) -> None:
    report = result.report
    sections = [
        (s.block, s.level, f"{s.code} {s.title}".strip(), _short(report, s))
        for s in report.sections
    ]
    CheckedText.objects.create(
        check_made=check,
        text=dump(report.source),
        outline=sorted(sections),
        verified=[[v.rule, list(v.lines), v.text] for v in result.verified],
        documents=[_as_json(asdict(c)) for c in _citations(result)],
        rows=[_as_json(asdict(row)) for row in _rows(result)],
    )


def _short(report: Report, section: Section) -> str:
    """A heading as people call it: «II.2.a», «Phụ lục 4»."""
    codes = [section.code]
    while section.parent is not None:
        section = report.sections[section.parent]
        codes.append(section.code)
    return ".".join(code.strip(" .)") for code in reversed(codes) if code)


def _findings(check: Check, result: Result) -> Iterable[CheckFinding]:
    """Number the findings as they stand in the text, keeping earlier decisions."""
    places = Places(result.report.source)
    placed = [(places.marks(f.lines, f.anchors), f) for f in result.findings]
    placed.sort(key=lambda one: _where(one[0]))
    earlier = _earlier(check)
    for number, (marks, finding) in enumerate(placed, 1):
        made = CheckFinding(
            check_made=check,
            number=number,
            rule=finding.rule,
            kind=finding.kind,
            severity=finding.severity,
            text=finding.text,
            evidence=finding.evidence,
            suggestion=finding.suggestion,
            anchors=list(finding.anchors),
            lines=list(finding.lines),
            marks=[[m.block, m.start, m.end, m.row, m.cell] for m in marks],
        )
        if known := earlier.get(_fingerprint(finding)):
            made.decision, made.reason = known.decision, known.reason
            made.decided_by_id, made.decided_at = known.decided_by_id, known.decided_at
        yield made


def _where(marks: list[Mark]) -> tuple[int, int, int]:
    if not marks:
        return (0, 0, 0)
    return min((mark.block, mark.row or 0, mark.start) for mark in marks)


def _earlier(check: Check) -> dict[tuple[str, tuple[str, ...]], CheckFinding]:
    """The findings of the earlier version that were kept or asked about.

    What was to be corrected and is still there has not been: it is open again.
    """
    if check.previous_id is None:
        return {}
    kept = CheckFinding.objects.filter(
        check_made=check.previous_id, decision__in=[Decision.KEEP, Decision.ASK]
    )
    return {(f.rule, tuple(f.anchors)): f for f in kept}


def _fingerprint(finding: Finding) -> tuple[str, tuple[str, ...]]:
    return finding.rule, finding.anchors


def _citations(result: Result) -> Iterable[Cited]:
    for citation in result.report.citations:
        yield Cited(
            number=citation.number,
            type=citation.type or "",
            issuer=citation.issuer or "",
            issued_on=citation.date,
            subject=citation.subject or "",
            line=citation.line,
            raw=citation.raw,
        )


def _rows(result: Result) -> Iterable[Row]:
    for annex in result.report.annexes:
        for row in annex.rows:
            yield Row(
                form=f"Phụ lục {annex.number}",
                code=row.code,
                label=row.label,
                measure=row.unit,
                raw=row.raw,
                state=row.state,
                value=row.value,
                line=row.line,
            )


def _as_json(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, date | Decimal) else value
        for name, value in fields.items()
    }


def _cited(kept: dict[str, Any]) -> Cited:
    day = kept["issued_on"]
    return Cited(**kept | {"issued_on": date.fromisoformat(day) if day else None})


def _row(kept: dict[str, Any]) -> Row:
    value = kept["value"]
    return Row(**kept | {"value": Decimal(value) if value is not None else None})

"""Signing a report: number, day, signature and step, all of it or nothing."""

from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.signing import Key
from lienmach.calc.refusal import Refused
from lienmach.reporting.actions import issues
from lienmach.reporting.actions.issues import Signing
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.models import Issue, Report
from lienmach.reporting.queries import texts as queries


@transaction.atomic
def sign_report(
    report: Report, by: Signing, key: Key, *, actor: Actor, at: datetime
) -> Issue:
    """Number and sign a report at once; a wrong password leaves no number behind."""
    issue = issues.give_number(report, by, actor=actor, at=at)
    return _done(
        report, issues.sign_with_key(issue, key, actor=actor, at=at), actor, at
    )


@transaction.atomic
def sign_numbered(report: Report, key: Key, *, actor: Actor, at: datetime) -> Issue:
    """Sign a report that has its number already."""
    issue = _waiting(report)
    return _done(
        report, issues.sign_with_key(issue, key, actor=actor, at=at), actor, at
    )


@transaction.atomic
def bring_signed(report: Report, signed: bytes, *, actor: Actor, at: datetime) -> Issue:
    """Take in the numbered file as it was signed with another program."""
    issue = issues.accept_signed(_waiting(report), signed, actor=actor, at=at)
    return _done(report, issue, actor, at)


def _waiting(report: Report) -> Issue:
    issue = queries.issue_of(report)
    if issue is None:
        raise Refused("Báo cáo này chưa cấp số: hãy cấp số rồi ký.")
    return issue


def _done(report: Report, issue: Issue, actor: Actor, at: datetime) -> Issue:
    take_step(report, "sign", actor=actor, at=at, note=f"Số {issue.taken.written}")
    return issue

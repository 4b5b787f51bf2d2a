"""That a report was sent, and by what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.flow import CONSOLIDATE
from lienmach.reporting.models import Channel, Issue, Report
from lienmach.reporting.queries import texts as queries


@dataclass(frozen=True, slots=True)
class Sending:
    """By what a report went, under which number it was received, and on which day."""

    channel: Channel
    receipt: str
    on: date


class WrongSending(Refused):
    """What was told of a sending cannot be so; ``at`` is the part of it."""

    def __init__(self, said: str, at: str) -> None:
        super().__init__(said)
        self.at = at


@transaction.atomic
def send(report: Report, by: Sending, *, actor: Actor, at: datetime) -> Issue:
    """Record that a signed report was sent."""
    take_step(report, "send", actor=actor, at=at)
    return _record(report, by, at)


@transaction.atomic
def tell_sending(report: Report, by: Sending, *, actor: Actor, at: datetime) -> Issue:
    """Put right, or tell later, how a report was sent; the trail keeps both."""
    case = cases.locked(report.pk, actor=actor)
    actor.require(CONSOLIDATE, report.unit_id)
    issue = queries.issue_of(report)
    if issue is None or issue.sent_at is None or report.above_id:
        raise Refused("Báo cáo này chưa ghi nhận gửi.")
    if (issue.channel, issue.receipt, issue.sent_on) == (by.channel, by.receipt, by.on):
        return issue
    cases.note_on(case, "sending", f"{_said(issue)} → {_words(by)}", actor=actor, at=at)
    return _record(report, by, at)


def _record(report: Report, by: Sending, at: datetime) -> Issue:
    issue = queries.issue_of(report)
    assert issue  # no step «send» without it
    if by.channel is Channel.NATIONAL and not by.receipt.strip():
        raise WrongSending(
            "Gửi qua hệ thống báo cáo quốc gia thì ghi số, mã tiếp nhận.", "receipt"
        )
    if issue.taken.dated_on > by.on:
        raise WrongSending(
            f"Ngày gửi không được trước ngày văn bản, {issue.taken.dated_on:%d/%m/%Y}.",
            "on",
        )
    if by.on > day_of(at):
        raise WrongSending("Ngày gửi chưa đến.", "on")
    issue.channel, issue.receipt, issue.sent_on = by.channel, by.receipt.strip(), by.on
    issue.save(update_fields=["channel", "receipt", "sent_on"])
    return issue


def _said(issue: Issue) -> str:
    if not issue.channel or issue.sent_on is None:
        return "chưa ghi cách gửi"
    return _words(Sending(Channel(issue.channel), issue.receipt, issue.sent_on))


def _words(by: Sending) -> str:
    receipt = f", số {by.receipt.strip()}" if by.receipt.strip() else ""
    return f"{by.channel.label}{receipt}, ngày {by.on:%d/%m/%Y}"

"""Messages leave once, are tried again when that may help, and say when it does not."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from lienmach.base import jobs, outbox
from lienmach.base.models import Job, Message
from lienmach.base.outbox import New
from lienmach.base.tests.mailbox import Mailbox, open_mailbox
from lienmach.calc.refusal import Refused
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
State = Message.State
SOON = MONDAY + outbox.PATIENCE


def _boom(message: Message) -> None:
    raise ZeroDivisionError


outbox.register("test.boom", "Hỏng", _boom)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with (
        open_mailbox() as box,
        override_settings(
            MAIL_IS_SET=True,
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=box.port,
            DEFAULT_FROM_EMAIL="Một cửa <motcua@anhoa.example>",
        ),
    ):
        yield box


def _say(key: str = "a", **more: Any) -> Message | None:
    new = {
        "key": key,
        "channel": "email",
        "to": "dan@thu.example",
        "subject": "Hồ sơ X99:\nđã tiếp nhận",
        "body": "Kính gửi ông/bà,\n\nHẹn trả trước 17:00.",
        "about": "X99",
        "unit": 1,
    }
    return outbox.say(New(**{**new, **more}), by=None, at=MONDAY)


def _run(at: datetime) -> None:
    while jobs.run_next(at=at):
        pass


def test_a_message_reaches_a_mailbox_with_its_vietnamese_whole(
    mailbox: Mailbox,
) -> None:
    message = _say()
    assert message

    _run(MONDAY)
    assert mailbox.mails == []  # it waits for second thoughts
    _run(SOON)

    (mail,) = mailbox.mails
    assert mail["Subject"] == "Hồ sơ X99: đã tiếp nhận"
    assert mail["To"] == "dan@thu.example"
    assert mail["From"] == "Một cửa <motcua@anhoa.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Hẹn trả trước 17:00." in mail.get_content()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert message.sent_at


def test_the_same_thing_is_said_once(mailbox: Mailbox) -> None:
    assert _say()
    assert _say() is None

    _run(SOON)
    outbox.send_one(Message.objects.get().pk, at=SOON)  # as after a lease ran out

    assert len(mailbox.mails) == 1


def test_nothing_is_said_of_a_change_that_did_not_happen(mailbox: Mailbox) -> None:
    with transaction.atomic():
        _say()
        transaction.set_rollback(True)

    _run(SOON)

    assert mailbox.mails == []
    assert not Message.objects.exists()


def test_what_a_mailbox_puts_off_is_tried_again_later(mailbox: Mailbox) -> None:
    message = _say()
    assert message
    mailbox.refuses = ["451 later"]

    outbox.send_one(message.pk, at=SOON)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert message.error == "Máy chủ thư trả lời 451: later"
    assert message.next_at == SOON + outbox.LATER[0]
    Job.objects.filter(run_after=SOON).delete()  # the one that we stood in for
    _run(SOON + timedelta(seconds=30))
    assert mailbox.mails == []
    _run(SOON + outbox.LATER[0])

    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")
    assert len(mailbox.mails) == 1


def test_what_a_mailbox_refuses_for_good_fails_at_once_and_is_seen(
    mailbox: Mailbox,
) -> None:
    message = _say()
    assert message
    mailbox.refuses = ["550 no such mailbox"]

    _run(SOON)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.error == "Máy chủ thư trả lời 550: no such mailbox"
    assert list(outbox.failed_messages()) == [message]
    assert not jobs.run_next(at=SOON + timedelta(days=2))


def test_a_server_that_is_not_there_is_tried_for_half_a_day_and_then_told() -> None:
    message = _say()
    assert message
    with override_settings(
        MAIL_IS_SET=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
    ):
        at = SOON
        for _ in range(len(outbox.LATER) + 1):
            outbox.send_one(message.pk, at=at)
            at += timedelta(days=1)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.error == "Chưa nối được với máy chủ thư (ConnectionRefusedError)."


def test_without_a_server_it_says_so_and_waits_for_somebody(mailbox: Mailbox) -> None:
    message = _say()
    assert message
    with override_settings(MAIL_IS_SET=False):
        _run(SOON)
    message.refresh_from_db()
    assert message.state == State.UNSET
    assert "Chưa nối máy chủ thư" in message.error

    outbox.try_again(message, by=make.user().pk, at=SOON)
    _run(SOON)

    message.refresh_from_db()
    assert message.state == State.SENT
    with pytest.raises(Refused):
        outbox.try_again(message, by=make.user().pk, at=SOON)


def test_a_fault_of_ours_is_logged_told_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = _say(channel="test.boom")
    assert message

    with caplog.at_level(logging.ERROR):
        outbox.send_one(message.pk, at=SOON)

    message.refresh_from_db()
    assert (message.state, message.error) == (State.WAITING, outbox.OURS)
    assert "ZeroDivisionError" in caplog.text


def test_what_was_taken_back_in_time_is_never_sent(mailbox: Mailbox) -> None:
    _say("dossier:1:2:asked")
    _say("dossier:1:1:received")

    assert not outbox.call_off("dossier:1:2:")
    _run(SOON)

    assert len(mailbox.mails) == 1
    assert outbox.call_off("dossier:1:1:")  # too late: it was sent

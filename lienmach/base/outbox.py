"""Messages to people outside: written with the change they tell of, sent afterwards.

An action says something in its own transaction, under a key that is said once; a job
sends it, tries again later what may succeed later, and keeps what came of it. How a
channel sends is registered by whoever knows it; ``mail`` is the first.

A worker that dies between sending and writing it down sends again: the key is in the
message, so that programs may show it once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.models import Message
from lienmach.calc.refusal import Refused

JOB = "base.message"
# Whoever made a slip of the hand takes it back meanwhile, and nobody was told.
PATIENCE = timedelta(minutes=1)
LATER = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
OURS = "Lỗi ở phía chúng tôi; đã ghi vào nhật ký của dịch vụ."
log = logging.getLogger(__name__)
State = Message.State


class Unset(Exception):
    """The channel is not set up here: nothing can be sent by it."""


class Failed(Exception):
    """Not sent; ``is_final`` where trying again would not help."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


Send = Callable[[Message], None]
_channels: dict[str, tuple[str, Send]] = {}


@dataclass(frozen=True, slots=True)
class New:
    """What to say to whom; ``key`` names the occasion, ``about`` the subject's code."""

    key: str
    channel: str
    to: str
    subject: str
    body: str
    about: str
    unit: int


def register(channel: str, label: str, send: Send) -> None:
    """Say how a channel sends; it raises ``Unset`` or ``Failed`` if it does not."""
    known = _channels.setdefault(channel, (label, send))
    if known[1] is not send:
        raise ValueError(f"Channel {channel!r} is registered twice")


def label_of(channel: str) -> str:
    return _channels[channel][0] if channel in _channels else channel


def say(new: New, *, by: int | None, at: datetime) -> Message | None:
    """Write a message in the caller's transaction; None where its key was said before.

    It leaves a minute later at the earliest: until then it can be called off.
    """
    assert new.channel in _channels, new.channel
    next_at = at + PATIENCE
    message, is_new = Message.objects.get_or_create(
        key=new.key,
        defaults={
            "channel": new.channel,
            "to": new.to,
            "subject": " ".join(new.subject.split())[:200],
            "body": new.body,
            "about": new.about,
            "unit": new.unit,
            "made_at": at,
            "next_at": next_at,
        },
    )
    if not is_new:
        return None
    jobs.enqueue(JOB, {"message": message.pk}, by=by, at=at, after=next_at)
    return message


def call_off(keys: str) -> bool:
    """Let what waits under keys that begin so not be sent; say if some was sent."""
    told = Message.objects.filter(key__startswith=keys)
    told.filter(state__in=[State.WAITING, State.UNSET]).update(
        state=State.CALLED_OFF, next_at=None
    )
    return told.filter(state=State.SENT).exists()


@transaction.atomic
def try_again(message: Message, *, by: int, at: datetime) -> Message:
    """Send once more what has failed or could not be sent then."""
    held = Message.objects.select_for_update().get(pk=message.pk)
    if held.state not in (State.FAILED, State.UNSET):
        raise Refused(f"Tin này {held.get_state_display().lower()}: không gửi lại.")
    held.state, held.attempts, held.error, held.next_at = State.WAITING, 0, "", at
    held.save()
    jobs.enqueue(JOB, {"message": held.pk}, by=by, at=at)
    return held


def failed_messages() -> QuerySet[Message]:
    """What was not delivered and will not be tried again by itself, oldest first."""
    return Message.objects.filter(state=State.FAILED).order_by("made_at", "pk")


def deliver(progress: jobs.Progress, payload: dict[str, Any]) -> None:
    """The job: send one message and write down what came of it."""
    send_one(int(payload["message"]), at=timezone.now())


@transaction.atomic
def send_one(pk: int, *, at: datetime) -> None:
    """Try to send a message that waits; its row is held, so that one worker does."""
    rows = Message.objects.select_for_update(skip_locked=True)
    message = rows.filter(pk=pk, state=State.WAITING).first()
    if message is None:
        return
    message.attempts += 1
    try:
        _channels[message.channel][1](message)
    except Unset as unset:
        _end(message, State.UNSET, str(unset))
    except Failed as failed:
        _put_off(message, str(failed), at, is_final=failed.is_final)
    except Exception:
        log.exception("message %s", message.pk)
        _put_off(message, OURS, at, is_final=False)
    else:
        message.sent_at = timezone.now()
        _end(message, State.SENT, "")


def _put_off(message: Message, error: str, at: datetime, *, is_final: bool) -> None:
    """Try again later, each time later than before; at last say that it failed."""
    if is_final or message.attempts > len(LATER):
        _end(message, State.FAILED, error)
        return
    message.next_at = at + LATER[message.attempts - 1]
    message.error = error[:300]
    message.save()
    jobs.enqueue(JOB, {"message": message.pk}, by=None, at=at, after=message.next_at)


def _end(message: Message, state: State, error: str) -> None:
    message.state, message.error, message.next_at = state, error[:300], None
    message.save()

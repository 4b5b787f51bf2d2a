"""E-mail, by the server that the settings name; without one nothing is sent."""

import smtplib
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage

from lienmach.base.models import Message
from lienmach.base.outbox import Failed, Unset

UNSET = "Chưa nối máy chủ thư: người quản trị hệ thống phải nối."


def send(message: Message) -> None:
    """Send a message; what a mailbox refuses for good is not tried again."""
    if not settings.MAIL_IS_SET:
        raise Unset(UNSET)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "lienmach"
    name = sha256(message.key.encode()).hexdigest()[:32]
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[message.to],
        headers={
            "Message-ID": f"<{name}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise Failed(_said(code, words), is_final=code >= 500) from refused
    except smtplib.SMTPAuthenticationError as refused:
        text = f"Máy chủ thư không nhận tài khoản ({refused.smtp_code})."
        raise Failed(text, is_final=False) from refused
    except smtplib.SMTPResponseException as refused:
        said = refused.smtp_error
        is_final = refused.smtp_code >= 500
        raise Failed(_said(refused.smtp_code, said), is_final=is_final) from refused
    except (smtplib.SMTPException, OSError) as fault:
        text = f"Chưa nối được với máy chủ thư ({type(fault).__name__})."
        raise Failed(text, is_final=False) from fault


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"Máy chủ thư trả lời {code}: {text}"[:300]

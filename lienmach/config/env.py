"""Settings that differ from one place to another, read once and checked."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from lienmach.base import embedded

HOSTS = "localhost,127.0.0.1,[::1]"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}

S3 = {"s3": "https", "s3+http": "http"}
REGION = "us-east-1"  # what a service of one's own calls the only one it has

KEPT_OPEN = 300  # seconds that a connection to the database serves


@dataclass(frozen=True, slots=True)
class Mail:
    """The server that sends e-mail; ``smtp+tls`` and ``smtps`` are encrypted."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str

    @classmethod
    def read(cls, url: str, sender: str) -> Self:
        """Read ``smtp+tls://user:password@host:587``; raise ValueError if it is not."""
        read = urlsplit(url)
        if read.scheme not in PORTS or not read.hostname:
            known = ", ".join(f"{scheme}://" for scheme in PORTS)
            raise ValueError(f"LIENMACH_MAIL must begin with one of {known} and a host")
        if "@" not in sender:
            raise ValueError("LIENMACH_MAIL_FROM must be an address of e-mail")
        return cls(
            scheme=read.scheme,
            host=read.hostname,
            port=read.port or PORTS[read.scheme],
            user=unquote(read.username or ""),
            password=unquote(read.password or ""),
            sender=sender,
        )


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files are kept by a service that speaks S3; ``s3+http`` is unencrypted."""

    endpoint: str
    name: str
    key: str
    secret: str
    region: str = REGION

    @classmethod
    def read(cls, url: str) -> Self:
        """Read ``s3://key:secret@host:9000/bucket?region=…``, else ValueError."""
        read = urlsplit(url)
        name = read.path.strip("/")
        if read.scheme not in S3 or not read.hostname or not name or "/" in name:
            known = ", ".join(f"{scheme}://" for scheme in S3)
            raise ValueError(
                f"LIENMACH_FILES must begin with one of {known}, a host and a bucket"
            )
        if not read.username or not read.password:
            raise ValueError("LIENMACH_FILES must name a key and a secret")
        host = read.netloc.rpartition("@")[2]
        return cls(
            endpoint=f"{S3[read.scheme]}://{host}",
            name=name,
            key=unquote(read.username),
            secret=unquote(read.password),
            region=dict(parse_qsl(read.query)).get("region", REGION),
        )


@dataclass(frozen=True, slots=True)
class Env:
    """``kept`` is the folder of what must last: key, stored files, embedded database.

    ``hosts`` are the names under which the service may be called; ``address`` is where
    the public finds it, as it stands in messages. ``clamd`` is where ClamAV listens:
    HOST:PORT or the path of a socket; without it nothing is scanned. Files are in a
    folder of ``kept`` unless a ``bucket`` is named. ``draft_days`` is how long they are
    kept where an applicant prepared them and has not sent them.
    """

    kept: Path
    hosts: list[str]
    secret_key: str
    debug: bool
    https: bool
    proxies: tuple[str, ...]
    database: dict[str, Any]
    clamd: str = ""
    mail: Mail | None = None
    address: str = ""
    bucket: Bucket | None = None
    draft_days: int = 30
    api_per_minute: int = 120

    @classmethod
    def read(cls, var: Path, environ: Mapping[str, str] = os.environ) -> Self:
        """Without ``DATABASE_URL`` the database is the server of the kept folder."""
        kept = Path(environ.get("LIENMACH_VAR") or var)
        url = environ.get("DATABASE_URL") or embedded.url(kept)
        return cls(
            kept=kept,
            hosts=environ.get("LIENMACH_HOSTS", HOSTS).split(","),
            secret_key=environ.get("LIENMACH_SECRET_KEY") or _own_key(kept),
            debug=environ.get("LIENMACH_DEBUG", "no") == "yes",
            https=environ.get("LIENMACH_HTTPS", "no") == "yes",
            proxies=tuple(
                environ.get("LIENMACH_PROXIES", "").replace(",", " ").split()
            ),
            database=_database(url)
            | {
                "DISABLE_SERVER_SIDE_CURSORS": environ.get("LIENMACH_POOLER", "no")
                == "yes"
            },
            mail=Mail.read(mail, environ.get("LIENMACH_MAIL_FROM", ""))
            if (mail := environ.get("LIENMACH_MAIL", ""))
            else None,
            address=environ.get("LIENMACH_ADDRESS", "").rstrip("/"),
            clamd=environ.get("LIENMACH_CLAMD", ""),
            bucket=Bucket.read(files)
            if (files := environ.get("LIENMACH_FILES", ""))
            else None,
            draft_days=_whole(environ, "LIENMACH_DRAFT_DAYS", "30", most=3650),
            api_per_minute=_whole(
                environ, "LIENMACH_API_PER_MINUTE", "120", most=100_000
            ),
        )


def _whole(environ: Mapping[str, str], name: str, usual: str, *, most: int) -> int:
    said = environ.get(name, usual)
    if not (said.isascii() and said.isdecimal() and 1 <= int(said[:9]) <= most):
        raise ValueError(f"{name} must be a whole number, 1 to {most}")
    return int(said)


def _own_key(var: Path) -> str:
    """Return the key kept in ``var``, made on the first call for this place alone."""
    file = var / "secret-key"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        new = var / f"secret-key.{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first: its key stands
            file.hardlink_to(new)
        new.unlink()
    return file.read_text()


def _database(url: str) -> dict[str, Any]:
    """Read an address as libpq does, options behind the question mark included."""
    known = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known.pop("dbname"),
        "USER": known.pop("user", ""),
        "PASSWORD": known.pop("password", ""),
        "HOST": known.pop("host", ""),
        "PORT": known.pop("port", ""),
        "OPTIONS": known,
        # A new connection costs as much as a small page, and knows no table yet.
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
    }

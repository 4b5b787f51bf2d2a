"""Digital signatures in PDF files (PAdES): made with a key file, and looked at.

The work is done by another process (``base.signing_program``). A password is handed to
it and kept nowhere. A signature says three things that must not be mixed: that nothing
was changed since (*intact*), that it speaks for the file as it lies here (*whole*), and
that the certificate leads to one that the office trusts (*trusted*). Whether a
certificate was revoked would have to be asked over the network: it is not.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Any, Self

from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold

PROGRAM = Path(__file__).with_name("signing_program.py")
SECONDS = 30
MOST_KEY_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Signature:
    """What was found of one signature; ``at`` is what the signer's computer wrote."""

    signer: str
    issuer: str
    serial: str
    at: datetime | None
    is_intact: bool
    is_whole: bool
    is_trusted: bool

    @property
    def is_good(self) -> bool:
        return self.is_intact and self.is_whole and self.is_trusted

    @property
    def verdict(self) -> str:
        """Say in one clause what the signature is worth."""
        if not self.is_intact:
            return "nội dung đã bị sửa sau khi ký, hoặc chữ ký hỏng"
        if not self.is_whole:
            return "tệp đã được thêm nội dung sau chữ ký này"
        if not self.is_trusted:
            return "nội dung nguyên vẹn, nhưng cơ quan chưa tin nơi cấp chứng thư"
        return "nội dung nguyên vẹn, chứng thư tin cậy (chưa hỏi việc thu hồi)"


@dataclass(frozen=True, slots=True)
class Key:
    """A key file (PKCS#12, .p12 or .pfx) with the password that opens it."""

    content: bytes
    password: str


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (from 0), in points from its lower left corner."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


class WrongPassword(Refused):
    """A key does not open: the password, or the file, is another."""


def with_field(pdf: bytes, field: str, place: Place) -> bytes:
    """Return a PDF with an empty field: whoever signs later, signs in that place."""
    told = {"do": "prepare", "field": field, "place": astuple(place)}
    made = _run(told, pdf)
    if made is None:
        raise Refused("Chưa tạo được ô chữ ký trong tệp PDF: hãy thử lại.")
    return made


def holder(key: Key) -> str:
    """Return whom a key was given to; refuse a wrong password and what is no key."""
    made = _run({"do": "open", "password": key.password}, _checked(key).content)
    told = json.loads(made) if made else {"wrong": "key"}
    if "wrong" in told:
        raise WrongPassword(_why_not(told))
    return str(told["holder"])


def is_of(holder: str, signer: str, office: str) -> bool:
    """Whether a certificate is that of who signs, or of the office."""
    name = _plain(holder)
    return any(_plain(one) in name for one in (signer, office) if one)


def require_holder(holder: str, signer: str, office: str) -> None:
    """Refuse a certificate that is neither that of who signs nor of the office."""
    if not is_of(holder, signer, office):
        raise Refused(
            f"Chứng thư này cấp cho «{holder}», không phải «{signer}» là người ký, "
            "cũng không phải cơ quan: hãy chọn đúng chứng thư hoặc đúng người ký."
        )


def _plain(name: str) -> str:
    return fold(name).replace("uy ban nhan dan", "ubnd")


def sign(
    pdf: bytes, key: Key, *, field: str, reason: str, place: str, stamp: bytes = b""
) -> bytes:
    """Sign a PDF; refuse a wrong password, a key that is none, one that has expired.

    ``stamp`` is a PDF whose first page is shown in the field, if that has a place.
    """
    told = {
        "do": "sign",
        "password": key.password,
        "field": field,
        "reason": reason,
        "place": place,
    }
    made = _run(told, pdf, _checked(key).content, stamp)
    if made is None:
        raise Refused("Chưa ký được tệp này: hãy thử lại, hoặc ký bằng phần mềm khác.")
    if made.startswith(b"{"):
        raise _refusal(json.loads(made))
    return made


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was signed just now, with what its signatures are worth."""

    content: bytes
    signatures: list[Signature]


class OpenKey:
    """A key that is opened once and signs files one by one, as long as it is held.

    It lives in the other process, which ends with the ``with``; where one file takes
    that process down with it, the next file gets a new one.
    """

    def __init__(
        self, key: Key, *, field: str, reason: str, roots: Collection[bytes]
    ) -> None:
        told = {"password": key.password, "field": field, "reason": reason, "place": ""}
        self._asked = _framed(json.dumps(told).encode(), _checked(key).content, *roots)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Raises ``Refused`` where the key does not open or may not sign."""
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def sign(self, pdf: bytes, over: bytes = b"") -> Made | None:
        """Print a page over the first of a PDF and sign it; None where that failed."""
        if self._process is None:
            self._start()
        answer = self._ask(_framed(pdf, over))
        if answer is None:
            return None
        signed, looked = _parts(answer)
        return Made(signed, _signatures(looked)) if signed else None

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM), "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        said = self._ask(self._asked)
        if said is None:
            raise Refused("Chưa mở được chứng thư để ký: hãy thử lại.")
        if said:
            self._stop()
            raise _refusal(json.loads(said))

    def _ask(self, message: bytes) -> bytes | None:
        """Send a message and wait for its answer; None where the process died of it."""
        process = self._process
        assert process
        assert process.stdin
        assert process.stdout
        timer = Timer(SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(_framed(message))
            process.stdin.flush()
            head = process.stdout.read(8)
            if len(head) == 8:
                (length,) = struct.unpack(">Q", head)
                answer = process.stdout.read(length)
                if len(answer) == length:
                    return answer
        except OSError:  # it died while it was written to
            pass
        finally:
            timer.cancel()
        self._stop()
        return None

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            with suppress(OSError):  # what was not taken any more
                self._process.communicate()
        self._process = None


def _checked(key: Key) -> Key:
    if not 0 < len(key.content) <= MOST_KEY_BYTES:
        raise Refused("Tệp chứng thư rỗng hoặc quá lớn: hãy chọn tệp .p12 hoặc .pfx.")
    return key


def verify(pdf: bytes, roots: Iterable[bytes]) -> list[Signature]:
    """Look at each signature of a PDF; ``roots`` are the certificates to trust.

    Refuses what cannot be read as a PDF.
    """
    told = _run({"do": "verify"}, pdf, *roots)
    if told is None:
        raise Refused("Không đọc được chữ ký số trong tệp này.")
    return _signatures(told)


def worth(found: Iterable[Signature]) -> str:
    """Say in a sentence what the signatures of a file are worth."""
    said = (f"{one.signer or 'không rõ người ký'}: {one.verdict}" for one in found)
    return f"Chữ ký số của {'; '.join(said)}"


def _signatures(told: bytes) -> list[Signature]:
    return [
        Signature(
            signer=found.get("signer", ""),
            issuer=found.get("issuer", ""),
            serial=found.get("serial", ""),
            at=datetime.fromisoformat(found["at"]) if found.get("at") else None,
            is_intact=found["intact"],
            is_whole=found.get("whole", False),
            is_trusted=found.get("trusted", False),
        )
        for found in json.loads(told)
    ]


def _refusal(why: dict[str, str]) -> Refused:
    is_key = why["wrong"] in ("expired", "usage")
    return (Refused if is_key else WrongPassword)(_why_not(why))


def _framed(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def _parts(made: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(made):
        (length,) = struct.unpack_from(">Q", made, at)
        yield made[at + 8 : at + 8 + length]
        at += 8 + length


def _why_not(told: dict[str, str]) -> str:
    match told["wrong"]:
        case "expired":
            until = day_of(datetime.fromisoformat(told["until"]))
            return f"Chứng thư không còn hiệu lực (hạn dùng đến {until:%d/%m/%Y})."
        case "usage":
            return "Chứng thư này không được cấp để ký văn bản."
    return "Mật khẩu không đúng, hoặc tệp không phải chứng thư .p12, .pfx."


def _run(told: dict[str, Any], *files: bytes) -> bytes | None:
    """Let the other process work; None where it failed or took too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(PROGRAM)],
            input=_framed(json.dumps(told).encode(), *files),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None

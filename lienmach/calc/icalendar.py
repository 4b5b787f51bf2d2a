"""One event as calendars of telephones and computers read it (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime

LENGTH = (
    74  # octets of a line, one less than is allowed: a folded one begins with a blank
)


def event(
    *,
    uid: str,
    start: datetime,
    end: datetime,
    made_at: datetime,
    title: str,
    where: str = "",
    text: str = "",
) -> str:
    """Return a calendar with one event; long lines are folded between letters."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lien Mach//vi",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(start)}",
        f"DTEND:{_moment(end)}",
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(where)}",
        f"DESCRIPTION:{_text(text)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for special in "\\;,":
        value = value.replace(special, f"\\{special}")
    return "\\n".join(value.split("\n"))


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LENGTH:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part

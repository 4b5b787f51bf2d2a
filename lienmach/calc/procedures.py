"""What a procedure is, as plain values: from a form, in a file, of a stored version.

Lists inside a cell of a sheet are written a line each, the parts of a line with bars
between them: «Tờ khai | 1 | 0». What stands in the cells is read back to the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.refusal import Refused

CODE = re.compile(r"[0-9A-Z][0-9A-Z.\-]{2,39}")
LEVELS_OF_2011 = ("1", "2", "3", "4")
ERA = date(2022, 8, 15)  # from here on «toàn trình», «một phần»: Decree 42/2022/NĐ-CP
WHOLE = Decimal(100)
CLOCKS = {
    Clock.WORKING_DAYS: "ngày làm việc",
    Clock.CALENDAR_DAYS: "ngày",
    Clock.WORKING_HOURS: "giờ làm việc",
}
MOST_LINES = 200
MOST_DONG = 10**12


@dataclass(frozen=True, slots=True)
class Component:
    """A paper to be handed in, and how many of it."""

    name: str
    originals: int = 0
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """Dong to be paid, as long as its document holds, and who need not."""

    name: str
    amount: int
    waiver: str = ""
    document: str = ""
    valid_from: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what inside, and which share of the time is theirs, in percent."""

    name: str
    unit_kind: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Hop:
    """A place in a chain of procedures that are handed in together."""

    name: str
    agency: str
    limit: Limit
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a version of a procedure says; codes stand for levels and kinds.

    Without a ``limit`` the law sets none. ``online`` is 1–4 in the words of 2011,
    ``information``, ``partial`` or ``full`` in those of 2022, or empty for not at all.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    everyday_name: str = ""
    owner: str = ""
    is_vertical: bool = False
    legal_basis: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    fees: tuple[Fee, ...] = ()
    limit: Limit | None = None
    limit_note: str = ""
    steps: tuple[Step, ...] = ()
    result: str = ""
    forms: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    online: str = ""
    received_where: str = ""
    hops: tuple[Hop, ...] = ()


def check(draft: Draft, *, on: date) -> None:
    """Refuse what no version may say that begins ``on`` a day."""
    if not CODE.fullmatch(draft.code):
        raise Refused(
            "Mã thủ tục gồm 3 đến 40 chữ số, chữ in hoa, dấu chấm, dấu gạch: 1.001193."
        )
    if not draft.name or not draft.field:
        raise Refused("Thủ tục phải có tên và lĩnh vực.")
    if not draft.levels:
        raise Refused("Chọn ít nhất một cấp giải quyết.")
    _check_shares(draft.steps)
    _check_online(draft.online, on)
    for fee in draft.fees:
        if not 0 <= fee.amount <= MOST_DONG:
            raise Refused(f"Mức phí «{fee.name}» phải từ 0 đồng trở lên.")
        if fee.valid_from and fee.last_day and fee.last_day < fee.valid_from:
            raise Refused(f"Phí «{fee.name}» hết hạn trước khi bắt đầu.")
    if any(min(c.originals, c.copies) < 0 for c in draft.components):
        raise Refused("Số bản của giấy tờ không thể là số âm.")


def _check_shares(steps: Sequence[Step]) -> None:
    if any(step.share <= 0 for step in steps):
        raise Refused("Tỷ lệ thời gian của mỗi bước phải lớn hơn 0 %.")
    total = sum(step.share for step in steps)
    if steps and total != WHOLE:
        raise Refused(
            f"Tỷ lệ thời gian các bước cộng được {_percent(total)} %, phải 100 %."
        )


def _check_online(online: str, on: date) -> None:
    if online in LEVELS_OF_2011 and on >= ERA:
        raise Refused(
            f"Từ {ERA:%d/%m/%Y} dịch vụ công trực tuyến là «toàn trình» hoặc "
            "«một phần», không còn mức độ 1–4."
        )
    if online in ("full", "partial") and on < ERA:
        raise Refused(
            f"Trước {ERA:%d/%m/%Y} dịch vụ công trực tuyến ghi theo mức độ 1–4."
        )


def limit_words(limit: Limit | None) -> str:
    """Write a limit as people say it: «5 ngày làm việc», «trong ngày»."""
    if limit is None:
        return "không quy định"
    words = f"{limit.amount} {CLOCKS[limit.clock]}" if limit.amount else "trong ngày"
    if limit.cutoff:
        words += f", nhận sau {limit.cutoff:%H:%M} tính ngày sau"
    return words


def read_limit(text: str) -> Limit | None:
    """Read what ``limit_words`` writes."""
    words = " ".join(text.lower().split())
    if words in ("", "không quy định"):
        return None
    head, _, tail = words.partition(", nhận sau ")
    cutoff = None
    if tail:
        cutoff = _clock(tail.removesuffix(" tính ngày sau"), text)
    if head == "trong ngày":
        return Limit(0, cutoff=cutoff)
    amount, _, unit = head.partition(" ")
    clock = next((c for c, said in CLOCKS.items() if said == unit), None)
    if clock is None or not _is_whole(amount):
        raise Refused(
            f"Không đọc được thời hạn «{text[:60]}»; ghi như «5 ngày làm việc», "
            "«10 ngày», «4 giờ làm việc», «trong ngày»."
        )
    return Limit(int(amount), clock, cutoff)


def _clock(text: str, whole: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Refused(f"Không đọc được giờ trong «{whole[:60]}».") from None


def write_lines(rows: Iterable[Sequence[str]]) -> str:
    """Write a list into one cell; what is empty at the end of a line is left out."""
    lines = []
    for row in rows:
        parts = [part.replace("\\", "\\\\").replace("|", "\\|") for part in row]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def read_lines(text: str, width: int) -> Iterator[list[str]]:
    """Read the lines of a cell, each as so many parts; the last ones may be missing."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Refused(f"Một ô có {len(lines)} dòng; nhiều nhất {MOST_LINES}.")
    for line in lines:
        parts = [" ".join(part.split()) for part in _split(line)]
        if not parts[0]:
            raise Refused(f"Dòng «{line[:60]}» chưa có tên ở phần đầu.")
        if len(parts) > width:
            raise Refused(
                f"Dòng «{line[:60]}» có {len(parts)} phần; nhiều nhất {width}."
            )
        yield parts + [""] * (width - len(parts))


def _split(line: str) -> list[str]:
    parts, escaped = [""], False
    for letter in line:
        if escaped or letter not in "\\|":
            parts[-1] += letter
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            parts.append("")
    return parts


def write_components(components: Iterable[Component]) -> str:
    return write_lines(
        (c.name, str(c.originals), str(c.copies), c.note) for c in components
    )


def read_components(text: str) -> tuple[Component, ...]:
    return tuple(
        Component(name, whole(first or "0"), whole(second or "0"), note)
        for name, first, second, note in read_lines(text, 4)
    )


def write_fees(fees: Iterable[Fee]) -> str:
    return write_lines(
        (
            f.name,
            str(f.amount),
            f.waiver,
            f.document,
            _day(f.valid_from),
            _day(f.last_day),
        )
        for f in fees
    )


def read_fees(text: str) -> tuple[Fee, ...]:
    return tuple(
        Fee(name, whole(amount), waiver, document, read_day(start), read_day(end))
        for name, amount, waiver, document, start, end in read_lines(text, 6)
    )


def write_steps(steps: Iterable[Step]) -> str:
    return write_lines((s.name, s.unit_kind, _percent(s.share)) for s in steps)


def read_steps(text: str) -> tuple[Step, ...]:
    return tuple(
        Step(name, kind, read_share(share)) for name, kind, share in read_lines(text, 3)
    )


def write_hops(hops: Iterable[Hop]) -> str:
    return write_lines((h.name, h.agency, limit_words(h.limit), h.code) for h in hops)


def read_hops(text: str) -> tuple[Hop, ...]:
    return tuple(_hop(*parts) for parts in read_lines(text, 4))


def _hop(name: str, agency: str, limit: str, code: str) -> Hop:
    read = read_limit(limit)
    if read is None or read.cutoff:
        raise Refused(f"Thời hạn của chặng liên thông «{name}» ghi như «5 ngày».")
    return Hop(name, agency, read, code)


def read_day(text: str) -> date | None:
    """Read 15/3/2023 or 2023-03-15; nothing is no day."""
    if not text:
        return None
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Refused(
            f"Không đọc được ngày «{text[:30]}»; ghi như 15/03/2023."
        ) from None


def read_share(text: str) -> Decimal:
    try:
        share = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        raise Refused(f"Không đọc được tỷ lệ «{text[:30]}»; ghi như 12,5.") from None
    if not share.is_finite() or not 0 < share <= 100 or share != round(share, 2):
        raise Refused(f"Tỷ lệ «{text[:30]}» phải từ 0,01 đến 100, hai chữ số lẻ.")
    return share


def whole(text: str) -> int:
    """Read a whole number, with or without points between thousands."""
    digits = text.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) else text
    if not _is_whole(digits):
        raise Refused(f"«{text[:30]}» phải là số nguyên từ 0 trở lên.")
    return int(digits)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 13


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _percent(share: Decimal | int) -> str:
    """Write a share without needless zeros: 12.50 as «12,5»."""
    text = f"{Decimal(share):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")

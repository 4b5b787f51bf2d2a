"""«Nhiều nhất là …», «thấp nhất là …» against the column of the table that is meant."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import spot_name
from lienmach.checker.quantities.words.vocabulary import tags_of
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.matching import near
from lienmach.checker.statements.rows_named import (
    OTHER_TIME,
    Named,
    Names,
    columns_of,
    core_of,
    is_month,
    is_whole,
    named_rows,
    pattern_of,
    told_rows,
)
from lienmach.checker.text.numbers import NUMBER, read_number
from lienmach.checker.text.slips import is_one_key_away

_MOST, _FEWEST = 60, 3  # claims of a report, rows of a table
_BEST = re.compile(
    r"(?<!\w)(?:(nhiều|đông|cao|lớn)|(?:ít|thấp|nhỏ)) ((?:[^\W\d_]+ ){0,6}?)nhất(?!\w)"
)
_LINK = re.compile(
    r"(?: (?:là|vẫn là|thuộc về|thuộc|ở|tại|rơi vào|vào|của|lĩnh vực|nhóm|quầy|đơn vị"
    r"|trong|địa bàn))*:? ?"
)
_CLOSED = re.compile(r" ?(?:[.,;:()]|với|trong|toàn|$)")
_ASIDE = re.compile(
    r"một trong|(?<!\w)(?:sau|ngoài|trừ|không kể|không tính|tiếp theo|kế đến|tăng|giảm"
    r"|thời gian|bình quân|trung bình|tốc độ|tỷ lệ|tỉ lệ|lượt|không|năm (?:19|20)\d\d)"
    r"(?!\w)"
)
_OTHER_THING = re.compile(
    r"văn bản|nhiệm vụ|phản ánh|kiến nghị|đơn thư|khiếu nại|thủ tục|tthc|người|phiếu"
)
_NUMBER = re.compile(rf"[^.;\d]{{0,25}}?({NUMBER}) (?:hồ sơ|hs|điểm)(?!\w)")
_BESIDE = re.compile(rf"(?:,? với|,| có)? ?\(?({NUMBER})(?![/.,]?\d)")
_POINTS = re.compile(r"điểm(?! (?:chuẩn|tối đa|thưởng|trừ|cầu))")
_KINDS = (
    ("xã", "phường", "thị trấn", "đặc khu"),
    ("huyện", "quận", "thị xã", "thành phố"),
    ("sở", "ban", "ngành", "thanh tra"),
    ("phòng",),
)
_TABLE = (
    "\nPhụ lục 1\nTT\tLĩnh vực\tTiếp nhận\tQuá hạn\n1\tĐất đai\t412\t19\n"
    "2\tHộ tịch\t731\t2\n3\tXây dựng\t98\t7\n4\tLĩnh vực khác\t840\t0\n"
)
_LEADING = re.compile(r"^(?: |,|và |lĩnh vực )+")


@rule(
    "ANX008",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Nơi được nêu là nhiều nhất, ít nhất đúng là nhiều nhất, ít nhất trong bảng.",
    passes=(
        f"Hồ sơ quá hạn nhiều nhất là lĩnh vực đất đai với 19 hồ sơ.\n{_TABLE}",
        f"Tiếp nhận nhiều hồ sơ nhất là hộ tịch.\n{_TABLE}",
        f"Hồ sơ trực tuyến nhiều nhất là lĩnh vực đất đai.\n{_TABLE}",
        f"Sau đất đai, hồ sơ quá hạn nhiều nhất là xây dựng.\n{_TABLE}",
        f"Hộ tịch là một trong những lĩnh vực có nhiều hồ sơ quá hạn nhất.\n{_TABLE}",
    ),
    fails=(
        f"Hồ sơ quá hạn nhiều nhất là lĩnh vực hộ tịch.\n{_TABLE}",
        f"Hồ sơ quá hạn còn 28; nhiều nhất là đất đai với 16 hồ sơ.\n{_TABLE}",
        f"Đất đai là lĩnh vực tiếp nhận nhiều hồ sơ nhất.\n{_TABLE}",
    ),
)
def best_of_table(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    blocks = [
        block
        for block in report.source.blocks
        if isinstance(block, Paragraph) and " nhất" in block.lower
    ]
    texts = [block.lower for block in blocks]
    rows = told_rows(named_rows(report), texts) if blocks else {}
    if not rows:
        return
    pattern = pattern_of(rows)
    for block in blocks:
        for found in islice(_BEST.finditer(block.lower), _MOST):
            yield from _judge(self, block, found, rows, pattern)


def _judge(
    self: Rule,
    block: Paragraph,
    best: re.Match[str],
    rows: Names,
    pattern: re.Pattern[str],
) -> Iterator[Finding]:
    lower = block.lower
    ahead = re.split(r"[.!?]\s", lower[: best.start()])[-1]
    if OTHER_TIME.search(ahead) or _ASIDE.search(f"{ahead} {best[2]}"):
        return
    named = _behind(lower, best, pattern)
    if named is not None:
        told = [*reversed(re.split(r"[;,:(]", ahead)), ""]
        told[0] = f"{told[0]} {best[2]}"
        rest = lower[named.end() :]
        if pattern.match(_LEADING.sub("", rest)):
            return  # «nhiều nhất là đất đai, xây dựng»: which of them is not said
    else:
        named = _before(lower, best, pattern, rows)
        if named is None or not _CLOSED.match(lower, best.end()):
            return
        told = [f"{lower[named.end() : best.start()]} {best[2]}"]
        rest = lower[best.end() :]
    number = _NUMBER.match(rest)
    meant = _of_number(rows[named[0]], rest) or _meant(rows[named[0]], told, number)
    if meant is not None:
        yield from _against(self, block, best, meant, number)


def _behind(
    lower: str, best: re.Match[str], pattern: re.Pattern[str]
) -> re.Match[str] | None:
    """«nhiều nhất là lĩnh vực đất đai»."""
    link = _LINK.match(lower, best.end())
    return pattern.match(lower, link.end()) if link else None


def _before(
    lower: str, best: re.Match[str], pattern: re.Pattern[str], rows: Names
) -> re.Match[str] | None:
    """«Đất đai là lĩnh vực có nhiều hồ sơ quá hạn nhất»: the name before it."""
    start = max(lower.rfind(mark, 0, best.start()) for mark in ".;,:(") + 1
    names = list(pattern.finditer(lower, start, best.start()))
    named = names[0] if len(names) == 1 and is_whole(lower, names[0], rows) else None
    between = lower[named.end() : best.start()] if named else ""
    return None if re.search(r"\d", between) else named


def _meant(
    rows: list[Named], told: list[str], number: re.Match[str] | None
) -> tuple[Named, int] | None:
    """The row and the column that the words before speak of, nearest first."""
    unit = number[0][-len("điểm") :] if number else ""
    for words in told:
        if _OTHER_THING.search(words):
            return None
        if unit == "điểm" or _POINTS.search(words):
            return _one([(row, n) for row in rows for n in _marks(row.grid)])
        core = core_of(tags_of(words))
        if core:
            return _one([(row, n) for row in rows for n in columns_of(row, core)])
    return None


def _of_number(rows: list[Named], rest: str) -> tuple[Named, int] | None:
    """«thấp nhất là thái độ phục vụ (91,2%)»: the column that has this in the row."""
    found = _BESIDE.match(rest)
    number = read_number(found[1]) if found else None
    if number is None:
        return None
    cells = [(row, n) for row in rows for n in row.grid.values]
    return _one([(row, n) for row, n in cells if _value(row, n) == number.value])


def _one(found: list[tuple[Named, int]]) -> tuple[Named, int] | None:
    return found[0] if len(found) == 1 and found[0][0].is_one else None


def _marks(grid: Grid) -> list[int]:
    titles = [(n, grid.columns[n].title.lower()) for n in grid.values]
    return [n for n, title in titles if _POINTS.search(title)]


def _against(
    self: Rule,
    block: Paragraph,
    best: re.Match[str],
    meant: tuple[Named, int],
    number: re.Match[str] | None,
) -> Iterator[Finding]:
    named, column = meant
    grid = named.grid
    own = named.row
    value = own.cells[column].value
    others = [
        Named(grid, index, row.label)
        for index, row in enumerate(grid.rows)
        if not row.is_total and row.parent == own.parent
    ]
    others = [one for one in others if one.is_one and _value(one, column) is not None]
    if is_month(_plain(named)):  # «9 tháng» below three quarters is no rival
        others = [one for one in others if is_month(_plain(one))]
    if value is None or len(others) < _FEWEST:
        return
    first = named.name.lower().split(" ")[0]
    of_kind = re.search(rf"(?:các|khối) {re.escape(first)}", block.lower)
    among = [o for o in others if of_kind and o.name.lower().startswith(first)]
    if better := _better(named, others, among, column, most=bool(best[1])):
        raws = (own.cells[column].raw, better.row.cells[column].raw)
        yield self.finding(
            raws,
            (block.line_at(best.start()), own.line, better.row.line),
            f"Lời văn nêu «{named.name}» {best[0]}, nhưng {grid.name}"
            f" {spot_name(grid, named.at, column)} ghi {raws[0]},"
            f" {spot_name(grid, better.at, column)} ghi {raws[1]}.",
            f"{raws[0]} và {raws[1]}",
        )
        return
    said = read_number(number[1]) if number else None
    if number is None or said is None or value in (said.value, said.other):
        return
    if near(said.value, value) or is_one_key_away(said.value, value):
        raw = own.cells[column].raw
        yield self.finding(
            (number[1], raw),
            (block.line_at(best.start()), own.line),
            f"Lời văn ghi {number[1]} của «{named.name}»; {grid.name}"
            f" {spot_name(grid, named.at, column)} ghi {raw}.",
            f"{number[1]} ≠ {raw}",
        )


def _plain(one: Named) -> str:
    return one.name.lower()


def _value(one: Named, column: int) -> Decimal | None:
    return one.row.cells[column].value


def _better(
    named: Named, others: list[Named], among: list[Named], column: int, *, most: bool
) -> Named | None:
    """The row that has more, or less, on any reading of «of which rows»."""

    def key(one: Named) -> Decimal:
        value = _value(one, column) or Decimal(0)
        return -value if most else value

    alike = [one for one in others if _kind(one) == _kind(named)]
    some = [
        one for one in others if _value(one, column)
    ]  # «ít nhất» of those that have
    groups = [others, alike, among, [] if most else some]
    first = min(others, key=key)
    if any(key(min(g, key=key)) == key(named) for g in groups if len(g) > 1):
        return None
    return first


def _kind(one: Named) -> int:
    name = one.name.lower()
    kinds = (n for n, words in enumerate(_KINDS) if name.startswith(words))
    return next(kinds, -1)

"""«Xã An Bình không có hồ sơ quá hạn»: the row of the table has none either."""

import re
from collections.abc import Iterator
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import spot_name
from lienmach.checker.meaning.likeness import words_of
from lienmach.checker.quantities.words.sweeps import WISHED
from lienmach.checker.quantities.words.vocabulary import family_of, tags_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.rows_named import (
    OTHER_TIME,
    Named,
    Names,
    columns_of,
    core_of,
    is_counted_by,
    is_whole,
    named_rows,
    pattern_of,
)

_MOST = 40  # claims of a report
_NONE = re.compile(
    r"(?<!\w)(?:không|chưa) (?:có|để|phát sinh|xảy ra|để xảy ra)"
    r"(?: trường hợp| bất kỳ| một)* (hồ sơ|hs)(?: nào)?"
    r"((?: [^\W\d_]+){0,4}? (?:quá|trễ|chậm|muộn)(?: thời hạn| hạn| hẹn)?)(?!\w)"
)
# «Sau khi chấn chỉnh, xã An Bình …», «Riêng lĩnh vực đất đai, …» tell of less.
_ALONE = re.compile(r"[ +-]*(?:(?:trong|tại) (?:kỳ|quý|tháng|năm)[^,;]{0,16},? )?")
_LED = re.compile(r"(?:,? (?:trong đó có|gồm có|gồm|như|đó là|là))?:? ?(?=[^\W\d_])")
_MORE = re.compile(r"(?:,| và|;) (?=[^\W\d_])")
_ADVERBS = re.compile(r"(?: thì| cũng| đều| là đơn vị| tiếp tục| vẫn| cơ bản)* $")
_TABLE = (
    "\nPhụ lục 1\nTT\tĐơn vị\tTiếp nhận\tQuá hạn\n1\tXã An Bình\t601\t4\n"
    "2\tXã Tân Lập\t287\t0\n3\tXã Phú Sơn\t199\t0\n"
)


@rule(
    "ANX009",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Đơn vị, lĩnh vực được nêu là không có hồ sơ nào thì ô của nó trong bảng cũng"
    " không có.",
    passes=(
        f"Xã Tân Lập không có hồ sơ quá hạn.\n{_TABLE}",
        f"Quý trước, xã An Bình không có hồ sơ quá hạn.\n{_TABLE}",
        f"Sau khi chấn chỉnh, xã An Bình không có hồ sơ quá hạn.\n{_TABLE}",
        f"Xã An Bình phấn đấu không có hồ sơ quá hạn.\n{_TABLE}",
        f"Xã An Bình không có hồ sơ chứng thực quá hạn.\n{_TABLE}",
        f"Hai xã không có hồ sơ quá hạn là xã Tân Lập, xã Phú Sơn. Xã An Bình có 04 hồ"
        f" sơ quá hạn.\n{_TABLE}",
    ),
    fails=(
        f"Xã An Bình không có hồ sơ quá hạn.\n{_TABLE}",
        f"Hai xã không có hồ sơ quá hạn là xã Tân Lập, xã An Bình.\n{_TABLE}",
        f"02 xã không có hồ sơ quá hạn, trong đó có xã An Bình.\n{_TABLE}",
    ),
)
def none_of_row(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    claims = list(islice(_claims(report), _MOST))
    names = named_rows(report) if claims else {}
    if not names:
        return
    pattern = pattern_of(names)
    for block, found in claims:
        core = core_of(tags_of(f"{found[1]}{found[2]}"))
        if words_of(found[2]):
            continue  # «không có hồ sơ đất đai trễ hạn»
        for name in _of_whom(block.lower, found, names, pattern) if core else ():
            for row in names[name[0]]:
                yield from _judge(self, block, found, name, row, core)


def _claims(report: Report) -> Iterator[tuple[Paragraph, re.Match[str]]]:
    if not report.grids:
        return
    for block in report.source.blocks:
        if isinstance(block, Paragraph):
            lower = block.lower
            if "không " in lower or "chưa " in lower:
                for found in _NONE.finditer(lower):
                    yield block, found


def _of_whom(
    lower: str, found: re.Match[str], names: Names, pattern: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """The row that is named right before, or those listed behind."""
    start = max(lower.rfind(mark, 0, found.start()) for mark in (". ", "; ", ": ")) + 1
    ahead = lower[start : found.start()]
    if WISHED.search(ahead) or OTHER_TIME.search(ahead):
        return
    before = list(pattern.finditer(lower, start, found.start()))
    if before:
        last = before[-1]
        between = lower[last.end() : found.start()]
        alone = _ALONE.fullmatch(lower, start, last.start()) is not None
        if _ADVERBS.fullmatch(between) and alone and is_whole(lower, last, names):
            yield last
        return
    at = _LED.match(lower, found.end())
    while at and (name := pattern.match(lower, at.end())):
        yield name
        at = _MORE.match(lower, name.end())


def _judge(
    self: Rule,
    block: Paragraph,
    found: re.Match[str],
    name: re.Match[str],
    row: Named,
    core: frozenset[str],
) -> Iterator[Finding | Verified]:
    columns = columns_of(row, core)
    if len(columns) != 1 or family_of(found[1]) != "dossier":
        return
    if not is_counted_by(row, columns[0], found[1]):
        return
    cell = row.row.cells[columns[0]]
    lines = block.line_at(found.start()), row.row.line
    spot = spot_name(row.grid, row.at, columns[0])
    if cell.counted == 0:
        yield self.verified(lines, f"Lời văn và {spot} cùng nói không có")
    elif cell.value:
        said = block.text[found.start() : found.end()].strip()
        whom = block.text[name.start() : name.end()]
        yield self.finding(
            (cell.raw, whom),
            lines,
            f"Lời văn viết «{whom}» {said}, nhưng {row.grid.name} {spot} ghi"
            f" {cell.raw}.",
            f"{cell.raw} > 0",
        )

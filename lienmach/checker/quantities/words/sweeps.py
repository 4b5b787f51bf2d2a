"""Finds claims in words about all or none of what a report counts."""

import re
from collections.abc import Iterator

from lienmach.checker.quantities.words.surroundings import last_scope
from lienmach.checker.quantities.words.vocabulary import tags_of
from lienmach.checker.report import Place, Section, Sweep
from lienmach.checker.source import Paragraph, Source

_THING = (
    r"(hồ sơ|hs|phản ánh, kiến nghị|phản ánh kiến nghị|phản ánh|kiến nghị|đơn thư"
    r"|đơn khiếu nại|đơn tố cáo|khiếu nại"
    r"|tố cáo|nhiệm vụ|ý kiến chỉ đạo|ykcđ|văn bản|thủ tục hành chính|tthc)"
)
# «không có hồ sơ trễ hạn», «không hồ sơ nào trễ hạn»
_NONE = re.compile(
    r"(?:không|chưa) (?:(?:có|phát sinh|để xảy ra|để|còn|tiếp nhận|nhận được|nhận"
    r"|ghi nhận|xảy ra|một)(?: tình trạng| trường hợp| bất kỳ| bất cứ| một)* "
    rf"|(?=[^\W\d_]+(?: [^\W\d_]+)? nào)){_THING}(?!\w)([^.;:()\n]{{0,80}})"
)
# «tất cả hồ sơ …»; «các hồ sơ», «hồ sơ» alone are all where «đều» follows
_ALL = re.compile(
    rf"(?:tất cả|toàn bộ|mọi)(?: các| số| những)* {_THING}(?!\w)([^.;:()\n]{{0,80}})"
)
_EACH = re.compile(
    rf"(?<!\w)(?<!bộ )(?<!cả )(?<!mọi )(?<!số )(?<!những )(?<!các )(?:các )?{_THING}"
    r"(?!\w)((?: [^\W\d_]+){0,5} đều(?!\w)[^.;:()\n]{0,80})"
)
WISHED = re.compile(
    r"phấn đấu|đảm bảo|bảo đảm|mục tiêu|yêu cầu|phải |nhằm|tiếp tục|chỉ tiêu|tránh"
    r"|để không"
    r"|quyết tâm|hướng đến|tăng cường|chấm dứt|không để|đề nghị|chỉ đạo|nghiêm túc|nếu "
)
# «bảo đảm tiến độ; không có hồ sơ quá hạn»: that was done, and is no wish.
_KEPT = re.compile(r"bảo đảm|đảm bảo|nghiêm túc|tăng cường")
_HAPPENED = re.compile(
    r"trong (?:kỳ|quý|năm|tháng|6 tháng|thời gian qua)|đến nay|vừa qua|đặc biệt"
    r"|nhìn chung"
    r"|(?:đã|chưa từng) $"
)
_SOME = re.compile(r"\d|nhiều|một số|đa số|hầu hết|phần lớn|các đơn vị|đơn vị nào")
# «Quý III năm 2025 không phát sinh …»: the time is neither a name nor a number of some
_TIME = re.compile(
    r"(?<!\w)(?:quý (?:[ivx]+|\d)|tháng \d{1,2}|(?:\d{1,2} tháng|quý)(?: đầu| cuối)?"
    r"|năm \d{4})(?:(?: của)? năm \d{4}|/\d{4})?(?!\w)"
)
_THESE = re.compile(r"(?<!\w)số (?:này|đó|ấy|trên)|còn lại|\d")
_SENTENCE = 300  # letters of it before a claim
_CUT = re.compile(r",| nhưng | tuy nhiên | mà | do | vì | nên ")


def sweeps(source: Source, sections: tuple[Section, ...] = ()) -> Iterator[Sweep]:
    """Yield what the paragraphs of a source claim of all or none."""
    for block, paragraph in enumerate(source.blocks):
        if isinstance(paragraph, Paragraph):
            lower = paragraph.lower
            if "không " in lower or "chưa " in lower:
                yield from _in(paragraph, lower, block, _NONE, of_all=False)
            if "tất cả " in lower or "toàn bộ " in lower or "mọi " in lower:
                yield from _in(paragraph, lower, block, _ALL, of_all=True)
            if "đều " in lower:
                yield from _in(paragraph, lower, block, _EACH, of_all=True)


def _is_named(text: str, start: int) -> bool:
    """Say whether the last word before a claim ends a name, and begins no sentence."""
    before = text[max(0, start - 40) : start].rstrip()
    word = before.rpartition(" ")[2]
    ahead = before[: len(before) - len(word)].rstrip()
    return word[:1].isupper() and bool(ahead) and ahead[-1] not in ".:;–-+"


def _is_aim(lower: str, start: int) -> bool:
    """«Sở phấn đấu: nằm trong nhóm dẫn đầu; …; không còn hồ sơ trễ hạn»."""
    sentence = lower[max(0, start - _SENTENCE) : start].rpartition(". ")[2]
    lead, colon, _ = sentence.partition(":")
    return bool(colon) and WISHED.search(_KEPT.sub("", lead)) is not None


def _scope(text: str, start: int, end: int) -> str | None:
    first = max(0, start - 200)
    return last_scope(text[first:end], start - first, end - first)


def _in(
    paragraph: Paragraph,
    lower: str,
    block: int,
    pattern: re.Pattern[str],
    *,
    of_all: bool,
) -> Iterator[Sweep]:
    for found in pattern.finditer(lower):
        start = found.start()
        before = lower[max(0, start - 70) : start].rpartition(". ")[2]
        told, semicolon, ahead = before.rpartition("; ")
        before = _KEPT.sub("", told) + semicolon + ahead
        wished = WISHED.search(found[0][:12]) and not _HAPPENED.search(before)
        rest = _CUT.split(found[2], maxsplit=1)[0].strip()
        tags = tags_of(f"{found[1]} {rest}")
        # «12 đơn, gồm 2 đơn …; không phát sinh đơn tố cáo»: only lateness stands alone
        some = _SOME.search(_TIME.sub("", ahead if "late" in tags else before))
        if _is_named(paragraph.text, start) and not _TIME.search(before[-20:].rstrip()):
            continue  # «Sở GTVT không có hồ sơ quá hạn»: others may
        if (
            some
            or _THESE.search(f"{_TIME.sub('', ahead)} {rest}")
            or WISHED.search(before)
            or wished
            or _is_aim(lower, start)
        ):
            continue
        end = found.start(2) + len(_CUT.split(found[2], maxsplit=1)[0].rstrip())
        yield Sweep(
            raw=paragraph.text[start:end],
            unit=found[1],
            rest=rest,
            tags=tags,
            of_all=of_all,
            place=Place(block, start, end, paragraph.line_at(start)),
            scope=_scope(paragraph.text, start, end),
        )

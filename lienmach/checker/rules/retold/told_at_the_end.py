"""What is left undone is told the same in the assessment and in the tasks to come.

«Hiện còn 105 W chưa Y», then «xử lý dứt điểm 92 W chưa Y»: the very same words, and no
scope, time or rest beside either of them. Of right texts no other telling was found.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph, has_any
from lienmach.checker.text.numbers import NUMBER, read_number

_MOST, _NUMBERS = 200, 12  # tellings of a report; numbers of a paragraph
_HEAD, _AHEAD = 70, 60  # letters
_CLOSING = (
    "đánh giá|tồn tại|hạn chế|kết luận|nhiệm vụ|phương hướng|kiến nghị|nhận xét"
    "|giải pháp|thời gian tới"
)
_TITLE = re.compile(any_word(_CLOSING))
_LEAD = re.compile(rf"\W*(?:\d+[.)] )?(?:{_CLOSING})[^.;:()]{{0,30}}:")
_NUMBERED = re.compile(r"\W*(?:[ivx]+|\d+(?:\.\d+)*|[a-zđ])[.)]|phần ")
_NUMBER = re.compile(rf"(?<![\w/.,%-])({NUMBER})(?! ?%|[/.,]?\d|/|-\d)(?= )")
_STOP = re.compile(r"[.;:()\n\d]|$")
_TOKEN = re.compile(r"[^\W\d_]+|,")
_ILLS = words("chưa không trễ quá chậm muộn")
_FEW, _LONG = 4, 6  # words that are the same
_ELSEWHERE = re.compile(
    any_word(
        "xã|phường|huyện|sở|phòng|chi nhánh|lĩnh vực|khối|cấp|tháng|quý|năm|kỳ trước"
        "|cùng kỳ|trong đó|riêng|gồm|thêm|mỗi|ít nhất|tối thiểu|khoảng|gần|hơn|trên"
        "|dưới|trước|trung bình|bình quân|phấn đấu|giảm|tăng|từ|xuống|lên|và"
    )
)
_NARROWED = words("của tại ở thuộc lại do về từ trước năm quý tháng lĩnh cấp kỳ")
_TAIL = words("còn tồn trong kỳ hiện nay đã nêu trên này đang")


class _Telling(NamedTuple):
    raw: str
    told: list[str]
    line: int
    at: int  # of its paragraph


@rule(
    "NAR013",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số còn tồn, chưa xong nhắc lại ở phần đánh giá, nhiệm vụ giống số đã nêu.",
    passes=(
        "I. KẾT QUẢ\nHiện còn 105 bể nước chưa che.\nII. NHIỆM VỤ\nChe xong 105 bể nước"
        " chưa che.",
        "I. KẾT QUẢ\nHiện còn 105 bể nước chưa che.\nII. NHIỆM VỤ\nChe 40 bể nước chưa"
        " che của xã An Bình.",
        "I. KẾT QUẢ\nXã An Bình còn 15 bể nước chưa che.\nII. NHIỆM VỤ\nChe xong 40 bể"
        " nước chưa che.",
        "I. KẾT QUẢ\nHiện còn 105 bể nước chưa che.\nII. NHIỆM VỤ\nMỗi tháng che thêm"
        " 12 bể nước chưa che.",
    ),
    fails=(
        "I. KẾT QUẢ\nĐã che 57 bể nước, hiện còn 105 bể nước chưa che.\nII. NHIỆM VỤ"
        "\n- Che xong 92 bể nước chưa che còn tồn trong kỳ.",
        "Đã nhận 89 lá thư góp ý, hỏi đáp của bạn đọc.\n* Hạn chế: Thư còn nhiều (84 lá"
        " thư góp ý, hỏi đáp của bạn đọc), người ít.",
    ),
)
def told_at_the_end(self: Rule, report: Report) -> Iterator[Finding]:
    first, last = _tellings(report)
    for other in last:
        ones = [one for one in first if one.at < other.at and _alike(one, other)]
        values = {_value(one) for one in ones}
        if len(values) != 1 or _value(other) in values:
            continue
        one = ones[0]
        said = " ".join(other.told).replace(" ,", ",")
        yield self.finding(
            (other.raw, one.raw),
            tuple(dict.fromkeys((other.line, one.line))),
            f"Ghi {other.raw} {said}, nhưng dòng {one.line} ghi {one.raw}.",
            f"{other.raw} ≠ {one.raw}",
        )


def _tellings(report: Report) -> tuple[list[_Telling], list[_Telling]]:
    """Numbers before, and in, the parts that only tell what was told."""
    before: list[tuple[Paragraph, int]] = []
    last: list[_Telling] = []
    is_closing = False
    for at, block in enumerate(report.source.blocks):
        if not isinstance(block, Paragraph):
            continue
        lower = block.lower
        if len(lower) < _HEAD and lower[-1:] not in ".;," and _NUMBERED.match(lower):
            is_closing = _TITLE.search(lower) is not None
        if not (is_closing or _LEAD.match(lower)):
            before.append((block, at))
        elif len(last) < _MOST:
            last += filter(_may_be_again, _in(block, at))
    heads = {" ".join(one.told[:2]) for one in last}
    some = (_in(block, at) for block, at in before if has_any(block.lower, heads))
    return list(islice(chain.from_iterable(some), _MOST)), last


def _may_be_again(one: _Telling) -> bool:
    return len(one.told) >= _LONG or bool(_ILLS & {*one.told})


def _in(block: Paragraph, at: int) -> Iterator[_Telling]:
    lower = block.lower
    for found in islice(_NUMBER.finditer(lower), _NUMBERS):
        stop = _STOP.search(lower, found.end())
        end = stop.start() if stop else len(lower)
        told = _TOKEN.findall(lower, found.end(), end)
        start = max(0, found.start() - _AHEAD)
        ahead = re.split(r"[.;:,(]\s?", lower[start : found.start()])[-1]
        if len(told) >= _FEW and not _ELSEWHERE.search(ahead):
            yield _Telling(found[1], told, block.line_at(found.start()), at)


def _alike(one: _Telling, other: _Telling) -> bool:
    """Say whether two are told in the same words, all that one of them has."""
    shorter, longer = sorted((one.told, other.told), key=len)
    same = len(shorter)
    if longer[:same] != shorter:
        return False
    tail = longer[same:]
    tail = tail[: tail.index(",")] if "," in tail else tail
    if {*tail} & _NARROWED - _TAIL or (tail and tail[0] not in _TAIL):
        return False
    return same >= _LONG or (same >= _FEW and bool(_ILLS & {*shorter}))


def _value(one: _Telling) -> str:
    number = read_number(one.raw)
    return str(number.value.normalize()) if number else one.raw

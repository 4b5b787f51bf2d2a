"""So many for each, by the words alone: «30 U có 450 W, mỗi U 15 W».

What each is of and what is shared out are known by standing twice: «mỗi U» and «30 U»,
«15 W» and «450 W», whatever they are called.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, takewhile
from typing import NamedTuple

from lienmach.checker.quantities.words.vocabulary import WORD, is_known, words
from lienmach.checker.text.numbers import NUMBER, last_place, read_number
from lienmach.checker.text.other_times import AIMED, COMPARED

_MOST, _NUMBERS = 12, 40  # means of a text; numbers of a passage
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một)(?: một)? (?:người trong (?:tổng )?số (?=\d)|(?=[^\W\d_]))"
    r"|(?<=[^\W\d_]) ?/ ?(?:1 |một )?(?=[^\W\d_])"
)
_MEAN = re.compile(r"bình quân|trung bình|tính ra|(?<!\w)mỗi(?!\w)")
_SURE = re.compile(r"bình quân|trung bình|tính ra|tức(?: là)? mỗi")
_NUMBER = re.compile(rf"(?<![\w.,%-])(?<!\d/)({NUMBER})(?! ?%|[/.,]?\d|-\d)(?!/\d)")
_DIGITS = re.compile(r"[0-9]+")
_SENTENCE = re.compile(r"[.!?;]?\n|[.!?](?=\s)")
_LABEL = re.compile(
    r"(?<!\w)(?:tổng )?(?:số|lượng) ([^.;:()\d]{2,60}?)(?: là| đạt)?:? ?$"
)
_STOP = re.compile(r"[.;:()/\n\d]")
_HEDGED = re.compile(
    r"(?:khoảng|gần|hơn|trên|ước|xấp xỉ|ít nhất|tối đa|tối thiểu|từ|dưới|đến|chừng) $"
)
_OTHER = re.compile(
    rf"{COMPARED}|{AIMED}|dự kiến|định mức|tăng|giảm|chỉ tính|không kể|quy định|cá biệt"
    r"|(?<!\w)riêng(?!\w)|(?:cao|thấp|nhiều|ít) nhất"
    r"|có (?:nơi|người|đơn vị|đồng chí)(?!\w)"
)
_FILLING = words("các những số")
_TIMES = words("tháng ngày quý năm tuần giờ buổi")
_TWICE = re.compile(
    r"(?<!\w)mỗi [^.;]{1,40} (?:mỗi|một) |/[^\W\d_][^.;\d]{0,20}/[^\W\d_]"
)
_LONGEST = 6  # words of a noun


class Shared(NamedTuple):
    """A mean that is wrong: the three numbers, and where they stand."""

    mean: re.Match[str]
    total: re.Match[str]
    number: re.Match[str]
    exact: Decimal


class _Number(NamedTuple):
    found: re.Match[str]
    value: Decimal
    behind: list[str]  # words behind it
    ahead: list[str]  # «số W là»: words that name it before


def shared_out(lower: str, since: int = 0) -> Iterator[Shared]:
    """Yield the means of a text, from an offset on, that its numbers refute."""
    if not _SURE.search(lower, since):
        return
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(lower)), len(lower)]
    for found in islice(_EACH.finditer(lower, since), _MOST):
        at = sum(cut <= found.start() for cut in cuts) - 1
        start, end = cuts[at], cuts[min(at + 1, len(cuts) - 1)]
        if not _SURE.search(lower, start, end):
            continue
        said = _judge(lower, found, start, end, cuts[max(0, at - 2)])
        if said:
            yield said


def _judge(
    lower: str, each: re.Match[str], start: int, end: int, first: int
) -> Shared | None:
    if _OTHER.search(lower, first, end) or _TWICE.search(lower, start, end):
        return None
    near = list(_numbers(lower, start, end))
    holder = _noun(lower, each.end())
    counted = [one for one in near if one.found.start() == each.end()]
    if counted:
        holder = counted[0].behind
    mean = _mean(lower, each, near, counted)
    if mean is None or not holder or not mean.value:
        return None
    thing = mean.behind or _thing(lower, start, mean.found.start())
    if not thing or _HEDGED.search(lower, start, mean.found.start()):
        return None
    for numbers in (near, list(_numbers(lower, first, end))):
        others = [one for one in numbers if one.found.start() != mean.found.start()]
        counts = counted or _most_alike(others, holder)
        totals = _most_alike([one for one in others if one not in counts], thing)
        if counts and totals:
            break
    else:
        return None
    if holder[0] in _TIMES and not counted and numbers is not near:
        return None
    step = last_place(mean.value)
    pairs = [(t, n) for t in totals for n in counts if n.value > 1]
    if any(abs(t.value / n.value - mean.value) < step for t, n in pairs):
        return None
    if len(pairs) != 1:
        return None
    total, count = pairs[0]
    return Shared(mean.found, total.found, count.found, total.value / count.value)


def _found(lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Numbers: a search for digits alone runs many times as fast as for the whole."""
    for digits in _DIGITS.finditer(lower, start, end):
        if found := _NUMBER.match(lower, digits.start(), end):
            yield found


def _numbers(lower: str, start: int, end: int) -> Iterator[_Number]:
    for found in islice(_found(lower, start, end), _NUMBERS):
        number = read_number(found[1])
        if number is None:
            continue
        label = _LABEL.search(lower[max(start, found.start() - 80) : found.start()])
        ahead = _plain(label[1]) if label else []
        yield _Number(found, number.value, _noun(lower, found.end()), ahead)


def _noun(lower: str, start: int) -> list[str]:
    if lower.startswith(",", start):
        return []
    stop = _STOP.search(lower, start)
    end = stop.start() if stop else len(lower)
    return _plain(lower[start:end])[:_LONGEST]


def _plain(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if word not in _FILLING]


def _mean(
    lower: str, each: re.Match[str], near: list[_Number], counted: list[_Number]
) -> _Number | None:
    """The number for each: right before «/U», «mỗi U»; else the first behind it."""
    before = [one for one in near if one.found.end() <= each.start()]
    if each[0].strip().startswith("/") or _MEAN.search(lower, *_beside(before, each)):
        return before[-1] if before and before[-1] not in counted else None
    behind = [one for one in near if one.found.start() >= each.end()]
    behind = [one for one in behind if one not in counted]
    between = lower[each.end() : behind[0].found.start()] if behind else "."
    if re.search(r"[;.(]", between):
        return None
    return behind[0]


def _beside(before: list[_Number], each: re.Match[str]) -> tuple[int, int]:
    """Where «bình quân 15 W mỗi U» says that the number before is the mean."""
    if not before:
        return 0, 0
    start = before[-1].found.start()
    return max(0, start - 12), start


def _thing(lower: str, start: int, end: int) -> list[str]:
    """«Số W bình quân trên một U là 15»: what is shared out."""
    found = re.compile(
        r"(?:^|(?<!\w))số ([^.;:()\d]{2,60}?) (?:bình quân|trung bình)"
    ).search(lower, start, end)
    return _plain(found[1]) if found else []


def _alike(one: _Number, noun: list[str]) -> int:
    """How many words a number and a noun begin with alike: one alone must be known."""
    own = one.ahead if one.ahead and not one.behind else one.behind or one.ahead
    same = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(own, noun, strict=False)
        )
    )
    return same if same > 1 or (same and is_known(own[0])) else 0


def _most_alike(some: list[_Number], noun: list[str]) -> list[_Number]:
    most = max((_alike(one, noun) for one in some), default=0)
    return [one for one in some if most and _alike(one, noun) == most]

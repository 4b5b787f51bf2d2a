"""Which of two numbers of one sentence is of the earlier time, by the words at each."""

import re

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.text.other_times import COMPARED, STARTED

_BEFORE = re.compile(
    rf"{COMPARED}|{STARTED}|(?:năm|kỳ) cũ|đối chiếu|(?:^|\W)từ(?: mức| con số)?$"
    r"|(?:^|\W)trước(?:$|\W)"
)
_NOW = re.compile(
    r"năm nay|kỳ này|quý này|tháng này|hiện|đến nay|(?:^|\W)nay|đạt$"
    r"|sau (?:sắp|sáp|khi)"
    r"|(?:lên|xuống|còn|đến|thành)(?: mức| tới| đến| con số)*$|cuối (?:kỳ|năm|quý)"
)
_YEAR = re.compile(r"năm ((?:19|20)\d\d)")


def in_order(outline: Outline, one: int, other: int) -> tuple[int, int] | None:
    """Return the number before and the one after; None where the words do not say."""
    first, second = _near(outline, one), _near(outline, other)
    years = [_YEAR.findall(words) for words in (first, second)]
    if all(years) and years[0][-1] != years[1][-1]:
        return (one, other) if years[0][-1] < years[1][-1] else (other, one)
    ages = _age(first), _age(second)
    if ages[0] == ages[1]:
        return None
    return (one, other) if ages[0] < ages[1] else (other, one)


def _near(outline: Outline, index: int) -> str:
    """The words at a number: those before it, a stroke, and those behind."""
    mention = outline.mentions[index]
    text = outline.lower(index)
    amount = mention.amount
    before = text[max(mention.start, amount.start - 60) : amount.start].rstrip(" :(")
    if len(before.strip(" ,;(:")) < 3:
        before = text[max(mention.sentence, amount.start - 40) : amount.start]
        before = re.split(r"[;,]", before.rstrip(" :("))[-1]
    behind = re.split(r"[;.,()]", text[amount.unit_end : amount.unit_end + 40])[0]
    return f"{before}|{behind}"


def _age(near: str) -> int:
    """-1 for a number of an earlier time, 1 for one of now, 0 where unsaid."""
    before, _, behind = near.partition("|")
    if _BEFORE.search(before) or _BEFORE.search(behind):
        return -1
    return 1 if _NOW.search(before) else 0

"""What is said of all, of none or of most, and a number beside it that denies it.

No word is asked what it means. «100 % W đã Z» is denied by «còn 5 W chưa Z», by
«(9/14 W)» and by «trong 14 W, 9 W đã Z»; «không có W nào Y» by «5 W Y»; «đa số W Z» by
«(5/14)»: the same words come again in the same order, with or without a word that
denies them, and nothing but words of linking stands between.
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import chain, islice
from typing import NamedTuple

from lienmach.checker.quantities.words.sweeps import WISHED
from lienmach.checker.quantities.words.vocabulary import WORD, words
from lienmach.checker.text.numbers import NUMBER, read_number

_MOST_CLAIMS, _MOST_NUMBERS = 20, 8  # of a paragraph; behind or before a claim
_AHEAD, _LONGEST = 120, 160  # letters
_DEEP = 12  # words from a number to what denies
_CLAIM = re.compile(
    r"(?<!\w)(?:"
    r"(?P<all>100 ?%|tất cả|toàn bộ|mọi|cả(?= \d)|các(?=[^.;:(\n]{2,60} đều ))"
    r"(?: các| những| số| tổng số)*(?: (?P<count>\d[\d.]{0,11})(?! ?%))?"
    r"|(?P<none>(?:không|chưa) (?:còn có|có|còn|phát sinh|để xảy ra|xảy ra|ghi nhận))"
    r"(?: tình trạng| trường hợp| bất kỳ)*"
    r"|(?P<most>đa số|đại đa số|phần lớn|hầu hết|quá nửa|(?:hơn|trên) (?:một )?nửa)"
    r"(?: các| số)*) (?=[^\W\d_])"
)
_FULL = re.compile(
    r"(?<!\w)tỷ lệ ([^.;:(,\d]{3,60}?) (?:đạt |là |chiếm |bằng )?(100 ?%)(?!\w)"
)
_NUMBER = re.compile(
    rf"(?<![\w/.,%-])({NUMBER})(?:/({NUMBER})(?![\d/]))?(?! ?[%/\d])(?!-\d)"
)
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")
_SIGN = re.compile(r"[,;:(.\n]| \(|$")
_CUT = re.compile(r"[.;:()\n]")
_DIGIT = re.compile(r"[1-9]")
_STOP = re.compile(r"[.;:()\n\d]")
_CLOSE = re.compile(r"[,;:(.\n]|$")
_TOKEN = re.compile(r"[^\W\d_]+|,")
_ASKED = re.compile(r"(?<!\w)(?:giao|gửi|đôn đốc|triển khai|quán triệt) (?:\w+ )?$")
_PUNCTUAL = re.compile(
    r"(?:đúng|trước|trong|kịp|sớm) (?:thời )?(?:hạn|hẹn|giờ|gian|tiến độ)|kịp thời"
)
_OPPOSED = {
    "vắng": re.compile(r"mặt|tham (?:gia|dự)|dự"),
    "thiếu": re.compile(r"đủ|đầy đủ"),
    **dict.fromkeys(("trễ", "chậm", "muộn", "quá"), _PUNCTUAL),
}
_DENYING = words("chưa không")
_BEGUN, _FINISHED = words("triển thực"), words("xong hoàn giải xử")
_FILLING = words("đều đã được bị nào này cũng có các những kỳ trên")
_LINKS = words(
    "trong đó khi vẫn còn có chỉ hiện tại riêng nhưng tuy nhiên song tổng số nêu trên"
    " ngoài ra mới là thực tế kết quả đạt với hiện_tại"
)
_SO = words("như vậy kết luận đánh giá chung nhìn tóm lại do đó vì đúng trễ hạn")
_DONE = words("đã được xong hết cho")
_EXCEPT = re.compile(r"(?<!\w)(?:trừ|không kể|chưa kể|không tính) $")
_BUT = re.compile(r"riêng $")
_CUTS = words("do vì nên trong tại ở đến tính theo so thuộc và để so , nhưng")
_ANY = (["người"], ["trường", "hợp"], ["đơn", "vị"], ["cơ", "quan"], ["địa", "phương"])
_OTHER_TIME = re.compile(r"trước|cùng kỳ|đầu (?:năm|kỳ)|năm \d{4}|tháng \d|quý [ivx\d]")
_HALF, _NOUN = 2, 5  # words of a noun


class Kind(Enum):
    ALL = "all"
    NONE = "none"
    MOST = "most"


class Denial(NamedTuple):
    """Where a claim begins, where the words that deny it end, and their numbers."""

    start: int
    end: int
    said: str
    numbers: tuple[str, ...]


class _Claim(NamedTuple):
    kind: Kind
    start: int
    behind: int  # where what it is said of begins
    said: list[str]
    ends: list[int]
    raw: str
    among: str
    lower: str
    told: int  # how many words stand before «đều», or before the last «đã»
    done: list[str]  # «giải quyết xong toàn bộ …»: what was done to all

    def is_closed(self, used: int) -> bool:
        """Say whether a sign stands behind so many of its words, or it ends there."""
        if used >= len(self.ends):
            return used == len(self.ends)
        return _SIGN.match(self.lower, self.ends[used - 1]) is not None


class _Number(NamedTuple):
    """A number, the words behind it, and where these end."""

    found: re.Match[str]
    told: list[str]
    end: int
    is_but: bool  # «riêng 4 …»: of those that were named

    @property
    def is_some(self) -> bool:
        """Say whether it is a fraction that leaves some."""
        one, whole = self.value, read_number(self.found[2] or "")
        return whole is not None and one < whole.value

    @property
    def value(self) -> float:
        number = read_number(self.found[1])
        return float(number.value) if number else 0.0

    @property
    def raw(self) -> str:
        return self.found[0]


def may_claim(lower: str) -> bool:
    """Say fast whether a paragraph may speak of all, of none or of most."""
    return (
        "100" in lower
        or "tất cả" in lower
        or "toàn bộ" in lower
        or " đều " in lower
        or "mọi " in lower
        or "cả " in lower
        or "không " in lower
        or "chưa " in lower
        or "phần lớn" in lower
        or "đa số" in lower
        or "hầu hết" in lower
        or "nửa " in lower
    )


def denials(text: str, lower: str) -> Iterator[Denial]:
    """Yield what a paragraph claims of all, none or most, and denies beside it."""
    made = chain(
        (
            _read(lower, found)
            for found in _CLAIM.finditer(lower)
            if _DIGIT.search(lower, found.end(), found.end() + 2 * _LONGEST)
        ),
        (_full(lower, found) for found in _FULL.finditer(lower)),
    )
    for claim in islice(made, _MOST_CLAIMS):
        number = _against(lower, claim) if claim else None
        if claim and number:
            first = min(claim.start, number.found.start())
            last = max(claim.behind, number.end)
            said = (text[claim.start : claim.behind].strip(), number.raw)
            told = (said[0] if claim.raw.startswith("100") else claim.among, said[1])
            numbers = tuple(one for one in told if one)
            yield Denial(first, last, text[first:last].strip(" ,;:("), numbers)


def _read(lower: str, found: re.Match[str]) -> _Claim | None:
    start, behind = found.start(), found.end()
    ahead = re.split(r"[.;:]\s|\n", lower[max(0, start - _AHEAD) : start])[-1]
    if WISHED.search(ahead) or _ASKED.search(ahead):
        return None
    kind = Kind.ALL if found["all"] else Kind.NONE if found["none"] else Kind.MOST
    if kind is Kind.NONE and _OTHER_TIME.search(ahead):
        return None
    stop = _CUT.search(lower, behind, behind + _LONGEST)
    last = stop.start() if stop else min(len(lower), behind + _LONGEST)
    tokens = [m for m in WORD.finditer(lower, behind, last) if m[0] not in _FILLING]
    if not tokens:
        return None
    return _Claim(
        kind,
        start,
        behind,
        [m[0] for m in tokens],
        [m.end() for m in tokens],
        found[0],
        found["count"] or "",
        lower,
        _before_state(lower, behind, last),
        [word for word in WORD.findall(ahead) if word not in _DONE][-2:],
    )


def _full(lower: str, found: re.Match[str]) -> _Claim | None:
    """«Tỷ lệ W Z đạt 100 %»: of all, too."""
    ahead = re.split(
        r"[.;:]\s|\n", lower[max(0, found.start() - _AHEAD) : found.start()]
    )
    said = _plain(WORD.findall(found[1]))
    if WISHED.search(ahead[-1]) or not said:
        return None
    start, end = found.span(2)
    return _Claim(
        Kind.ALL,
        start,
        end,
        said,
        [end] * len(said),
        found[2],
        "",
        lower,
        0,
        [],
    )


def _before_state(lower: str, start: int, last: int) -> int:
    """How many words tell of what something is said: «mọi W đã Y đều Z» of W «đã Y»."""
    said = WORD.findall(lower, start, last)
    at = [n for n, w in enumerate(said) if w == "đều"] or [
        n for n, w in enumerate(said) if w == "đã"
    ]
    return sum(word not in _FILLING for word in said[: at[-1]]) if at else 0


def _against(lower: str, claim: _Claim) -> _Number | None:
    """The number behind a claim, or before it, that denies it."""
    if claim.kind is Kind.MOST:
        return _of_few(lower, claim)
    cuts = list(islice(_SENTENCE.finditer(lower, claim.behind), 2))
    last = cuts[-1].start() if len(cuts) > 1 else len(lower)
    numbers = list(_numbers(lower, claim.behind, last))
    for at, number in enumerate(numbers):
        if _EXCEPT.search(
            lower, max(0, number.found.start() - 12), number.found.start()
        ):
            continue  # «tất cả …, trừ 4 hộ …»: honestly told
        if claim.kind is Kind.NONE and _is_bracketed(lower, claim, number):
            return number
        used = _used(claim, number, numbers[:at]) or _undone(
            lower, claim, number, numbers[:at]
        )
        if used and _is_linked(lower, claim, number, used):
            return number
    return None


def _is_bracketed(lower: str, claim: _Claim, number: _Number) -> bool:
    """«Không có W Y (56 W)»: how many there are stands in the bracket behind."""
    start, told = number.found.start(), _plain(number.told)
    opened = lower[claim.ends[-1] : start].strip() == "("
    own = 0 < len(told) < len(claim.said) and claim.said[: len(told)] == told
    return (
        opened
        and own
        and number.value > 0
        and lower[number.end : number.end + 1] == ")"
    )


def _numbers(lower: str, start: int, last: int) -> Iterator[_Number]:
    for found in islice(_NUMBER.finditer(lower, start, last), _MOST_NUMBERS):
        stop = _STOP.search(lower, found.end(), last)
        end = stop.start() if stop else last
        told = _TOKEN.findall(lower, found.end(), end)
        but = _BUT.search(lower, max(0, found.start() - 8), found.start()) is not None
        yield _Number(found, told, end, but)


def _of_few(lower: str, claim: _Claim) -> _Number | None:
    """«Đa số W Z (5/14 W)»: of the very same, and less than half."""
    stop = _SENTENCE.search(lower, claim.behind)
    last = stop.start() if stop else len(lower)
    for number in islice(_numbers(lower, claim.behind, last), 1):
        whole = read_number(number.found[2] or "")
        between = lower[claim.ends[-1] : number.found.start()].strip()
        told = _plain(number.told)
        opened = between in (":", "(") and told == claim.said[: len(told)]
        few = whole is not None and _HALF * number.value < float(whole.value)
        if opened and few and not _DENYING & {*number.told}:
            return number
    return None


def _used(claim: _Claim, number: _Number, before: list[_Number]) -> int:
    """How many words of a claim a number denies; 0 if it denies nothing."""
    if claim.kind is Kind.ALL:
        return _not_all(claim.said, number, before, claim.told)
    said = claim.said
    told = _plain(number.told)
    same = len(told) > 1 and said[: len(told)] == told
    if same and number.value > 0 and claim.is_closed(len(told)):
        return len(told)
    denied = [n for n, word in enumerate(said) if word in _DENYING]
    if denied:
        rest = said[: denied[0]] + said[denied[0] + 1 :]
        used = _not_all(rest, number, before, 0)
        return used + 1 if used and not _DENYING & {*number.told} else 0
    return 0


def _not_all(
    said: list[str], number: _Number, before: list[_Number], first: int
) -> int:
    told = [word for word in number.told if word not in _FILLING]
    deep = next(
        (n for n, w in enumerate(told[:_DEEP]) if w in _DENYING or w in _OPPOSED), None
    )
    if deep is not None:
        used = _opposed(said, told, deep, number) if number.value else 0
        return used if used > first else 0
    plain = _plain(number.told)
    if number.is_some:
        return (len(plain) or 1) if said[: len(plain)] == plain else 0
    if number.found[2] or len(plain) < 2 or said[: len(plain)] != plain:
        return 0
    for one in before:
        own = [word for word in _plain(one.told) if word not in _LINKS]
        if one.found[2] or one.value <= number.value or not own:
            continue
        if len(own) < len(plain) and plain[: len(own)] == own:
            return len(plain)
    return 0


def _opposed(said: list[str], told: list[str], deep: int, number: _Number) -> int:
    """How many words a claim and its denial have in common, noun and state."""
    noun = [word for word in told[:deep] if word != ","]
    behind = told[deep + 1 :]
    cut = next((n for n, word in enumerate(behind) if word in _CUTS), len(behind))
    state, word = behind[:cut], told[deep]
    bare = word in _OPPOSED and not {"đang", "giải"} & {*told}
    if number.is_but and noun[:1] == said[:1]:
        starts = range(1, len(said))
    elif noun and said[: len(noun)] == noun:
        starts = range(len(noun), len(said) if bare else len(noun) + 1)
    elif bare and noun[:2] == said[:2] and {*noun} <= {*said}:
        starts = range(len(noun), len(said))  # «hồ sơ của phòng A trả đúng hạn»
    elif noun in _ANY or not noun:
        starts = range(1, _NOUN)
    else:
        return 0
    for start in starts:
        rest = said[start:]
        if word in _OPPOSED:
            if _OPPOSED[word].match(" ".join(rest)):
                return start + 1
        elif state and rest[: len(state)] == state:
            return start + len(state)
        elif state and state[0] in _BEGUN and rest[0] in _FINISHED:
            return start + 1  # «xong …, riêng 3 nhiệm vụ chưa triển khai»
    return 0


def _undone(lower: str, claim: _Claim, number: _Number, before: list[_Number]) -> int:
    """«Xử lý toàn bộ W: nhận 5 W, xử lý 4 W», «…, còn 4 W chưa xử lý»."""
    said, done = claim.said, claim.done
    told = _plain(number.told)
    if claim.kind is not Kind.ALL or not done or not number.value:
        return 0
    deep = next((n for n, word in enumerate(told) if word in _DENYING), 0)
    if deep:
        same = told[:deep] == said[:deep] and told[deep + 1 :][: len(done)] == done
        return deep if same and claim.is_closed(deep) else 0
    ahead = [
        word
        for word in WORD.findall(lower, claim.ends[-1], number.found.start())
        if word not in _DONE
    ]
    more = any(one.value > number.value and one.told[:1] == told[:1] for one in before)
    same = ahead[-2:] == done or (len(done) == 1 and ahead[-1:] == done)
    same = same and told[:1] == said[:1]
    return len(said) if same and more else 0


def _plain(told: list[str]) -> list[str]:
    return [word for word in told if word not in _FILLING and word != ","]


def _is_linked(lower: str, claim: _Claim, number: _Number, used: int) -> bool:
    """Say whether nothing new stands between a claim and a number."""
    at = claim.ends[min(used, len(claim.ends)) - 1]
    start = number.found.start()
    closed = _CLOSE.search(lower, at)
    if closed is None or closed.start() >= start:
        return False
    said = {*WORD.findall(lower, closed.start(), start)}
    known = {*claim.said, *claim.done} | _LINKS | _SO | _FILLING | _DONE
    return said <= known

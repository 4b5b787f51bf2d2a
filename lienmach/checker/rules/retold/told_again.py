"""A figure told again, in the words it was told in: only its digits changed places.

A headline is told again in its text. Two numbers of the same digits, told of one thing
in much the same words, are one number with a slip; of a headline any other number is,
if its own stands nowhere else and the words are the same.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import anchors_of, lines_of, name
from lienmach.checker.meaning.likeness import same_period, words_of
from lienmach.checker.quantities.words.vocabulary import WORD, any_word, words
from lienmach.checker.report import Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import NUMBER, read_number
from lienmach.checker.text.other_times import CUMULATIVE

_MOST, _WIDE = 300, 160  # figures; letters
_HEAD = 200  # letters of a headline
_NEAR = 48
_COUNT = re.compile(r"(\d[\d.]*) [^\d;.()%]{2,24}[,(] ?(?:đạt|chiếm|bằng)[^\d;.()]*$")
_MOVED = 3  # digits that may stand elsewhere
_LONG = 3  # digits that tell more
_FEW, _ENOUGH, _VERBATIM = 3, 4, 8  # words
_REACH, _WORDY, _WHOLE_LINE = 16, 10, 12
_PART, _MOSTLY = Decimal("0.6"), Decimal("0.8")  # of the words of a clause
_FILLING = words(
    "đã được là có của các và cho trong với số những này đó thì ở tại một về hơn gần"
)
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,/]*(?<!\D)")
_CUT = re.compile(r"[.;:,](?=\s)|[()\n]")
_TIMES = re.compile(
    r"(?:năm|tháng|quý|tuần|kỳ|ngày) (?:trước|sau|ngoái|tới|\d[\d/]*|[ivx]+)(?!\w)"
)
_COMPARED = re.compile(any_word(f"cùng kỳ|so với|riêng|{CUMULATIVE}|bình quân|dự kiến"))
_NUMBERS = re.compile(NUMBER)
_APART = words(
    "province district commune male female online direct cumulative before expected"
    " partly plan"
)


class _Telling:
    """A figure with what stands around it; ``is_whole``: the 42 of «31/42»."""

    def __init__(self, report: Report, fact: Fact, *, is_whole: bool) -> None:
        self.fact = fact
        self.is_whole = is_whole
        value = fact.whole if is_whole else fact.quantity
        assert value is not None
        self.value = value
        self.digits = f"{abs(value):f}".replace(".", "")
        self._text = report.paragraph(fact.place).lower
        self.unit = fact.unit.lower()

    @cached_property
    def left(self) -> list[str]:
        start = self.fact.place.start
        return _TOKEN.findall(self._text[max(0, start - _WIDE) : start])[::-1]

    @cached_property
    def right(self) -> list[str]:
        end = self.fact.place.end
        return _TOKEN.findall(self._text[end : end + _WIDE])

    @cached_property
    def around(self) -> frozenset[str]:
        return frozenset([*self.left[:_REACH], *self.right[:_REACH]]) - _FILLING

    @cached_property
    def clause(self) -> frozenset[str]:
        start, end = self.fact.place.start, self.fact.place.end
        ahead = _CUT.split(self._text[max(0, start - _WIDE) : start])[-1]
        behind = _CUT.split(self._text[end : end + _WIDE])[0]
        return frozenset(WORD.findall(f"{ahead} {behind}")) - _FILLING

    @cached_property
    def times(self) -> frozenset[str]:
        """What names another time in its sentence."""
        start, end = self.fact.place.start, self.fact.place.end
        ahead = self._text[max(0, start - _WIDE) : start].rpartition(". ")[2]
        behind = self._text[end : end + _WIDE // 2].partition(". ")[0]
        said = f"{ahead} # {behind}"
        return frozenset([*_TIMES.findall(said), *_COMPARED.findall(said)])


@rule(
    "NAR009",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số nêu ở tiêu đề, hoặc nhắc lại gần nguyên văn, giống số đã nêu.",
    passes=(
        "Tân Lập: 62 thủ tục được số hóa\nNăm nay xã Tân Lập số hóa 62 thủ tục.",
        "Tháng trước xã nhận 418 hồ sơ qua mạng.\nTháng này nhận 481 hồ sơ qua mạng.",
        "Xã An Bình có 36 hộ nghèo được vay vốn ưu đãi.\nXã Tân Lập có 63 hộ nghèo.",
        "Tổng số là 901 nhiệm vụ, cụ thể:\n- Lĩnh vực đất đai 365 nhiệm vụ;\n- Lĩnh vực"
        " hộ tịch 536 nhiệm vụ.",
    ),
    fails=(
        "Tân Lập: 62 thủ tục được số hóa\nNăm nay xã Tân Lập số hóa 26 thủ tục.",
        "Sau một năm, phường đã số hóa 4.815 hồ sơ lưu trữ về đất đai.\nViệc còn nhiều."
        "\nĐến nay phường đã số hóa 4.851 hồ sơ lưu trữ về đất đai.",
    ),
)
def told_again(self: Rule, report: Report) -> Iterator[Finding]:
    told = list(_tellings(report))
    if len(told) > _MOST:
        return
    found = [pair for pair in _pairs(report, told) if _are_one(report, *pair)]
    if not found:
        return
    printed = _printed(report)
    partners = Counter(one.value for pair in found for one in pair)
    for one, other in found:
        if not _is_odd(report, (one, other), printed, partners):
            continue
        if _are_parts(report, one.fact, other.fact):
            continue
        facts = (one.fact, other.fact)
        yield self.finding(
            anchors_of(facts),
            lines_of(facts),
            f"«{name(one.fact)}» ở dòng {one.fact.line} ghi {one.fact.raw}, nhắc lại ở"
            f" dòng {other.fact.line} lại ghi {other.fact.raw}.",
            f"{one.fact.raw} ≠ {other.fact.raw}",
        )


def _are_parts(report: Report, one: Fact, other: Fact) -> bool:
    """«- Lĩnh vực đất đai 365 nhiệm vụ; - Lĩnh vực hộ tịch 536 nhiệm vụ»: of 901."""
    return any(
        {one, other} <= {report.facts[i] for i in relation.terms}
        for relation in report.relations
        if relation.tie is Tie.PARTS
    )


def _is_odd(
    report: Report,
    pair: tuple[_Telling, _Telling],
    printed: Counter[Decimal],
    partners: Counter[Decimal],
) -> bool:
    """Say whether one of two figures stands alone: what is printed again is right.

    Of a text a number printed again must be told so each time.
    """
    one, other = pair
    again = printed[one.value] - 1, printed[other.value] - 1
    if all(again):
        return False
    if not _is_moved(one.digits, other.digits):
        return not again[0]
    odd = other if again[0] else one
    return _is_head(report, one) or partners[odd.value] > max(again)


def _tellings(report: Report) -> Iterator[_Telling]:
    for fact in report.facts:
        if fact.sense is not Sense.AVERAGE:
            yield _Telling(report, fact, is_whole=False)
            if fact.whole is not None:
                yield _Telling(report, fact, is_whole=True)


def _pairs(
    report: Report, told: Sequence[_Telling]
) -> Iterator[tuple[_Telling, _Telling]]:
    """Yield figures that may be one: of the same digits, or the one of the headline."""
    groups: dict[str, list[_Telling]] = {}
    for one in told:
        groups.setdefault("".join(sorted(one.digits)), []).append(one)
    for group in groups.values():
        yield from combinations(group, 2)
    heads = [one for one in told if _is_head(report, one)]
    for one in heads:
        for other in told:
            if sorted(one.digits) != sorted(other.digits):
                yield one, other


def _is_head(report: Report, one: _Telling) -> bool:
    place = one.fact.place
    if place.block or len(report.source.blocks) < 2:
        return False
    text = report.paragraph(place).text
    return len(text) < _HEAD and not text.rstrip().endswith((".", ";", ":"))


def _are_one(report: Report, one: _Telling, other: _Telling) -> bool:
    first, second = one.fact, other.fact
    if one.value == other.value or first.sentence == second.sentence:
        return False
    if first.sense is not second.sense:
        return False
    if not (one.unit.startswith(other.unit) or other.unit.startswith(one.unit)):
        return False
    if not _is_side_of_one(one, other) or _are_of_two_counts(report, one, other):
        return False
    if (first.tags ^ second.tags) & _APART:
        return False
    if same_period(first.period, second.period, report.identity) is False:
        return False
    return _is_told_so(report, one, other)


def _is_side_of_one(one: _Telling, other: _Telling) -> bool:
    """«31/42 hồ sơ» and «31/24 hồ sơ»: of two fractions the other side must agree."""
    first, second = one.fact, other.fact
    if first.whole is None or second.whole is None:
        return True
    if one.is_whole != other.is_whole:
        return False
    return (
        first.quantity == second.quantity
        if one.is_whole
        else first.whole == second.whole
    )


def _are_of_two_counts(report: Report, one: _Telling, other: _Telling) -> bool:
    """«185.406 phiếu, đạt 82,62 %» and «153.091 phiếu, đạt 68,22 %» are of two."""
    if one.unit != "%":
        return False
    counts = [_COUNT.search(report.before(x.fact.place, _NEAR)) for x in (one, other)]
    if not (counts[0] and counts[1]):
        return False
    digits = [re.sub(r"\D", "", found[1]) for found in counts if found]
    return digits[0] != digits[1] and not _is_moved(*digits)


def _is_told_so(report: Report, one: _Telling, other: _Telling) -> bool:
    """Say whether the words are alike enough, for how near the numbers are."""
    row = _row(one.right, other.right) + _row(one.left, other.left)
    if _is_head(report, one):
        return _is_of_head(one, other, row)
    if not _is_moved(one.digits, other.digits) or not _are_of_one_time(one, other, row):
        return False
    alike = one.clause & other.clause
    shared, least = len(alike), min(len(one.clause), len(other.clause)) or 1
    if row < _WHOLE_LINE and not words_of(" ".join(alike)):
        return False  # «quá hạn 147 hồ sơ» is told of many
    if row >= _ENOUGH or (shared >= _ENOUGH and shared >= _PART * least):
        return True
    digits = len(one.digits)
    if digits < _LONG or shared < _FEW:
        return digits >= _LONG and _is_said_around(one, other)
    return shared >= _PART * least or (digits > _LONG and row >= _FEW)


def _is_of_head(one: _Telling, other: _Telling, row: int) -> bool:
    """Say so of a figure of the headline: any words of its sentence may be the same."""
    shared = len(one.clause & (other.clause | other.around))
    if _is_moved(one.digits, other.digits):
        least = 1 if len(one.digits) >= _LONG else _FEW
        return shared >= least or row >= _FEW
    if len(one.digits) != len(other.digits):
        return False
    shared = len(one.clause & other.clause)
    return shared >= _ENOUGH and shared >= _MOSTLY * len(one.clause)


def _are_of_one_time(one: _Telling, other: _Telling, row: int) -> bool:
    if one.times == other.times:
        return True
    part = one.times < other.times or other.times < one.times
    return part and row >= _VERBATIM


def _is_said_around(one: _Telling, other: _Telling) -> bool:
    """Say whether two paragraphs tell nearly the same around two numbers."""
    if one.fact.place.block == other.fact.place.block or one.times != other.times:
        return False
    least = min(len(one.around), len(other.around))
    shared = len(one.around & other.around)
    return least >= _WORDY and shared >= _MOSTLY * least


def _is_moved(one: str, other: str) -> bool:
    """Say whether digits changed places, and no more than a few."""
    if len(one) != len(other) or sorted(one) != sorted(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= _MOVED


def _row(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words in a row are the same, from the number on."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _printed(report: Report) -> Counter[Decimal]:
    """How often each number is printed, whatever it tells."""
    counts: Counter[Decimal] = Counter()
    for block in report.source.blocks:
        if isinstance(block, Paragraph):
            found = (read_number(one[0]) for one in _NUMBERS.finditer(block.text))
            counts.update(number.value for number in found if number)
    counts.update(
        cell.value
        for grid in report.grids
        for row in grid.rows
        for cell in row.cells
        if cell.value is not None
    )
    return counts

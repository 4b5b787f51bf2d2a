"""The same sum of money is not told once in triệu and once in tỷ đồng.

Nor is «22,3 triệu đồng» 34,6 % of «64,5 tỷ đồng»: a thousandth of it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of
from lienmach.checker.meaning.likeness import words_of
from lienmach.checker.quantities.weighing.passages import THAT_IS
from lienmach.checker.quantities.words.vocabulary import MONEY, words
from lienmach.checker.report import Bound, Fact, GridRow, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import is_rounded

_MOST = 24  # tellings of one sum
_BACK = 6  # numbers
_ROUNDED = Decimal("0.6")  # units of the last digit
_CLAUSE, _AHEAD = 40, 80  # letters
_LEAST_DIGITS = 3  # «5 triệu» and «5 tỷ» may both be true


@rule(
    "UNT001",
    Kind.UNIT_MISMATCH,
    Severity.ERROR,
    "Một khoản tiền nêu hai lần thì đơn vị tính phải như nhau.",
    passes=(
        "Kinh phí đào tạo được giao 1.250 triệu đồng.\nKinh phí đào tạo là 1,25 tỷ"
        " đồng.",
        "Tổng kinh phí 3,2 tỷ đồng (tức 3.200 triệu đồng).",
        "Kinh phí đào tạo 120 triệu đồng.\nThu hút vốn đầu tư 120 tỷ đồng.",
    ),
    fails=(
        "Kinh phí đào tạo được giao 1.250 triệu đồng.\nKinh phí đào tạo là 1.250 tỷ"
        " đồng.",
        "Tổng kinh phí 3,2 tỷ đồng, tức 3.200 tỷ đồng.",
        "Vốn được giao 64,5 tỷ đồng. Đã giải ngân 22,3 triệu đồng, đạt 34,6%.",
        "Kinh phí cải cách ba năm là 148,6 tỷ đồng.\n\nKinh phí tăng dần, ba năm cộng"
        " lại là 148,6 triệu đồng.",
        "Chi trả trợ cấp trong quý 57,36 tỷ đồng.\n\nTT\tChỉ tiêu\tĐơn vị tính\tSố liệu"
        "\n1\tSố tiền chi trả trợ cấp\tTriệu đồng\t57,36\n2\tSố người\tNgười\t4.212",
    ),
)
def money_units(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    by_value: dict[Decimal, list[Fact]] = {}
    for fact in report.facts:
        if _is_sum(fact):
            by_value.setdefault(fact.quantity, []).append(fact)
    yield from _side_by_side(self, report)
    yield from _by_share(self, report)
    for sums in by_value.values():
        yield from _compare(self, report, sums[:_MOST])
    for grid in report.grids if by_value else ():
        for row in grid.rows:
            if row.unit.lower() in MONEY:
                yield from _in_table(self, report, row, by_value)


def _in_table(
    self: Rule,
    report: Report,
    row: GridRow,
    by_value: Mapping[Decimal, Sequence[Fact]],
) -> Iterator[Finding]:
    """A row that tells a sum of the text in another unit."""
    values = (cell.value for cell in row.cells if cell.value)
    for fact in (fact for value in values for fact in by_value.get(value, ())):
        told = [row.label, f"{report.before(fact.place, _AHEAD)} {fact.subject}"]
        if _scale(fact) == MONEY[row.unit.lower()]:
            continue
        if not _are_of_one(fact, row.label, told):
            continue
        yield self.finding(
            (fact.raw,),
            (row.line, fact.line),
            f"Cùng số {fact.raw}: dòng {row.line} ghi {row.unit}, dòng {fact.line} ghi"
            f" {fact.unit}.",
            f"{fact.raw} {row.unit} ≠ {fact.raw} {fact.unit}",
        )


def _side_by_side(self: Rule, report: Report) -> Iterator[Finding]:
    """«3,2 tỷ đồng, tức 3.200 tỷ đồng»: of the same digits, but not the same sum."""
    for one, other in pairwise(report.facts):
        if one.place.block != other.place.block or one.sense is not Sense.COUNT:
            continue
        if not (one.unit.lower() in MONEY and other.unit.lower() in MONEY):
            continue
        gap = min(_CLAUSE, other.place.start - one.place.end)
        if not THAT_IS.fullmatch(report.behind(one.place, gap)):
            continue
        digits = [f.quantity.normalize().as_tuple().digits for f in (one, other)]
        if digits[0] != digits[1] or amount(one) == amount(other):
            continue
        exact = all(f.bound is Bound.EXACT for f in (one, other))
        if exact:
            yield self.finding(
                anchors_of([one, other]),
                lines_of([one, other]),
                f"{one.raw} {one.unit} không bằng {other.raw} {other.unit}.",
                f"{one.raw} {one.unit} ≠ {other.raw} {other.unit}",
            )


def _by_share(self: Rule, report: Report) -> Iterator[Finding]:
    """«64,5 tỷ đồng; giải ngân 22,3 triệu đồng, đạt 34,6 %»: right but for a unit."""
    for index, (part, share) in enumerate(pairwise(report.facts)):
        told = share.sense is Sense.SHARE and share.bound is Bound.EXACT
        if not told or part.sentence != share.sentence or not _is_money(part):
            continue
        wholes = [
            fact
            for fact in report.facts[max(0, index - _BACK) : index]
            if _is_money(fact) and share.sentence - fact.sentence <= 1
        ]
        if any(_gives(part, whole, share, 0) for whole in wholes):
            continue
        for whole in wholes:
            if _scale(part) == _scale(whole):
                continue
            if any(_gives(part, whole, share, power) for power in (-6, -3, 3, 6)):
                facts = (part, whole, share)
                yield self.finding(
                    anchors_of(facts),
                    lines_of(facts),
                    f"{part.raw} {part.unit} không phải {share.raw} % của {whole.raw}"
                    f" {whole.unit}: một trong hai số ghi nhầm đơn vị tính.",
                    f"{part.raw} {part.unit} ≠ {share.raw} % của {whole.raw}"
                    f" {whole.unit}",
                )
                break


def _is_money(fact: Fact) -> bool:
    counts = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return counts and fact.unit.lower() in MONEY and fact.quantity > 0


def _gives(part: Fact, whole: Fact, share: Fact, power: int) -> bool:
    """Say whether a percentage is right but for so many powers of ten."""
    exact = 100 * amount(part).scaleb(power) / amount(whole)
    return is_rounded(share.quantity, exact, _ROUNDED)


def _compare(self: Rule, report: Report, sums: list[Fact]) -> Iterator[Finding]:
    for one, other in combinations(sums, 2):
        if _scale(one) == _scale(other):
            continue
        told = [f"{report.before(f.place, _AHEAD)} {f.subject}" for f in (one, other)]
        if not _are_of_one(one, other.subject, told):
            continue
        yield self.finding(
            anchors_of([one, other]),
            lines_of([one, other]),
            f"Cùng số {one.raw}: dòng {one.line} ghi {one.unit}, dòng {other.line} ghi"
            f" {other.unit}.",
            f"{one.raw} {one.unit} ≠ {other.raw} {other.unit}",
        )


_UNITS = words("đồng triệu tỷ tỉ nghìn")
_MONEY_WORDS = words("đồng triệu tỷ nghìn kinh phí tiền vốn chi thu")


def _are_of_one(one: Fact, subject: str, told: Sequence[str]) -> bool:
    """Say whether two sums of the same digits are one: four digits tell it alone."""
    if _digits(one) > _LEAST_DIGITS:
        first, second = (words_of(words) for words in told)
        return bool(first & second - _UNITS)
    shared = words_of(one.subject) & words_of(subject)
    return len(shared - _UNITS - _MONEY_WORDS) > 1


def _digits(fact: Fact) -> int:
    return len(str(fact.quantity).replace(".", "").strip("0"))


def _is_sum(fact: Fact) -> bool:
    whole = str(abs(fact.quantity)).split(".")[0]
    is_long = _digits(fact) >= _LEAST_DIGITS or len(whole) > _LEAST_DIGITS
    return fact.sense is Sense.COUNT and fact.unit.lower() in MONEY and is_long


def _scale(fact: Fact) -> int:
    return MONEY[fact.unit.lower()]

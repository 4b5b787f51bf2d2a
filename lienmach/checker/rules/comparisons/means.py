"""An average told apart from its total, or over a time that nobody counts out."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of
from lienmach.checker.judging.doubts import is_near
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure, last_place
from lienmach.checker.text.slips import is_one_key_away

_FAR = 3  # sentences
_BEFORE = 90  # letters before an average in which it is called one
_LEAST = 10  # smaller averages are near another by chance
_MOST = 200  # averages of a report
_MEAN = re.compile(r"bình quân|trung bình")
_PER = re.compile(r"(?<!\w)(?:mỗi|một|1) ([^\W\d_]+(?:,? [^\W\d_]+){0,2})")
_PER_BEHIND = re.compile(r"\s?/\s?(?:1 |một )?([^\W\d_]+(?: [^\W\d_]+)?)")
_MONTHS = {"tháng": 1, "quý": 3, "năm": 12}
_SPAN = re.compile(r"giai đoạn (20\d\d)\s?[-–]\s?(20\d\d)")
_ASIDE, _STATES = words("before expected plan"), words("received finished")
_PLAIN = words("received finished total overall province district commune present")
_UNITS = ("xã", "phường", "huyện", "quận", "thị xã", "sở", "phòng")
_PART_ONLY = re.compile(r"chỉ tính|(?<!\w)riêng(?!\w)|nếu tính|không kể")
_TITLED = re.compile(r"(?<![\w/.,])(\d{1,2}) tháng(?! \d)")
_DAYS = 30  # of a month
_CLOSED = re.compile(r"\([^()]*\)")


@rule(
    "AVG002",
    Kind.AVERAGE_MISMATCH,
    Severity.ERROR,
    "Số bình quân mỗi tháng, mỗi đơn vị … khớp với tổng số nêu ở câu trước và độ dài"
    " của kỳ báo cáo.",
    passes=(
        "Năm 2024 tiếp nhận 4.416 hồ sơ. Bình quân mỗi tháng tiếp nhận 368 hồ sơ.",
        "Quý I năm 2024 tiếp nhận 1.100 hồ sơ. Bình quân mỗi tháng 367 hồ sơ.",
        "Quý I năm 2024 tiếp nhận 1.100 hồ sơ. Bình quân mỗi tháng khoảng 376 hồ sơ.",
        "Năm 2024 tiếp nhận 4.416 hồ sơ. Bình quân mỗi công chức xử lý 386 hồ sơ.",
    ),
    fails=(
        "Năm 2024 tiếp nhận 4.416 hồ sơ. Bình quân mỗi tháng tiếp nhận 386 hồ sơ.",
        "Giai đoạn 2021 - 2023 giải quyết 9.000 hồ sơ. Bình quân 3.300 hồ sơ/năm.",
        "Chi trả cho 412 người. Kinh phí là 3.090 triệu đồng, bình quân 5,7 triệu"
        " đồng/người.",
        "Tổng đài nhận 1.840 cuộc. Bình quân mỗi ngày làm việc (22 ngày): 76,3 cuộc.",
    ),
)
def means(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    told = [
        index
        for index, fact in enumerate(report.facts)
        if fact.sense in (Sense.AVERAGE, Sense.COUNT)
        and fact.bound is Bound.EXACT
        and fact.whole is None
        and fact.unit
        and "bình" in report.before(fact.place, _BEFORE)
        and _MEAN.search(_ahead(report, fact))
    ]
    if not told:
        return
    tied = {r.result for r in report.relations if r.tie is Tie.AVERAGE}
    for index in told[:_MOST]:
        if index not in tied:
            said = _judge(self, report, index)
            if said:
                yield said


def _judge(self: Rule, report: Report, index: int) -> Finding | Verified | None:
    mean = report.facts[index]
    per = _per(report, mean)
    totals = [i for i in _near(report, index) if _may_be_total(report.facts[i], mean)]
    pairs = [
        (report.facts[total], count, counted)
        for total in totals
        for count, counted in _counts(report, index, total, per)
        if count
    ]
    if not pairs:
        return None
    for total, count, counted in pairs:
        if _fits(mean, amount(total) / count):
            facts = (total, *counted, mean)
            return self.verified(lines_of(facts), _division(total, count, mean))
    total, count, counted = max(pairs, key=lambda pair: amount(pair[0]))
    exact = (
        amount(total) / count / (amount(mean) / mean.quantity if mean.quantity else 1)
    )
    if _PART_ONLY.search(report.paragraph(mean.place).lower):
        return None
    alone = len({(count, bool(counted)) for _, count, counted in pairs}) == 1
    named = alone and mean.sentence - total.sentence <= 1
    is_slip = any(_is_slip(mean, exact, way) for way in ("ROUND_HALF_UP", "ROUND_DOWN"))
    if not is_slip and not (named and counted and is_near(mean.quantity, exact)):
        return None
    shown = figure(exact, max(decimals_of(mean), 1))
    facts = (mean, total, *counted)
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Ghi bình quân {mean.raw} {mean.unit}, nhưng {total.raw} chia cho"
        f" {figure(count)} {per.split(',')[0].split(' ')[0]} là {shown}.",
        f"{total.raw}/{figure(count)} = {shown} ≠ {mean.raw}",
        suggestion=shown,
    )


def _division(total: Fact, count: Decimal, mean: Fact) -> str:
    return f"{total.raw}/{figure(count)} = {mean.raw}"


def _fits(mean: Fact, exact: Decimal) -> bool:
    """Say whether an average is right, rounded either way."""
    exact /= amount(mean) / mean.quantity if mean.quantity else 1
    return abs(mean.quantity - exact) < last_place(mean.quantity)


def _is_slip(mean: Fact, exact: Decimal, way: str) -> bool:
    digits = decimals_of(mean)
    ones = exact.quantize(Decimal(1).scaleb(-digits), rounding=way).scaleb(digits)
    printed = mean.quantity.scaleb(digits)
    return min(ones, printed) >= _LEAST and is_one_key_away(printed, ones)


def _ahead(report: Report, fact: Fact) -> str:
    """The words of the clause before a number, without a bracket that is closed."""
    words = _CLOSED.sub("", report.before(fact.place, _BEFORE))
    return re.split(r"[;.(]\s?|\d", words)[-1]


def _per(report: Report, mean: Fact) -> str:
    """Return what an average is told by: «tháng», «hội nghị»; nothing if unsaid."""
    text = report.paragraph(mean.place).lower
    behind = text[mean.place.end :][:60].lstrip().removeprefix(mean.unit.lower())
    found = _PER_BEHIND.match(behind) or _PER.search(_ahead(report, mean))
    found = found or _PER.search(re.split(r"[;.,(]", behind)[0])
    return found[1] if found else ""


def _near(report: Report, index: int) -> list[int]:
    """The numbers around an average, those before it first and the nearest of them."""
    mean = report.facts[index]

    def is_near_by(at: int) -> bool:
        fact = report.facts[at]
        same = fact.section == mean.section or fact.sentence == mean.sentence
        return same and abs(mean.sentence - fact.sentence) <= _FAR

    first, last = max(0, index - 40), min(len(report.facts), index + 10)
    before = [i for i in range(index - 1, first - 1, -1) if is_near_by(i)]
    behind = range(index + 1, last)
    here = [i for i in behind if report.facts[i].sentence == mean.sentence]
    return [*before, *here]


def _may_be_total(fact: Fact, mean: Fact) -> bool:
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    if fact.tags & _ASIDE or fact.parent is not None or fact.whole is not None:
        return False
    states = mean.tags & _STATES
    if states and fact.tags & _STATES and not states & fact.tags:
        return False
    if fact.tags - _PLAIN - mean.tags:
        return False  # «5.592 hồ sơ đúng hạn» is no total
    alike = fact.unit.lower() == mean.unit.lower()
    alike = alike or (not fact.unit and mean.unit.lower() in fact.subject.lower())
    return alike and amount(fact) > amount(mean)


def _counts(
    report: Report, index: int, total: int, per: str
) -> Iterator[tuple[Decimal, Sequence[Fact]]]:
    """Yield by how many a total may be divided, and the number that says so."""
    first = per.split(" ")[0]
    titled = _titled(report, report.facts[total]) if first == "tháng" else None
    if titled:
        yield titled, (report.facts[total],)
        return
    if first in _MONTHS and not per.startswith(("tháng làm", "năm học")):
        months = _months(report, report.facts[total])
        if months and months > _MONTHS[first]:
            yield months / _MONTHS[first], ()
        return
    mean = report.facts[index]
    for at in _near(report, index):
        fact = report.facts[at]
        plain = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
        plain = plain and fact.parent is None
        own = fact.unit.lower()
        is_unit = first == "đơn" and own.startswith(_UNITS)
        if plain and own and (is_unit or f"{per} ".startswith(f"{own} ")):
            if fact.unit.lower() != mean.unit.lower() and fact.whole is None:
                yield fact.quantity, (fact,)
        elif plain and per and _is_cut(report, fact, per):
            yield fact.quantity, (fact,)


def _titled(report: Report, total: Fact) -> Decimal | None:
    """How many months the heading above names: «2. Lũy kế 5 tháng»."""
    if total.section is None or total.period is not None:
        return None
    found = _TITLED.findall(report.sections[total.section].title.lower())
    return Decimal(found[0]) if len(found) == 1 else None


def _is_cut(report: Report, fact: Fact, per: str) -> bool:
    """«412 đối tượng»: of a word that is new only its first half is known."""
    behind = report.paragraph(fact.place).lower[fact.place.end :].lstrip()
    return " " in per and fact.whole is None and behind.startswith(per)


def _months(report: Report, total: Fact) -> Decimal | None:
    """How many months a total is of."""
    found = _SPAN.search(report.paragraph(total.place).lower, 0, total.place.start)
    if found:
        return Decimal((int(found[2]) - int(found[1]) + 1) * 12)
    period = total.period or report.identity.period
    if period is None or "cumulative" in total.tags:
        return None
    return Decimal(round((period.end - period.start).days / _DAYS))

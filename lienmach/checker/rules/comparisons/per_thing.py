"""So many for each: times how many there are, it is the total that the text prints."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.judging.shared_out import Shared, shared_out
from lienmach.checker.quantities.words.vocabulary import MONEY, any_begun, words
from lienmach.checker.report import Bound, Fact, Relation, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import figure, last_place

_MOST = 120  # figures of a report that are of each
_FAR, _PAGES = 2, 60  # sentences to a total; numbers to how many there are
_AHEAD, _BEHIND = 48, 40  # letters
_THING = r"([^\W\d_]+(?:,? [^\W\d_]+){0,2})"
_EACH_AHEAD = re.compile(any_begun("mỗi|một") + rf" {_THING}[^;.()\d]*$")
_EACH_BEHIND = re.compile(
    rf"\s?(?:/ ?(?:1 |một )?|(?:trên |cho )?(?:mỗi|một) ){_THING}"
)
_MEAN = re.compile(r"bình quân|trung bình|tính ra|mỗi")
_SURE = re.compile(r"bình quân|trung bình|tính ra|tức(?: là)? mỗi")
_NO_THINGS = words("số lần cửa phần trong loạt cách lúc ngày tháng năm quý tuần giờ kỳ")
_ASIDE = words("expected before plan cumulative")
_STATES = words("received finished")
_CLOSE = Decimal("0.03")  # of what is only about so many
_OUT_OF = re.compile(r"(?:trên|trong) (?:tổng )?số")
_BOTH = 2
_SENSES = (Sense.COUNT, Sense.AVERAGE, Sense.CHANGE)
_NEAR = 3  # times: farther off, it is something else


@rule(
    "AVG003",
    Kind.AVERAGE_MISMATCH,
    Severity.ERROR,
    "Số cho mỗi người, mỗi đơn vị … nhân với số người, số đơn vị đã nêu bằng tổng số.",
    passes=(
        "Tổ chức 21 buổi nói chuyện. Kinh phí 84 triệu đồng (4 triệu đồng/buổi).",
        "Có 12 phường. Phát 1.800 phiếu, mỗi phường 150 phiếu.",
        "Có 63.870 giao dịch với 21,4 tỷ đồng, bình quân mỗi giao dịch khoảng 335"
        " nghìn đồng.",
        "Có 12 phường. Phát 1.800 phiếu, mỗi phường ít nhất 100 phiếu.",
        "Trong 3 tháng nhận 948 lá thư, trung bình một tháng 316 lá thư.",
    ),
    fails=(
        "Trung bình một tháng có 326 lá thư trên tổng số 948 lá thư của 3 tháng.",
        "Số ô tưới bình quân trên một trạm là 33, vì cả 14 trạm có 504 ô tưới.",
        "Xã có 16 thôn.\nTổng số bể nước là 1.104.\nBình quân mỗi thôn có 96 bể nước.",
        "Tổ chức 21 buổi nói chuyện. Kinh phí 84 triệu đồng (5 triệu đồng/buổi).",
        "Có 12 phường. Phát 1.800 phiếu, mỗi phường 180 phiếu.",
        "Tổng thời gian của 40 thủ tục là 700 ngày, nay còn 500 ngày (giảm 200 ngày)."
        " Bình quân mỗi thủ tục giảm 6 ngày.",
        "Có 11.250 công ty mới với vốn đăng ký là 130,5 nghìn tỉ đồng. Vốn bình quân"
        " một công ty là 16,1 tỉ đồng. Có 3.210 công ty hoạt động trở lại.",
        "Có 63.870 giao dịch với 21,4 tỷ đồng, bình quân mỗi giao dịch khoảng 353"
        " nghìn đồng.",
    ),
)
def per_thing(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    tied = {
        r.result
        for r in report.relations
        if r.tie is Tie.AVERAGE and (not r.is_guess or _is_right(report, r))
    }
    told = {report.facts[index].place[:2] for index in tied}
    looked = 0
    for index, fact in enumerate(report.facts):
        if fact.unit and index not in tied and _may_be_of_each(fact):
            thing = _thing(report, fact)
            if thing and looked < _MOST:
                looked += 1
                said = _judge(self, report, index, thing)
                if said:
                    told.add(fact.place[:2])
                    yield said
    yield from _by_words(self, report, told)


def _by_words(
    self: Rule, report: Report, told: set[tuple[int, int]]
) -> Iterator[Finding]:
    """Means that no other reader knows, with the two paragraphs before theirs."""
    for block, last in enumerate(report.source.blocks):
        if not isinstance(last, Paragraph) or not _SURE.search(last.lower):
            continue
        before = report.source.blocks[max(0, block - _BOTH) : block]
        paragraphs = [*(one for one in before if isinstance(one, Paragraph)), last]
        text = "\n".join(one.text for one in paragraphs)
        since = len(text) - len(last.text)
        for one in shared_out(text.lower(), since):
            if (block, one.mean.start(1) - since) not in told:
                yield _refuted(self, paragraphs, text, one)


def _refuted(
    self: Rule, paragraphs: list[Paragraph], text: str, one: Shared
) -> Finding:
    found = (one.mean, one.total, one.number)
    mean, total, count = (text[slice(*it.span(1))] for it in found)
    shown = figure(one.exact, 1)
    lines = (_line_at(paragraphs, it.start(1)) for it in found)
    return self.finding(
        (mean, total, count),
        tuple(dict.fromkeys(lines)),
        f"Ghi bình quân {mean}, nhưng {total} chia cho {count} là {shown}.",
        f"{total}/{count} = {shown} ≠ {mean}",
        suggestion=shown,
    )


def _line_at(paragraphs: list[Paragraph], offset: int) -> int:
    """The line of an offset in paragraphs that were joined by line ends."""
    for one in paragraphs:
        if offset <= len(one.text):
            return one.line_at(offset)
        offset -= len(one.text) + 1
    return paragraphs[-1].line_at(0)


def _is_right(report: Report, relation: Relation) -> bool:
    mean, total, count = (report.facts[i] for i in (relation.result, *relation.terms))
    return bool(mean.quantity and _quantity(count)) and _fits(mean, total, count)


def _may_be_of_each(fact: Fact) -> bool:
    counted = fact.sense in _SENSES and fact.whole is None
    told = fact.bound in (Bound.EXACT, Bound.ABOUT) and fact.quantity != 0
    return (
        counted and told and fact.unit != "%" and not fact.tags & _ASIDE - {"expected"}
    )


def _thing(report: Report, fact: Fact) -> str:
    """Of each of what a number is; nothing where no word says so."""
    text = report.paragraph(fact.place).lower
    unit_end = text.find(fact.unit.lower(), fact.place.end) + len(fact.unit)
    found = _EACH_BEHIND.match(text[unit_end : unit_end + _BEHIND])
    if found and text[unit_end : unit_end + 2].strip()[:1] != "/":
        ahead = text[max(0, fact.place.start - _AHEAD) : fact.place.start]
        found = found if _MEAN.search(ahead) else None
    if not found:
        ahead = text[max(0, fact.place.start - _AHEAD) : fact.place.start]
        found = _EACH_AHEAD.search(ahead)
    if not found or found[1].split(" ")[0].strip(",") in _NO_THINGS:
        return ""
    return found[1].replace(",", "")


def _judge(
    self: Rule, report: Report, index: int, thing: str
) -> Finding | Verified | None:
    mean = report.facts[index]
    totals = [f for f in _near(report, index) if _may_be_total(f, mean)]
    counts = [
        f
        for f in report.facts[max(0, index - _PAGES) : index + 8]
        if _counts(f, thing) and f is not mean and not _comes_later(report, f, mean)
    ]
    pairs = [
        (total, count)
        for total, count in product(totals, counts)
        if total is not count and _quantity(count)
    ]
    for total, count in pairs:
        if _fits(mean, total, count):
            facts = (mean, total, count)
            return self.verified(lines_of(facts), _equation(mean, total, count))
    pairs = _nearest(report, mean, pairs)
    values = {_quantity(count) for _, count in pairs}
    if not pairs or len(values) > 1 or not _is_told(report, mean, totals):
        return None
    total, count = pairs[0]
    exact = _exact(mean, total, count)
    if not abs(mean.quantity) / _NEAR < exact < abs(mean.quantity) * _NEAR:
        return None
    facts = (mean, total, count)
    shown = figure(exact, max(decimals_of(mean), 1))
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Ghi {mean.raw} {mean.unit} cho mỗi {thing}, nhưng {total.raw} chia cho"
        f" {figure(_quantity(count))} {thing} là {shown}.",
        f"{total.raw}/{figure(_quantity(count))} = {shown} ≠ {mean.raw}",
        suggestion=shown,
    )


def _nearest(
    report: Report, mean: Fact, pairs: list[tuple[Fact, Fact]]
) -> list[tuple[Fact, Fact]]:
    """«3.204 lượt trên tổng số 3.560 lượt. Thu 1.602 triệu đồng, …»: of one of both."""
    near = [
        (total, count)
        for total, count in pairs
        if total.unit.lower() in MONEY
        and total.sentence == mean.sentence
        and count.place.block == mean.place.block
        and mean.sentence - count.sentence == 1
    ]
    first = min((count.place for _, count in near), default=mean.place)
    fraction = len(near) == _BOTH and _OUT_OF.search(report.behind(first, _BEHIND))
    if not fraction:
        return pairs
    return [min(near, key=lambda pair: abs(_exact(mean, *pair) - mean.quantity))]


def _is_told(report: Report, mean: Fact, totals: Sequence[Fact]) -> bool:
    """Say whether one total alone stands in the sentence, or in the one before."""
    here = [f for f in totals if f.sentence == mean.sentence] or totals
    return len({amount(f) for f in here}) == 1 and here[0] is totals[0]


def _equation(mean: Fact, total: Fact, count: Fact) -> str:
    return f"{total.raw}/{figure(_quantity(count))} = {mean.raw}"


def _near(report: Report, index: int) -> Iterator[Fact]:
    """Counts of the same sentence and of those before, the nearest first."""
    mean = report.facts[index]
    before = report.facts[max(0, index - 16) : index][::-1]
    for fact in (*before, *report.facts[index + 1 : index + 3]):
        apart = mean.sentence - fact.sentence
        if 0 <= apart <= _FAR and fact.section == mean.section:
            yield fact


def _may_be_total(fact: Fact, mean: Fact) -> bool:
    moved = mean.sense is Sense.CHANGE  # «giảm 159 ngày, bình quân mỗi … giảm 4,2»
    wanted = Sense.CHANGE if moved else Sense.COUNT
    if fact.sense is not wanted or fact.bound is not Bound.EXACT:
        return False
    if fact.whole is not None or fact.tags & _ASIDE - mean.tags:
        return False
    states = [f.tags & _STATES for f in (fact, mean)]
    if all(states) and not states[0] & states[1]:
        return False  # «thụ lý 7.301 vụ; mỗi thẩm phán giải quyết 96,3 vụ»
    one, other = fact.unit.lower(), mean.unit.lower()
    bare = not one and fact.sentence == mean.sentence and other in fact.subject.lower()
    alike = one == other or (one in MONEY and other in MONEY) or bare
    return alike and abs(amount(fact)) > abs(amount(mean))


def _counts(fact: Fact, thing: str) -> bool:
    plain = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    unit = fact.unit.lower().replace(",", "")
    if not plain or not unit or fact.tags & _ASIDE:
        return False
    return f"{thing} ".startswith(f"{unit} ")


def _comes_later(report: Report, fact: Fact, mean: Fact) -> bool:
    """Say whether a number stands in a sentence behind the mean, or further on."""
    if fact.place.block != mean.place.block:
        return fact.place.block > mean.place.block
    text = report.paragraph(mean.place).text
    return ". " in text[mean.place.end : max(mean.place.end, fact.place.start)]


def _quantity(count: Fact) -> Decimal:
    return count.quantity


def _exact(mean: Fact, total: Fact, count: Fact) -> Decimal:
    return abs(amount(total)) / _quantity(count) / (amount(mean) / mean.quantity)


def _fits(mean: Fact, total: Fact, count: Fact) -> bool:
    exact = _exact(mean, total, count)
    step = last_place(mean.quantity)
    if mean.bound is Bound.ABOUT:
        return abs(exact - mean.quantity) <= max(step, _CLOSE * mean.quantity)
    return abs(exact - abs(mean.quantity)) < step

"""A number before a list of names is how many are named."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.judging.listed import SOME, Listed, again, below, listed
from lienmach.checker.meaning.likeness import family
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.slips import is_one_key_away

_UNCOUNTED = words(
    "money time point step measure dossier person ballot household document"
)
_MOST, _OFF = 99, 3  # things; by how many a count may be wrong
_FEWEST, _TEENS = 2, 20  # of many more some may be named only
_ANNOUNCED = re.compile(
    r"[^.;:()\d]{0,60}?(?:sau|sau đây|gồm|bao gồm|là|cụ thể|cụ thể như sau)?:\s*"
)
_STOP = re.compile(r"[.;]\s+")


@rule(
    "SUM007",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Số lượng nêu trước một danh sách bằng số mục được kể tên.",
    passes=(
        "Có 3 sở gồm: Tài chính, Công Thương, Khoa học và Công nghệ.",
        "Đã kiểm tra 2 xã (Tân Lập, An Bình).",
        "Có 5 xã và 2 phường, gồm: An Bình, An Lạc, Tân Lập, Tân Hòa, Tân Tiến, Phú"
        " Mỹ và Phú Lợi.",
        "Có 12 đơn vị tham gia, trong đó có Sở Tài chính, Sở Nội vụ.",
        "Có 6 xã như An Bình, Tân Lập.",
        "Có 47 đơn vị sự nghiệp (An Bình, Tân Lập, Phú Mỹ, An Lạc).",
    ),
    fails=(
        "Có 4 sở gồm: Tài chính, Công Thương, Khoa học và Công nghệ.",
        "Đã kiểm tra 3 xã (Tân Lập, An Bình).",
        "Chỉ số gồm 5 nội dung: (1) thể chế; (2) thủ tục; (3) bộ máy; (4) tài chính.",
        "Đã kiểm tra tại ba xã Tân Lập, An Bình.",
    ),
)
def names_listed(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    facts = report.facts
    for index, fact in enumerate(facts):
        if not _is_count(fact):
            continue
        found = _list_of(report, index)
        if found is None:
            continue
        values = {fact.quantity}
        if fact.whole is not None:
            values |= {fact.whole, fact.whole - fact.quantity}
        names = f"{found.fewest}" + (
            f"–{found.most}" if found.most > found.fewest else ""
        )
        if any(found.fewest <= value <= found.most for value in values):
            yield self.verified((fact.line,), f"kể tên {names} = {fact.raw}")
            continue
        if _is_of_another(facts, fact, found):
            continue
        if not _is_near(fact, found):
            continue
        yield self.finding(
            anchors_of([fact]),
            (fact.line,),
            f"Ghi {fact.raw} {fact.unit}, nhưng danh sách nêu sau đó kể tên {names}.",
            f"{names} ≠ {fact.raw}",
        )


def _is_count(fact: Fact) -> bool:
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    if fact.unit.lower() in ("", "cấp") or family(fact) in _UNCOUNTED:
        return False
    few = _FEWEST <= fact.quantity <= _MOST
    return few and fact.quantity == int(fact.quantity)


def _is_near(fact: Fact, found: Listed) -> bool:
    """Say whether the list may be that of the number: it names nearly as many."""
    ends = found.fewest, found.most
    if any(abs(fact.quantity - end) <= _OFF for end in ends):
        return True
    clear = found.fewest == found.most and fact.quantity < _TEENS
    return clear and is_one_key_away(fact.quantity, Decimal(found.most))


def _list_of(report: Report, index: int) -> Listed | None:
    fact = report.facts[index]
    paragraph = report.paragraph(fact.place)
    later = report.facts[index + 1 :]
    here = [one.place.start for one in later[:3] if one.place.block == fact.place.block]
    counts = (
        one.place.start
        for one in later[:4]
        if one.place.block == fact.place.block and one.sense is Sense.COUNT
    )
    stop = next(counts, len(paragraph.text))
    found = listed(paragraph.text, paragraph.lower, fact.place.end, stop, fact.unit)
    if found or here:
        return found
    sentence = _STOP.search(paragraph.text, fact.place.end)
    if sentence and sentence.end() < len(paragraph.text):
        return again(paragraph.text, paragraph.lower, sentence.end(), fact.unit)
    following = list(islice(_texts_behind(report, fact), _MOST))
    announced = _ANNOUNCED.fullmatch(paragraph.lower, fact.place.end)
    if announced:
        return None if SOME.search(announced[0]) else below(following, fact.unit)
    return (
        again(following[0], following[0].lower(), 0, fact.unit) if following else None
    )


def _texts_behind(report: Report, fact: Fact) -> Iterator[str]:
    for block in report.source.blocks[fact.place.block + 1 :]:
        if not isinstance(block, Paragraph):
            return
        yield block.text


def _is_of_another(facts: Sequence[Fact], fact: Fact, found: Listed) -> bool:
    """Say whether another count, or some together, are as many as are named."""
    near = [
        one
        for one in facts
        if one is not fact
        and one.place.block == fact.place.block
        and one.sense is Sense.COUNT
        and one.sentence == fact.sentence
        and family(one) == family(fact)
        and one.place.start < found.end
    ]
    sums = [one.quantity for one in near]
    sums += [one.quantity + fact.quantity for one in near]
    sums += [one.whole for one in near if one.whole is not None]
    return any(found.fewest <= value <= found.most for value in sums)

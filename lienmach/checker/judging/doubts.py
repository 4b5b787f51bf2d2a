"""What speaks against a mistake: a claim is wrong only if no careful reading is right.

A report that is wrong is wrong by a digit, by two letters of a number that changed
places, by a part that was left out or by last quarter's figure. What differs by far
more has most likely been read wrongly, by us.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.finding import Finding, Severity
from lienmach.checker.judging.calculations import Claim, amount, total
from lienmach.checker.quantities.words.vocabulary import family_of, is_known
from lienmach.checker.report import Fact, Report, Sense, Tie
from lienmach.checker.source import Paragraph, has_any
from lienmach.checker.text.numbers import NUMBER, read_number
from lienmach.checker.text.other_times import COMPARED, STARTED
from lienmach.checker.text.slips import is_one_key_away, is_sum_but_for_a_key

_NUMBER = re.compile(rf"(?<![\w/.,-])(?:{NUMBER})(?![\w/-])", re.ASCII)
_EARLIER = re.compile(
    rf"\btừ\b|{COMPARED}|{STARTED}|trước|\bcũ\b|năm \d{{4}}|quý \w+|tháng \d+"
)
_NAME = re.compile(r"(?:nhóm|loại|hạng|mức|mức độ|quý|tháng|điều|khoản|tổ|lục|số) $")
_ITEM = re.compile(r"^(?:[-–+*•]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*")
_SPLITS = ("trong đó", "trong số này", "trong số đó", "cụ thể", "bao gồm", "gồm")
_ONE = re.compile(
    r"(?:gồm|trong đó|:|\()(?: có)? (?:chủ tịch|giám đốc|bí thư|trưởng \w+|hiệu trưởng"
    r"|chánh [^\W\d_]+)[^\d;.]{0,60}, "
)
_DIGIT = re.compile(r"[\d;.]")
_COUNTED = re.compile(r"\d(?![^.]*%)[^.]*\s(?:người|phiếu|ý kiến|hồ sơ)")
_TEN, _LARGE = 10, 100
_SEVERAL = re.compile(
    r"có thể (?:[^\W\d_]+ ){1,2}nhiều|(?:mắc|cùng lúc|đồng thời) (?:có )?nhiều"
)
_ALL_TOLD = ("phải giải quyết", "cần giải quyết", "phải xử lý", "tổng")
_SMALL = 5  # a count that is off by so few is a slip however small it is
_NEAR = 60  # letters
_BEHIND = 120  # letters behind the last part in which another may stand
_ANY = frozenset(("case", "petition", "paper"))  # what may be of anything
_PART = 3  # a slip is at most a third of what it is a slip of


def weighed(report: Report, claim: Claim, said: Finding) -> Finding | None:
    """Return a finding as grave as it deserves, or None if the text explains it.

    The sum of the terms that stands as another count nearby is the total meant, and
    what they lack of it, standing among them, is a part that we did not count. A gap
    too wide for a slip is a question; over a paragraph's end it is nothing.
    """
    if _may_overlap(report, claim) or _names_one(report, claim):
        return None
    if claim.relation.is_formal:
        return said
    added = total(claim.terms)
    if _is_bracket_behind(report, claim) and is_slip(
        amount(claim.result), added, claim.terms
    ):
        return said
    if _is_list_behind(report, claim) and is_slip(
        amount(claim.result), added, claim.terms
    ):
        return said
    if _is_said_nearby(report, claim, added) or _left_part_is_said(report, claim):
        return None
    if claim.relation.is_weighed:
        slipped = claim.relation.tie is not Tie.PARTS or is_slip(
            amount(claim.result), added, claim.terms
        )
        return said if slipped and not _mixes_stages(claim) else None
    if _crosses(claim) and not _leads_on(report, claim):
        return None
    if is_slip(amount(claim.result), added, claim.terms):
        return said
    if _crosses(claim):
        return None
    if said.severity is Severity.ERROR:
        return replace(said, severity=Severity.WARNING)
    return said


def may_overlap(paragraph: Paragraph) -> bool:
    """«486 phiếu (một người có thể nêu nhiều ý)»: the answers need not add up."""
    return _SEVERAL.search(paragraph.lower) is not None


def _may_overlap(report: Report, claim: Claim) -> bool:
    """The same of the sentences of a claim: what others tell may overlap alone."""
    paragraph = report.paragraph(claim.result.place)
    if not may_overlap(paragraph):
        return False
    if _crosses(claim):
        return True
    first = min(fact.place.start for fact in claim.facts)
    last = max(fact.place.end for fact in claim.facts)
    start = paragraph.text.rfind(". ", 0, first) + 1
    end = paragraph.text.find(". ", last)
    behind = paragraph.text[end + 1 :] if end >= 0 else ""
    own = paragraph.lower[start : end if end >= 0 else None]
    others = _COUNTED.search(behind)
    said = own if others else own + behind.lower()
    return _SEVERAL.search(said) is not None


def _names_one(report: Report, claim: Claim) -> bool:
    """«gồm: Chủ tịch, 3 Phó Chủ tịch và 19 ủy viên»: one of them has no number."""
    first = min(claim.terms, key=lambda fact: fact.place.start)
    if _crosses(claim) or first.place.start < claim.result.place.end:
        return False
    text = report.paragraph(claim.result.place).lower
    return bool(_ONE.search(text, claim.result.place.end, first.place.start))


def _is_bracket_behind(report: Report, claim: Claim) -> bool:
    """«14 dự thảo được ban hành (05 nghị quyết, 11 quyết định)»: of that number alone.

    The bracket follows it with no other number between, and holds the parts only.
    """
    if _crosses(claim):
        return False
    block = report.paragraph(claim.result.place)
    first = min(claim.terms, key=lambda fact: fact.place.start)
    last = max(claim.terms, key=lambda fact: fact.place.start)
    opened = block.text.find("(", claim.result.place.end, first.place.start)
    closed = block.text.find(")", last.place.end)
    if opened < 0 or closed < 0 or len(claim.terms) < 2 or claim.result in claim.terms:
        return False
    if _DIGIT.search(block.text, claim.result.place.end, opened):
        return False
    ahead = (
        block.text[opened + 1 : first.place.start] + block.text[last.place.end : closed]
    )
    inside = _NUMBER.findall(block.text[opened:closed])
    return not _DIGIT.search(ahead) and len(inside) == len(claim.terms)


def _mixes_stages(claim: Claim) -> bool:
    """«giải quyết 553 hồ sơ. So với 684 hồ sơ tiếp nhận, giảm 127»: of other things."""
    if not any(fact.sense is Sense.CHANGE for fact in claim.terms):
        return False
    stages = [
        fact.tags & {"received", "finished"}
        for fact in claim.facts
        if fact.sense is not Sense.CHANGE
    ]
    told = [tags for tags in stages if tags]
    return len(told) > 1 and not frozenset.intersection(*told)


_LIST_ENDS = re.compile(r"[.;](?:\s|$)")


def _is_list_behind(report: Report, claim: Claim) -> bool:
    """«20 người: đại học 11, cao đẳng 02, trung cấp 07»: that, and a full stop."""
    if _crosses(claim) or len(claim.terms) <= 2:
        return False
    block = report.paragraph(claim.result.place)
    terms = sorted(claim.terms, key=lambda fact: fact.place.start)
    ahead = block.text[claim.result.place.end : terms[0].place.start]
    if ":" not in ahead or len(ahead) > _BEHIND or _DIGIT.search(ahead):
        return False
    between = [
        block.text[one.place.end : other.place.start] for one, other in pairwise(terms)
    ]
    behind = _LIST_ENDS.split(block.text[terms[-1].place.end :], maxsplit=1)[0]
    return not any(_DIGIT.search(words) for words in (*between, behind))


def _crosses(claim: Claim) -> bool:
    """Say whether a claim joins numbers of two paragraphs."""
    return any(f.place.block != claim.result.place.block for f in claim.terms)


def _leads_on(report: Report, claim: Claim) -> bool:
    """Say whether the total's paragraph announces the parts that follow it.

    What came in and what became of it are told in paragraphs of their own.
    """
    if claim.relation.tie is Tie.BALANCE:
        return claim.result.whole is None
    end = report.paragraph(claim.result.place).text.rstrip(" .;,")
    if end.endswith((":", "trong đó", "gồm", "sau", "cụ thể")):
        return True
    first = min(claim.terms, key=lambda fact: fact.place.block)
    if _ITEM.sub("", report.paragraph(first.place).lower).startswith(_SPLITS):
        return True
    return _is_one_list(report, claim) or _is_one_key_off(claim)


def _is_one_key_off(claim: Claim) -> bool:
    """Say whether three parts and more lack one key of a large total: no chance."""
    whole, parts = amount(claim.result), [amount(fact) for fact in claim.terms]
    many = len(parts) > 2 and whole >= _LARGE
    return many and is_sum_but_for_a_key(whole, parts)


def _is_one_list(report: Report, claim: Claim) -> bool:
    """Say whether the total stands in, or right below, the list of its parts."""
    marks = {report.paragraph(f.place).text.lstrip()[:1] for f in claim.terms}
    start = report.paragraph(claim.result.place).text.lstrip()
    return (
        len(marks) == 1
        and marks <= set("-–+*•")
        and (start[:1] in marks or start.startswith("Tổng cộng"))
    )


def is_slip(whole: Decimal, added: Decimal, terms: tuple[Fact, ...]) -> bool:
    """Say whether a total and what its parts add up to differ as a slip would.

    By few, by at most a third, by one part, or by one digit (or two that changed
    places) in the total or in a part.
    """
    off = abs(whole - added)
    if off <= _SMALL or off * _PART <= max(whole, added):
        return True
    if is_one_key_away(whole, added):
        return True
    gap = whole - added
    parts = [amount(term) for term in terms]
    return any(
        is_one_key_away(value, value + gap) and value + gap < _TEN * value
        for value in parts
    )


def may_bring_forward(came: Fact, gone: Decimal) -> bool:
    """Say whether more may have gone than came: some lay there from before, untold.

    «Nhận 402 hồ sơ, trả 398, tồn 21». A total of all that was to be settled has them.
    """
    said = came.subject.lower()
    return (
        gone > amount(came)
        and "received" in came.tags
        and not came.tags & {"total", "carried", "assigned"}
        and not has_any(said, _ALL_TOLD)
    )


def is_left_but_for_a_slip(whole: Decimal, taken: Decimal, left: Decimal) -> bool:
    """Say whether one of three numbers is a slip away from whole - taken = left.

    Of fewer than ten things any three numbers are.
    """
    if min(whole, taken, left) <= 0 or whole in (taken, left) or whole < _TEN:
        return False
    if whole > taken and is_near(whole - taken, left):
        return True
    return is_slip_of_as_many(taken, whole - left) or is_slip_of_as_many(
        whole, taken + left
    )


def is_slip_of_as_many(a: Decimal, b: Decimal) -> bool:
    """Say whether one key parts two numbers of as many digits."""
    return is_one_key_away(a, b) and len(str(int(a))) == len(str(int(b)))


def is_near(a: Decimal, b: Decimal) -> bool:
    """Say whether two numbers may be one, written wrongly: by few or by a digit."""
    gap = abs(a - b)
    if gap * _PART <= max(abs(a), abs(b)):
        return True
    places = max(0, *(-int(n.as_tuple().exponent) for n in (a, b)))
    one, other = (abs(n).scaleb(places) for n in (a, b))
    return gap.scaleb(places) <= _SMALL or is_one_key_away(one, other)


def _is_said_nearby(report: Report, claim: Claim, value: Decimal) -> bool:
    """Say whether another number here, or in the paragraph before, is the value."""
    blocks = {fact.place.block for fact in claim.facts}
    near = blocks | {block - 1 for block in blocks}
    strange = _of_other_things(report, claim, near)
    return any(value in _others(report, claim, block, but=strange) for block in near)


def _of_other_things(
    report: Report, claim: Claim, blocks: Container[int]
) -> frozenset[tuple[int, int]]:
    """Where numbers of other things than a total stand: «phát hiện 17 vấn đề»."""
    own = {family_of(f.unit.lower()) for f in claim.facts if f.unit}
    if not own or "" in own:
        return frozenset()
    return frozenset(
        (fact.place.block, fact.place.start)
        for fact in report.facts
        if fact.place.block in blocks
        and fact.unit
        and is_known(fact.unit)
        and family_of(fact.unit.lower()) not in own
    )


def _left_part_is_said(report: Report, claim: Claim) -> bool:
    """Say whether what the terms lack stands behind the total, in one or two."""
    lacking = amount(claim.result) - total(claim.terms)
    if lacking <= 0:
        return False
    place = claim.result.place
    last = max(fact.place.end for fact in claim.terms) + _BEHIND
    but = frozenset(
        (fact.place.block, fact.place.start)
        for fact in report.facts
        if _counts_else(fact, claim.result)
    )
    others = _others(report, claim, place.block, place.end, last, but)
    return lacking in others or any(a + b == lacking for a, b in pairwise(others))


def _counts_else(one: Fact, other: Fact) -> bool:
    """Say whether one number is no part of another: «9 đoàn» of «954 người»."""
    families = {family_of(fact.unit) for fact in (one, other)}
    known = is_known(one.unit) and is_known(other.unit)
    return known and len(families) > 1 and not families & _ANY


def _others(
    report: Report,
    claim: Claim,
    block: int,
    start: int = 0,
    end: int | None = None,
    but: frozenset[tuple[int, int]] = frozenset(),
) -> list[Decimal]:
    """The numbers printed in a paragraph that are none of the claim's own.

    Whether we know what they count or not: «lao động hợp đồng 46».
    """
    paragraph = report.source.blocks[block] if block >= 0 else None
    if not isinstance(paragraph, Paragraph):
        return []
    own = [f.place for f in claim.facts if f.place.block == block]
    return [
        number.value
        for found in _NUMBER.finditer(paragraph.text[:end], start)
        if (block, found.start()) not in but
        if not _NAME.search(paragraph.text[max(0, found.start() - 12) : found.start()])
        if not any(p.start < found.end() and found.start() < p.end for p in own)
        if (number := read_number(found[0]))
    ]


def is_earlier(report: Report, fact: Fact) -> bool:
    """Say whether the words at a number call it that of an earlier time.

    «từ 250», «so với 250 hồ sơ của cùng kỳ», «(cùng kỳ 250)»: not «đã sử dụng 402».
    """
    before = re.split(r"[;.]\s", report.before(fact.place, _NEAR))[-1]
    behind = re.split(r"[;.,]", report.behind(fact.place, _NEAR))[0]
    return bool(_EARLIER.search(before) or _EARLIER.search(behind))


def shares_nearby(report: Report, share: Fact, whole: Decimal) -> Iterator[Decimal]:
    """Yield what the counts of a percentage's own sentence are of a total, in percent.

    Alone, and added up where they stand side by side: «11 nơi: 04 phòng, 07 xã».
    """
    counts = [
        amount(fact)
        for fact in report.facts
        if fact.sentence == share.sentence
        and fact.sense is Sense.COUNT
        and fact.place.block == share.place.block
    ]
    for start in range(len(counts)):
        added = Decimal(0)
        for count in counts[start : start + 4]:
            added += count
            if added < whole or share.quantity > 100:  # of a plan
                yield 100 * added / whole

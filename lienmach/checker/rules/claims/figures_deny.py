"""A claim about all or none, in any words, that a count of the same words denies.

What is claimed of all or none and what is counted are brought to one form: what is
counted, and the words that set it apart. None of a thing leaves none of its kinds, so
the words of the claim must all be among those of the count.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, name
from lienmach.checker.judging.doubts import is_earlier
from lienmach.checker.meaning.likeness import same_period, same_scope, scopes, words_of
from lienmach.checker.quantities.words.sweeps import WISHED
from lienmach.checker.quantities.words.vocabulary import (
    WORD,
    any_word,
    family_of,
    is_known,
    tags_of,
    unit_at,
    words,
)
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

_MOST = 60  # claims of a report
_LONGEST = 120  # letters behind what is counted
_NEAR = 40  # sentences between a claim and what denies it
# «không có đơn nào …», «không đơn vị nào có hồ sơ …»: of the last thing there is none
_NONE = re.compile(
    r"(?<!\w)(?:không|chưa) (?:(?:còn có|có|còn|phát sinh|để xảy ra|để|xảy ra|ghi nhận"
    r"|nhận được|tiếp nhận|xuất hiện|phát hiện|một)"
    r"(?: tình trạng| trường hợp| bất kỳ| bất cứ| một| thêm)* ?(?=[^\W\d_])"
    r"|(?:[^\W\d_]+ ){1,4}nào (?:có|còn|để|phát sinh) (?=[^\W\d_])"
    r"|(?=(?:[^\W\d_]+ ){1,3}nào ))"
)
_ALL = re.compile(
    r"(?<!\w)(?:100 ?%|toàn bộ|tất cả)(?: các| số| những)* ?(?:(\d[\d.]{0,11}) )?"
    r"(?=[^\W\d_])"
)
_END = re.compile(
    r"[.,;:()\n]| nhưng | tuy nhiên | mà | do | vì | nên | trừ | ngoại trừ "
)
_SOME = re.compile(
    r"hoặc|trở lên|trở xuống|theo(?! dõi)|khi |nếu |cơ bản|hầu hết|phần lớn"
)
_FILLING = words(
    "nào xếp loại đều đã được bị trong kỳ xảy ra hiện đến nay thuộc mức ở tại về do"
    " kịp thời quy định theo đúng nào_cả gì"
)
_ILLS = words("late open returned displeased left")
_ASIDE = words("expected before plan cumulative partly")
_OF_ILLS = words(
    "xử lý giải quyết trả kết quả lời quá hạn trễ hẹn chậm muộn đúng thời chưa không"
    " thực hiện để tồn đọng lại hài lòng hoàn thành tiến độ"
)
_LEADS = words(
    "năm nay hiện nhìn chung đặc biệt ngoài ra bên cạnh cũng vừa qua gian thời nhờ tốt"
    " do đó vì vậy theo thống kê tổng hợp trong suốt cả toàn bộ"
)
_FOUND = words("phát hiện thấy")
_OF_WHOM = re.compile(
    r"của (?:các |cấp |khối )*(phường|quận|xã|huyện|tỉnh|thị xã|thành phố|thị trấn|sở)"
)
_UNDONE = re.compile(
    r" nào (?:chưa|không)(?: được)? ([^\W\d_]+(?: [^\W\d_]+)?)(?: nào)?$"
)
_DENIED = re.compile(any_word("không|chưa"))
_NOT_DONE = r"(?:chưa|không|chưa được|không được) {}"


@dataclass(frozen=True, slots=True)
class _Claimed:
    """None, or all, of ``unit``; of all ``done`` is what is said of them."""

    raw: str
    unit: str
    apart: frozenset[str]
    tags: frozenset[str]
    done: str
    block: int
    start: int
    end: int
    line: int
    count: str = ""


@rule(
    "CLM003",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Điều khẳng định về tất cả hoặc không có gì không bị số đếm cùng nội dung phủ"
    " nhận.",
    passes=(
        "Trong năm không có đơn khiếu nại về chi trả; đã giải quyết 3 đơn kiến nghị.",
        "Có 3 đơn vị xếp loại trung bình.\nKhông có đơn vị xếp loại yếu.",
        "Còn 6 tồn tại chưa khắc phục.\nPhấn đấu 100% tồn tại được khắc phục.",
        "Về đất đai, không có đơn khiếu nại; về xây dựng, nhận 3 đơn khiếu nại.",
        "Đã xử lý 43 phản ánh, quá hạn 2 phản ánh.\nKhông có phản ánh xử lý quá hạn ở"
        " lĩnh vực người có công.",
    ),
    fails=(
        "Trong năm không có đơn khiếu nại về chi trả; đã giải quyết 3 đơn khiếu nại về"
        " chi trả.",
        "Có 6 đơn vị tốt, 9 đơn vị khá, 3 đơn vị trung bình.\nKhông có đơn vị xếp loại"
        " trung bình.",
        "Đã khắc phục 58 tồn tại, còn 6 tồn tại chưa khắc phục.\n100% tồn tại đã được"
        " khắc phục.",
        "Toàn bộ phản ánh, kiến nghị đều đã được trả lời; còn 3 phản ánh, kiến nghị"
        " chưa trả lời.",
        "Phát hiện 8 đơn vị thực hiện chưa tốt. Toàn bộ 15 đơn vị thực hiện chưa tốt.",
    ),
)
def figures_deny(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    made = list(islice(_claims(report), _MOST))
    if not made:
        return
    where = scopes(report)
    above = _above(report)
    for claim in made:
        for index, fact in enumerate(report.facts):
            if not _is_count(fact) or not _denies(report, claim, index, above):
                continue
            near = fact.place.block == claim.block
            if not near and where[index] is not None:
                scope = _scope(report, claim)
                if same_scope(scope, where[index]) is not True:
                    continue
            yield _finding(self, claim, fact)
            break


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and fact.bound is not Bound.MOST
    return counted and fact.quantity > 0 and not fact.tags & _ASIDE


def _claims(report: Report) -> Iterator[_Claimed]:
    for block, paragraph in enumerate(report.source.blocks):
        if not isinstance(paragraph, Paragraph):
            continue
        lower = paragraph.lower
        if "không " in lower or "chưa " in lower:
            for found in _NONE.finditer(lower):
                yield from _claim(paragraph, lower, block, found, of_all=False)
        if "100" in lower or "toàn bộ" in lower or "tất cả" in lower:
            for found in _ALL.finditer(lower):
                yield from _claim(paragraph, lower, block, found, of_all=True)


def _claim(
    paragraph: Paragraph, lower: str, block: int, found: re.Match[str], *, of_all: bool
) -> Iterator[_Claimed]:
    start = found.start()
    ahead = re.split(r"[.;:]\s", lower[max(0, start - 120) : start])[-1]
    if WISHED.search(ahead) or WISHED.search(found[0]):
        return
    if words_of(ahead) - _LEADS or re.search(r"\d+ [^\W\d_]+[^,]*$", ahead):
        return  # «Về đất đai, không có …»: of some only
    unit, at = unit_at(lower, lower, found.end() - 1)
    if not is_known(unit) or family_of(unit) in ("time", "step", "money", "point"):
        return
    cut = _END.search(lower, at, at + _LONGEST)
    end = cut.start() if cut else min(len(lower), at + _LONGEST)
    rest = lower[at:end]
    if _SOME.search(rest) or re.search(r"\d", rest):
        return
    said = [word for word in WORD.findall(rest) if word not in _FILLING]
    tags = tags_of(f"{unit} {rest}") & _ILLS
    apart = words_of(rest) - _FILLING
    count = (found[1] or "") if of_all else ""
    undone = None if of_all else _UNDONE.match(rest)
    if of_all and not (count or (said[:1] and len(said) <= 3)):
        return
    if not of_all and not (apart or tags or undone):
        return
    if tags and not of_all and {*said} - _OF_ILLS:
        return  # «không có phản ánh quá hạn ở lĩnh vực người có công»
    yield _Claimed(
        paragraph.text[start:end].strip(),
        unit,
        apart,
        tags,
        " ".join(said[:2]) if of_all else undone[1] if undone and not apart else "",
        block,
        start,
        end,
        paragraph.line_at(start),
        count,
    )


def _scope(report: Report, claim: _Claimed) -> str | None:
    """Return whom the first number beside a claim speaks of."""
    for fact in report.facts:
        if fact.place.block == claim.block:
            return fact.scope
    return None


def _above(report: Report) -> dict[int, int]:
    """The total of each part, be it found by the words or by the numbers."""
    found = {
        term: relation.result
        for relation in report.relations
        if relation.tie in (Tie.PARTS, Tie.BALANCE)
        for term in relation.terms
    }
    for index, fact in enumerate(report.facts):
        if fact.parent is not None:
            found[index] = fact.parent
    return found


def _denies(
    report: Report, claim: _Claimed, index: int, above: Mapping[int, int]
) -> bool:
    fact = report.facts[index]
    here = fact.place.block == claim.block
    if here and claim.start <= fact.place.start < claim.end:
        return False
    if abs(fact.place.block - claim.block) > _NEAR or is_earlier(report, fact):
        return False
    if same_period(fact.period, None, report.identity) is False and not here:
        return False
    chain = list(_chain(report, index, above))
    if not any(_is_same_thing(one, claim) for one in chain):
        return False
    said = " ".join(f"{one.subject} {one.unit}" for one in chain).lower()
    owners = [_OF_WHOM.findall(words) for words in (claim.raw.lower(), said)]
    if all(owners) and not set(owners[0]) & set(owners[1]):
        return False  # «chưa có quy trình nào của phường …; 41 quy trình của quận»
    if claim.count:
        return _is_fewer(claim, fact)
    if claim.done:
        return fact.whole is None and bool(
            re.search(_NOT_DONE.format(re.escape(claim.done)), said)
        )
    if claim.tags:
        return _is_ill(claim, fact)
    own = frozenset(WORD.findall(said))
    denied = len(_DENIED.findall(fact.subject.lower()))
    twice = len(_DENIED.findall(claim.raw.lower())) - 1  # «không có W nào chưa …»
    return claim.apart <= own and denied == twice and len(claim.apart) > 0


def _is_fewer(claim: _Claimed, fact: Fact) -> bool:
    """«Toàn bộ 15 đơn vị thực hiện chưa tốt», where eight were counted."""
    wanted = [w for w in WORD.findall(claim.raw.lower()) if w not in _FILLING][2:]
    wanted = [w for w in wanted if w not in claim.unit.lower().split()]
    told = frozenset(WORD.findall(fact.subject.lower()))
    more = words_of(fact.subject) - {*wanted} - words_of(claim.unit) - _FOUND
    fewer = fact.whole is None and fact.quantity < int(claim.count.replace(".", ""))
    return fewer and len(wanted) > 1 and not more and frozenset(wanted) <= told


def _is_ill(claim: _Claimed, fact: Fact) -> bool:
    """«không có phản ánh xử lý quá hạn», where two were late."""
    if not claim.tags <= fact.tags or fact.whole is not None:
        return False
    # of dossiers another rule knows what was late and what lies there
    return "late" not in claim.tags or family_of(claim.unit) != "dossier"


def _chain(report: Report, index: int, above: Mapping[int, int]) -> Iterator[Fact]:
    """Yield a number, and the totals that it is a part of."""
    at: int | None = index
    for _ in range(4):
        if at is None:
            return
        yield report.facts[at]
        at = above.get(at)


def _is_same_thing(fact: Fact, claim: _Claimed) -> bool:
    unit = fact.unit.lower()
    if not unit:
        return claim.unit.lower() in fact.subject.lower()
    return unit == claim.unit.lower() or (
        family_of(unit) == family_of(claim.unit) == "petition"
    )


def _finding(self: Rule, claim: _Claimed, fact: Fact) -> Finding:
    said = claim.raw.split(" ")[0]
    anchors = (said,) if said.startswith("100") else ()
    return self.finding(
        tuple(
            dict.fromkeys(
                (*anchors, *([claim.count] if claim.count else ()), *anchors_of([fact]))
            )
        ),
        tuple(dict.fromkeys((claim.line, fact.line))),
        f"Dòng {claim.line} viết «{claim.raw}», nhưng dòng {fact.line} nêu {fact.raw}"
        f" {fact.unit} («{name(fact)}»).".replace("  ", " "),
        f"{fact.raw} > 0",
    )

"""A figure told again in other words, and one wrong key away from what it was."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log2

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of, name
from lienmach.checker.judging.percentages import off_by
from lienmach.checker.meaning.levels import own_level
from lienmach.checker.meaning.lexicon import COMMUNE, DISTRICT, PROVINCE
from lienmach.checker.meaning.likeness import same_period, same_scope
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.quantities.words.weights import ENOUGH, slip
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.statements.tellings import STATES, TIMES, Told, tellings
from lienmach.checker.text.numbers import decimals, last_place
from lienmach.checker.text.other_times import EARLIER
from lienmach.checker.text.slips import is_one_key_away, is_swap

_SWAPPED, _KEYED = 100, 1000  # smaller numbers are as near as that by chance
_LEAST, _LABEL = 10, 3  # the smallest number, and the words of a label that tell it
_LEVELS = words("province district commune")
_MOST = 400
_SLIPPED = 2  # digits
_FEWEST = 5
_APART = 2.0  # bits: percentages and sums of money are many, and alike
_HEAD, _AHEAD, _BESIDE, _BEHIND = 60, 200, 60, 40  # letters
_FAR_OFF, _MORE_SAID = 10.0, 2.0  # bits
_RARE, _NAMED, _RECAPPED = 4.0, 2.0, 3.0  # bits
_RECAP = re.compile(
    r"đánh giá|nhận xét|nhận định|tổng kết|hạn chế|tồn tại|ưu điểm|kết luận"
    r"|tổng hợp chung|nổi bật|kết quả chung"
)
_AGAIN = re.compile(
    r"nhìn chung|như vậy|tóm lại|có thể thấy|nhìn lại|tổng hợp lại|tính chung"
)
_NAMES = {PROVINCE: "province", DISTRICT: "district", COMMUNE: "commune"}
_OWN = re.compile(
    r"toàn (?:tỉnh|huyện|thị xã|thành phố|quận|xã|phường)|bộ phận|trung tâm phục vụ"
)
_LEVEL = re.compile(r"cấp |các (?:xã|phường|sở)")
_COMPARED = re.compile(
    r"so với(?! (?:số (?:được )?giao|chỉ tiêu|kế hoạch))[^;.]*$"
    rf"|(?<!\w)từ(?: mức)? $|(?:{EARLIER})(?! chuyển)"
)
_MONTH = re.compile(r"tháng (\d{1,2})(?!\d)")


@rule(
    "NAR002",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số nêu lại bằng lời khác không lệch một chữ số so với số đã nêu.",
    passes=(
        "I. KẾT QUẢ\nTiếp nhận 1.486 hồ sơ.\nII. ĐÁNH GIÁ\nVới 1.486 hồ sơ được tiếp"
        " nhận, khối lượng công việc lớn.",
        "I. KẾT QUẢ\nTiếp nhận 1.486 hồ sơ.\nII. ĐÁNH GIÁ\nLũy kế từ đầu năm tiếp nhận"
        " 1.468 hồ sơ.",
        "I. CẤP HUYỆN\nTiếp nhận 1.486 hồ sơ.\nII. CẤP XÃ\nCác xã tiếp nhận 1.468 hồ"
        " sơ.",
        "I. KẾT QUẢ\nTiếp nhận 1.486 hồ sơ.\nII. ĐÁNH GIÁ\nĐã giải quyết 1.468 hồ sơ.",
    ),
    fails=(
        "I. KẾT QUẢ\nTiếp nhận 1.486 hồ sơ.\nII. ĐÁNH GIÁ\nVới 1.468 lượt hồ sơ được"
        " tiếp nhận, khối lượng công việc của xã lớn.",
        "I. KẾT QUẢ\nTổng số thủ tục áp dụng tại xã là 148 thủ tục.\nII. ĐÁNH GIÁ\nXã"
        " áp dụng 184 thủ tục hành chính.",
    ),
)
def nearly_retold(self: Rule, report: Report) -> Iterator[Finding]:
    own = own_level(report)
    told = list(tellings(report))
    if len(told) > _MOST:
        return
    often = Counter(one.value for one in told)
    printed = Counter(
        cell.value for grid in report.grids for row in grid.rows for cell in row.cells
    )
    held = _held(report)
    level = frozenset({_NAMES[own]} if own in _NAMES else ())
    for one, other in _slips(report, told, level, often, printed, held):
        yield _finding(self, one, other)


def _slips(
    report: Report,
    told: Sequence[Told],
    level: frozenset[str],
    often: Counter[Decimal],
    printed: Counter[Decimal | None],
    held: set[int],
) -> Iterator[tuple[Told, Told]]:
    alike: dict[str, list[Told]] = {}
    for one in reversed(told):
        alike.setdefault(one.kind, []).append(one)
    for one in told:
        alike[one.kind].pop()
        for other in reversed(alike[one.kind]):
            if _weight(report, told, one, other) >= ENOUGH:
                backed = [_is_backed(x, often, printed, held) for x in (one, other)]
                again = _is_told_again(report, one, other)
                if (
                    not backed[1]
                    and (one.is_count or not backed[0])
                    and _may_be_retold(report, one, other, again=again)
                ):
                    yield one, other
                continue
            if not (one.is_count and other.is_count):
                continue
            if not _are_near(one.digits, other.digits):
                continue
            named = _is_named_alike(one, other) or _is_recap(report, one, other)
            if not _is_slip(one.value, other.value, named=named):
                continue
            named = named and _is_named_alike(one, other)
            if not named and not _is_one_thing(one, other, level):
                continue
            backed = [_is_backed(x, often, printed, held) for x in (one, other)]
            if all(backed) or not _may_be_retold(report, one, other):
                continue
            yield one, other


def _weight(report: Report, told: Sequence[Told], one: Told, other: Told) -> float:
    """The bits that make two figures one, told again with a slip of the pen."""
    first, second = one.fact, other.fact
    if first is None or second is None or second.parent is not None:
        return 0.0
    if one.line == other.line or min(one.value, other.value) < _FEWEST:
        return 0.0
    bits = slip(one.value, other.value)
    if bits is None:
        return 0.0
    if _is_rounded(one.value, other.value):
        return 0.0
    units = first.unit.lower(), second.unit.lower()
    if not (units[0].startswith(units[1]) or units[1].startswith(units[0])):
        return 0.0
    core = _reached(one), _reached(other)
    if (one.core ^ other.core) & _LEVELS:
        return 0.0
    if core[0] != core[1]:
        if bits < _FAR_OFF or core[0] - core[1]:
            return 0.0  # only large numbers, told again with more words
        bits -= _MORE_SAID
    rivals = [
        each
        for each in told
        if each.fact is not None
        and each.line != other.line
        and each.fact.unit.lower() in units
        and _reached(each) == core[1]
    ]
    if any(each.value == other.value for each in rivals):
        return 0.0
    bits += _RARE if len(rivals) == 1 else -log2(len(rivals) or 1)
    bits += _NAMED if core[0] else 0
    if _is_told_again(report, one, other):
        bits += _RECAPPED
    elif not one.words & other.words:
        return 0.0
    told_apart = not (one.is_count and other.is_count)
    if told_apart:
        bits -= _APART
        if not one.words & other.words and not core[0]:
            return 0.0
    return bits + _in_words(one.words, other.words)


def _is_rounded(one: Decimal, other: Decimal) -> bool:
    """«85,4 %» in the headline, «85,48 %» in the text: with fewer digits, or cut."""
    rough, fine = sorted((one, other), key=decimals)
    if decimals(rough) == decimals(fine):
        return False
    return abs(rough - fine) < last_place(rough)


def _reached(one: Told) -> frozenset[str]:
    """How far a thing has come; what was late is late, settled or not."""
    core = one.core - _LEVELS
    return core - STATES if core & TIMES else _stage(core)


def _in_words(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return 3.0 if one <= other or other <= one else 1.0 if one & other else -3.0


def _is_told_again(report: Report, one: Told, other: Told) -> bool:
    if _is_recap(report, one, other):
        return True
    if one.fact is None or other.fact is None:
        return False
    if one.fact.place.block >= other.fact.place.block:
        return False
    head = report.paragraph(other.fact.place).lower[:_HEAD]
    return bool(_RECAP.search(head) or _AGAIN.search(head))


def _is_recap(report: Report, one: Told, other: Told) -> bool:
    """Say whether the later of two figures stands where a report tells all again."""
    last = other.fact
    if last is None or one.fact is None or one.fact.section == last.section:
        return False
    if _AGAIN.search(report.before(last.place, _AHEAD)):
        return True
    section = last.section
    for _ in range(3):
        if section is None:
            break
        if _RECAP.search(report.sections[section].title.lower()):
            return True
        section = report.sections[section].parent
    return False


def _are_near(one: str, other: str) -> bool:
    """Say whether so many digits agree that a slip may part two numbers."""
    if len(one) != len(other) or one == other or len(one) < _SLIPPED:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= _SLIPPED


def _is_named_alike(one: Told, other: Told) -> bool:
    """Say whether the text has every word of the label that a row of a form has."""
    if (one.fact is None) == (other.fact is None):
        return False
    row, told = (one, other) if one.fact is None else (other, one)
    alike = row.kind == told.kind and row.core == told.core
    return alike and len(row.said) >= _LABEL and row.said <= told.said


def _is_slip(one: Decimal, other: Decimal, *, named: bool) -> bool:
    """Say whether a slip parts two numbers; in small ones only where names agree."""
    if min(one, other) < (_LEAST if named else _SWAPPED):
        return False
    if is_swap(one, other):
        return True
    same = len(str(int(one))) == len(str(int(other)))
    least = _SWAPPED if named else _KEYED
    return min(one, other) >= least and same and is_one_key_away(one, other)


def _is_one_thing(one: Told, other: Told, level: frozenset[str]) -> bool:
    """Say whether the words let two figures be one, however they are put."""
    if one.kind != other.kind or one.line == other.line:
        return False
    if one.fact is None and other.fact is None:
        return False
    first, second = _stage(one.core), _stage(other.core)
    levels = {first & _LEVELS or level, second & _LEVELS or level} - {frozenset()}
    if len(levels) > 1:
        return False
    first, second = first - _LEVELS - {"present"}, second - _LEVELS - {"present"}
    if first != second:
        return False
    shared = one.words & other.words
    apart = (one.words - other.words) and (other.words - one.words)
    if first:
        return not apart or bool(shared)
    return bool(shared) and not apart


def _stage(core: frozenset[str]) -> frozenset[str]:
    """«đã tiếp nhận và giải quyết»: what was finished."""
    return core - {"received"} if "finished" in core else core


def _held(report: Report) -> set[int]:
    """The lines and figures that a calculation of the text holds in place."""
    found: set[int] = set()
    for relation in report.relations:
        values = [amount(report.facts[i]) for i in relation.terms]
        if relation.tie is Tie.SHARE:
            share, bases = report.facts[relation.result], relation.wholes
            held = (amount(report.facts[i]) for i in bases)
            if any(b and off_by(share, 100 * values[0] / b) <= 1 for b in held):
                found.add(id(share))
            continue
        if relation.result >= 0 and sum(values, Decimal(0)) == amount(
            report.facts[relation.result]
        ):
            found.update(
                id(report.facts[i]) for i in (relation.result, *relation.terms)
            )
    return found


def _is_backed(
    one: Told,
    often: Counter[Decimal],
    printed: Counter[Decimal | None],
    held: set[int],
) -> bool:
    """Say whether a figure stands elsewhere too, or some sum needs it."""
    elsewhere = often[one.value] > 1 or printed[one.value] > (one.fact is None)
    return elsewhere or (one.fact is not None and id(one.fact) in held)


def _may_be_retold(
    report: Report, one: Told, other: Told, *, again: bool = False
) -> bool:
    facts = [told.fact for told in (one, other) if told.fact is not None]
    if any(_is_of_other_days(report, fact) for fact in facts):
        return False
    if any(fact.whole in (one.value, other.value) for fact in facts):
        return False  # «3.121/3.221 hồ sơ đã trả», and 3.221 elsewhere
    if len(facts) < 2:
        period = facts[0].period
        return same_period(period, None, report.identity) is not False
    first, second = facts
    if first.sentence == second.sentence or first.place.block == second.place.block:
        return False
    if _are_of_others(one.scope, other.scope, again=again):
        return False
    return same_period(first.period, second.period, report.identity) is not False


def _are_of_others(one: str | None, other: str | None, *, again: bool) -> bool:
    """Say whether two figures are of two offices.

    Where all is told again, «toàn tỉnh» and the counter are the report's own office.
    """
    if again:
        one, other = (None if s and _OWN.match(s) else s for s in (one, other))
        if one is None and other is None:
            return False
    if again and None in (one, other) and not _LEVEL.search(f"{one} {other}"):
        return False
    return same_scope(one, other) is False


def _is_of_other_days(report: Report, fact: Fact) -> bool:
    """«so với 1.130 hồ sơ», «tháng 9 nhận 301 hồ sơ» in a report on October."""
    before = report.before(fact.place, _BESIDE)
    behind = report.behind(fact.place, _BEHIND).split(",")[0]
    if _COMPARED.search(before) or _COMPARED.search(behind):
        return True
    own = report.identity.period
    months = [int(found) for found in _MONTH.findall(before)]
    if not months or own is None:
        return False
    return not own.start.month <= months[-1] <= own.end.month


def _finding(self: Rule, one: Told, other: Told) -> Finding:
    facts = [told.fact for told in (one, other) if told.fact is not None]
    cells = [told for told in (one, other) if told.fact is None]
    anchors = (*anchors_of(facts), *(told.raw for told in cells))
    lines = (*lines_of(facts), *(told.line for told in cells))
    return self.finding(
        tuple(dict.fromkeys(anchors)),
        tuple(dict.fromkeys(lines)),
        f"«{name(facts[0])}»: {one.place} ghi {one.raw}, {other.place} lại ghi"
        f" {other.raw}.",
        f"{one.raw} ≠ {other.raw}",
    )

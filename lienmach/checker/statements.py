"""What a report states as a number, in its body and in its tables, in one form.

A statement has the tokens of what it counts (``concepts``), whose it is, and where it
stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lienmach.checker.concepts import (
    ACTS,
    LEVELS,
    NOUNS,
    Phrase,
    is_rate,
    read_phrase,
    settled,
)
from lienmach.checker.folded import folded
from lienmach.checker.lexicon import COMMUNE, DISTRICT, OWN, PROVINCE
from lienmach.checker.numbers import figure
from lienmach.checker.phrasing import place_name, spot_name
from lienmach.checker.rates import is_rate_row
from lienmach.checker.report import Bound, Cell, Fact, Grid, Report, Sense
from lienmach.checker.source import Paragraph
from lienmach.checker.sums import is_countable
from lienmach.checker.tables import main_column

Tokens = frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure and what it is of; ``row`` is set for one that stands in a table.

    ``context`` are tokens that what stands around it adds: the sum that it is a part
    of, the heading above it. They may be meant or not; those in ``must`` are.
    ``raws`` are the printed numbers it rests on, ``evidence`` the sum if they are
    several. ``is_doubtful``: it names another period, a plan or a special scope.
    """

    tokens: Tokens
    context: Tokens
    must: Tokens
    level: str | None
    value: Decimal
    raws: tuple[str, ...]
    lines: tuple[int, ...]
    place: str
    is_share: bool = False
    is_doubtful: bool = False
    evidence: str = ""
    decimals: int = 0
    row: tuple[Grid, int] | None = field(default=None, compare=False)
    section: int | None = None
    fact: int | None = None  # index in ``Report.facts``
    unit: str = ""

    @property
    def amount(self) -> Decimal:
        """The value; of money, in đồng."""
        return self.value * money(self.unit)

    @property
    def shown(self) -> str:
        """The figure as printed, or as added up, with a word for what it counts."""
        raw = self.raws[0] if len(self.raws) == 1 else figure(self.value)
        if self.is_share:
            return raw if "%" in raw else f"{raw} %"
        return f"{raw} {self.unit}".strip()


# What narrows a thing down: a part of a part counts less than the part.
_KINDS = frozenset(
    {
        "civil", "public", "cadre", "contract", "online", "direct", "postal", "level-2",
        "level-3", "level-4", "level-3-4", "full", "partial", "early", "on-time",
        "not-late", "late", "carried", "new", "incoming", "outgoing", "eligible",
        "used", "integrated", "payment", "self-all", "self-running", "self-part",
        "state-paid",
        "male", "female", "linked", "one-level", "between", "given", "abolished",
    }
)  # fmt: skip
_WEAK = frozenset({"offered", "online"})  # said of all that is said beside
_WHOSE = frozenset({"civil", "public", "cadre", "contract"})
_STAFF = _WHOSE | {"service-unit", "given"}


_MONEY = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


def money(unit: str) -> int:
    """Return how many đồng a unit of money is, 1 for any other unit."""
    return _MONEY.get(unit.split(" ")[0].lower(), 1)


def in_tables(report: Report) -> list[Statement]:
    """What the forms state row by row, and the lists in their rows of totals."""
    return [
        statement
        for grid in report.grids
        for statement in (
            _form_rows(grid) if len(grid.values) == 1 else _total_row(grid)
        )
    ]


def _form_rows(grid: Grid) -> Iterator[Statement]:
    column = main_column(grid.columns)
    assert column is not None
    phrases = [read_phrase(row.label) for row in grid.rows]
    for index, row in enumerate(grid.rows):
        cell = row.cells[column]
        if cell.value is None or not row.label or row.is_total:
            continue
        yield _row_statement(grid, index, cell, phrases)


def _row_statement(
    grid: Grid, index: int, cell: Cell, phrases: Sequence[Phrase]
) -> Statement:
    row, phrase = grid.rows[index], phrases[index]
    plain = set(phrase.plain)
    if not plain & NOUNS:
        plain |= read_phrase(row.unit).plain & NOUNS - {"agency"}
    context: set[str] = set()
    must: set[str] = set()
    level, has_caveat = phrase.level, phrase.has_caveat
    above = row.parent
    while above is not None:
        parent = grid.rows[above]
        if not is_rate_row(parent):
            context |= phrases[above].plain
            is_part = folded(parent.unit) == folded(row.unit)
            must |= _narrowing(phrases[above].plain, phrase.plain, is_part=is_part)
            if "pending" in phrases[above].plain and parent.unit:
                plain |= {"pending"}
        level = level or phrases[above].level
        has_caveat = has_caveat or phrases[above].has_caveat
        above = parent.parent
    return Statement(
        settled(plain) - LEVELS,
        frozenset(context) - LEVELS,
        frozenset(must - plain) - LEVELS,
        level,
        cell.value or Decimal(0),
        (cell.raw,),
        (row.line,),
        place_name(grid, index),
        is_share=folded(row.unit) == "%" or is_rate(row.label) or cell.is_percent,
        is_doubtful=has_caveat,
        decimals=cell.decimals,
        row=(grid, index),
        unit=row.unit.lower() if len(row.unit) <= 20 and "=" not in row.unit else "",
    )


def _narrowing(above: Tokens, own: Tokens, *, is_part: bool) -> Tokens:
    """The tokens of a row above that a row does not go without.

    «Công chức» below «Biên chế được giao» is nothing by itself; a heading, which counts
    nothing or something else, matters only where it says whose posts are counted.
    """
    if not is_part:
        return above & _STAFF
    return above & _KINDS if own & ACTS else above


def _total_row(grid: Grid) -> Iterator[Statement]:
    """The last row of totals of a list, each column a statement."""
    totals = [n for n, row in enumerate(grid.rows) if row.is_total]
    if len(totals) != 1:
        return
    title = read_phrase(grid.title)
    row = grid.rows[totals[0]]
    for column in grid.values:
        cell, path = row.cells[column], grid.columns[column].name
        if cell.value is None or not is_countable(grid, column):
            continue
        phrase = read_phrase(path)
        plain = set(phrase.plain)
        if not plain & NOUNS:
            plain |= title.plain & NOUNS
        yield Statement(
            settled(plain) - LEVELS,
            frozenset(),
            frozenset(),
            phrase.level or title.level,
            cell.value,
            (cell.raw,),
            (row.line,),
            f"{grid.name} {spot_name(grid, totals[0], column)}",
            is_doubtful=phrase.has_caveat,
            row=(grid, totals[0]),
        )


_ELSEWHEN = re.compile(
    r"cùng kỳ|năm trước|so với kỳ trước|quý trước|tháng trước|dự kiến|phấn đấu|sẽ\b"
    r"|mục tiêu"
    r"|đến hết năm|lũy kế|luỹ kế|giai đoạn|chỉ tiêu giao|theo lộ trình|so với|bình quân"
    r"|trung bình|ước đạt|đăng ký"
)
_CAPITAL = f"[{''.join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper())}]"
_PLACE_NAME = re.compile(
    r"\b((?i:thị xã|thành phố|huyện|quận|tỉnh|xã|phường|thị trấn|đặc khu))"
    rf"((?:\s+(?!UBND|HĐND){_CAPITAL}[^\W\d_]*){{1,4}})"
)
ONE_PLACE = "=nơinày"  # a word of no phrase
_YEAR = re.compile(r"=(?:19|20)\d\d")
_OWN_COMMUNE = re.compile(
    r"^(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+"
    rf"((?i:xã|phường|thị trấn|đặc khu)(?:\s+{_CAPITAL}[^\W\d_]*){{1,4}})"
)
_LEVEL_WORDS = {
    "tỉnh": PROVINCE,
    "huyện": DISTRICT,
    "thị xã": DISTRICT,
    "thành phố": DISTRICT,
    "quận": DISTRICT,
    "xã": COMMUNE,
    "phường": COMMUNE,
    "thị trấn": COMMUNE,
    "đặc khu": COMMUNE,
}
_ISSUER = re.compile(
    r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(tỉnh|thị xã|thành phố|huyện|quận|xã"
    r"|phường|thị trấn|đặc khu)\b"
)


_DEPARTMENT = re.compile(r"\W{0,3}sở\s+\w")


def own_level(report: Report) -> str | None:
    """Return the level of government that reports, by whom the text names first."""
    if report.identity.issuer:
        texts = [report.identity.issuer]
    else:
        paragraphs = list(report.source.paragraphs())
        texts = [paragraph.text[:400] for paragraph in paragraphs[:30]]
    for text in texts:
        if found := _ISSUER.search(text.lower()):
            return _LEVEL_WORDS[found[1]]
        if _DEPARTMENT.match(text.lower()):
            return PROVINCE
    return None


def without_names(text: str, own_name: str = "") -> str:
    """Drop the name after «huyện», so that only its level is left.

    One commune named («xã An Bình») is another matter than the communes: it becomes a
    word of its own, which nothing else equals, unless it is the one that reports.
    """

    def bare(found: re.Match[str]) -> str:
        is_one = _LEVEL_WORDS[found[1].lower()] == COMMUNE
        is_own = bool(own_name) and found[0].lower().startswith(own_name)
        return f"{found[1]} {ONE_PLACE[1:]}" if is_one and not is_own else found[1]

    return _PLACE_NAME.sub(bare, text)


def own_name(report: Report, own: str | None) -> str:
    """Return «xã an bình» where a commune reports, else an empty text."""
    if own != COMMUNE:
        return ""
    if found := _PLACE_NAME.search(report.identity.issuer or ""):
        return " ".join(found[0].lower().split())
    for paragraph in list(report.source.paragraphs())[:30]:
        if named := _OWN_COMMUNE.search(paragraph.text):
            return " ".join(named[1].lower().split())
    return ""


def in_body(report: Report) -> list[Statement]:
    """What the running text states exactly, of the period reported on."""
    made: list[Statement | None] = []
    own = own_level(report)
    name = own_name(report, own)
    for fact in report.facts:
        statement = _fact_statement(report, fact, made, name, own)
        made.append(statement)
    found = [statement for statement in made if statement]
    wholes = [
        whole
        for fact, part in zip(report.facts, made, strict=True)
        if part and (whole := _whole(fact, part))
    ]
    return [*found, *wholes, *_derived(found)]


def _whole(fact: Fact, part: Statement) -> Statement | None:
    """The 33 of «hoàn thành 14/33 nhiệm vụ»: those planned."""
    if fact.whole is None or part.is_share:
        return None
    timely = part.tokens & {"early", "on-time", "not-late", "late"}
    if timely:
        tokens = part.tokens - timely
    elif "post" in part.tokens and "assigned" not in part.tokens:
        tokens = part.tokens - {"present"} | {"assigned"}
    elif "payment" in part.tokens:
        tokens = part.tokens - {"payment", "integrated"} | {"fee"}
    elif {"task", "done"} <= part.tokens:
        tokens = part.tokens - {"done"} | {"planned"}
    else:
        return None
    raw = fact.whole_raw or figure(fact.whole)
    return replace(part, tokens=tokens, value=fact.whole, raws=(raw,))


def _fact_statement(
    report: Report,
    fact: Fact,
    before: Sequence[Statement | None],
    name: str,
    own: str | None,
) -> Statement | None:
    block = report.source.blocks[fact.place.block]
    if fact.bound is not Bound.EXACT or not isinstance(block, Paragraph):
        return None
    is_counted = fact.sense is Sense.SCORE and fact.unit.lower() not in ("", "điểm")
    if fact.sense not in (Sense.COUNT, Sense.SHARE) and not is_counted:
        return None
    phrase = read_phrase(_subject(fact, name))
    plain = {token for token in phrase.plain if not _YEAR.fullmatch(token)}
    lead = _lead(block.text, fact.place.start, name)
    around = read_phrase(lead).plain if lead else frozenset()
    if not plain & NOUNS and not fact.unit:
        plain |= _noun_beside(report, fact, before)
    plain |= around & {ONE_PLACE}
    parent = before[fact.parent] if fact.parent is not None else None
    context: Tokens = frozenset(around & {"given"})
    if "task" in plain and _GIVEN.search(block.text, 0, fact.place.start):
        context |= {"given"}
    if plain & {"post", "workers", "present"} and not plain & _WHOSE:
        context |= around & _WHOSE
    if parent:
        context |= parent.tokens | parent.context
        if not plain & NOUNS:
            plain |= parent.tokens & NOUNS
        if "pending" in parent.tokens:
            plain |= {"pending"}
    if fact.whole is not None and "task" in plain:
        plain = plain - {"planned"} | {"done"}  # of those planned
    level = phrase.level or (parent.level if parent else None)
    level = level or _level_before(report, fact)
    level = own if level == OWN else level
    if "given" in plain | context:
        level = None  # that of the one who gives
    sentence = _sentence(block.text, fact.place.start, fact.place.end)
    return Statement(
        settled(plain) - LEVELS,
        frozenset(context) - LEVELS,
        frozenset(context if parent and not plain & ACTS else context & _KINDS) - _WEAK,
        level,
        fact.quantity,
        (_first_number(fact.raw),),
        (fact.line,),
        "thân báo cáo",
        is_share=fact.sense is Sense.SHARE,
        is_doubtful=bool(_ELSEWHEN.search(sentence.lower()))
        or _is_other_period(report, fact)
        or phrase.has_caveat
        or (level is None and _follows_another(report, fact, own)),
        decimals=_decimals(fact.quantity),
        section=fact.section,
        fact=len(before),
        unit=fact.unit,
    )


_NAMES_LEVEL = re.compile(
    r"(?:(trung tâm (?:phục vụ )?hành chính công)"
    r"|cấp (tỉnh|huyện|thị xã|thành phố|xã|phường)\b"
    r"|(?:ubnd|ủy ban nhân dân|tại|ở|các|của)\s+(?:các\s+)?"
    r"(tỉnh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn)\b(?! hội))"
)
_CLOSED = re.compile(r"\([^()]{0,200}\)")
_ITEM = re.compile(r"\s*(?:[-+*•–]|[a-zđ0-9]{1,2}[).])\s")
MOST_ITEMS = 12
REACH = 1500  # how many letters back a level may be named


def _level_before(report: Report, fact: Fact) -> str | None:
    """The level named last before a number, in its paragraph or over its list."""
    blocks = report.source.blocks
    block = blocks[fact.place.block]
    assert isinstance(block, Paragraph)
    start = fact.place.start
    found = _last_level(block.text[max(start - REACH, 0) : start])
    if found or not _ITEM.match(block.text):
        return found
    for at in range(fact.place.block - 1, max(fact.place.block - MOST_ITEMS, -1), -1):
        above = blocks[at]
        if not isinstance(above, Paragraph):
            return None
        if above.text.rstrip().endswith(":") or not _ITEM.match(above.text):
            return _last_level(above.text[-REACH:])
    return None


def _follows_another(report: Report, fact: Fact, own: str | None) -> bool:
    """The paragraph before speaks of another level, and this one names none."""
    at = fact.place.block - 1
    above = report.source.blocks[at] if at >= 0 else None
    if not isinstance(above, Paragraph):
        return False
    levels = _levels(above.text[-REACH:])
    return bool(levels) and not {OWN, own} & set(levels)


def _last_level(text: str) -> str | None:
    return next(reversed(_levels(text)), None)


def _levels(text: str) -> list[str]:
    """The levels named in a text, but for those who issued what is cited."""
    plain = text.lower()
    if "(" in plain:
        plain = _CLOSED.sub(" ", plain)
    if "/" in plain:
        plain = _CITED.sub(" ", plain)
    return [
        OWN if found[1] else _LEVEL_WORDS[found[2] or found[3]]
        for found in _NAMES_LEVEL.finditer(plain)
    ]


def _first_number(raw: str) -> str:
    """The 14 of «14/33», of «14 trên tổng số 33»."""
    found = _DIGITS.match(raw)
    return found[0] if found else raw


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_OUT_OF = re.compile(r"\s*(?:/|trên|trong)(?: tổng số)?\s*[\d.]+([^\d,;.]{1,60})")


def _noun_beside(
    report: Report, fact: Fact, before: Sequence[Statement | None]
) -> Tokens:
    """What a bare number counts: the 41 of «41 trên 45 nhiệm vụ», of «sớm 12 …»."""
    block = report.source.blocks[fact.place.block]
    assert isinstance(block, Paragraph)
    if found := _OUT_OF.match(block.text, fact.place.end):
        return read_phrase(found[1]).plain & NOUNS
    last = before[-1] if before else None
    same = last and last.fact is not None and report.facts[last.fact]
    if (
        last
        and same
        and (same.sentence, same.place.block)
        == (
            fact.sentence,
            fact.place.block,
        )
    ):
        return last.tokens & NOUNS
    return frozenset()


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


_CITED = re.compile(
    r"(?:(?:quyết định|nghị quyết|công văn|chỉ thị|thông báo|báo cáo|tờ trình)\s+)?"
    r"(?:số:?\s*)?\d+\s*/[\w/-]+|ngày\s+\d{1,2}(?:\s+tháng\s+|[/.-])\d{1,2}"
    r"(?:\s+năm\s+|[/.-])\d{4}(?:\s+của\s+(?:ubnd|hđnd|chủ tịch|sở|bộ)[^,;.)]{0,40})?",
    re.IGNORECASE,
)


def _subject(fact: Fact, name: str) -> str:
    """What the number counts, without the documents and places that are named."""
    subject = f"{fact.subject} {fact.unit}"
    if "/" in subject or "ngày" in subject:
        subject = _CITED.sub(" ", subject)
    return without_names(subject, name)


_GIVEN = re.compile(
    r"(?:tỉnh|huyện|thị xã|thành phố|cấp trên|chính phủ|trung ương|thẩm quyền) giao\b"
    r"|nhiệm vụ từ |ý kiến chỉ đạo",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"giao|chỉ đạo|ykc|công chức|viên chức|cán bộ|hợp đồng|xã |phường |thị trấn |khu ",
    re.IGNORECASE,
)


def _lead(text: str, start: int, name: str) -> str:
    """The sentence up to a number, where «Riêng UBND xã An Bình» may stand.

    It is empty where none of the words that matter stands in it.
    """
    first = max(start - 300, 0)
    left = max(text.rfind(mark, first, start) for mark in (". ", "\n"))
    lead = text[max(left + 1, first) : start]
    return without_names(lead, name) if _TELLING.search(lead) else ""


def _sentence(text: str, start: int, end: int) -> str:
    """The clause around a number, from a stop or semicolon to the next."""
    first, last = max(start - 300, 0), end + 300
    marks = (". ", ";", "\n")
    left = max(text.rfind(mark, first, start) for mark in marks)
    rights = [at for mark in marks if (at := text.find(mark, end, last)) >= 0]
    return text[max(left + 1, first) : min([*rights, last])]


def _is_other_period(report: Report, fact: Fact) -> bool:
    """The number speaks of days that lie outside of the period reported on."""
    own, period = report.identity.period, fact.period
    if own is None or period is None:
        return False
    return period.end < own.start or period.start > own.end


def _derived(found: Sequence[Statement]) -> Iterator[Statement]:
    """Totals that the text does not print: early, on time and late are those done.

    They are added up only where the three stand together and are told once.
    """
    groups: dict[tuple[int | None, str | None, Tokens], dict[str, list[Statement]]] = {}
    for one in found:
        base = one.tokens - {"early", "on-time", "late"}
        timely = one.tokens & {"early", "on-time", "late"}
        if base == {"dossier", "done"} and len(timely) <= 1 and not one.is_doubtful:
            kind = next(iter(timely), "done")
            group = groups.setdefault((one.section, one.level, base), {})
            group.setdefault(kind, []).append(one)
    for (section, level, base), group in groups.items():
        if any(len(members) > 1 for members in group.values()):
            continue
        parts = {kind: members[0] for kind, members in group.items()}
        if "early" in parts and "on-time" in parts:
            pair = [parts["early"], parts["on-time"]]
            yield _total(base | {"not-late"}, level, section, pair)
            if "late" in parts and "done" not in parts:
                yield _total(base, level, section, [*pair, parts["late"]])


def _total(
    tokens: Tokens, level: str | None, section: int | None, parts: list[Statement]
) -> Statement:
    value = sum((part.value for part in parts), Decimal(0))
    raws = tuple(part.raws[0] for part in parts)
    return Statement(
        tokens,
        frozenset(),
        frozenset(),
        level,
        value,
        raws,
        tuple(dict.fromkeys(part.lines[0] for part in parts)),
        "thân báo cáo",
        evidence=f"{' + '.join(raws)} = {figure(value)}",
        section=section,
        unit=parts[0].unit,
    )

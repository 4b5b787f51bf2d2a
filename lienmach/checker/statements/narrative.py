"""What the running text of a report states as a number, of the period reported on."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.meaning.concepts import ACTS, LEVELS, NOUNS, read_phrase, settled
from lienmach.checker.meaning.levels import (
    CITED,
    ONE_PLACE,
    REACH,
    follows_another,
    level_before,
    own_level,
    own_name,
    without_names,
)
from lienmach.checker.meaning.lexicon import OWN
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.statement import KINDS, WHOSE, Statement, Tokens
from lienmach.checker.text.numbers import decimals, figure
from lienmach.checker.text.other_times import COMPARED, RUNNING

_ELSEWHEN = re.compile(
    rf"{COMPARED}|{RUNNING}|dự kiến|phấn đấu|sẽ\b|mục tiêu|đến hết năm|giai đoạn"
    r"|chỉ tiêu giao|theo lộ trình|bình quân|trung bình|ước đạt|đăng ký"
)
_YEAR = re.compile(r"=(?:19|20)\d\d")
_PERIODS = ("tháng", "quý", "năm", "tuần")
_WEAK = frozenset({"offered", "online"})  # said of all that is said beside


def in_body(report: Report) -> list[Statement]:
    """What the running text states exactly, of the period reported on."""
    made: list[Statement | None] = []
    own = own_level(report)
    name = own_name(report, own)
    for fact in report.facts:
        statement = _fact_statement(report, fact, made, name, own)
        made.append(statement)
    _lend_to_shares(report, made)
    found = [statement for statement in made if statement]
    wholes = [
        whole
        for fact, part in zip(report.facts, made, strict=True)
        if part and (whole := _whole(fact, part))
    ]
    return [*found, *wholes, *_derived(found)]


def _lend_to_shares(report: Report, made: list[Statement | None]) -> None:
    """«Hồ sơ trực tuyến: 417/605 hồ sơ, đạt 68,9 %»: it is of what was counted."""
    for relation in report.relations:
        if relation.tie is not Tie.SHARE:
            continue
        share, part = made[relation.result], made[relation.terms[0]]
        if share and part and not share.tokens & NOUNS:
            made[relation.result] = share._replace(
                tokens=part.tokens,
                context=part.context,
                must=part.must,
                level=part.level,
                is_doubtful=share.is_doubtful or part.is_doubtful,
            )


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
    raw = figure(fact.whole)
    return part._replace(tokens=tokens, value=fact.whole, raws=(raw,))


def _fact_statement(
    report: Report,
    fact: Fact,
    before: Sequence[Statement | None],
    name: str,
    own: str | None,
) -> Statement | None:
    if fact.bound is not Bound.EXACT:
        return None
    if fact.unit.lower() in _PERIODS:
        return None  # «phải giải quyết trong 6 tháng đầu năm là 12.609 hồ sơ»
    is_counted = fact.sense is Sense.SCORE and fact.unit.lower() not in ("", "điểm")
    if fact.sense not in (Sense.COUNT, Sense.SHARE) and not is_counted:
        return None
    phrase = read_phrase(_subject(fact, name))
    plain = {
        token
        for token in phrase.plain
        if token[:3] not in ("=19", "=20") or not _YEAR.fullmatch(token)
    }
    paragraph = report.paragraph(fact.place)
    lead = _lead(paragraph, fact.place.start, name)
    around = read_phrase(lead).plain if lead else frozenset()
    if not plain & NOUNS and not fact.unit:
        plain |= _noun_beside(report, fact, before)
    plain |= around & {ONE_PLACE}
    parent = before[fact.parent] if fact.parent is not None else None
    context: Tokens = frozenset(around & {"given"})
    if "task" in plain and _is_given(report, fact):
        context |= {"given"}
    if plain & {"post", "workers", "present"} and not plain & WHOSE:
        context |= around & WHOSE
    if parent:
        context |= parent.tokens | parent.context
        if not plain & NOUNS:
            plain |= parent.tokens & NOUNS
        if "pending" in parent.tokens:
            plain |= {"pending"}
    if "late" in plain and not plain & {"done", "pending"}:
        plain |= _stage_beside(report, fact, before)
    if fact.whole is not None and "task" in plain:
        plain = plain - {"planned"} | {"done"}  # of those planned
    level = phrase.level or (parent.level if parent else None)
    level = level or level_before(report, fact)
    level = own if level == OWN else level
    if "given" in plain | context:
        level = None  # that of the one who gives
    sentence = _sentence(paragraph.lower, fact.place.start, fact.place.end)
    return Statement(
        settled(frozenset(plain)) - LEVELS,
        frozenset(context) - LEVELS,
        _known(context if parent and not plain & ACTS else context & KINDS) - _WEAK,
        level,
        fact.quantity,
        (_first_number(fact.raw),),
        (fact.line,),
        "thân báo cáo",
        is_share=fact.sense is Sense.SHARE,
        is_doubtful=phrase.has_caveat
        or _is_other_period(report, fact)
        or (
            level is None
            and "given" not in context
            and follows_another(report, fact, own)
        )
        or bool(_ELSEWHEN.search(sentence)),
        decimals=decimals(fact.quantity),
        section=fact.section,
        fact=len(before),
        unit=fact.unit,
    )


def _known(tokens: Tokens) -> Tokens:
    """The tokens that the lexicon knows: «Trung tâm nhận …» narrows nothing down."""
    return frozenset(token for token in tokens if not token.startswith("="))


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
    if found := _OUT_OF.match(report.paragraph(fact.place).text, fact.place.end):
        return read_phrase(found[1]).plain & NOUNS
    last = _last_in_sentence(report, fact, before)
    return last.tokens & NOUNS if last else frozenset()


def _stage_beside(
    report: Report, fact: Fact, before: Sequence[Statement | None]
) -> Tokens:
    """Late after «467 hồ sơ trong thời hạn» is overdue, not settled late."""
    last = _last_in_sentence(report, fact, before)
    return last.tokens & {"pending"} if last else frozenset()


def _last_in_sentence(
    report: Report, fact: Fact, before: Sequence[Statement | None]
) -> Statement | None:
    last = before[-1] if before else None
    if last is None or last.fact is None:
        return None
    same = report.facts[last.fact]
    here = fact.sentence, fact.place.block
    return last if (same.sentence, same.place.block) == here else None


def _subject(fact: Fact, name: str) -> str:
    """What the number counts, without the documents and places that are named."""
    subject = f"{fact.subject} {fact.unit}"
    if "/" in subject or "ngày" in subject:
        subject = CITED.sub(" ", subject)
    return without_names(subject, name)


_GIVEN = re.compile(
    r"(?:tỉnh|huyện|thị xã|thành phố|cấp trên|chính phủ|trung ương|thẩm quyền) giao\b"
    r"|nhiệm vụ từ |ý kiến chỉ đạo"
)


def _is_given(report: Report, fact: Fact) -> bool:
    """Say so of tasks by the words before, or by the heading they stand under."""
    title = "" if fact.section is None else report.sections[fact.section].title.lower()
    return bool(_GIVEN.search(f"{title}\n{report.before(fact.place, REACH)}"))


_TELLING = re.compile(
    r"giao|chỉ đạo|ykc|công chức|viên chức|cán bộ|hợp đồng|xã |phường |thị trấn |khu "
)


def _lead(paragraph: Paragraph, start: int, name: str) -> str:
    """The sentence up to a number, where «Riêng UBND xã An Bình» may stand.

    It is empty where none of the words that matter stands in it.
    """
    first = max(start - 300, 0)
    text = paragraph.text
    left = max(text.rfind(". ", first, start), text.rfind("\n", first, start))
    begins = max(left + 1, first)
    tells = _TELLING.search(paragraph.lower, begins, start)
    return without_names(text[begins:start], name) if tells else ""


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

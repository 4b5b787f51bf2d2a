"""«Cao nhất», «thấp nhất» against the figures that are told beside them."""

import re
from collections.abc import Iterator
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import NUMBER, Number, read_number

_MOST = 60  # claims of a report
_LEAST = 3  # members of a series
_NAME = r"(?:quý (?:iv|i{1,3})|tháng \d{1,2}|(?:năm )?20\d\d)"
_NAMED_SO = ("quý ", "tháng ", "20")
_MEMBER = re.compile(
    rf"(?<![\w/])({_NAME})(?!\w)(?!/)(?::| là| có| đạt| nhận| tiếp nhận){{0,2}} "
    rf"({NUMBER})(?![\w/%]|[.,]\d)"
)
_BEST = re.compile(
    r"(?<!\w)(?:(cao|đông|nhiều|lớn)|(thấp|ít|nhỏ)) nhất (?:là|vào|rơi vào|ở|thuộc về)"
    rf" ({_NAME})(?![\w/])"
    r"|(?<!\w)(?:quý|tháng|năm) (?:(cao|đông|nhiều)|(thấp|ít)) nhất là"
    rf" ({_NAME})(?![\w/])"
)
_EXTREMES = re.compile(
    r"(?<!\w)cao nhất(?: là| đạt)? "
    rf"({NUMBER})( ?%| [^\W\d_]+)[,;] (?:[^\W\d_]+ ){{0,2}}thấp nhất(?: là| đạt)?"
    rf" ({NUMBER})\2(?!\w)"
)


@rule(
    "CLM008",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Cao nhất, thấp nhất khớp với các số nêu cạnh đó.",
    passes=(
        "Quý I nhận 2.118 hồ sơ, quý II 2.640, quý III 2.507, đông nhất là quý II.",
        "Thu nhập nơi cao nhất 1.150.000 đồng, nơi thấp nhất 180.000 đồng.",
    ),
    fails=(
        "Quý I nhận 2.118 hồ sơ, quý II 2.640, quý III 2.507, đông nhất là quý III.",
        "Hồ sơ các năm: 2021: 18.240; 2022: 21.516; 2023: 24.903.\nNăm thấp nhất là"
        " 2022.",
        "Thu nhập nơi cao nhất 150.000 đồng, nơi thấp nhất 180.000 đồng.",
    ),
)
def best_of_series(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    return islice(_all(self, report), _MOST)


def _all(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    series: dict[str, Number] = {}
    for block in report.source.blocks:
        if not isinstance(block, Paragraph):
            series = {}
            continue
        lower = block.lower
        own = _series(lower)
        series = own or series
        if "nhất" not in lower:
            if not own:
                series = {}
            continue
        yield from _best(self, block, lower, series)
        for found in _EXTREMES.finditer(lower):
            high, low = read_number(found[1]), read_number(found[3])
            if high and low and high.value < low.value:
                numbers = (found[1], found[3])
                yield _finding(self, block, found.start(), numbers, "cao nhất")


def _series(lower: str) -> dict[str, Number]:
    """«Quý I nhận 2.118 hồ sơ, quý II 2.640, …»: each name once, with its figure."""
    if sum(map(lower.count, _NAMED_SO)) < _LEAST:
        return {}
    found = [(_plain(m[1]), read_number(m[2])) for m in _MEMBER.finditer(lower)]
    names = [name for name, _ in found]
    kinds = {name.split(" ")[0] if " " in name else "" for name in names}
    if len(found) < _LEAST or len(set(names)) < len(names) or len(kinds) > 1:
        return {}
    return {name: number for name, number in found if number and not number.is_percent}


def _plain(name: str) -> str:
    return name.removeprefix("năm ")


def _best(
    self: Rule, block: Paragraph, lower: str, series: dict[str, Number]
) -> Iterator[Finding]:
    for found in _BEST.finditer(lower):
        most = bool(found[1] or found[4])
        name = _plain(found[3] or found[6])
        if name not in series:
            continue
        values = [one.value for one in series.values()]
        wanted = max(values) if most else min(values)
        if series[name].value != wanted and values.count(wanted) == 1:
            best = next(one for one in series.values() if one.value == wanted)
            at = found.start(3) if found[3] else found.start(6)
            end = found.end(3) if found[3] else found.end(6)
            year = block.text[at:end].removeprefix("năm ")
            numbers = (year, series[name].raw, best.raw)
            yield _finding(self, block, found.start(), numbers, found[0])


def _finding(
    self: Rule, block: Paragraph, at: int, numbers: tuple[str, ...], said: str
) -> Finding:
    return self.finding(
        numbers,
        (block.line_at(at),),
        f"Viết «{said}», nhưng các số nêu cạnh đó không cho thấy vậy"
        f" ({', '.join(numbers)}).",
        " và ".join(numbers[-2:]),
    )

import re
from collections.abc import Iterator
from itertools import compress, count, pairwise
from operator import eq

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule

# Words that no phrase doubles; «dần dần», «luôn luôn» are none of them.
_SMALL_WORDS = (
    "của|và|các|là|được|đã|cho|với|trong|những|về|tại|theo|để|có|do|bằng|trên|này|đến"
    "|như|việc|số|từ|thị|xã|huyện|tỉnh|không|phải|sẽ|đang|thì|mà|khi"
)
_NEVER_TWICE = frozenset(_SMALL_WORDS.split("|"))


@rule(
    "WORD001",
    Kind.WORDING,
    Severity.INFO,
    "Không lặp từ, lặp cụm từ liền nhau.",
    passes=(
        "Ngày càng, ngày càng tốt hơn. Luôn luôn, dần dần cải thiện.",
        "Cơ chế một cửa, một cửa liên thông.",
    ),
    fails=(
        "Kế hoạch của của UBND thị xã.",
        "UBND thị xã ban hành ban hành kế hoạch kiểm tra.",
    ),
)
def doubled_words(self: Rule, report: Report) -> Iterator[Finding]:
    for block in report.source.paragraphs():
        words = block.text.split()
        for printed in _doubled(words):
            place = re.search(re.escape(printed).replace(r"\ ", r"\s+"), block.text)
            line = block.line_at(place.start()) if place else block.line
            half = printed.split()
            yield self.finding(
                (printed,),
                (line,),
                f"Lặp từ: «{printed}».",
                suggestion=" ".join(half[: len(half) // 2]),
            )


def _doubled(words: list[str]) -> Iterator[str]:
    if any(map(eq, words, words[1:])):
        for one, other in pairwise(words):
            if one == other and one in _NEVER_TWICE:
                yield f"{one} {one}"
    for n in compress(count(), map(eq, words, words[2:])):
        one, other = words[n : n + 2]
        if words[n + 3 : n + 4] == [other] and one != other and _are_plain(one, other):
            yield f"{one} {other} {one} {other}"


def _are_plain(one: str, other: str) -> bool:
    return one.isalpha() and other.isalpha() and one.islower() and len(other) > 2

"""What is said to have risen is more than before."""

from collections.abc import Iterator

from lienmach.checker.claims import amount, claims, name
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Tie
from lienmach.checker.rule import Rule, rule


@rule(
    "CLM002",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Nói tăng thì số sau lớn hơn số trước, nói giảm thì nhỏ hơn.",
    passes=("Tiếp nhận 112 hồ sơ, tăng so với cùng kỳ năm trước (100 hồ sơ).",),
    fails=("Tiếp nhận 112 hồ sơ, giảm so với cùng kỳ năm trước (100 hồ sơ).",),
)
def said_to_rise(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.ROSE, Tie.FELL):
        now, (before,) = claim.result, claim.terms
        rises = claim.relation.tie is Tie.ROSE
        word, sign = ("tăng", ">") if rises else ("giảm", "<")
        if amount(now) > amount(before) if rises else amount(now) < amount(before):
            yield self.verified(claim.lines, f"{now.raw} {sign} {before.raw}")
            continue
        other = "giảm" if rises else "tăng"
        yield self.finding(
            claim.anchors,
            claim.lines,
            f"«{name(now)}» ghi {now.raw}, nói {word} so với {before.raw}: phải là"
            f" {other}.",
            f"{now.raw} {'≤' if rises else '≥'} {before.raw}",
            suggestion=other if amount(now) != amount(before) else "",
        )

"""What is said to have risen is more than before."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, claims, name
from lienmach.checker.report import Report, Tie
from lienmach.checker.rule import Rule, rule


@rule(
    "CLM002",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Nói tăng thì số sau lớn hơn số trước, nói giảm thì nhỏ hơn.",
    passes=(
        "Tiếp nhận 112 hồ sơ, tăng so với cùng kỳ năm trước (100 hồ sơ).",
        "Thời hạn rút từ 15 ngày xuống 10 ngày, mới đạt 42% (mục tiêu 50%).",
        "Có 83,2% người dân hài lòng, cao hơn mức 80,9% của năm 2019.",
    ),
    fails=(
        "Tiếp nhận 112 hồ sơ, giảm so với cùng kỳ năm trước (100 hồ sơ).",
        "Tỷ lệ hài lòng tăng từ 81,3% năm 2020 lên 78,6% năm 2021.",
        "Có 83,2% người dân hài lòng, cao hơn mức 85,9% của năm 2019.",
        "Điểm trung bình là 41,36, nhỉnh hơn năm 2020 (43,1).",
        "Hai dịch vụ cao hơn mức chung: căn cước (71,4% so với 81,6%) và xây dựng"
        " (72,3% so với 64,5%).",
        "Tỷ lệ này chỉ đạt 56,7%, trong khi mục tiêu đề ra là 50%.",
    ),
)
def said_to_rise(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.ROSE, Tie.FELL):
        now, (before,) = claim.result, claim.terms
        rises = claim.relation.tie is Tie.ROSE
        word, sign = ("cao hơn", ">") if rises else ("thấp hơn", "<")
        if amount(now) > amount(before) if rises else amount(now) < amount(before):
            yield self.verified(claim.lines, f"{now.raw} {sign} {before.raw}")
            continue
        other = "giảm" if rises else "tăng"
        yield self.finding(
            claim.anchors,
            claim.lines,
            f"«{name(now)}» ghi {now.raw}, nói là {word} {before.raw}, nhưng số thì"
            " không.",
            f"{now.raw} {'≤' if rises else '≥'} {before.raw}",
            suggestion=other if amount(now) != amount(before) else "",
        )

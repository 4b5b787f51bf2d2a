"""What is said of all, or of a row of figures, and denied in the same sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.denials import denials, may_claim
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import NUMBER, read_number

_STEADY = re.compile(
    r"(?<!\w)(tăng|giảm) (?:dần|liên tục|đều|đều đặn)[^.;()\d]{0,40}"
    rf"\(({NUMBER}(?:(?:, | và |; | - ){NUMBER}){{2,5}})(?: [^\W\d_]+){{0,3}}\)"
)
_SPLIT = re.compile(r", (?=\d)| và |; | - ")


@rule(
    "CLM011",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Điều nêu về tất cả, về một dãy số không bị chính câu đó phủ nhận.",
    passes=(
        "100% hồ sơ được trả đúng hạn, có 17 hồ sơ trả trước hạn.",
        "Phấn đấu 100% hồ sơ đúng hạn, chỉ còn 02 hồ sơ trễ hạn do đo đạc.",
        "Đã giao 100% đơn vị rà soát, còn 04 đơn vị chưa báo cáo.",
        "Số hồ sơ trễ hạn giảm dần (612, 405 và 187 hồ sơ).",
        "100% hồ sơ được số hóa, có 12 hồ sơ không thu phí.",
        "Tất cả các xã đã có trụ sở một cửa, còn 02 xã chưa lắp máy lấy số.",
        "Toàn bộ văn bản phát hành qua mạng, có 12 văn bản mật không ký số.",
        "Sở đã kiểm tra tất cả các xã, có 4 xã chưa niêm yết.",
    ),
    fails=(
        "100% hồ sơ được trả đúng hạn, chỉ có 17 hồ sơ trả chậm.",
        "Tất cả công chức đều có mặt đúng giờ, riêng 05 người vắng không lý do.",
        "Toàn bộ hồ sơ đã được số hóa, còn 12 hồ sơ chưa số hóa.",
        "Không còn xã nào chưa lập tổ; trong 38 xã mới có 29 xã đã lập tổ.",
        "Đa số xã đã lập tổ (9/38 xã).",
        "Số hồ sơ trễ hạn tăng liên tục qua ba năm (612, 405 và 187 hồ sơ).",
    ),
)
def denied_at_once(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for block in report.source.blocks:
        if not isinstance(block, Paragraph):
            continue
        lower = block.lower
        if may_claim(lower):
            for one in denials(block.text, lower):
                span = one.start, one.end
                yield _finding(self, block, span, one.numbers)
        if "(" in lower and ("tăng " in lower or "giảm " in lower):
            for found in _STEADY.finditer(lower):
                if _goes_otherwise(found):
                    numbers = (*_SPLIT.split(found[2]), found[1])
                    yield _finding(self, block, found.span(), numbers)


def _goes_otherwise(found: re.Match[str]) -> bool:
    """«giảm liên tục (612, 405 và 687)»: a step the other way."""
    values = [read_number(one) for one in _SPLIT.split(found[2])]
    rises = found[1] == "tăng"
    return any(
        (other.value < one.value) if rises else (other.value > one.value)
        for one, other in pairwise(values)
        if one and other
    )


def _finding(
    self: Rule, block: Paragraph, span: tuple[int, int], anchors: tuple[str, ...]
) -> Finding:
    said = block.text[slice(*span)].strip(" ,;:(")
    return self.finding(
        anchors,
        tuple(dict.fromkeys(map(block.line_at, span))),
        f"«{said}»: vế sau phủ nhận vế trước.",
        " và ".join(anchors[:2]),
    )

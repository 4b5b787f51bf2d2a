"""What is said of all, or of a row of figures, and denied in the same sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.numbers import NUMBER, read_number
from lienmach.checker.quantities.words.sweeps import WISHED
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

# «100 % … đúng hạn, chỉ có 17 hồ sơ trả chậm»: late is what was to be in time, and
# «chưa», «không» deny the very word that was said of all.
_ALL = r"(?<!\w)(100 ?%|tất cả|toàn bộ)((?: [^\W\d_]+){1,12})"
_SOME = (
    r"(?:, (?:chỉ |chỉ còn |tuy nhiên |nhưng |song )?(?:có|còn|riêng)| ngoài) (\d{1,4})"
)
_BUT = re.compile(
    rf"{_ALL}{_SOME} (?:[^\W\d_]+ ){{1,6}}?"
    r"(?:(trả chậm|chậm|trễ|quá hạn|muộn|vắng)(?!\w)"
    r"|(?:chưa|không) (?:được )?([^\W\d_]+))"
)
_PUNCTUAL = re.compile(r"(?:đúng|trước|trong) (?:hạn|hẹn|giờ)|kịp thời|có mặt|đầy đủ")
_FINISHED = re.compile(r"hoàn thành|(?<!\w)xong|giải quyết|xử lý")
_BEGINNINGS = frozenset(("triển", "thực", "hoàn", "xong", "giải", "xử"))
_ASKED = re.compile(r"(?<!\w)(?:giao|gửi|đôn đốc|triển khai|quán triệt) (?:\w+ )?$")
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
        "Số hồ sơ trễ hạn tăng liên tục qua ba năm (612, 405 và 187 hồ sơ).",
    ),
)
def denied_at_once(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for block in report.source.blocks:
        if not isinstance(block, Paragraph):
            continue
        lower = block.lower
        if "100" in lower or "tất cả" in lower or "toàn bộ" in lower:
            for found in _BUT.finditer(lower):
                if not _is_denied(found):
                    continue
                ahead = re.split(r"[.;]\s", lower[: found.start()])[-1]
                if not (WISHED.search(ahead) or _ASKED.search(ahead)):
                    both = (block.text[slice(*found.span(n))] for n in (1, 3))
                    yield _finding(self, block, found, tuple(both))
        if "(" in lower and ("tăng " in lower or "giảm " in lower):
            for found in _STEADY.finditer(lower):
                if _goes_otherwise(found):
                    numbers = (*_SPLIT.split(found[2]), found[1])
                    yield _finding(self, block, found, numbers)


def _is_denied(found: re.Match[str]) -> bool:
    """Say whether what some do not have is what all are said to have."""
    if found[4]:
        return _PUNCTUAL.search(found[2]) is not None
    begun = found[5] in _BEGINNINGS and _FINISHED.search(found[2]) is not None
    return begun or found[5] in found[2].split()


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
    self: Rule, block: Paragraph, found: re.Match[str], anchors: tuple[str, ...]
) -> Finding:
    said = block.text[found.start() : found.end()]
    return self.finding(
        anchors,
        (block.line_at(found.start()),),
        f"«{said}»: vế sau phủ nhận vế trước.",
        " và ".join(anchors[:2]),
    )

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

# The fixed phrases of these reports, each with slips that are no phrase themselves.
_PHRASES = {
    "giải quyết": "giả quyết|giaỉ quyết|giãi quyết|giải quyêt|gải quyết|giái quyết",
    "thủ tục": "thũ tục|thủ tuc|thử tục",
    "hành chính": "hành chinh|hành chíh",
    "cải cách": "cãi cách|cải cánh|cài cách|cải các hành",
    "một cửa": "cơ chế một của|một của liên thông",
    "tiếp nhận": "tiếp nhân|tiêp nhận",
    "trễ hạn": "trể hạn",
    "trễ hẹn": "trể hẹn",
    "chậm trễ": "chậm trể",
    "quá hạn": "quá hạng",
    "đúng hạn": "sơ đúng hạng|quyết đúng hạng|đúng hạng đạt",
    "trước hạn": "trước hạng",
    "nghỉ hưu": "nghĩ hưu",
    "nghỉ phép": "nghĩ phép",
    "thôi việc": "thôi viêc",
    "tuyên truyền": "tuyên tuyền|tuyền truyền|tuyên truyên|tuyên truyển",
    "truyền thanh": "truyên thanh|truyền thang",
    "địa bàn": "trên đại bàn|đại bàn thị|đại bàn huyện|đại bàn xã|đại bàn tỉnh|địa bản",
    "hiệu quả": "hiện quả|hiệu quã|hiệu qủa|hiêu quả",
    "kết quả": "kết quã|kết qủa|kết qua đánh|kết qua thực|kết qua giải|kêt quả",
    "văn bản": "văn bãn|văn bảng quy|văn bẳn",
    "chữ ký": "chử ký",
    "phần mềm": "phần miềm|phầm mềm|phần mền",
    "trực tuyến": "trực tuyền|trưc tuyến",
    "họp trực tuyến": "hợp trực tuyến",
    "dịch vụ": "dịch vu|dich vụ",
    "công chức": "công chúc|công chưc",
    "viên chức": "viên chúc|viên chưc",
    "cán bộ": "cán bô|cán bọ",
    "biên chế": "biên chê|biện chế",
    "tinh giản": "tinh giãn|tinh gian biên|tinh giảm biên",
    "bổ nhiệm": "bổ nhiêm|bổ nhiễm|bỗ nhiệm",
    "luân chuyển": "luân chuyễn",
    "kỷ cương": "kỹ cương|kỷ cuơng",
    "kỷ luật": "kỹ luật",
    "chuyển đổi": "chuyên đổi số|kênh chuyên đổi|chuyển đỗi|chuyễn đổi",
    "đẩy mạnh": "đẩ mạnh|đẫy mạnh",
    "triển khai": "triễn khai|triên khai|triển khia|triển khải",
    "thực hiện": "thưc hiện|thực hiên|thực hiền|thục hiện",
    "kiểm tra": "kiễm tra",
    "kiểm soát": "kiễm soát|kiểm soat|kiểm xoát",
    "rà soát": "rà soat|rà xoát",
    "đôn đốc": "đôn đôc",
    "chỉ đạo": "chĩ đạo|chỉ đao",
    "lãnh đạo": "lảnh đạo|lãnh đao",
    "quản lý": "quãn lý|quản lỳ",
    "niêm yết": "niêm yêt|niêm yếc",
    "phản ánh": "phãn ánh",
    "kiến nghị": "kiến nghi|kiến nghĩ",
    "khiếu nại": "khiếu nai|khiêu nại",
    "hướng dẫn": "hướng dẩn|huớng dẫn",
    "bồi dưỡng": "bồi dưởng|bồi dưỡn",
    "xử lý": "xữ lý|sử lý",
    "nhiệm vụ": "nhiêm vụ|nhiệm vu",
    "chất lượng": "chất lương|chât lượng",
    "hài lòng": "hài lóng|hài lỏng",
    "ngày càng": "ngày càn",
    "tổ chức": "tô chức|tổ chúc",
    "đơn vị": "đơn vi|đon vị",
    "thẩm quyền": "thẫm quyền|thẩm quyên",
    "thẩm định": "thẫm định",
    "sửa đổi": "sữa đổi|sửa đỗi",
    "bổ sung": "bỗ sung|bổ xung",
    "hỗ trợ": "hổ trợ|hỗ trơ",
    "sẵn sàng": "sẳn sàng",
    "xuất sắc": "suất sắc|xuất xắc",
    "vướng mắc": "vưỡng mắc|vướng mắt",
    "khắc phục": "khắt phục",
    "nỗ lực": "nổ lực|lỗ lực",
    "củng cố": "cũng cố",
    "giữ vững": "giử vững",
    "nâng cao": "nâng co",
    "ứng dụng": "ứng dung|ưng dụng",
    "công nghệ": "công nghê|công ghệ",
}


@dataclass(frozen=True, slots=True)
class _Slip:
    """A wrong phrase; ``wrong`` are those of its words that are not as they should be.

    «trên đại bàn» is a slip only after «trên», which is itself right.
    """

    words: tuple[str, ...]
    wrong: slice
    right: str


def _slip(wrong: str, right: str) -> _Slip:
    words, meant = tuple(wrong.split()), right.split()
    shifts = range(len(words) - len(meant) + 1)
    best = max(shifts, key=lambda n: sum(map(str.__eq__, words[n:], meant)), default=0)
    return _Slip(words, slice(best, best + len(meant)), right)


def _by_pair() -> dict[tuple[str, ...], list[_Slip]]:
    """Return the slips by their first two words."""
    pairs: dict[tuple[str, ...], list[_Slip]] = {}
    for right, wrongs in _PHRASES.items():
        for slip in (_slip(wrong, right) for wrong in wrongs.split("|")):
            pairs.setdefault(slip.words[:2], []).append(slip)
    return pairs


_EDGES = '.,;:()[]"“”…!?'
_SLIPS = _by_pair()
_SHORTEST = min(len(" ".join(pair)) for pair in _SLIPS)
# Where the words belong to their neighbours: «tác giả quyết định», «cũng cố gắng».
_AFTER = re.compile(r"(?:học|suy|hàng|kỷ)\s+$")
_BEFORE = re.compile(r"\s+(?:gắng|tình|định|tâm|đề|môn|viên|gia|trách|nghiệp)(?!\w)")

# The words as they stand in a text, with signs before and behind them.
_OPENINGS = ("", "(", "“", '"')
_CLOSINGS = ("", ",", ".", ";", ":", ")", "”", ").", "),", ");", "”.", "”,", "”;")
_PRINTED = {
    (f"{before}{one}", f"{two}{after}"): slips
    for (one, two), slips in _SLIPS.items()
    for before, after in product(_OPENINGS, _CLOSINGS)
}
_PAIRS = frozenset(_PRINTED)


@rule(
    "SPELL001",
    Kind.SPELLING,
    Severity.INFO,
    "Cụm từ quen dùng của báo cáo viết đúng chính tả.",
    passes=(
        "Hồ sơ đã giải quyết; họp trực tuyến; tác giả quyết định; cũng cố gắng hơn.",
        "Phí và lệ phí: số lương đã chi; đại biểu; chuyên đổi mới.",
    ),
    fails=(
        "Hồ sơ giả quyết nhưng quá hạn 13 hồ sơ.",
        "Xây dựng hệ thống hợp trực tuyến đến cấp xã.",
        "Các bộ phận chậm trể trong giải quyết.",
    ),
)
def spelling(self: Rule, report: Report) -> Iterator[Finding]:
    for line, text, lower in _texts(report):
        words = lower.split()
        if _PAIRS.isdisjoint(pairwise(words)):
            continue
        for wrong, right in dict.fromkeys(_slips(text, words)):
            place = re.search(r"\s+".join(map(re.escape, wrong.split())), text)
            if place is None or _BEFORE.match(text, place.end()):
                continue
            if _AFTER.search(text, max(0, place.start() - 9), place.start()):
                continue
            yield self.finding(
                (place[0],),
                (line,),
                f"«{place[0]}»: có phải «{right}»?",
                suggestion=right,
            )


def _slips(text: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that are wrong, as printed, and what is right."""
    printed = text.split()
    for n, pair in enumerate(pairwise(words)):
        for slip in _PRINTED.get(pair, ()):
            near = [word.strip(_EDGES) for word in printed[n : n + 4]]
            if tuple(map(str.lower, near[: len(slip.words)])) == slip.words:
                yield " ".join(near[slip.wrong]), slip.right


def _texts(report: Report) -> Iterator[tuple[int, str, str]]:
    """Yield what has two words and more, with its line and in small letters."""
    for block in report.source.blocks:
        if isinstance(block, Paragraph):
            yield block.line, block.text, block.lower
            continue
        for row in block.rows:
            for cell in row.cells:
                if len(cell) >= _SHORTEST:
                    yield row.line, cell, cell.lower()

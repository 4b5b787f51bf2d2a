import re
from collections.abc import Iterator, Sequence

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


def _turned() -> dict[str, list[tuple[tuple[str, ...], slice, str]]]:
    """Return the slips by their first word: the words, those wrong, what is right.

    «trên đại bàn» is a slip only with «trên»: the words that are right in it are not
    part of what is wrong.
    """
    slips: dict[str, list[tuple[tuple[str, ...], slice, str]]] = {}
    for right, wrongs in _PHRASES.items():
        meant = right.split()
        for wrong in wrongs.split("|"):
            words = tuple(wrong.split())
            shifts = range(len(words) - len(meant) + 1)
            best = max(shifts, key=lambda n: _shared(words[n:], meant), default=0)
            wide = slice(best, best + len(meant))
            slips.setdefault(words[0], []).append((words, wide, right))
    return slips


def _shared(words: Sequence[str], meant: Sequence[str]) -> int:
    return sum(a == b for a, b in zip(words, meant, strict=False))


_SLIPS = _turned()
# Where the words belong to their neighbours: «tác giả quyết định», «cũng cố gắng».
_AFTER = re.compile(r"(?:tác|khán|thính|độc|diễn|học|suy|hàng|kỷ)\s+$")
_BEFORE = re.compile(r"\s+(?:gắng|tình|định|tâm|đề|môn|viên|gia|trách|nghiệp)(?!\w)")
_EDGES = '.,;:()[]"“”…!?'


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
    for line, text in _texts(report):
        for wrong, right in dict.fromkeys(_slips(text.split())):
            place = re.search(r"\s+".join(map(re.escape, wrong)), text)
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


def _slips(words: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the wrong words, as printed, and what is right."""
    for index, word in enumerate(words):
        if word not in _SLIPS and word.lstrip(_EDGES).casefold() not in _SLIPS:
            continue
        near = [word.casefold().strip(_EDGES) for word in words[index : index + 4]]
        for slip, wide, right in _SLIPS[near[0]]:
            if tuple(near[: len(slip)]) == slip:
                bare = [word.strip(_EDGES) for word in words[index : index + 4]]
                yield tuple(bare[: len(slip)][wide]), right


def _texts(report: Report) -> Iterator[tuple[int, str]]:
    for block in report.source.blocks:
        if isinstance(block, Paragraph):
            yield block.line, block.text
        else:
            yield from ((row.line, cell) for row in block.rows for cell in row.cells)

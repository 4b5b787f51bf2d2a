import re
from collections.abc import Iterator
from itertools import pairwise

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
_WRONG = {
    tuple(wrong.split()): right
    for right, wrongs in _PHRASES.items()
    for wrong in wrongs.split("|")
}
# Where the words belong to their neighbours: «tác giả quyết định», «cũng cố gắng».
_AFTER = re.compile(r"(?:tác|khán|thính|độc|diễn|học|suy|hàng|kỷ)\s+$")
_BEFORE = re.compile(r"\s+(?:gắng|tình|định|tâm|đề|môn|viên|gia|trách|nghiệp)(?!\w)")
_SPACE = r"\s+"
_WORD = re.compile(r"[^\W\d_]+")


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
    suspects = _suspects(report)
    if not suspects:
        return
    slips = re.compile(
        rf"(?<!\w)(?:{'|'.join(_SPACE.join(words) for words in suspects)})(?!\w)",
        re.IGNORECASE,
    )
    for line, text in _texts(report):
        for found in slips.finditer(text):
            if _AFTER.search(text, max(0, found.start() - 9), found.start()):
                continue
            if _BEFORE.match(text, found.end()):
                continue
            right = _WRONG[tuple(found[0].casefold().split())]
            yield self.finding(
                (found[0],),
                (line,),
                f"«{found[0]}»: có phải «{right}»?",
                suggestion=right,
            )


def _suspects(report: Report) -> set[tuple[str, ...]]:
    """Return the wrong phrases whose words follow each other somewhere in the text."""
    text = "\n".join(text for _, text in _texts(report))
    words = _WORD.findall(text.casefold())
    pairs = set(pairwise(words))
    triples = set(zip(words, words[1:], words[2:], strict=False))
    return {wrong for wrong in _WRONG if wrong in pairs or wrong in triples}


def _texts(report: Report) -> Iterator[tuple[int, str]]:
    for block in report.source.blocks:
        if isinstance(block, Paragraph):
            yield block.line, block.text
        else:
            yield from ((row.line, cell) for row in block.rows for cell in row.cells)

"""Tells numbers that name something from those that count: a document, a day, a level.

Dates, symbols of documents, codes, standards, telephone numbers, list numbers, ordinals
and years are numbers too, but count nothing.
"""

import re

from lienmach.checker.quantities.words.items import ends_item, may_end
from lienmach.checker.quantities.words.spelled import told_in_words
from lienmach.checker.quantities.words.vocabulary import CAPITALS, is_known, unit_at

# It begins with a digit, and so does a search for it: that runs fast.
CLUSTER = re.compile(r"[0-9](?:[\d.,:]*\d)?(?: ?/ ?\d(?:[\d.,]*\d)?)*", re.ASCII)
_SYMBOL_AFTER = re.compile(
    r"(?:\s?/\s?|-)[A-ZĐ]{2}|\s(?:NĐ|NQ|QĐ|TT|CT|KH|BC|CV|TB)-[A-ZĐ]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEAD = re.compile("[.,/]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_AGED = re.compile(
    r"(?: (?:đến|tới) (?:dưới )?\d{1,3})? tuổi(?!\w)"
    r"| (?:đến|tới) (?:dưới )?\d{1,3} (?:phút|giờ|ngày)(?!\w)"
)
_RANGE_AFTER = re.compile(r" ?[-–] ?\d")
_RANGE_BEFORE = re.compile(r"\d ?%? ?[-–] ?$")
_TOLD = (
    " sớm",
    " hạn",
    " hẹn",
    " mới",
    " cũ",
    " lại",
    " trả",
    " là",
    " tuyến",
    " tiếp",
)


def endings(words: str) -> tuple[str, ...]:
    return tuple(f" {word}" for word in words.split("|"))


_DATELINE = re.compile(  # «Huế (TTXVN 7/4)», «Huế (7/4)»
    rf"(?:[{CAPITALS}][^\W\d_]*[ –-]*){{1,5}}\((?:[{CAPITALS}]{{2,}},? )?"
)
_DAY_MONTH = endings("ngày|từ|đến|hôm|và|sáng|trưa|chiều|tối|đêm|hết")
_IN_QUARTER = endings(
    "cuối quý|đầu quý|trong quý|hết quý|cả quý|giữa quý|từng quý|mỗi quý|một quý"
)
_QUARTERS = 4
# Words behind which a number is a name, whatever follows …
_NAMED = endings(
    "khóa|khoá|điều|khoản|mục|phụ lục|biểu|biểu mẫu|bảng|hình|mức độ|cấp độ|tiểu mục"
    "|vòng|phiên bản|iso|tcvn|quốc lộ|tỉnh lộ|lần thứ|kỳ họp thứ|nhiệm kỳ|giai đoạn"
    "|điện thoại"
    "|đt|fax|hotline|tài khoản số|windows|lúc|hồi|dòng|cột|trang số|chương|quý|stt"
)
# … though these end like one: «qua tài khoản 355», «thu hồi 25», «danh mục 12».
_NOT_NAMED = endings(
    "tài khoản|chuyển khoản|thu hồi|phục hồi|danh mục|hạng mục|chuyên mục|đại biểu"
    "|tiêu biểu|mô hình|tình hình|loại hình|truyền hình|thẻ đt"
)
# … and those behind which it is one unless a counting word follows.
_NAMED_UNLESS_COUNTED = endings(
    "loại|nghị quyết|quyết định|nghị định|thông tư|thông tư liên tịch|chỉ thị|kế hoạch"
    "|công văn|khối|khối lớp"
    "|thông báo|báo cáo|tờ trình|công điện|luật|pháp lệnh|hướng dẫn|kết luận|quy định"
    "|chương trình|đề án|văn bản|dự án|tổ|ấp|thôn|khu|khu phố|đường|đoàn|đội|phường|xã"
    "|quận|lớp|thứ|lần|đối tượng|kỳ|tuần|ngày|số|bản|tập|trang|nhóm|bước|mức|tháng|năm"
    "|kiểm tra|thị trấn|tổ công tác|đoàn kiểm tra|dưới|trạm|trường|nhà|phòng|tầng"
)
_COUNTED_SO = endings(
    "tổng số|trong số|trên số|con số|số lượng|ký số|chứng thư số|trong ngày|cấp xã"
    "|mỗi ngày|một ngày|mỗi tháng"
    "|mỗi tuần|mỗi xã|mỗi phường|mỗi lớp|mỗi năm|mỗi quý|mỗi đoàn|mỗi trường"
)
RANKED = endings(
    "xếp|xếp hạng|xếp thứ|xếp vị trí|xếp vị thứ|xếp hạng thứ|đứng|đứng thứ|đứng hạng"
    "|thứ hạng|hạng|vị trí|vị thứ|vị trí thứ|từ thứ|lên thứ|xuống thứ|đứng vị trí"
    "|đứng vị thứ|xếp loại thứ|hạng thứ|thứ bậc"
)
_PROPER_BEFORE = re.compile(
    rf"(?:[{CAPITALS}][^\W\d_]*|(?<!\w)(?:xã|phường|thôn|ấp|bản))"
    rf" [{CAPITALS}][^\W\d_]* $"
)  # «xã Gia Hòa 2»
_COUNTED_BEFORE = re.compile(r"\d(?: [^\W\d_]+){1,3} ?/$")  # «31 vụ/77 bị can»
_ROUND = re.compile(r"10*(?:\.000)*")  # «5 ca/1.000 người»
_TELLING = 3  # letters of a counting word that stands too near its number
_LONG_NAME = 4  # letters of a number that is no name: «Gia Phong 86,45»


def is_name(text: str, lower: str, cluster: re.Match[str]) -> bool:
    """Say whether a number names something: a document, a day, a level, a street."""

    def alone(start: int) -> bool:
        number = CLUSTER.match(text, start)
        return number is None or _names_by_words(text, lower, number)

    start = cluster.start()
    named = _names_by_words(text, lower, cluster)
    return named and not (
        may_end(text, start)
        and _is_after_thing(text, lower, start)
        and ends_item(text, start, alone)
    )


def _is_after_thing(text: str, lower: str, start: int) -> bool:
    """Say whether the words before a number may name what is counted."""
    before = words_before(lower, start)
    if before.endswith((" năm", " ngày", " tháng", " số", " lần", " kỳ", " tuần")):
        return False
    return before.endswith(_NAMED_UNLESS_COUNTED) or _is_behind_name(text, start)


def _names_by_words(text: str, lower: str, cluster: re.Match[str]) -> bool:
    start, end = cluster.span()
    printed = cluster[0]
    if printed == "24/7" or ":" in printed or printed.count("/") > 1:
        return True
    if _is_glued(text, start, end):
        return True
    if (
        _AGED.match(lower, end)
        or _SYMBOL_AFTER.match(text, end)
        or _RANGE_AFTER.match(text, end)
    ):
        return True
    if _RANGE_BEFORE.search(text[max(0, start - 6) : start]):
        return True
    before = words_before(lower, start)
    unit = unit_at(text, lower, end)[0]
    counted = is_known(unit) or lower.startswith(("%", " %"), end)
    if (counted or unit) and (text[start - 1] == "(" if start else False):
        return False  # «so với dự toán quý (400 triệu đồng)»
    if counted and is_no_quarter(before, printed):
        return False
    if before.endswith(_NAMED) and not before.endswith(_NOT_NAMED):
        return not (before.endswith(" điện thoại") and counted)
    is_long = len(printed) >= _LONG_NAME
    if is_long and "," in printed and _is_behind_name(text, start):
        return False
    if before.endswith(" cùng kỳ"):
        return bool(_YEAR.match(printed))  # «(cùng kỳ 131)»
    if before.endswith(_NAMED_UNLESS_COUNTED):
        if before.endswith(_COUNTED_SO + RANKED):
            return False
        if before.endswith(" thứ") and "/" in printed:
            return False  # «thứ 5/9» is a rank
        if _THOUSANDS.fullmatch(printed) and not before.endswith(" số"):
            # «Nhận trong kỳ 7.305», «quận 5.018, phường 38.442»
            return before.endswith(" năm") and printed.startswith("2.0")
        label = text[start - 2 : start - 1] == ":" and not before.endswith(" số")
        if not (counted or label) or _is_date_part(before, printed):
            return True
    if not counted and not is_long and _is_behind_name(text, start):
        return True
    if "/" in printed:
        dated = text[end : end + 1] == ")" and _DATELINE.fullmatch(text, 0, start)
        before = f"{before} ngày" if dated else before
        return _is_day_or_month(printed, before, counted=counted)
    if before.endswith(_TOLD) or text[start - 2 : start] == ": ":
        counted = True  # «sớm 1989, đúng hẹn 768»
    bare = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    bare = bare and not told_in_words(lower, start)
    return _is_code(printed, counted=counted) or (bare and end - start < 3)


def _is_behind_name(text: str, start: int) -> bool:
    return _PROPER_BEFORE.search(text[max(0, start - 24) : start]) is not None


def is_no_quarter(before: str, printed: str) -> bool:
    """«tồn cuối quý 05 hồ sơ»: the quarter ends, and a count begins."""
    return before.endswith(_IN_QUARTER) and (
        printed.startswith("0")
        or bool(_THOUSANDS.fullmatch(printed))
        or int(re.split(r"\D", printed, maxsplit=1)[0]) > _QUARTERS
    )


def words_before(lower: str, start: int) -> str:
    """Return the words before an offset, without the colon that may follow them."""
    return " " + lower[max(0, start - 32) : start].replace("(", " ").rstrip(" :")


def _is_date_part(before: str, printed: str) -> bool:
    """«năm 2023 hồ sơ …», «tháng 12 văn bản …»: the counting word begins anew."""
    if before.endswith(" năm"):
        return bool(_YEAR.match(printed))
    return (
        before.endswith((" tháng", " ngày"))
        and printed.split("/")[0].isdigit()
        and (int(printed.split("/")[0]) <= (12 if before.endswith(" tháng") else 31))
    )


def _is_glued(text: str, start: int, end: int) -> bool:
    left, right = text[start - 1 : start], text[end : end + 1]
    if left == "/" and _COUNTED_BEFORE.search(text[max(0, start - 40) : start]):
        unit = unit_at(text, text.lower(), end)[0]
        return not is_known(unit) or bool(_ROUND.fullmatch(text, start, end))
    if left.isalpha() or left in ("/", "_", "\\", "@", "#"):
        return True
    before = text[start - 2 : start - 1]
    if left in ("-", "–", ".", ",", ":") and before.isalnum():
        if left in (",", ":"):  # «177 lượt,194 người», «trong quý:1.385 hồ sơ»
            return before.isdigit()
        return True
    if right.isalpha():
        if re.match(r"(?:m2?²?|km|ha|kg|tr|đ|tỷ)(?![^\W_])", text[end : end + 4]):
            return False
        unit = unit_at(text, text.lower(), end)[0]
        return len(unit) < _TELLING or not is_known(unit)  # «1.284người»
    return right in ("_", "@") or (right == "." and text[end + 1 : end + 2].isalnum())


def _is_day_or_month(printed: str, before: str, *, counted: bool) -> bool:
    left, right = (part.strip() for part in printed.split("/"))
    if not (left.isdigit() and right.isdigit()):
        return False
    if counted:
        return False
    if _YEAR.fullmatch(right) and int(left) <= 12:
        return True
    before = before.replace("cao điểm", "ngày")
    is_day = len(right) <= 2 and 1 <= int(left) <= 31 and 1 <= int(right) <= 12
    return is_day and before.endswith(_DAY_MONTH)


def _is_code(printed: str, *, counted: bool) -> bool:
    head = _HEAD.split(printed, maxsplit=1)[0]
    if len(head) > (12 if counted else 9):
        return True
    if head.startswith("0") and len(head) > (2 if not counted else 4):
        return True
    return not counted and bool(_YEAR.fullmatch(printed)) and printed < "2100"

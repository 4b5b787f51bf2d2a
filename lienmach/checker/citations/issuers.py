"""Who issued a document, as printed after «của» or before «đã ban hành»."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split("|"))


# Words (one or two) with which the name of an office ends and the sentence goes on.
_STOPS = _words(
    "về|v/v|quy định|ban hành|phê duyệt|triển khai|thực hiện|hướng dẫn|giao"
    "|công bố|sửa đổi|bổ sung|thành lập|kiện toàn|phát động|tăng cường|đẩy mạnh"
    "|nâng cao|chấn chỉnh|tổ chức|kiểm tra|rà soát|tuyên truyền|chỉ đạo|cử"
    "|yêu cầu|đề nghị|thông qua|bãi bỏ|thay thế|kèm theo|có|đã|đang|được|thì|là"
    "|để|nhằm|trong|tại|theo|từ|đến|cho|đối với|trên|với|khi|sau|trước|vào|còn"
    "|như|qua|bằng|gồm|tiếp tục|ngày|năm|giai đoạn|cùng|do|mà|nêu|này|xây dựng"
    "|báo cáo|ký|số|gửi|ra|phân công|xác định|duy trì|kết luận|trả lời|phối hợp"
    "|chuyển|hợp nhất|công nhận|chấp thuận|phân bổ|điều chỉnh|thông báo|đánh giá"
    "|xếp loại|quán triệt|thi hành|đưa|của|tham mưu|trình|cơ bản|đảm bảo|bảo đảm"
    "|thường xuyên|luôn|kịp thời|chủ động|quan tâm|tập trung|nghiêm túc|nghe|chưa"
    "|đều|cũng|vẫn|xin|trân trọng|kính|phân cấp|ủy quyền|tiếp nhận|cải cách"
    "|quyết định"
)
_AFTER_BODY = _words("ban|tổ|đoàn|đội|bộ|sở|phòng|hội|đồng|cục|chi")
_OTHER_DOCUMENT = _words(
    "các|những|một|số|luật|qđ|nq|kh|cv|đã|quyết định|kế hoạch|nghị định|nghị quyết"
    "|chỉ thị|thông tư|thông báo|công văn|công điện|báo cáo|chương trình|hướng dẫn"
    "|tờ trình|kết luận|đề án|quy định|quy chế|văn bản|ubnd|hđnd|ủy ban|triển khai"
    "|tổ chức|thực hiện"
)
_JOINT = _words("Bộ|Ban|Ngân|Ủy|Văn|Bảo|Viện|Tòa|Sở")
_SMALL_START = _words(
    "thị|tỉnh|huyện|thành|xã|phường|quận|thường|liên|cấp|ban|phòng|ủy|bộ|sở|đảng|chủ"
)
_OF = re.compile(r"\s{0,3},?\s{0,3}(?:của|CỦA|do|được)\s{1,3}")
_WORD = re.compile(r"[^\s]+")
_END = ",;.:()[]\"“”'«»"
_LONGEST = 110


def read_issuer(text: str, start: int) -> tuple[str | None, int]:
    """Return the office after «của» at an offset, and where its name ends."""
    of = _OF.match(text, start)
    return read_office(text, of.end()) if of else (None, start)


def read_office(text: str, start: int) -> tuple[str | None, int]:
    """Return the name of the office that begins at an offset, and where it ends."""
    words = [
        (match[0], match.start())
        for match in _WORD.finditer(text, start, start + _LONGEST)
    ]
    end, before = start, ""
    for index, (word, begins) in enumerate(words):
        following = " ".join(word for word, _ in words[index + 1 : index + 3])
        if _stops(word, following, before):
            break
        bare = word.rstrip(_END)
        end = begins + len(bare)
        if bare != word and not (
            word == bare + "," and _is_joint(text, start, words, index)
        ):
            break
        before = bare.casefold()
    name = text[start:end].strip(" -–,")
    if not name or not (name[0].isupper() or name.split()[0] in _SMALL_START):
        return None, start
    return name, end


def _stops(word: str, following: str, before: str) -> bool:
    if word[0] in _END or (word[0].isdigit() and before not in ("khóa", "khoá", "thứ")):
        return True
    bare = word.rstrip(_END).casefold()
    if bare == "và" or word in ("-", "–"):
        following = following.rstrip(_END).casefold()
        first = following.split(" ")[0]
        return not following or not {first, following}.isdisjoint(_OTHER_DOCUMENT)
    if before in _AFTER_BODY:
        return False
    pair = f"{bare} {following.split(' ')[0].rstrip(_END).casefold()}"
    return bare in _STOPS or pair in _STOPS


def _is_joint(text: str, start: int, words: list[tuple[str, int]], index: int) -> bool:
    """Whether after a comma another of several offices follows: «Bộ A, Bộ B»."""
    first = text[start:].split(maxsplit=1)[0]
    return index + 1 < len(words) and first in _JOINT and words[index + 1][0] in _JOINT


_LEVELS = (
    (0, re.compile(r"chính phủ|thủ tướng|quốc hội|trung ương|^bộ |bộ trưởng|\btw\b")),
    (2, re.compile(r"thị xã|huyện|quận|thị ủy")),
    (1, re.compile(r"\btỉnh|^sở |thành ủy")),
    (3, re.compile(r"\bxã\b|phường|thị trấn|đặc khu")),
)
_ORGANS = (
    ("HĐND", re.compile(r"hđnd|hội đồng nhân dân")),
    ("UBND", re.compile(r"ubnd|[uủ][ỷy] ban nhân dân|ủy ban nhân dân")),
    ("TTG", re.compile(r"thủ tướng")),
    ("CP", re.compile(r"chính phủ")),
)
_PLACE = re.compile(
    r"(?:tỉnh|thị xã|huyện|quận|xã|phường|thị trấn|thành phố)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Office:
    """What a printed name says of an office: its organ, its level (0 is the centre,
    1 the province, 2 the district, 3 the commune) and the place it is of."""

    organ: str | None
    level: int | None
    place: str | None

    def may_be(self, other: "Office") -> bool:
        """Whether both names can mean one office."""
        pairs = (
            (self.organ, other.organ),
            (self.level, other.level),
            (self.place, other.place),
        )
        return all(a is None or b is None or a == b for a, b in pairs)

    def is_surely(self, other: "Office") -> bool:
        """Whether both names say the same organ of the same level."""
        known = self.organ is not None and self.level is not None
        return known and self.may_be(other) and self.level == other.level


UNKNOWN = Office(None, None, None)


@lru_cache(maxsize=2048)
def office(name: str | None) -> Office:
    """Read what a printed name of an office says."""
    if not name:
        return UNKNOWN
    folded = name.casefold()
    organ = next((organ for organ, said in _ORGANS if said.search(folded)), None)
    level = next((level for level, said in _LEVELS if said.search(folded)), None)
    return Office(organ, level, _place(name))


def _place(name: str) -> str | None:
    """Return the proper name after «thị xã», «tỉnh» …, the last that is printed."""
    *_, last = [match.end() for match in _PLACE.finditer(name)] or [len(name)]
    words = list(takewhile(lambda word: word[0].isupper(), name[last:].split()))
    return " ".join(words).casefold() or None

"""What a label or a phrase speaks of, in the words of the genre.

A phrase becomes a set of tokens: things («dossier»), what was done with them («done»,
«late»), whose they are («@district»). Two phrases mean the same when their sets are
equal; words that the lexicon does not know stay in the set as they are, so that nothing
is equal by having left something out. Words that restrict nothing («số», «đã», «trong
kỳ báo cáo») are dropped.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

Words = tuple[str, ...]

PROVINCE, DISTRICT, COMMUNE = "@province", "@district", "@commune"
LEVELS = frozenset({PROVINCE, DISTRICT, COMMUNE})

# Token: phrases. The longest phrase wins; «» is a word that restricts nothing.
_LEXICON: dict[str, str] = {
    # whose
    PROVINCE: "cấp tỉnh|ubnd tỉnh|tỉnh|các sở|sở ngành|sở|cơ quan chuyên môn cấp tỉnh"
    "|các sở ban ngành|sở ban ngành|thành phố trực thuộc trung ương|cấp sở",
    DISTRICT: "cấp huyện|ubnd cấp huyện|ubnd huyện|ubnd thị xã|ubnd thành phố|ubnd quận"
    "|cấp thị xã|cấp thành phố|cấp quận|huyện|thị xã|thành phố|quận"
    "|phòng ban chuyên môn|các phòng ban|cơ quan chuyên môn cấp huyện",
    COMMUNE: "cấp xã|ubnd cấp xã|ubnd các xã|ubnd xã|ubnd phường|các xã phường thị trấn"
    "|các xã phường|các xã thị trấn|xã phường thị trấn|xã phường|xã thị trấn|phường xã"
    "|ubnd các xã phường thị trấn|ubnd các xã phường|ubnd các xã thị trấn"
    "|ubnd cấp xã phường|cấp phường|các phường xã|ubnd các phường xã|các phường"
    "|các phường thị trấn|ubnd các phường|cấp xã phường|đơn vị cấp xã",
    # things
    "dossier": "hồ sơ tthc|hồ sơ thủ tục hành chính|hồ sơ thủ tục|hồ sơ",
    "procedure": "thủ tục hành chính|tthc|thủ tục|thủ tục tthc",
    "law": "văn bản quy phạm pháp luật|vbqppl|văn bản qppl|vb qppl",
    "document": "văn bản",
    "task": "nhiệm vụ|nhiệm vụ cchc|nhiệm vụ cải cách hành chính",
    "post": "biên chế",
    "workers": "người làm việc|số lượng người làm việc",
    "civil": "công chức",
    "public": "viên chức",
    "cadre": "cán bộ",
    "contract": "hợp đồng|hợp đồng lao động|lao động hợp đồng|hđ 68|hđ68",
    "petition": "phản ánh kiến nghị|pakn|phản ánh|kiến nghị|ý kiến phản ánh kiến nghị"
    "|phản ánh kiến nghị pakn",
    "complaint": "đơn thư|đơn khiếu nại tố cáo|khiếu nại tố cáo|đơn thư khiếu nại tố cáo",
    "survey": "phiếu khảo sát|phiếu điều tra|phiếu lấy ý kiến|phiếu",
    "service-unit": "đơn vị sự nghiệp công lập|đvsncl|đvsn công lập|đơn vị sự nghiệp|đvsn"
    "|đơn vị snc l|đơn vị sncl|đơn vị sự nghiệp công lập đvsncl|đơn vị sự nghiệp đvsn",
    "agency": "cơ quan đơn vị|cơ quan|đơn vị|cơ quan tổ chức hành chính"
    "|cơ quan hành chính|cơ quan tổ chức|phòng ban",
    "problem": "vấn đề|tồn tại hạn chế|tồn tại",
    "class": "lớp tập huấn|lớp bồi dưỡng|lớp đào tạo|lớp",
    "news": "tin bài|tin bài viết|bài viết|tin",
    "information": "thông tin|hệ thống thông tin|công nghệ thông tin|cổng thông tin",
    "surveyed": "khảo sát|lấy ý kiến",
    "budget": "kinh phí|vốn|kế hoạch vốn|vốn đầu tư công",
    # what was done, or is to be done
    "received": "đã tiếp nhận|tiếp nhận|được tiếp nhận|tiếp nhận và giải quyết"
    "|tổng tiếp nhận|yêu cầu giải quyết",
    "done": "đã giải quyết xong|đã giải quyết|được giải quyết|giải quyết xong|giải quyết"
    "|đã hoàn thành|hoàn thành|đã trả kết quả|đã được giải quyết|đã thực hiện xong"
    "|đã thực hiện hoàn thành|thực hiện hoàn thành|hoàn thành xong|đã giải quyết và trả"
    "|đã xử lý xong|được xử lý xong|đã được xử lý xong",
    "pending": "đang giải quyết|đang thụ lý|đang xử lý|đang trong quá trình giải quyết"
    "|chưa giải quyết|đang thực hiện|chưa hoàn thành|đang thụ lý giải quyết|đang tiếp tục"
    " giải quyết|chưa thực hiện|đang triển khai|đang chờ giải quyết|chưa đến hạn",
    "early": "trước hạn|trước hẹn|sớm hạn|trước thời hạn|sớm hẹn|trước hạn định",
    "on-time": "đúng hạn|đúng hẹn|đúng thời hạn|đúng tiến độ",
    "in-time": "trong hạn|còn hạn|còn trong hạn|chưa quá hạn|trong thời hạn",
    "not-late": "trước và đúng hạn|trước hạn và đúng hạn|đúng hạn và trước hạn"
    "|sớm và đúng hạn|đúng và trước hạn|sớm hạn và đúng hạn|trước và đúng hẹn"
    "|trước hẹn và đúng hẹn|đúng và trước hẹn|trước đúng hạn|trước hạn đúng hạn"
    "|đúng hạn trước hạn|đúng hạn và sớm hạn|đúng hạn sớm hạn",
    "late": "quá hạn|trễ hạn|trễ hẹn|chậm hạn|quá hẹn|trễ|sau hạn|chậm tiến độ|chậm",
    "carried": "kỳ trước chuyển sang|kỳ trước|từ kỳ trước|từ kỳ trước chuyển sang"
    "|tồn kỳ trước|chuyển kỳ trước|tồn từ kỳ trước|kỳ trước chuyển qua|chuyển tiếp",
    "new": "tiếp nhận mới|tiếp nhận mới trong kỳ|mới tiếp nhận|phát sinh trong kỳ"
    "|tiếp nhận trong kỳ",
    "online": "trực tuyến|qua mạng|nộp trực tuyến|dịch vụ công trực tuyến|dvctt"
    "|dvc trực tuyến|dịch vụ công|dvc|hình thức trực tuyến",
    "direct": "trực tiếp|nộp trực tiếp",
    "postal": "bưu chính công ích|dịch vụ bưu chính công ích|dịch vụ bưu chính|bưu chính"
    "|bcci|dịch vụ bcci|qua bưu chính|bưu điện",
    "level-2": "mức độ 2|mức 2",
    "level-3": "mức độ 3|mức 3",
    "level-4": "mức độ 4|mức 4",
    "level-3-4": "mức độ 3 và 4|mức độ 3 4|mức 3 4|mức 3 và 4|mức độ 3 và mức độ 4"
    "|mức độ 3 mức độ 4|mức 3 và mức 4|mức độ 3 và độ 4|mức độ ba và bốn",
    "full": "toàn trình|dịch vụ công trực tuyến toàn trình",
    "partial": "một phần|dịch vụ công trực tuyến một phần",
    "offered": "đang cung cấp|cung cấp|được cung cấp|triển khai|được triển khai"
    "|đang triển khai cung cấp|đã triển khai|đã cung cấp",
    "eligible": "đủ điều kiện",
    "integrated": "tích hợp công khai|đã tích hợp công khai|tích hợp|đã tích hợp"
    "|được tích hợp",
    "used": "phát sinh hồ sơ|có phát sinh hồ sơ|phát sinh hồ sơ nộp trực tuyến"
    "|có phát sinh hồ sơ nộp trực tuyến|phát sinh hồ sơ trực tuyến",
    "payment": "thanh toán trực tuyến",
    "issued": "ban hành|đã ban hành|được ban hành",
    "checked": "kiểm tra|đã kiểm tra|được kiểm tra|tự kiểm tra",
    "reviewed": "rà soát|đã rà soát|được rà soát",
    "handled": "xử lý|đã xử lý|được xử lý",
    "to-handle": "cần phải xử lý|phải xử lý|cần xử lý|kiến nghị xử lý|đề nghị xử lý",
    "found": "phát hiện|phát hiện qua kiểm tra|được phát hiện|đã phát hiện",
    "planned": "đề ra trong kế hoạch|trong kế hoạch|theo kế hoạch|kế hoạch|đề ra"
    "|kế hoạch cchc|kế hoạch cchc năm|trong kế hoạch cchc|đề ra theo kế hoạch"
    "|kế hoạch cải cách hành chính|trong kế hoạch cải cách hành chính"
    "|trong kế hoạch cchc năm|theo kế hoạch cchc",
    "assigned": "được giao|giao|đã giao",
    "present": "có mặt|hiện có mặt|hiện có|đang có mặt",
    "reduced": "tinh giản|đã tinh giản|tinh giản biên chế|biên chế đã tinh giản",
    "disciplined": "bị kỷ luật|kỷ luật|xử lý kỷ luật|bị xử lý kỷ luật",
    "recruited": "tuyển dụng|được tuyển dụng|đã tuyển dụng",
    "appointed": "bổ nhiệm|được bổ nhiệm",
    "incoming": "văn bản đến",
    "outgoing": "văn bản đi",
    "directing": "chỉ đạo|chỉ đạo điều hành|chỉ đạo cchc|chỉ đạo điều hành cchc"
    "|chỉ đạo điều hành cải cách hành chính|chỉ đạo cải cách hành chính",
    "linked": "liên thông",
    "one-level": "cùng cấp|liên thông cùng cấp",
    "between": "giữa các cấp chính quyền|giữa các cấp|liên thông giữa các cấp"
    "|liên thông giữa các cấp chính quyền",
    "published": "công bố|được công bố|đã công bố|niêm yết|được niêm yết|công khai"
    "|niêm yết công khai|công bố công khai|đã niêm yết công khai",
    "abolished": "bãi bỏ|thay thế|bãi bỏ thay thế",
    "satisfied": "hài lòng|rất hài lòng",
    "male": "nam",
    "female": "nữ",
    "council": "hđnd|hội đồng nhân dân",
    "resolution": "nghị quyết",
    "decision": "quyết định",
    "instruction": "chỉ thị",
    "self-all": "tự bảo đảm chi thường xuyên và chi đầu tư"
    "|tự bảo đảm chi thường xuyên chi đầu tư",
    "self-running": "tự bảo đảm chi thường xuyên|tự bảo đảm toàn bộ chi thường xuyên",
    "self-part": "tự bảo đảm một phần chi thường xuyên|tự bảo đảm một phần",
    "state-paid": "nhà nước bảo đảm chi thường xuyên|do nhà nước bảo đảm chi thường xuyên"
    "|ngân sách nhà nước bảo đảm chi thường xuyên|nhà nước bảo đảm",
    "": "số|số lượng|tổng|tổng số|tổng cộng|đã|được|các|những|của|tại|trên|do|thuộc|theo"
    "|và|có|là|trong|ở|với|cho|về|ra|bị|để|đến|từ|cả|toàn bộ|tất cả|hiện|hiện nay|này"
    "|đến nay|việc|công tác|kết quả|cụ thể|đạt|tỷ lệ|tỉ lệ|gồm|bao gồm|trong đó|xong|phải"
    "|trong kỳ|kỳ báo cáo|trong kỳ báo cáo|thời điểm báo cáo|tại thời điểm báo cáo|nay"
    "|tính đến thời điểm báo cáo|trong năm|năm|quý|tháng|đầu năm|thẩm quyền|thuộc thẩm"
    " quyền|thuộc thẩm quyền giải quyết|thẩm quyền giải quyết|phạm vi|thuộc phạm vi giải"
    " quyết|địa phương|tại địa phương|của địa phương|địa bàn|trên địa bàn|người|cái|lượt|nhưng"
    "|trường hợp|bộ phận tiếp nhận và trả kết quả|bộ phận một cửa|trung tâm hành chính"
    " công|trung tâm phục vụ hành chính công|bộ phận tiếp nhận trả kết quả|hiện đại"
    "|bộ phận tiếp nhận và trả kết quả giải quyết tthc|ubnd|ủy ban nhân dân|phần trăm"
    "|bộ phận tiếp nhận và trả kết quả hiện đại|theo quy định|đơn vị tính|còn|tiến hành"
    "|thực hiện|đã thực hiện|tổ chức|qua|như|sau|như sau|sẽ|thì|mà|trường hợp|cấp|khác",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens of a text; ``has_caveat``: it says itself that its scope is special."""

    tokens: frozenset[str]
    has_caveat: bool = False

    @property
    def level(self) -> str | None:
        """The one level of government that it names, if it is one."""
        found = self.tokens & LEVELS
        return next(iter(found)) if len(found) == 1 else None

    @property
    def thing(self) -> frozenset[str]:
        """The tokens without the level."""
        return self.tokens - LEVELS


def _spell(text: str) -> str:
    """Lower case, with the tone mark where dictionaries put it («hoà» is «hòa»)."""
    text = normalize("NFC", text).lower()
    return _OLD_TONES.sub(lambda found: _TONES[found[0]], text)


_TONES = {
    old: new
    for first in ("oa", "oe", "uy")
    for mark in "\u0300\u0301\u0303\u0309\u0323"
    for old, new in [
        (
            normalize("NFC", first + mark),
            normalize("NFC", first[0] + mark + first[1]),
        )
    ]
}
_OLD_TONES = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?![\w])")
_WORD = re.compile(r"[^\W_]+|%")
_ASIDE = re.compile(r"\([^()]{0,300}\)")
_CAVEAT = re.compile(
    r"bao gồm cả|kể cả|không bao gồm|không tính|không kể|chưa tính|chưa kể|ngành dọc"
    r"|riêng|ngoại trừ|trừ "
)


def _index(lexicon: dict[str, str]) -> dict[str, list[tuple[Words, str]]]:
    found: dict[str, list[tuple[Words, str]]] = {}
    for token, phrases in lexicon.items():
        for phrase in phrases.split("|"):
            words = tuple(_WORD.findall(_spell(phrase)))
            found.setdefault(words[0], []).append((words, token))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


_BY_WORD = _index(_LEXICON)


@lru_cache(maxsize=4096)
def read_phrase(text: str) -> Phrase:
    """Read a label or a phrase; what stands in brackets only explains."""
    spelled = _spell(text).replace("đảm bảo", "bảo đảm")
    plain = _ASIDE.sub(" ", spelled)
    words = _WORD.findall(plain)
    tokens = set()
    at = 0
    while at < len(words):
        length, token = _longest(words, at)
        if token:
            tokens.add(token)
        at += length
    return Phrase(_settled(tokens), bool(_CAVEAT.search(spelled)))


def _longest(words: list[str], at: int) -> tuple[int, str]:
    for phrase, token in _BY_WORD.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), token
    word = words[at]
    return 1, "" if word == "%" else f"={word}"


def _settled(tokens: set[str]) -> frozenset[str]:
    """Make equal what means the same: late dossiers that are not pending are done."""
    timely = {"early", "on-time", "late", "not-late"}
    if "early" in tokens and "on-time" in tokens:
        tokens = tokens - {"early", "on-time"} | {"not-late"}
    if "dossier" in tokens:
        tokens.discard("procedure")
        if "pending" in tokens and "on-time" in tokens:
            tokens = tokens - {"on-time"} | {"in-time"}
        if tokens & timely and not tokens & {"pending", "in-time"}:
            tokens = tokens - {"received"} | {"done"}
    if "in-time" in tokens:
        tokens = tokens | {"pending"}
    if {"level-3", "level-4"} <= tokens:
        tokens = tokens - {"level-3", "level-4"} | {"level-3-4"}
    if tokens & {"level-3", "level-4", "level-3-4", "full", "partial"}:
        tokens = tokens - {"online"}
        if not tokens & {"dossier"}:
            tokens = tokens | {"procedure"}
    return frozenset(tokens)


_RATE = re.compile(r"\W*(?:[\d.]+\W+)?(tỷ lệ|tỉ lệ|phần trăm|tỷ trọng|tỉ trọng|cơ cấu)\b")
_GROWTH = re.compile(r"\b(tăng|giảm|so với|tốc độ|cắt giảm|chênh)\b")


def is_rate(label: str) -> bool:
    """Say whether a label names a rate («Tỷ lệ …»)."""
    return bool(_RATE.match(label.lower()))


def is_growth(label: str) -> bool:
    """Say whether a label compares with another time or place, so may pass 100 %."""
    return bool(_GROWTH.search(label.lower()))

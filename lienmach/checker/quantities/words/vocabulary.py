"""The words of administrative reports: what is counted, and how far it has come.

Phrases are plain data. ``unit_at`` reads the counting word behind a number;
``tags_of`` says what a phrase means, so that «đúng hẹn» and «đúng hạn» meet.
"""

import re
from functools import lru_cache

from lienmach.checker.quantities.words.idioms import OVERALL
from lienmach.checker.text.other_times import CARRIED, CUMULATIVE, EARLIER

# For a class of characters: capitals only, which no range of Unicode gives.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# What says that a number rose or fell, as alternatives of a pattern.
MORE = "tăng|cao hơn|nhiều hơn|vượt|hơn|nhỉnh hơn|thêm|nâng"
LESS = "giảm|thấp hơn|ít hơn|kém|hụt|thiếu|sụt|bớt|rút|cắt giảm|tiết kiệm|hạ"

WORD = re.compile(r"[^\W\d_]+")


def words(text: str) -> frozenset[str]:
    """Write a set of single words as one text."""
    return frozenset(text.split())


def any_word(names: str) -> str:
    """Return a pattern of alternatives that are whole words.

    Each begins with its letter, and looks back from there: a search for such runs many
    times as fast as one that looks back from everywhere.
    """
    return any_begun(names) + r"(?!\w)"


def any_begun(names: str) -> str:
    """Return the same of words that may go on: a pattern of its own does."""
    behind: dict[str, list[str]] = {}
    for name in names.split("|"):
        behind.setdefault(name[0], []).append(name[1:])
    found = "|".join(
        rf"{first}(?<!\w{first})(?:{'|'.join(rest)})" for first, rest in behind.items()
    )
    return rf"(?:{found})"


# «Trễ hạn nhiều nhất là lĩnh vực đất đai (13/15 hồ sơ)»: of one among others.
ONE_OF_MANY = re.compile(any_word("nhất"))

# A family holds counting words that may be added up with one another.
FAMILIES: dict[str, str] = {
    "dossier": "hồ sơ|bộ hồ sơ|lượt hồ sơ|hs",
    "procedure": (
        "thủ tục hành chính|thủ tục|tthc|dịch vụ công trực tuyến|dịch vụ công|dvctt|dvc"
        "|quy trình|quy trình nội bộ|dịch vụ"
    ),
    "person": (
        "người|lượt người|cán bộ|công chức|viên chức|cán bộ, công chức, viên chức"
        "|cán bộ, công chức|công chức, viên chức|cbccvc|cbcc|ccvc|biên chế|hợp đồng"
        "|lao động|người lao động|nhân viên|đồng chí|lượt cán bộ|cá nhân|đại biểu"
        "|học viên|thành viên|giáo viên|đảng viên|đoàn viên|hội viên|chỉ tiêu biên chế"
        "|lượt cán bộ, công chức, viên chức|biên chế công chức|biên chế viên chức"
        "|nhân sự|thạc sĩ|tiến sĩ|đại học|cao đẳng|trung cấp|sơ cấp|cao cấp|cử nhân"
        "|giám đốc|phó giám đốc|chuyên viên|trưởng phòng|phó trưởng phòng|kế toán"
        "|văn thư|chủ tịch|phó chủ tịch|bác sĩ|lãnh đạo"
        "|nam|nữ|lượt|lượt công dân|công dân|lượt học viên|lượt đại biểu|kỹ sư"
        "|thí sinh|ứng viên|học sinh|bệnh nhân|hòa giải viên|tình nguyện viên"
        "|cộng tác viên|tuyên truyền viên|báo cáo viên|người dân|cử tri|khách hàng"
        "|lao động hợp đồng|người hoạt động không chuyên trách|bị can|bị cáo|đb"
        "|luật sư|ủy viên|cấp ủy viên|cấp uỷ viên|dân|cháu|em|trẻ|trẻ em|sinh viên"
    ),
    "document": (
        "văn bản|văn bản qppl|vbqppl|văn bản quy phạm pháp luật|quyết định|nghị quyết"
        "|chỉ thị|kế hoạch|công văn|thông báo|báo cáo|tờ trình|quy chế|quy định"
        "|hướng dẫn|chương trình|văn bản đến|văn bản đi|giấy mời|biên bản|đề án"
        "|thông tư|nghị định|công điện|tài liệu|dự thảo|dự thảo văn bản|văn kiện"
        "|bản án|danh mục|biểu mẫu|thư xin lỗi|luật|bộ luật|pháp lệnh"
    ),
    "agency": (
        "cơ quan|đơn vị|cơ quan, đơn vị|cơ quan đơn vị|xã, phường, thị trấn"
        "|xã, phường|xã, thị trấn|xã|phường|thị trấn|huyện|tỉnh|thành phố|thị xã"
        "|phường, xã|sở|ngành|sở, ngành|sở, ban, ngành|phòng|ban|phòng ban|phòng, ban"
        "|phòng, ban ngành|phòng ban ngành|địa phương|đơn vị, địa phương|trường"
        "|trường học"
        "|đơn vị hành chính|đơn vị sự nghiệp|đơn vị sự nghiệp công lập"
        "|cơ quan chuyên môn|trạm|trung tâm|tổ chức|tập thể|trạm y tế|doanh nghiệp"
        "|cơ quan, đơn vị, địa phương|đặc khu|trụ sở|hợp tác xã|cơ sở|đầu mối|ubnd"
        "|đơn vị hành chính cấp xã|đơn vị hành chính cấp huyện|quận|quận huyện"
        "|quận, huyện|chi cục|dn|tổ chức đảng|tổ chức cơ sở đảng|đảng bộ|chi bộ"
    ),
    "village": "thôn|tổ dân phố|ấp|bản|khu phố|thôn, tổ dân phố|khu dân cư|thôn, bản",
    "task": (
        "nhiệm vụ|nội dung|công việc|đầu việc|chỉ tiêu|tiêu chí|mục tiêu"
        "|nội dung công việc"
        "|tiêu chí thành phần"
    ),
    "directive": (
        "ý kiến chỉ đạo|ykcđ|ykcd|ý kiến|nhiệm vụ giao|ý kiến chỉ đạo, điều hành"
        "|chỉ đạo|ý kiến, kiến nghị|lượt ý kiến, kiến nghị"
    ),
    "petition": (
        "đơn|đơn thư|vụ|vụ việc|khiếu nại|tố cáo|kiến nghị|phản ánh|phản ánh, kiến nghị"
        "|phản ánh kiến nghị|lượt phản ánh|ý kiến phản ánh|pakn|đơn khiếu nại"
        "|đơn tố cáo"
        "|lượt ý kiến|trường hợp phản ánh|thắc mắc|câu hỏi|kiến nghị, phản ánh"
        "|khiếu nại, tố cáo"
        "|đơn khiếu nại, tố cáo|đơn kiến nghị, phản ánh|việc|vụ án|nguồn tin|tin báo"
    ),
    "event": (
        "cuộc|hội nghị|lớp|nhóm, lớp|lớp tập huấn|buổi|đợt|đoàn|lượt đoàn|cuộc họp"
        "|cuộc kiểm tra|cuộc thanh tra"
        "|hội thảo|cuộc thi|đợt kiểm tra|lớp đào tạo|lớp bồi dưỡng|phiên|kỳ họp"
        "|buổi tập huấn|tọa đàm|diễn đàn"
    ),
    "media": (
        "tin|bài|tin, bài|tin bài|tin, bài viết|bài viết|bản tin|phóng sự|chuyên mục"
        "|chuyên đề|chuyên trang|tin tức|thông tin|tin, bài, ảnh|lượt tin|video|tờ rơi"
        "|tin thời sự|lượt phát thanh|khẩu hiệu|pa nô|pano|băng rôn|tờ gấp|áp phích"
    ),
    "account": "tài khoản|chữ ký số|chứng thư số|hộp thư|địa chỉ thư điện tử",
    "site": "trang|cổng|trang thông tin điện tử|website",
    "ballot": "phiếu|phiếu khảo sát|lượt đánh giá|ý kiến đánh giá|mẫu phiếu",
    "field": "lĩnh vực",
    "household": "hộ|hộ gia đình|hộ dân|hộ nghèo",
    "dweller": "khẩu|nhân khẩu",
    "animal": "con",
    "couple": "cặp|cặp vợ chồng",
    "plot": "thửa|thửa đất",
    "money": (
        "đồng|đ|nghìn đồng|ngàn đồng|triệu đồng|tỷ đồng|tỉ đồng|triệu|tỷ|vnđ|trđ"
        "|tr.đồng|nghìn tỷ đồng|ngàn tỷ đồng|nghìn tỉ đồng|ngàn tỉ đồng|triệu tỷ đồng"
        "|triệu tỉ đồng"
    ),
    "time": (
        "ngày|ngày làm việc|giờ|giờ làm việc|phút|tháng|năm|tuần|quý|ngày/hồ sơ|lần"
        "|tiếng"
    ),
    "point": "điểm",
    "step": "bậc|hạng|bậc xếp hạng|thứ hạng|vị trí",
    "measure": "km|km2|km²|m2|m²|m|ha|kg|tấn|mbps",
    "case": "trường hợp|đối tượng|lượt giao dịch|giao dịch|lượt truy cập|lượt xem"
    "|thuê bao",
    "device": "máy tính|máy|bộ|cái|chiếc|thiết bị|camera|máy in|máy quét|phần mềm"
    "|hệ thống|màn hình|kiosk|máy chủ",
    "data": "mã định danh|bản ghi|cơ sở dữ liệu|trường thông tin|trường dữ liệu",
    "place": "điểm cầu|quầy|ô cửa|gian hàng|điểm tiếp nhận|điểm hỗ trợ",
    "post": "chức danh",
    "call": "cuộc gọi|tin nhắn|cuộc gọi, tin nhắn",
    "request": "yêu cầu|đề xuất|góp ý",
    "paper": "giấy|giấy phép|giấy chứng nhận|thẻ|bản|sổ|kết quả|bản sao|chứng thực",
    "idea": "sáng kiến|mô hình|giải pháp|đề tài|dự án|công trình|gói thầu|danh hiệu"
    "|hạng mục|sản phẩm|bài thi|bài dự thi|giải thưởng|bằng khen|giấy khen",
    "crime": "vi phạm|tồn tại|hạn chế|lỗi|sai phạm|thiếu sót|sai sót"
    "|khuyết điểm|vấn đề",
}
# Words of one family that still are not added: a lượt is not a person.
_FAMILY_OF = {
    word: name for name, listed in FAMILIES.items() for word in listed.split("|")
}
_BY_FIRST: dict[str, list[str]] = {}
for _word in sorted(_FAMILY_OF, key=len, reverse=True):
    _BY_FIRST.setdefault(re.split(r"[ ,./]", _word, maxsplit=1)[0], []).append(_word)

_FIRST = re.compile(r"[ (]?([^\W\d_]+²?2?)")
MONEY = {
    "đồng": 1,
    "đ": 1,
    "vnđ": 1,
    "nghìn đồng": 10**3,
    "ngàn đồng": 10**3,
    "triệu đồng": 10**6,
    "triệu": 10**6,
    "trđ": 10**6,
    "tr.đồng": 10**6,
    "tỷ đồng": 10**9,
    "tỉ đồng": 10**9,
    "tỷ": 10**9,
    "nghìn tỷ đồng": 10**12,
    "ngàn tỷ đồng": 10**12,
    "nghìn tỉ đồng": 10**12,
    "ngàn tỉ đồng": 10**12,
    "triệu tỷ đồng": 10**15,
    "triệu tỉ đồng": 10**15,
}
# Families that no label stands for: «trong năm», «một lần».
_UNNAMED = words("time step measure point money paper device idea crime case")
# Words that follow a number without being what it counts.
_NOT_UNITS = words(
    "của là và với trong trên tại theo so đạt chiếm được đã đang sẽ có không cho"
    " đến tới từ do bởi về như thì mà nên hoặc hay nhưng để còn đều gồm bao cụ thể"
    " tương các những thuộc tăng giảm nếu khi này đó bằng qua vào ra lên xuống"
    " đúng quá trước trễ sớm tỷ tỉ lệ trực hoàn giải tiếp xử thực ngoài riêng hiện"
    " toàn một nay chưa và/hoặc nhằm gửi năm quý xếp hết kết luận"
)


def family_of(unit: str) -> str:
    """Return the family of a counting word; a word of no family is its own."""
    word = unit.lower()
    return _FAMILY_OF.get(word, word)


def unit_at(text: str, lower: str, start: int) -> tuple[str, int]:
    """Return the counting word at ``start`` of a text and where it ends.

    Known words first, the longest one; else the next word, if it may be one.
    """
    found = _FIRST.match(lower, start)
    if not found:
        return "", start
    first, at = found[1], found.start(1)
    for phrase in _BY_FIRST.get(first, ()):
        end = at + len(phrase)
        if lower.startswith(phrase, at) and not lower[end : end + 1].isalpha():
            return text[at:end], end
    if lower[found.start()] == "(" or first in _NOT_UNITS or len(first) < 2:
        return "", start
    return text[at : found.end(1)], found.end(1)


def family_in(label: str) -> str:
    """Return what a label without a counting word counts: «tổng số nhiệm vụ: 82»."""
    words = label.split(" ")
    for end in range(len(words), max(0, len(words) - 12), -1):
        for start in range(max(0, end - 4), end):
            found = _FAMILY_OF.get(" ".join(words[start:end]), "")
            if found and found not in _UNNAMED:
                return found
    return ""


def is_known(unit: str) -> bool:
    return unit.lower() in _FAMILY_OF


# tag → phrases of it (lower case). A phrase that begins with "!" takes the tag away.
_TAGS: dict[str, tuple[str, ...]] = {
    tag: tuple(f" {phrase}" for phrase in phrases.split("|"))
    for tag, phrases in (
        (
            "late",
            "quá hạn|không đúng thời hạn|không đúng thời gian|hồ sơ chậm"
            "|xử lý chậm|giải quyết chậm|trả lời chậm"
            "|trả chậm|trễ hạn|trễ hẹn|quá hẹn|chậm hạn|muộn hạn"
            "|quá thời hạn|"
            "trễ thời hạn|chậm thời hạn|không đúng hạn|chưa đúng hạn|"
            "không đúng hẹn|chậm muộn|chậm trễ|sau hạn|sau ngày hẹn|quá ngày hẹn"
            "|chậm hẹn|lỡ hẹn|lỡ hạn|muộn hẹn|bị chậm|bị trễ|sau thời hạn|chậm so với"
            "|xong muộn|trả muộn|trả trễ|chậm tiến độ|trễ tiến độ|quá kỳ hạn",
        ),
        (
            "early",
            "trước hạn|trước hẹn|trước thời hạn|sớm hạn|sớm hẹn|trước và đúng|"
            "trước, đúng|trước hoặc đúng|sớm và đúng|sớm trước|trả sớm|xong sớm"
            "|trước ngày hẹn|sớm hơn hẹn|sớm hơn hạn|về đích sớm|trước kỳ hạn"
            "|giải quyết sớm|sớm so với|sớm hơn giấy hẹn|sớm hơn ngày|trước giấy hẹn",
        ),
        (
            "on_time",
            "đúng hạn|đúng hẹn|đúng thời hạn|đúng thời gian|kịp thời hạn|đúng ngày hẹn"
            "|đúng ngày trả|đúng lịch|vừa hạn|đúng kỳ hạn|kịp hạn|kịp hẹn|đúng ngày"
            "|đúng tiến độ",
        ),
        (
            "within",
            "trong hạn|chưa đến hạn|chưa tới hạn|còn hạn|còn trong thời hạn|"
            "trong thời hạn|chưa quá hạn|chưa đến hẹn|trong hẹn",
        ),
        (
            "open",
            "chưa có kết quả|chưa xong|chưa làm|chưa nộp|chưa gửi|đang chờ|chờ xử lý"
            "|chờ giải quyết|đang thẩm định|"
            "đang giải quyết|đang thụ lý|đang xử lý|đang được xử lý|đang làm"
            "|chưa giải quyết|"
            "đang trong quá trình|đang trong thời gian|đang thực hiện|"
            "chưa hoàn thành|chưa thực hiện|đang triển khai|chưa xử lý|"
            "đang tiếp tục|đang xem xét|tồn cuối kỳ|chuyển kỳ sau|"
            "chưa giải ngân|chưa khắc phục|chưa số hóa|"
            "chuyển sang kỳ sau|chuyển tiếp|đang xác minh|"
            "đang được giải quyết|chưa đến hạn|"
            "chưa trả|giải quyết tiếp",
        ),
        (
            "returned",
            "trả lại|từ chối|rút hồ sơ|xin rút|tạm dừng|bổ sung hồ sơ|"
            "chờ bổ sung|yêu cầu bổ sung|không đủ điều kiện|hủy|không hợp lệ|"
            "công dân rút|không giải quyết|không thuộc thẩm quyền",
        ),
        (
            "carried",
            f"{CARRIED}|chuyển kỳ trước|từ kỳ trước|kỳ trước|tồn đầu kỳ"
            "|tồn kỳ trước|tồn trước|chuyển sang|tồn chuyển|tồn từ|tồn của",
        ),
        (
            "new",
            "tiếp nhận mới|nhận mới|hồ sơ mới|đơn mới|mới tiếp nhận|mới trong kỳ|"
            "phát sinh mới|phát sinh trong kỳ|nộp mới|mới nộp|mới nhận|mới phát sinh"
            "|mới gửi|gửi mới|mới đến",
        ),
        (
            "online",
            "trực tuyến|qua mạng|môi trường mạng|môi trường điện tử|online|trên cổng"
            "|qua cổng",
        ),
        ("direct", "trực tiếp|tại quầy|tại chỗ|tại bộ phận|trao tay"),
        ("postal", "bưu chính|bưu điện|bcci"),
        (
            "no_slip",
            "không ghi giấy hẹn|không có giấy hẹn|không hẹn|trong ngày|"
            "không giấy hẹn|lấy ngay|trả ngay",
        ),
        ("slip", "giấy hẹn|phiếu hẹn|ghi hẹn|có hẹn"),
        ("female", "nữ"),
        ("male", "nam"),
        ("province", "cấp tỉnh|thuộc tỉnh"),
        ("district", "cấp huyện|cấp thị xã|cấp thành phố|cấp quận"),
        ("commune", "cấp xã|các xã|xã, phường|phường, xã|xã, thị trấn"),
        (
            "assigned",
            "được giao|giao năm|giao cho|phân bổ|chỉ tiêu|giao chỉ tiêu|phát ra"
            "|phải thực hiện",
        ),
        ("present", "có mặt|hiện có|đã sử dụng|đang sử dụng|thực hiện|thu về|thu được"),
        (
            "left",
            "còn lại|còn thiếu|chưa tuyển|chưa sử dụng|chưa bố trí|còn dư",
        ),
        ("plan", "kế hoạch|mục tiêu|đề ra"),
        ("expected", "dự kiến|phấn đấu|ước |sẽ "),
        ("overall", OVERALL),
        ("cumulative", f"{CUMULATIVE}|từ trước đến nay"),
        ("before", EARLIER),
        ("full_online", "toàn trình|mức độ 4|mức 4"),
        ("part_online", "một phần|mức độ 3|mức 3"),
        ("excellent", "xuất sắc"),
        ("very_pleased", "rất hài lòng"),
        ("displeased", "không hài lòng|chưa hài lòng"),
        ("pleased", "hài lòng"),
        ("total", "tổng số|tổng cộng|tổng"),
    )
}
_LATE_DENIED = re.compile(
    r"(?:không|chưa)(?! đúng)[^,.;]{0,32} (?:quá hạn|trễ hạn|trễ hẹn|quá hẹn"
    r"|quá thời hạn)"
    r"|(?:không|chưa) (?:quá|trễ|chậm)"
)
_EARLY_OR_ON_TIME = re.compile(
    r"(?:trước|sớm)(?: hạn| hẹn| thời hạn)?(?:,| và| hoặc| /|/) ?đúng"
    r"|đúng(?: hạn| hẹn| thời hạn)?(?:,| và| hoặc| /|/) ?(?:trước|sớm)"
)
_OFFICE = re.compile(
    r"(?:thẩm quyền|quy trình|thời hạn|thời gian|cơ chế|quá trình|hệ thống thông tin)"
    r" (?:tiếp nhận và |tiếp nhận, )?giải quyết|"
    r"(?:bộ phận|trung tâm|nơi|quầy|công tác|việc|quá trình|cơ chế)?\s?tiếp nhận"
    r"(?: hồ sơ)?,? (?:và|giải quyết và) (?:giao )?(?:hoàn )?trả(?: kết quả)?"
)
_RECEIVED = re.compile(
    r"tiếp nhận|đã nhận|được nhận|nhận được|gửi đến"
    r"|nhận trong (?:kỳ|quý|tháng|năm|tuần|đợt)|hồ sơ nhận(?: được)?(?: |$)"
    r"|phải giải quyết|yêu cầu xử lý|cần xử lý|phải xử lý"
    r"|yêu cầu giải quyết|thụ lý mới|t(?<!đang t)hụ lý|nộp vào|gửi vào|đưa vào xử lý"
    r"|nhận vào|nhận về|chuyển đến|vào sổ|nộp đến|nộp hồ sơ"
)
_FINISHED = re.compile(
    r"g(?<!chưa g)iải ngân"
    r"|đã (?:được )?(?:giải quyết|xử lý|trả|hoàn thành|thực hiện|giả quyết)"
    r"|giải quyết (?:xong|được)|hoàn thành|hoàn tất|làm xong|đã xong|trả xong"
    r"|dứt điểm|đã trả kết quả|được trả kết quả|c(?<!chưa c)ó kết quả"
    r"|kết quả giải quyết"
    r"|g(?<!đang g)(?<!chưa g)(?<!phải g)(?<!cầu g)iải quyết"
    r"|x(?<!đang x)(?<!chưa x)(?<!phải x)(?<!cầu x)ử lý(?! khác)"
)
_TIME_BEFORE = r"(?:kỳ|quý|tháng|năm|tuần) trước"
_BROUGHT = re.compile(
    rf"(?:chuyển|để lại|gối|dồn|sang|còn|tồn|mang|nợ)(?: \w+){{0,3}} {_TIME_BEFORE}"
    rf"|{_TIME_BEFORE}(?: \w+){{0,3}} (?:chuyển|để lại|gối|dồn|sang|còn|tồn|mang)"
    rf"|^ (?:của |từ |hồ sơ )*{_TIME_BEFORE} $|(?:của|từ) {_TIME_BEFORE} $"
)
_ONWARD = re.compile(
    r"(?:chuyển|gối|dồn)(?: tiếp)? (?:sang|qua) (?:hồ sơ )?(?:kỳ|quý|tháng|năm|tuần)"
    r" (?:sau|tới|tiếp|\d|[ivx]+(?!\w))"
)
_IN_PART = re.compile(r"(?:đảm|tự chủ|chi)[^,;]*một phần")
_MALE = re.compile(r"(?<!việt )\bnam\b")
_FEMALE = re.compile(r"\bnữ\b")

# Values of one dimension exclude each other. Those that together are everything by the
# nature of the thing are listed in COMPLETE.
DIMENSIONS: tuple[frozenset[str], ...] = tuple(
    words(values)
    for values in (
        "early on_time early+on_time late",
        "within late",
        "finished open returned",
        "carried new",
        "online direct postal",
        "slip no_slip",
        "male female",
        "province district commune",
        "assigned present left",
        "full_online part_online",
        "very_pleased pleased displeased",
    )
)
COMPLETE: tuple[frozenset[str], ...] = tuple(
    words(values)
    for values in (
        "early on_time late",
        "early+on_time late",
        "on_time late",
        "within late",
        "finished open",
        "finished open returned",
        "carried new",
        "online direct",
        "online direct postal",
        "slip no_slip",
        "male female",
        "full_online part_online",
        "province district commune",
        "province commune",
        "district commune",
    )
)
STATES = frozenset(("received", "finished", "open", "returned", "carried", "new"))
TIMES = frozenset(("early", "on_time", "early+on_time", "late", "within"))
TIMELY = words("early on_time early+on_time late")


_TAGS_BY_WORD: dict[str, list[tuple[str, str]]] = {}
for _tag, _phrases in _TAGS.items():
    for _phrase in _phrases:
        _first_word = _phrase.split(" ")[1].rstrip(",")
        _TAGS_BY_WORD.setdefault(_first_word, []).append((_phrase[1:], _tag))
_A_WORD = re.compile(r" ([^\W\d_]+)")


def _told_in(text: str) -> set[str]:
    """Return the tags whose phrases stand in a text, each behind a space."""
    found = set()
    for word in _A_WORD.finditer(text):
        for phrase, tag in _TAGS_BY_WORD.get(word[1], ()):
            if tag not in found and text.startswith(phrase, word.start(1)):
                found.add(tag)
    return found


@lru_cache(maxsize=4096)
def tags_of(phrase: str) -> frozenset[str]:
    """Return what a phrase in lower case means."""
    named = "giải quyết" in phrase or "tiếp nhận" in phrase
    text = f" {_OFFICE.sub(' ', phrase) if named else phrase} "
    found = _told_in(text)
    if "late" in found and _LATE_DENIED.search(text):
        found -= {"late"}
        found |= {"within" if "open" in found else "on_time"}
    elif "late" in found:
        found -= {"on_time"}
    both = {"early", "on_time"} <= found
    if both or ("đúng" in text and _EARLY_OR_ON_TIME.search(text)):
        found = (found - {"early", "on_time"}) | {"early+on_time"}
    if "before" in found and _BROUGHT.search(text):
        found.add("carried")
    if "carried" in found:
        found -= {"before"} | ({"carried"} if "kỳ sau" in text else set())
    if _ONWARD.search(text):
        found = (found - {"carried"}) | {"open"}
    if "total" in found and "mới" not in text:
        found.discard("new")  # «tổng số hồ sơ tiếp nhận trong kỳ»
    if "part_online" in found and _IN_PART.search(text):
        found.discard("part_online")
    if "no_slip" in found or ("early" in found and "hơn giấy hẹn" in text):
        found.discard("slip")
    if "male" in found and not _MALE.search(text):
        found.discard("male")
    if "female" in found and not _FEMALE.search(text):
        found.discard("female")
    if "within" in found:
        found -= {"late"} if "chưa quá hạn" in text else set()
    if "very_pleased" in found or "displeased" in found:
        found.discard("pleased")
    if _RECEIVED.search(text):
        found.add("received")
    if found & {"open", "returned"}:
        found.discard("finished")
    elif _FINISHED.search(text):
        found.add("finished")
    return frozenset(found)

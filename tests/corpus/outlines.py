"""The outlines that offices follow: headings, what is said under each, and annexes."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the topics below it, and its own headings in turn."""

    title: str
    topics: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    name: str
    levels: tuple[str, ...]
    schemes: tuple[str, ...]
    titles: tuple[str, ...]
    parts: tuple[Part, ...]
    annexes: tuple[str, ...] = ()
    kind: str = "BÁO CÁO"


def part(title: str, topics: str = "", *parts: Part) -> Part:
    return Part(title, tuple(topics.split()), parts)


REFORM_SIX = (
    part("Cải cách thể chế", "institution direction.legal"),
    part("Cải cách thủ tục hành chính", "procs dossiers prose.dossiers"),
    part("Cải cách tổ chức bộ máy", "apparatus direction.legal"),
    part("Cải cách chế độ công vụ", "service prose.people"),
    part("Cải cách tài chính công", "finance"),
    part("Xây dựng, phát triển chính quyền số", "digital prose.digital"),
)

REFORM_EIGHT = (
    part("Xây dựng và hoàn thiện thể chế", "institution"),
    part("Cải cách thủ tục hành chính", "procs"),
    part("Thực hiện cơ chế một cửa, một cửa liên thông", "dossiers prose.dossiers"),
    part("Sắp xếp tổ chức bộ máy", "apparatus"),
    part("Nâng cao chất lượng đội ngũ", "service prose.people"),
    part("Quản lý tài chính, tài sản công", "finance"),
    part("Hiện đại hóa nền hành chính", "digital prose.digital"),
    part("Công tác khác", "media index"),
)

CLOSING = (
    part(
        "ĐÁNH GIÁ CHUNG",
        "",
        part("Kết quả đạt được", "prose.good later"),
        part("Tồn tại, hạn chế", "prose.bad later"),
    ),
    part("PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI", "prose.next prose.next later"),
    part("KIẾN NGHỊ, ĐỀ XUẤT", "prose.ask"),
)

OUTLINES = (
    Outline(
        "quarter_district",
        ("huyen",),
        ("quy", "6thang", "9thang"),
        ("Công tác cải cách hành chính {label}",),
        (
            part(
                "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
                "intro.window",
                part("Về kế hoạch", "direction prose.direction"),
                part("Về kiểm tra", "check"),
                part("Về tuyên truyền", "media index.rank index.poll"),
            ),
            part("KẾT QUẢ THỰC HIỆN", "", *REFORM_SIX),
            *CLOSING,
        ),
        ("direction", "dossiers", "law", "people", "finance", "digital"),
    ),
    Outline(
        "year_district",
        ("huyen",),
        ("nam",),
        ("Kết quả thực hiện công tác cải cách hành chính {label}",),
        (
            part(
                "Công tác chỉ đạo, điều hành cải cách hành chính",
                "direction prose.direction",
                part("Kiểm tra cải cách hành chính", "check"),
                part("Tuyên truyền cải cách hành chính", "media"),
                part("Kết quả xếp hạng", "index"),
            ),
            part("Kết quả thực hiện công tác cải cách hành chính", "", *REFORM_EIGHT),
            part("Đánh giá chung", "prose.good later prose.bad later"),
            part("Nhiệm vụ trọng tâm năm {next}", "prose.next trap"),
        ),
        ("dossiers", "by_unit", "papers", "grouped"),
    ),
    Outline(
        "half_year_province",
        ("tinh",),
        ("6thang", "nam", "9thang"),
        ("Tình hình cải cách hành chính {label} của tỉnh",),
        (
            part(
                "KẾT QUẢ CHỈ ĐẠO, ĐIỀU HÀNH", "intro.window direction check media index"
            ),
            part("KẾT QUẢ TRÊN CÁC LĨNH VỰC", "", *REFORM_SIX),
            *CLOSING,
        ),
        ("direction", "dossiers", "by_unit", "finance", "digital"),
    ),
    Outline(
        "department",
        ("so",),
        ("quy", "6thang", "nam"),
        ("Kết quả công tác cải cách hành chính {label}", "Công tác CCHC {label}"),
        (
            part("Chỉ đạo, điều hành", "intro.window direction prose.direction media"),
            part("Cải cách thủ tục hành chính", "procs dossiers"),
            part("Tổ chức bộ máy và công vụ", "apparatus service"),
            part("Chuyển đổi số", "digital index"),
            part("Đánh giá, kiến nghị", "prose.good later prose.bad later prose.ask"),
        ),
        ("dossiers", "digital"),
    ),
    Outline(
        "month_commune",
        ("xa", "xa2"),
        ("thang",),
        ("Công tác cải cách hành chính {label}", "Kết quả CCHC {label}"),
        (
            part("Công tác chỉ đạo", "direction intro.window"),
            part("Kết quả thực hiện", "dossiers procs digital"),
            part("Nhiệm vụ tháng sau", "prose.next later"),
        ),
    ),
    Outline(
        "year_commune",
        ("xa",),
        ("nam", "6thang"),
        ("Kết quả cải cách hành chính {label}",),
        (
            part("TÌNH HÌNH TRIỂN KHAI", "direction media prose.direction"),
            part("KẾT QUẢ CỤ THỂ", "", *REFORM_SIX[1:2], *REFORM_SIX[3:]),
            *CLOSING[:2],
        ),
        ("direction", "dossiers"),
    ),
    Outline(
        "two_tier_commune",
        ("xa2",),
        ("quy", "6thang"),
        (
            "Kết quả thực hiện công tác cải cách hành chính {label}",
            "Hoạt động của Trung tâm Phục vụ hành chính công {label}",
        ),
        (
            part(
                "Công tác chỉ đạo, điều hành",
                "intro.window direction trap.two_tier prose.direction",
            ),
            part(
                "Kết quả thực hiện",
                "",
                part("Giải quyết thủ tục hành chính", "dossiers procs"),
                part("Tổ chức bộ máy, công vụ", "service"),
                part("Chuyển đổi số", "digital media"),
                part("Tài chính", "finance index.score index.rank"),
            ),
            *CLOSING,
        ),
        ("dossiers", "form"),
    ),
    Outline(
        "control_quarter",
        ("huyen", "tinh", "so", "xa2"),
        ("quy", "6thang", "nam"),
        (
            "Công tác kiểm soát thủ tục hành chính {label}",
            "Tình hình kiểm soát TTHC, triển khai cơ chế một cửa {label}",
        ),
        (
            part(
                "TÌNH HÌNH, KẾT QUẢ KIỂM SOÁT THỦ TỤC HÀNH CHÍNH",
                "intro.window",
                part("Công bố, công khai thủ tục hành chính", "procs"),
                part("Tiếp nhận, giải quyết thủ tục hành chính", "dossiers dossiers"),
                part("Truyền thông, kiểm tra", "media check"),
                part("Nội dung khác", "direction.docs direction.legal"),
            ),
            *CLOSING,
        ),
        ("form",),
    ),
    Outline(
        "supervision",
        ("huyen", "tinh"),
        ("nam", "6thang"),
        ("Kết quả giám sát việc thực hiện cải cách hành chính {label}",),
        (
            part("TÌNH HÌNH CHUNG", "intro.window direction prose.direction"),
            part(
                "KẾT QUẢ GIÁM SÁT",
                "",
                part("Về thủ tục hành chính", "dossiers procs"),
                part("Về bộ máy, biên chế", "apparatus service"),
                part("Về tài chính công", "finance"),
            ),
            part("HẠN CHẾ, NGUYÊN NHÂN", "prose.bad later"),
            part("KIẾN NGHỊ", "prose.ask prose.next"),
        ),
        ("by_unit", "grouped"),
    ),
    Outline(
        "inspection",
        ("huyen", "tinh"),
        ("nam", "quy"),
        ("Kết quả kiểm tra công tác cải cách hành chính {label}",),
        (
            part("Khái quát cuộc kiểm tra", "check intro.window direction.docs"),
            part("Kết quả kiểm tra", "dossiers service digital procs.own"),
            part("Nhận xét", "prose.good prose.bad later"),
            part("Yêu cầu", "prose.next"),
        ),
        ("papers",),
    ),
    Outline(
        "digital",
        ("huyen", "tinh", "xa2", "so"),
        ("quy", "thang", "nam"),
        ("Kết quả chuyển đổi số và cung cấp dịch vụ công trực tuyến {label}",),
        (
            part("Công tác chỉ đạo", "direction.docs direction.tasks prose.digital"),
            part(
                "Kết quả",
                "digital procs.online procs.paid dossiers.fresh dossiers.scan",
            ),
            part("Khó khăn", "prose.bad trap.bases"),
            part("Nhiệm vụ", "prose.next later"),
        ),
        ("digital", "papers"),
    ),
    Outline(
        "index_year",
        ("huyen", "so", "xa", "xa2"),
        ("nam",),
        ("Kết quả tự đánh giá Chỉ số cải cách hành chính {label}",),
        (
            part("Tổ chức thực hiện", "direction.tasks direction.docs index"),
            part("Kết quả theo tiêu chí", "index dossiers.done service.graded digital"),
            part("Kiến nghị", "prose.ask later"),
        ),
        ("direction",),
    ),
    Outline(
        "news",
        ("huyen", "xa", "xa2"),
        ("quy", "6thang", "nam"),
        ("{area} đẩy mạnh cải cách hành chính", "Chuyển biến ở {area}"),
        (
            part("", "prose.direction dossiers dossiers direction.docs index.poll"),
            part("", "prose.good digital.teams media later prose.next"),
        ),
        (),
        "",
    ),
    Outline(
        "term",
        ("huyen", "tinh"),
        ("nam",),
        ("Sơ kết công tác cải cách hành chính giai đoạn đến hết {label}",),
        (
            part("Phần thứ nhất: KẾT QUẢ", "direction check", *REFORM_SIX),
            part("Phần thứ hai: PHƯƠNG HƯỚNG", "prose.next later"),
        ),
        ("direction", "people", "grouped", "papers"),
    ),
)


def choose(rng: Random) -> tuple[Outline, str, str]:
    """An outline, with a level and a scheme that it knows."""
    outline = rng.choice(OUTLINES)
    return outline, rng.choice(outline.levels), rng.choice(outline.schemes)

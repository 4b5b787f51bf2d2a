"""The books of numbers of the offices in a report: numbers rise with their dates."""

from datetime import date, timedelta
from random import Random

from tests.corpus.names import LAWS, Doc

TYPES = {
    "KH": "Kế hoạch", "QĐ": "Quyết định", "CV": "Công văn", "BC": "Báo cáo",
    "TB": "Thông báo", "CT": "Chỉ thị", "TTr": "Tờ trình", "NQ": "Nghị quyết",
    "CTr": "Chương trình",
}  # fmt: skip

# (key, symbol, whose: own/upper, earliest and latest day of year before the report)
WANTED: tuple[tuple[str, str, str, str], ...] = (
    ("plan", "QĐ", "own", "ban hành Kế hoạch cải cách hành chính năm {year}"),
    ("plan_kstt", "KH", "own", "kiểm soát thủ tục hành chính năm {year}"),
    ("plan_review", "KH", "own", "rà soát, đánh giá thủ tục hành chính năm {year}"),
    ("plan_media", "KH", "own", "tuyên truyền cải cách hành chính năm {year}"),
    ("plan_check", "KH", "own", "kiểm tra công tác cải cách hành chính năm {year}"),
    ("plan_law", "KH", "own", "theo dõi tình hình thi hành pháp luật năm {year}"),
    ("plan_digital", "KH", "own", "chuyển đổi số năm {year}"),
    ("plan_iso", "KH", "own", "duy trì hệ thống quản lý chất lượng năm {year}"),
    ("plan_survey", "KH", "own", "khảo sát mức độ hài lòng của người dân"),
    ("plan_train", "KH", "own", "đào tạo, bồi dưỡng công chức năm {year}"),
    ("dec_team", "QĐ", "own", "thành lập Đoàn kiểm tra công tác cải cách hành chính"),
    ("dec_counter", "QĐ", "own", "kiện toàn nhân sự làm việc tại Bộ phận Một cửa"),
    ("dec_rules", "QĐ", "own", "ban hành Quy chế làm việc"),
    ("letter_late", "CV", "own", "chấn chỉnh việc để hồ sơ quá hạn"),
    ("letter_online", "CV", "own", "đẩy mạnh tiếp nhận hồ sơ trực tuyến"),
    ("letter_index", "CV", "own", "khắc phục các tiêu chí bị trừ điểm"),
    ("notice_duty", "TB", "own", "phân công nhiệm vụ thành viên lãnh đạo"),
    ("notice_end", "TB", "own", "kết luận cuộc họp về cải cách hành chính"),
    ("order_own", "CT", "own", "siết chặt kỷ luật, kỷ cương hành chính"),
    ("report_kstt", "BC", "own", "công tác kiểm soát thủ tục hành chính"),
    ("up_plan", "KH", "upper", "cải cách hành chính giai đoạn {five}"),
    ("up_posts", "QĐ", "upper", "giao biên chế năm {year}"),
    ("up_list", "QĐ", "upper", "công bố danh mục thủ tục hành chính"),
    ("up_index", "QĐ", "upper", "phê duyệt kết quả Chỉ số cải cách hành chính"),
    ("up_letter", "CV", "upper", "hướng dẫn chế độ báo cáo cải cách hành chính"),
    ("up_target", "CV", "upper", "đôn đốc chỉ tiêu dịch vụ công trực tuyến"),
    ("dept_form", "CV", "dept", "đề cương báo cáo cải cách hành chính"),
    ("dept_class", "TB", "dept", "triệu tập học viên lớp bồi dưỡng"),
    ("dec_steer", "QĐ", "steer", "kiện toàn Ban Chỉ đạo cải cách hành chính"),
    ("program", "CTr", "own", "hành động về cải cách hành chính năm {year}"),
    ("party_rule", "QĐ", "party", "trách nhiệm nêu gương của người đứng đầu"),
    ("party_plan", "KH", "party", "lãnh đạo công tác cải cách hành chính năm {year}"),
    ("party_letter", "CV", "party", "tăng cường lãnh đạo công tác chuyển đổi số"),
    ("council", "NQ", "council", "phân bổ dự toán ngân sách năm {year}"),
)


class Register:
    """Documents by key; ``law`` takes one that was in being at the report's day."""

    def __init__(
        self, rng: Random, word: dict[str, str], year: int, written: date
    ) -> None:
        self.written = written
        self.by_key: dict[str, Doc] = {}
        self.laws = [law for law in LAWS if law.date < written]
        code = word["code"]
        who = {
            "own": (word["short"], code),
            "upper": (f"UBND {word['upper_area']}", "UBND"),
            "dept": (f"Sở Nội vụ {word['upper_area']}", "SNV"),
            "council": (f"HĐND {word['kind']}", "HĐND"),
            "steer": (f"Ban Chỉ đạo {word['kind']}", "BCĐ"),
            "party": (f"Đảng ủy {word['kind']}", "ĐU"),
        }
        if word["upper"] == "UBND huyện":
            who["dept"] = (f"Phòng Nội vụ {word['upper_area']}", "PNV")
        start = date(year - 1, 12, 10)
        span = max(20, (written - start).days - 4)
        days = sorted(rng.sample(range(span), min(span, len(WANTED))))
        while len(days) < len(WANTED):
            days.append(days[-1])
        order = list(range(len(WANTED)))
        rng.shuffle(order)
        base = {side: rng.uniform(1.2, 9.0) for side in who}
        five = f"{year // 5 * 5 + 1}-{year // 5 * 5 + 5}"
        last: dict[tuple[str, str, int], int] = {}
        for place, index in enumerate(order):
            key, symbol, side, subject = WANTED[index]
            day = start + timedelta(days[place])
            issuer, tail = who[side]
            if word["upper"] == "Chính phủ" and side in ("upper", "dept"):
                issuer, tail = "Bộ Nội vụ", "BNV"
            run = round(day.timetuple().tm_yday * base[side] * _pace(symbol)) + 1
            book = (side, symbol, day.year)
            run = max(run, last.get(book, 0) + rng.randint(2, 6))
            last[book] = run
            self.by_key[key] = Doc(
                TYPES[symbol],
                _number(rng, symbol, tail, run, side),
                day,
                issuer,
                subject.format(year=year, five=five),
            )

    def __getitem__(self, key: str) -> Doc:
        return self.by_key[key]

    def law(self, rng: Random, number: str = "") -> Doc:
        """One of that number if it was in being, else any."""
        named = [law for law in self.laws if law.number == number]
        return rng.choice(named or self.laws)


def _pace(symbol: str) -> float:
    return {"KH": 0.6, "QĐ": 2.5, "CV": 3.0, "BC": 1.1, "TTr": 0.5}.get(symbol, 0.25)


def _number(rng: Random, symbol: str, tail: str, run: int, side: str) -> str:
    printed = f"{run:02d}"
    if side == "party":
        return f"{printed}-{symbol}/{tail}"
    if symbol == "CV":
        return f"{printed}/{tail}-{rng.choice(('NC', 'VP', 'CCHC', 'NV', 'KSTTHC'))}"
    return f"{printed}/{symbol}-{tail}"

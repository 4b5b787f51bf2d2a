"""The demo's texts of reports: our own words about invented offices.

The last quarter of 2022 of *history* is written, checked, numbered, signed with a
made-up certificate and sent; its first quarter of 2023 is still being written.
"""

from datetime import datetime, timedelta

from lienmach.base import jobs
from lienmach.base.actor import Actor
from lienmach.base.signing import Key
from lienmach.base.trial_keys import TrialAuthority
from lienmach.calc.local import day_of
from lienmach.org.actions.trial_keys import make_trial_keys
from lienmach.org.demo import (
    ACCOUNTS,
    HISTORY,
    PASSWORD,
    PROVINCE,
    TODAY,
    account,
    unit,
)
from lienmach.org.queries import actor_of
from lienmach.registers.actions import open_book
from lienmach.reporting.actions import sending, texts
from lienmach.reporting.actions.issues import Signing
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.actions.sending import Sending
from lienmach.reporting.actions.signing import sign_report
from lienmach.reporting.models import Channel, Report, Section
from lienmach.reporting.queries.texts import leaves, sections, shipped_outline

SIGNERS = ("lanhdao", "noivu", "lanhdaotinh")
AUTHORITY = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
SIGNER_OF_2022 = "Trương Văn Mẫu"
RECEIPT = "MP-2022-000417"  # made up, like what it is a receipt of
SIGNER = "Phạm Quang Đoan"  # the leader's account, of both offices
RECIPIENTS = (
    "- UBND tỉnh Lam Khê (để b/c);\n- Sở Nội vụ tỉnh Lam Khê (để b/c);\n"
    "- Các cơ quan, đơn vị trực thuộc;\n- UBND các xã, phường;\n- Lưu: VT, NV."
)
OF_PROVINCE = (
    "- Bộ Nội vụ (để b/c);\n- Chủ tịch, các Phó Chủ tịch UBND tỉnh;\n"
    "- Các cơ quan, đơn vị trực thuộc;\n- Lưu: VT, NV."
)
# Sections by their title; what stands before a figure's field is ours.
PLAN = (
    "Kế hoạch cải cách hành chính năm đề ra {{ pl2:2.1 }} nhiệm vụ; đến hết kỳ báo cáo "
    "đã hoàn thành {{ pl2:2.2 }} nhiệm vụ, đạt {{ pl2:2 % }}. Các nhiệm vụ còn lại "
    "được giao rõ cơ quan chủ trì và thời hạn."
)
INSPECTION = (
    "Phòng Nội vụ theo dõi việc khắc phục sau kiểm tra của từng cơ quan, đơn vị; "
    "số cơ quan, đơn vị và số xã, phường đã kiểm tra nêu ở Phụ lục 2."
)
MEDIA = (
    "Trang thông tin điện tử và hệ thống truyền thanh của các xã, phường thường xuyên "
    "giới thiệu thủ tục mới, giờ tiếp nhận hồ sơ và cách nộp hồ sơ trực tuyến."
)
LAW = (
    "Phòng Tư pháp rà soát văn bản theo kế hoạch năm; văn bản hết hiệu lực được công "
    "bố trên trang thông tin điện tử."
)
CONTROL = (
    "Thủ tục thuộc thẩm quyền được niêm yết tại Trung tâm Hành chính công và tại bộ "
    "phận một cửa các xã, phường; số thủ tục nêu ở Phụ lục 4."
)
STRUCTURE = (
    "Các phòng chuyên môn giữ nguyên đầu mối trong kỳ; biên chế được giao và có mặt "
    "nêu ở Phụ lục 5."
)
SERVICE = (
    "Cán bộ, công chức mới nhận việc được hướng dẫn tại chỗ về phần mềm một cửa và "
    "cách giao tiếp với người dân."
)
MONEY = (
    "Các đơn vị sự nghiệp thực hiện quy chế chi tiêu nội bộ; số giải ngân nêu ở Phụ "
    "lục 7."
)
DIGITAL = (
    "Văn bản giữa các cơ quan được gửi, nhận điện tử và ký số; người dân được hướng "
    "dẫn nộp hồ sơ trực tuyến ngay tại quầy."
)
GOOD = (
    "- Hồ sơ nộp qua bộ phận một cửa được theo dõi đến từng bước, nơi giữ và hạn trả "
    "đều tra cứu được.\n- Số liệu của báo cáo lấy từ biểu nên lời văn và phụ lục luôn "
    "thống nhất."
)
WEAK = (
    "- Một số đơn vị nộp biểu sát hạn.\n- Còn hồ sơ quá hạn chưa có thư xin lỗi kịp "
    "thời; nguyên nhân chính là luân chuyển hồ sơ giấy giữa các cơ quan."
)
NEXT = (
    "- Phòng Nội vụ kiểm tra việc khắc phục của các đơn vị có hồ sơ quá hạn.\n- Trung "
    "tâm Hành chính công nhắc việc trước hạn một ngày làm việc.\n- Các xã, phường tiếp "
    "tục hướng dẫn người dân nộp hồ sơ trực tuyến."
)
WORDS = {
    "Kế hoạch cải cách hành chính": PLAN,
    "Kiểm tra cải cách hành chính": INSPECTION,
    "Tuyên truyền": MEDIA,
    "Cải cách thể chế": LAW,
    "Kiểm soát thủ tục hành chính": CONTROL,
    "Cải cách tổ chức bộ máy": STRUCTURE,
    "Cải cách chế độ công vụ": SERVICE,
    "Cải cách tài chính công": MONEY,
    "Xây dựng chính quyền điện tử, chính quyền số": DIGITAL,
    "Kết quả nổi bật": GOOD,
    "Tồn tại, hạn chế và nguyên nhân": WEAK,
    "PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI": NEXT,
}
# Of the quarter before there are no dossiers in the demo.
BEFORE = {
    "Kết quả giải quyết hồ sơ": "Số hồ sơ tiếp nhận, giải quyết trong kỳ nêu ở Phụ lục "
    "4 và Phụ lục 8.",
}
# Of the quarter that is still being written.
UNWRITTEN = {"Tuyên truyền", "Tồn tại, hạn chế và nguyên nhân"}
UNFINISHED = {"Kết quả nổi bật", "Kế hoạch cải cách hành chính"}


def prepare(chiefs: dict[str, Actor], *, at: datetime) -> TrialAuthority:
    """Make certificates for the demo, and set how its two offices write."""
    for code in (HISTORY, TODAY):
        where = unit(code)
        new = texts.NewHouse(
            outline=shipped_outline(),
            superior="",
            issuer="",
            symbol="BC-UBND",
            place="",
            recipients=RECIPIENTS,
            authority=AUTHORITY,
            signer=SIGNER,
        )
        texts.keep_house(where.pk, new, actor=chiefs[code], at=at)
    _province(at)
    town = unit(HISTORY).pk
    open_book(town, "BC-UBND", 2022, began_after=411, actor=chiefs[HISTORY])
    open_book(town, "BC-UBND", 2023, began_after=57, actor=chiefs[HISTORY])
    people = {a.username: a.name for a in ACCOUNTS if a.username in SIGNERS}
    return make_trial_keys(people, password=PASSWORD, at=at)


def _province(at: datetime) -> None:
    """How the province writes: its own leader signs what goes to the ministry."""
    new = texts.NewHouse(
        outline=shipped_outline(),
        superior="",
        issuer="",
        symbol="BC-UBND",
        place="",
        recipients=OF_PROVINCE,
        authority=AUTHORITY,
        signer=next(a.name for a in ACCOUNTS if a.username == "lanhdaotinh"),
    )
    officer = actor_of(account("tinh"), on=day_of(at))
    texts.keep_house(unit(PROVINCE).pk, new, actor=officer, at=at)
    open_book(unit(PROVINCE).pk, "BC-UBND", 2023, began_after=126, actor=officer)


def send(
    report: Report, chief: Actor, authority: TrialAuthority, *, at: datetime
) -> None:
    """Write a report whole and bring it all the way out."""
    write(report, chief, at=at, whole=True)
    texts.check(report, actor=chief, at=at)
    while jobs.run_next(at=at + timedelta(minutes=1)):
        pass
    for step in ("submit", "approve"):
        at += timedelta(hours=1)
        report = take_step(report, step, actor=chief, at=at)
    at += timedelta(hours=1)
    key = Key(authority.key_file(SIGNER_OF_2022, PASSWORD), PASSWORD)
    by = Signing(day_of(at), SIGNER_OF_2022, AUTHORITY)
    sign_report(report, by, key, actor=chief, at=at)
    way = Sending(Channel.NATIONAL, RECEIPT, day_of(at))
    sending.send(report, way, actor=chief, at=at + timedelta(minutes=20))


def write(report: Report, chief: Actor, *, at: datetime, whole: bool = False) -> None:
    """Write the sections of a report: all, or as far as people have come."""
    texts.begin(report, actor=chief, at=at)
    found = sections(report)
    for number, section in enumerate(leaves(found)):
        words = WORDS | BEFORE if whole else WORDS
        text = words.get(section.title, section.text)
        if not text or (not whole and section.title in UNWRITTEN):
            continue
        _write(section, text, chief, at + timedelta(minutes=9 * number), whole=whole)


def _write(
    section: Section, text: str, chief: Actor, at: datetime, *, whole: bool
) -> None:
    is_done = whole or section.title not in UNFINISHED
    texts.write(section, text, is_done=is_done, seen=section.number, actor=chief, at=at)

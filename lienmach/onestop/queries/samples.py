"""An invented dossier and a first layout, to try a template of one's own with."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lienmach.base import codes
from lienmach.calc.local import day_of
from lienmach.onestop.models.slips import serial_of
from lienmach.onestop.queries.circulars import LegalForm
from lienmach.onestop.queries.letterheads import head_of
from lienmach.onestop.queries.slips import letter_day

BODIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "receipt": (
            "<p>Giấy tờ đã nhận:</p>\n{giay_to}",
            '<div class="khung">Hẹn trả kết quả<p class="rat-to dam">{hen_tra}</p>'
            "<p>tại {noi_tra}. Nhận lúc {nhan_luc}; thời hạn {thoi_han}.</p></div>",
            "<p>Phí, lệ phí: {phi}. Nhận kết quả: {nhan_ket_qua}.</p>",
        ),
        "supplement": (
            "<p>Đề nghị bổ sung, nộp đủ một lần:</p>\n{can_bo_sung}",
            "<p>Lý do: {ly_do}</p>",
        ),
        "refusal": ("<p>Không tiếp nhận, giải quyết được, vì:</p>", "<p>{ly_do}</p>"),
        "apology": (
            "<p>Đã hẹn: {hen_cu}. Chậm vì: {ly_do}</p>",
            '<p class="khung to">Xin lỗi ông/bà và hẹn lại: {hen_tra}</p>',
        ),
        "stop": ("<p>Dừng giải quyết hồ sơ, vì: {ly_do}</p>",),
    }
)


def starter(law: LegalForm) -> str:
    """A body to begin with: the shipped layout in the language of templates."""
    lines = [
        '<div class="hai-cot"><div>{co_quan_tren}<br><b>{co_quan}</b><br>Số: {so}</div>'
        "<div><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>"
        "<b>Độc lập – Tự do – Hạnh phúc</b><br><i>{dia_danh_ngay}</i></div></div>",
        "<h1>{ten_mau}</h1>",
        '<p class="giua rat-to dam">{ma_ho_so}</p>',
        "<p>Người nộp: <b>{chu_ho_so}</b>, {dia_chi}, {dien_thoai}</p>",
        "<p>Thủ tục: {thu_tuc}</p>",
        *BODIES.get(law.form, ()),
        '<div class="ky"><div></div><div><b>NGƯỜI LẬP</b><br>'
        "<i>(ký, ghi rõ họ tên)</i><br>{can_bo}</div></div>",
        '<div class="cuoi">{ma_qr}</div>',
    ]
    return "\n".join(lines)


def sample_of(law: LegalForm, unit_id: int, at: datetime) -> dict[str, Any]:
    """What an invented dossier would say, so that a template can be looked at."""
    head = head_of(unit_id, day_of(at))
    return {
        "above": head.above,
        "unit": head.name,
        "dated": letter_day(head.place, at),
        "title": law.title,
        "serial": serial_of(law.form, 12),
        "code": "X99.16-230313-0012",
        "entry": "0012/2023",
        "owner": "Nguyễn Thị Ngọc Ẩn",
        "born": "1989",
        "submitter": "",
        "address": "Tổ 4, phường An Hòa",
        "phone": "09xx xxx 123",
        "email": "",
        "procedure": "Đăng ký khai sinh",
        "procedure_code": "1.000001",
        "content": "",
        "quantity": 1,
        "limit": "3 ngày làm việc",
        "received_words": "10:31 ngày 13/3/2023",
        "promised_words": "Trước 16:30 thứ Năm, 16/3/2023",
        "old_promise_words": "Trước 16:30 thứ Ba, 14/3/2023",
        "collected": "tại quầy, mang giấy này hoặc căn cước",
        "address_of_office": head.address,
        "hotline": head.hotline,
        "signer_title": head.signer_title,
        "fee_words": "8.000 đ (đã thu)",
        "clerk": "Trần Văn Mẫu",
        "reason": "Chờ xác nhận của cơ quan khác",
        "papers": [
            {"name": "Tờ khai", "originals": 1, "copies": 0},
            {"name": "Giấy chứng sinh", "originals": 1, "copies": 1},
        ],
        "items": [{"name": "Giấy chứng sinh", "reason": "Ảnh trang 2 bị mờ"}],
        "qr": codes.qr("https://example.vn/q/mau-thu/", "Mã QR mẫu"),
        "bars": codes.barcode("X99.16-230313-0012", "Mã vạch mẫu"),
    }

"""Templates of an office: which is in use, what may stand in one, how it is filled.

A body is HTML of a few plain elements with ``{names}`` in its text. It is no program:
each name is replaced by what the form says, and nothing else can be written.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import nh3
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from lienmach.onestop.models import Form, FormTemplate
from lienmach.org.queries import above

NAME = re.compile(r"\{([^{}\n]{0,60})\}")
MOST = 60_000
TAGS = frozenset(
    {
        *("b", "br", "div", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p"),
        *("small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th"),
        *("thead", "tr", "u", "ul"),
    }
)
# Classes that the style sheet of the papers knows.
CLASSES = frozenset(
    {
        *("hai-cot", "giua", "phai", "dam", "nghieng", "hoa", "khung", "ke", "to"),
        *("rat-to", "nho", "ky", "cuoi"),
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """A name that may stand in a template, and what it becomes."""

    name: str
    label: str
    value: Callable[[Mapping[str, Any]], str | SafeString]


def _plain(name: str, label: str, key: str) -> Field:
    return Field(name, label, lambda said: str(said.get(key) or ""))


def _papers(said: Mapping[str, Any]) -> SafeString:
    lines = [(f"{p['name']}: {copies_words(p)}",) for p in said.get("papers", ())]
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", lines))


def _missing(said: Mapping[str, Any]) -> SafeString:
    lines = [(f"{i['name']}: {i['reason']}",) for i in said.get("items", ())]
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", lines))


def _parts(said: Mapping[str, Any]) -> SafeString:
    lines = [
        (f"{p['agency']}: {p['name']}, {p['promised']}",) for p in said.get("parts", ())
    ]
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", lines))


def copies_words(paper: Mapping[str, Any]) -> str:
    """Say how many of a paper there are: «1 bản chính, 2 bản sao»."""
    counted = ((paper["originals"], "bản chính"), (paper["copies"], "bản sao"))
    words = ", ".join(f"{n} {kind}" for n, kind in counted if n)
    return words or "1 bản"


_KNOWN = (
    _plain("co_quan_tren", "Cơ quan cấp trên", "above"),
    _plain("co_quan", "Cơ quan, bộ phận phát hành", "unit"),
    _plain("dia_danh_ngay", "Địa danh, ngày tháng năm", "dated"),
    _plain("ten_mau", "Tên mẫu", "title"),
    _plain("so", "Số của giấy", "serial"),
    _plain("ma_ho_so", "Mã hồ sơ", "code"),
    _plain("so_thu_tu", "Số thứ tự trong sổ theo dõi", "entry"),
    _plain("chu_ho_so", "Chủ hồ sơ", "owner"),
    _plain("dong_chu", "Đồng chủ hồ sơ", "co_owners"),
    _plain("nam_sinh", "Năm sinh", "born"),
    _plain("nguoi_nop_thay", "Người nộp thay", "submitter"),
    _plain("dia_chi", "Địa chỉ", "address"),
    _plain("dien_thoai", "Điện thoại", "phone"),
    _plain("thu_dien_tu", "Thư điện tử", "email"),
    _plain("thu_tuc", "Thủ tục", "procedure"),
    _plain("ma_thu_tuc", "Mã thủ tục", "procedure_code"),
    _plain("noi_dung", "Nội dung yêu cầu", "content"),
    _plain("so_luong", "Số lượng", "quantity"),
    _plain("thoi_han", "Thời hạn giải quyết", "limit"),
    _plain("nhan_luc", "Nhận lúc", "received_words"),
    _plain("hen_tra", "Hẹn trả: giờ, thứ, ngày", "promised_words"),
    _plain("hen_cu", "Đã hẹn trước đó", "old_promise_words"),
    _plain("nhan_ket_qua", "Cách nhận kết quả", "collected"),
    _plain("noi_tra", "Nơi trả kết quả", "address_of_office"),
    _plain("phi", "Phí, lệ phí", "fee_words"),
    _plain("dien_thoai_hoi", "Điện thoại để hỏi", "hotline"),
    _plain("can_bo", "Cán bộ lập giấy", "clerk"),
    _plain("chuc_danh_ky", "Chức danh người ký", "signer_title"),
    _plain("ly_do", "Lý do", "reason"),
    Field("giay_to", "Danh sách giấy tờ đã nhận", _papers),
    Field("cac_phan", "Phần của từng cơ quan trong hồ sơ liên thông", _parts),
    Field("can_bo_sung", "Danh sách giấy tờ cần bổ sung", _missing),
    _plain("ma_qr", "Mã QR mở trang hồ sơ", "qr"),
    _plain("ma_vach", "Mã vạch của mã hồ sơ", "bars"),
)
KNOWN: Mapping[str, Field] = MappingProxyType({field.name: field for field in _KNOWN})
# What a form must say; without it a template is refused.
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Form.RECEIPT: (
            *("co_quan", "ma_ho_so", "chu_ho_so", "thu_tuc", "giay_to", "nhan_luc"),
            *("hen_tra", "ma_qr"),
        ),
        Form.SUPPLEMENT: (
            *("co_quan", "ma_ho_so", "chu_ho_so", "thu_tuc", "can_bo_sung", "ly_do"),
            "can_bo",
        ),
        Form.REFUSAL: ("co_quan", "ma_ho_so", "chu_ho_so", "thu_tuc", "ly_do"),
        Form.APOLOGY: (
            *("co_quan", "ma_ho_so", "chu_ho_so", "thu_tuc", "ly_do", "hen_cu"),
            "hen_tra",
        ),
        Form.STOP: ("co_quan", "ma_ho_so", "chu_ho_so", "thu_tuc", "ly_do"),
    }
)


def template_for(
    unit_id: int, circular: str, form: str, day: date
) -> FormTemplate | None:
    """The template that an office uses for a form: its own, else that of one above.

    One query where no office has any, which is usual.
    """
    found = {
        one.unit_id: one
        for one in FormTemplate.objects.filter(
            circular=circular, form=form, ended_at=None
        ).defer("body")
    }
    if not found:
        return None
    return next((found[u] for u in above(unit_id, day) if u in found), None)


def cleaned(body: str) -> str:
    """Leave of a body what a paper may hold: plain elements, classes that are known."""
    return nh3.clean(
        body,
        tags=set(TAGS),
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        allowed_classes={tag: set(CLASSES) for tag in TAGS},
        clean_content_tags={"script", "style"},
        link_rel=None,
    )


def problems(body: str, form: str) -> list[str]:
    """Say everything that keeps a body from being used."""
    if not body.strip():
        return ["Mẫu đang trống."]
    if len(body) > MOST:
        return [f"Mẫu dài quá {MOST // 1000} nghìn ký tự."]
    names = NAME.findall(body)
    unknown = list(dict.fromkeys(name for name in names if name not in KNOWN))
    said = [f"Không có trường {{{name}}}." for name in unknown]
    if any(c in NAME.sub("", body) for c in "{}"):
        said.append("Có dấu { hoặc } lẻ: trường viết như {ma_ho_so}.")
    lacking = [name for name in NEEDED.get(form, ()) if name not in names]
    said += [
        f"Thiếu trường {{{name}}}: mẫu này phải có {KNOWN[name].label.lower()}."
        for name in lacking
    ]
    return said


def filled(body: str, said: Mapping[str, Any]) -> SafeString:
    """Put into a cleaned body what a slip says; every value is escaped."""

    def value(found: re.Match[str]) -> str:
        field = KNOWN.get(found[1])
        return conditional_escape(field.value(said)) if field else ""

    return SafeString(NAME.sub(value, cleaned(body)))

"""An official paper for Word, on our layout or on a template of the office.

A template is tried before it is kept; what is wrong with it is told in one sentence.
"""

import json
import re
import struct
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lienmach.base.papers.paper import MOTTO, NATION, Paper
from lienmach.base.papers.word_layout import layout
from lienmach.calc.refusal import Refused

PROGRAM = Path(__file__).with_name("word_program.py")
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SECONDS = 25
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5 << 20, 40 << 20, 1000
# What a template is given, with what each name means: for the page that explains it.
NAMES = {
    "co_quan_chu_quan": "cơ quan chủ quản trực tiếp",
    "co_quan": "cơ quan ban hành",
    "quoc_hieu": "quốc hiệu",
    "tieu_ngu": "tiêu ngữ",
    "so_ky_hieu": "số, ký hiệu",
    "dia_danh_ngay": "địa danh và ngày tháng",
    "loai": "tên loại văn bản",
    "trich_yeu": "trích yếu",
    "cac_doan": "nội dung: từng đoạn có kieu (h1, h2, h3, text, item) và chu",
    "noi_nhan": "nơi nhận, từng dòng",
    "quyen_han": "quyền hạn, chức vụ người ký, từng dòng",
    "nguoi_ky": "họ tên người ký",
    "phu_luc": "các biểu: ten, tieu_de, kem_theo, cot, dong (o, la_de_muc)",
    "ghi_chu": "ghi chú cuối trang",
}


class WrongTemplate(Refused):
    """A template cannot be used; the text says why."""


UNKNOWN = re.compile(
    r"'(?:dict object' has no attribute ')?([^']+)' is undefined|'([^']+)'$"
)


@cache
def default_template() -> bytes:
    """The template that an office may download and change."""
    return layout()


def written(paper: Paper, template: bytes | None = None) -> bytes:
    """Return a paper as DOCX; refuse a template that cannot be filled."""
    given = default_template() if template is None else template
    _refuse_a_strange_package(given)
    values = json.dumps(_values(paper), ensure_ascii=False).encode()
    made = _run(values, given)
    if made is None:
        raise WrongTemplate("Mẫu Word này chạy quá lâu hoặc quá lớn: hãy bớt vòng lặp.")
    if made.startswith(b"{"):
        raise WrongTemplate(_why_not(json.loads(made)))
    return made


def _values(paper: Paper) -> dict[str, Any]:
    return {
        "co_quan_chu_quan": paper.superior,
        "co_quan": paper.issuer,
        "quoc_hieu": NATION,
        "tieu_ngu": MOTTO,
        "so_ky_hieu": paper.number_text,
        "dia_danh_ngay": paper.place_and_day,
        "loai": paper.kind,
        "trich_yeu": paper.title,
        "cac_doan": [{"kieu": str(p.part), "chu": p.text} for p in paper.paragraphs],
        "noi_nhan": list(paper.recipients),
        "quyen_han": list(paper.authority),
        "nguoi_ky": paper.signer,
        "phu_luc": [
            {
                "ten": table.name,
                "tieu_de": table.title,
                "kem_theo": paper.attached,
                "cot": list(table.columns),
                "dong": [
                    {"o": list(line.cells), "la_de_muc": line.is_heading}
                    for line in table.lines
                ],
            }
            for table in paper.tables
        ],
        "ghi_chu": paper.remark,
    }


def _refuse_a_strange_package(template: bytes) -> None:
    """Refuse what is no Word file, unpacks to too much, or brings a program along."""
    if len(template) > MOST_BYTES:
        raise WrongTemplate(f"Mẫu Word lớn hơn {MOST_BYTES >> 20} MB: hãy bớt ảnh.")
    try:
        with ZipFile(BytesIO(template)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
    except (BadZipFile, ValueError, OSError) as error:
        raise WrongTemplate("Tệp này không phải văn bản Word (.docx).") from error
    if "word/document.xml" not in names:
        raise WrongTemplate("Tệp này không phải văn bản Word (.docx).")
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
        raise WrongTemplate("Mẫu Word này giải nén ra quá lớn.")
    if any("vbaproject" in name.lower() for name in names):
        raise WrongTemplate(
            "Mẫu Word này có macro: hãy lưu lại thành .docx không macro."
        )


def _why_not(told: dict[str, Any]) -> str:
    near = f", gần «{told['near']}»" if told["near"] else ""
    where = f"Mẫu Word{near}"
    match told["wrong"]:
        case "forbidden":
            return (
                f"{where}: dùng lệnh không được phép; mẫu chỉ được đọc các tên đã cho."
            )
        case "template" if found := UNKNOWN.search(told["said"]):
            return f"{where}: không có tên «{found[1] or found[2]}»."
        case "template":
            return f"{where}: viết chưa đúng, thường do thiếu endfor, endif hoặc ngoặc."
        case "long":
            return "Văn bản làm từ mẫu Word này quá lớn."
    return "Không đọc được mẫu Word này: hãy mở bằng Word rồi lưu lại thành .docx."


def _run(values: bytes, template: bytes) -> bytes | None:
    """Let the other process work; None where it failed or took too long."""
    framed = (struct.pack(">Q", len(part)) + part for part in (values, template))
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(PROGRAM)],
            input=b"".join(framed),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None

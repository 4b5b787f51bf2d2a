"""Which kind of file it is: what the bytes say counts more than the name."""

import re
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from lienmach.checker.readers.limits import Unreadable

READ = (".txt", ".md", ".html", ".docx", ".pdf", ".odt", ".xlsx")
_EXTENSIONS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".odt": "odt",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_PACKED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
_NAMES = {
    "docx": "tài liệu Word",
    "xlsx": "bảng tính Excel",
    "odt": "tài liệu OpenDocument",
    "pdf": "tệp PDF",
}
_OTHERS = (
    (b"{\\rtf", "là tệp RTF. Hãy lưu lại thành .docx."),
    (b"\x89PNG", "là tệp ảnh. Hãy nhận dạng chữ (OCR) rồi lưu thành .docx hoặc .txt."),
    (
        b"\xff\xd8\xff",
        "là tệp ảnh. Hãy nhận dạng chữ (OCR) rồi lưu thành .docx hoặc .txt.",
    ),
    (b"GIF8", "là tệp ảnh. Hãy nhận dạng chữ (OCR) rồi lưu thành .docx hoặc .txt."),
    (b"Rar!", "là tệp nén. Hãy giải nén rồi kiểm tra từng tệp."),
    (b"7z\xbc\xaf", "là tệp nén. Hãy giải nén rồi kiểm tra từng tệp."),
    (b"\x1f\x8b", "là tệp nén. Hãy giải nén rồi kiểm tra từng tệp."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I
)


def kind_of(data: bytes, name: str) -> tuple[str, str]:
    """Return the kind of a file, and a remark if its name says another.

    Raises Unreadable for an empty file and for kinds that are not read.
    """
    if not data:
        raise Unreadable(f"Tệp «{name}» trống, không có chữ nào.")
    said = _EXTENSIONS.get(PurePath(name).suffix.lower(), "")
    found = _by_bytes(data, name)
    if found:
        other = said and said != found
        return found, f"Tệp «{name}» thực ra là {_NAMES[found]}." if other else ""
    if said in _NAMES:
        raise Unreadable(
            f"Tệp «{name}» không phải {_NAMES[said]} như đuôi của tên, hoặc đã hỏng."
        )
    start = data[:1000].removeprefix(b"\xef\xbb\xbf")
    if said != "md" and _HTML.match(start):
        return "html", ""
    return said or "txt", ""


def _by_bytes(data: bytes, name: str) -> str:
    """Return the kind of a file that carries a signature, empty for a text."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name)
    if data.startswith(_OLE):
        raise Unreadable(_ole(data, name))
    for mark, sentence in _OTHERS:
        if data.startswith(mark):
            raise Unreadable(f"Tệp «{name}» {sentence}")
    return ""


def _packed(data: bytes, name: str) -> str:
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = set(package.namelist())
            mimetype = b""
            if "mimetype" in parts and package.getinfo("mimetype").file_size < 200:
                mimetype = package.read("mimetype")
    except (
        BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable(
            f"Tệp «{name}» bị hỏng, không mở được. "
            "Hãy mở lại bằng phần mềm soạn thảo và lưu thành tệp mới."
        ) from error
    for kind, part in _PACKED.items():
        if part in parts and (kind != "odt" or b"text" in mimetype or not mimetype):
            return kind
    raise Unreadable(
        f"Tệp «{name}» là tệp nén hoặc loại tài liệu chưa đọc được. "
        f"Đọc được: {' '.join(READ)}."
    )


def _ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"Tệp «{name}» có mật khẩu. Hãy bỏ mật khẩu rồi thử lại."
    if "Workbook".encode("utf-16-le") in data:
        return f"Tệp «{name}» là bảng tính Excel kiểu cũ. Hãy lưu lại thành .xlsx."
    return f"Tệp «{name}» là tài liệu Word kiểu cũ (.doc). Hãy lưu lại thành .docx."

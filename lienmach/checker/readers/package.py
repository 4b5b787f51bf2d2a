"""The packed kinds (docx, odt, xlsx): parts of a zip file, as XML trees.

No entity is resolved, nothing is fetched, and no part larger than the limits is
unpacked: its size is known before, and never more than that is read.
"""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile

from lxml import etree

from lienmach.checker.readers.limits import Limits, Unreadable

_BROKEN = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    IndexError,
    OverflowError,
)
_MOST_PARTS = 10_000


class Package:
    """A zip file whose parts are read by name; Unreadable says what is wrong."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name, self.limits, self._left = (
            name,
            limits,
            limits.unpacked_megabytes << 20,
        )
        try:
            self._zip = ZipFile(BytesIO(data))
            self.parts = {part.filename: part for part in self._zip.infolist()}
        except _BROKEN as error:
            raise self.broken() from error
        if len(self.parts) > _MOST_PARTS:
            raise self.broken()

    def broken(self) -> Unreadable:
        return Unreadable(
            f"Tệp «{self.name}» bị hỏng hoặc không đúng định dạng, không mở được. "
            "Hãy mở lại bằng phần mềm soạn thảo và lưu thành tệp mới."
        )

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, empty if there is none of that name."""
        info = self.parts.get(part)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise Unreadable(
                f"Tệp «{self.name}» có mật khẩu. Hãy bỏ mật khẩu rồi thử lại."
            )
        self._left -= info.file_size
        if self._left < 0:
            raise Unreadable(
                f"Tệp «{self.name}» bung ra lớn hơn "
                f"{self.limits.unpacked_megabytes} MB (giới hạn của bộ kiểm tra)."
            )
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)[: info.file_size]
        except _BROKEN as error:
            raise self.broken() from error

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the file with some parts changed or added, all others as they are."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as out:
            for name, info in self.parts.items():
                data = changed[name] if name in changed else self.read(name)
                out.writestr(info, data)
            for name in changed.keys() - self.parts.keys():
                out.writestr(name, changed[name])
        return made.getvalue()

    def each(self, part: str, *names: str) -> Iterator[etree._Element]:
        """Yield the elements of these names, each forgotten after its turn."""
        data = self._checked(part)
        if not data:
            return
        elements = etree.iterparse(
            BytesIO(data),
            tag=[f"{{*}}{name}" for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in elements:
                yield element
                element.clear()
                above = element.getparent()
                while above is not None and above[0] is not element:
                    del above[0]
        except etree.XMLSyntaxError as error:
            raise self.broken() from error

    def tree(self, part: str) -> etree._Element | None:
        """Return the root of a part, None if there is none of that name."""
        data = self._checked(part)
        if not data:
            return None
        try:
            return etree.fromstring(data, parser())
        except etree.XMLSyntaxError as error:
            raise self.broken() from error

    def _checked(self, part: str) -> bytes:
        data = self.read(part)
        if b"<!ENTITY" in data:
            raise self.broken()
        return data


def parser() -> etree.XMLParser:
    """A parser that trusts nothing: deep or huge trees are errors too."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )

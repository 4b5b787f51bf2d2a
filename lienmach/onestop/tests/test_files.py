"""Files of pages: how photographs are held, what is drawn, what a scanner says."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.test import override_settings

from lienmach.base import pages
from lienmach.base.virus import Scan, scan
from lienmach.calc.refusal import Refused
from lienmach.onestop.tests.sent_files import JPEG, pdf, png


def _held(turn: int) -> bytes:
    """A photograph with a note on how the camera was held."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    block = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return JPEG[:2] + block + JPEG[2:]


def _size(drawn: bytes) -> tuple[int, ...]:
    return struct.unpack(">II", drawn[16:24])


def test_a_page_is_drawn_as_wide_as_it_was_asked_for() -> None:
    assert _size(pages.draw(pdf(), 1, 420)) == (420, 594)


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_photograph_stands_upright_however_the_camera_was_held(turn: int) -> None:
    made = pages.join([_held(turn)])

    turned = {3: b"/Rotate 180", 6: b"/Rotate 90", 8: b"/Rotate 270"}
    found = {how for how, mark in turned.items() if mark in made}
    assert found == {turn} - {1}


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="Không mở được trang này"):
        pages.draw(pdf(2), 3, 400)


def test_a_name_ends_as_its_contents_ask_and_leads_nowhere() -> None:
    assert pages.look("../../etc/pass\0wd", png()).name == "passwd.png"
    assert pages.look("C:\\anh\\to khai.JPG", JPEG).name == "to khai.JPG"
    assert pages.look("...", JPEG).name == "tep.jpg"


@contextmanager
def _daemon(where: str, answer: bytes) -> Iterator[list[bytes]]:
    """A socket that speaks as ClamAV does and keeps what it was given."""
    heard: list[bytes] = []
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(where)
        listening.listen()

        def serve() -> None:
            called, _ = listening.accept()
            with closing(called), called.makefile("rb") as sent:
                heard.append(sent.read(len(b"zINSTREAM\0")))
                while length := struct.unpack(">I", sent.read(4))[0]:
                    heard.append(sent.read(length))
                called.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield heard
        thread.join()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Eicar-Signature FOUND\0", Scan.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.FAILED),
    ],
)
def test_what_the_scanner_says_is_understood(
    answer: bytes, told: Scan, tmp_path: Path
) -> None:
    content = b"x" * 100_000
    where = str(tmp_path / "clamd")
    with _daemon(where, answer) as heard, override_settings(CLAMD=where):
        assert scan(content) is told
    assert heard[0] == b"zINSTREAM\0"
    assert b"".join(heard[1:]) == content


def test_a_scanner_that_is_not_there_is_told_from_one_that_is_not_wanted(
    tmp_path: Path,
) -> None:
    with override_settings(CLAMD=""):
        assert scan(b"x") is Scan.NONE
    with override_settings(CLAMD=str(tmp_path / "nobody")):
        assert scan(b"x") is Scan.FAILED

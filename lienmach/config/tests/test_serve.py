"""``make run`` as a person meets it: a process that is started, killed and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from lienmach.config import serve

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """Start the service on a folder of its own."""
    begun: list[subprocess.Popen[str]] = []
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    env |= {"LIENMACH_VAR": str(tmp_path), "PORT": str(port)}

    def _start(**more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "lienmach.config.serve"]
        pipe = subprocess.PIPE
        made = subprocess.Popen(
            command,
            env=env | more,
            stdout=pipe,
            stderr=pipe,
            text=True,
            preexec_fn=_in_the_background,
        )
        begun.append(made)
        return made

    yield _start
    for process in begun:
        process.kill()
        process.communicate(timeout=60)


def _in_the_background() -> None:
    """A shell has Ctrl+C ignored by what it starts behind itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def _until(done: Callable[[], bool], seconds: float = 540) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _left(folder: object) -> list[str]:
    """What still runs for a folder or a mark: it stands in the command of each."""
    left = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().decode(errors="replace")
        except OSError:
            continue  # it has just ended
        if str(folder) in command:
            left.append(command.replace("\0", " "))
    return left


@pytest.mark.timeout(900)  # it loads the whole demo, beside other tests
def test_the_service_starts_survives_a_kill_and_stops(
    start: Start, port: int, tmp_path: Path
) -> None:
    first = start()
    assert _until(lambda: _answers(port) or first.poll() is not None)
    assert first.poll() is None, first.communicate()

    second = start()
    said = second.communicate(timeout=60)[1]
    assert second.returncode == 2
    assert "đang chạy" in said
    assert said.count("\n") == 1

    first.kill()
    assert _until(lambda: not _left(tmp_path) and not _answers(port), 60)

    again = start()
    assert _until(lambda: _answers(port) or again.poll() is not None)
    assert again.poll() is None, again.communicate()
    again.send_signal(signal.SIGINT)
    out = again.communicate(timeout=90)[0]
    assert again.returncode == 0
    assert f"http://127.0.0.1:{port}" in out
    assert _left(tmp_path) == []


# A program of a deaf parent and a deaf child that hold what they write to.
DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if len(sys.argv) > 1:
    subprocess.Popen([sys.executable, "-c", sys.argv[1], *sys.argv[2:]])
print("up", flush=True)
time.sleep(600)
"""


def test_what_a_program_has_started_ends_with_it(tmp_path: Path) -> None:
    mark = f"mark-{tmp_path.name}-{os.getpid()}"
    deaf = (sys.executable, "-c", DEAF, DEAF.replace("1:", "9:"), mark)
    with serve.started(deaf, grace=0.5) as program:
        assert _until(lambda: len(_left(mark)) == 2, 60)

    assert program.returncode == -signal.SIGKILL
    assert _until(lambda: not _left(mark), 60)


def test_a_database_that_cannot_be_prepared_is_told_in_one_sentence(
    start: Start, tmp_path: Path
) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    service = start(DATABASE_URL=nowhere)
    out, said = service.communicate(timeout=60)

    assert (service.returncode, out) == (2, "Chuẩn bị: cập nhật bảng dữ liệu…\n")
    assert "bước migrate không xong" in said
    assert said.count("\n") == 1
    assert str(tmp_path / "run.log") in said
    assert "OperationalError" in (tmp_path / "run.log").read_text()

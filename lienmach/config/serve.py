"""``make run``: the database, its tables, the demo and the web server, until stopped.

Everything that is started here ends with this process, however that ends.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from lienmach.base import embedded

VAR = Path(
    os.environ.get("LIENMACH_VAR") or Path(__file__).resolve().parents[2] / "var"
)
STEPS = {
    "cập nhật bảng dữ liệu": ("migrate", "--verbosity=0"),
    "nạp dữ liệu mô phỏng, chỉ khi chưa có gì": ("load_demo",),
    "nạp lịch nghỉ": ("load_calendar",),
}
WORKERS = 2
WORKER = (sys.executable, "-m", "django", "work")


def main() -> int:
    for told in (signal.SIGINT, signal.SIGTERM):  # also where a shell had it ignored
        signal.signal(told, _leave)
    signal.signal(signal.SIGHUP, _leave)
    embedded.die_with_parent(signal.SIGTERM)
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return _say(f"PORT phải là một số từ 1 đến 65535, không phải «{port}».")
    address = f"http://{host}:{port}"
    named = os.environ.get("DATABASE_URL")
    try:
        with nullcontext(named) if named else embedded.running(VAR) as database:
            if _is_open(host, int(port)):
                return _say(f"Cổng {port} đang được dùng. Hãy chọn cổng khác: PORT=….")
            os.environ["DATABASE_URL"] = str(database)
            os.environ.setdefault("LIENMACH_ADDRESS", address)
            return _prepared() or _served(host, port, address)
    except embedded.Taken:
        return _say("Liền Mạch đang chạy rồi: chỉ một bản dùng thư mục này mỗi lúc.")
    except embedded.Unavailable as error:
        return _say(str(error))
    except KeyboardInterrupt:
        return 0


def _prepared() -> int:
    """Bring tables and calendar up to date; load the demo where nothing is stored.

    What a step complains of is for who looks after the service: it goes to a file.
    """
    VAR.mkdir(parents=True, exist_ok=True)
    details = VAR / "run.log"
    with details.open("w") as log:
        for words, (step, *options) in STEPS.items():
            sys.stdout.write(f"Chuẩn bị: {words}…\n")
            sys.stdout.flush()
            command = [sys.executable, "-m", "django", step, *options]
            if subprocess.call(command, env=_environment(), stderr=log):
                return _say(
                    f"Chưa chuẩn bị được cơ sở dữ liệu, nên chưa chạy được: bước {step}"
                    f" không xong. Chi tiết ở {details}."
                )
    return 0


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "lienmach.config.settings"}


def _served(host: str, port: str, address: str) -> int:
    """Run the web server and a worker until one of them ends or we are told to stop."""
    with started(server(host, port)) as web, started(WORKER) as worker:
        while web.poll() is None and not _is_open(host, int(port)):
            time.sleep(0.05)
        if web.poll() is None:
            sys.stdout.write(f"Liền Mạch đang chạy ở {address}  (Ctrl+C để dừng)\n")
            sys.stdout.flush()
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.2)
        return web.poll() or worker.poll() or 0


@contextmanager
def started(
    command: Sequence[str], grace: float = 10
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside us; ask it to stop at the end, and see that it does.

    After ``grace`` seconds it is ended, with whatever it has started itself: an orphan
    would go on answering, and keep open what we write to.
    """
    program = subprocess.Popen(
        command, start_new_session=True, preexec_fn=_end_with_us, env=_environment()
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            program.wait(grace)
        with suppress(ProcessLookupError):  # nobody of its session is left
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def server(host: str, port: str) -> Sequence[str]:
    """The command of the web server."""
    return (
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", port, "--workers", str(WORKERS)),
        *("--blocking-threads", "4", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5", "--log-level", "warning"),
        "lienmach.config.wsgi:application",
    )


def _end_with_us() -> None:
    embedded.die_with_parent(signal.SIGTERM)


def _is_open(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())

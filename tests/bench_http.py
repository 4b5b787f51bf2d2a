"""Measure the counter over HTTP: ``python -m tests.bench_http``.

The server is the one of ``make run`` (granian, two workers); what asks is a process of
its own that does nothing but send and read. How much of the machine it took is told
beside what it measured, and so is the load, for other programs may be at work too:
where a busy program got half a core, halve the milliseconds. All receive at one
counter, which gives out its numbers one after the other, and beside them stand the
same rows inserted by pgbench from as many connections. The database is that of
``bench_dossiers`` with whatever that has loaded, and at least ``LEAST``.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPResponse
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import uuid4

from tests.measure import tell

HOST, WORD = "127.0.0.1", "Thu-Nghiem-2026"
AT_ONCE, SECONDS, READ = 8, 12, 30
LEAST = 20_000
PROCEDURE = "9.900041"
ALL = "/cb/viec/?xem=tat-ca&co=100"
SEARCH = "/cb/viec/?xem=tat-ca&q={}&co=100"
NAMES = ("nguyen+van", "tran+thi", "le+van+an", "pham", "dang+cong+nhan")
ACCENTS = ("Nguyễn Văn", "Trần Thị", "Lê Văn An", "Phạm", "Đặng Công Nhân")
# What a page may take, in milliseconds; what is not named 100.
ALLOWED = {"list_100": 60, "list_100_deep": 60, "list_by_code": 60}
TICKS = os.sysconf("SC_CLK_TCK")


class Browser:
    """A connection that stays open, with cookies; it follows nothing."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._to = HTTPConnection(HOST, port, timeout=60)
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> str:
        """A page; a redirect or a refusal is a fault of the question."""
        answer, text = self._ask("GET", path, None)
        if answer.status != 200:
            raise SystemExit(f"{path}: HTTP {answer.status}")
        return text

    def look(self, path: str) -> tuple[int, str]:
        """A page, whatever comes of it."""
        answer, text = self._ask("GET", path, None)
        return answer.status, text

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        answer, text = self._ask("POST", path, self._signed(form))
        return answer.status, text

    def sent(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form; where its answer leads to."""
        answer, _ = self._ask("POST", path, self._signed(form))
        return answer.status, answer.headers.get("Location", "")

    def _signed(self, form: dict[str, str]) -> str:
        token = self.cookies.get("csrftoken", "")
        return urlencode({**form, "csrfmiddlewaretoken": token})

    def _ask(self, verb: str, path: str, body: str | None) -> tuple[HTTPResponse, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": kept}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._to.request(verb, path, body, headers)
        answer = self._to.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text


def signed_in(port: int, who: str) -> Browser:
    browser = Browser(port)
    browser.get("/dang-nhap/")
    status, _ = browser.post("/dang-nhap/", {"username": who, "password": WORD})
    if status != 302:
        raise SystemExit(f"Không đăng nhập được «{who}» (HTTP {status}).")
    return browser


def ask(port: int, server: int, database: int) -> dict[str, Any]:
    """What the asking process does: receive as fast as it is answered, then read."""
    told: dict[str, Any] = {}
    first = signed_in(port, "quay")
    page = first.get(f"/cb/quay/?tt={PROCEDURE}")
    parts = re.findall(r'name="giay-(\d+)"', page)
    ticked = {f"giay-{pk}": "1" for pk in parts} | {f"chinh-{pk}": "1" for pk in parts}
    dice = Random(uuid4().int)
    browsers = [signed_in(port, "quay") for _ in range(AT_ONCE)]

    def receive(browser: Browser) -> float:
        number = f"99{dice.randrange(10**10):010}"
        form = {
            "lam": "tiep-nhan",
            "tt": PROCEDURE,
            "so": number,
            "loai": "person",
            "ten": "Nguyễn Văn Thử",
            "khoa": str(uuid4()),
            "van_tao": "1",
            **ticked,
        }
        since = perf_counter()
        status, text = browser.post("/cb/quay/", form)
        took = perf_counter() - since
        # Whoever follows is told what was received, once; here nobody does.
        browser.cookies.pop("messages", None)
        if status != 302:
            said = " ".join(re.findall(r"<li>([^<]*)</li>", text)[-3:])
            raise SystemExit(f"Tiếp nhận: HTTP {status} {said}")
        return took

    for browser in browsers:  # warm
        receive(browser)
    before = _cpu_of(server), _cpu_of(database)
    told["receive"] = _together(browsers, receive)
    after = _cpu_of(server), _cpu_of(database)
    told["receive"]["cpu"] = [b - a for a, b in zip(before, after, strict=True)]
    told["receive_alone"] = _alone(lambda: receive(browsers[0]), 2 * READ)
    people = {who: signed_in(port, who) for who in ("lanhdao", "noivu", "quay")}
    for name, who, paths in _pages(people["lanhdao"]):
        # A connection of its own: one that rests is closed by the server.
        ask_next = _in_turn(Browser(port, people[who].cookies), paths)
        ask_next()  # warm
        begun = _cpu_of(server) + _cpu_of(database)
        told[name] = _alone(ask_next, READ)
        used = _cpu_of(server) + _cpu_of(database) - begun
        told[name]["each"] = used / READ
    return told


def _in_turn(browser: Browser, paths: Sequence[str]) -> Callable[[], object]:
    turn = cycle(paths)
    return lambda: browser.get(next(turn))


def _pages(head: Browser) -> list[tuple[str, str, list[str]]]:
    """What is asked for: what it is called, by whom, at which addresses in turn."""
    text = head.get(ALL)
    codes = re.findall(r"/cb/ho-so/(X[^/?\"]+)/", text)[:READ]
    views = sorted(set(re.findall(r"/cb/viec/\?xem=([a-z-]+)", text)))
    return [
        ("list_100", "lanhdao", [ALL]),
        ("list_100_deep", "lanhdao", _deep(head, text)),
        *((f"view_{view}", "lanhdao", [f"/cb/viec/?xem={view}"]) for view in views),
        ("dossier_page", "lanhdao", [f"/cb/ho-so/{code}/" for code in codes]),
        ("list_by_code", "lanhdao", [SEARCH.format(code) for code in codes]),
        ("list_by_last_four", "lanhdao", [SEARCH.format(code[-4:]) for code in codes]),
        ("list_by_name", "lanhdao", [SEARCH.format(name) for name in NAMES]),
        (
            "list_by_accents",
            "lanhdao",
            [SEARCH.format(quote_plus(name)) for name in ACCENTS],
        ),
        (
            "list_by_phone",
            "lanhdao",
            [SEARCH.format(f"p{n}") for n in range(4300, 4330)],
        ),
        ("register_of_dossiers", "lanhdao", ["/cb/so-theo-doi/"]),
        ("register_of_documents", "noivu", ["/cb/van-ban/"]),
        ("till", "quay", ["/cb/quay/quy/"]),
        ("messages", "lanhdao", ["/cb/tin-nhan/"]),
        ("incidents", "lanhdao", ["/cb/su-co/"]),
        ("board", "lanhdao", ["/cb/dieu-hanh/"]),
        ("explained", "lanhdao", ["/cb/giai-trinh/dung-han/"]),
    ]


def _together(browsers: Sequence[Browser], act: Callable[[Browser], float]) -> Any:
    took: list[float] = []
    used = time.process_time()
    ends = perf_counter() + SECONDS

    def work(browser: Browser) -> None:
        while perf_counter() < ends:
            took.append(act(browser))

    threads = [threading.Thread(target=work, args=[one]) for one in browsers]
    since = perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    passed = perf_counter() - since
    asking = (time.process_time() - used) / passed
    return {"took": took, "seconds": passed, "asking": asking}


def _alone(act: Callable[[], object], times: int) -> Any:
    took = []
    for _ in range(times):
        since = perf_counter()
        act()
        took.append(perf_counter() - since)
    return {"took": took}


def _deep(browser: Browser, text: str) -> list[str]:
    """Pages further and further down, each found by the key of the one before, as far
    as the list goes."""
    paths: list[str] = []
    while len(paths) < READ:
        found = re.search(r'id="page-after" href="([^"]+)"', text)
        if found is None:
            break
        paths.append(found[1].replace("&amp;", "&"))
        text = browser.get(paths[-1])
    if not paths:
        raise SystemExit("Danh sách chỉ có một trang: hãy nạp thêm hồ sơ.")
    return paths


def share_of_a_core() -> float:
    """Which part of a core a program that never waits gets now, among all others."""
    used, since = time.process_time(), perf_counter()
    while perf_counter() < since + 1:
        pass
    return (time.process_time() - used) / (perf_counter() - since)


def main() -> None:
    import django  # noqa: PLC0415 – the asking process does without

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    from lienmach.cases.models import Case  # noqa: PLC0415
    from lienmach.config.serve import WORKERS, server, started  # noqa: PLC0415
    from lienmach.onestop.tests import bench_dossiers, plain_rows  # noqa: PLC0415

    bench_dossiers.fill(int(os.environ.get("N", LEAST)))
    size, port, database = Case.objects.count(), free_port(), _postmaster()
    tell("http_share_of_a_core", 100 * share_of_a_core(), "%", 100, size)
    with started(server(HOST, str(port))) as program:
        wait_for(port)
        words = map(str, (port, program.pid, database))
        name = "tests.bench_http"
        asked = subprocess.run(
            [sys.executable, "-m", name, *words], stdout=subprocess.PIPE, check=False
        )
    if asked.returncode:  # it has said why
        raise SystemExit(asked.returncode)
    told = json.loads(asked.stdout)
    both = told["receive"]
    rate = len(both["took"]) / both["seconds"]
    tell("http_receive_http", rate, "1/s", 60, size)
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True)[:READ]
    plain = plain_rows.rate(list(newest), at_once=AT_ONCE)
    tell("http_receive_http_beside_pgbench", rate, "1/s", plain, size)
    tell("http_receive_http_p95_busy", _p95(both["took"]), "ms", 100, size)
    tell("http_receive_http_asking", 100 * both["asking"] / WORKERS, "%", 100, size)
    for name, used in zip(("server", "database"), both["cpu"], strict=True):
        share = 100 * used / both["seconds"] / WORKERS
        tell(f"http_receive_http_{name}", share, "%", 100, size)
        each = 1000 * used / len(both["took"])
        tell(f"http_receive_http_{name}_each", each, "ms", 1000 * WORKERS / 60, size)
    tell("http_load_average", os.getloadavg()[0], "", WORKERS, size)
    del told["receive"]
    for name, found in told.items():
        took, against = found["took"], ALLOWED.get(name, 100)
        tell(f"http_{name}_p50", statistics.median(took) * 1000, "ms", against, size)
        tell(f"http_{name}_p95", _p95(took), "ms", against, size)
        if each := found.get("each"):  # of processor, server and database together
            tell(f"http_{name}_each", each * 1000, "ms", against, size)


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] * 1000


def _postmaster() -> int:
    """The first process of the database; 0 where it is on another machine."""
    from django.db import connection  # noqa: PLC0415 – the asking process does without

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = cursor.fetchone()[0]
    try:
        return int(Path(folder, "postmaster.pid").read_text("ascii").split()[0])
    except OSError:
        return 0


def _cpu_of(pid: int) -> float:
    """Seconds of processor that a program and all it started have used."""
    used = 0.0
    for entry in os.scandir("/proc"):
        if not entry.name.isdecimal():
            continue
        try:
            words = (
                Path(entry.path, "stat").read_text("ascii").rpartition(")")[2].split()
            )
        except OSError:
            continue
        # Of its session, which both have of their own, or begun by it.
        if pid and (int(words[3]) == pid or int(words[1]) == pid):
            used += (int(words[11]) + int(words[12])) / TICKS
    return used


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(2400):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("Máy chủ không lên.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(ask(*map(int, sys.argv[1:]))))
    else:
        main()

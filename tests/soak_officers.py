"""Twenty officers at once for ten minutes: ``python -m tests.soak_officers [SECONDS]``.

Each does what comes to mind: receives, looks through the list, opens a dossier, takes
it over, notes something, takes its last step back. Half-way the web server is killed
without a word and started again. At the end nothing that was acknowledged is lost or
doubled, no code was given twice and every trail is whole; exit status 1 if not.
"""

import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from http.client import HTTPException
from random import Random
from uuid import uuid4

from tests.bench_http import HOST, PROCEDURE, Browser, free_port, signed_in, wait_for

OFFICERS, SECONDS = 20, 600
WHO = ("quay", "quay", "chuyenvien", "lanhdao")
FINE = {200, 302, 422}  # a refusal in words is an answer


class Day:
    """What twenty officers do and what they were told; shared by their threads."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port = port
        self.desks = {who: signed_in(port, who).cookies for who in set(WHO)}
        self.ends = time.monotonic() + seconds
        self.codes: list[str] = []
        self.wrong: list[str] = []
        self.done: Counter[str] = Counter()

    def work(self, number: int) -> None:
        """One officer until the end of the day; a broken line is tried again."""
        dice = Random(number)
        who = WHO[number % len(WHO)]
        while time.monotonic() < self.ends:
            try:
                browser = Browser(self.port, self.desks[who])
                while time.monotonic() < self.ends:
                    self._act(browser, who, dice)
            except (OSError, HTTPException):
                time.sleep(0.5)  # the server is being started again

    def _act(self, browser: Browser, who: str, dice: Random) -> None:
        if who == "quay" and dice.random() < 0.6:
            self._receive(browser, dice)
            return
        status, text = browser.look("/cb/viec/?xem=tat-ca")
        self._told("list", status)
        codes = re.findall(r"/cb/ho-so/(X[^/?\"]+)/", text)[:40]
        if not codes:
            return
        here = f"/cb/ho-so/{dice.choice(codes)}/"
        status, page = browser.look(here)
        self._told("open", status)
        number = re.search(r'name="number" value="(\d+)"', page)
        at = number[1] if number else ""
        form = {"number": at, "khoa": str(uuid4()), "van_trinh": "1"}
        verb = dice.choice(["buoc/accept/", "hoan-tac/", "ghi-chu/", "buoc/submit/"])
        status, _ = browser.post(f"{here}{verb}", {**form, "text": "Gọi hỏi"})
        self._told(verb, status)

    def _receive(self, browser: Browser, dice: Random) -> None:
        form = {
            "lam": "tiep-nhan",
            "tt": PROCEDURE,
            "loai": "person",
            "van_tao": "1",
            "so": f"99{dice.randrange(10**10):010}",
            "ten": "Nguyễn Văn Thử",
            "khoa": str(uuid4()),
            "ly_do": "Người nộp bổ sung sau",
            "thieu": "1",
        }
        status, text = browser.look(f"/cb/quay/?tt={PROCEDURE}")
        for pk in re.findall(r'name="giay-(\d+)"', text):
            form |= {f"giay-{pk}": "1", f"chinh-{pk}": "1"}
        status, place = browser.sent("/cb/quay/", form)
        self._told("receive", status)
        if found := re.search(r"vua=([^&]+)", place):
            self.codes.append(found[1])

    def _told(self, what: str, status: int) -> None:
        self.done[what] += 1
        if status not in FINE and status != 403:  # not everybody has every right
            self.wrong.append(f"{what}: HTTP {status}")


def main(seconds: int) -> int:
    import django  # noqa: PLC0415 – the settings are named first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from lienmach.config.serve import server, started  # noqa: PLC0415
    from lienmach.org.models import Unit  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        call_command("load_demo", stdout=sys.stderr)
    port = free_port()
    with started(server(HOST, str(port))) as program:
        wait_for(port)
        day = Day(port, seconds)
        threads = [threading.Thread(target=day.work, args=[n]) for n in range(OFFICERS)]
        for one in threads:
            one.start()
        time.sleep(seconds / 2)
        os.killpg(program.pid, signal.SIGKILL)
        before = len(day.codes)
    with started(server(HOST, str(port))):
        wait_for(port)
        for one in threads:
            one.join()
    wrong = [*day.wrong, *_found(day.codes)]
    if not 0 < before < len(day.codes):
        wrong.append(f"trước khi ngắt {before} hồ sơ, sau đó không thêm")
    sys.stdout.write(f"{dict(day.done)}, {len(day.codes)} hồ sơ, {len(wrong)} lỗi\n")
    for text in wrong[:20]:
        sys.stdout.write(f"{text}\n")
    return int(bool(wrong))


def _found(codes: list[str]) -> list[str]:
    """What is wrong with what was acknowledged, and with any trail."""
    from django.db.models import Count, F  # noqa: PLC0415 – after the set-up

    from lienmach.cases.models import Case  # noqa: PLC0415

    wrong = []
    if len(set(codes)) != len(codes):
        wrong.append("một mã được báo hai lần")
    kept = set(Case.objects.filter(code__in=codes).values_list("code", flat=True))
    wrong += [f"{code}: đã báo mà không còn" for code in codes if code not in kept]
    told = Case.objects.annotate(steps=Count("events"))
    broken = told.exclude(steps=F("number")).values_list("code", flat=True)
    wrong += [f"{code}: lịch sử không đủ" for code in broken]
    return wrong


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))

"""Measure an intake as an officer makes it: ``python -m tests.bench_intake``.

A real browser receives fifty dossiers from the keyboard alone, beside as many as
``bench_dossiers`` has loaded: how long a whole intake takes the machine, each answer
that the page asks for meanwhile, and how soon the box of the scanner has the focus
again (criteria 2 and 3 of ``ux.md``). Where there is no Chromium it says so.
"""

import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from playwright.sync_api import Page, Response, expect, sync_playwright

from tests.bench_http import HOST, LEAST, PROCEDURE, WORD, free_port, wait_for
from tests.measure import tell

TIMES, KEY = 50, 40  # intakes, milliseconds from key to key
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WHOLE, ANSWER, FOCUS = 10_000, 300, 500  # what each may take, in milliseconds


@contextmanager
def _page(program: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield browser.new_page(locale="vi-VN")
        browser.close()


def _receive(page: Page, number: str) -> tuple[float, float]:
    """Receive from someone known; the seconds of it all, and of the way back."""
    since = perf_counter()
    page.keyboard.type(number)
    expect(page.locator("#tim_tt")).to_be_focused()
    page.keyboard.type(PROCEDURE, delay=KEY)  # any faster, and it is a scanner
    page.keyboard.press("Enter")
    expect(page.locator(".papers")).to_be_visible()
    page.keyboard.press("Alt+KeyA")
    sent = perf_counter()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text("Đã tiếp nhận")
    expect(page.locator("#nguoi")).to_have_count(0)
    expect(page.locator("#quet")).to_be_focused()
    ends = perf_counter()
    return ends - since, ends - sent


def _measure(program: str, port: int, numbers: list[str]) -> dict[str, list[float]]:
    """Milliseconds: whole intakes, answers to the page, the way back to the scanner."""
    answers: list[float] = []
    took: dict[str, list[float]] = {"whole": [], "focus": []}

    def note(answer: Response) -> None:
        if answer.request.headers.get("hx-request"):
            answer.finished()
            answers.append(answer.request.timing["responseEnd"])

    expect.set_options(timeout=20_000)  # a machine may be busy: how busy is measured
    with _page(program) as page:
        page.goto(f"http://{HOST}:{port}/dang-nhap/")
        page.fill("[name=username]", "quay")
        page.fill("[name=password]", WORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cb/**")
        page.goto(f"http://{HOST}:{port}/cb/quay/")
        _receive(page, numbers[0])  # warm
        page.on("response", note)
        for number in numbers[1:]:
            whole, focus = _receive(page, number)
            took["whole"].append(whole * 1000)
            took["focus"].append(focus * 1000)
    return {**took, "answer": answers}


def main() -> None:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write(
            "Không có Chromium: không đo việc tiếp nhận trên trình duyệt.\n"
        )
        return
    import django  # noqa: PLC0415 – nothing to set up where there is no browser

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    from lienmach.cases.models import Case  # noqa: PLC0415
    from lienmach.config.serve import server, started  # noqa: PLC0415
    from lienmach.onestop.models import Party  # noqa: PLC0415
    from lienmach.onestop.tests import bench_dossiers  # noqa: PLC0415

    bench_dossiers.fill(int(os.environ.get("N", LEAST)))
    size, port = Case.objects.count(), free_port()
    known = Party.objects.filter(kind=Party.Kind.PERSON).order_by("pk")
    numbers = list(known.values_list("id_number", flat=True)[: TIMES + 1])
    with started(server(HOST, str(port))):
        wait_for(port)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        told = _measure(program, port, numbers)
    for name, allowed in (("whole", WHOLE), ("answer", ANSWER), ("focus", FOCUS)):
        found = sorted(told[name])
        p95 = found[int(len(found) * 0.95)]
        tell(f"intake_{name}_p50", statistics.median(found), "ms", allowed, size)
        tell(f"intake_{name}_p95", p95, "ms", allowed, size)


if __name__ == "__main__":
    main()

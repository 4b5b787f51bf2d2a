import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from lienmach.base.jobs import do_chores, enqueue_recurring, run_next

LOOK = 60  # seconds between two looks at what recurs


class Command(BaseCommand):
    help = "Chạy các việc nền cho đến khi được dừng (hoặc một lượt, với --once)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="hết việc thì thôi")

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        looked = time.monotonic() - LOOK
        while not stop.is_set():
            close_old_connections()
            if not once and time.monotonic() - looked >= LOOK:
                enqueue_recurring(at=timezone.now())
                looked = time.monotonic()
            now = timezone.now()
            if run_next(at=now) or do_chores(at=now):
                continue
            if once:
                return
            stop.wait(0.3)

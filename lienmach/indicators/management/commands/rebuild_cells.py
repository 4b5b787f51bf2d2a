from typing import Any

from django.core.management.base import BaseCommand

from lienmach.indicators.actions import rebuild


class Command(BaseCommand):
    help = "Đếm lại mọi số liệu từ dữ kiện, sau khi nạp nhiều dữ liệu một lúc."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Đã đếm lại {rebuild()} ô số liệu.")

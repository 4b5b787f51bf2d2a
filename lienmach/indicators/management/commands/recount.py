from typing import Any

from django.core.management.base import BaseCommand

from lienmach.indicators.actions import recount_marked


class Command(BaseCommand):
    help = "Đếm lại những ngày có thay đổi; chạy lại lúc nào cũng được."

    def handle(self, **options: Any) -> None:
        total = 0
        while done := recount_marked():
            total += done
        self.stdout.write(f"Đã đếm lại {total} tháng của các đơn vị.")

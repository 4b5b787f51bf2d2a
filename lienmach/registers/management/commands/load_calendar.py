from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lienmach.registers.actions.calendar import load_country


class Command(BaseCommand):
    help = (
        "Nạp lịch nghỉ của cả nước kèm phần mềm. Chạy lại không nạp hai lần và không "
        "đụng đến ngày do người dùng đã ghi."
    )

    def handle(self, **options: Any) -> None:
        changed = load_country(at=timezone.now())
        if changed or options["verbosity"] > 1:
            self.stdout.write(f"Đã ghi {changed} ngày vào lịch.")

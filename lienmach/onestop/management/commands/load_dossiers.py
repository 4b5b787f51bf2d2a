from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lienmach.onestop.demo import many
from lienmach.org.models import Unit
from lienmach.org.queries import is_demo

MOST = 20_000_000


class Command(BaseCommand):
    help = (
        "Nạp thêm hồ sơ mô phỏng vào bản dùng thử, để đo và đối chiếu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dossiers", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, dossiers: int, seed: int, **options: Any) -> None:
        """Refuse an office in use: what is loaded can never be taken out again."""
        if not 0 < dossiers <= MOST:
            raise CommandError(f"Số hồ sơ phải từ 1 đến {MOST}.")
        if not Unit.objects.exists():
            call_command("load_demo", stdout=self.stderr)
        if not is_demo():
            raise CommandError(
                "Cơ sở dữ liệu này của một cơ quan đang dùng: không nạp hồ sơ mô phỏng."
            )
        begun = monotonic()
        many.load(dossiers, seed=seed, at=timezone.now())
        took = monotonic() - begun
        self.stdout.write(f"Đã nạp {dossiers} hồ sơ mô phỏng trong {took:.1f} giây.")

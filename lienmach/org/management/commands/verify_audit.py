from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lienmach.org.models import AuditRecord
from lienmach.org.queries.audit import chain


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký: từng dòng còn nguyên và còn đủ từ dòng đầu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--last",
            metavar="SỐ:MÃ",
            help="dòng cuối đã ghi lại lần trước, để biết phần cuối không bị cắt",
        )

    def handle(self, *, last: str | None, **options: Any) -> None:
        found = chain()
        if found.broken_at is not None:
            raise CommandError(
                f"Nhật ký đã bị sửa hoặc xóa tại dòng {found.broken_at}."
            )
        if last and not _still_there(last):
            raise CommandError(f"Không còn dòng {last} đã ghi lại lần trước.")
        self.stdout.write(f"Nhật ký nguyên vẹn. Dòng cuối: {found.rows}:{found.digest}")


def _still_there(last: str) -> bool:
    number, _, digest = last.partition(":")
    row = AuditRecord.objects.filter(pk=number) if number.isdecimal() else None
    return row is not None and any(bytes(r.digest).hex() == digest for r in row)

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lienmach.calc.password import faults
from lienmach.calc.refusal import Refused
from lienmach.org.actions import people, units
from lienmach.org.actions.lists import complete_lists
from lienmach.org.actions.people import NewPerson
from lienmach.org.actions.units import NewUnit, Shape
from lienmach.org.models import Level, Role, Unit, UnitKind
from lienmach.org.queries import is_demo


class Command(BaseCommand):
    help = (
        "Tạo đơn vị trên cùng và người quản trị đầu tiên; đổi mật khẩu khi đăng nhập."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập của người quản trị")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--unit", required=True, help="mã đơn vị trên cùng")
        parser.add_argument("--unit-name", help="tên đơn vị, nếu chưa có")
        parser.add_argument("--level", default="commune", help="province hoặc commune")
        parser.add_argument("--ask", action="store_true", help="tự gõ mật khẩu")

    def handle(self, *, username: str, **options: Any) -> None:
        if is_demo():
            raise CommandError("Cơ sở dữ liệu này là bản dùng thử; hãy dùng cái khác.")
        password = self._asked(username) if options["ask"] else ""
        try:
            made = _create(username, password, options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if not password:
            self.stdout.write(f"Mật khẩu tạm, chỉ hiện lần này: {made}")
        self.stdout.write(f"Đã tạo {username}. Lần đăng nhập đầu phải đổi mật khẩu.")

    def _asked(self, username: str) -> str:
        read = getpass.getpass if sys.stdin.isatty() else _line
        password = read("Mật khẩu: ")
        wrong = faults(password, (username,))
        if wrong:
            raise CommandError(" ".join(wrong))
        return password


def _line(prompt: str) -> str:
    return sys.stdin.readline().rstrip("\n")


@transaction.atomic
def _create(username: str, password: str, options: dict[str, Any]) -> str:
    complete_lists()
    at = timezone.now()
    today = timezone.localdate()
    unit = Unit.objects.filter(code=options["unit"]).first()
    if unit is None:
        if not options["unit_name"]:
            raise Refused("Chưa có đơn vị này: hãy thêm --unit-name để lập mới.")
        level = Level.objects.filter(code=options["level"]).first()
        if level is None:
            raise Refused(f"Không có cấp {options['level']}.")
        kind = UnitKind.objects.get(code="committee")
        new = NewUnit(options["unit"], Shape(options["unit_name"], kind, level, None))
        unit = units.found(new, on=today, decision=None, actor=None, at=at)
    person = NewPerson(
        username=username,
        name=options["name"],
        unit=unit,
        title="Quản trị hệ thống",
        role=Role.objects.get(code="quantri"),
    )
    _, made = people.add(person, on=today, actor=None, at=at, password=password)
    return made

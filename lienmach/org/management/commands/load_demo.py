from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from lienmach.org.actions.settings import set_value
from lienmach.org.demo import ACCOUNTS, PASSWORD
from lienmach.org.models import Setting, Unit, User
from lienmach.org.queries.settings import DEMO


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu mô phỏng vào cơ sở dữ liệu trống, và nói các tài khoản dùng thử."
    )

    def handle(self, **options: Any) -> None:
        """Load what each room brings, once; a database in use is left alone."""
        demo = Setting.objects.filter(name=DEMO).first()
        if demo is None and (Unit.objects.exists() or User.objects.exists()):
            return
        loaded = demo.value["rooms"] if demo else []
        waiting = [room for room in _rooms() if room not in loaded]
        for room in waiting:
            with transaction.atomic():
                import_module(f"{room}.demo").load(at=timezone.now())
                loaded = [*loaded, room]
                set_value(DEMO, {"rooms": loaded})
        self.stdout.write(f"Tài khoản dùng thử, mật khẩu {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<11} {account.said}")


def _rooms() -> list[str]:
    """The rooms with something to show, in the order of the settings, lower first."""
    ours = [app for app in settings.INSTALLED_APPS if app.startswith("lienmach.")]
    return [app for app in ours if find_spec(f"{app}.demo")]

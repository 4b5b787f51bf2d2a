"""Make what the browser loads: the fonts, then all static files under their names."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command

from lienmach.base.fonts import write_fonts

# Of the packages we need one file each.
LEFT_OUT = ["htmax-*", "htmx-4*", "htmx-2.js", "ext", "django-htmx.js"]


class Command(BaseCommand):
    help = "Chuẩn bị phông chữ và tệp tĩnh. Chạy lại chỉ làm phần đã đổi."
    requires_system_checks = ()  # it makes the folder that one of them looks for

    def handle(self, **options: Any) -> None:
        write_fonts(settings.VAR / "assets" / "base" / "fonts")
        stamp, known = settings.STATIC_ROOT / ".stamp", _fingerprint()
        if stamp.exists() and stamp.read_text() == known:
            return
        call_command(
            "collectstatic",
            interactive=False,
            clear=True,
            verbosity=0,
            ignore_patterns=LEFT_OUT,
        )
        stamp.write_text(known)


def _fingerprint() -> str:
    """What the files look like from outside: to hash their contents takes longer."""
    seen = []
    for finder in get_finders():
        for path, storage in finder.list(LEFT_OUT):
            changed = storage.get_modified_time(path)
            seen.append(f"{path} {storage.size(path)} {changed.isoformat()}")
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()

from typing import Any

from lienmach.org.models import Setting


def set_value(name: str, value: Any) -> None:
    Setting.objects.update_or_create(name=name, defaults={"value": value})

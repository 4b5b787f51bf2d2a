"""The counter (C01) as tests ask for it and send it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from lienmach.onestop.models import Dossier, Unaccepted
from lienmach.onestop.tests.make_dossier import PROCEDURE
from lienmach.registers.models import Component

NUMBER = "046189004512"


NEW = {"so": NUMBER, "ten": "Nguyễn Thị Ngọc Ẩn", "loai": "person"}


HTMX = {"HX-Request": "true"}


def get(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("onestop:counter"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def part_of(client: Client, target: str, **asked: Any) -> str:
    address = reverse("onestop:counter")
    headers = {**HTMX, "HX-Target": target}
    return client.get(address, asked, headers=headers).content.decode()


def papers(**more: Any) -> dict[str, Any]:
    parts = Component.objects.filter(version__procedure__code=PROCEDURE)
    ticked = {f"giay-{part.pk}": "1" for part in parts}
    counts = {f"chinh-{part.pk}": "1" for part in parts}
    return {"tt": PROCEDURE, **ticked, **counts, **more}


def send(client: Client, verb: str = "tiep-nhan", **said: Any) -> Any:
    return client.post(reverse("onestop:counter"), {"lam": verb, **said})


def refused(client: Client, words: str, verb: str = "tiep-nhan", **said: Any) -> None:
    """A sending that is refused with these words, writes nothing, keeps what it had."""
    answer = send(client, verb, **said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "<title>Lỗi: " in page
    assert not Dossier.objects.exists()
    assert not Unaccepted.objects.exists()

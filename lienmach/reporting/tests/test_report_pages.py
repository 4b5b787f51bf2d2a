"""The pages of reports, as people use them without a script."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.org.models import User
from lienmach.org.queries import actor_of
from lienmach.reporting.models import Report, Round, SheetCell
from lienmach.reporting.tests.make_round import (
    form_text,
    officer,
    report_of,
    round_of,
    use_forms,
)
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client, settings: Any, tmp_path: Path) -> User:
    use_forms(settings, tmp_path, form_text())
    user, _ = officer(make.unit(name="Thị xã"))
    client.force_login(user)
    return user


def _round(owner: User, below: int = 1) -> Round:
    town = owner.posts.get().unit
    units = [make.unit(town, name=f"Xã {n}") for n in range(below)]
    return round_of(actor_of(owner, on=make.MONDAY.date()), units)


def _own(round_: Round) -> Report:
    return report_of(round_, round_.owner_id)


@pytest.mark.parametrize("name", ["report", "matrix"])
def test_a_page_of_a_report_opens(name: str, client: Client, owner: User) -> None:
    page = client.get(reverse(f"reporting:{name}", args=[_own(_round(owner)).pk]))

    assert page.status_code == 200


def test_the_grid_opens_and_takes_cells_as_a_plain_form(
    client: Client, owner: User
) -> None:
    own = _own(_round(owner))
    address = reverse("reporting:annex", args=[own.pk, "4"])
    page = client.get(address).content.decode()
    assert 'data-state="not_ours"' in page

    answer = client.post(
        address, {"s.1.1.": "1.118", "n.1.1.": "0", "s.1.2.": "xyz", "n.1.2.": "0"}
    )

    assert answer.status_code == 422
    assert "không phải số" in answer.content.decode()
    assert 'value="xyz"' in answer.content.decode()
    assert SheetCell.objects.get().value == 1118


def test_the_list_opens(client: Client, owner: User) -> None:
    _round(owner)
    page = client.get(reverse("reporting:reports"))

    assert page.status_code == 200
    assert "Quý IV năm 2025" in page.content.decode()


def test_the_forms_are_exported(client: Client, owner: User) -> None:
    answer = client.get(reverse("reporting:workbook", args=[_own(_round(owner)).pk]))

    assert b"".join(answer).startswith(b"PK")

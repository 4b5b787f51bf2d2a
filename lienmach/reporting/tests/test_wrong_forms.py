"""A form file with a mistake stops that form alone, and says in which line it is."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.forms import ANNEXES, forms, library
from lienmach.org.models import User
from lienmach.reporting.tests.make_round import form_text, officer, round_of, use_forms
from lienmach.reporting.tests.test_collecting import Town
from tests import make

pytestmark = pytest.mark.django_db
LOOP = "1.;Một;Việc;formula;[2.];;;\n2.;Hai;Việc;formula;[1.];;;\n"
TOLD = "2.csv, dòng 5: công thức đi vòng: 1. → 2. → 1."


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    use_forms(settings, tmp_path, form_text())
    return Town()


def _add(folder: Path, text: str) -> None:
    (folder / "forms" / "2.csv").write_text(text, encoding="utf-8")


def test_other_forms_go_on_while_one_cannot_be_read(
    town: Town, tmp_path: Path, client: Client
) -> None:
    _add(tmp_path, form_text(LOOP, "rieng"))
    (tmp_path / "forms" / "3.csv").write_bytes(b"form;ba\n\0\0")
    (tmp_path / "forms" / "4.xlsx").write_bytes(b"PK")
    (tmp_path / "forms" / "5.csv").write_text(
        form_text("1.;Một;Việc;manual;;quan;;\n", "nam"), encoding="utf-8"
    )
    client.force_login(User.objects.get(pk=town.owner.user_id))
    report = town.report()

    annex = client.get(reverse("reporting:annex", args=[report.pk, "4"]))
    regimes = client.get(reverse("reporting:regimes"))

    assert annex.status_code == 200
    told = regimes.content.decode()
    assert TOLD in told
    assert "3.csv: không phải tệp chữ." in told
    assert "4.xlsx: bị bỏ qua" in told
    assert "dòng 5 của tệp: không có cấp «quan»" in told


def test_the_form_itself_is_refused_with_the_line_and_keeps_what_was_entered(
    town: Town, tmp_path: Path, client: Client
) -> None:
    town.hand_in(0)
    _add(tmp_path, form_text(LOOP))
    client.force_login(User.objects.get(pk=town.owner.user_id))
    report = town.report(0)

    page = client.get(reverse("reporting:annex", args=[report.pk, "4"]))

    assert page.status_code == 422
    assert TOLD in page.content.decode()
    assert "số đã nhập vẫn còn" in page.content.decode()
    (tmp_path / "forms" / "2.csv").unlink()
    assert town.cell("1.1.", 0).value == 10


def test_no_round_is_opened_without_a_form_that_belongs_to_it(
    town: Town, tmp_path: Path
) -> None:
    _add(tmp_path, form_text(LOOP, "rieng"))

    with pytest.raises(Refused, match="đi vòng"):
        round_of(officer(make.unit())[1], [], of=town.round.regime)


def test_ours_stands_back_where_the_offices_own_is_wrong(
    settings: Any, tmp_path: Path
) -> None:
    use_forms(settings, tmp_path)
    _add(tmp_path, form_text(LOOP, "phu-luc-4").replace("group;thu\n", ""))

    found = library()

    assert "phu-luc-4" not in found.forms
    assert found.get("phu-luc-5")
    with pytest.raises(Refused, match="dòng 4"):
        found.get("phu-luc-4")
    with pytest.raises(Refused, match="dòng 4"):
        found.group(ANNEXES, make.MONDAY.date())
    assert found.group("phuc-vu", make.MONDAY.date())
    with pytest.raises(Refused):
        forms()


@pytest.mark.parametrize("name", ["indicators:board", "reporting:reports"])
def test_the_first_pages_of_the_day_do_not_fall_with_a_form(
    name: str, town: Town, tmp_path: Path, client: Client
) -> None:
    (tmp_path / "forms" / "2.csv").write_bytes(b"form;x\xff\n")
    client.force_login(User.objects.get(pk=town.owner.user_id))

    assert client.get(reverse(name)).status_code == 200

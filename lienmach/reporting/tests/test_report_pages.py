"""The pages of reports, as people use them without a script."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

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


def test_a_range_pasted_on_its_own_page_is_answered_with_a_page(
    client: Client, owner: User
) -> None:
    """Whether or not it is sent as a boosted form; only the script is told in data."""
    own = _own(_round(owner))
    address = reverse("reporting:annex_paste", args=[own.pk, "4"])
    assert 'hx-boost="true" data-guard' not in client.get(address).content.decode()
    first = {"tu": "1.1."}
    rows, script = first | {"bang": "1.1.\t5\n1.2.\txyz"}, {"HX-Request": "true"}

    page = client.post(address, rows, headers=script | {"HX-Boosted": "true"})
    told = client.post(address, rows, headers=script)
    asked = first | {"bang": "1.4.\t30,162"}
    question = client.post(address, asked, headers=script | {"HX-Boosted": "true"})

    assert (page.status_code, page["Content-Type"][:9]) == (422, "text/html")
    assert "không phải số" in page.content.decode()
    assert [one["outcome"] for one in told.json()["written"]] == ["same", "wrong"]
    assert "<h1>Dán từ Excel</h1>" in question.content.decode()
    long = client.post(address, first | {"bang": "1\n" * 10_000})
    assert long.status_code == 422
    assert "Vùng dán có 10.000 dòng" in long.context["form"].errors["bang"][0]


def test_the_list_opens(client: Client, owner: User) -> None:
    _round(owner)
    page = client.get(reverse("reporting:reports"))

    assert page.status_code == 200
    assert "Quý IV năm 2025" in page.content.decode()


def test_the_forms_are_exported(client: Client, owner: User) -> None:
    answer = client.get(reverse("reporting:workbook", args=[_own(_round(owner)).pk]))

    assert b"".join(answer).startswith(b"PK")


def test_the_workbook_is_set_up_for_paper_and_named_by_the_unit(
    client: Client, owner: User
) -> None:
    answer = client.get(reverse("reporting:workbook", args=[_own(_round(owner)).pk]))
    with ZipFile(BytesIO(b"".join(answer))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        book = package.read("xl/workbook.xml").decode()

    setup = re.search(r"<pageSetup [^>]*>", sheet)
    assert setup
    for said in ('paperSize="9"', 'orientation="landscape"', 'fitToHeight="0"'):
        assert said in setup[0]
    assert re.search(r'Print_Titles"[^>]*>[^<]*\$4:\$4<', book)
    assert 'filename="phu-luc-2025-q4-thi-xa.xlsx"' in answer["Content-Disposition"]


def test_the_workbook_says_all_four_states(client: Client, owner: User) -> None:
    own = _own(_round(owner))
    address = reverse("reporting:annex", args=[own.pk, "4"])
    client.post(address, {"s.1.1.": "1.118", "s.1.2.": "-"})

    answer = client.get(reverse("reporting:workbook", args=[own.pk]))

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    rows = {row[0]: row[3] for row in book.get_sheet_by_index(0).to_python()[4:]}
    assert rows["1.1"] == 1118
    assert rows["1.2"] == "không phát sinh"
    assert rows["1.4"] == ""
    assert rows["1.7"] == "không thuộc thẩm quyền"


def test_a_form_of_a_unit_below_is_only_read_unless_one_says_so(
    client: Client, owner: User
) -> None:
    made = _round(owner)
    below = made.reports.get(case__kind="report")
    address = reverse("reporting:annex", args=[below.pk, "4"])

    read = client.get(address).content.decode()
    written = client.get(f"{address}?thay=1").content.decode()

    assert 'name="s.1.1."' not in read
    assert "Nhập thay đơn vị" in read
    assert 'name="s.1.1."' in written


def test_a_case_leads_to_its_report(client: Client, owner: User) -> None:
    own = _own(_round(owner))

    answer: Any = client.get(reverse("reporting:by_code", args=[own.case.code]))

    assert answer.url == reverse("reporting:report", args=[own.pk])


def test_a_report_is_handed_in_returned_and_reminded_through_its_pages(
    client: Client, owner: User
) -> None:
    made = _round(owner)
    own, below = _own(made), made.reports.get(case__kind="report")
    matrix = reverse("reporting:matrix", args=[own.pk])
    assert "Nhắc 1 đơn vị" in client.get(matrix).content.decode()
    client.post(reverse("reporting:remind", args=[own.pk]))
    assert "Nhắc 1 đơn vị" not in client.get(matrix).content.decode()

    step = reverse("reporting:step", args=[below.pk, "submit"])
    refused = client.post(step)
    assert refused.status_code == 422
    assert "1 biểu chưa nộp (PL 4)" in refused.content.decode()
    for name in ("annex_fill", "annex_hand_in"):
        client.post(reverse(f"reporting:{name}", args=[below.pk, "4"]))
    assert client.post(step).status_code == 302

    back = reverse("reporting:step", args=[below.pk, "return"])
    assert client.post(back, {"ghi_chu": ""}).status_code == 422
    assert client.post(back, {"ghi_chu": "Xem lại dòng 1.1"}).status_code == 302
    page = client.get(reverse("reporting:report", args=[below.pk])).content.decode()
    assert "Xem lại dòng 1.1" in page
    assert "Trả lại" in page
    form = client.get(reverse("reporting:annex", args=[below.pk, "4"])).content.decode()
    assert "Biểu này được trả lại" in form
    assert "Xem lại dòng 1.1" in form


def test_what_each_unit_gave_to_a_sum_is_shown(client: Client, owner: User) -> None:
    made = _round(owner)
    own, below = _own(made), made.reports.get(case__kind="report")
    address = reverse("reporting:annex", args=[below.pk, "4"])
    client.post(f"{address}?thay=1", {"s.1.1.": "7"})
    for name in ("annex_fill", "annex_hand_in"):
        client.post(reverse(f"reporting:{name}", args=[below.pk, "4"]))
    client.post(reverse("reporting:step", args=[below.pk, "submit"]))

    page = client.get(reverse("reporting:parts", args=[own.pk, "4"]), {"dong": "1.1."})

    assert "Xã 0" in page.content.decode()
    assert ">7<" in page.content.decode()


def test_a_regime_is_added(client: Client, owner: User) -> None:
    make.unit(owner.posts.get().unit)
    address = reverse("reporting:regimes")
    sent = {
        "ten": "Báo cáo tháng",
        "can_cu": "Kế hoạch thử",
        "dinh_ky": "month",
        "chot": "report",
        "nhom": "thu",
        "tu": "1/1/2026",
        "han_commune": "2",
    }

    assert client.post(address, sent | {"tu": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "Báo cáo tháng" in page
    assert "2 ngày" in page

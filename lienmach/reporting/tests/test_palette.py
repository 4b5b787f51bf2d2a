"""What Ctrl+K finds of reports."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.reporting.actions import texts
from lienmach.reporting.flow import WRITE
from lienmach.reporting.tests import make_round as made
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_ctrl_k_finds_reports_one_sees_and_the_parts_of_ones_own(
    rows: int,
    client: Client,
    settings: Any,
    tmp_path: Path,
    django_assert_num_queries: Any,
) -> None:
    made.use_forms(settings, tmp_path, made.form_text())
    town = make.unit(name="UBND thị xã Thử")
    below = [make.unit(parent=town, name=f"UBND xã {n} Mây") for n in range(rows)]
    user, chief = made.officer(town, f"{made.ALL} {WRITE}")
    own = made.report_of(made.round_of(chief, below), town)
    texts.begin(own, actor=chief, at=MONDAY)
    client.force_login(user)
    htmx = {"HX-Request": "true"}

    def found(text: str) -> str:
        return client.get(reverse("base:find"), {"q": text}, headers=htmx).text

    found("qu")
    # The session, who and where (4), reports with names, parts (3), procedures.
    with django_assert_num_queries(10):
        page = found("bao cao qu may")
    assert page.count("Quý IV năm 2025: UBND xã") == rows
    assert "thị xã" not in page
    assert reverse("reporting:annex", args=[own.pk, "4"]) in found("pl 4")
    assert "Tuyên truyền" in found("tuyen truyen")

    client.force_login(made.officer(below[0])[0])
    assert found("quy iv").count("Quý IV năm 2025:") == 1
    assert "Tuyên truyền" not in found("tuyen truyen")
    client.force_login(make.user(town))  # who may see no report
    assert "Quý IV" not in found("quy iv")

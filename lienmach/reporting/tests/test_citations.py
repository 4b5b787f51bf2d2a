"""Documents of the register that the words of a report cite."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.registers.models import OfficialDocument
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.queries.citations import citable, in_full
from lienmach.reporting.tests.make_text import Written
from lienmach.reporting.tests.test_named_lists import IN, OUT, cited
from tests import make

pytestmark = pytest.mark.django_db
WHOLE = "Kế hoạch số 15/KH-UBND ngày 03/11/2025 của UBND thị xã về triển khai cải cách"


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Written:
    made = Written(settings, tmp_path)
    made.fill_in()
    made.begin()
    return made


def _paper(written: Written, text: str) -> tuple[str, list[str]]:
    written.write(2, text)
    report = written.report
    found = queries.sections(report)
    known = queries.told(report, found)
    paper, wrong = queries.paper_of(report, queries.style_for(report), found, known)
    return " ".join(one.text for one in paper.paragraphs), wrong


def test_a_document_is_cited_as_the_register_has_it(written: Written) -> None:
    cited(written.office, "15/KH-UBND", "Kế hoạch", IN)

    said, wrong = _paper(
        written,
        "Thực hiện {{ văn bản 15/kh-ubnd }}; {{ Văn bản  15/KH-UBND 2025 gọn }} nêu.",
    )

    assert not wrong
    assert f"Thực hiện {WHOLE}; Kế hoạch số 15/KH-UBND nêu." in said


def test_what_is_not_one_document_is_told(written: Written) -> None:
    for on in (IN, OUT):
        cited(written.town, "15/KH-UBND", "Kế hoạch", on)
    cited(make.unit(), "17/KH-UBND", "Kế hoạch", IN)  # of others nothing is told

    _, wrong = _paper(
        written,
        "{{ văn bản 15/KH-UBND }} {{ văn bản 17/KH-UBND }} {{ văn bản số 1 và 2 }}",
    )

    assert [why.count(said) for why, said in zip(wrong, TOLD, strict=True)] == [1, 1, 1]
    said, _ = _paper(written, "Theo {{ văn bản 15/KH-UBND 2024 gọn }}.")
    assert "Theo Kế hoạch số 15/KH-UBND." in said


TOLD = ("của các năm 2024, 2025: thêm năm", "không có số này", "viết như")


def test_what_the_register_does_not_know_is_left_out() -> None:
    bare = OfficialDocument(number="9/QĐ-TTg", type="Quyết định")
    full = OfficialDocument(number="9/QĐ-TTg", subject="Về việc phân công")

    assert in_full(bare) == "Quyết định số 9/QĐ-TTg"
    assert in_full(full) == "số 9/QĐ-TTg về việc phân công"


def test_who_writes_is_offered_the_newest(written: Written, client: Client) -> None:
    cited(written.town, "15/KH-UBND", "Kế hoạch", IN)
    cited(make.unit(), "17/KH-UBND", "Kế hoạch", IN)

    assert citable(written.report) == [("văn bản 15/KH-UBND 2025", WHOLE)]
    client.force_login(written.user)
    page = client.get(reverse("reporting:section", args=[written.report.pk, 2]))
    assert 'data-insert="{{ văn bản 15/KH-UBND 2025 }}"' in page.content.decode()

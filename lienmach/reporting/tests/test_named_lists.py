"""Lists of registers that the words of a report bring along as annexes."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.papers import pdf
from lienmach.base.search import stored
from lienmach.org.models import Unit
from lienmach.registers.models import (
    OfficialDocument,
    Procedure,
    ProcedureChange,
    Website,
)
from lienmach.reporting.queries import named_lists
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.tests.make_text import Written
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
IN, OUT = date(2025, 11, 3), date(2024, 11, 3)


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Written:
    made = Written(settings, tmp_path)
    made.fill_in()
    made.begin()
    return made


def cited(unit: Unit, number: str, type_: str, on: date) -> None:
    document = OfficialDocument.objects.create(
        number=number,
        number_key=number.lower(),
        type=type_,
        issuer="UBND thị xã",
        issuer_key=number,
        year=on.year,
        issued_on=on,
        subject="triển khai\ncải cách",
        tokens=stored([]),
    )
    document.mentions.create(unit=unit, source="text:1", line=1)


def _paper(written: Written) -> Any:
    report = written.report
    found = queries.sections(report)
    known = queries.told(report, found)
    return queries.paper_of(report, queries.style_for(report), found, known)


def test_a_list_is_numbered_after_the_forms_and_holds_what_is_of_the_round(
    written: Written,
) -> None:
    cited(written.town, "15/KH-UBND", "Kế hoạch", IN)
    cited(written.office, "16/CT-UBND", "chỉ thị", IN)
    cited(written.town, "14/KH-UBND", "Kế hoạch", OUT)
    cited(make.unit(), "17/KH-UBND", "Kế hoạch", IN)
    cited(written.town, "18/QĐ-UBND", "Quyết định", IN)
    written.write(
        2, "Nhiều văn bản (có {{ Danh mục  văn bản }} và {{danh mục quyết định}})."
    )

    paper, mistakes = _paper(written)

    assert not mistakes
    names = [table.name for table in paper.tables]
    assert names == ["Biểu thử", "Phụ lục 1", "Phụ lục 2"]
    assert "(có Phụ lục 1 và Phụ lục 2)" in " ".join(p.text for p in paper.paragraphs)
    steering, decisions = (
        [line.cells for line in table.lines] for table in paper.tables[1:]
    )
    assert [cells[1].split()[-1] for cells in steering] == ["15/KH-UBND", "16/CT-UBND"]
    assert steering[0][2:] == ("03/11/2025", "UBND thị xã", "triển khai cải cách")
    assert [cells[0] for cells in decisions] == ["1"]
    assert "18/QĐ-UBND" in decisions[0][1]


def test_an_empty_list_says_so_and_a_wrong_name_is_told(written: Written) -> None:
    written.write(2, "Kèm {{ danh mục thủ tục }}, {{ danh mục trang web }}.")

    paper, mistakes = _paper(written)

    assert [line.cells[1] for line in paper.tables[-1].lines] == ["Không có"]
    assert "danh mục trang web" in mistakes[0]
    assert "danh mục văn bản" in mistakes[0]  # what may be typed
    for day, why in (
        ("31/2/2025", "không có ngày này"),
        ("1/1/2026", "không sau 31/12/2025"),
    ):
        said = f"Kèm {{{{ danh mục trước sau {day} }}}}, {{{{ danh mục x }}}}."
        written.write(2, said)
        _, mistakes = _paper(written)
        assert why in mistakes[0]
        assert day in mistakes[0]
    written.write(2, "{{ danh mục trước  sau 1/12/2025 }}, {{ danh mục x }}.")
    _, mistakes = _paper(written)
    assert "danh mục trước sau 1/12/2025" in mistakes[0]  # as it was typed
    assert "truoc sau" not in mistakes[0]


def test_changes_of_procedures_and_a_day_before_and_after_are_lists_too(
    written: Written,
) -> None:
    for day, code in ((IN, "1.000001"), (OUT, "1.000002")):
        ProcedureChange.objects.create(
            procedure=Procedure.objects.create(code=code),
            kind="abolished",
            effective_on=day,
            decision="9/QĐ-UBND",
            decided_on=day,
            decided_by="UBND tỉnh",
            made_at=MONDAY,
        )
    written.write(2, "Kèm {{ danh mục thủ tục }}; {{ danh mục trước sau 1/12/2025 }}.")

    paper, mistakes = _paper(written)

    assert not mistakes
    changes, compared = paper.tables[-2:]
    assert [line.cells[1] for line in changes.lines] == ["1.000001"]
    assert compared.columns[3:5] == (
        "31/10/2025 – 30/11/2025",
        "01/12/2025 – 31/12/2025",
    )
    assert compared.lines[0].cells[1:] == ("Hồ sơ tiếp nhận", "Hồ sơ", "0", "0", "0")
    assert compared.lines[3].cells[3] == "không phát sinh"


def test_websites_are_listed_as_they_were_kept_on_the_last_day(
    written: Written,
) -> None:
    end, more = written.report.round.end, {"made_at": MONDAY}
    kept = {"unit": written.office, "address": "mot.vidu.vn"}
    later = end + timedelta(days=1)
    Website.objects.create(
        **kept, upkeep="poor", valid_from=OUT, valid_to=later, **more
    )
    Website.objects.create(**kept, upkeep="good", valid_from=later, **more)
    Website.objects.create(
        unit=make.unit(), address="hai.vidu.vn", upkeep="good", valid_from=OUT, **more
    )
    written.write(2, "Có {{ danh mục trang thông tin điện tử }} kèm theo.")

    paper, mistakes = _paper(written)

    assert not mistakes
    (line,) = paper.tables[-1].lines
    assert line.cells[2:] == ("mot.vidu.vn", "Cập nhật chưa tốt", "03/11/2024")


def test_days_that_have_not_come_are_not_compared_with_days_that_have(
    written: Written,
) -> None:
    """In memory: the round's last day is moved, nothing else is asked of it."""
    today = timezone.localdate()
    day = today - timedelta(days=4)
    report = written.report
    report.round.end = today + timedelta(days=30)
    text = f"{{{{ danh mục trước sau {day.day}/{day.month}/{day.year} }}}}"

    (table,) = named_lists.named(report, [text], []).tables

    assert table.columns[4].endswith(f"{today:%d/%m/%Y}")
    assert table.columns[3].startswith(f"{day - timedelta(days=5):%d/%m/%Y}")


def test_it_is_in_the_files_of_the_report_and_offered_to_who_writes(
    written: Written, client: Client
) -> None:
    cited(written.town, "15/KH-UBND", "Kế hoạch", IN)
    written.write(2, "Nhiều văn bản (có {{ danh mục văn bản }} kèm theo).")
    paper, _ = _paper(written)
    assert pdf.printed(paper)
    client.force_login(written.user)

    content = client.get(
        reverse("reporting:workbook", args=[written.report.pk])
    ).getvalue()
    with ZipFile(BytesIO(content)) as package:
        assert 'name="Phụ lục 1"' in package.read("xl/workbook.xml").decode()
        assert "15/KH-UBND" in package.read("xl/sharedStrings.xml").decode()
    page = client.get(reverse("reporting:section", args=[written.report.pk, 2]))
    assert "Danh mục văn bản chỉ đạo, điều hành" in page.content.decode()

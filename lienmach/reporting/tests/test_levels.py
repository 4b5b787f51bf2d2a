"""A round over three levels: who asks whom, what climbs, what waits for whom."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.forms import Value
from lienmach.calc.refusal import Refused
from lienmach.org.models import UnitVersion
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.rounds import ask_on
from lienmach.reporting.actions.sheets import count_stale, hand_in
from lienmach.reporting.models import Sheet
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.tests.make_levels import DUE, ROWS, Province
from lienmach.reporting.tests.make_round import (
    enter,
    form_text,
    officer,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forms(settings: Any, tmp_path: Path) -> None:
    use_forms(settings, tmp_path, form_text(ROWS))


@pytest.fixture
def province() -> Province:
    return Province()


def test_sums_climb_level_by_level_and_shares_are_worked_out_anew(
    province: Province,
) -> None:
    one, two = province.communes
    province.hand_in(one, r1="10", r2="1")
    province.hand_in(two, r1="30", r2="29")
    assert province.cell(province.district, "3.").value == Decimal(75)
    assert province.cell(province.top, "1.").value is None  # the district has not yet

    province.hand_in(province.district, r1="60", r2="60")  # of its own
    province.hand_in(province.other, r1="100", r2="0")

    assert province.cell(province.top, "1.") == Value.of(200)
    assert province.cell(province.top, "3.").value == Decimal(45)  # no mean of rates
    shown = queries.cell(province.report(province.top), "phu-luc-4", "1.")
    assert shown
    told = [
        (part.name, int(part.value.value or 0), len(part.parts)) for part in shown.parts
    ]
    assert told == [("Huyện Một", 100, 2), ("Huyện Hai", 100, 0)]


def test_a_figure_of_communes_climbs_through_a_district_without_its_own_word(
    settings: Any, tmp_path: Path
) -> None:
    rows = "1.;Của xã;Việc;collected;;commune;;\n2.;Của ai cũng được;Việc;collected\n"
    use_forms(settings, tmp_path, form_text(rows))
    province = Province()
    district = make.level("district")
    for unit in (province.top, province.district):
        UnitVersion.objects.filter(unit=unit).update(level=district)
    enter(sheet_of(province.report(province.district)), province.owner, r1="50", r2="5")
    province.hand_in(province.communes[0], r1="7", r2="1")

    province.hand_in(province.district)

    told = {code: province.cell(province.top, code).value for code in ("1.", "2.")}
    assert told == {"1.": Decimal(7), "2.": Decimal(6)}


def test_who_is_late_below_a_district_is_told_to_the_province(
    province: Province,
) -> None:
    one, _ = province.communes
    province.hand_in(one, r1="10", r2="1")
    province.hand_in(province.district)

    below = units_asked(province.report(province.top))

    assert below.missing == ["Xã Bình (Huyện Một)", "Huyện Hai"]
    (late,) = [unit for unit in below.units if unit.name == "Xã Bình"]
    assert late.is_late(MONDAY + timedelta(days=7))
    assert not late.is_late(MONDAY)


def test_what_comes_after_a_district_has_handed_in_changes_nothing_until_it_is_returned(
    province: Province,
) -> None:
    one, two = province.communes
    province.hand_in(one, r1="10", r2="1")
    province.hand_in(province.district)
    province.hand_in(two, days=1, r1="5", r2="5")

    below = units_asked(province.report(province.top))
    assert below.after == ["Xã Bình (Huyện Một)"]
    for unit in (province.district, province.top):
        assert province.cell(unit, "1.") == Value.of(10)
    with pytest.raises(Refused, match="trả lại hoặc mở lại báo cáo ấy trước"):
        province.step(one, "return", note="Sửa", at=MONDAY + timedelta(days=1))

    later = MONDAY + timedelta(days=2)
    province.step(province.district, "return", note="Thêm xã Bình", at=later)
    hand_in(
        sheet_of(province.report(province.district)), actor=province.owner, at=later
    )
    province.step(province.district, "submit", at=later)

    assert province.cell(province.top, "1.") == Value.of(15)


def test_each_level_looks_at_what_was_handed_in_to_it(province: Province) -> None:
    one, two = province.communes
    focal, other = (
        officer(unit, "reporting.see reporting.enter")[1] for unit in (one, two)
    )
    assert province.waiting(focal) == {one.pk}
    province.hand_in(two, r1="1", r2="1")

    assert province.waiting(province.middle) == {province.district.pk, two.pk}
    assert province.waiting(province.owner) == {province.top.pk}
    with pytest.raises(Exception, match="reporting"):
        province.step(two, "approve", actor=other)
    province.step(two, "approve", actor=province.middle)

    assert province.waiting(province.middle) == {province.district.pk}


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2026, 1, 13), "không được sau hạn"), (DUE, "đã giao rồi: Xã An")],
)
def test_asking_on_is_refused_in_a_sentence(
    day: date, told: str, province: Province
) -> None:
    due = {province.communes[0].pk: day}
    with pytest.raises(Refused, match=told):
        ask_on(
            province.report(province.district), due, actor=province.middle, at=MONDAY
        )


def test_nobody_asks_on_for_what_was_handed_in_or_who_is_not_below(
    province: Province,
) -> None:
    with pytest.raises(Refused, match="không trực thuộc"):
        ask_on(
            province.report(province.district),
            {make.unit().pk: DUE},
            actor=province.middle,
            at=MONDAY,
        )
    province.hand_in(province.other, r1="1", r2="1")
    new = make.unit(province.other)
    with pytest.raises(Refused, match="không giao thêm được"):
        ask_on(
            province.report(province.other),
            {new.pk: DUE},
            actor=actor_of(province.user, on=MONDAY.date()),
            at=MONDAY,
        )


def test_a_district_asks_on_in_one_page(province: Province, client: Client) -> None:
    new = make.unit(province.district, name="Xã Chính")
    client.force_login(province.middle_user)
    pk = province.report(province.district).pk
    assert "Giao thêm đơn vị" in client.get(_url("report", pk)).content.decode()
    page = client.get(_url("ask_on", pk)).content.decode()
    assert "Xã Chính" in page
    assert f'value="{new.pk}">' in page  # adding: nothing is ticked beforehand
    assert "Xã An" not in page  # asked already
    assert "05/01/2026" in page  # five days after the window, before its own

    sent = {"don_vi_duoi": new.pk, f"han_{new.pk}": "20/1/2026"}
    bad = client.post(_url("ask_on", pk), sent)
    assert bad.status_code == 422
    assert "12/01/2026" in bad.content.decode()
    done = client.post(_url("ask_on", pk), sent | {f"han_{new.pk}": "8/1/2026"})

    assert done.status_code == 302
    made = province.report(new)
    assert made.above_id == pk
    assert [sheet.form for sheet in made.sheets.all()] == ["phu-luc-4"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_folds_levels_and_asks_the_same_number_of_queries(
    rows: int, province: Province, client: Client, django_assert_num_queries: Any
) -> None:
    new = [make.unit(province.other) for _ in range(rows)]
    other = province.report(province.other)
    owner = officer(province.top)[1]  # as of now: it sees the new units
    ask_on(other, dict.fromkeys([u.pk for u in new], DUE), actor=owner, at=MONDAY)
    client.force_login(province.user)
    url = _url("matrix", province.report(province.top).pk)

    folded = client.get(url).content.decode()
    assert "Xã An" in folded.partition("<table")[0]  # who is missing is told
    assert "Xã An" not in folded.partition("<table")[2]
    assert "0/2 đơn vị cấp dưới đã nộp" in folded
    with django_assert_num_queries(19):
        opened = client.get(url, {"mo": "tat-ca"}).content.decode()
    assert opened.count('class="lv2"') == 2 + rows
    one = client.get(url, {"mo": f"{other.pk},x,999"}).content.decode()
    assert one.count('class="lv2"') == rows


def _url(name: str, pk: int) -> str:
    return reverse(f"reporting:{name}", args=[pk])


def test_handing_in_leaves_a_mark_above_and_reading_counts_it(
    province: Province, client: Client
) -> None:
    one, _ = province.communes
    district = sheet_of(province.report(province.district))
    while count_stale(at=MONDAY):  # new ones wait to be counted too
        pass
    assert not Sheet.objects.filter(is_stale=True).exists()

    province.hand_in(one, r1="10", r2="1")

    district.refresh_from_db()
    assert (district.is_stale, district.filled) == (True, 0)
    assert list(Sheet.objects.filter(is_stale=True)) == [district]
    client.force_login(province.middle_user)
    page = client.get(_url("report", district.report_id)).content.decode()
    assert "2/2 ô" in page  # counted while it was read, not stored
    district.refresh_from_db()
    assert (district.is_stale, district.filled) == (True, 0)
    assert count_stale(at=MONDAY)
    district.refresh_from_db()
    assert (district.is_stale, district.filled) == (False, 2)
    assert not count_stale(at=MONDAY)

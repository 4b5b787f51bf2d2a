"""A unit that was asked by mistake: taken back, out of every sum, and back again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.calc.forms import State, Value
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.asking import ask_again, take_back
from lienmach.reporting.actions.rounds import ask_on
from lienmach.reporting.models import CellChange, Report
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.tests.make_levels import DUE, ROWS, Province
from lienmach.reporting.tests.make_round import enter, form_text, sheet_of, use_forms
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
WHY = "Chọn nhầm đơn vị"


@pytest.fixture
def province(settings: Any, tmp_path: Path) -> Province:
    use_forms(settings, tmp_path, form_text(ROWS))
    return Province()


def _take_back(province: Province, unit: Unit, **more: Any) -> Report:
    said: dict[str, Any] = {"actor": province.owner, "at": MONDAY, "note": WHY} | more
    return take_back(province.report(unit), **said)


def test_before_anything_came_in_it_is_withdrawn_and_nobody_waits_for_it(
    province: Province,
) -> None:
    enter(sheet_of(province.report(province.other)), province.owner, r1="5", r2="1")

    _take_back(province, province.other)

    report = province.report(province.other)
    assert report.state_name == "Đã rút yêu cầu"
    assert report.case.closed_at == MONDAY
    assert CellChange.objects.filter(sheet__report=report).count() == 2  # kept
    below = units_asked(province.report(province.top))
    assert [unit.name for unit in below.units] == ["Huyện Một", "Xã An", "Xã Bình"]
    assert province.other.pk not in province.waiting(province.owner)
    with pytest.raises(Refused, match="Đã rút yêu cầu"):
        enter(sheet_of(report), province.owner, r1="6")


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_was_handed_in_is_left_out_of_the_sum_and_may_come_back(
    province: Province, is_approved: bool
) -> None:
    province.hand_in(province.district, r1="10", r2="1")
    province.hand_in(province.other, r1="100", r2="50")
    if is_approved:
        province.step(province.other, "approve")
    before = province.report(province.other).case.state
    assert province.cell(province.top, "1.") == Value.of(110)

    _take_back(province, province.other)

    assert province.report(province.other).state_name == "Không yêu cầu nữa"
    assert province.cell(province.top, "1.") == Value.of(10)
    events = province.report(province.other).case.events.order_by("number")
    assert events.last().note == WHY  # type: ignore[union-attr]  # there is one

    ask_again(province.report(province.other), actor=province.owner, at=MONDAY)

    assert province.report(province.other).case.state == before
    assert province.cell(province.top, "1.") == Value.of(110)


def test_units_below_go_and_come_back_with_the_one_that_asked_them(
    province: Province,
) -> None:
    one, two = province.communes
    province.hand_in(one, r1="10", r2="1")
    _take_back(province, two, actor=province.middle)
    later = MONDAY + timedelta(hours=1)

    _take_back(province, province.district, at=later)
    assert [u.name for u in units_asked(province.report(province.top)).units] == [
        "Huyện Hai"
    ]
    assert province.report(one).state_name == "Không yêu cầu nữa"
    with pytest.raises(Refused, match="Đơn vị trên cũng đã rút"):
        ask_again(province.report(two), actor=province.middle, at=later)

    ask_again(province.report(province.district), actor=province.owner, at=later)

    assert province.report(one).case.state == "submitted"
    assert province.report(two).taken_back_at  # it had gone before, by another hand
    assert province.cell(province.district, "1.") == Value.of(10)


def test_a_unit_that_was_taken_back_may_be_asked_by_another(
    province: Province,
) -> None:
    one, _ = province.communes
    _take_back(province, one, actor=province.middle)
    owner = actor_of(province.user, on=MONDAY.date())
    (made,) = ask_on(
        province.report(province.district), {one.pk: DUE}, actor=owner, at=MONDAY
    )
    assert made.pk not in Report.objects.exclude(taken_back_at=None).values_list("pk")
    gone = Report.objects.exclude(taken_back_at=None).get(unit=one)
    with pytest.raises(Refused, match="đã được giao lại"):
        ask_again(gone, actor=province.middle, at=MONDAY)
    assert Report.objects.filter(unit=one).count() == 2


def test_nobody_takes_out_of_a_sum_that_was_handed_in(province: Province) -> None:
    one, two = province.communes
    province.hand_in(one, r1="10", r2="1")
    province.hand_in(province.district, r1="1", r2="1")
    with pytest.raises(Refused, match="trả lại hoặc mở lại báo cáo ấy trước"):
        _take_back(province, one, actor=province.middle)
    _take_back(province, two, actor=province.middle)  # it is in no sum
    assert province.cell(province.top, "1.").state is not State.BLANK


@pytest.mark.parametrize(
    ("unit", "note", "told"),
    [("other", "  ", "ghi lý do"), ("top", WHY, "rút từng đơn vị")],
)
def test_it_is_refused_in_a_sentence(
    unit: str, note: str, told: str, province: Province
) -> None:
    with pytest.raises(Refused, match=told):
        _take_back(province, getattr(province, unit), note=note)


def test_only_who_asked_takes_back_and_only_that_hand_undoes_it(
    province: Province,
) -> None:
    with pytest.raises(PermissionDenied):
        _take_back(province, province.district, actor=province.middle)
    _take_back(province, province.communes[0], actor=province.middle)
    with pytest.raises(Refused, match="Chỉ người đã rút"):
        ask_again(
            province.report(province.communes[0]), actor=province.owner, at=MONDAY
        )
    with pytest.raises(Refused, match="đã rút yêu cầu rồi"):
        _take_back(province, province.communes[0])


def test_pages_tell_what_was_taken_back_and_undo_it(
    province: Province, client: Client
) -> None:
    client.force_login(province.user)
    pk = province.report(province.other).pk
    page = client.get(reverse("reporting:report", args=[pk])).content.decode()
    assert "Đơn vị chưa nộp gì" in page
    empty = client.post(reverse("reporting:take_back", args=[pk]), {"ghi_chu": ""})
    assert "Hãy ghi lý do rút yêu cầu." in empty.content.decode()

    done = client.post(
        reverse("reporting:take_back", args=[pk]), {"ghi_chu": WHY}, follow=True
    )
    assert WHY in done.content.decode()
    matrix = reverse("reporting:matrix", args=[province.report(province.top).pk])
    table, _, rest = client.get(matrix).content.decode().partition("</table>")
    assert "Huyện Hai" not in table.partition("<tbody")[2]
    assert "đã rút yêu cầu từ" in rest
    late = client.get(reverse("reporting:reports"), {"xem": "tre"})
    assert "Huyện Hai" not in late.content.decode().partition("<tbody")[2]

    client.post(reverse("reporting:ask_again", args=[pk]))
    assert province.report(province.other).is_open

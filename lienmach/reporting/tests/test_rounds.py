"""Opening a round: its units, days and forms, and what is refused in a sentence."""

from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.forms import Value
from lienmach.calc.local import day_of
from lienmach.calc.period import Kind, Period, Window
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.regimes import NewRegime, keep_regime
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.actions.rounds import NewRound, open_round
from lienmach.reporting.actions.sheets import (
    Entry,
    Outcome,
    count_stale,
    hand_in,
    write,
)
from lienmach.reporting.models import CellChange, Report, Round
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries.rounds import follows
from lienmach.reporting.tests.make_round import (
    PERIOD,
    WINDOW,
    enter,
    form_text,
    officer,
    regime,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forms(settings: Any, tmp_path: Path) -> None:
    use_forms(settings, tmp_path, form_text())


def test_each_unit_has_a_report_due_at_the_end_of_its_day() -> None:
    town = make.unit()
    _, owner = officer(town)
    made = round_of(owner, [make.unit(town), make.unit(town)])

    assert made.reports.count() == 3
    below = Report.objects.filter(case__kind="report").select_related("case")
    for report in below:
        assert report.case.promised_at
        assert day_of(report.case.promised_at) == date(2026, 1, 12)  # 11 is a Sunday
        assert report.case.due_at == report.case.promised_at
        assert [sheet.form for sheet in report.sheets.all()] == ["phu-luc-4"]


def test_a_round_is_opened_once_a_period() -> None:
    _, owner = officer(make.unit())
    of = regime()
    round_of(owner, [], of=of)

    with pytest.raises(Refused, match="đã mở rồi"):
        round_of(owner, [], of=of)
    assert Round.objects.count() == 1


def _new(owner_id: int, **said: Any) -> NewRound:
    usual: dict[str, Any] = {
        "regime": said.get("regime") or regime(),
        "period": PERIOD,
        "window": WINDOW,
        "owner_id": owner_id,
        "own_due": date(2026, 1, 15),
        "due": {},
    }
    return NewRound(**usual | said)


def test_a_unit_that_has_ended_or_is_anothers_is_refused() -> None:
    town = make.unit()
    _, owner = officer(town)
    ended = make.unit(town, until=date(2025, 7, 1))
    stranger = make.unit()

    of = regime()
    for unit in (ended, stranger):
        due = {unit.pk: date(2026, 1, 10)}
        new = _new(owner.unit_id, regime=of, due=due)
        with pytest.raises(Refused, match="không trực thuộc"), transaction.atomic():
            open_round(new, actor=owner, at=MONDAY)


def test_a_unit_that_has_ended_since_keeps_its_report() -> None:
    town = make.unit()
    _, owner = officer(town)
    made = round_of(owner, [make.unit(town, name="Xã cũ", until=date(2026, 1, 1))])

    shown = queries.cells(report_of(made, owner.unit_id))

    assert shown["phu-luc-4"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"window": Window(date(2000, 1, 1), date(2025, 12, 31))}, "dài hơn"),
        ({"window": Window(date(2050, 1, 1), date(2050, 3, 1))}, ""),
    ],
)
def test_a_window_is_a_year_at_most_and_may_hold_no_data(
    said: dict[str, Any], told: str
) -> None:
    _, owner = officer(make.unit())
    new = _new(owner.unit_id, **said)
    if told:
        with pytest.raises(Refused, match=told):
            open_round(new, actor=owner, at=MONDAY)
        return

    made = open_round(new, actor=owner, at=MONDAY)

    cells = queries.cells(report_of(made, owner.unit_id))["phu-luc-4"]
    counted = next(cell for cell in cells if cell.row.code == "1.6.")
    assert counted.value == Value.of(0)


def test_a_group_without_forms_is_refused() -> None:
    _, owner = officer(make.unit())
    new = _new(owner.unit_id, regime=regime("Khác", forms="khong-co"))

    with pytest.raises(Refused, match="không có biểu nào"):
        open_round(new, actor=owner, at=MONDAY)


def test_a_form_that_cannot_be_read_is_told_with_its_line(
    settings: Any, tmp_path: Path
) -> None:
    _, owner = officer(make.unit())
    made = round_of(owner, [])
    loop = "1.;x;;formula;[2.];;;\n2.;y;;formula;[1.];;;\n"
    use_forms(settings, tmp_path, form_text(loop))

    with pytest.raises(Refused, match=r"dòng 5: công thức đi vòng: 1\. → 2\. → 1\."):
        queries.cells(report_of(made, owner.unit_id))


def test_a_form_that_is_gone_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    _, owner = officer(make.unit())
    made = round_of(owner, [])
    sheet = sheet_of(report_of(made, owner.unit_id))
    write(sheet, [Entry("1.1.", "5")], actor=owner, at=MONDAY)
    (tmp_path / "forms" / "1.csv").write_text(
        form_text("1.;x;;manual;;;;\n", code="khac"), encoding="utf-8"
    )
    sheet.form = "phu-luc-99"

    with pytest.raises(Refused, match="số đã nhập vẫn còn"):
        write_into_gone(sheet, owner)


def write_into_gone(sheet: Any, owner: Any) -> None:
    type(sheet).objects.filter(pk=sheet.pk).update(form="phu-luc-99")
    write(sheet, [Entry("1.1.", "6")], actor=owner, at=MONDAY)


def test_the_same_regime_is_entered_once() -> None:
    regime()

    with pytest.raises(Refused, match="đã có"):
        regime()
    with pytest.raises(Refused, match="phải sau"):
        keep_regime(
            NewRegime(
                name="x",
                document="y",
                kind=Kind.YEAR,
                cut="calendar",
                forms="thu",
                valid_from=date(2026, 1, 1),
                valid_to=date(2025, 1, 1),
            ),
            actor=None,
            at=MONDAY,
        )


class Chief:
    """Somebody who consolidates, signed in."""

    def __init__(self, client: Client) -> None:
        self.town: Unit = make.unit(name="Thị xã Thử")
        self.user, _ = officer(self.town)
        client.force_login(self.user)

    @property
    def actor(self) -> Actor:
        """As of now: with the units that a test has made meanwhile."""
        return actor_of(self.user, on=MONDAY.date())


@pytest.fixture
def chief(client: Client) -> Chief:
    return Chief(client)


def test_a_round_is_opened_over_two_pages(chief: Chief, client: Client) -> None:
    below = make.unit(chief.town, name="Phòng Một")
    of = regime()
    asked: Any = {"che_do": of.pk, "don_vi": chief.town.pk, "ky": "quý 1/2026"}
    first: Any = client.get(reverse("reporting:choose_round"), asked)
    assert first.status_code == 302
    page = client.get(first.url).content.decode()
    assert "01/01/2026" in page
    assert "Phòng Một" in page

    sent = {
        "tu": "15/12/2025",
        "den": "10/3/2026",
        "han": "15/3/2026",
        "don_vi_duoi": below.pk,
        f"han_{below.pk}": "12/3/2026",
    }
    bad = client.post(first.url, sent | {f"han_{below.pk}": ""})
    assert bad.status_code == 422
    assert "Chưa nhập hạn nộp" in bad.content.decode()
    done = client.post(first.url, sent)

    assert done.status_code == 302
    made = Round.objects.get()
    assert (made.start, made.end) == (date(2025, 12, 15), date(2026, 3, 10))
    own = reverse("reporting:report", args=[made.reports.get(unit=chief.town).pk])
    for again in (client.get(first.url), client.post(first.url, sent)):
        assert again.status_code == 302
        assert again["Location"] == own  # the report that is there, not a form
    assert "kỳ này đã mở" in client.get(own).content.decode()
    assert Round.objects.count() == 1


def test_a_wrong_day_of_a_unit_that_is_not_ticked_blocks_nothing(
    chief: Chief, client: Client
) -> None:
    below = [make.unit(chief.town, name=f"Phòng {name}") for name in ("Một", "Hai")]
    url = reverse("reporting:open_round", args=[regime().pk, chief.town.pk, "2026-Q1"])
    sent = {"tu": "1/1/2026", "den": "10/3/2026", "han": "15/3/2026"}
    sent |= {f"han_{below[0].pk}": "12/3/2026", f"han_{below[1].pk}": "31/2/2026"}

    bad = client.post(url, sent | {"don_vi_duoi": below[1].pk})
    done = client.post(url, sent | {"don_vi_duoi": below[0].pk})

    assert bad.status_code == 422
    assert done.status_code == 302
    reports = Round.objects.get().reports
    assert set(reports.values_list("unit", flat=True)) == {chief.town.pk, below[0].pk}


@pytest.mark.parametrize("said", ["hôm qua", "tháng 1/2026", "quý 5/2026"])
def test_a_period_that_is_none_is_told_at_the_field(
    said: str, chief: Chief, client: Client
) -> None:
    make.unit(chief.town)
    of = regime()
    asked: Any = {"che_do": of.pk, "don_vi": chief.town.pk, "ky": said}

    answer = client.get(reverse("reporting:choose_round"), asked)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_whoever_may_not_consolidate_opens_no_round(client: Client) -> None:
    client.force_login(officer(make.unit(), "reporting.see reporting.enter")[0])

    for name in ("choose_round", "regimes"):
        assert client.get(reverse(f"reporting:{name}")).status_code == 403


def test_a_report_of_others_is_not_found(chief: Chief, client: Client) -> None:
    _, stranger = officer(make.unit())
    theirs = report_of(round_of(stranger, []), stranger.unit_id)

    for name, args in (
        ("report", [theirs.pk]),
        ("annex", [theirs.pk, "4"]),
        ("matrix", [theirs.pk]),
        ("workbook", [theirs.pk]),
        ("parts", [theirs.pk, "4"]),
    ):
        assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, chief: Chief, client: Client, django_assert_num_queries: Any
) -> None:
    of = regime()
    for n in range(rows):
        period = Period(Kind.QUARTER, 2024, n + 1)
        round_of(chief.actor, [make.unit(chief.town)], of=of, period=period)

    with django_assert_num_queries(LIST):
        page = client.get(reverse("reporting:reports"), {"xem": "tat-ca"})

    assert page.content.decode().count("rl") >= rows * 2


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [("matrix", [], "MATRIX"), ("report", [], "SPACE"), ("annex", ["4"], "GRID")],
)
def test_a_page_asks_the_same_number_of_queries_however_many_units_report(
    rows: int,
    name: str,
    args: list[str],
    expected: str,
    chief: Chief,
    client: Client,
    django_assert_num_queries: Any,
) -> None:
    units = [make.unit(chief.town) for _ in range(rows)]
    made = round_of(chief.actor, units)
    own = report_of(made, chief.town)
    for unit in units:
        entries = [Entry("1.1.", "5")]
        write(sheet_of(report_of(made, unit)), entries, actor=chief.actor, at=MONDAY)
    while count_stale(at=MONDAY):
        pass

    with django_assert_num_queries(globals()[expected]):
        page = client.get(reverse(f"reporting:{name}", args=[own.pk, *args]))

    assert page.status_code == 200


LIST, MATRIX, SPACE, GRID = 16, 22, 19, 23


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_a_cell_at_once_one_is_told() -> None:
    town = make.unit()
    user, owner = officer(town)
    sheet = sheet_of(report_of(round_of(owner, []), town))
    outcomes: list[Outcome] = []

    def type_in(text: str) -> None:
        try:
            actor = actor_of(user, on=MONDAY.date())
            saved = write(sheet, [Entry("1.1.", text, seen=0)], actor=actor, at=MONDAY)
            outcomes.append(saved.written[0].outcome)
        finally:
            connection.close()

    threads = [Thread(target=type_in, args=[text]) for text in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [Outcome.SAVED, Outcome.STALE]
    assert CellChange.objects.count() == 1


def test_a_round_begins_where_the_one_before_ended() -> None:
    _, owner = officer(make.unit())
    of = regime()
    round_of(owner, [], of=of, window=Window(date(2025, 10, 1), date(2025, 12, 26)))
    usual = Window(date(2026, 1, 1), date(2026, 3, 31))

    assert follows(of, owner.unit_id, usual) == Window(date(2025, 12, 27), usual.end)
    later = Window(date(2027, 1, 1), date(2027, 3, 31))
    assert follows(of, owner.unit_id, later) == later
    assert follows(of, make.unit().pk, usual) == usual


def test_figures_do_not_move_below_a_report_that_was_submitted() -> None:
    town = make.unit()
    unit = make.unit(town)
    _, owner = officer(town)
    made = round_of(owner, [unit])
    for where in (unit, town):
        sheet = sheet_of(report_of(made, where))
        enter(sheet, owner, r1_1="10", r1_2="5", r1_4="30,5", r1_5="2")
        hand_in(sheet, actor=owner, at=MONDAY)
        take_step(report_of(made, where), "submit", actor=owner, at=MONDAY)

    with pytest.raises(Refused, match="trả lại hoặc mở lại báo cáo ấy trước"):
        take_step(
            report_of(made, unit), "return", actor=owner, at=MONDAY, note="Xem lại"
        )

    assert report_of(made, unit).case.state == "submitted"

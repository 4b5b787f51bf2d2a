"""From a number of an annex to what is behind it, before and after approval."""

import csv
import re
from collections import Counter
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE, SIGN
from lienmach.onestop.models import Route
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import Unit, UnitVersion
from lienmach.registers.tests import make_procedure
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import Entry, fill_blanks, hand_in, write
from lienmach.reporting.tests.make_round import (
    ALL,
    officer,
    regime,
    report_of,
    round_of,
    sheet_of,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
START = MONDAY - timedelta(days=63)  # a Monday in the fourth quarter of 2025
MADE = {
    "parts": re.compile(r'<span class="made"><a href='),
    "counted": re.compile(r'<a class="so" href='),
    "units": re.compile(r'href="[^"]+">từng đơn vị'),
    "entered": re.compile(r'class="src">[^<]+, \d\d:\d\d \d\d/\d\d/\d{4}'),
}
LEVELS = ["3.1.", "3.1.1.", "3.1.2.", "3.2.", "3.2.1.", "3.2.2."]


def _of_level(level: str, *units: Unit) -> None:
    name = {"district": "Cấp huyện", "commune": "Cấp xã"}[level]
    found = make.level(level)
    found.name = name
    found.save()
    UnitVersion.objects.filter(unit__in=units).update(level=found)


def _finish(office: Office, *days: int) -> None:
    for after in days:
        dossier = made.in_progress(office, on=START)
        steps.record_result(
            dossier.pk,
            Signed(START.date(), "Chủ tịch"),
            actor=office.processes,
            at=START + timedelta(days=after),
        )


class Town:
    """A town with a counter of its own and a commune below it, each with dossiers."""

    def __init__(self, client: Client) -> None:
        self.client = client
        make.level("district")
        commune = made.office(levels=("commune", "district"), online="level_3")
        self.commune = commune
        self.town = make.unit(name="Thị xã")
        counter, division = make.unit(self.town), make.unit(self.town)
        UnitVersion.objects.filter(unit=commune.committee).update(parent=self.town)
        _of_level("commune", commune.committee, commune.counter, commune.division)
        _of_level("district", self.town, counter, division)
        Route.objects.create(counter=counter, unit=division, decides_unit=division)
        self.office = Office(
            self.town,
            counter,
            division,
            make.user(counter, RECEIVE),
            make.user(division, PROCESS),
            make.user(self.town, f"{PROCESS} {SIGN} {LEAD}"),
        )
        self.user, self.actor = officer(self.town, f"{ALL} {PROCESS} {SIGN} {LEAD}")
        make_procedure.version("1.000002", levels=("district",), online="full", fees=())
        _finish(self.office, 1, 2, 9)
        _finish(commune, 1, 1, 2, 3, 9)
        self.round = round_of(self.actor, [commune.committee], of=regime(forms="cchc"))
        client.force_login(self.user)

    def annex(self, number: str = "4") -> str:
        report = report_of(self.round, self.town)
        address = reverse("reporting:annex", args=[report.pk, number])
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    def approve(self) -> None:
        report = report_of(self.round, self.town)
        for sheet in report.sheets.all():
            sheet.report = report
            if sheet.form == "phu-luc-2":
                write(sheet, [Entry("5", "1")], actor=self.actor, at=MONDAY)
            if sheet.form == "phu-luc-8":
                able = [Entry("6.1.1.", "50"), Entry("6.2.1.", "50")]
                write(sheet, able, actor=self.actor, at=MONDAY)
            fill_blanks(sheet, actor=self.actor, at=MONDAY)
            hand_in(sheet_of(report, sheet.form), actor=self.actor, at=MONDAY)
        for step in ("submit", "approve"):
            report = report_of(self.round, self.town)
            actions.take_step(report, step, actor=self.actor, at=MONDAY)
        assert report_of(self.round, self.town).is_locked


@pytest.fixture
def town(client: Client) -> Town:
    return Town(client)


def _row(page: str, code: str) -> str:
    """A row without the figure of the period before, which leads to its series."""
    found = re.search(
        rf'<tr[^>]* id="d\d+">\s*<th[^>]*>{re.escape(code.rstrip("."))}</th>.*?</tr>',
        page,
        re.S,
    )
    assert found, code
    return re.sub(r'<td class="n muted was">.*?</td>', "", found[0], flags=re.S)


def _link(page: str, code: str) -> tuple[str, str]:
    """The address behind the number of a row, and the number."""
    found = re.search(r'<a class="so" href="([^"]+)">([^<]+)</a>', _row(page, code))
    assert found, code
    return unescape(found[1]), found[2]


def _parts(page: str, code: str) -> list[str]:
    found = re.search(r'<span class="made">(.*?)</span>', _row(page, code), re.S)
    return [
        unescape(a) for a in re.findall(r'href="([^"]+)"', found[1] if found else "")
    ]


def _number(page: str, code: str) -> int:
    found = re.search(r'<span class="(?:out|so)">([\d.]+)<', _row(page, code))
    assert found, code
    return int(found[1].replace(".", ""))


def _listed(client: Client, address: str) -> int:
    """How many rows a list has: as many as its file has, below the heads."""
    joint = "&" if "?" in address else "?"
    answer: Any = client.get(f"{address}{joint}xuat=csv")
    assert answer.status_code == 200, address
    text = b"".join(answer).decode("utf-8-sig")
    return len(list(csv.reader(StringIO(text, newline="")))) - 1


def _says(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def _check_levels(town: Town, page: str) -> None:
    shown = {}
    for code in LEVELS:
        address, shown[code] = _link(page, code)
        level = "district" if code.startswith("3.1") else "commune"
        assert f"cap={level}" in address
        explained = _says(town.client, address)
        said = "cấp huyện" if level == "district" else "cấp xã"
        assert f"chỉ các đơn vị thuộc {said}" in explained
        parts = re.findall(r'<a href="([^"]+)">(\d+)</a> <small>', explained)
        numbers = [_listed(town.client, unescape(url)) for url, _ in parts]
        assert numbers == [int(number) for _, number in parts]
        early, on_time, finished = numbers
        (whole,) = re.findall(r"<h1>(\d+(?:,[1-9])?)(?:,0)? %", explained)
        expected = {"3.1": whole, "3.2": whole}
        sums = {"1": finished, "2": early + on_time}
        bare = code.rstrip(".")
        assert shown[code] == expected.get(bare, str(sums.get(bare[-1])))
    assert [shown[c] for c in ("3.1.1.", "3.1.2.", "3.2.1.", "3.2.2.")] == [
        *("3", "2", "5", "4")
    ]


def _check_registers(town: Town, page: str, other: str) -> None:
    for source, code in ((page, "1.4.2."), (page, "1.4.3."), (other, "6.5.1.")):
        address, number = _link(source, code)
        assert _listed(town.client, address) == int(number)
    for code in ("6.1.2.", "6.2.2.", "6.3.1."):
        links = _parts(other, code)
        assert links
        assert sum(_listed(town.client, a) for a in links) == _number(other, code)


def test_every_counted_number_of_an_annex_leads_to_what_it_counts(town: Town) -> None:
    page, other = town.annex(), town.annex("8")

    _check_levels(town, page)
    _check_registers(town, page, other)
    assert len(_parts(page, "1.4.")) == 2
    assert 'class="so"' not in _row(page, "1.2.")  # not of this level


def test_it_leads_there_after_approval_too(town: Town) -> None:
    town.approve()
    page, other = town.annex(), town.annex("8")

    _check_levels(town, page)
    _check_registers(town, page, other)
    _finish(town.office, 1)
    assert "hiện tại 4" in _row(town.annex(), "3.1.1.")


def test_a_number_written_by_hand_leads_nowhere_but_the_counted_one_does(
    town: Town,
) -> None:
    sheet = sheet_of(report_of(town.round, town.town))
    entry = Entry("3.1.1.", "7", note="Đếm lại theo sổ giấy")
    write(sheet, [entry], actor=town.actor, at=MONDAY)

    for _ in range(2):
        page = town.annex()
        assert _link(page, "3.1.1.")[1] == "3"
        assert 'class="so"' not in _row(page, "3.1.")
        assert len(_parts(page, "3.1.")) == 2
        if not report_of(town.round, town.town).is_locked:
            town.approve()


def test_every_number_says_what_it_was_made_of_and_by_whom(town: Town) -> None:
    """Approved, so that nothing is typed any more: counted ones lead on, worked out
    ones to their parts, sums to each unit's own row, entered ones tell who and when."""
    _hand_in_below(town)
    town.approve()
    seen: Counter[str] = Counter()

    for number in "2345678":
        page = town.annex(number)
        for code in re.findall(r'<tr[^>]* id="d\d+">\s*<th[^>]*>([^<]+)</th>', page):
            row = _row(page, code)
            if "theo cấp<" in row:
                continue
            ways = [kind for kind, has in MADE.items() if has.search(row)]
            assert ways, f"Phụ lục {number} dòng {code}: {row}"
            seen[ways[0]] += 1

    assert seen.keys() == MADE.keys()
    assert seen["units"] == 8  # all that are brought together
    assert "1 · Có" in _row(town.annex("2"), "5")
    (address,) = re.findall(r'href="([^"]+)">từng đơn vị', _row(town.annex(), "3.3.1."))
    units = _says(town.client, unescape(address))
    assert "UBND phường An Hòa" in units
    assert "<b>6</b>" in units
    (way,) = re.findall(r'<a class="so" href="([^"]+)">6</a>', units)
    there: str = town.client.get(unescape(way))["Location"]
    theirs = _says(town.client, there).split(f'id="{there.partition("#")[2]}"')[1]
    assert MADE["entered"].search(theirs.split("</tr>")[0])


def _hand_in_below(town: Town) -> None:
    """The commune fills in its forms and hands in."""
    _, focal = officer(town.commune.committee, "reporting.see reporting.enter")
    below = report_of(town.round, town.commune.committee)
    sheet = sheet_of(below)
    write(sheet, [Entry("3.3.1.", "6")], actor=focal, at=MONDAY)
    for one in below.sheets.all():
        one.report = below
        if one.form == "phu-luc-8":
            able = [Entry("6.1.1.", "50"), Entry("6.2.1.", "50")]
            write(one, able, actor=focal, at=MONDAY)
        fill_blanks(one, actor=focal, at=MONDAY)
        hand_in(sheet_of(below, one.form), actor=focal, at=MONDAY)
    actions.take_step(below, "submit", actor=focal, at=MONDAY)


@pytest.mark.parametrize("is_locked", [False, True])
def test_an_annex_asks_as_much_however_much_was_counted(
    is_locked: bool, town: Town
) -> None:
    if is_locked:
        town.approve()
    address, _ = _pages(town)

    def asked() -> list[int]:
        found = []
        for page in address:
            town.client.get(page)
            with CaptureQueriesContext(connection) as queries:
                town.client.get(page)
            found.append(len(queries))
        return found

    few = asked()
    _finish(town.office, 1, 2, 9)

    assert asked() == few


def _pages(town: Town) -> tuple[list[str], str]:
    report = report_of(town.round, town.town)
    annex = reverse("reporting:annex", args=[report.pk, "4"])
    return [annex, _link(town.annex(), "3.1.1.")[0]], annex


@pytest.mark.parametrize("level", ["quận", "%00", "x'"])
def test_a_level_that_is_none_is_not_found(level: str, town: Town) -> None:
    address = reverse("indicators:explain", args=["dung-han"])

    assert town.client.get(f"{address}?cap={level}").status_code == 404
    listed = f"/cb/giai-trinh/dung-han/tat-ca/{town.town.code}@{level}/"
    assert town.client.get(f"{listed}2025-10-01_2025-12-31/").status_code == 404


def test_the_level_stays_in_all_links_of_the_page(town: Town) -> None:
    address, _ = _link(town.annex(), "3.1.2.")

    page = _says(town.client, address)

    links = [unescape(a) for a in re.findall(r'href="([^"]+)"', page)]
    of_figure = [a for a in links if "/giai-trinh/" in a or a.startswith("?")]
    assert len(of_figure) > 8
    assert [
        a for a in of_figure if not re.search(r"cap=(district|$)|@district", a)
    ] == []
    assert [a for a in links if a.startswith("?") and "cap=&" in f"{a}&"]
    (listed,) = {a for a in of_figure if "/tat-ca/" in a}
    assert "cap=district" in _says(town.client, listed)

"""Postings: what hangs at a point, what must be exchanged there, and who said so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.registers.actions import publications as actions
from lienmach.registers.actions.procedures import RIGHT, end_procedure
from lienmach.registers.models import Place, Procedure, Publication
from lienmach.registers.queries import publications as queries
from lienmach.registers.queries.publications import Counted, Spot
from lienmach.registers.tests.make_procedure import DECISION, START, officer, version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
EVE = DAY - timedelta(days=1)


def _point() -> Unit:
    made = make.unit()
    made.versions.update(kind=make.kind("one_stop"), level=make.level("commune"))
    return made


def _at(point: Unit) -> Spot:
    return Spot(Place.COUNTER, point.pk, "Một cửa", "commune")


def _here(point: Unit) -> Actor:
    return make.actor(make.user(point, RIGHT))


def _post(
    point: Unit, *codes: str, on: date = DAY, address: str = "Bảng 1", minutes: int = 0
) -> tuple[int, int]:
    at = MONDAY + timedelta(minutes=minutes)
    said: dict[str, Any] = {"on": on, "address": address, "at": at}
    return actions.post(_at(point), codes, actor=_here(point), **said)


def _last(point: Unit, *codes: str) -> set[int]:
    procedures = Procedure.objects.filter(code__in=codes).values_list("pk", flat=True)
    return {row.pk for row in queries.last_entries(_at(point), list(procedures))}


def _withdraw(point: Unit, *codes: str, **more: Any) -> int:
    said = {"note": "Nhầm", "actor": _here(point), "at": MONDAY, **more}
    said.setdefault("entries", _last(point, *codes))
    return actions.withdraw(_at(point), codes, **said)


def _counted(point: Unit, on: date = DAY) -> Counted:
    return queries.counts([_at(point)], on=on)[_at(point)]


def test_a_point_must_post_what_its_level_handles() -> None:
    point = _point()
    for code in ("1.1", "1.2", "1.3"):
        version(code)
    make.level("province")
    version("1.9", levels=("province",))

    assert _post(point, "1.1", "1.2") == (2, 0)

    told = _counted(point)
    assert (told.must, told.up, told.missing, told.seen_on) == (3, 2, 1, DAY)
    assert told.share == pytest.approx(200 / 3)
    assert _counted(point, EVE).up == 0
    assert _counted(_point()).up == 0


def test_a_newer_version_makes_what_hangs_out_of_date_until_it_is_exchanged() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1", on=START)
    version("1.1", on=EVE)

    assert _counted(point)._replace(seen_on=None) == Counted(1, 0, 1, 0, 0)
    assert _counted(point, EVE - timedelta(days=1)).up == 1
    assert _post(point, "1.1") == (1, 0)
    assert _post(point, "1.1") == (0, 1)

    assert _counted(point)._replace(seen_on=None) == Counted(1, 1, 0, 0, 0)


def test_what_was_put_right_on_its_own_day_must_be_exchanged_too() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1")
    version("1.1", name="Đăng ký khai sinh lại")

    assert _counted(point).outdated == 1


def test_what_has_ended_must_come_down_with_all_that_hung_behind_it() -> None:
    point = _point()
    first = version("1.1")
    _post(point, "1.1", on=START)
    version("1.1", on=EVE - timedelta(days=9))
    _post(point, "1.1", on=EVE)
    end_procedure(
        first.procedure, on=DAY, decision=DECISION, actor=officer(), at=MONDAY
    )

    assert (_counted(point).must, _counted(point).surplus) == (0, 1)
    actions.take_down(
        _at(point), ["1.1"], on=DAY, note="", actor=_here(point), at=MONDAY
    )

    assert _counted(point).surplus == 0
    assert _counted(point, EVE).up == 1


def test_what_was_looked_at_is_told_with_its_day_and_state() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1", on=EVE)
    said: dict[str, Any] = {"actor": _here(point), "at": MONDAY}

    actions.check(_at(point), ["1.1"], on=DAY, is_good=False, note="Rách", **said)

    assert (_counted(point).worn, _counted(point).seen_on) == (1, DAY)
    assert Publication.objects.count() == 2
    with pytest.raises(Refused, match="sau ngày này"):
        actions.check(_at(point), ["1.1"], on=EVE, is_good=True, note="", **said)
    version("1.2")
    with pytest.raises(Refused, match=r"1\.2 chưa công khai"):
        actions.check(_at(point), ["1.2"], on=DAY, is_good=True, note="", **said)


def test_an_entry_that_is_withdrawn_shows_the_one_before_again() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1", on=START)
    version("1.1", on=EVE)
    _post(point, "1.1", minutes=1)
    seen, at = _last(point, "1.1"), MONDAY + timedelta(minutes=2)

    with pytest.raises(Refused, match="lý do"):
        _withdraw(point, "1.1", note=" ")
    assert _withdraw(point, "1.1", note="Nhầm điểm", at=at) == 1

    assert _counted(point).outdated == 1
    one = Publication.objects.get(withdrawn_why="Nhầm điểm")
    assert (one.replaced_at, one.withdrawn_by is None) == (at, False)
    with pytest.raises(Refused, match="vừa có người ghi"):
        _withdraw(point, "1.1", entries=seen)
    assert _counted(point).outdated == 1


def test_a_removal_of_all_that_hung_is_withdrawn_as_a_whole() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1", on=START)
    version("1.1", on=EVE)
    _post(point, "1.1", minutes=1)
    at = MONDAY + timedelta(minutes=2)
    said: dict[str, Any] = {"actor": _here(point), "at": at}
    actions.take_down(_at(point), ["1.1"], on=DAY, note="Dọn bảng", **said)

    assert _withdraw(point, "1.1", at=at + timedelta(minutes=1)) == 1

    assert Publication.objects.up().count() == 2
    assert _counted(point).up == 1
    told = Publication.objects.exclude(withdrawn_why="").values_list("note", flat=True)
    assert [*told] == ["Dọn bảng"] * 2


def test_a_past_day_knows_nothing_of_later_checks() -> None:
    point = _point()
    made = version("1.1")
    _post(point, "1.1", on=START)
    said: dict[str, Any] = {"actor": _here(point), "at": MONDAY, "note": "Rách"}
    actions.check(_at(point), ["1.1"], on=DAY, is_good=False, **said)

    assert (_counted(point, EVE).worn, _counted(point, EVE).seen_on) == (0, START)
    row = vars(queries.at(_at(point), on=EVE).get())
    assert (row["up_checked"], row["up_good"], row["up_note"]) == (None, None, "")
    (place,) = queries.places_of(made, [_at(point)], on=EVE)
    assert place.up
    assert (place.up.checked_on, place.state) == (None, "")
    with pytest.raises(Refused, match="lần kiểm tra sau ngày này"):
        actions.take_down(_at(point), ["1.1"], on=EVE, **said)


def test_a_torn_sheet_posted_anew_is_good_and_another_address_is_kept() -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1", on=START)
    said: dict[str, Any] = {"actor": _here(point), "note": "Rách"}
    at = MONDAY + timedelta(minutes=1)
    actions.check(_at(point), ["1.1"], on=DAY, is_good=False, at=at, **said)

    with pytest.raises(Refused, match="lần kiểm tra sau ngày này"):
        _post(point, "1.1", on=EVE)
    assert _post(point, "1.1", address="", minutes=2) == (1, 0)
    assert (_counted(point).up, _counted(point).worn) == (1, 0)
    assert _counted(point, EVE).up == 1
    assert _post(point, "1.1", address="Bảng 2", minutes=3) == (1, 0)
    assert _post(point, "1.1", address="Bảng 2", minutes=4) == (0, 1)
    assert [row.address for row in Publication.objects.up()] == ["Bảng 2"]
    _withdraw(point, "1.1", at=MONDAY + timedelta(minutes=5))
    assert [row.address for row in Publication.objects.up()] == ["Bảng 1"]
    _withdraw(point, "1.1", at=MONDAY + timedelta(minutes=6))
    assert _counted(point).worn == 1


def test_a_check_or_a_removal_that_is_withdrawn_leaves_the_posting(
    client: Client,
) -> None:
    point = _point()
    version("1.1")
    _post(point, "1.1")
    first, second = MONDAY + timedelta(minutes=1), MONDAY + timedelta(minutes=2)
    said: dict[str, Any] = {"note": "Nhầm", "actor": _here(point)}

    actions.check(_at(point), ["1.1"], on=DAY, is_good=False, at=first, **said)
    actions.take_down(_at(point), ["1.1"], on=DAY, at=second, **said)
    for minutes, hangs, worn in ((3, 1, 1), (4, 1, 0), (5, 0, 0)):
        at = MONDAY + timedelta(minutes=minutes)
        _withdraw(point, "1.1", at=at)
        assert (_counted(point).up, _counted(point).worn) == (hangs, worn)


def test_what_cannot_be_so_is_refused_as_a_whole() -> None:
    point = _point()
    version("1.1")
    version("1.2", on=DAY + timedelta(days=9))

    with pytest.raises(Refused, match=r"1\.2 không áp dụng"):
        _post(point, "1.1", "1.2")
    with pytest.raises(Refused, match="chưa đến"):
        _post(point, "1.1", on=DAY + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        actions.post(
            _at(point), ["1.1"], on=DAY, address="", actor=officer(), at=MONDAY
        )

    assert not Publication.objects.exists()


def test_the_database_keeps_one_posting_of_a_version_in_a_place() -> None:
    made = version("1.1")
    said: dict[str, Any] = {"version": made, "posted_on": DAY, "made_at": MONDAY}
    Publication.objects.create(place=Place.WEBSITE, **said)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(place=Place.WEBSITE, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(place=Place.PORTAL, unit=_point(), **said)


def _signed_in(client: Client) -> Unit:
    point = _point()
    client.force_login(make.user(point, RIGHT))
    return point


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_much_there_is(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    point = _signed_in(client)
    codes = [f"1.{n}" for n in range(rows)]
    for code in codes:
        version(code)
    _post(point, *codes)
    pages = {
        reverse("registers:publications"): 7,
        reverse("registers:publication_spot", args=[point.pk]) + "?xem=dung": 12,
        reverse("registers:publication_fields", args=[point.pk]): 8,
        reverse("registers:publication_print", args=[point.pk]): 6,
    }

    for address, most in pages.items():
        client.get(address)
        with django_assert_max_num_queries(most):
            page = client.get(address)
        assert page.status_code == 200, address

    listed = client.get(reverse("registers:publication_print", args=[point.pk]))
    assert all(f">{code}<" in listed.content.decode() for code in codes)


def test_each_number_leads_to_the_procedures_that_it_counts(client: Client) -> None:
    point = _signed_in(client)
    for code in ("1.1", "1.2", "1.3", "1.4", "1.5"):
        version(code)
    _post(point, "1.1", "1.2", "1.5", on=START)
    version("1.1", on=START + timedelta(days=9))
    said: dict[str, Any] = {"actor": _here(point), "at": MONDAY, "on": DAY}
    actions.check(_at(point), ["1.2"], is_good=False, note="Rách", **said)
    end_procedure(
        version("1.5", on=EVE).procedure,
        on=DAY,
        decision=DECISION,
        actor=officer(),
        at=MONDAY,
    )
    told = _counted(point)
    assert told == Counted(4, 1, 1, 1, 1, DAY)
    way = reverse("registers:publication_spot", args=[point.pk])

    for slug, number in {
        "dung": told.up,
        "thay": told.outdated,
        "thieu": told.missing,
        "go": told.surplus,
        "hong": told.worn,
        "": 5,
        "tat-ca": 5,
    }.items():
        asked = {"xem": slug, "ngay": DAY.isoformat()}
        page = client.get(way, asked, follow=True).content.decode()
        assert page.count('class="rl"') == number, slug
    (of_field,) = queries.by_field(_at(point), on=DAY)
    assert of_field.counted == told
    assert client.get(way, {"xuat": "csv"}).status_code == 200


def test_a_past_day_is_kept_on_the_way_to_other_tabs_and_to_the_form(
    client: Client,
) -> None:
    point = _signed_in(client)
    ticked = version("1.1")
    way = reverse("registers:publication_spot", args=[point.pk])
    record = reverse("registers:publication_record", args=[point.pk])

    page = client.get(way, {"ngay": EVE.isoformat()}).content.decode()

    assert f"{way}?xem=thay&amp;ngay={EVE}" in page
    assert f"{record}?ngay={EVE}" in page
    form = client.post(f"{record}?ngay={EVE}", {"chon": ticked.pk}).content.decode()
    assert f'value="{EVE:%d/%m/%Y}"' in form
    assert f'href="{way}?ngay={EVE}"' in form


def test_ticked_procedures_are_recorded_and_shown_on_their_page(client: Client) -> None:
    point = _signed_in(client)
    ticked = version("1.1")
    way = reverse("registers:publication_record", args=[point.pk])

    assert "1.1" in client.post(way, {"chon": ticked.pk}).content.decode()
    sent = {"viec": "dang", "ngay": "5/1/2026", "ma": "1.1", "vi_tri": "Bảng 2"}
    assert client.post(way, {**sent, "ma": "1.9"}).status_code == 422
    assert client.post(way, sent).status_code == 302
    page = client.get(reverse("registers:procedure", args=["1.1"])).content.decode()
    assert "Bảng 2" in page
    assert way in page
    assert client.post(way, {**sent, "viec": "hong"}).status_code == 422
    for what in ("hong", "tot", "nham", "go"):
        said: dict[str, Any] = {**sent, "viec": what, "ghi_chu": "Mờ"}
        if what == "nham":
            shown = client.post(way, said)
            assert shown.status_code == 422
            (last,) = _last(point, "1.1")
            assert f'name="lan" value="{last}"' in shown.content.decode()
            said["lan"] = [str(last), "x"]
        assert client.post(way, said).status_code == 302, what
    page = client.get(reverse("registers:procedure", args=["1.1"])).content.decode()
    assert "đã rút lại" in page
    assert not Publication.objects.up().exists()


def test_a_reader_records_nothing_and_sees_no_point_of_others(client: Client) -> None:
    client.force_login(make.user(_point()))
    other = _point()

    for name in ("spot", "record", "fields", "print"):
        way = reverse(f"registers:publication_{name}", args=[other.pk])
        assert client.get(way).status_code == 404
    record = reverse("registers:publication_record", args=["website"])
    assert client.get(record).status_code == 403

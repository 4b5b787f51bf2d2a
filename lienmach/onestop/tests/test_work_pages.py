"""C04: the list of work as its address shows it."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from lienmach.calc.local import day_of
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.flow import State
from lienmach.onestop.lists.work import Work, nothing
from lienmach.onestop.lists.work_views import tallies, views
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.work import Choices, Clocks, rows
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import AuditRecord, User, Verb
from lienmach.org.queries import actor_of
from lienmach.org.registry import kinds_of_open_work
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _list(user: User, query: str = "") -> str:
    page = _client(user).get(f"{reverse('onestop:work')}{query}", follow=True)
    assert page.status_code == 200
    return page.content.decode()


def _codes(page: str) -> list[str]:
    return re.findall(r'<a class="rl".*?href="/cb/ho-so/([^/]+)/', page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    codes = {made.in_progress(office).case.code for _ in range(rows)}
    client = _client(office.officer)

    with django_assert_num_queries(17):
        page = client.get(reverse("onestop:work"))

    assert set(_codes(page.content.decode())) == codes


def test_a_person_opens_the_list_at_their_own_work_most_urgent_first(
    office: Office,
) -> None:
    later = made.in_progress(office, on=MONDAY + 48 * HOUR)
    sooner = made.in_progress(office)
    made.dossier(office)

    page = _list(office.officer)

    assert _codes(page) == [sooner.case.code, later.case.code]
    assert "Quá hạn" in page


@pytest.mark.parametrize(
    ("view", "count"),
    [
        ("", 0),
        ("qua-han", 2),
        ("sap-den-han", 0),
        ("tam-dung", 1),
        ("cho-ky", 1),
        ("moi-den", 1),
        ("da-xong", 1),
        ("tat-ca", 4),
    ],
)
def test_each_view_holds_what_its_name_says(
    view: str, count: int, office: Office
) -> None:
    paused, signing = made.in_progress(office), made.in_progress(office)
    steps.take(
        paused.pk, "wait", actor=office.processes, at=MONDAY + HOUR, note="Chờ xác minh"
    )
    steps.take(signing.pk, "submit", actor=office.processes, at=MONDAY + HOUR)
    made.dossier(office)
    made.dossier(office, is_same_day=True)

    page = _list(office.leader, f"?xem={view}" if view else "")

    assert len(_codes(page)) == count


def test_the_tabs_tell_what_is_in_them_and_open_matters_are_read_once(
    office: Office,
) -> None:
    for step in ("wait", "submit"):
        moved = made.in_progress(office)
        steps.take(moved.pk, step, actor=office.processes, at=MONDAY + HOUR, note="Chờ")
    made.in_progress(office)
    of_no_dossier = made.dossier(office).case
    made.dossier(office)
    made.dossier(office, is_same_day=True)
    of_no_dossier.pk, of_no_dossier.kind, of_no_dossier.code = None, "other", "KHAC-1"
    of_no_dossier.save()
    actor = office.processes

    counted = tallies(actor)

    kept = [view for view in views(actor, Now()) if view.is_counted]
    held = [rows(actor).filter(view.where).count() for view in kept]
    assert counted.ask() == held == [3, 0, 4, 1, 0, 1, 0]
    assert counted.sql.count('FROM "cases_case"') == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?xem=tat-ca&q=0001", ["0001"]),
        ("?xem=tat-ca&q=Trần+ẩn", ["0002"]),
        ("?xem=tat-ca&q=p4321", ["0002"]),
        ("?xem=tat-ca&tt=khai+sinh", ["0001", "0002"]),
        ("?xem=tat-ca&tt=dat+dai", []),
        ("?xem=tat-ca&lv=ho-tich", ["0001", "0002"]),
        ("?xem=tat-ca&tth=dang-xu-ly", ["0001"]),
        ("?xem=tat-ca&cb=chua", ["0002"]),
        ("?xem=tat-ca&kenh=truc-tuyen", []),
        ("?xem=tat-ca&han=qua-han", ["0001", "0002"]),
        ("?xem=tat-ca&han=tra-som,trong-han", []),
        ("?xem=tat-ca&tu=2026-01-06", []),
    ],
)
def test_the_address_says_what_is_looked_for(
    query: str, expected: list[str], office: Office
) -> None:
    made.in_progress(office)
    made.dossier(office, owner=made.party(name="Trần Thị Ẩn", phone="0900004321"))

    page = _list(office.leader, query)

    assert sorted(code[-4:] for code in _codes(page)) == expected


@pytest.mark.parametrize("who", ["officer", "clerk", "leader"])
def test_what_an_action_fits_is_what_it_does_not_refuse(
    office: Office, who: str
) -> None:
    fresh, moving = made.dossier(office), made.in_progress(office)
    signing, done = made.in_progress(office), made.in_progress(office)
    steps.take(signing.pk, "submit", actor=office.processes, at=MONDAY + HOUR)
    signed = Signed(day_of(MONDAY), signer_name="Lê Ký")
    steps.record_result(done.pk, signed, actor=office.processes, at=MONDAY + HOUR)
    user: User = getattr(office, who)
    actor = actor_of(user, on=day_of(MONDAY))
    declared = Work(
        actor,
        MONDAY,
        Choices([], [], []),
        Clocks(actor, MONDAY),
        nothing(mine=False, next_due=None, now=MONDAY),
    ).declared
    known = Dossier.objects.select_related("case")

    for action in declared.actions:
        if action.refuses is None:
            continue
        assert action.fits is not None
        fitting = set(known.filter(action.fits()).values_list("pk", flat=True))
        for one in known.filter(pk__in=[fresh.pk, moving.pk, signing.pk, done.pk]):
            assert (one.pk in fitting) == (action.refuses(one) == ""), action.slug


def test_all_that_fit_the_filters_tell_what_none_of_them_allows(
    office: Office,
) -> None:
    made.in_progress(office)

    def asked(query: str) -> dict[str, dict[str, str]]:
        url = f"{reverse('onestop:work')}?{query}&hoi=viec"
        told: dict[str, dict[str, str]] = _client(office.leader).get(url).json()
        return told

    def refused(query: str) -> set[str]:
        return {slug for slug, told in asked(query).items() if "no" in told}

    assert refused("xem=tat-ca") == {"nhan", "ky"}
    made.dossier(office)
    assert refused("xem=tat-ca") == {"phan-cong", "ky"}
    told = asked("xem=tat-ca")
    assert told["nhan"]["told"].startswith("làm được với 1 trong 2 hồ sơ")
    assert told["phan-cong"]["no"].startswith("hồ sơ ở 2 đơn vị (")
    assert "chuyen" not in told
    assert refused("xem=tat-ca&tth=dang-xu-ly") == {"nhan", "ky"}
    assert refused("xem=da-xong") == {"nhan", "phan-cong", "chuyen", "ky"}


def test_of_all_that_match_only_those_are_taken_over_that_fit_once_that_was_said(
    office: Office,
) -> None:
    fresh, moving = made.dossier(office), made.in_progress(office)
    client = _client(office.leader)
    url = f"{reverse('onestop:work_accept')}?xem=tat-ca"

    said = client.post(url, {"tat-ca": "1"}).content.decode()
    chosen = re.search(r'name="da-chon" value="([^"]+)"', said)

    assert "Làm được với 1 hồ sơ khớp bộ lọc; 1 hồ sơ khác" in said
    assert Dossier.objects.get(pk=fresh.pk).case.state == State.RECEIVED
    assert chosen
    client.post(url, {"chon": fresh.pk, "da-chon": chosen[1]})
    assert Dossier.objects.get(pk=fresh.pk).case.state == State.IN_PROGRESS
    assert Dossier.objects.get(pk=moving.pk).case.number == moving.case.number
    none = client.post(f"{url}&tth=da-tra", {"tat-ca": "1"})
    assert none.status_code == 422


def test_a_clock_far_from_due_is_words_and_a_late_one_is_a_chip(office: Office) -> None:
    made.in_progress(office)

    page = _list(office.officer)

    assert "chip-over" in page


def test_nobody_sees_the_work_of_another_office(office: Office) -> None:
    made.in_progress(office)
    stranger = made.office(name="Thủ tục khác").officer

    assert _codes(_list(stranger, "?xem=tat-ca")) == []


def _post(user: User, name: str, dossiers: list[Dossier], **more: Any) -> Any:
    sent = {"chon": [d.pk for d in dossiers], "next": reverse("onestop:work"), **more}
    return _client(user).post(reverse(f"onestop:{name}"), sent)


def test_many_are_accepted_at_once_and_taken_back_as_one(office: Office) -> None:
    ready = [made.dossier(office) for _ in range(3)]
    for dossier in ready:
        dossier.case.unit = office.division
        dossier.case.save()
    client = _client(office.officer)

    client.post(reverse("onestop:work_accept"), {"chon": [d.pk for d in ready]})

    states = {Dossier.objects.get(pk=d.pk).case.state for d in ready}
    assert states == {State.IN_PROGRESS}
    ((key, kept),) = client.session["many"].items()
    assert len(kept) == 3
    client.post(reverse("onestop:work_undo", args=[key]))
    for dossier in ready:
        case = Dossier.objects.get(pk=dossier.pk).case
        assert (case.state, case.person) == (State.RECEIVED, None)
        told = [e.step for e in case.events.all()]
        assert told == ["open", "accept", "undo"]


def test_of_fifty_chosen_forty_seven_succeed_and_three_stay_with_their_reasons(
    office: Office,
) -> None:
    good = [made.in_progress(office) for _ in range(47)]
    bad = [made.in_progress(office) for _ in range(3)]
    for dossier in bad:
        steps.take(
            dossier.pk,
            "stop",
            actor=office.leads,
            at=MONDAY + HOUR,
            note="Người nộp đề nghị",
        )
    other = make.user(office.division, name="Phan Thị Hải")

    page = _post(
        office.officer, "work_assign", [*good, *bad], person=other.pk, note="Giúp tôi"
    )

    text = page.content.decode()
    assert "47 hồ sơ xong, 3 hồ sơ chưa" in text
    assert text.count("đã xong: không chuyển") == 3
    assert all(f'value="{d.pk}" checked' in text for d in bad)
    moved = Dossier.objects.filter(case__person=other)
    assert set(moved) == set(good)


def test_whoever_gives_work_away_is_first_asked_to_whom(office: Office) -> None:
    dossier = made.in_progress(office)

    page = _post(office.officer, "work_assign", [dossier])

    assert page.status_code == 200
    assert "Giao cho" in page.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).case.person == office.officer


def test_work_is_moved_to_a_unit_of_the_same_office_only(office: Office) -> None:
    dossier = made.in_progress(office)
    elsewhere = made.office(name="Thủ tục khác").division

    refused = _post(office.officer, "work_move", [dossier], unit=elsewhere.pk)
    assert refused.status_code == 422

    _post(office.officer, "work_move", [dossier], unit=office.counter.pk)
    case = Dossier.objects.get(pk=dossier.pk).case
    assert (case.unit, case.person) == (office.counter, None)


def test_the_list_is_exported_with_a_line_in_the_audit(office: Office) -> None:
    dossier = made.in_progress(office)

    page = _client(office.officer).get(reverse("onestop:work") + "?xuat=csv")
    text = b"".join(page.streaming_content).decode()  # type: ignore[attr-defined]  # a stream

    assert dossier.case.code in text
    assert AuditRecord.objects.filter(verb=Verb.EXPORTED, person=office.officer).count()


def test_chosen_dossiers_are_exported(office: Office) -> None:
    one, _ = made.in_progress(office), made.in_progress(office)

    page = _post(office.officer, "work_export", [one])

    assert page["Content-Disposition"].endswith('.xlsx"')
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(page.streaming_content)))
    lines = book.get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines[1:]] == [one.case.code]
    assert AuditRecord.objects.filter(verb=Verb.EXPORTED).count() == 1


def test_nothing_chosen_is_said_in_one_sentence(office: Office) -> None:
    page = _post(office.officer, "work_accept", [])

    assert page.status_code == 422
    assert "Chưa chọn hồ sơ nào." in page.content.decode()


def test_the_open_work_of_somebody_who_leaves_goes_to_another(office: Office) -> None:
    held, done = made.in_progress(office), made.in_progress(office)
    steps.take(
        done.pk, "stop", actor=office.leads, at=MONDAY + HOUR, note="Người nộp đề nghị"
    )
    heir = make.user(office.division)
    (kind,) = (k for k in kinds_of_open_work() if k.code == "dossiers")
    assert kind.count(office.officer.pk) == 1

    moved = kind.hand_over(office.officer.pk, heir.pk, make.actor(), MONDAY)

    assert moved == 1
    assert Dossier.objects.get(pk=held.pk).case.person == heir
    assert Dossier.objects.get(pk=done.pk).case.person == office.officer

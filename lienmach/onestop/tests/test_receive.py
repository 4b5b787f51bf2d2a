"""Receiving: how much it asks of the database, at once, late, and by which code."""

from datetime import date, timedelta
from typing import Any

import pytest

from lienmach.calc.dossier_code import PATTERN, checked_pattern, code_of
from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions import receive
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.receive import NewDossier, NewPaper
from lienmach.onestop.models import Party, Route
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.org.actions.settings import set_value
from lienmach.registers.tests import make_procedure
from tests.at_once import at_once
from tests.make import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def office(db: None) -> Office:
    return made.office()


def test_a_receive_asks_eleven_queries(
    office: Office, django_assert_num_queries: Any
) -> None:
    clerk, owner = office.receives, made.party()
    papers = (NewPaper("Tờ khai", 1), NewPaper("Giấy chứng sinh", 1))
    new = NewDossier(PROCEDURE, owner, papers)

    # Version with route, letterhead, calendar, number, case, what stands beside it,
    # dossier, book, papers, charges, slip: eleven, and the savepoint around them is two
    # more. The calendar is two more after it has changed, the fees of a version one
    # more the first time.
    made.dossier(office)
    with django_assert_num_queries(13):
        receive.receive(new, actor=clerk, at=MONDAY)


def test_the_nearest_route_says_who_answers(office: Office) -> None:
    own = make_procedure.version("1.000009", name="Chứng thực", field="Chứng thực")
    Route.objects.create(
        counter=office.counter,
        field=own.field,
        unit=office.division,
        decides_unit=office.committee,
    )

    answers = [
        made.dossier(office, procedure=code).case.decides_unit
        for code in (PROCEDURE, "1.000009")
    ]

    assert answers == [office.division, office.committee]


def test_what_was_taken_down_on_paper_is_promised_from_when_it_came_in(
    office: Office,
) -> None:
    came_in, now = moment("2026-01-05T08:10"), moment("2026-01-06T14:00")

    late = made.dossier(office, on=now, paper_number="P-017", received_at=came_in)

    case = late.case
    assert (case.received_at, late.paper_number) == (came_in, "P-017")
    assert case.code.endswith("-260105-0001")
    assert case.promised_at == moment("2026-01-10T17:00")
    event = case.events.get()
    assert event.at == came_in
    assert event.made_at > came_in
    with pytest.raises(Refused, match=f"đã nhập thành hồ sơ {case.code}"):
        made.dossier(office, on=now, paper_number="P-017", received_at=came_in)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"paper_number": "P-1"}, "ghi cả số giấy và lúc thực nhận"),
        ({"received_at": MONDAY}, "ghi cả số giấy và lúc thực nhận"),
        (
            {"paper_number": "P-1", "received_at": MONDAY + HOUR},
            "không thể sau bây giờ",
        ),
        (
            {"paper_number": "P-1", "received_at": MONDAY - timedelta(days=31)},
            "trong 30 ngày",
        ),
        ({"quantity": 0}, "Số lượng từ 1 đến 999"),
        ({"quantity": -2}, "Số lượng từ 1 đến 999"),
        ({"procedure": "9.9"}, "không có hiệu lực"),
    ],
)
def test_what_cannot_be_received_is_refused_and_leaves_nothing(
    office: Office, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        made.dossier(office, **more)

    assert not Case.objects.exists()


def test_an_intake_is_taken_back_only_until_it_was_handed_over(office: Office) -> None:
    dossier = made.dossier(office)
    cases.assign(
        dossier.case, actor=office.receives, at=MONDAY, to_unit=office.division.pk
    )

    with pytest.raises(Refused, match="đã bàn giao"):
        receive.cancel(dossier.pk, actor=office.receives, at=MONDAY)


def test_an_office_chooses_the_pattern_of_its_codes(office: Office) -> None:
    set_value("dossier-code", "H.{agency}.{day}-{number}")

    code = made.dossier(office).case.code

    assert code == f"H.{office.counter.code}.260105-0001"


def test_the_ten_thousandth_of_a_day_takes_a_fifth_digit() -> None:
    code = code_of(PATTERN, agency="X99.16", day=date(2023, 3, 13), number=10000)

    assert code == "X99.16-230313-10000"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{agency}-{number}", "{day} đúng một lần"),
        ("{agency}-{day}-{number}-{day}", "{day} đúng một lần"),
        ("{agency}-{day}-{number}-{so}", "Không có phần {so}"),
        ("{agency.__class__}-{day}-{number}", "Không có phần"),
        ("{agency}-{day}{number}", "phải có dấu chấm hoặc gạch nối"),
        ("{agency}/{day}/{number}", "chỉ dùng chữ hoa"),
        ("hồ sơ-{agency}-{day}-{number}", "chỉ dùng chữ hoa"),
        ("ABCDEFGHIJKLMNOPQRST-{agency}-{day}-{number}", "quá 40"),
        ("{agency}-{day}-{number", "Không có phần"),
    ],
)
def test_a_pattern_that_could_not_serve_is_refused(pattern: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        checked_pattern(pattern, longest_agency=10)


def test_a_pattern_is_kept_without_its_spaces() -> None:
    kept = checked_pattern(" {agency}-{day} -{number}", longest_agency=10)

    assert kept == PATTERN


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_never_get_the_same_code() -> None:
    office = made.office()
    owner, clerk = made.party(), office.receives

    def receive_ten() -> list[str]:
        new = NewDossier(PROCEDURE, owner, waived="Miễn")
        return [
            receive.receive(new, actor=clerk, at=MONDAY).case.code for _ in range(10)
        ]

    codes = [code for ten in at_once(receive_ten, receive_ten) for code in ten]

    assert sorted(code[-4:] for code in codes) == [f"{n:04}" for n in range(1, 21)]


@pytest.mark.django_db(transaction=True)
def test_two_counters_that_write_down_the_same_new_person_make_one() -> None:
    new = NewParty("Nguyễn Văn Ẩn", "046189004512")

    found = at_once(*[lambda: save_party(new, at=MONDAY).pk] * 2)

    assert len(set(found)) == 1
    assert Party.objects.count() == 1

"""What words lead to in the list of work: the same however the server is asked."""

import re

import pytest
from django.db.models import Q
from django.test import Client

from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import work
from lienmach.onestop.queries.work import found, rows
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


def _of(office: Office, name: str) -> Dossier:
    return made.dossier(office, owner=made.party(name=name))


def _asked(office: Office, text: str) -> tuple[set[str], Q]:
    """The codes that are found, and the condition that finds them."""
    fitting = found(office.receives, text)
    cases = rows(office.receives).filter(fitting)
    return set(cases.values_list("case__code", flat=True)), fitting


def test_few_are_named_one_by_one_and_many_are_looked_for_along_the_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {_of(office, "Trần Thị Lụa").case.code for _ in range(3)}
    _of(office, "Bùi Văn Chín")

    few, by_name = _asked(office, "tran lua")
    monkeypatch.setattr(work, "MOST_NAMED", 2)
    many, by_words = _asked(office, "tran lua")

    assert few == many == wanted
    assert "= ANY" in str(by_name)
    assert "= ANY" not in str(by_words)


def test_what_is_known_to_be_many_is_not_counted_again_unless_more_narrows_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        _of(office, "Trần Thị Lụa")
    client = Client()
    client.force_login(office.clerk)

    def told(address: str) -> str:
        page = client.get(f"/cb/viec/?{address}").text
        found = re.search(r">((?:hơn )?[\d.]+) hồ sơ<", page)
        return found[1] if found else ""

    assert told("xem=tat-ca&q=tran") == "3"
    monkeypatch.setattr(work, "MOST_NAMED", 2)

    assert told("xem=tat-ca&q=tran") == "hơn 1.000"
    assert told("xem=da-xong&q=tran") == "0"
    assert told("xem=tat-ca&q=tran&han=qua-han") == "3"


def test_a_whole_code_leads_to_its_own_dossier_whatever_its_parts_mean_elsewhere(
    office: Office,
) -> None:
    dossier = _of(office, "Trần Thị Lụa")
    other = _of(office, f"Tổ {dossier.case.code}")

    assert _asked(office, dossier.case.code.lower())[0] == {dossier.case.code}
    assert other.case.code in _asked(office, dossier.case.code[:-1])[0]


def test_what_others_hold_is_not_found_by_its_code_either(office: Office) -> None:
    code = _of(office, "Trần Thị Lụa").case.code
    stranger = make.actor(make.user(make.unit()))

    assert not rows(stranger).filter(found(stranger, code)).exists()


def test_words_without_a_letter_narrow_nothing(office: Office) -> None:
    code = _of(office, "Trần Thị Lụa").case.code

    assert _asked(office, "…")[0] == {code}

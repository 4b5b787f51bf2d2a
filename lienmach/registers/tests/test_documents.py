from datetime import date

import pytest

from lienmach.base.actor import Actor
from lienmach.org.models import Unit
from lienmach.registers.actions import Cited, Text, enter_mentions, withdraw_mentions
from lienmach.registers.models import OfficialDocument
from lienmach.registers.queries import documents
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2022, 12, 26)


def _cited(
    number: str = "41/QĐ-UBND",
    on: date | None = DAY,
    *,
    issuer: str = "UBND thị xã An Hòa",
    subject: str = "về việc ban hành Kế hoạch cải cách hành chính",
    line: int = 11,
) -> Cited:
    return Cited(number, "Quyết định", issuer, on, subject, line, f"số {number}")


def _enter(actor: Actor, *cited: Cited, source: str = "check:1") -> int:
    text = Text(source, actor.unit_id, "Báo cáo quý I", "/cb/ra-soat/1/")
    return enter_mentions(text, cited, actor=actor)


def test_a_short_citation_is_the_document_named_in_full_elsewhere() -> None:
    actor = make.actor()

    count = _enter(
        actor, _cited(on=None, issuer="", subject="", line=30), _cited(line=11)
    )

    document = documents(actor).get()
    assert count == 1
    assert (document.issued_on, document.year) == (DAY, 2022)
    assert [m.line for m in document.mentions.order_by("line")] == [11, 30]


def test_one_number_of_two_years_is_two_documents() -> None:
    actor = make.actor()

    assert _enter(actor, _cited(), _cited(on=date(2023, 1, 4))) == 2


def test_two_days_of_one_year_are_one_document_dated_as_most_often_printed() -> None:
    actor = make.actor()

    _enter(actor, _cited(on=date(2022, 12, 29)), _cited(), _cited(line=30))

    document = documents(actor).get()
    assert document.issued_on == DAY
    assert len({m.printed_on for m in document.mentions.all()}) == 2


def test_the_same_number_of_two_issuers_is_two_documents() -> None:
    actor = make.actor()

    assert _enter(actor, _cited(), _cited(issuer="UBND tỉnh Sông Lam")) == 2


def test_entering_a_text_again_changes_nothing() -> None:
    actor = make.actor()
    _enter(actor, _cited())

    _enter(actor, _cited())

    assert documents(actor).get().mentions.count() == 1


def test_two_texts_that_cite_a_document_share_it() -> None:
    actor = make.actor()
    _enter(actor, _cited(subject=""))
    _enter(actor, _cited(), source="check:2")

    found = documents(actor).get()
    assert found.subject
    assert found.mentions.count() == 2


def test_withdrawing_a_text_leaves_what_others_cite() -> None:
    actor = make.actor()
    _enter(actor, _cited(), _cited("42/QĐ-UBND"))
    _enter(actor, _cited(), source="check:2")

    withdraw_mentions("check:1")

    assert [d.number for d in OfficialDocument.objects.all()] == ["41/QĐ-UBND"]


@pytest.mark.parametrize(
    "words",
    [
        "41",
        "41/qd",
        "QĐ-UBND",
        "ke hoach",
        "Kế hoạch cải",
        "26/12/2022",
        "an hoa",
        "Quyết định số 41/QĐ-UBND ngày 26/12/2022 của UBND thị xã An Hòa",
        "số",
        "",
        "\\",
    ],
)
def test_a_document_is_found_with_and_without_accents(words: str) -> None:
    actor = make.actor()
    _enter(actor, _cited())

    assert documents(actor).search(words)  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["42", "thanh tra", "'; --", "' | 'k", "\x00z"])
def test_other_words_and_nasty_ones_find_nothing(words: str) -> None:
    actor = make.actor()
    _enter(actor, _cited())

    assert not documents(actor).search(words)  # type: ignore[attr-defined]


def test_a_stranger_sees_no_document_that_only_others_cite() -> None:
    _enter(make.actor(), _cited())

    assert not documents(make.actor())


def test_a_leader_sees_what_the_units_below_cite() -> None:
    town: Unit = make.unit()
    _enter(make.actor(make.user(make.unit(parent=town))), _cited())

    assert documents(make.actor(make.user(town))).count() == 1

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.org.queries.audit import about
from lienmach.registers.actions import Cited, Text, enter_mentions, withdraw_mentions
from lienmach.registers.actions.documents import (
    end_document,
    merge_documents,
    split_document,
)
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import OfficialDocument
from lienmach.registers.queries import alike, documents
from tests import make
from tests.make import MONDAY

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


def test_an_office_has_one_key_and_is_found_by_its_long_and_its_short_name() -> None:
    actor = make.actor()
    _enter(actor, _cited(issuer="UBND tỉnh"))
    _enter(actor, _cited(issuer="Uỷ ban nhân dân tỉnh"), source="check:2")
    _enter(actor, _cited("9/NQ-HĐND", issuer="Hội đồng nhân dân tỉnh"))

    assert documents(actor).get(number="41/QĐ-UBND").mentions.count() == 1
    for words in ("Ủy ban nhân dân tỉnh", "ubnd tinh", "HĐND", "hoi dong nhan dan"):
        assert documents(actor).search(words).count() == 1  # type: ignore[attr-defined]


def test_what_was_kept_by_a_long_name_is_found_by_the_short_one_too() -> None:
    actor = make.actor()
    _enter(actor, _cited(issuer="UBND tỉnh"), _cited("7/QĐ-UBND", issuer="UBND xã"))
    kept = OfficialDocument.objects
    kept.update(issuer_key="uy ban nhan dan tinh", tokens=stored(["uy", "ban"]))
    kept.filter(number="7/QĐ-UBND").update(
        issuer_key="uy ban nhan dan xa",
        tokens=stored(["uy", "ban", "nhan", "dan", "xa"]),
    )

    migration = import_module("lienmach.registers.migrations.0014_short_names")
    migration.shorten(None, SimpleNamespace(connection=connection))

    keys = set(kept.values_list("issuer_key", flat=True))
    assert keys == {"ubnd tinh", "ubnd xa"}
    assert documents(actor).search("UBND xã").count() == 1  # type: ignore[attr-defined]


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


def _two(actor: Actor) -> tuple[OfficialDocument, OfficialDocument]:
    """One document entered twice: a text names its issuer, another does not."""
    _enter(actor, _cited())
    _enter(actor, _cited(on=None, issuer="", line=30), source="check:2")
    known = OfficialDocument.objects.exclude(issuer="").get()
    return known, OfficialDocument.objects.get(issuer="")


def _keeper() -> Actor:
    return make.actor(make.user(rights=RIGHT))


def test_two_entries_of_one_document_are_merged_and_parted_again() -> None:
    actor = _keeper()
    kept, other = _two(actor)

    assert alike(kept, actor) == [other]
    merge_documents(kept, other, actor=actor, at=MONDAY)
    found = documents(actor).get()
    assert (found, found.mentions.count()) == (kept, 2)

    split_document(kept, other, actor=actor, at=MONDAY)
    assert {d.pk: d.mentions.count() for d in documents(actor)} == {
        kept.pk: 1,
        other.pk: 1,
    }
    parted, merged = about(kept)
    assert (parted.verb, merged.verb) == ("documents_parted", "documents_merged")
    assert parted.before == {"mục được tách": "Quyết định số 41/QĐ-UBND"}
    assert (merged.person_id, merged.about_unit_id) == (actor.user_id, actor.unit_id)


def test_a_text_entered_again_remembers_what_was_merged() -> None:
    actor = _keeper()
    kept, other = _two(actor)
    merge_documents(kept, other, actor=actor, at=MONDAY)

    withdraw_mentions("check:1")
    count = _enter(actor, _cited(on=None, issuer="", line=31), source="check:2")

    mention = documents(actor).get().mentions.get()
    assert count == 1
    assert (mention.document, mention.entered_as, mention.line) == (kept, other, 31)


def test_what_was_merged_goes_along_when_its_entry_is_merged() -> None:
    actor = _keeper()
    kept, other = _two(actor)
    _enter(actor, _cited(issuer="UBND thị xã"), source="check:3")
    third = OfficialDocument.objects.get(issuer="UBND thị xã")
    merge_documents(kept, other, actor=actor, at=MONDAY)

    merge_documents(third, kept, actor=actor, at=MONDAY)

    assert documents(actor).get() == third
    assert third.mentions.count() == 3
    split_document(third, other, actor=actor, at=MONDAY)
    assert other.mentions.count() == 1


@pytest.mark.parametrize(
    ("number", "on", "can_be"),
    [
        ("41-QĐ/UBND", DAY, True),
        ("41/QĐ-UBND", None, True),
        ("41/QĐ-UBND", date(2023, 1, 4), False),
        ("41/QĐ-HĐND", DAY, False),
        ("410/QĐ-UBND", DAY, False),
    ],
)
def test_only_one_number_and_year_can_be_one_document(
    number: str, on: date | None, can_be: bool
) -> None:
    actor = _keeper()
    _enter(actor, _cited())
    _enter(actor, _cited(number, on, issuer="UBND thị xã"), source="check:2")
    kept, other = OfficialDocument.objects.order_by("pk")

    assert alike(kept, actor) == [other] * can_be
    if not can_be:
        with pytest.raises(Refused, match="khác số"):
            merge_documents(kept, other, actor=actor, at=MONDAY)


def test_what_has_ended_does_not_go_into_what_has_not() -> None:
    actor = _keeper()
    kept, other = _two(actor)
    end_document(other, on=date(2023, 1, 4), actor=actor, at=MONDAY)

    with pytest.raises(Refused, match="chiều ngược lại"):
        merge_documents(kept, other, actor=actor, at=MONDAY)
    merge_documents(other, kept, actor=actor, at=MONDAY)


def test_a_second_merging_of_the_same_is_refused() -> None:
    actor = _keeper()
    kept, other = _two(actor)
    merge_documents(kept, other, actor=actor, at=MONDAY)

    with pytest.raises(Refused, match="đã được gộp"):
        merge_documents(kept, other, actor=actor, at=MONDAY)
    with pytest.raises(Refused, match="đã được gộp"):
        merge_documents(other, kept, actor=actor, at=MONDAY)


def test_entries_are_merged_on_the_page_and_only_with_the_right(
    client: Client,
) -> None:
    keeper = make.user(rights=RIGHT)
    kept, other = _two(make.actor(keeper))
    page, merge = (
        reverse("registers:document", args=[kept.pk]),
        reverse("registers:document_merge", args=[kept.pk, other.pk]),
    )
    client.force_login(make.user(keeper.posts.get().unit))
    assert client.post(merge).status_code == 403
    assert merge not in client.get(page).content.decode()

    client.force_login(keeper)
    assert merge in client.get(page).content.decode()
    client.post(merge)

    split = reverse("registers:document_split", args=[kept.pk, other.pk])
    assert split in client.get(page).content.decode()
    moved = client.get(reverse("registers:document", args=[other.pk]))
    assert moved["Location"] == page
    client.post(split)
    assert client.get(reverse("registers:document", args=[other.pk])).status_code == 200

    client.force_login(make.user(rights=RIGHT))
    assert client.post(merge).status_code == 404

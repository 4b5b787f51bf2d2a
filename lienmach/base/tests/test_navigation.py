"""The ways in of every page, and how much waits behind each."""

from dataclasses import replace

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q, QuerySet
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lienmach.base.actor import Actor
from lienmach.base.counts import CAP
from lienmach.base.navigation import Entry, Link, links

pytestmark = pytest.mark.django_db
Step = MigrationRecorder.Migration
ONE = Actor(1, 1, frozenset({1}), {"a": frozenset({1})})


def all_of_the_actor(actor: Actor) -> QuerySet[Step]:
    return Step.objects.filter(app=f"wait{actor.user_id}")


def nothing(actor: Actor) -> QuerySet[Step]:
    return Step.objects.filter(Q(pk__in=[]))


WAYS = [
    Entry("Có việc", "inbox", "org:account", 1, "a", all_of_the_actor),
    Entry("Không việc", "inbox", "org:password", 2, "", nothing),
    Entry("Không đếm", "inbox", "base:find", 3),
]


def wait_for(actor: Actor, many: int) -> None:
    app = f"wait{actor.user_id}"
    Step.objects.bulk_create(Step(app=app, name=f"{n}") for n in range(many))


def shown(actor: Actor, path: str = "/") -> dict[str, Link]:
    return {link.label: link for link in links(WAYS, actor, path)}


def test_each_way_in_tells_what_waits_there_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    wait_for(ONE, 3)

    with django_assert_num_queries(1):
        ways = shown(ONE)

    assert [way.count for way in ways.values()] == ["3", "", ""]


def test_what_waits_is_asked_anew_and_of_each_actor() -> None:
    other = replace(ONE, user_id=2)
    wait_for(ONE, 1)

    assert (shown(ONE)["Có việc"].count, shown(other)["Có việc"].count) == ("1", "")
    wait_for(other, 2)
    assert (shown(ONE)["Có việc"].count, shown(other)["Có việc"].count) == ("1", "2")


def test_a_right_that_was_taken_away_hides_its_way_in() -> None:
    assert "Có việc" not in shown(replace(ONE, units_by_right={}))


def test_many_are_counted_no_further_than_is_told() -> None:
    wait_for(ONE, CAP + 5)

    assert shown(ONE)["Có việc"].count == "1.000+"


def test_of_two_addresses_that_fit_one_is_at_the_longer() -> None:
    ways = [Entry("Ngoài", "x", "org:account", 1), Entry("Trong", "x", "org:tokens", 2)]

    found = links(ways, ONE, reverse("org:tokens"))

    assert [way.is_current for way in found] == [False, True]

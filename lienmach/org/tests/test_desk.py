from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lienmach.org import registry
from lienmach.org.actions.lists import complete_lists
from lienmach.org.models import Post, Role, Succession, Unit, User
from lienmach.org.queries import NoDesk, actor_of, desk_of
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
TURN = date(2025, 7, 1)


def post(person: User, unit: Unit, until: date | None = None) -> Post:
    return Post.objects.create(
        person=person, unit=unit, title="Phó", valid_from=LONG_AGO, valid_to=until
    )


def test_a_leader_sees_the_units_below_and_no_others() -> None:
    town = make.unit()
    ward = make.unit(parent=town)
    quarter = make.unit(parent=ward)
    make.unit()

    actor = make.actor(make.user(town))

    assert actor.unit_ids == {town.pk, ward.pk, quarter.pk}


def test_a_role_holds_for_its_unit_and_those_below_from_its_first_to_its_last_day() -> (
    None
):
    town = make.unit()
    ward = make.unit(town)
    clerk = make.user(ward)
    make.grant(clerk, town, "a.do", since=TURN, until=TODAY)

    assert not actor_of(clerk, on=date(2025, 6, 30)).may("a.do")
    assert actor_of(clerk, on=TURN).units_with("a.do") == {town.pk, ward.pk}
    assert actor_of(clerk, on=date(2026, 1, 4)).unit_ids == {town.pk, ward.pk}
    assert actor_of(clerk, on=TODAY).unit_ids == {ward.pk}
    assert not actor_of(clerk, on=TODAY).may("a.do")


def test_a_right_over_one_part_is_none_over_another() -> None:
    town = make.unit()
    one, other = make.unit(town), make.unit(town)
    actor = make.actor(make.user(one, "a.do"))

    actor.require("a.do")
    actor.require("a.do", one.pk)
    with pytest.raises(PermissionDenied):
        actor.require("a.do", other.pk)
    with pytest.raises(PermissionDenied):
        actor.require("b.do")


def test_a_person_with_two_posts_has_at_each_the_rights_that_reach_it() -> None:
    one, two = make.unit(), make.unit()
    clerk = make.user(one, "a.do")
    post(clerk, two)
    make.grant(clerk, two, "b.do")

    desk = desk_of(clerk, on=TODAY)
    elsewhere = desk_of(clerk, on=TODAY, unit_id=two.pk)

    assert [place.unit_id for place in desk.workplaces] == [one.pk, two.pk]
    assert desk.actor.rights == {"a.do"}
    assert desk.actor.unit_ids == {one.pk}
    assert elsewhere.here.title == "Phó"
    assert elsewhere.actor.rights == {"b.do"}
    assert elsewhere.actor.unit_ids == {two.pk}


def test_a_unit_that_may_not_be_chosen_is_not() -> None:
    clerk, other = make.user(), make.unit()

    assert desk_of(clerk, on=TODAY, unit_id=other.pk).here.unit_id != other.pk


def test_who_has_no_post_today_has_no_desk() -> None:
    clerk = make.user()
    clerk.posts.update(valid_to=TURN)

    with pytest.raises(NoDesk):
        desk_of(clerk, on=TODAY)


def test_an_archive_is_seen_as_on_the_last_day_of_its_unit() -> None:
    town = make.unit(until=TURN)
    ward = make.unit(town, until=TURN)
    make.unit(town, until=date(2024, 1, 1))
    clerk = make.user()
    make.grant(clerk, town, "a.do")

    desk = desk_of(clerk, on=TODAY, unit_id=town.pk)

    assert desk.here.has_ended
    assert desk.actor.unit_ids == {town.pk, ward.pk}
    assert desk.actor.may("a.do", ward.pk)


def test_a_successor_sees_what_its_predecessors_had_but_not_what_was_below_them() -> (
    None
):
    oldest, old = make.unit(until=date(2023, 1, 1)), make.unit(until=TURN)
    make.unit(old, until=TURN)
    new = make.unit(since=TURN)
    for before, after, on in ((oldest, old, date(2023, 1, 1)), (old, new, TURN)):
        Succession.objects.create(
            old=before, new=after, effective_on=on, decision=make.decision()
        )

    clerk = make.user(new)

    assert actor_of(clerk, on=TODAY).unit_ids == {new.pk, old.pk, oldest.pk}


def test_a_unit_that_gave_a_part_away_keeps_its_records_to_itself() -> None:
    old, new = make.unit(), make.unit(since=TURN)
    Succession.objects.create(
        old=old, new=new, effective_on=TURN, decision=make.decision()
    )

    assert actor_of(make.user(new), on=TODAY).unit_ids == {new.pk}


def test_a_role_is_what_the_product_gives_and_the_office_changed() -> None:
    complete_lists()
    admin = Role.objects.get(code="quantri")
    admin.added, admin.removed = ["x.do"], ["org.audit"]
    admin.save()
    unit = make.unit()
    clerk = make.user(unit)
    make.grant(clerk, unit, admin)

    rights = make.actor(clerk).rights

    assert {"org.people", "org.units", "x.do"} <= rights
    assert "org.audit" not in rights


def test_a_right_is_registered_once_and_for_known_roles() -> None:
    with pytest.raises(ValueError, match="unknown roles"):
        registry.right("test.do", "Thử", "nobody")
    with pytest.raises(ValueError, match="twice"):
        registry.right("org.units", "Khác", "quantri")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_desk_asks_two_queries_however_much_a_person_may(
    rows: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    clerk = make.user(make.unit(make.unit()))
    for _ in range(rows):
        make.grant(clerk, make.unit(make.unit()), "a.do")

    with django_assert_num_queries(2):
        desk = desk_of(clerk, on=TODAY)

    assert len(desk.workplaces) == rows + 1

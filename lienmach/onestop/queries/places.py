"""Where a dossier may go next: the units of its office and who works there."""

from collections.abc import Collection
from datetime import date

from lienmach.cases.models import Case
from lienmach.org.models import Post, UnitVersion
from lienmach.org.queries import above_each, below, unit_tree


def office_of(case: Case, on: date) -> frozenset[int]:
    """The units among which a dossier moves: those of the office of its counter.

    That is the nearest unit above both the counter and whoever holds the dossier.
    """
    counter, holder = case.received_unit_id, case.unit_id
    chains = above_each({counter, holder}, on)
    up = chains[holder]
    shared = (u for u in up if u in chains[counter] and u != counter)
    return below(next(shared, up[-1]), on) | {counter, case.decides_unit_id}


def unit_choices(units: Collection[int], on: date) -> list[tuple[int, str]]:
    """Units in force, by name, in the order of the tree. One query."""
    return [
        (node.version.unit_id, node.version.name) for node in unit_tree(on, units=units)
    ]


def people_of(units: Collection[int], on: date) -> list[tuple[int, str, int]]:
    """Who works in some units: the person, the name and title, the unit. One query."""
    posts = (
        Post.objects.in_force(on)
        .filter(unit__in=units, person__is_active=True)
        .order_by("person__name_key", "person")
        .values_list("person", "person__name", "title", "unit")
    )
    return [(person, f"{name}, {title}", unit) for person, name, title, unit in posts]


def works_in(person_id: int, unit_id: int, on: date) -> bool:
    posts = Post.objects.in_force(on).filter(person=person_id, unit=unit_id)
    return posts.filter(person__is_active=True).exists()


def short_names(units: Collection[int], on: date) -> dict[int, str]:
    """What units are or were last called, in short. One query."""
    begun = UnitVersion.objects.filter(unit__in=units, valid_from__lte=on)
    return dict(begun.order_by("valid_from").values_list("unit_id", "short_name"))

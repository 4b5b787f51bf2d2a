"""What the pages about units show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import Grant, Post, Succession, Unit, UnitVersion
from lienmach.org.queries.people import with_unit_names
from lienmach.org.queries.tree import Node, names_on, unit_tree

RIGHT = "org.units"
INDENT = "\u2003"  # a wide space: choices of a form have no other depth


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree: the unit, how many people work there and who heads it."""

    node: Node
    people: int
    head: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit before or after another one."""

    succession: Succession
    unit: Unit
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """A unit with all that it was, came from and became, and who works there."""

    unit: Unit
    versions: list[UnitVersion]
    parents: dict[int, str]
    before: list[Kin]
    after: list[Kin]
    posts: list[Post]
    grants: list[Grant]

    @property
    def latest(self) -> UnitVersion:
        return self.versions[-1]


def visible(actor: Actor) -> QuerySet[Unit]:
    """The units that an actor looks after, and those they came from."""
    return Unit.objects.filter(pk__in=actor.units_with(RIGHT))


def branches(actor: Actor, *, on: date) -> list[Branch]:
    """The tree of a day, as far as an actor looks after it. Two queries."""
    units = actor.units_with(RIGHT)
    posts = Post.objects.in_force(on).filter(unit__in=units).values("unit")
    counted = posts.annotate(
        people=Count("person"), head=Max("person__name", filter=Q(is_head=True))
    )
    staff = {row["unit"]: (row["people"], row["head"] or "") for row in counted}
    return [
        Branch(node, *staff.get(node.version.unit_id, (0, "")))
        for node in unit_tree(on, units=units)
    ]


def choices(
    units: Collection[int], *, on: date, without: Collection[int] = ()
) -> list[tuple[int, str]]:
    """The units of a day as a form offers them, indented, in the order of the tree."""
    return [
        (version.unit_id, f"{INDENT * node.depth}{version.name} ({version.unit.code})")
        for node in unit_tree(on, units=units)
        if (version := node.version).unit_id not in without
    ]


def history(unit: Unit, *, on: date) -> History:
    """Everything about a unit; its people are those of a day. Six queries.

    Of a unit that has ended, the people are those of its last day.
    """
    versions = list(unit.versions.select_related("kind", "level", "parent", "decision"))
    on = min(on, versions[-1].last_day or on)
    before = _kin(Succession.objects.filter(new=unit).select_related("old", "decision"))
    after = _kin(Succession.objects.filter(old=unit).select_related("new", "decision"))
    related = [s.old_id for s in before] + [s.new_id for s in after]
    parents = [v.parent_id for v in versions if v.parent_id]
    names = names_on([*related, *parents], on)
    posts = Post.objects.in_force(on).filter(unit=unit).select_related("person")
    grants = Grant.objects.in_force(on).filter(unit=unit)
    return History(
        unit,
        versions,
        names,
        [Kin(one, one.old, names[one.old_id]) for one in before],
        [Kin(one, one.new, names[one.new_id]) for one in after],
        list(posts.order_by("-is_head", "person__name_key")),
        list(
            with_unit_names(grants, on)
            .select_related("person", "role")
            .order_by("role__rank", "person__name_key")
        ),
    )


def _kin(found: QuerySet[Succession]) -> list[Succession]:
    return list(found.order_by("effective_on", "pk"))

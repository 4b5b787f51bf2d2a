"""Who is known, who may be looked after by whom, and who holds which right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.org.models import AuditRecord, Grant, Post, Role, UnitVersion, User, Verb
from lienmach.org.registry import rights, rights_of

RIGHT = "org.people"
Held = TypeVar("Held", Post, Grant)


def not_over(day: date, prefix: str = "") -> Q:
    """What holds on a day or will hold later."""
    return Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})


def visible(actor: Actor) -> QuerySet[User]:
    """The people who have, had or will have a post or a role in the actor's care."""
    units = actor.units_with(RIGHT)
    posts = Post.objects.filter(unit__in=units).values("person")
    grants = Grant.objects.filter(unit__in=units).values("person")
    return User.objects.filter(Q(pk__in=posts) | Q(pk__in=grants))


def listed(actor: Actor, *, on: date) -> QuerySet[User]:
    """The people of a list, with ``posts_now`` and ``grants_now``. Three queries."""
    posts = with_unit_names(Post.objects.in_force(on), on)
    grants = with_unit_names(Grant.objects.in_force(on).select_related("role"), on)
    return visible(actor).prefetch_related(
        Prefetch("posts", posts, to_attr="posts_now"),
        Prefetch("grants", grants, to_attr="grants_now"),
    )


def with_unit_names(rows: QuerySet[Held], on: date) -> QuerySet[Held]:
    """Posts or grants with ``unit_name``: what it is or was last called by a day."""
    return rows.annotate(unit_name=unit_name(on))


def unit_name(on: date) -> Subquery:
    """What the unit of a row is called on a day, or was last called before it."""
    begun = UnitVersion.objects.filter(unit=OuterRef("unit"), valid_from__lte=on)
    return Subquery(begun.order_by("-valid_from").values("short_name")[:1])


def active(actor: Actor, *, on: date, without: User) -> list[tuple[int, str]]:
    """The people who could take over somebody's work, by name, with their unit."""
    posts = Post.objects.in_force(on).filter(
        unit__in=actor.units_with(RIGHT), person__is_active=True
    )
    people = posts.exclude(person=without).order_by("person__name_key", "person")
    rows = people.values_list("person", "person__name", unit_name(on))
    return list({pk: f"{name}, {unit}" for pk, name, unit in rows}.items())


def matching(text: str) -> Q:
    """The people whose folded name holds the words, or whose sign-in name begins so."""
    words = Q()
    for word in text.split():
        words &= Q(name_key__contains=word) | Q(username__startswith=word)
    return words


def roles_with(right: str) -> list[int]:
    """The roles that hold a right in this office."""
    return [
        role.pk
        for role in Role.objects.all()
        if right in rights_of(role.code, role.added, role.removed)
    ]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with what it holds, in words, and how many hold it."""

    role: Role
    rights: list[str]
    people: int


def roles_listed(*, on: date) -> list[RoleLine]:
    """The roles of the office. One query."""
    now = Q(grants__valid_from__lte=on) & not_over(on, "grants__")
    counted = Role.objects.annotate(
        people=Count("grants__person", filter=now, distinct=True)
    )
    return [
        RoleLine(
            role,
            [
                right.label
                for right in rights()
                if right.code in rights_of(role.code, role.added, role.removed)
            ],
            role.people,
        )
        for role in counted
    ]


def has_administrator(on: date) -> bool:
    """Say whether anybody at all may still look after people."""
    grants = Grant.objects.in_force(on).filter(role__in=roles_with(RIGHT))
    return grants.filter(person__is_active=True).exists()


def is_in_care(person: User, units: Collection[int], *, on: date) -> bool:
    """Say whether all that a person is and may, from a day on, lies in some units.

    Whoever looks after one unit must not open the account of somebody who has rights
    in another. A person without anything now is looked after where there was a post.
    """
    held = {
        *Post.objects.filter(not_over(on), person=person).values_list(
            "unit", flat=True
        ),
        *Grant.objects.filter(not_over(on), person=person).values_list(
            "unit", flat=True
        ),
    }
    if held:
        return held <= set(units)
    return Post.objects.filter(person=person, unit__in=units).exists()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The posts and grants of a person: those of today and to come, and those over."""

    posts: list[Post]
    grants: list[Grant]
    past_posts: list[Post]
    past_grants: list[Grant]


def held_by(person: User, *, on: date) -> Holdings:
    """All that a person holds and held, each with ``unit_name``. Two queries."""
    posts = with_unit_names(Post.objects.filter(person=person), on)
    grants = with_unit_names(Grant.objects.filter(person=person), on)
    all_posts = list(posts.select_related("unit"))
    all_grants = list(grants.select_related("unit", "role"))
    return Holdings(
        [post for post in all_posts if not post.is_over(on)],
        [grant for grant in all_grants if not grant.is_over(on)],
        [post for post in all_posts if post.is_over(on)],
        [grant for grant in all_grants if grant.is_over(on)],
    )


def rights_said(actor: Actor) -> list[str]:
    """What an actor may do where one works now, in words."""
    return [right.label for right in rights() if right.code in actor.rights]


def last_sign_ins(person: User) -> list[AuditRecord]:
    own = AuditRecord.objects.filter(person=person)
    verbs = [Verb.SIGNED_IN, Verb.SIGN_IN_BLOCKED, Verb.PASSWORD_CHANGED]
    return list(own.filter(verb__in=verbs).order_by("-pk")[:10])

"""Who holds a right in a unit: asked where somebody must be there to act."""

from collections.abc import Collection
from datetime import date

from lienmach.base.actor import Actor
from lienmach.org.models import Grant, User
from lienmach.org.queries.desk import NoDesk, desk_of
from lienmach.org.queries.tree import above
from lienmach.org.registry import rights_of


def holders(
    right: str, unit_id: int, *, on: date, at_work_in: Collection[int] = ()
) -> list[tuple[User, Actor]]:
    """People who may do something for a unit on a day, each as the actor they would be.

    A role given for a unit holds for those below it; only who signs in and works
    somewhere from where the grant acts is told; ``at_work_in``: in one of these units.
    """
    grants = (
        Grant.objects.in_force(on)
        .filter(unit__in=above(unit_id, on), person__is_active=True)
        .select_related("role", "person")
        .order_by("pk")
    )
    found: dict[int, tuple[User, Actor]] = {}
    for grant in grants:
        person, role = grant.person, grant.role
        if person.pk in found or right not in rights_of(
            role.code, role.added, role.removed
        ):
            continue
        try:
            desk = desk_of(person, on=on)
        except NoDesk:
            continue
        for place in desk.workplaces:
            if at_work_in and place.unit_id not in at_work_in:
                continue
            actor = desk_of(person, on=on, unit_id=place.unit_id).actor
            if actor.may(right, unit_id):
                found[person.pk] = person, actor
                break
    return list(found.values())

"""Who is told what a unit must look after, also where its head is not recorded."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from lienmach.calc.text import fold
from lienmach.org.models import Post, User
from lienmach.org.queries.holders import holders
from lienmach.org.queries.tree import above_each, names_on

DEPUTY = "pho "  # how the titles of deputies begin, folded


@dataclass(frozen=True, slots=True)
class Caretaker:
    """Whom a unit's reminders reach; None where nobody can be reached.

    ``why`` says what is wanting of its head, ``role`` what the person is instead; both
    are empty where it is the head.
    """

    unit_id: int
    unit: str
    person: User | None
    why: str = ""
    role: str = ""


def caretakers(
    units: Collection[int], *, on: date, right: str = ""
) -> dict[int, Caretaker]:
    """Of each unit its head; else a deputy, a head above, or who holds the right.

    Only who is active and has an address for e-mail can be told. Three queries, and
    with a ``right`` more for each unit in which none of the first is found.
    """
    if not units:
        return {}
    chains = above_each(units, on)
    posts: dict[int, list[Post]] = {}
    everywhere = {one for chain in chains.values() for one in chain} | {*units}
    for post in (
        Post.objects.in_force(on)
        .filter(unit__in=everywhere)
        .select_related("person")
        .order_by("person__name_key", "pk")
    ):
        posts.setdefault(post.unit_id, []).append(post)
    names = names_on(everywhere, on)
    return {
        unit: _of(unit, chains.get(unit, [unit]), posts, names, on, right)
        for unit in units
    }


def _of(
    unit: int,
    chain: list[int],
    posts: dict[int, list[Post]],
    names: dict[int, str],
    on: date,
    right: str,
) -> Caretaker:
    name = names.get(unit, "")
    heads = [post.person for post in posts.get(unit, []) if post.is_head]
    if heads and _is_reached(heads[0]):
        return Caretaker(unit, name, heads[0])
    why = "người đứng đầu chưa có địa chỉ thư" if heads else "chưa ghi người đứng đầu"
    others = _instead(unit, chain, posts, names, on, right)
    person, role = next(
        ((person, role) for person, role in others if _is_reached(person)), (None, "")
    )
    return Caretaker(unit, name, person, why, role)


def _instead(
    unit: int,
    chain: list[int],
    posts: dict[int, list[Post]],
    names: dict[int, str],
    on: date,
    right: str,
) -> Iterator[tuple[User, str]]:
    for post in posts.get(unit, []):
        if fold(post.title).startswith(DEPUTY):
            yield post.person, "cấp phó của đơn vị"
    for higher in chain[1:]:
        for post in posts.get(higher, []):
            if post.is_head:
                yield post.person, f"người đứng đầu {names.get(higher, 'cấp trên')}"
    found = holders(right, unit, on=on) if right else []
    for person, _ in sorted(found, key=lambda who: who[1].unit_id != unit):
        yield person, "người có quyền lãnh đạo đối với đơn vị"


def _is_reached(person: User) -> bool:
    return person.is_active and bool(person.email)

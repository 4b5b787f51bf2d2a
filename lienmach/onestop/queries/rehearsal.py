"""What would go wrong with a procedure at a counter, told before anybody comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from lienmach.base.actor import Actor
from lienmach.base.parts import number
from lienmach.calc.choosing import Option, choose
from lienmach.onestop.flow import PROCESS, RECEIVE, SIGN
from lienmach.onestop.queries.chains import route_of_hop
from lienmach.onestop.queries.dossiers import route
from lienmach.org.models import UnitVersion, User
from lienmach.org.queries import above, below, holders
from lienmach.registers.models import Place, Procedure, ProcedureVersion, Step

RIGHT = "registers.procedures"  # whoever writes a procedure rehearses it
POSTED = "Công khai"
Who = tuple[User, Actor]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to be put right; ``where`` is the part of the procedure it is in."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Station:
    """A step inside that is sent on to, and whom it would come to; None: nobody."""

    step: Step
    unit_id: int
    who: Who | None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who would receive, handle and sign, and in which unit it would be handled.

    ``inner`` are the steps between taking over and signing, each with who holds it.
    """

    clerk: Who
    officer: Who
    leader: Who
    unit_id: int
    inner: tuple[Station, ...] = ()

    @property
    def doubled(self) -> str:
        """What is not shown apart, because one person has to do it all here."""
        (officer, _), (leader, _), (clerk, _) = self.officer, self.leader, self.clerk
        if officer == leader:
            also = "tiếp nhận, xử lý và ký" if clerk == officer else "xử lý và ký"
        elif clerk in (officer, leader):
            also = f"tiếp nhận và {'xử lý' if clerk == officer else 'ký'}"
        else:
            return ""
        who = officer if officer == leader else clerk
        return (
            f"{who.name} vừa {also}: không tìm được hai người có quyền khác nhau, nên "
            "chưa thử được việc tách các bước ấy."
        )


def meant(typed: str, *, on: date) -> list[Option]:
    """The procedures in force on a day that a code or a few words may mean."""
    rows = ProcedureVersion.objects.current().in_force(on)
    known = [
        Option(code, tuple(filter(None, (name, everyday))))
        for code, name, everyday in rows.values_list(
            "procedure__code", "name", "everyday_name"
        )
    ]
    same = [one for one in known if one.code == typed.upper()]
    return same or choose(known, typed)


def is_code(typed: str) -> bool:
    """Whether a procedure is or was called so."""
    return Procedure.objects.filter(code=typed.upper()).exists()


def counters(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """The one-stop units that an actor sees on a day, by name."""
    rows = (
        UnitVersion.objects.in_force(on)
        .filter(unit__in=actor.unit_ids, kind__code="one_stop")
        .order_by("name")
    )
    return list(rows.values_list("unit", "name"))


def cast_of(version: ProcedureVersion, counter_id: int, *, on: date) -> Cast | None:
    """The people who would handle a dossier; None where somebody is missing.

    Each is somebody who may do little else, and another than those before, if there is.
    """
    where = route(counter_id, version)
    if where is None:
        return None
    clerks = [
        who
        for who in holders(RECEIVE, counter_id, on=on)
        if who[1].unit_id == counter_id
    ]
    here = where.unit_id
    officers = holders(PROCESS, here, on=on)
    if not (clerks and officers):
        return None
    officer = min(officers, key=lambda who: _breadth(who, PROCESS, here))
    inner = tuple(_stations(version, counter_id, here, officer, on))
    last = next((one.unit_id for one in reversed(inner)), here)
    hands = {officer[0], *(one.who[0] for one in inner if one.who)}
    leaders = holders(SIGN, last, on=on)
    if not leaders:
        return None
    leader = min(leaders, key=lambda who: (who[0] in hands, *_breadth(who, SIGN, last)))
    taken = (officer[0], leader[0])
    clerk = min(
        clerks, key=lambda who: (who[0] in taken, *_breadth(who, RECEIVE, counter_id))
    )
    return Cast(clerk, officer, leader, here, inner)


def _stations(
    version: ProcedureVersion, counter_id: int, here: int, officer: Who, on: date
) -> Iterator[Station]:
    """Where each step inside goes: to its kind of unit, and to who may take it there.

    One works on where one is if that is such a unit; else it goes to the first in which
    somebody may take it. Two who follow each other are different people if there are.
    """
    office = set(_office(counter_id, on))
    before = officer[0]
    for step in list(version.steps.select_related("unit_kind"))[2:-2]:
        fitting = UnitVersion.objects.in_force(on).filter(
            unit__in=office, kind=step.unit_kind_id
        )
        units = sorted(
            fitting.values_list("unit", flat=True),
            key=lambda unit: (unit != here, unit),
        )
        found = ((unit, holders(PROCESS, unit, on=on)) for unit in units)
        unit, people = next(((u, who) for u, who in found if who), (here, []))
        who = min(
            people,
            key=partial(_next_hand, before=before, unit=unit),
            default=None,
        )
        if who:
            here, before = unit, who[0]
        yield Station(step, here, who)


def _next_hand(who: Who, *, before: User, unit: int) -> tuple[bool, bool, int]:
    breadth, is_from_elsewhere = _breadth(who, PROCESS, unit)
    return is_from_elsewhere, who[0] == before, breadth


def _office(counter_id: int, on: date) -> list[int]:
    """The units of the office of a counter, with those above it."""
    chain = above(counter_id, on)
    office = chain[1] if len(chain) > 1 else chain[0]
    return [*below(office, on), *chain]


def _breadth(who: Who, right: str, unit_id: int) -> tuple[int, bool]:
    """How much more somebody may do than this, and whether they work elsewhere.

    A step is best tried by whoever may take that step alone: what it wants of another
    right is then refused.
    """
    _, actor = who
    others = {RECEIVE, PROCESS, SIGN} - {right}
    return sum(other in actor.rights for other in others), actor.unit_id != unit_id


def doubts(version: ProcedureVersion, counter_id: int, *, on: date) -> Iterator[Doubt]:
    """All that can be seen without playing a dossier."""
    yield from _of_limit(version)
    yield from _of_fees(version, on)
    yield from _of_parts(version)
    yield from _of_people(version, counter_id, on)
    yield from _of_steps(version, counter_id, on)
    yield from _of_chain(version, counter_id)


def _of_limit(version: ProcedureVersion) -> Iterator[Doubt]:
    if version.limit is None:
        said = version.limit_note or "không có ghi chú vì sao"
        yield Doubt("Thời hạn", f"Chưa có thời hạn giải quyết ({said}).")


def _of_fees(version: ProcedureVersion, on: date) -> Iterator[Doubt]:
    names: set[str] = set()
    for fee in version.fees.all():
        if not fee.document:
            yield Doubt("Phí", f"«{fee.name}» không ghi văn bản quy định mức thu.")
        if not fee.amount:
            yield Doubt("Phí", f"«{fee.name}» mức thu 0 đồng: bỏ dòng này.")
        if fee.last_day and fee.last_day < on:
            yield Doubt(
                "Phí", f"«{fee.name}» hết hiệu lực ngày {fee.last_day:%d/%m/%Y}."
            )
        if fee.valid_from and fee.valid_from > on:
            said = f"«{fee.name}» {number(fee.amount)} đồng chỉ thu từ "
            yield Doubt("Phí", f"{said}{fee.valid_from:%d/%m/%Y}.")
        if fee.name in names:
            yield Doubt("Phí", f"«{fee.name}» ghi hai lần: hồ sơ sẽ bị thu hai lần.")
        names.add(fee.name)


def _of_parts(version: ProcedureVersion) -> Iterator[Doubt]:
    if not version.components.exists():
        yield Doubt("Giấy tờ", "Chưa ghi giấy tờ nào phải nộp.")
    posted = set(version.publications.up().values_list("place", flat=True))
    for place in Place:
        if place not in posted:
            yield Doubt(POSTED, f"Chưa công khai ở: {place.label}.")


def _of_people(version: ProcedureVersion, counter_id: int, on: date) -> Iterator[Doubt]:
    at_counter = holders(RECEIVE, counter_id, on=on)
    if not any(actor.unit_id == counter_id for _, actor in at_counter):
        yield Doubt("Người", "Không ai ở quầy này có quyền tiếp nhận.")
    where = route(counter_id, version)
    if where is None:
        said = f"Chưa phân công nơi thụ lý cho lĩnh vực {version.field.name}."
        yield Doubt("Nơi thụ lý", said)
        return
    name = _name(where.unit_id, on)
    if name is None:
        yield Doubt(
            "Nơi thụ lý", f"Đơn vị được phân công không còn ngày {on:%d/%m/%Y}."
        )
        return
    if not holders(PROCESS, where.unit_id, on=on):
        yield Doubt("Người", f"Không ai có quyền xử lý hồ sơ ở {name}.")
    if not holders(SIGN, where.unit_id, on=on):
        yield Doubt("Người", f"Không ai có quyền ký kết quả cho {name}.")


def _of_steps(version: ProcedureVersion, counter_id: int, on: date) -> Iterator[Doubt]:
    """A step at a kind of office that there is none of, here or above."""
    kinds = set(
        UnitVersion.objects.in_force(on)
        .filter(unit__in=_office(counter_id, on))
        .values_list("kind", flat=True)
    )
    for step in version.steps.select_related("unit_kind"):
        if step.unit_kind_id not in kinds:
            said = f"Bước {step.number} «{step.name}» cần một {step.unit_kind.name}"
            yield Doubt("Quy trình", f"{said}, nơi này không có.")


def unmanned(cast: Cast) -> Iterator[Doubt]:
    """The steps inside that nobody may take although there is such a unit."""
    for one in cast.inner:
        if one.who is None:
            kind = one.step.unit_kind.name
            yield Doubt(
                "Người",
                f"Bước {one.step.number} «{one.step.name}»: không ai có quyền xử lý ở "
                f"{kind[:1].lower()}{kind[1:]}, hồ sơ dừng ở đó.",
            )


def _of_chain(version: ProcedureVersion, counter_id: int) -> Iterator[Doubt]:
    for hop in version.hops.all():
        if route_of_hop(counter_id, hop) is None:
            said = f"Chặng «{hop.name}» ({hop.agency}) chưa có nơi thụ lý."
            yield Doubt("Liên thông", said)


def _name(unit_id: int, on: date) -> str | None:
    names = UnitVersion.objects.in_force(on).filter(unit=unit_id)
    return names.values_list("name", flat=True).first()

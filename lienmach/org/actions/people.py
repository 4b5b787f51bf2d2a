"""Everything that adds people, gives them posts and roles, and takes these away."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.tree import uncovered
from lienmach.org import registry
from lienmach.org.actions import audit, tokens
from lienmach.org.models import Grant, Post, Role, Unit, User, Verb
from lienmach.org.queries.people import has_administrator, is_in_care, not_over

RIGHT = "org.people"
LABELS = {"name": "họ và tên", "phone": "điện thoại", "email": "thư điện tử"}
USERNAME_FORM = re.compile(r"[A-Za-z0-9._-]{1,50}\Z")
USERNAME_SAID = "Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . - _"
CONSONANTS, VOWELS, DIGITS = "bdghkmnprstvx", "aeiou", "23456789"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is asked of a person to be added; ``role`` may be given later.

    ``until`` ends the post. Who never ``signs_in`` is known for what was done before.
    """

    username: str
    name: str
    unit: Unit
    title: str
    phone: str = ""
    email: str = ""
    is_head: bool = False
    role: Role | None = None
    until: date | None = None
    signs_in: bool = True


@transaction.atomic
def add(
    new: NewPerson,
    *,
    on: date,
    actor: Actor | None,
    at: datetime,
    password: str = "",
    known_hash: str = "",
) -> tuple[User, str]:
    """Add a person with a post from a day on; return the password, known only now.

    It is changed at the first sign-in, unless the demo gives the hash of its own.
    Without an actor it is the set-up that does this.
    """
    _require(actor, new.unit)
    username = new.username.strip().lower()
    if not USERNAME_FORM.match(username):
        raise Refused(USERNAME_SAID)
    if User.objects.filter(username=username).exists():
        raise Refused(f"Tên đăng nhập {username} đã có người dùng.")
    password = "" if known_hash else password or made_up_password()
    person = User(
        username=username,
        name=" ".join(new.name.split()),
        phone=new.phone,
        email=new.email,
        must_change_password=not known_hash,
        is_active=new.signs_in,
    )
    if known_hash:
        person.password = known_hash
    else:
        person.set_password(password if new.signs_in else None)
    person.save()
    audit.write(
        Verb.PERSON_ADDED,
        person,
        actor=actor,
        at=at,
        unit_id=new.unit.pk,
        after={"tên đăng nhập": username},
    )
    give_post(
        person,
        new.unit,
        new.title,
        is_head=new.is_head,
        since=on,
        until=new.until,
        actor=actor,
        at=at,
    )
    if new.role:
        grant(person, new.role, new.unit, since=on, until=new.until, actor=actor, at=at)
    return person, password


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a row of a list: a password told once, or why there is none."""

    new: NewPerson
    password: str = ""
    problem: str = ""


@transaction.atomic
def add_many(
    people: Iterable[NewPerson],
    *,
    on: date,
    actor: Actor,
    at: datetime,
    is_rehearsal: bool = False,
) -> list[Added]:
    """Add those who can be added, each for itself; a rehearsal is all taken back."""
    known_hash = make_password(None) if is_rehearsal else ""
    results = []
    for new in people:
        try:
            with transaction.atomic():
                _, password = add(new, on=on, actor=actor, at=at, known_hash=known_hash)
            results.append(Added(new, password))
        except Refused as refused:
            results.append(Added(new, problem=str(refused)))
    transaction.set_rollback(is_rehearsal)
    return results


@transaction.atomic
def edit(
    person: User, *, name: str, phone: str, email: str, actor: Actor, at: datetime
) -> None:
    """Change how a person is called and reached; the audit keeps no numbers."""
    require_over(actor, person, on=day_of(at))
    new = {"name": " ".join(name.split()), "phone": phone, "email": email}
    changed = [key for key, value in new.items() if getattr(person, key) != value]
    if not changed:
        return
    before = {"họ và tên": person.name}
    for key, value in new.items():
        setattr(person, key, value)
    person.save()
    labels = [LABELS[key] for key in changed]
    audit.write(
        Verb.PERSON_CHANGED,
        person,
        actor=actor,
        at=at,
        before=before,
        after={"họ và tên": person.name, "đã sửa": labels},
    )


def read_contact(person: User, *, actor: Actor, at: datetime) -> None:
    """Note that somebody has looked at how a person is reached."""
    actor.require(RIGHT)
    audit.write(
        Verb.PERSONAL_DATA_READ,
        person,
        actor=actor,
        at=at,
        unit_id=actor.unit_id,
        after={"đã xem": ["điện thoại", "thư điện tử"]},
    )


@transaction.atomic
def give_post(
    person: User,
    unit: Unit,
    title: str,
    *,
    is_head: bool,
    since: date,
    until: date | None,
    actor: Actor | None,
    at: datetime,
) -> Post:
    """Let a person work in a unit; a unit has one head on a day."""
    _require(actor, unit)
    _refuse_days_without_unit(unit, since, until)
    clashes = Post.objects.filter(unit=unit).filter(_overlaps(since, until))
    if clashes.filter(person=person).exists():
        raise Refused(f"{person.name} đã có vị trí tại đơn vị này trong thời gian đó.")
    head = clashes.filter(is_head=True).select_related("person").first()
    if is_head and head:
        raise Refused(f"Đơn vị đang có người đứng đầu là {head.person.name}.")
    post = Post(
        person=person,
        unit=unit,
        title=" ".join(title.split()),
        is_head=is_head,
        valid_from=since,
        valid_to=until,
    )
    _save(post)
    audit.write(
        Verb.POST_GIVEN,
        person,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        after={"đơn vị": unit.code, "chức danh": post.title} | _days(since, until),
    )
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, actor: Actor, at: datetime) -> None:
    """End a post: ``on`` is the first day on which it is held no more."""
    _require(actor, post.unit)
    _end(post, on)
    audit.write(
        Verb.POST_ENDED,
        post.person,
        actor=actor,
        at=at,
        unit_id=post.unit_id,
        after={"đơn vị": post.unit.code, "chức danh": post.title, "từ ngày": _day(on)},
    )


@transaction.atomic
def grant(
    person: User,
    role: Role,
    unit: Unit,
    *,
    since: date,
    until: date | None,
    actor: Actor | None,
    at: datetime,
) -> Grant:
    """Give a role to a person, for a unit and those below it."""
    _require(actor, unit)
    same = Grant.objects.filter(person=person, role=role, unit=unit)
    if same.filter(_overlaps(since, until)).exists():
        raise Refused(f"{person.name} đã có vai trò {role.name} tại đơn vị này.")
    if until is not None and until <= since:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    made = Grant(person=person, role=role, unit=unit, valid_from=since, valid_to=until)
    _save(made)
    audit.write(
        Verb.GRANTED,
        person,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        after={"vai trò": role.name, "đơn vị": unit.code} | _days(since, until),
    )
    return made


@transaction.atomic
def end_grant(given: Grant, *, on: date, actor: Actor, at: datetime) -> None:
    """Take a role back: ``on`` is the first day on which it is held no more."""
    _require(actor, given.unit)
    _end(given, on)
    _refuse_without_administrator(on)
    audit.write(
        Verb.GRANT_ENDED,
        given.person,
        actor=actor,
        at=at,
        unit_id=given.unit_id,
        after={
            "vai trò": given.role.name,
            "đơn vị": given.unit.code,
            "từ ngày": _day(on),
        },
    )


@transaction.atomic
def reset_password(person: User, *, actor: Actor | None, at: datetime) -> str:
    """Give a person a new password, returned once; it is changed at first sign-in."""
    if actor:
        require_over(actor, person, on=day_of(at))
    password = made_up_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    tokens.revoke_all(person, at)
    audit.write(Verb.PASSWORD_RESET, person, actor=actor, at=at)
    return password


@transaction.atomic
def deactivate(
    person: User, *, on: date, actor: Actor, at: datetime, heir: User | None = None
) -> int:
    """Close an account; open work must go to somebody. Return how much that was."""
    require_over(actor, person, on=on)
    if person.pk == actor.user_id:
        raise Refused("Không tự khóa tài khoản của mình được.")
    kinds = registry.kinds_of_open_work()
    held = {kind: count for kind in kinds if (count := kind.count(person.pk))}
    if held and heir is None:
        what = ", ".join(f"{count} {kind.label}" for kind, count in held.items())
        raise Refused(f"{person.name} còn giữ {what}. Chọn người nhận bàn giao.")
    if heir and (heir.pk == person.pk or not heir.is_active):
        raise Refused("Người nhận bàn giao phải là một người khác đang làm việc.")
    given = 0
    if heir:
        given = sum(kind.hand_over(person.pk, heir.pk, actor, at) for kind in held)
    person.is_active = False
    person.save(update_fields=["is_active"])
    tokens.revoke_all(person, at)
    for post in Post.objects.filter(not_over(on), person=person):
        _end(post, on)
    for role in Grant.objects.filter(not_over(on), person=person):
        _end(role, on)
    _refuse_without_administrator(on)
    after = {"bàn giao cho": heir.name, "số việc": given} if heir else None
    audit.write(Verb.PERSON_DEACTIVATED, person, actor=actor, at=at, after=after)
    return given


@transaction.atomic
def activate(person: User, *, actor: Actor, at: datetime) -> str:
    """Open an account again, with a new password; posts and roles are given anew."""
    require_over(actor, person, on=day_of(at))
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.write(Verb.PERSON_ACTIVATED, person, actor=actor, at=at)
    return reset_password(person, actor=actor, at=at)


def made_up_password() -> str:
    """Two words that can be read out over the telephone, and a number."""

    def word() -> str:
        pairs = (secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
        return "".join(pairs)

    number = "".join(secrets.choice(DIGITS) for _ in range(4))
    return f"{word().capitalize()}-{number}-{word()}"


def require_over(actor: Actor, person: User, *, on: date) -> None:
    """Refuse to touch the account of somebody who has posts or rights elsewhere."""
    actor.require(RIGHT)
    if not is_in_care(person, actor.units_with(RIGHT), on=on):
        raise Refused(
            f"{person.name} có vị trí hoặc quyền ngoài phạm vi bạn quản lý;"
            " nhờ người quản trị cấp trên."
        )


def _require(actor: Actor | None, unit: Unit) -> None:
    if actor is None:
        return
    actor.require(RIGHT)
    if not actor.may(RIGHT, unit.pk):
        raise Refused(f"Quyền quản lý người dùng của bạn không gồm đơn vị {unit.code}.")


def _refuse_without_administrator(on: date) -> None:
    if not has_administrator(on):
        raise Refused("Phải còn ít nhất một người quản trị đang hoạt động.")


def _refuse_days_without_unit(unit: Unit, since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    spans = unit.versions.values_list("valid_from", "valid_to")
    gap = uncovered(
        since, until or date.max, [(start, to or date.max) for start, to in spans]
    )
    if gap:
        raise Refused(f"Đơn vị {unit.code} không hoạt động ngày {_day(gap)}.")


def _save(row: Post | Grant) -> None:
    """Let the database say no to what somebody else has given a moment ago."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Refused("Người khác vừa ghi thay đổi này; hãy tải lại trang.") from clash


def _overlaps(since: date, until: date | None) -> Q:
    begins_before = Q(valid_from__lt=until) if until else Q()
    never_was = Q(valid_to=F("valid_from"))
    return begins_before & not_over(since) & ~never_was


def _end(row: Post | Grant, on: date) -> None:
    """End a row on a day; one that has not begun by then never will."""
    if row.valid_to is not None and row.valid_to <= on:
        raise Refused(f"Đã kết thúc từ ngày {_day(row.valid_to)}.")
    row.valid_to = max(on, row.valid_from)
    row.save(update_fields=["valid_to"])


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _days(since: date, until: date | None) -> dict[str, str]:
    return {"từ ngày": _day(since)} | ({"đến trước": _day(until)} if until else {})

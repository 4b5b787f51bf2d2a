"""C04: the list of work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from html import escape
from typing import IO

from django.db.models import F, Q
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString

from lienmach.base.actor import Actor
from lienmach.base.exports import written
from lienmach.base.filters import Choice, Days, Filter, Search, Values
from lienmach.base.lists import Action, Column, Empty, List, Query, Value
from lienmach.base.parts import steps
from lienmach.base.search import matching
from lienmach.calc.local import day_of
from lienmach.calc.text import words
from lienmach.cases.queries import EARLY, LATE, ON_TIME, overdue, soon_due, through
from lienmach.onestop.actions.hands import may_give
from lienmach.onestop.flow import LEAD, PAUSED, PROCESS, RECEIVE, SIGN, State
from lienmach.onestop.lists.clocks import clock, due_words, group, short_words
from lienmach.onestop.lists.wholes import not_of_one_unit, too_many
from lienmach.onestop.lists.work_views import OPEN, tallies, views
from lienmach.onestop.models import Channel, Dossier
from lienmach.onestop.queries.work import (
    Choices,
    Clocks,
    found,
    of_units,
    rows,
    with_letter_to_sign,
    with_shown,
    within,
)
from lienmach.onestop.queries.work import (
    choices as choices_of,
)
from lienmach.registers.models import ProcedureVersion

STATES = {
    "da-tiep-nhan": State.RECEIVED,
    "dang-xu-ly": State.IN_PROGRESS,
    "cho-bo-sung": State.ASKED,
    "cho-tai-chinh": State.OWING,
    "cho-co-quan-khac": State.WAITING,
    "cho-ky": State.SIGNING,
    "co-ket-qua": State.READY,
    "da-tra": State.RETURNED,
    "tu-choi": State.REFUSED,
    "rut": State.WITHDRAWN,
    "dung": State.STOPPED,
    "huy": State.CANCELLED,
}
CHANNELS = {
    "tai-quay": Channel.COUNTER,
    "truc-tuyen": Channel.ONLINE,
    "buu-chinh": Channel.POST,
    "luu-dong": Channel.MOBILE,
}
NOBODY, MYSELF = "chua", "toi"
A_CODE = "CODE"  # codes need no quoting: letters, digits, dots and hyphens


@dataclass(frozen=True, kw_only=True)
class Words(Search):
    """Words to look for in one column; the token says in which."""

    def said(self, values: Values) -> str:
        return f"{self.label}: {values[0]}"


@dataclass(frozen=True)
class Work:
    """The list as one actor sees it at one moment."""

    actor: Actor
    now: datetime
    choices: Choices
    clocks: Clocks
    empty: Empty
    on_export: Callable[[HttpRequest, str], None] | None = None
    later: Callable[[HttpRequest, str], HttpResponseBase] | None = None

    @cached_property
    def declared(self) -> List[Dossier]:
        return List(
            name="work",
            noun="hồ sơ",
            file="ho-so",
            sort="han",
            link=lambda dossier: self._page_of.replace(A_CODE, dossier.case.code),
            peek=lambda dossier: self._peek_of.replace(A_CODE, dossier.case.code),
            name_of=lambda dossier: dossier.case.code,
            group=lambda dossier: group(dossier, self.now),
            views=views(self.actor, self.now),
            columns=self._columns(),
            filters=self._filters(),
            actions=self._actions(),
            empty=self.empty,
            on_export=self.on_export,
            later=self.later,
            fetch=with_shown,
            tallies=tallies(self.actor),
        )

    @cached_property
    def _page_of(self) -> str:
        """Where the page of a dossier is: worked out once for all rows."""
        return reverse("onestop:dossier", args=[A_CODE])

    @cached_property
    def _peek_of(self) -> str:
        return reverse("onestop:peek", args=[A_CODE])

    def _columns(self) -> tuple[Column[Dossier], ...]:
        return (
            Column(
                slug="ma",
                label="Mã hồ sơ",
                value=lambda dossier: dossier.case.code,
                show=code_words,
                sort="case__code",
                place="line",
            ),
            Column(
                slug="han",
                label="Tình trạng hạn",
                value=lambda dossier: self.clocks.told(dossier).text,
                show=lambda dossier: clock(self.clocks.told(dossier)),
                sort="case__urgency",
                place="lead",
            ),
            Column(
                slug="hen",
                label="Hạn",
                value=lambda dossier: dossier.case.promised_at,
                show=lambda dossier: due_words(dossier.case.promised_at, self.now),
                is_number=True,
                place="end",
            ),
            Column(
                slug="nguoi",
                label="Chủ hồ sơ",
                value=lambda dossier: dossier.owner_name,
                sort="owner_key",
                place="line",
            ),
            Column(
                slug="tt",
                label="Thủ tục",
                value=lambda dossier: told_of(dossier, "titled"),
                place="rest",
            ),
            Column(
                slug="buoc",
                label="Bước",
                value=lambda dossier: State(dossier.case.state).label,
                show=step_words,
            ),
            Column(
                slug="cb",
                label="Người xử lý",
                value=lambda dossier: told_of(dossier, "person_name"),
            ),
            Column(
                slug="cn",
                label="Cập nhật",
                value=lambda dossier: getattr(dossier, "changed_at", None),
                show=self._changed,
                is_number=True,
            ),
            *_exported(),
        )

    def _changed(self, dossier: Dossier) -> str:
        at: datetime | None = getattr(dossier, "changed_at", None)
        return short_words(at, self.now) if at else ""

    def _filters(self) -> tuple[Filter, ...]:
        return (
            Search(
                hint="Mã, tên, p + 4 số cuối điện thoại",
                is_quick=True,
                match=cache(lambda text: found(self.actor, text)),
            ),
            Choice(
                slug="lv",
                label="Lĩnh vực",
                options=self.choices.fields,
                match=self._in_fields,
                is_quick=True,
            ),
            Choice(
                slug="han",
                label="Tình trạng hạn",
                options=[(slug, label) for slug, (label, _) in self._clocks.items()],
                match=self._stands,
                is_quick=True,
            ),
            Words(
                slug="tt",
                label="Thủ tục",
                hint="Thủ tục: mã hoặc tên",
                match=_of_procedure,
            ),
            Choice(
                slug="tth",
                label="Trạng thái",
                options=[(slug, str(s.label)) for slug, s in STATES.items()],
                match=lambda slugs: Q(case__state__in=[STATES[s] for s in slugs]),
            ),
            Choice(
                slug="dv",
                label="Đơn vị đang giữ",
                options=[(slug, name) for slug, name, _ in self.choices.units],
                match=self._held_by,
            ),
            Choice(
                slug="thuoc",
                label="Liên quan đơn vị, kể cả trực thuộc",
                options=[(slug, name) for slug, name, _ in self.choices.units],
                match=self._of_units,
            ),
            Choice(
                slug="cb",
                label="Cán bộ",
                options=[
                    (MYSELF, "Tôi"),
                    (NOBODY, "Chưa có ai nhận"),
                    *((slug, name) for slug, name, _ in self.choices.people),
                ],
                match=self._of_person,
            ),
            Choice(
                slug="thu",
                label="Thư xin lỗi",
                options=[("cho-ky", "Thư chờ ký")],
                match=lambda slugs: with_letter_to_sign(),
            ),
            Choice(
                slug="kenh",
                label="Cách nộp",
                options=[(slug, str(c.label)) for slug, c in CHANNELS.items()],
                match=lambda slugs: Q(channel__in=[CHANNELS[s] for s in slugs]),
            ),
            Days(label="Tiếp nhận", field="case__received_at", is_moment=True),
        )

    @cached_property
    def _clocks(self) -> dict[str, tuple[str, Q]]:
        late, soon = overdue(self.now), soon_due(self.now)
        runs = Q(finished_at=None, closed_at=None, due_at__isnull=False)
        done = Q(finished_at__isnull=False)
        stopped = Q(state__in=sorted(PAUSED), closed_at=None)
        told = {
            "trong-han": ("Trong hạn", runs & ~late & ~soon),
            "sap-den-han": ("Sắp đến hạn", soon),
            "qua-han": ("Quá hạn", late),
            "tam-dung": ("Tạm dừng", stopped),
            "tra-som": ("Trả sớm", done & EARLY),
            "dung-han": ("Trả đúng hạn", done & ON_TIME),
            "tra-tre": ("Trả trễ", done & LATE),
        }
        return {
            slug: (label, through("case__", q)) for slug, (label, q) in told.items()
        }

    def _stands(self, slugs: Values) -> Q:
        where = Q()
        for slug in slugs:
            where |= self._clocks[slug][1]
        return where

    def _in_fields(self, slugs: Values) -> Q:
        names = [name for slug, name in self.choices.fields if slug in slugs]
        return Q(procedure__field__name__in=names)

    def _held_by(self, slugs: Values) -> Q:
        units = [pk for slug, _, pk in self.choices.units if slug in slugs]
        return Q(case__unit__in=units)

    def _of_units(self, slugs: Values) -> Q:
        where = Q(pk__in=[])
        for slug in slugs:
            units = self.choices.units
            found = within(slug, units, self.actor, on=day_of(self.now))
            where |= of_units(found, "case__")
        return where

    def _of_person(self, slugs: Values) -> Q:
        people = [pk for slug, _, pk in self.choices.people if slug in slugs]
        if MYSELF in slugs:
            people.append(self.actor.user_id)
        where = Q(case__person__in=people)
        return where | Q(case__person=None) if NOBODY in slugs else where

    def _actions(self) -> tuple[Action[Dossier], ...]:
        return (
            Action(
                slug="nhan",
                label="Nhận xử lý",
                url_name="onestop:work_accept",
                right=PROCESS,
                refuses=self._not_accepted,
                fits=lambda: self._at(State.RECEIVED, PROCESS),
                whole=too_many,
            ),
            Action(
                slug="phan-cong",
                label="Phân công",
                url_name="onestop:work_assign",
                right=PROCESS,
                refuses=self._not_given,
                fits=self._given,
                whole=lambda rows: not_of_one_unit(rows, now=self.now),
                alike=lambda dossier: str(dossier.case.unit_id),
                unlike="đã chọn hồ sơ ở nhiều đơn vị, hãy phân công từng đơn vị",
            ),
            Action(
                slug="chuyen",
                label="Chuyển đơn vị",
                url_name="onestop:work_move",
                right=PROCESS,
                refuses=self._not_given,
                fits=self._given,
                whole=too_many,
            ),
            Action(
                slug="ky",
                label="Ký",
                url_name="onestop:sign_many",
                right=SIGN,
                refuses=self._not_signed,
                fits=lambda: self._at(State.SIGNING, SIGN),
            ),
            Action(slug="xuat", label="Xuất", url_name="onestop:work_export"),
        )

    def _held_with(self, *rights: str) -> Q:
        """What is held where the actor has one of some rights."""
        units = frozenset().union(*map(self.actor.units_with, rights))
        return Q(case__unit__in=sorted(units))

    def _at(self, state: State, right: str) -> Q:
        return OPEN & Q(case__state=state) & self._held_with(right)

    def _given(self) -> Q:
        """What ``_not_given`` does not refuse (``may_give``, asked of the database)."""
        at_counter = Q(case__unit=F("case__received_unit")) & self._held_with(RECEIVE)
        return OPEN & (self._held_with(PROCESS, LEAD) | at_counter)

    def _not_accepted(self, dossier: Dossier) -> str:
        case = dossier.case
        if case.state != State.RECEIVED:
            return f"đang ở trạng thái «{State(case.state).label}»"
        if not self.actor.may(PROCESS, case.unit_id):
            return "đang ở đơn vị khác"
        return ""

    def _not_signed(self, dossier: Dossier) -> str:
        case = dossier.case
        if case.state != State.SIGNING:
            return f"đang ở trạng thái «{State(case.state).label}»"
        return "" if self.actor.may(SIGN, case.unit_id) else "đang ở đơn vị khác"

    def _not_given(self, dossier: Dossier) -> str:
        if dossier.case.closed_at:
            return "đã xong"
        return "" if may_give(dossier.case, self.actor) else "đang ở đơn vị khác"


def told_of(dossier: Dossier, name: str) -> str:
    """What ``with_shown`` has added to a dossier."""
    told: str = getattr(dossier, name)
    return told


def code_words(dossier: Dossier) -> SafeString:
    """A code with its last number standing out: that is what people say aloud.

    The agency before the day is read aloud and searched for, but takes no room.
    """
    head, dash, tail = dossier.case.code.rpartition("-")
    agency, between, day = head.rpartition("-")
    return SafeString(
        f'<span class="vh">{escape(agency + between)}</span>'
        f'<span class="pre">{escape(day + dash)}</span>{escape(tail)}'
    )


def step_words(dossier: Dossier) -> str:
    """Where a dossier is: the thread of its steps, and the state in words."""
    total: int = getattr(dossier, "steps", None) or 0
    label = str(State(dossier.case.state).label)
    if not total:
        return label
    at = min(dossier.position, total)
    if dossier.case.finished_at:
        at = total
    elif dossier.case.state == State.SIGNING:
        at = max(at, total - 1)
    return steps(at, total, label)


def _of_procedure(text: str) -> Q:
    found = ProcedureVersion.objects.filter(matching("tokens", words(text)))
    return Q(procedure__in=found.values("pk"))


def _exported() -> tuple[Column[Dossier], ...]:
    def more(
        slug: str, label: str, value: Callable[[Dossier], Value]
    ) -> Column[Dossier]:
        return Column(slug=slug, label=label, value=value, only_export=True)

    return (
        more("lv", "Lĩnh vực", lambda dossier: told_of(dossier, "field_name")),
        more("kenh", "Cách nộp", lambda dossier: str(dossier.get_channel_display())),
        more("qg", "Trạng thái quốc gia", lambda dossier: dossier.national_state),
        more("nhan", "Tiếp nhận lúc", lambda dossier: dossier.case.received_at),
        more("xong", "Có kết quả lúc", lambda dossier: dossier.case.finished_at),
    )


def nothing(mine: bool, next_due: datetime | None, now: datetime) -> Empty:
    """What stands where no work is left, and when the next will be due."""
    text = "Hồ sơ được giao hoặc bạn nhận xử lý sẽ hiện ở đây, gấp nhất trước."
    if next_due:
        near = "hôm nay" if day_of(next_due) == day_of(now) else ""
        text = f"Việc gần nhất của đơn vị đến hạn {near or due_words(next_due, now)}."
    return Empty(
        title="Không còn hồ sơ nào của tôi" if mine else "Không có hồ sơ nào ở đây",
        text=text,
        url=f"{reverse('onestop:work')}?xem=tat-ca",
        label="Xem tất cả hồ sơ",
    )


def exported(
    actor: Actor, now: datetime, query: str, kind: str, told: Callable[[int], None]
) -> IO[bytes]:
    """The list of an address as a file, written in the background."""
    choices, clocks = choices_of(actor, on=day_of(now)), Clocks(actor, now)
    declared = Work(
        actor, now, choices, clocks, nothing(mine=False, next_due=None, now=now)
    ).declared
    asked = Query.read(declared, QueryDict(query))
    found = asked.order.sort(asked.narrow(rows(actor)))
    return written(declared, found, kind, told)

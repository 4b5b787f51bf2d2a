"""The demo's plans and directives: all of it is made up.

*History*: the town's plan of 2023 with 33 tasks, 14 of them due and done by 10 March
2023, 31 done by the end of the year; a directive to three of its communes, one of which
still owes a list. *Today*: the ward's plans of this year and
directives, with tasks in every state around the present day.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from lienmach.base.actor import Actor
from lienmach.base.rows import Rows
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.text import fold
from lienmach.cases.actions import NewCase, PastCase, rewrite_spans
from lienmach.cases.models import Promise
from lienmach.org.demo import HISTORY, TODAY, account, unit
from lienmach.org.models import Unit
from lienmach.org.queries import actor_of
from lienmach.registers.models import UnitMark
from lienmach.registers.queries.calendar import Calendars
from lienmach.registers.queries.ends import ends_of
from lienmach.tasks.actions.mandates import NewMandate, NewPaper, add_paper, enter
from lienmach.tasks.flow import ACCEPT, EXTEND, PROGRESS, SUBMIT, TASK
from lienmach.tasks.models import Extension, Mandate, Proof, Task

SAMPLES = Path(__file__).with_name("samples")
Kind, Source = Mandate.Kind, Mandate.Source
KEPT_FROM = date(2022, 12, 15)
TOWN, WARD, PROVINCE = (
    "UBND thị xã Sao Khuê",
    "UBND phường Ngọc Lựu",
    "UBND tỉnh Lam Khê",
)
TOLD = "Đã hoàn thành, có văn bản kèm theo."
UNDER_WAY = "Đã có dự thảo, đang lấy ý kiến các đơn vị phối hợp."


@dataclass(frozen=True, slots=True)
class Given:
    """A task with its past: accepted on ``done_on``, or as far as ``fate`` says."""

    area: str
    text: str
    product: str
    lead: str
    due_on: date
    done_on: date | None = None
    helper: str = ""
    fate: str = ""
    told_at: datetime | None = None


def load(*, at: datetime) -> None:
    past = _Past(at)
    _history(past, at)
    _today(past, at)
    past.rows.write()
    rewrite_spans()


def _history(past: "_Past", at: datetime) -> None:
    actor, town = past.actor(HISTORY), unit(HISTORY)
    rows, made = _read("da-qua.csv"), {}
    for kind, year, title, number, on, issuer in (
        (
            Kind.REFORM,
            2023,
            "Kế hoạch cải cách hành chính thị xã năm 2023 (mô phỏng)",
            "3961/KH-UBND",
            date(2022, 12, 30),
            TOWN,
        ),
        (
            Kind.CONTROL,
            2023,
            "Kế hoạch kiểm soát thủ tục hành chính năm 2023 (mô phỏng)",
            "112/KH-UBND",
            date(2023, 1, 6),
            TOWN,
        ),
        (
            Kind.PROJECT,
            2017,
            "Đề án thành lập Trung tâm Hành chính công thị xã (mô phỏng)",
            "402/QĐ-UBND",
            date(2016, 11, 21),
            PROVINCE,
        ),
        (
            Kind.DIRECTIVE,
            2023,
            "Chấn chỉnh niêm yết, công khai thủ tục tại các xã, phường (mô phỏng)",
            "07/CT-UBND",
            date(2023, 2, 6),
            TOWN,
        ),
    ):
        new = NewMandate(town.pk, kind, year, title, number, on, issuer)
        made[kind] = enter(new, actor=actor, at=at)
        given = [_over(row) for row in rows if row["plan"] == kind]
        past.give(made[kind], town, given)
    for number, on, subject in (
        ("215/QĐ-UBND", date(2017, 2, 20), "Thành lập Trung tâm Hành chính công"),
        ("530/QĐ-UBND", date(2017, 4, 5), "Quy chế hoạt động của Trung tâm"),
    ):
        add_paper(
            made[Kind.PROJECT], NewPaper(number, on, TOWN, subject), actor=actor, at=at
        )
    UnitMark.objects.create(
        unit=town,
        kind=UnitMark.Kind.PLANS,
        valid_from=KEPT_FROM,
        document="Thông báo 95/TB-UBND (mô phỏng)",
        made_at=at,
    )


def _today(past: "_Past", at: datetime) -> None:
    actor, ward, today = past.actor(TODAY), unit(TODAY), day_of(at)
    rows = _read("hom-nay.csv")
    year, begun, issued = (
        today.year,
        today - timedelta(days=120),
        today - timedelta(days=25),
    )
    for plan, new in (
        (
            "reform",
            NewMandate(
                ward.pk,
                Kind.REFORM,
                year,
                f"Kế hoạch cải cách hành chính phường năm {year} (mô phỏng)",
                "18/KH-UBND",
                begun,
                WARD,
            ),
        ),
        (
            "control",
            NewMandate(
                ward.pk,
                Kind.CONTROL,
                year,
                f"Kế hoạch kiểm soát thủ tục hành chính năm {year} (mô phỏng)",
                "21/KH-UBND",
                begun,
                WARD,
            ),
        ),
        (
            "order",
            NewMandate(
                ward.pk,
                Kind.DIRECTIVE,
                year,
                "Chỉ thị siết chặt kỷ luật, kỷ cương hành chính (mô phỏng)",
                "03/CT-UBND",
                issued,
                WARD,
            ),
        ),
        (
            "above",
            NewMandate(
                ward.pk,
                Kind.DIRECTIVE,
                year,
                "Ý kiến chỉ đạo của UBND tỉnh tại cuộc họp giao ban (mô phỏng)",
                "214/TB-VP",
                issued,
                PROVINCE,
                Source.ABOVE,
            ),
        ),
    ):
        made = enter(new, actor=actor, at=at)
        given = [_living(row, today) for row in rows if row["plan"] == plan]
        past.give(made, ward, given)


def _read(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _over(row: dict[str, str]) -> Given:
    """A task of long ago; one that was never done was last told of a week before."""
    due = date.fromisoformat(row["due"])
    done = date.fromisoformat(row["done"]) if row["done"] else None
    said = (row["area"], row["text"], row["product"], row["lead"], due, done)
    return Given(*said, told_at=_at(due - timedelta(days=7), 9))


def _living(row: dict[str, str], today: date) -> Given:
    """A task some days around the present one; a number for a fate is when it ended."""
    due, fate = today + timedelta(days=int(row["due"])), row["fate"]
    is_done = fate.lstrip("-").isdigit()
    done = today + timedelta(days=int(fate)) if is_done else None
    said = (row["area"], row["text"], row["product"], row["lead"], due, done)
    return Given(*said, row["helper"], "" if is_done else fate)


class _Past:
    """Tasks that come with their past: step by step they would take seconds."""

    def __init__(self, at: datetime) -> None:
        self.at, self.rows = at, Rows()
        self.calendars = Calendars(projected=True)
        self.officer = account("noivu")

    def actor(self, code: str) -> Actor:
        return actor_of(self.officer, on=day_of(self.at), unit_id=unit(code).pk)

    def give(self, mandate: Mandate, owner: Unit, many: list[Given]) -> None:
        codes = {u.code: u.pk for u in Unit.objects.filter(code__startswith=owner.code)}
        letters = "CD" if mandate.is_directive else "NV"
        for n, one in enumerate(many, 1):
            new = NewCase(
                kind=TASK,
                code=f"{letters}-{mandate.year}-{mandate.pk}.{n}",
                limit=None,
                received_unit_id=owner.pk,
                decides_unit_id=owner.pk,
                unit_id=codes[f"{owner.code}.{one.lead}"],
                due_at=ends_of({owner.pk: one.due_on})[owner.pk],
            )
            helper = codes.get(f"{owner.code}.{one.helper}")
            self._one(mandate, one, new, str(n), [helper] if helper else [])

    def _one(
        self,
        mandate: Mandate,
        one: Given,
        new: NewCase,
        mark: str,
        helpers: list[int],
    ) -> None:
        by = self.officer.pk
        begin = _at(mandate.issued_on, 8)
        moves = PastCase(self.rows, self.calendars, new, by=by, at=begin)
        task = self.rows.add(
            Task(
                case_id=moves.case.pk,
                mandate_id=mandate.pk,
                mark=mark,
                area=one.area,
                text=one.text,
                text_key=fold(one.text),
                product=one.product,
                helpers=helpers,
                given_on=mandate.issued_on,
                first_due_on=one.due_on,
                due_on=one.due_on,
            )
        )
        if one.done_on:
            self._prove(task, _at(one.done_on, 10))
            moves.take(SUBMIT, by=by, at=_at(one.done_on, 10), note=TOLD)
            moves.take(ACCEPT, by=by, at=_at(one.done_on, 15))
            task.progress, task.progress_at = TOLD, _at(one.done_on, 10)
            if mandate.is_directive:
                late = one.done_on > one.due_on
                task.quality = Task.Quality.FAIR if late else Task.Quality.GOOD
            return
        said = one.told_at or self.at - timedelta(days=2)
        moves.note(PROGRESS, UNDER_WAY, by=by, at=said)
        task.progress, task.progress_at = UNDER_WAY, said
        if one.fate == "submitted":
            self._prove(task, said)
            moves.take(SUBMIT, by=by, at=said + timedelta(hours=3), note=TOLD)
        if one.fate in ("asked", "extended"):
            self._more_time(task, one, new, moves, said)

    def _prove(self, task: Task, at: datetime) -> None:
        self.rows.add(
            Proof(
                task_id=task.pk,
                title=f"Văn bản ngày {day_of(at):%d/%m/%Y} (mô phỏng)",
                by_id=self.officer.pk,
                at=at,
            )
        )

    def _more_time(
        self, task: Task, one: Given, new: NewCase, moves: PastCase, at: datetime
    ) -> None:
        is_granted = one.fate == "extended"
        until = one.due_on + timedelta(days=10)
        document = "Công văn 77/UBND (mô phỏng)" if is_granted else ""
        reason = "Chờ hướng dẫn của tỉnh."
        by, at = self.officer.pk, at + timedelta(hours=1)
        if is_granted:
            end = ends_of({new.received_unit_id: until})[new.received_unit_id]
            cause = Promise.Cause.EXTENSION
            moves.promise_again(end, cause, by=by, at=at, reason=reason)
            task.due_on = until
        said = f"{'Lùi hạn' if is_granted else 'Đề nghị lùi hạn'} đến {until:%d/%m/%Y}"
        moves.note(EXTEND, f"{said}: {reason}", by=by, at=at)
        self.rows.add(
            Extension(
                task_id=task.pk,
                before=one.due_on,
                until=until,
                reason=reason,
                document=document,
                asked_by_id=by,
                asked_at=at,
                is_granted=True if is_granted else None,
                answered_by_id=by if is_granted else None,
                answered_at=at if is_granted else None,
            )
        )


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)

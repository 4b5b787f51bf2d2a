"""Putting what past reports have said into series, and taking it out again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import Form, RowKind
from lienmach.calc.refusal import Refused
from lienmach.indicators.actions.reported import clear_places
from lienmach.indicators.models import ReportedValue, RowMapping
from lienmach.indicators.queries.forms import forms
from lienmach.indicators.queries.past import (
    FIGURES,
    NOWHERE,
    Place,
    decided,
    key_of,
    row_of,
)

RIGHT = "indicators.series"


@transaction.atomic
def place(
    source: str, chosen: Mapping[int, Place], *, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Say which row of ours each printed row of a report is; it is kept for the next.

    ``chosen`` is by the line of the text; what it lacks was not decided: it stays out
    of series and nothing is kept of it. Returns how many stand in series now, and how
    many of other reports had to give way. Raises ``Refused`` for a row there is not,
    for one that is no figure, and where two lines would be the same row.
    """
    values = _values(source, actor)
    known = forms()
    used: dict[Place, ReportedValue] = {}
    for value in values:
        to = chosen.get(value.line, NOWHERE)
        if to != NOWHERE:
            _require(value, to, known)
            if to in used:
                raise Refused(
                    f"Dòng {used[to].line} và dòng {value.line} cùng là dòng {to[1]} "
                    "của biểu: mỗi dòng của biểu chỉ nhận một số."
                )
            used[to] = value
        value.row_form, value.row_code = to
    everything = ReportedValue.objects.filter(source=source)
    everything.update(row_form="", row_code="")
    cleared = clear_places(values)
    ReportedValue.objects.bulk_update(values, ["row_form", "row_code"], batch_size=500)
    _remember([v for v in values if v.line in chosen], actor=actor, at=at)
    return len(used), cleared


@transaction.atomic
def take_out(source: str, *, actor: Actor, forgetting: datetime | None = None) -> int:
    """Take all figures of a report out of series; what was decided stays decided.

    Except what the actor decided at the moment ``forgetting``: then it is undone.
    """
    values = _values(source, actor)
    if forgetting:
        RowMapping.objects.filter(
            form_key__in={value.form_key for value in values},
            decided_by=actor.user_id,
            decided_at=forgetting,
        ).delete()
    inside = ReportedValue.objects.filter(source=source).exclude(row_form="")
    return inside.update(row_form="", row_code="")


def _values(source: str, actor: Actor) -> list[ReportedValue]:
    values = list(
        ReportedValue.objects.select_for_update().filter(source=source).order_by("line")
    )
    if not values:
        raise Refused("Báo cáo này không còn số liệu trong sổ: hãy đưa vào sổ trước.")
    for unit_id in {value.unit_id for value in values}:
        actor.require(RIGHT, unit_id)
    return values


def _require(value: ReportedValue, to: Place, known: Mapping[str, Form]) -> None:
    row = row_of(known, to)
    if row is None or row.kind is RowKind.SECTION:
        raise Refused(f"Dòng {value.line}: biểu không có dòng «{to[1][:30]}».")
    if value.state not in FIGURES:
        raise Refused(
            f"Dòng {value.line} không phải số liệu nên không vào chuỗi được: "
            "hãy chọn «không đưa vào»."
        )


def _remember(values: Sequence[ReportedValue], *, actor: Actor, at: datetime) -> None:
    """Keep what was decided anew; what was decided so before stays whose it was."""
    known = decided(values)
    kept = {
        key_of(v): RowMapping(
            form_key=v.form_key,
            code=key_of(v)[1],
            label_key=key_of(v)[2],
            row_form=v.row_form,
            row_code=v.row_code,
            decided_by_id=actor.user_id,
            decided_at=at,
        )
        for v in values
        if known.get(key_of(v)) != (v.row_form, v.row_code)
    }
    RowMapping.objects.bulk_create(
        kept.values(),
        update_conflicts=True,
        unique_fields=["form_key", "code", "label_key"],
        update_fields=["row_form", "row_code", "decided_by", "decided_at"],
    )

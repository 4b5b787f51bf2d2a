"""What the command ``lienmach figures`` and the API ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lienmach.base.parts import moment
from lienmach.calc.forms import Form, RowKind
from lienmach.calc.period import Window
from lienmach.indicators.queries.forms import ANNEXES, figures, kept_of, library, said
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.org.models import Unit
from lienmach.org.queries import names_on


@dataclass(frozen=True, slots=True)
class Answer:
    """``warnings`` say what the figures do not hold, or how old they are."""

    rows: list[dict[str, str | None]]
    warnings: list[str]


def ask(
    code: str,
    window: Window,
    *,
    form: str | None,
    how: str,
    today: date,
    seen: Collection[int] | None = None,
) -> Answer:
    """The figures of a form, or of the annexes, for a unit with those below it.

    ``seen`` are the units to keep to, of whoever does not see them all. Raises
    ``ValueError`` where there is no such unit or form.
    """
    unit = Unit.objects.filter(code=code).first() if "\0" not in code else None
    if unit is None:
        raise ValueError(f"Không có đơn vị mã «{code}»; xem lienmach units.")
    if form is None:
        # A code is unique in its form only: who reads by code alone, the last row of
        # each, reads what was counted rather than what people have to enter.
        asked = sorted(library().group(ANNEXES, window.end), key=_counted)
    elif found := library().get(form):
        asked = [found]
    else:
        raise ValueError(f"Không có biểu mã «{form}»; xem lienmach forms.")
    kept = kept_of(asked, unit.pk, window)
    asked = [each.counting(kept) for each in asked]
    scope = scope_of(unit.pk, As(how), today=today)
    if seen is not None:
        scope = scope.within(seen)
    counted = [(each, one) for each in asked for one in figures(each, scope, window)]
    names = names_on(scope.undivided, today)
    warnings = [
        f"{names.get(one, one)} đã thành nhiều đơn vị: số cũ không chia được, "
        "chỉ có khi xem chung các đơn vị ấy."
        for one in scope.undivided
    ]
    if since := min((one.since for _, one in counted if one.since), default=None):
        warnings.append(f"Đang tính lại: đây là số trước {moment(since)}.")
    rows = [said(one) | {"form": each.code} for each, one in counted]
    return Answer(rows, warnings)


def _counted(form: Form) -> int:
    return sum(row.kind is RowKind.MEASURE for row in form.rows)

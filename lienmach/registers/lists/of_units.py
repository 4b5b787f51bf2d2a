"""The filter by units that several registers share."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from lienmach.base.filters import Choice
from lienmach.registers.queries.named import within


def of_units(units: Mapping[int, str], on: date) -> Choice:
    """Rows of chosen units and of those that were below them on a day."""
    return Choice(
        slug="pv",
        label="Đơn vị và trực thuộc",
        options=[(str(pk), name) for pk, name in units.items()],
        match=lambda chosen: Q(unit__in=within(chosen, on)),
    )

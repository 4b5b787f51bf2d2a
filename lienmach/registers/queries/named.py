"""Many procedures named at once by their codes, and what each is called."""

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lienmach.calc.refusal import Refused
from lienmach.org.queries import below
from lienmach.registers.models import Procedure, ProcedureVersion

MOST = 1000  # codes in one go
SHOWN = 5  # codes that a refusal names


def named(codes: Collection[str]) -> list[Procedure]:
    """The procedures of some codes. Raises ``Refused`` where one is not known."""
    if not codes:
        raise Refused("Chưa ghi mã thủ tục nào.")
    if len(codes) > MOST:
        raise Refused(f"Mỗi lần nhiều nhất {MOST} thủ tục.")
    found = list(Procedure.objects.filter(code__in=codes))
    if missing := set(codes) - {one.code for one in found}:
        raise OfCodes("Danh mục không có mã {codes}.", missing)
    return found


class OfCodes(Refused):
    """Something is refused of some codes: the first few are named, ``codes`` are all.

    ``{codes}`` in ``said`` stands for them.
    """

    def __init__(self, said: str, codes: Collection[str]) -> None:
        super().__init__(said.format(codes=some_of(codes)))
        self.codes = sorted(codes)


def some_of(codes: Collection[str]) -> str:
    """The first of some codes in order and how many more, as a refusal names them."""
    ordered = sorted(codes)
    rest = len(ordered) - SHOWN
    more = f" và {rest} mã khác" if rest > 0 else ""
    return f"{', '.join(ordered[:SHOWN])}{more}"


def codes_of(rows: QuerySet[ProcedureVersion]) -> list[str]:
    """The codes of chosen rows of the catalogue, as many as can be done in one go."""
    codes = rows.order_by("procedure__code").values_list("procedure__code", flat=True)
    return list(codes[: MOST + 1])


def within(units: Collection[str], on: date) -> set[int]:
    """Some units, as a filter names them, and all below them on a day."""
    return {pk for unit in units for pk in below(int(unit), on)}


def called(on: date) -> dict[str, Coalesce]:
    """Annotations: ``name``, ``name_key`` and ``field_id`` of a row's ``procedure``.

    As on a day, else as the procedure was first called after it.
    """
    return {
        "name": _of("name", on),
        "name_key": _of("name_key", on),
        "field": _of("field_id", on),
    }


def _of(column: str, on: date) -> Coalesce:
    rows = ProcedureVersion.objects.current().filter(procedure=OuterRef("procedure"))
    begun = rows.filter(valid_from__lte=on).order_by("-valid_from")
    to_come = rows.filter(valid_from__gt=on).order_by("valid_from")
    return Coalesce(
        Subquery(begun.values(column)[:1]), Subquery(to_come.values(column)[:1])
    )

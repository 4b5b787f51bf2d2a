from django.db import transaction

from lienmach.org.models import Level, Role, UnitKind
from lienmach.org.registry import KINDS, LEVELS, ROLES


@transaction.atomic
def complete_lists() -> None:
    """Add the levels, kinds and roles of the product that are not stored yet.

    What an office has renamed keeps its name. Runs whenever a database is begun.
    """
    Level.objects.bulk_create(
        (
            Level(code=code, name=name, rank=rank, valid_from=start, valid_to=end)
            for rank, (code, name, start, end) in enumerate(LEVELS, 1)
        ),
        ignore_conflicts=True,
    )
    UnitKind.objects.bulk_create(
        (
            UnitKind(code=code, name=name, rank=n)
            for n, (code, name) in enumerate(KINDS)
        ),
        ignore_conflicts=True,
    )
    Role.objects.bulk_create(
        (
            Role(code=code, name=name, note=note, rank=rank)
            for rank, (code, name, note) in enumerate(ROLES)
        ),
        ignore_conflicts=True,
    )

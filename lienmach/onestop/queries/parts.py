"""What the parts are called into which figures are divided."""

from lienmach.onestop.models import Channel
from lienmach.registers.models import ProcedureField


def fields(keys: list[str]) -> dict[str, str]:
    """The names of the fields of the catalogue, by key. One query."""
    found = ProcedureField.objects.filter(
        pk__in=[int(key) for key in keys if key.isdecimal()]
    )
    return {str(field.pk): field.name for field in found}


def channels(keys: list[str]) -> dict[str, str]:
    return {str(value): str(label) for value, label in Channel.choices}

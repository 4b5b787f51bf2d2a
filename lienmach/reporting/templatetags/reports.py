from collections.abc import Sequence

from django import template

register = template.Library()
FEW = 8


@register.filter
def few(names: Sequence[object], noun: str = "đơn vị") -> str:
    """The first names of many, and how many more there are."""
    more, said = len(names) - FEW, [str(name) for name in names]
    if more <= 1:
        return ", ".join(said)
    return f"{', '.join(said[:FEW])} và {more} {noun} khác"

from collections.abc import Sequence

from django import template

register = template.Library()
FEW = 8


@register.filter
def few(names: Sequence[str], noun: str = "đơn vị") -> str:
    """The first names of many, and how many more there are."""
    more = len(names) - FEW
    if more <= 1:
        return ", ".join(names)
    return f"{', '.join(names[:FEW])} và {more} {noun} khác"

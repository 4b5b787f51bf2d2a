"""Lists that only programs ask for."""

from django.db.models import Q

from lienmach.base.filters import DayOfRows, Search
from lienmach.base.lists import Column, Empty, List
from lienmach.org.models import UnitVersion


def units() -> List[UnitVersion]:
    """Units of a day; the rows must be those of that day."""
    return List(
        name="units",
        noun="đơn vị",
        sort="ma",
        empty=Empty(title="Không có đơn vị nào"),
        columns=(
            Column(
                slug="ma",
                label="Mã",
                value=lambda version: version.unit.code,
                sort="unit__code",
            ),
            Column(
                slug="ten",
                label="Tên",
                value=lambda version: version.name,
                sort="name_key",
            ),
        ),
        filters=(
            Search(match=lambda words: Q(name_key__contains=words)),
            DayOfRows(),
        ),
    )

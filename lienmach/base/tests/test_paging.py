from datetime import UTC, date
from decimal import Decimal

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from lienmach.base.models import SavedView
from lienmach.base.paging import Key, Order, page_of
from tests import make

VALUES = (
    st.none()
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text()
)
ORDERS = [
    Order(),
    Order(descending=True),
    Order("name"),
    Order("made_at", descending=True),
    Order("unit", is_nullable=True),
    Order("unit", descending=True, is_nullable=True),
]


@given(VALUES, st.integers())
def test_a_key_survives_the_address(value: object, pk: int) -> None:
    key = Key(value, pk)

    assert Key.parse(str(key)) == key


@pytest.mark.parametrize("text", ["", "x", "~", "z1~2", "nABC~1", "d2023-13-01~1"])
def test_a_key_that_cannot_be_read_is_a_page_that_is_not_there(text: str) -> None:
    with pytest.raises(Http404):
        Key.parse(text)


def _saved() -> None:
    """Twelve rows with ties, and some without a unit."""
    owner = make.user()
    for n, unit in enumerate([3, None, 1, 1, None, 2, 3, 3, None, 2, 1, None]):
        SavedView.objects.create(
            owner=owner, unit=unit, list_name=f"l{n}", name="ab"[n % 2]
        )


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3, 5, 12, 50])
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_pages_follow_one_another_as_the_whole_is_sorted(
    order: Order, size: int
) -> None:
    _saved()
    rows = SavedView.objects.all()
    whole = list(order.sort(rows))
    pages = [page_of(rows, order, size=size)]
    while pages[-1].next:
        pages.append(page_of(rows, order, after=pages[-1].next, size=size))

    assert [row for page in pages for row in page.rows] == whole
    assert len(pages) == -(-len(whole) // size)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_the_way_back_goes_over_the_same_rows(order: Order) -> None:
    _saved()
    rows = SavedView.objects.all()
    whole = list(order.sort(rows))
    page = page_of(rows, order, before=order.key_of(whole[-1]), size=5)
    seen = [whole[-1]]
    while page.previous:
        seen = page.rows + seen
        page = page_of(rows, order, before=page.previous, size=5)

    assert page.rows + seen == whole


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["abc", date(2023, 1, 1), Decimal(1), "\0"])
def test_a_key_of_another_list_is_a_page_that_is_not_there(value: object) -> None:
    order = Order("made_at" if not isinstance(value, date) else "unit")
    if value == "\0":
        order = Order("name")

    with pytest.raises(Http404):
        page_of(SavedView.objects.all(), order, after=Key(value, 1))

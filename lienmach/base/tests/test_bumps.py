import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lienmach.base.bumps import Runner, bump, part, rising
from lienmach.base.charts import Mark


def test_who_is_meant_stands_out_and_a_missing_year_breaks_the_line() -> None:
    drawn = bump(
        "hang",
        ["2021", "2022", "2023"],
        [Runner("A", [1, 2, 1]), Runner("B <b>", [2, None, 2], "/b/", is_mine=True)],
        title="Hạng",
        desc="Hạng 1 ở trên.",
    )

    assert drawn.count('class="l1 thick"') == 0  # no two years of B follow each other
    assert drawn.count('class="lg-line"') == 1
    assert drawn.count('class="dotx"') == 2
    assert "B &lt;b&gt;" in drawn
    assert 'href="/b/"' in drawn


@given(st.lists(st.decimals(0, 100, places=2) | st.none(), max_size=9))
def test_a_line_of_years_stays_within_its_frame(values: list[Decimal | None]) -> None:
    marks = [Mark(str(2018 + n), value, "") for n, value in enumerate(values)]

    drawn = rising("diem", marks, title="Điểm", desc="")

    for high in re.findall(r'cy="([\d.-]+)"', drawn):
        assert 20 <= float(high) <= 220
    assert drawn.count("<circle") == sum(value is not None for value in values)


def test_a_part_of_nothing_is_drawn_empty() -> None:
    assert 'width="0.0"' in part(Decimal(0), Decimal(0), "0 trên 0")
    assert 'width="50.0"' in part(Decimal(1), Decimal(2), "1 trên 2")

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.collecting import together
from lienmach.calc.findings import Filled, Finding, Weight, findings
from lienmach.calc.forms import (
    BLANK,
    NONE,
    NOT_OURS,
    State,
    Value,
    read_form,
    work_out,
)

FORM = read_form(
    "form;f\ntitle;F\ncode;label;unit;kind;source;level;digits;check\n"
    "1.;Xong;Hồ sơ;manual;;;;\n"
    "2.;Đúng hạn;Hồ sơ;manual;;;;<= [1.]\n"
    "3.;Trễ hạn;Hồ sơ;manual;;;;\n"
    "4.;Cộng;Hồ sơ;manual;;;;= [2.] + [3.]|~>= [1.]\n"
    "5.;Tỷ lệ;%;manual;;;;\n",
    "f.csv",
    (),
)
VALUES = st.one_of(
    st.sampled_from([BLANK, NONE, NOT_OURS]), st.integers(0, 10**9).map(Value.of)
)


def _found(
    before: dict[str, Value] | None = None,
    noted: frozenset[str] = frozenset(),
    **texts: int | Value,
) -> list[Finding]:
    entered = {
        f"{name[1:]}.": value if isinstance(value, Value) else Value.of(value)
        for name, value in texts.items()
    }
    cells = work_out(FORM, lambda row: entered.get(row.code, BLANK))
    return findings(Filled(FORM, cells, before or {}, {}, noted))


def test_a_part_larger_than_its_whole_stops_handing_in() -> None:
    (found,) = _found(r1=855, r2=875)

    assert found.weight is Weight.ERROR
    assert found.text == "Dòng 2 (875) không thể lớn hơn dòng 1 (855)."


def test_what_is_counted_asks_for_a_look_at_what_was_entered() -> None:
    form = read_form(
        "form;f\ntitle;F\ncode;label;kind;source;check\n"
        "1.;Đủ điều kiện;manual;;\n2.;Đang cung cấp;measure;online;<= [1.]\n",
        "f.csv",
        ("online",),
    )
    told = (
        "Dòng 2 (15) không thể lớn hơn dòng 1 (không phát sinh). "
        "Dòng 2 do hệ thống đếm: xem lại dòng 1 trước."
    )
    cells = {"1.": NONE, "2.": Value.of(15)}

    (found,) = findings(Filled(form, cells, {}, {}))
    written_over, _ = findings(Filled(form, cells, {}, {"2.": Value.of(9)}))

    assert found.text == told
    assert written_over.text == told.partition(" Dòng 2 do")[0]


def test_parts_that_do_not_add_up_are_told_with_their_sum() -> None:
    (found,) = _found(r1=10, r2=6, r3=4, r4=11)

    assert found.text == "Dòng 4 (11) phải bằng tổng dòng 2 + 3 (10)."


def test_a_doubt_only_asks_to_look_again_and_stands_after_errors() -> None:
    found = _found(r1=20, r2=6, r3=4, r4=11)

    assert [one.weight for one in found] == [Weight.ERROR, Weight.DOUBT]


@pytest.mark.parametrize("other", [BLANK, NOT_OURS])
def test_nothing_is_held_against_what_is_blank_or_not_ours(other: Value) -> None:
    assert _found(r1=other, r2=875) == []


def test_a_jump_against_the_period_before_asks_for_a_word() -> None:
    before = {"1.": Value.of(100)}
    (found,) = _found(before, r1=141)

    assert found.text == "Cao hơn kỳ trước 41 %. Nếu đúng, ghi ngắn gọn vì sao."
    assert _found(before, frozenset({"1."}), r1=141) == []
    assert _found(before, r1=130) == []


def test_a_share_over_a_hundred_is_doubted() -> None:
    assert [one.weight for one in _found(r5=101)] == [Weight.DOUBT]


def test_what_never_happened_before_is_offered() -> None:
    hints = [one for one in _found({"1.": NONE}) if one.weight is Weight.HINT]

    assert [one.code for one in hints] == ["1."]


@given(st.lists(VALUES, max_size=9))
def test_together_is_what_one_counts_by_hand(parts: list[Value]) -> None:
    found = together(parts)

    numbers = [part.value for part in parts if part.value is not None]
    if numbers:
        assert found == Value.of(sum(numbers, Decimal(0)))
    elif NONE in parts:
        assert found == NONE
    else:
        only_theirs = bool(parts) and all(part == NOT_OURS for part in parts)
        assert found.state is (State.NOT_OURS if only_theirs else State.BLANK)


@given(st.lists(VALUES, max_size=9), st.randoms())
def test_the_order_of_units_changes_nothing(parts: list[Value], random: object) -> None:
    mixed = list(parts)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a Random

    assert together(mixed) == together(parts)


@given(st.lists(VALUES, max_size=6), st.lists(VALUES, max_size=6))
def test_sums_of_numbers_may_be_taken_in_steps(
    some: list[Value], more: list[Value]
) -> None:
    whole = together([*some, *more])
    if whole.state is State.VALUE:
        assert together([together(some), together(more)]) == whole

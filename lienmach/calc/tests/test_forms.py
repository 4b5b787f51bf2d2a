from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.forms import (
    BLANK,
    NOT_OURS,
    Row,
    RowKind,
    State,
    Value,
    WrongForm,
    read_form,
    share,
    work_out,
)

HEAD = "form;thu\ntitle;Biểu thử\ncode;label;unit;kind;source;level;digits;check\n"
MEASURES = {"received", "finished", "overdue"}
RATE = (
    "1.;Tỷ lệ;%;formula;[1.2.] / [1.1.];;1\n"
    "1.1.;Đã xong;Hồ sơ;measure;finished;;\n"
    "1.2.;Đúng hạn;Hồ sơ;measure;finished - overdue;;\n"
)


def _cells(rows: str, **numbers: int) -> dict[str, Value]:
    form = read_form(HEAD + rows, "thu.csv", MEASURES)

    def read(row: Row) -> Value:
        if row.kind is not RowKind.MEASURE:
            return BLANK
        if row.level == "district":
            return NOT_OURS
        return Value.of(sum(t.sign * numbers.get(t.name, 0) for t in row.above))

    return work_out(form, read)


def test_a_share_is_worked_out_from_rows_that_come_after_it() -> None:
    cells = _cells(RATE, finished=855, overdue=35)

    assert cells["1."] == Value(
        State.VALUE, Decimal("95.9"), Decimal(820), Decimal(855)
    )


def test_a_share_of_nothing_is_nothing_and_never_a_hundred() -> None:
    rate = _cells(RATE)["1."]

    assert (rate.state, rate.value) == (State.NONE, None)
    assert (rate.above, rate.below) == (Decimal(0), Decimal(0))


def test_a_row_that_is_entered_is_counted_where_its_register_is_kept() -> None:
    rows = "1;x;;manual;approved;;\n2;y;;manual;;;\n3;z;;measure;finished;;\n"
    form = read_form(HEAD + rows, "thu.csv", MEASURES, {"approved", "connected"})

    assert (form.kept(), form.measures()) == ({"approved"}, {"finished"})
    counting = form.counting({"approved"})
    assert [row.kind.value for row in counting.rows] == ["measure", "manual", "measure"]
    assert form.counting({"connected"}) == form


@pytest.mark.parametrize(
    ("added", "below", "state"),
    [
        ("manual;;;", "measure;finished;;", State.BLANK),
        ("measure;finished;district;", "measure;finished;;", State.VALUE),
        ("measure;finished;district;", "measure;finished;district;", State.NOT_OURS),
    ],
)
def test_a_sum_waits_for_what_is_blank_and_leaves_out_what_is_not_ours(
    added: str, below: str, state: State
) -> None:
    cells = _cells(f"1;y;;formula;[2] + [3];;\n2;x;;{added}\n3;z;;{below}\n")

    assert cells["1"].state is state


def test_a_chain_of_thousands_of_formulas_is_worked_out() -> None:
    rows = "".join(f"{n};x;;formula;[{n + 1}];;\n" for n in range(4000))

    assert _cells(f"{rows}4000;x;;measure;received;;\n", received=7)["0"].value == 7


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("1;x;;measure;unknown;;", "dòng 4: không có chỉ tiêu «unknown»"),
        ("1;x;;formula;[9];;", "dòng 4: không có dòng «9»"),
        ("1;x;;sum;;;", "dòng 4: không có loại dòng «sum»"),
        (";x;;section;;;", "dòng 4: thiếu mã dòng"),
        ("1;x;;section;;;\n1;y;;section;;;", "dòng 5: mã 1 đã có ở dòng 4"),
        ("1;x;;measure;finished +;;", "dòng 4: thiếu nguồn hoặc công thức bỏ dở"),
        ("1;x;;measure;;;", "dòng 4: thiếu nguồn"),
        ("1;x;;measure;finished overdue;;", "dòng 4: không hiểu «overdue»"),
        ("1;x;;formula;[2] ++ [2];;\n2;y;;manual;;;", "dòng 4: (không hiểu|hai dấu)"),
        ("1;x;;formula;[2] / [2] / [2];;\n2;y;;manual;;;", "dòng 4: .*chia một lần"),
        ("1;x;;manual;finished;;", "dòng 4: không có sổ «finished»"),
        ("1;x;;collected;finished;;", "dòng 4: dòng loại «collected» không có nguồn"),
        ("1;x;;section;;;;;;", "dòng 4: có 10 ô mà biểu chỉ có 8 cột"),
        ('1;"x;;section;;;', "dòng 4: dấu nháy kép"),
        ("1;x;;measure;finished;;99", "dòng 4: số chữ số thập phân"),
        ("1;x;;choice;0=Không;", "dòng 4: cần ít nhất hai lựa chọn"),
        ("1;x;;choice;Không|Có;", "dòng 4: không hiểu lựa chọn «Không»"),
        ("1;x;;choice;0=Không|0=Có;", "dòng 4: lựa chọn 0 ghi hai lần"),
        ("1;x;;manual;;;;< [2]", "dòng 4: không hiểu ràng buộc «< \\[2\\]»"),
        ("1;x;;manual;;;;<= [2]", "dòng 4: ràng buộc gọi dòng «2»"),
        ("1;x;;manual;;;;<=", "dòng 4: thiếu nguồn hoặc công thức bỏ dở"),
        ("1;x;;section;;;;= [1]", "dòng 4: dòng loại «section» không có ràng buộc"),
        ("1;" + "x" * 3000, "dòng 4: dài quá"),
        ("1" * 31 + ";x;;manual;;;", "dòng 4: cột «code» dài quá 30 ký tự"),
        ("1;" + "x" * 501 + ";;manual;;;", "dòng 4: cột «label» dài quá 500"),
        ("", "không có dòng nào"),
    ],
)
def test_a_mistake_in_a_form_is_told_with_its_line(rows: str, told: str) -> None:
    with pytest.raises(WrongForm, match=told):
        read_form(HEAD + rows + "\n", "thu.csv", MEASURES)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("form;a\ncode;label;kind\n1;x;section\n", "thiếu dòng «title"),
        ("form;a\nform;b\n", "dòng 2: «form» ghi hai lần"),
        ("form;../a\n", "dòng 1: «form» là mã viết bằng chữ không dấu"),
        ("form;a\ngroup;cải cách\n", "dòng 2: «group» là mã"),
        ("form;a\ntitle;" + "b" * 201 + "\n", "dòng 2: tên biểu dài quá 200"),
        (
            "form;a\ntitle;b\nsince;2024-01-01\nuntil;2023-12-31\n"
            "code;label;kind\n1;x;section\n",
            "«until» .* trước «since»",
        ),
        ("what;a\n", "dòng 1: không hiểu «what»"),
        ("form;a\nsince;hôm qua\n", "dòng 2: không đọc được ngày"),
        ("form;a\ncode;colour\n", "dòng 2: không có cột «colour»"),
        ("form;a\ntitle;b\ncode;label\n", "dòng 3: thiếu hoặc lặp cột"),
    ],
)
def test_a_mistake_on_top_of_a_form_is_told_with_its_line(head: str, told: str) -> None:
    with pytest.raises(WrongForm, match=told):
        read_form(head, "thu.csv", MEASURES)


def test_formulas_that_need_each_other_are_refused_and_told_in_their_order() -> None:
    rows = (
        "1;x;;formula;[2];;\n2;x;;formula;[3] + [4];;\n3;x;;formula;[1];;\n"
        "4;x;;section;;;\n"
    )

    with pytest.raises(WrongForm, match=r"công thức đi vòng: 1 → 2 → 3 → 1"):
        read_form(HEAD + rows, "thu.csv", MEASURES)


def _told(text: str) -> str:
    """What is told of a text that is no form; nothing of one that is."""
    try:
        read_form(text, "thu.csv", MEASURES)
    except WrongForm as wrong:
        return str(wrong)
    return ""


@given(st.text(max_size=200))
def test_any_text_is_a_form_or_a_sentence_that_says_why_not(text: str) -> None:
    told = _told(text)

    assert not told or told.startswith("thu.csv")


@given(st.text("abc[]1.+-/ ", max_size=30))
def test_any_formula_is_read_or_refused_with_its_line(formula: str) -> None:
    told = _told(f"{HEAD}1;x;;formula;{formula};;\n1.;y;;section;;;")

    assert not told or told.startswith("thu.csv, dòng 4")


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_share_is_off_by_no_more_than_half_its_last_digit(
    above: int, below: int, digits: int
) -> None:
    found = share(Decimal(above), Decimal(below), digits, percent=True).value

    assert found is not None
    exact = Decimal(above) * 100 / Decimal(below)
    assert abs(found - exact) <= Decimal(1).scaleb(-digits) / 2 + Decimal("1e-15")

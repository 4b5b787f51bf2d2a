from decimal import Decimal
from pathlib import Path
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.criteria import Kind, Tree, WrongCriteria, lines_of, read_criteria
from lienmach.calc.forms import NONE, Value
from lienmach.calc.scores import (
    added,
    answer_of,
    best,
    losses,
    missing,
    mistake,
    most,
    points_of,
    ranked,
    unproven,
    worst,
)

FIGURES = {"dung-han": True, "tre-han": False}
HEAD = "criteria;thu\ntitle;Bộ thử\ncode;label;points;kind;figure;scale;none;evidence\n"
ROWS = """1;Lĩnh vực;10;group
1.1;Có kế hoạch;1;yes_no;;;;Kế hoạch
1.2;Nhóm;5;group
1.2.1;Đúng hạn;3;ratio;dung-han;>=80;full
1.2.2;Trễ hạn;2;deduction;tre-han;0,5
1.3;Thang số;2;band;tre-han;<=0=2|<=5=1|<=100=0
1.4;Thang chọn;2;band;;2=tốt|0,5=tạm|0=kém
2;Tác động;5;group
2.1;Điều tra;5;survey
"""
OURS = Path(__file__).parents[2] / "reporting" / "samples" / "criteria"


def tree(rows: str = ROWS, head: str = HEAD) -> Tree:
    return read_criteria(head + rows, "thu.csv", FIGURES)


LEAVES = {leaf.code: leaf for leaf in tree().leaves}
ANSWERS = st.decimals(-10, 200_000, places=2)


@pytest.mark.parametrize(
    ("code", "answer", "points"),
    [
        ("1.1", "1", "1.00"),
        ("1.1", "0", "0.00"),
        ("1.2.1", "95.9", "2.88"),
        ("1.2.1", "79.99", "0.00"),
        ("1.2.1", "100", "3.00"),
        ("1.2.2", "0", "2.00"),
        ("1.2.2", "3", "0.50"),
        ("1.2.2", "9", "0.00"),
        ("1.3", "0", "2.00"),
        ("1.3", "5", "1.00"),
        ("1.3", "6", "0.00"),
        ("1.3", "101", "0.00"),
        ("1.4", "0.5", "0.50"),
        ("2.1", "83.5", "4.18"),
    ],
)
def test_an_answer_is_worth_what_its_criterion_says(
    code: str, answer: str, points: str
) -> None:
    assert points_of(LEAVES[code], Decimal(answer)) == Decimal(points)


@given(st.sampled_from(sorted(LEAVES)), ANSWERS)
def test_points_are_never_below_zero_nor_above_the_most(
    code: str, answer: Decimal
) -> None:
    points = points_of(LEAVES[code], answer)

    assert points is not None
    assert 0 <= points <= LEAVES[code].points


@given(st.dictionaries(st.sampled_from(sorted(LEAVES)), ANSWERS))
def test_the_sums_of_the_tree_are_the_total(answers: dict[str, Decimal]) -> None:
    points = {code: points_of(LEAVES[code], one) for code, one in answers.items()}
    sums = added(tree(), points)
    total = sum((one for one in points.values() if one is not None), Decimal(0))

    assert sum(sums[area.code] for area in tree().areas) == total
    assert sums["1"] == sums["1.1"] + sums["1.2"] + sums["1.3"] + sums["1.4"]
    lost = sum(loss.lost for loss in losses(tree(), points))
    assert lost == tree().points - total
    assert len(missing(tree(), points, with_survey=True)) == len(LEAVES) - len(points)


@given(st.lists(st.decimals(0, 100, places=2), max_size=30))
def test_a_ranking_follows_points_and_those_with_equal_points_share_it(
    every: list[Decimal],
) -> None:
    places = ranked(list(enumerate(every)))

    assert sorted(place.key for place in places) == list(range(len(every)))
    for one in places:
        assert one.rank == 1 + sum(other.points > one.points for other in places)
        assert one.is_shared == (sum(o.points == one.points for o in places) > 1)


def test_equal_points_share_the_better_rank_and_the_next_counts_all_before() -> None:
    scores = [("a", Decimal(70)), ("b", Decimal(80)), ("c", Decimal(70))]
    scores.append(("d", Decimal(60)))

    assert [(p.key, p.rank) for p in ranked(scores)] == [
        ("b", 1),
        ("a", 2),
        ("c", 2),
        ("d", 4),
    ]


def test_a_share_over_nothing_is_what_the_criterion_says() -> None:
    asked = tree(ROWS.replace(";full", ""))
    zero = tree(ROWS.replace(";full", ";zero"))

    assert answer_of(LEAVES["1.2.1"], NONE) == 100
    assert answer_of(asked.leaves[1], NONE) is None
    assert answer_of(zero.leaves[1], NONE) == 0
    assert answer_of(LEAVES["1.2.1"], Value.of(90)) == 90


@pytest.mark.parametrize("code", sorted(LEAVES))
def test_the_best_answer_is_worth_all_and_the_worst_nothing(code: str) -> None:
    leaf = LEAVES[code]

    assert points_of(leaf, best(leaf)) == leaf.points
    assert points_of(leaf, worst(leaf)) == 0


def test_points_of_a_survey_are_in_no_sum_where_there_is_none() -> None:
    assert most(tree(), with_survey=True) == 15
    assert most(tree(), with_survey=False) == 10


def test_evidence_is_missing_where_points_are_claimed_and_not_counted() -> None:
    claimed = {"1.1": Decimal(1), "1.2.1": Decimal(3)}

    assert [row.code for row in unproven(tree(), claimed, [])] == ["1.1"]
    assert not unproven(tree(), claimed, ["1.1"])
    assert not unproven(tree(), claimed, [], counted=["1.1"])
    assert not unproven(tree(), {"1.1": Decimal(0)}, [])


@pytest.mark.parametrize(
    ("code", "answer", "said"),
    [
        ("1.1", "2", "Chọn có hoặc không"),
        ("1.4", "1", "Chọn một mức"),
        ("1.2.1", "100.5", "không quá 100"),
        ("1.2.1", "-1", "không thể âm"),
        ("1.2.2", "1.5", "số nguyên"),
        ("1.2.2", "200000", "quá lớn"),
    ],
)
def test_an_answer_that_cannot_be_is_told(code: str, answer: str, said: str) -> None:
    assert said in mistake(LEAVES[code], Decimal(answer))
    assert not mistake(LEAVES[code], best(LEAVES[code]))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1;Lĩnh vực;10", "1;Lĩnh vực;11", "dòng 4: 1 ghi 11 điểm, cộng"),
        ("1.2;Nhóm;5", "1.2;Nhóm;4", "dòng 4: 1 ghi 10 điểm"),
        ("1.2.2;Trễ", "1.2.1;Trễ", "dòng 8: mã 1.2.1 đã có ở dòng 7"),
        ("2.1;Điều tra", "3.1;Điều tra", "dòng 12: 3.1 phải đứng sau"),
        ("yes_no;", "co_khong;", "dòng 5: không có loại"),
        ("dung-han;>=80", "sai-ten;>=80", "dòng 7: không có chỉ tiêu «sai-ten»"),
        ("ratio;dung-han;>=80", "ratio;tre-han;>=80", "không phải một tỷ lệ"),
        ("tre-han;0,5", "tre-han;0", "lớn hơn 0"),
        ("tre-han;0,5", "dung-han;0,5", "trừ điểm cần một số đếm"),
        ("<=0=2|", "<=0=3|", "bằng điểm tối đa"),
        ("2=tốt|", "2|", "không hiểu mức «2»"),
        ("2=tốt|0,5=tạm", "2=tốt|>=5=1", "cùng một kiểu"),
        ("10;group", "mười;group", "điểm «mười» không phải một số"),
        ("1.1;Có kế hoạch;1;", "1.1;Có kế hoạch;1,005;", "hai chữ số"),
        ("2.1;Điều tra;5;survey", "2.1;Điều tra;5;group", "không có tiêu chí nào"),
        (";Kế hoạch", ';"Kế hoạch', "nháy kép"),
        (">=80;full", ">=80;nhieu", "cột none"),
        ("1.1;Có", "1.1.1.1;Có", "phải như 1, 1.2 hoặc 1.2.3"),
        ("dung-han;>=80", "dung-han;>=800", "từ 0 đến 100"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(
    old: str, new: str, said: str
) -> None:
    assert old in ROWS

    with pytest.raises(WrongCriteria, match=r"^thu\.csv") as told:
        tree(ROWS.replace(old, new, 1))

    assert said in str(told.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("title;B\ncode;label;points;kind\n", "thiếu dòng «criteria"),
        ("criteria;a b\ntitle;B\ncode;label;points;kind\n", "mã bộ tiêu chí"),
        ("criteria;a\ntitle;B\nsince;năm nay\n", "không phải một năm"),
        ("criteria;a\ntitle;B\ncode;label;kind\n", "thiếu hoặc lặp cột"),
        ("criteria;a\ntitle;B\ncode;ten\n", "không có cột «ten»"),
        ("bo;a\n", "không hiểu «bo»"),
        ("grades;>=90=Tốt\n", "ít nhất hai mức"),
        ("grades;>=90=Tốt|>=10=Kém\n", "mức cuối từ >=0"),
        ("grades;>=50=Khá|>=90=Tốt|>=0=Kém\n", "từ cao xuống thấp"),
        ("grades;90=Tốt|>=0=Kém\n", "không hiểu mức xếp loại «90=Tốt»"),
        ("grades;>=90=Tốt|>=0=Tốt\n", "trùng tên"),
        (
            "criteria;a\ntitle;B\ngrades;>=90=Tốt|>=0=Kém\ncode;label;points;kind\n",
            "đi cùng văn bản",
        ),
    ],
)
def test_a_mistake_in_the_heads_is_told(head: str, said: str) -> None:
    with pytest.raises(WrongCriteria, match=r"thu\.csv") as told:
        tree("1;A;1;group\n1.1;B;1;yes_no\n", head)

    assert said in str(told.value)


@given(st.text(alphabet=ascii_letters + "0123456789;|=<>.,\n\"'", max_size=300))
def test_whatever_is_no_set_of_criteria_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(WrongCriteria):
        tree(text, "criteria;a\n")


def test_a_set_that_was_read_once_is_read_again_after_a_figure_has_gone() -> None:
    assert read_criteria(HEAD + ROWS, "cũ", None).leaf("1.2.1")


@pytest.mark.parametrize("file", sorted(OURS.glob("*.csv")), ids=lambda f: f.stem)
def test_the_sets_we_bring_add_up_and_say_that_they_are_samples(file: Path) -> None:
    figures = {"dung-han": True, "tre-han": False, "truc-tuyen": True}
    read = read_criteria(file.read_text(encoding="utf-8"), file.name, figures)

    assert read.points == 100
    assert "mẫu" in read.title
    assert "mô phỏng" in read.title
    assert {leaf.kind for leaf in read.leaves} == set(Kind) - {Kind.GROUP}
    assert read.holds(2026)


@pytest.mark.parametrize(
    ("share", "name"),
    [("100", "Tốt"), ("90", "Tốt"), ("89.99", "Khá"), ("0", "Kém"), (None, "")],
)
def test_a_result_has_the_grade_from_whose_limit_on_it_is(
    share: str | None, name: str
) -> None:
    head = "grades;>=90=Tốt|>=65=Khá|>=0=Kém\ngraded_by;Văn bản thử\n" + HEAD

    found = tree(head=head).grade(None if share is None else Decimal(share))

    assert found == name
    assert tree().grade(Decimal(90)) == ""


def test_the_lines_of_a_text_are_told_apart_by_what_they_begin_with() -> None:
    text = "title;Bộ\n\n1.1;Một\n1.1;Hai\nlẻ"
    told = {"title": "title;Bộ", "1.1": "1.1;Một", "1.1 (2)": "1.1;Hai", "lẻ": "lẻ"}

    assert lines_of(text) == told

"""The rules on the running text, on made-up sentences of the genre."""

from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lienmach.checker import quantities, rules
from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report
from lienmach.checker.source import Paragraph, Source
from lienmach.checker.tests.right_sentences import RIGHT
from lienmach.checker.tests.wrong_sentences import WRONG

OURS = (
    *("SUM", "SUB", "PCT", "DIF", "AVG", "MAX", "RNK"),
    *("ZER", "NAR", "CLM", "UNT", "PER", "NUM"),
)
RULES = tuple(rule for rule in rules.RULES if rule.code.startswith(OURS))


def _said(text: str, *, tolerance: str = "0.5") -> tuple[list[Finding], list[Verified]]:
    result = examine(text.encode(), "mau.txt", tolerance=Decimal(tolerance))
    ours = [f for f in result.findings if f.rule.startswith(OURS)]
    return ours, [v for v in result.verified if v.rule.startswith(OURS)]


def _errors(text: str) -> list[Finding]:
    return [f for f in _said(text)[0] if f.severity is Severity.ERROR]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_not_called_wrong(text: str) -> None:
    assert _errors(text) == []


@pytest.mark.parametrize(("text", "kind"), WRONG)
def test_what_is_wrong_is_called_so_once(text: str, kind: Kind) -> None:
    (error,) = _errors(text)
    assert error.kind is kind
    assert error.evidence
    assert all(anchor in text for anchor in error.anchors)


@pytest.mark.parametrize(
    ("printed", "severity"),
    [("82,1", None), ("82,2", Severity.INFO), ("82,3", Severity.ERROR)],
)
def test_a_percentage_is_wrong_only_beyond_one_unit_of_its_last_digit(
    printed: str, severity: Severity | None
) -> None:
    findings, verified = _said(f"Đã hoàn thành 23/28 nhiệm vụ, đạt {printed}%.")
    assert [f.severity for f in findings] == ([severity] if severity else [])
    assert len(verified) == (0 if severity else 1)


def test_the_tolerance_is_obeyed_and_told() -> None:
    text = "Đã hoàn thành 23/28 nhiệm vụ, đạt 82,3%."
    findings, _ = _said(text, tolerance="3")
    assert findings == []
    findings, _ = _said("Đã hoàn thành 23/28 nhiệm vụ, đạt 85%.", tolerance="0.7")
    assert "0,7" in findings[0].text


def test_a_wrong_percentage_comes_with_the_right_one() -> None:
    (error,) = _errors("Đã hoàn thành 14/33 nhiệm vụ, đạt tỷ lệ 100%.")
    assert error.suggestion == "42,4 %"
    assert error.anchors == ("100", "14", "33")


def test_both_places_of_a_contradiction_are_named() -> None:
    text = (
        "II. KẾT QUẢ\nTrong quý, UBND huyện tiếp nhận 1.250 hồ sơ.\n"
        "III. ĐÁNH GIÁ\nTrong quý, UBND huyện tiếp nhận 1.520 hồ sơ."
    )
    (error,) = _errors(text)
    assert error.lines == (2, 4)
    assert error.anchors == ("1.250", "1.520")


def test_shares_of_a_base_that_is_not_printed_are_left_alone() -> None:
    text = (
        "Có trình độ chuyên môn là 219 người, chiếm 90,12% (trong đó: đại học: 161"
        " người, chiếm 66,26%; cao đẳng: 02 người, chiếm 0,82%)."
    )
    assert _errors(text) == []


def test_a_third_part_named_beside_the_two_that_add_up_is_only_asked_about() -> None:
    text = (
        "Có 45 người, trong đó cán bộ 20 người, công chức 25 người và hợp đồng 5 người."
    )
    assert _errors(text) == []


# Generated breakdowns

_THINGS = st.sampled_from(["hồ sơ", "đơn", "người", "nhiệm vụ", "phiếu"])
_SHAPES = st.sampled_from(
    [
        "Có {whole} {unit}, gồm: {parts}.",
        "Tổng số {whole} {unit}, bao gồm {parts}.",
        "Trong kỳ có {whole} {unit}, chia ra: {parts}.",
        "Có {whole} {unit} (gồm: {parts}).",
        "Có {whole} {unit}, cụ thể: {parts}.",
        "Có {whole} {unit}. Cụ thể: {parts}.",
        "Tổng số là {whole} {unit}, cụ thể:\n{bullets}",
        "Có {whole} {unit} chia theo lĩnh vực như sau:\n{bullets}",
    ]
)
_LABELS = ["đất đai", "tư pháp", "xây dựng", "y tế", "giáo dục", "lao động"]


def _print(number: int, *, dotted: bool, zero: bool) -> str:
    if dotted:
        return f"{number:,}".replace(",", ".")
    return f"{number:02}" if zero else str(number)


@st.composite
def _breakdowns(draw: st.DrawFn) -> tuple[str, str, str, list[int]]:
    """A shape, a unit, how numbers are printed, and the parts."""
    parts = draw(st.lists(st.integers(1, 1800), min_size=2, max_size=6))
    style = draw(st.sampled_from(["dotted", "zero", "plain"]))
    return draw(_SHAPES), draw(_THINGS), style, parts


def _text(made: tuple[str, str, str, list[int]], whole: int) -> str:
    shape, unit, style, parts = made

    def shown(number: int) -> str:
        return _print(number, dotted=style == "dotted", zero=style == "zero")

    named = [
        f"{label} {shown(part)} {unit}"
        for label, part in zip(_LABELS, parts, strict=False)
    ]
    return shape.format(
        whole=shown(whole),
        unit=unit,
        parts="; ".join(named),
        bullets="\n".join(f"- Lĩnh vực {item};" for item in named),
    )


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Kinh phí thực hiện 30,162 triệu đồng.", Severity.WARNING),
        ("Tiếp nhận 30,162 hồ sơ.", Severity.INFO),
        ("Đạt 95,125 % và 2.436 hồ sơ.", None),
    ],
)
def test_a_comma_before_three_digits_is_asked_about(
    text: str, severity: Severity | None
) -> None:
    findings, _ = _said(text)
    assert [f.severity for f in findings] == ([severity] if severity else [])


def test_a_thousands_comma_does_not_break_a_sum() -> None:
    text = "Tiếp nhận 30,162 hồ sơ, gồm trực tuyến 20.000, trực tiếp 10.162 hồ sơ."
    _, verified = _said(text)
    assert len(verified) == 1


@given(_breakdowns())
def test_a_breakdown_that_adds_up_is_verified(
    made: tuple[str, str, str, list[int]],
) -> None:
    findings, verified = _said(_text(made, sum(made[3])))
    assert findings == []
    assert [v for v in verified if v.rule == "SUM001"]


@example(("Có {whole} {unit}, gồm: {parts}.", "hồ sơ", "dotted", [50, 50, 100]), 1)
@given(_breakdowns(), st.integers(1, 3))
def test_a_breakdown_that_does_not_add_up_is_one_error(
    made: tuple[str, str, str, list[int]], more: int
) -> None:
    whole = sum(made[3]) + more
    partly = {sum(made[3][:end]) for end in range(len(made[3]))}
    if whole in partly:
        return
    (error,) = _errors(_text(made, whole))
    assert error.kind is Kind.SUM_MISMATCH


@given(st.lists(st.integers(0, 900), min_size=5, max_size=5), st.integers(-40, 40))
def test_dossiers_that_do_not_balance_are_an_error(slots: list[int], off: int) -> None:
    early, on_time, late, within, overdue = slots
    still = within + overdue
    received = early + on_time + late + still
    text = (
        f"Tiếp nhận tổng số hồ sơ: {received + off} hồ sơ.\n"
        f"Đã giải quyết trước hạn: {early} hồ sơ; đúng hạn: {on_time} hồ sơ;"
        f" quá hạn: {late} hồ sơ.\n"
        f"Đang giải quyết: {still} hồ sơ, trong đó trong hạn {within} hồ sơ,"
        f" quá hạn {overdue} hồ sơ."
    )
    errors = _errors(text)
    accidental = received + off < 0 or received + off in (still, early + on_time + late)
    # What the parts add up to and stands there too is taken for the total meant.
    accidental |= received in (within, overdue)
    accidental |= received + off in slots  # so is a total that is one of the parts
    if off and not accidental:
        assert {e.kind for e in errors} <= {Kind.SUM_MISMATCH}
        assert errors or received + off < 120  # a wide gap is only asked about
    elif not off:
        assert errors == []


@given(st.integers(1, 4000), st.integers(1, 4000), st.integers(0, 2))
def test_a_share_worked_out_right_is_verified(
    one: int, other: int, digits: int
) -> None:
    part, whole = min(one, other), max(one, other)
    share = f"{100 * Decimal(part) / whole:.{digits}f}".replace(".", ",")
    findings, verified = _said(f"Có {part}/{whole} hồ sơ trực tuyến, đạt {share}%.")
    assert [f for f in findings if f.severity is not Severity.INFO] == []
    assert findings or verified


# The five real reports: only numbers of them stand here


REPORTS = (
    "000_1e62f2b3c32c6b56.txt",
    "001_127a9e8fbd595b1d.txt",
    "002_d88f8ab04545c447.txt",
    "003_e8efe153a92cc9cd.txt",
    "004_f25417781dc11147.txt",
)


@pytest.mark.reports
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_false_is_said_of_the_sums_of_real_reports(
    name: str, reports: Path
) -> None:
    result = examine((reports / name).read_bytes(), name)
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    assert [f for f in errors if f.rule.startswith(OURS)] == []


@pytest.mark.reports
def test_the_sums_of_a_real_report_are_worked_out_again(reports: Path) -> None:
    result = examine((reports / REPORTS[4]).read_bytes(), REPORTS[4])
    verified = {v.text.split(" (")[0] for v in result.verified}
    assert {
        "1103 + 15 = 1.118",
        "651 + 186 + 38 = 875; 875 + 243 = 1118",
        "230 + 13 = 243",
        "78 + 1.170 + 56 = 1.304",
        "74 + 1.142 + 49 = 1.265",
        "04 + 28 + 07 = 39",
        "18 + 31 + 02 + 1.119 = 1.170",
        "1.304 - 1.265 = 39",
        "45 + 01 = 46",
    } <= verified


@pytest.mark.reports
def test_the_sums_of_another_real_report_are_worked_out_again(reports: Path) -> None:
    result = examine((reports / REPORTS[1]).read_bytes(), REPORTS[1])
    verified = {v.text.split(" (")[0] for v in result.verified}
    assert {
        "5.527 + 25.121 = 30.648",
        "5.484 + 43 = 5.527",
        "02 + 04 + 11 = 17",
        "28 + 290 + 32 + 02 = 352",
        "30 + 150 = 180",
    } <= verified


# Time


def _narrative(text: str) -> Report:
    source = Source("mau", (Paragraph(text, ((0, 1),)),), (text,))
    counted = quantities.read(source)
    return Report(
        source,
        facts=counted.facts,
        relations=counted.relations,
        windows=counted.windows,
        sweeps=tuple(quantities.sweeps(source)),
    )


@pytest.mark.parametrize(
    "unit",
    [
        "trong đó ",
        "1",
        "1 ",
        "1.",
        "(",
        ")",
        "12 hồ sơ, ",
        "12 hồ sơ (gồm ",
        "12 hồ sơ đạt 5%, ",
        "tăng 5 hồ sơ từ 3 lên 4, ",
        "không có hồ sơ ",
        "từ ngày 1/1/2020 đến ",
        "Trễ hạn 5 hồ sơ. Không có hồ sơ trễ hạn. ",
    ],
)
def test_a_hundred_thousand_letters_of_one_thing_are_read_in_time(unit: str) -> None:
    started = perf_counter()
    report = _narrative(unit * (100_000 // len(unit)))
    for rule in RULES:
        list(rule.check(report))
    assert perf_counter() - started < 5

"""What the command prints: the promised JSON, SARIF for tools, text for people."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lienmach.checker import keeping
from lienmach.checker.examine import Result
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.output import Checked, writer
from lienmach.checker.output.record import documents, number
from lienmach.checker.report import (
    Annex,
    AnnexRow,
    CellState,
    Citation,
    Fact,
    Identity,
    Place,
    Report,
)
from lienmach.checker.source import Paragraph, Source

WRONG = Finding(
    "SUM001",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    ("855", "875"),
    (2, 3),
    "Ba số cộng lại không bằng tổng.",
    "651 + 186 + 38 = 875 ≠ 855",
    "875",
)
DOUBTFUL = Finding(
    "PCT001",
    Kind.PERCENT_MISMATCH,
    Severity.WARNING,
    ("45%",),
    (2,),
    "Lấy đâu làm mẫu?",
)


def cited(
    number: str, line: int, day: date | None = None, raw: str | None = None, **more: Any
) -> Citation:
    values: dict[str, Any] = {"type": "Kế hoạch", "issuer": None, "subject": None}
    place = Place(0, 0, 1, line)
    return Citation(
        number=number, raw=number, date=day, date_raw=raw, place=place, **values | more
    )


def report(*citations: Citation, **more: Any) -> Report:
    lines = (
        "Báo cáo",
        "Đã giải quyết " + "rất nhiều " * 20 + "855 hồ sơ.",
        "Tổng 875.",
    )
    blocks = tuple(Paragraph(text, ((0, at),)) for at, text in enumerate(lines, 1))
    return Report(Source("a.docx", blocks, lines), citations=citations, **more)


def checked(
    *findings: Finding, kept: Mapping[Finding, str] | None = None, **more: Any
) -> Checked:
    verified = (Verified("SUM001", (2,), "1103 + 15 = 1118"),)
    result = Result(report(**more), findings, verified)
    return Checked("bao cao/a.b.docx", result, kept or {}, ("Trang 2 không có chữ.",))


def printed(name: str, *files: Checked, refused: str = "") -> str:
    parts: list[str] = []
    to = writer(name, parts.append)
    for each in files:
        to.add(each)
    if refused:
        to.refuse("hong.pdf", refused)
    to.finish()
    return "".join(parts)


def test_json_has_the_promised_shape() -> None:
    row = AnnexRow(
        code="3.1.",
        label="Tổng số",
        unit="Hồ sơ",
        raw="855",
        value=Decimal(855),
        state=CellState.VALUE,
        note="",
        line=3,
    )
    annexes = (Annex(number="4", title="BIỂU MẪU", line=2, rows=(row,)),)
    facts = (Fact("hồ sơ", "95,9", Decimal("95.9"), "%", Place(1, 0, 1, 2)),)
    out = printed("json", checked(WRONG, annexes=annexes, facts=facts))

    assert out.count("\n") == 1
    assert json.loads(out) == {
        "file": "a.b",
        "documents": [],
        "annexes": [
            {
                "annex": "4",
                "title": "BIỂU MẪU",
                "rows": [
                    {
                        "code": "3.1.",
                        "label": "Tổng số",
                        "unit": "Hồ sơ",
                        "raw": "855",
                        "value": 855,
                        "note": "",
                        "line": 3,
                    }
                ],
            }
        ],
        "facts": [{"line": 2, "subject": "hồ sơ", "quantity": 95.9, "unit": "%"}],
        "findings": [
            {
                "rule": "SUM001",
                "kind": "sum_mismatch",
                "severity": "error",
                "anchors": ["855", "875"],
                "lines": [2, 3],
                "text": "Ba số cộng lại không bằng tổng.",
                "evidence": "651 + 186 + 38 = 875 ≠ 855",
            }
        ],
        "verified": [{"rule": "SUM001", "lines": [2], "text": "1103 + 15 = 1118"}],
    }


def test_json_tells_why_a_finding_is_kept() -> None:
    (finding,) = json.loads(printed("json", checked(WRONG, kept={WRONG: "Đã hỏi."})))[
        "findings"
    ]

    assert finding["suppressed"] == "Đã hỏi."


def test_a_document_is_listed_once_for_each_date() -> None:
    early, late = date(2022, 12, 27), date(2022, 12, 29)
    found = documents(
        report(
            cited("12/KH-UBND", 3),
            cited("12/KH-UBND", 5, early),
            cited("12/KH-UBND", 7, late, issuer="UBND huyện"),
            cited("12/KH-UBND", 9, early, subject="về kiểm tra"),
            cited("68/2000/NĐ-CP", 11),
            cited("68/2000/NĐ-CP", 12),
            cited("9/QĐ-UBND", 13, None, "31/02/2023"),
        )
    )

    said = [
        (d["number"], d["date"], d["line"], d["issuer"], d["subject"]) for d in found
    ]
    assert said == [
        ("12/KH-UBND", "2022-12-27", 5, None, "về kiểm tra"),
        ("12/KH-UBND", "2022-12-29", 7, "UBND huyện", None),
        ("68/2000/NĐ-CP", None, 11, None, None),
        ("9/QĐ-UBND", None, 13, None, None),
    ]


def test_the_document_itself_is_listed_first_and_once() -> None:
    day = date(2023, 3, 13)
    own = Identity("496/BC-UBND", "Báo cáo", "Công tác", "UBND", date=day, line=3)
    found = documents(
        report(
            cited("496/BC-UBND", 252, day, is_self=True),
            cited("496/BC-UBND", 260),
            identity=own,
        )
    )

    assert [(d["number"], d["role"], d["line"], d["subject"]) for d in found] == [
        ("496/BC-UBND", "self", 3, "Công tác")
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [("855", "855"), ("855.0", "855"), ("95.9", "95.9"), ("1E+3", "1000")],
)
def test_numbers_are_json_numbers(value: str, said: str) -> None:
    assert json.dumps(number(Decimal(value))) == said


def test_sarif_has_rules_levels_regions_and_suppressions() -> None:
    first = checked(WRONG, DOUBTFUL, kept={DOUBTFUL: "Mẫu số ở Phụ lục 4."})
    log = json.loads(printed("sarif", first, checked(WRONG), refused="Tệp hỏng."))

    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "Liền Mạch"
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["id"]
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    wrong, doubtful, again = run["results"]
    assert (wrong["ruleId"], wrong["level"]) == ("SUM001", "error")
    assert "651 + 186" in wrong["message"]["text"]
    place = wrong["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "bao%20cao/a.b.docx"
    assert place["region"]["startLine"] == 2
    (related,) = wrong["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 3
    assert "suppressions" not in wrong
    assert doubtful["level"] == "warning"
    assert doubtful["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Mẫu số ở Phụ lục 4.",
        }
    ]
    assert wrong["partialFingerprints"] == again["partialFingerprints"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    said = [n["message"]["text"] for n in invocation["toolExecutionNotifications"]]
    assert said == ["Trang 2 không có chữ.", "Trang 2 không có chữ.", "Tệp hỏng."]


def test_sarif_of_nothing_is_whole() -> None:
    log = json.loads(printed("sarif"))

    assert log["runs"][0]["results"] == []
    assert log["runs"][0]["invocations"][0]["executionSuccessful"]


def test_text_quotes_both_places_and_the_arithmetic() -> None:
    out = printed("text", checked(WRONG, DOUBTFUL, kept={DOUBTFUL: "Đã hỏi."}))

    assert "Sai: Ba số cộng lại không bằng tổng." in out
    assert "dòng    2 │ …" in out
    assert "855 hồ sơ." in out
    assert "dòng    3 │ Tổng 875." in out
    assert "Phép tính: 651 + 186 + 38 = 875 ≠ 855" in out
    assert "Lý do: Đã hỏi." in out
    assert "dòng 2: 1103 + 15 = 1118" in out
    assert "Lưu ý: Trang 2 không có chữ." in out
    assert max(map(len, out.splitlines())) < 125
    assert out.endswith(
        "Tổng cộng: 1 tệp đã kiểm tra, 1 sai, 0 nghi vấn, 0 gợi ý, "
        "1 chỗ đối chiếu đúng, 1 phát hiện giữ lại.\n"
    )


def kept(text: str) -> keeping.Kept:
    return keeping.read(text.encode())


def test_a_line_keeps_the_findings_with_its_rule_and_anchors() -> None:
    file = kept("# ghi chú\n\nsum001 | 855 | Đã hỏi | Trung tâm.\n")

    reasons, idle = file.sort([WRONG, DOUBTFUL])
    assert reasons == {WRONG: "Đã hỏi | Trung tâm."}
    assert not idle
    assert not file.refused


def test_a_line_that_keeps_nothing_is_told() -> None:
    reasons, idle = kept("SUM001 | 855; 12 | Lý do.").sort([WRONG])

    assert not reasons
    assert idle == [
        "Dòng 1 của tệp giữ lại không khớp phát hiện nào (SUM001: 12; 855); có thể xóa."
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SUM001 | 855 |", "không có lý do"),
        ("SUM001 | 855", "không theo mẫu"),
        ("SUM001", "không theo mẫu"),
        (" | 855 | vì", "không theo mẫu"),
        ("SUM001 | ; | vì", "không nêu số liệu"),
    ],
)
def test_a_line_without_reason_or_anchor_is_refused(line: str, why: str) -> None:
    file = kept(line)

    assert not file.keeps
    assert why in file.refused[0]


def test_a_file_of_noise_is_refused() -> None:
    assert keeping.read(b"\xff\xff").refused

"""The words of a report, from the outline to what was sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from docx import Document

from lienmach.base import files
from lienmach.base.papers import word
from lienmach.base.signing import Key, sign, verify
from lienmach.calc.refusal import Refused
from lienmach.registers.models import NumberBook, TakenNumber
from lienmach.reporting.actions import issues, signing, texts
from lienmach.reporting.actions.checks import decide
from lienmach.reporting.models import Issue, Section, SectionText, SheetCell
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.queries.directions import directions
from lienmach.reporting.queries.reports import blockers
from lienmach.reporting.tests.make_round import officer
from lienmach.reporting.tests.make_text import (
    BY,
    DAY,
    PASSWORD,
    Written,
    authority,
    house,
    key_file,
)
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Written:
    return Written(settings, tmp_path)


def key() -> Key:
    return Key(key_file(), PASSWORD)


def test_a_text_begins_by_the_outline_of_the_office(written: Written) -> None:
    one, two, three, four = written.begin()

    assert [str(s) for s in (one, two, three, four)] == [
        "I. KẾT QUẢ THỰC HIỆN",
        "1. Thủ tục hành chính",
        "2. Tuyên truyền",
        "II. NHIỆM VỤ KỲ TỚI",
    ]
    assert (two.unit_id, three.unit_id) == (written.office.pk, None)
    assert "{{ pl4:1.1 }}" in two.text
    assert "pl9" not in two.text  # the report has no such form
    with pytest.raises(Refused, match="đã bắt đầu"):
        written.begin()


def test_text_and_annex_say_the_same_whatever_is_entered(written: Written) -> None:
    written.write_all()
    style = queries.style_of(written.town.pk, written.round.end)

    paper, mistakes = queries.paper_of(
        written.report,
        style,
        queries.sections(written.report),
        queries.told(written.report),
    )

    assert not mistakes
    said = [paragraph.text for paragraph in paper.paragraphs]
    assert "Đã công bố 10 thủ tục, trong đó trực tuyến 5 thủ tục, đạt 50%." in said
    assert ("1.3", "Tỷ lệ trực tuyến", "%", "50%", "") in [
        line.cells for line in paper.tables[0].lines
    ]
    assert said[-1].endswith("./.")
    assert (paper.issuer, paper.place) == ("UBND thị xã An Hòa", "An Hòa")


def test_the_word_file_says_what_it_always_said(
    written: Written, golden: Callable[[str, Any], None]
) -> None:
    written.write_all()
    style = queries.style_of(written.town.pk, written.round.end)
    found, known = queries.sections(written.report), queries.told(written.report)
    paper, _ = queries.paper_of(written.report, style, found, known)
    document = Document(BytesIO(word.written(replace(paper, number=7, dated_on=DAY))))

    golden(
        "report_docx",
        {
            "paragraphs": [p.text for p in document.paragraphs if p.text.strip()],
            "tables": [
                [[cell.text for cell in row.cells] for row in table.rows]
                for table in document.tables
            ],
        },
    )


def test_what_is_missing_blocks_with_a_sentence_each(written: Written) -> None:
    written.begin()
    assert [why for why in blockers(written.report) if "mục" in why.lower()] == [
        "3 mục chưa viết xong (I.1, I.2, II).",
        "Mục «1. Thủ tục hành chính»: Trường {{ pl4:1.1 }}: dòng 1.1 của "
        "Biểu thử còn trống. (còn 2 trường nữa)",
    ]
    written.fill_in()
    for place in (2, 3, 4):
        written.write(place, written.section(place).text or "Đang làm.")
    assert blockers(written.report) == ["Chưa rà soát văn bản."]
    written.check()
    assert blockers(written.report) == []
    written.write(3, "Đã đăng 3 tin, bài.")
    assert "đã đổi sau lần rà soát" in blockers(written.report)[0]


def test_a_finding_that_is_wrong_blocks_until_it_is_kept(written: Written) -> None:
    written.write_all()
    written.write(
        3, "Đã đăng 20 tin, bài, gồm: 12 tin trên trang điện tử và 9 bài trên đài."
    )
    check = written.check()
    (finding,) = check.findings.filter(severity="error")

    assert "1 điểm Sai" in blockers(written.report)[0]
    with pytest.raises(Refused, match="1 điểm Sai"):
        written.step("submit")
    decide(
        finding, "keep", reason="một bài đăng hai nơi", actor=written.actor, at=MONDAY
    )
    assert blockers(written.report) == []
    written.step("submit")


def test_two_who_write_at_once_both_keep_their_words(written: Written) -> None:
    written.begin()
    section = written.section(3)
    written.write(3, "Bản của người thứ nhất.")

    with pytest.raises(Refused, match="Nguyễn Viết vừa viết mục này"):
        texts.write(
            section, "Bản hai", is_done=True, seen=0, actor=written.actor, at=MONDAY
        )

    assert written.section(3).text == "Bản của người thứ nhất."


def test_every_writing_is_kept_for_good(written: Written) -> None:
    written.begin()
    for text in ("một", "hai", "hai"):
        written.write(3, text)

    kept = SectionText.objects.filter(section=written.section(3))
    assert [(one.number, one.text) for one in kept] == [(2, "hai"), (1, "một")]
    with pytest.raises(Error), transaction.atomic():
        kept.update(text="khác")


def test_an_office_writes_its_section_and_no_other(written: Written) -> None:
    written.begin()
    _, clerk = officer(written.office, "reporting.write")
    mine, other = written.section(2), written.section(3)

    assert list(queries.one_section(clerk)) == [mine]
    assert list(queries.given(clerk)) == [mine]
    texts.write(mine, "Đã xong.", is_done=True, seen=0, actor=clerk, at=MONDAY)
    assert list(queries.given(clerk)) == []
    with pytest.raises(PermissionDenied):
        texts.write(other, "Không được", is_done=True, seen=0, actor=clerk, at=MONDAY)


def test_sections_are_given_to_offices_below_only(written: Written) -> None:
    written.begin()
    texts.assign(written.section(3), written.office.pk, actor=written.actor)
    assert written.section(3).unit_id == written.office.pk
    with pytest.raises(Refused, match="không trực thuộc"):
        texts.assign(written.section(3), written.town.pk, actor=written.actor)


def test_what_an_approved_report_wants_done_next_is_told_line_by_line(
    written: Written,
) -> None:
    written.write_all()
    two = "- Tập huấn một cửa.\n- Giảm {{ pl4:1.1 }} thủ tục."
    written.write(4, two)
    assert directions(written.actor, written.town.pk) == []
    written.check()
    written.step("submit")
    written.step("approve")

    (told,) = directions(written.actor, written.town.pk)

    assert told.lines == ("- Tập huấn một cửa.", "- Giảm … thủ tục.")
    assert directions(written.actor, written.office.pk) == []


def test_signing_numbers_dates_and_signs_at_once(written: Written) -> None:
    written.approve()

    issue = signing.sign_report(
        written.report, BY, key(), actor=written.actor, at=MONDAY
    )

    assert issue.taken.written == "01/BC-UBND"
    assert written.report.case.state == "signed"
    (found,) = verify(files.load(issue.signed_key), [authority().root])
    assert found.is_good
    assert found.signer == "Phạm Thị Thử"
    written.step("send")
    assert Issue.objects.get().sent_at == MONDAY
    assert written.report.case.closed_at
    with pytest.raises(Refused):
        written.step("revoke", "nhầm")


def test_a_certificate_of_another_signs_nothing(written: Written) -> None:
    written.approve()
    others = Key(authority().key_file("Đỗ Văn Khác", PASSWORD), PASSWORD)

    with pytest.raises(Refused, match="cấp cho «Đỗ Văn Khác»"):
        signing.sign_report(written.report, BY, others, actor=written.actor, at=MONDAY)

    assert not Issue.objects.exists()
    assert written.report.case.state == "approved"


def test_what_is_approved_is_what_was_checked(written: Written) -> None:
    written.write_all()
    written.check()
    written.step("submit")
    SheetCell.objects.filter(code="1.1.").update(value=99)

    with pytest.raises(Refused, match="Chưa duyệt được"):
        written.step("approve")

    assert written.report.snapshot is None
    assert written.report.case.state == "submitted"


def test_a_paper_is_not_of_a_day_to_come(written: Written) -> None:
    written.approve()
    tomorrow = replace(BY, dated_on=DAY + timedelta(days=1))

    with pytest.raises(Refused, match="không thể sau hôm nay"):
        signing.sign_report(
            written.report, tomorrow, key(), actor=written.actor, at=MONDAY
        )

    assert not NumberBook.objects.exists()


def test_a_wrong_password_leaves_no_number_behind(written: Written) -> None:
    written.approve()

    with pytest.raises(Refused, match="Mật khẩu"):
        signing.sign_report(
            written.report, BY, Key(key_file(), "sai"), actor=written.actor, at=MONDAY
        )

    assert not TakenNumber.objects.exists()
    assert not NumberBook.objects.exists()
    assert written.report.case.state == "approved"


def test_a_file_signed_elsewhere_is_looked_at(written: Written) -> None:
    written.approve()
    issue = issues.give_number(written.report, BY, actor=written.actor, at=MONDAY)
    ours = files.load(issue.file_key)
    signed = sign(ours, key(), field="Khac", reason="Ký", place="An Hòa")
    changed = bytearray(signed)
    changed[len(ours) // 2] ^= 1
    torn = bytearray(signed)
    at = signed.rindex(b"/ByteRange")
    torn[at + 200 : at + 210] = b"0" * 10

    for wrong, why in (
        (ours, "chưa có chữ ký"),
        (bytes(changed), "không phải bản đã cấp số"),
        (b"%PDF-1.7 khac", "không phải bản đã cấp số"),
    ):
        with pytest.raises(Refused, match=why):
            signing.bring_signed(written.report, wrong, actor=written.actor, at=MONDAY)
    with pytest.raises(Refused):
        signing.bring_signed(
            written.report, bytes(torn), actor=written.actor, at=MONDAY
        )
    done = signing.bring_signed(written.report, signed, actor=written.actor, at=MONDAY)
    assert done.signatures[0]["signer"] == "Phạm Thị Thử"


def test_a_revoked_number_stays_spent_and_another_follows(written: Written) -> None:
    written.approve()
    signing.sign_report(written.report, BY, key(), actor=written.actor, at=MONDAY)
    with pytest.raises(Refused, match="lý do"):
        written.step("revoke")
    written.step("revoke", "ký nhầm bản")
    assert written.report.case.state == "approved"

    again = issues.give_number(written.report, BY, actor=written.actor, at=MONDAY)
    assert again.taken.number == 2
    with pytest.raises(Refused, match="đã có số 02"):
        issues.give_number(written.report, BY, actor=written.actor, at=MONDAY)
    with pytest.raises(Refused, match="thu hồi số"):
        written.step("reopen", "sửa số liệu")
    issues.revoke(again, reason="sửa số liệu", actor=written.actor, at=MONDAY)
    written.step("reopen", "sửa số liệu")
    assert written.report.is_open
    assert [one.reason for one in TakenNumber.objects.order_by("number")] == [
        "ký nhầm bản",
        "sửa số liệu",
    ]


def test_steps_that_need_a_paper_are_refused_without(written: Written) -> None:
    written.approve()

    with pytest.raises(Refused, match="Chưa có bản ký"):
        written.step("sign")


def test_what_an_office_sets_is_tried_first(written: Written) -> None:
    for wrong, why in (
        (house(outline="Không có đề mục"), "bắt đầu bằng một đề mục"),
        (house(template=("a.docx", b"PK rac")), "không phải văn bản Word"),
    ):
        with pytest.raises(Refused, match=why):
            texts.keep_house(written.town.pk, wrong, actor=written.actor, at=MONDAY)
    assert Section.objects.count() == 0

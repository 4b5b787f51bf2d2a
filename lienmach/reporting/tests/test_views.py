import re
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.parts import moment
from lienmach.org.models import User
from lienmach.reporting.models import CheckFinding
from lienmach.reporting.tests.make_check import REPORT, check_with, submit, upload
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    user = make.user(rights="reporting.check")
    client.force_login(user)
    return user


def test_an_uploaded_report_is_read_and_shown(client: Client, officer: User) -> None:
    check = upload(client, officer, "quý 1.txt", REPORT.encode())

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()

    assert check.is_done
    assert "186 hồ sơ đúng hạn" in page


def test_the_same_file_again_is_read_and_said_to_be_the_same(
    client: Client, officer: User
) -> None:
    first = upload(client, officer, "quý 1.txt", REPORT.encode())
    second = upload(client, officer, "quý 1 (1).txt", REPORT.encode())

    page = client.get(reverse("reporting:check", args=[second.pk])).content.decode()

    assert second.pk != first.pk
    assert f"giống hệt tệp đã rà soát lúc {moment(first.made_at)}" in page


def test_a_pasted_report_is_read_too(client: Client, officer: User) -> None:
    unit = officer.posts.get().unit_id

    answer = submit(client, van_ban=REPORT, don_vi=unit)

    assert answer.status_code == 302
    assert "Đang chờ đến lượt" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "Tệp này trống"), (b"\0\1\2" * 99, "Chưa rà soát được")]
)
def test_a_file_that_is_no_report_gets_a_sentence(
    content: bytes, said: str, client: Client, officer: User
) -> None:
    unit = officer.posts.get().unit_id
    file = SimpleUploadedFile("x.txt", content)
    answer = submit(client, tep=file, don_vi=unit)
    if answer.status_code == 302:
        jobs.run_next(at=timezone.now())
        answer = client.get(answer.url)

    assert said in answer.content.decode()


def test_neither_file_nor_text_is_said_at_the_field(
    client: Client, officer: User
) -> None:
    answer = submit(client, don_vi=officer.posts.get().unit_id)

    assert answer.status_code == 422
    assert "hãy chọn một tệp, hoặc dán văn bản" in answer.content.decode()


def test_keeping_a_finding_needs_a_reason_and_what_was_typed_stays(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    address = reverse("reporting:decide", args=[check.pk, 1])

    refused = client.post(address, {"xu_ly": "keep", "ly_do": "  "})
    kept = client.post(address, {"xu_ly": "keep", "ly_do": "Khác phạm vi"})

    assert (refused.status_code, refused["HX-Reselect"]) == (422, "#g1")
    assert "lý do" in refused.content.decode()
    again = client.get(address)
    assert again["Location"] == reverse("reporting:check", args=[check.pk]) + "?diem=1"
    assert kept.status_code == 302
    check.refresh_from_db()
    assert check.open == 0
    assert CheckFinding.objects.get().reason == "Khác phạm vi"


def test_a_decision_is_taken_back(client: Client, officer: User) -> None:
    check = check_with(1, officer)
    address = reverse("reporting:decide", args=[check.pk, 1])
    client.post(address, {"xu_ly": "correct"})

    client.post(address, {"xu_ly": ""})

    check.refresh_from_db()
    assert check.open == 1
    assert CheckFinding.objects.get().decision == ""


def test_undoing_brings_back_the_reason(client: Client, officer: User) -> None:
    check = check_with(1, officer)
    address = reverse("reporting:decide", args=[check.pk, 1])
    client.post(address, {"xu_ly": "keep", "ly_do": "Khác phạm vi"})
    client.post(address, {"xu_ly": ""})

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()
    (undo,) = set(re.findall(rf'{address}\?[^"]*keep[^"]*', page))
    client.post(undo.replace("&amp;", "&"))

    finding = CheckFinding.objects.get()
    assert (finding.decision, finding.reason) == ("keep", "Khác phạm vi")


def test_a_stale_page_does_not_overrule_another_decision(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    address = reverse("reporting:decide", args=[check.pk, 1])
    client.post(address, {"xu_ly": "keep", "ly_do": "Đã hỏi", "da_thay": ""})

    stale = client.post(address, {"xu_ly": "correct", "da_thay": ""})

    assert stale.status_code == 422
    assert "vừa xử lý điểm này" in stale.content.decode()
    assert CheckFinding.objects.get().decision == "keep"


@pytest.mark.parametrize("odd", ["9" * 5000, "٣", "-1", "%00", "1e3", ""])
def test_odd_numbers_in_an_address_mean_nothing(
    odd: str, client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    shown = reverse("reporting:check", args=[check.pk])

    assert client.get(f"{shown}?diem={odd}").status_code in (200, 404)
    submit = reverse("reporting:submit")
    assert client.get(f"{submit}?lan={odd}").status_code in (200, 404)


def test_who_may_not_decide_sees_no_buttons(client: Client, officer: User) -> None:
    check = check_with(1, officer)
    client.force_login(make.user(officer.posts.get().unit))

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()

    assert "Chênh 1." in page
    assert "Sửa theo" not in page


def test_evidence_stands_below_the_row_that_a_finding_is_about(
    client: Client, officer: User
) -> None:
    check = check_with(2, officer)
    marks = [[2, 0, 5, 0, 2]]  # a cell that the first finding is about, too
    check.findings.filter(number=2).update(marks=marks)

    address = reverse("reporting:check", args=[check.pk])
    page = client.get(address, {"diem": 2}).content.decode()

    below = re.search(r'<tr id="d4">.*?</tr><tr><td colspan="3">(.*?)</tr>', page, re.S)
    assert below
    assert 'id="m2"' in below[1]
    assert page.count('id="m2"') == 1


def test_lines_are_named_by_their_section_and_lead_there(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    text = "Dòng 2 nêu 1.118, nhưng dòng 4 nêu 1.121; Phụ lục 1 dòng 1.2, dòng 9."
    check.findings.update(text=text)

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()
    sheet = client.get(reverse("reporting:sheet", args=[check.pk])).content.decode()

    linked = '<a href="#d2">Mục I</a> nêu 1.118, nhưng <a href="#d4">Phụ lục 1</a> nêu'
    assert linked in page
    assert all(f'<span id="d{line}">' in page for line in (1, 2))
    said = "Mục I nêu 1.118, nhưng Phụ lục 1 nêu 1.121; Phụ lục 1 dòng 1.2, dòng 9."
    assert said in sheet


def test_what_a_unit_is_asked_has_a_sheet_of_its_own(
    client: Client, officer: User
) -> None:
    check = check_with(3, officer)
    page = reverse("reporting:check", args=[check.pk])
    sheet = reverse("reporting:sheet", args=[check.pk]) + "?loc=hoi"
    assert sheet not in client.get(page).content.decode()

    asked = {"xu_ly": "ask", "ly_do": "Số nào đúng?"}
    client.post(reverse("reporting:decide", args=[check.pk, 2]), asked)

    assert sheet in client.get(page).content.decode()
    assert "Hỏi đơn vị: 1" in client.get(page).content.decode()
    printed = client.get(sheet).content.decode()
    assert "Phiếu hỏi đơn vị" in printed
    assert "Hỏi: Số nào đúng?" in printed
    assert "Chênh 2." in printed
    assert "Chênh 1." not in printed


def test_without_the_right_nobody_is_led_to_a_form(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    submit = reverse("reporting:submit")
    client.force_login(make.user(officer.posts.get().unit))

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()
    check.delete()
    empty = client.get(reverse("reporting:checks")).content.decode()

    assert submit not in page
    assert submit not in empty


def test_what_was_decided_can_be_looked_at_and_says_what_was_pressed(
    client: Client, officer: User
) -> None:
    check = check_with(2, officer)
    check.findings.filter(number=2).update(suggestion="1.121")
    for number in (1, 2):
        sent = reverse("reporting:decide", args=[check.pk, number])
        client.post(sent, {"xu_ly": "correct"})

    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()
    sheet = client.get(reverse("reporting:sheet", args=[check.pk])).content.decode()

    assert page.count("Xem bằng chứng") == 2
    for words in ("Sẽ sửa", "Sửa theo"):
        assert f"<b>{words}</b>" in page
        assert f"<td>{words}</td>" in sheet
    unit = check.unit.versions.get().name
    assert unit in page
    assert f"Đơn vị báo cáo: {unit}" in sheet


def test_a_filter_that_leaves_nothing_does_not_say_that_all_is_right(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    client.post(reverse("reporting:decide", args=[check.pk, 1]), {"xu_ly": "correct"})
    address = reverse("reporting:check", args=[check.pk])

    done = client.get(f"{address}?loc=chua").content.decode()
    none = client.get(f"{address}?loc=hoi").content.decode()

    assert "Đã xử lý hết 1 điểm." in done
    assert "Không có điểm nào «Hỏi đơn vị»." in none
    assert "Không thấy chỗ nào tự mâu thuẫn" not in done + none


def test_a_page_shows_a_hundred_notes_and_leads_to_the_others(
    client: Client, officer: User
) -> None:
    check = check_with(101, officer)
    address = reverse("reporting:check", args=[check.pk])

    first = client.get(address).content.decode()
    last = client.get(f"{address}?diem=101").content.decode()
    sheet = client.get(reverse("reporting:sheet", args=[check.pk])).content.decode()

    assert (first.count('<article class="mnote'), "Chênh 101." in first) == (100, False)
    assert "?diem=101#m101" in first
    assert (last.count('<article class="mnote'), "Chênh 101." in last) == (1, True)
    assert "Chênh 1." in sheet
    assert "Chênh 101." in sheet


def test_a_stranger_finds_nothing(client: Client, officer: User) -> None:
    check = check_with(1, officer)
    client.force_login(make.user(rights="reporting.check"))

    for name in ("check", "sheet", "document", "original", "contents"):
        address = reverse(f"reporting:{name}", args=[check.pk])
        assert client.get(address).status_code == 404
    assert check.title not in client.get(reverse("reporting:checks")).content.decode()


def test_without_the_right_nothing_can_be_decided(
    client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    client.force_login(make.user(officer.posts.get().unit))

    address = reverse("reporting:decide", args=[check.pk, 1])
    assert client.post(address, {"xu_ly": "correct"}).status_code == 403
    assert client.get(reverse("reporting:submit")).status_code == 403


def test_the_word_file_that_was_uploaded_comes_back_with_comments(
    client: Client, officer: User
) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "UBND XÃ"
    for line in REPORT.replace("186", "187").splitlines():
        document.add_paragraph(line)
    sent = BytesIO()
    document.save(sent)
    check = upload(client, officer, "quý 1.docx", sent.getvalue())

    answer = client.get(reverse("reporting:document", args=[check.pk]))

    assert "r%C3%A0%20so%C3%A1t.docx" in answer["Content-Disposition"]
    made = docx.Document(BytesIO(answer.content))
    assert made.sections[0].header.paragraphs[0].text == "UBND XÃ"
    (comment,) = made.comments
    assert "(mục I) cộng lại được 876" in comment.text
    original = client.get(reverse("reporting:original", args=[check.pk])).content
    assert original == sent.getvalue()


def test_of_another_text_a_word_file_is_made(client: Client, officer: User) -> None:
    text = REPORT.replace("186", "187").encode()
    check = upload(client, officer, "quý 1.txt", text)

    made = client.get(reverse("reporting:document", args=[check.pk])).content

    opened = docx.Document(BytesIO(made))
    assert next(c.text for c in opened.comments).startswith("Sai: ")
    assert "I. KẾT QUẢ" in [p.text for p in opened.paragraphs]


def test_what_a_text_cites_and_counts_is_entered_once_and_taken_back(
    client: Client, officer: User
) -> None:
    text = REPORT + "\nThực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND xã.\n"
    check = upload(client, officer, "b.txt", text.encode())
    address = reverse("reporting:contents", args=[check.pk])
    period = {"tu": "15/12/2022", "den": "14/3/2023"}

    for _ in range(2):
        assert client.post(address, period).status_code == 302
    listed = client.get(reverse("registers:documents")).content.decode()
    client.post(reverse("reporting:withdraw", args=[check.pk]))
    after = client.get(reverse("registers:documents")).content.decode()

    assert "12/KH-UBND" in listed
    assert "12/KH-UBND" not in after


def test_a_backward_period_is_said_at_its_field(client: Client, officer: User) -> None:
    check = check_with(1, officer)
    address = reverse("reporting:contents", args=[check.pk])

    answer = client.post(address, {"tu": "15/3/2023", "den": "1/3/2023"})

    assert answer.status_code == 422
    assert "Ngày cuối kỳ phải sau ngày đầu kỳ" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        check_with(1, officer, title=f"Báo cáo thứ {n}")
    address = reverse("reporting:checks")
    client.get(address)

    with django_assert_num_queries(9):
        page = client.get(address).content.decode()

    assert all(f"Báo cáo thứ {n}" in page for n in range(rows))


@pytest.mark.parametrize("findings", [1, 3])
def test_a_check_asks_the_same_number_of_queries_however_much_was_found(
    findings: int, client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    check = check_with(findings, officer)
    address = reverse("reporting:check", args=[check.pk])
    client.get(address)

    with django_assert_num_queries(8):
        page = client.get(f"{address}?diem=1").content.decode()

    assert all(f"Chênh {n + 1}." in page for n in range(findings))

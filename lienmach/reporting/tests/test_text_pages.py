"""The pages on which a report is written, numbered, signed and sent."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from lienmach.reporting.actions.sheets import take_back
from lienmach.reporting.models import House, Issue, Section
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.tests.make_round import enter, officer, sheet_of
from lienmach.reporting.tests.make_text import PASSWORD, Written, key_file
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings: Any, tmp_path: Path, client: Client) -> Written:
    made = Written(settings, tmp_path)
    client.force_login(made.user)
    return made


def url(name: str, written: Written, *more: object) -> str:
    return reverse(f"reporting:{name}", args=[written.report.pk, *more])


def sign_fields(**changed: Any) -> dict[str, Any]:
    return {
        "ngay": "5/1/2026",
        "chuc_vu": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "nguoi_ky": "Phạm Thị Thử",
        "chung_thu": SimpleUploadedFile("k.p12", key_file()),
        "mat_khau": PASSWORD,
    } | changed


def test_a_report_is_written_checked_signed_and_sent_by_its_pages(
    written: Written, client: Client
) -> None:
    written.fill_in()
    assert "chưa có thuyết minh" in client.get(url("text", written)).content.decode()
    client.post(url("text_begin", written))
    for place, text in (
        (2, "Đã công bố {{ pl4:1.1 }} thủ tục."),
        (3, "Đã tuyên truyền."),
    ):
        sent = {"noi_dung": text, "lan": 0, "xong": "on", "nua": "1"}
        answer = client.post(url("section", written, place), sent)
        assert answer["Location"] == url("section", written, place + 1)
    written.write(4, "Tiếp tục thực hiện.")
    page = client.get(url("text", written)).content.decode()
    assert ">10</a> thủ tục." in page
    assert "3/3 mục đã xong" in page
    answer = client.post(url("text_check", written))
    assert "/ra-soat/" in answer["Location"]
    written.check()
    for step in ("submit", "approve"):
        written.step(step)
    assert "01/BC-UBND" in client.get(url("signing", written)).content.decode()

    answer = client.post(url("give_number", written), sign_fields(mat_khau="sai"))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Mật khẩu không đúng" in said
    assert "Phạm Thị Thử" in said
    assert PASSWORD not in said
    answer = client.post(url("give_number", written), sign_fields())
    assert answer.status_code == 302
    page = client.get(url("signing", written)).content.decode()
    assert "CA thử nghiệm, không có giá trị pháp lý" in page
    assert "Phạm Thị Thử</b>, ký lúc" in page
    assert client.post(url("send", written), {"kenh": "x"}).status_code == 422
    today = f"{timezone.localdate():%d/%m/%Y}"
    way = {"kenh": "national", "ngay_gui": today}
    said = client.post(url("send", written), way).content.decode()
    assert "ghi số, mã tiếp nhận" in said
    assert Issue.objects.get().sent_at is None  # what is refused moves nothing
    client.post(url("send", written), way | {"tiep_nhan": "BCQG-7"})
    assert "số tiếp nhận BCQG-7" in client.get(url("signing", written)).content.decode()
    assert Issue.objects.get().sent_at
    pdf = client.get(url("as_pdf", written))
    text = pypdfium2.PdfDocument(pdf.content)[0].get_textpage().get_text_range()
    assert "Số: 01/BC-UBND" in text


def test_why_a_text_cannot_be_checked_stands_beside_it(
    written: Written, client: Client
) -> None:
    written.write_all()
    written.write(3, "Đã giải quyết {{ pl4:9.9 }} hồ sơ.")

    answer = client.post(url("text_check", written), follow=True)

    assert answer.redirect_chain  # to a page that can be loaded again
    assert "Chưa rà soát được:" in answer.content.decode()
    assert "Trước khi trình" in answer.content.decode()


def test_what_two_wrote_is_both_shown(written: Written, client: Client) -> None:
    written.begin()
    written.write(3, "Bản đã lưu trước.")

    answer = client.post(
        url("section", written, 3), {"noi_dung": "Bản của tôi", "lan": 0}
    )

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "vừa viết mục này" in said
    assert "Bản của tôi" in said
    assert "Bản đã lưu trước." in said


def test_a_claim_without_a_figure_is_told_and_stops_nothing(
    written: Written, client: Client
) -> None:
    written.begin()
    Section.objects.filter(report=written.report, place=3).update(title="Thuận lợi")
    typed = "Hồ sơ đúng hạn đạt 91%."
    hand = "Người dân đã hài lòng hơn trước."
    said = f"{hand} {typed} Đã công bố {{{{ pl4:1.1 }}}} thủ tục."
    sent = {"noi_dung": said, "lan": 0, "xong": "on"}
    assert client.post(url("section", written, 3), sent).status_code == 302

    page = client.get(url("section", written, 3)).content.decode()
    assert f"<li>{hand}</li>" in page
    assert f"<li>{typed}</li>" in page
    assert "Số gõ tay cũng nằm ở đây" in page
    assert "<li>Đã công bố" not in page
    assert "Câu chưa có số từ biểu" not in (
        client.get(url("section", written, 2)).content.decode()
    )
    assert written.section(3).state == Section.State.DONE


def test_an_earlier_writing_is_brought_back(written: Written, client: Client) -> None:
    written.begin()
    written.write(3, "Bản một.")
    written.write(3, "Bản hai.")

    client.post(url("bring_back", written, 3, 1))

    section = written.section(3)
    assert (section.text, section.number) == ("Bản một.", 3)


def test_a_figure_leads_to_how_it_was_counted_else_to_its_cell(
    written: Written, client: Client
) -> None:
    written.fill_in()

    def led(code: str) -> Any:
        place = {"bieu": "phu-luc-4", "dong": code}
        return client.get(url("figure", written), place)

    entered, counted, nowhere = led("1.2."), led("1.6."), led("9")
    take_back(sheet_of(written.report), actor=written.actor)
    enter(sheet_of(written.report), written.actor, r1_6="7")
    put_right = led("1.6.")

    assert entered["Location"].endswith("/pl/4/#d2")
    assert counted["Location"].startswith("/cb/giai-trinh/")
    assert client.get(counted["Location"]).status_code == 200
    assert nowhere.status_code == 404
    assert put_right["Location"].endswith("/pl/4/#d6")


@pytest.mark.parametrize("kind", ["as_docx", "as_pdf"])
def test_a_draft_is_downloaded_and_says_it_has_no_number(
    kind: str, written: Written, client: Client
) -> None:
    written.write_all()

    answer = client.get(url(kind, written))

    if kind == "as_docx":
        head = Document(BytesIO(answer.content)).tables[0]
        assert "......" in head.cell(1, 0).text
    else:
        assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]


def test_an_office_opens_its_section_and_nothing_else(
    written: Written, client: Client
) -> None:
    written.begin()
    clerk, _ = officer(written.office, "reporting.write")
    client.force_login(clerk)

    mine = client.get(url("section", written, 2))
    assert mine.status_code == 200
    assert url("text", written) not in mine.content.decode()
    for name, more in (("section", (3,)), ("text", ()), ("signing", ())):
        assert client.get(url(name, written, *more)).status_code == 404
    sent = {"noi_dung": "Đã viết.", "lan": 0, "xong": "on"}
    assert client.post(url("section", written, 2), sent).status_code == 302
    assert written.section(2).text == "Đã viết."


def test_who_may_only_see_writes_and_signs_nothing(
    written: Written, client: Client
) -> None:
    written.approve()
    reader = make.user(written.town, "reporting.see")
    client.force_login(reader)

    assert client.get(url("text", written)).status_code == 200
    assert client.post(url("give_number", written), sign_fields()).status_code == 403
    assert not Issue.objects.exists()
    assert client.get(reverse("reporting:house")).status_code == 403


def test_an_office_sets_outline_and_template(written: Written, client: Client) -> None:
    page = client.get(reverse("reporting:house"))
    assert "I. KẾT QUẢ THỰC HIỆN" in page.content.decode()
    template = client.get(reverse("reporting:template")).content
    sent = {
        "de_cuong": "# I. MỘT\n## 1. Hai",
        "ky_hieu": "BC-UBND",
        "mau": SimpleUploadedFile("mau.docx", template),
    }

    assert client.post(reverse("reporting:house"), sent).status_code == 302
    house = House.objects.get()
    assert (house.template_name, house.number) == ("mau.docx", 2)
    wrong = sent | {"mau": SimpleUploadedFile("mau.docx", b"PK rac")}
    answer = client.post(reverse("reporting:house"), wrong)
    assert answer.status_code == 422
    assert "không phải văn bản Word" in answer.content.decode()


def test_a_text_that_cannot_be_checked_says_so_on_a_page_that_can_be_loaded_again(
    written: Written, client: Client
) -> None:
    written.fill_in()
    written.begin()
    written.write(2, "Đã công bố {{ pl4:9.9.9 }} thủ tục.")

    answer = client.post(url("text_check", written))

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Chưa rà soát được" in page
    assert "Biểu thử không có dòng «9.9.9»" in page
    assert "phu-luc-4" not in page
    assert "Chưa rà soát được" not in client.get(url("text", written)).content.decode()


def test_an_annex_prints_the_words_of_a_choice_and_bare_numbers_of_rows(
    written: Written,
) -> None:
    written.write_all()
    known = queries.told(written.report)
    paper, _ = queries.paper_of(
        written.report,
        queries.style_of(written.town.pk, written.round.end),
        queries.sections(written.report),
        known,
    )

    lines = {line.cells[0]: line.cells[3] for line in paper.tables[0].lines}

    assert lines["1.5"] == "Kết hợp"
    assert not any(code.endswith(".") for code in lines)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_text_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, written: Written, client: Client, django_assert_num_queries: Any
) -> None:
    written.fill_in()
    written.begin()
    for place in range(2, 2 + rows):
        written.write(place, "Đã có {{ pl4:1.1 }} thủ tục.", is_done=False)

    with django_assert_num_queries(29):
        client.get(url("text", written))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_section_asks_the_same_number_of_queries_however_often_it_was_written(
    rows: int, written: Written, client: Client, django_assert_num_queries: Any
) -> None:
    written.begin()
    for number in range(rows):
        written.write(3, f"Bản {number}")

    with django_assert_num_queries(27):
        client.get(url("section", written, 3))


@pytest.mark.parametrize("rows", [1, 3])
def test_signing_asks_the_same_number_of_queries_however_often_it_was_revoked(
    rows: int, written: Written, client: Client, django_assert_num_queries: Any
) -> None:
    written.approve()
    for _ in range(rows):
        fields = sign_fields()
        del fields["chung_thu"], fields["mat_khau"]
        client.post(url("give_number", written), fields)
        client.post(url("revoke", written), {"ly_do": "nhầm ngày"})
    assert Issue.objects.count() == rows

    with django_assert_num_queries(14):
        client.get(url("signing", written))


def test_the_sections_of_a_report_are_given_out(
    written: Written, client: Client
) -> None:
    written.begin()

    client.post(url("assign", written, 3), {"don_vi": written.office.pk})

    assert Section.objects.get(place=3).unit_id == written.office.pk

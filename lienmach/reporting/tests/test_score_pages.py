import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.sheets import read_table
from lienmach.org.models import Unit, User
from lienmach.reporting.actions import score_rounds as rounds
from lienmach.reporting.actions.score_rounds import Result
from lienmach.reporting.actions.scores import lock_all, take_step
from lienmach.reporting.models import Evidence, Improvement, Objection, Score
from lienmach.reporting.tests.make_scores import (
    ABOVE,
    BELOW,
    CRITERIA,
    YEAR,
    appraise,
    card_of,
    fill,
    handed_in,
    officer,
    say,
    use_criteria,
    year_of,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02"
    b"\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


class Scene:
    """A town that scores three communes, with somebody at each end."""

    def __init__(self, communes: int = 3) -> None:
        self.owner: Unit = make.unit(name="UBND thị xã Thử", code=f"T{communes}")
        self.units = [
            make.unit(self.owner, name=f"UBND xã Thử {n}", code=f"T{communes}.{n}")
            for n in range(1, communes + 1)
        ]
        self.chief, self.head = officer(self.owner, ABOVE, "Bà Thẩm")
        self.people: list[User] = []
        self.hands = []
        for unit in self.units:
            person, hand = officer(unit, BELOW)
            self.people.append(person)
            self.hands.append(hand)
        self.made = year_of(self.head, self.units, object_until=date(2099, 1, 1))

    def url(self, name: str = "scorecard", at: int = 0, *more: Any) -> str:
        return reverse(f"reporting:{name}", args=[YEAR, self.units[at].code, *more])

    def finish(self, *surveys: str) -> None:
        for at, survey in enumerate(surveys):
            card = handed_in(card_of(self.made, self.units[at]), self.hands[at])
            appraise(card, self.head, r3_1=survey)
            take_step(card, "appraise", actor=self.head, at=MONDAY)


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    use_criteria(settings, tmp_path)
    return Scene()


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_a_unit_fills_in_its_card_and_what_is_wrong_stays_in_its_cell(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.people[0])
    sent = {"s.1.1": "1", "n.1.1": "0", "s.1.2": "nhiều", "n.1.2": "0", "g.1.2": "Ước."}

    response = client.post(scene.url(), sent)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Có 1 tiêu chí chưa lưu" in shown
    assert 'value="nhiều"' in shown
    assert 'value="Ước."' in shown
    assert Score.objects.get(code="1.1").points == 2
    sent |= {"s.1.2": "90", "n.1.1": "1"}
    assert client.post(scene.url(), sent).status_code == 302
    shown = page(client, scene.url())
    assert "còn 1 tiêu chí thiếu bằng chứng" in shown
    assert "Chưa nộp phiếu tự chấm được: còn 2 tiêu chí chưa chấm (1.3, 2.2)." in shown


def test_a_counted_criterion_leads_to_how_it_was_counted(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.people[0])
    shown = page(client, scene.url())
    url = f"/cb/giai-trinh/dung-han/?tu={YEAR}-01-01&amp;den={YEAR}-12-31"

    assert "không phát sinh" in shown
    assert f"{url}&amp;dv={scene.units[0].code}" in shown
    assert client.get(url.replace("&amp;", "&")).status_code == 200


def test_the_second_of_two_editors_keeps_what_was_typed(
    scene: Scene, client: Client
) -> None:
    fill(card_of(scene.made, scene.units[0]), scene.hands[0])
    client.force_login(scene.people[0])

    response = client.post(scene.url(), {"s.1.2": "70", "n.1.2": "0"})

    shown = response.content.decode()
    assert response.status_code == 422
    assert "vừa ghi «90»" in shown
    assert 'value="70"' in shown
    assert 'name="n.1.2" value="1"' in shown  # saved again, it takes the other's place


def sent_as_shown(shown: str) -> dict[str, str]:
    """Everything that the form of a card would send, as the page stands."""
    form = shown.split('id="phieu"')[1].split("</form>")[0]
    found = {
        name: unescape(value)
        for name, value in re.findall(r'name="([sgnv]\.[\d.]+)" value="([^"]*)"', form)
    }
    for name, options in re.findall(
        r'<select[^>]* name="(s\.[\d.]+)".*?>(.*?)</sel', form
    ):
        found[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    return found


def test_rows_that_were_not_touched_never_take_the_place_of_newer_ones(
    scene: Scene, client: Client
) -> None:
    fill(card_of(scene.made, scene.units[0]), scene.hands[0])
    client.force_login(scene.people[0])
    sent = sent_as_shown(page(client, scene.url()))
    assert sent["s.1.2"] == "90"
    say(card_of(scene.made, scene.units[0]), scene.hands[0], r1_2="80", r2_2="2")
    say(card_of(scene.made, scene.units[0]), scene.hands[0], r1_3="2")

    sent |= {"g.1.3": "Một báo cáo quý.", "s.1.3": "0"}
    response = client.post(scene.url(), sent)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "Có 1 tiêu chí chưa lưu" in shown
    again = sent_as_shown(shown)
    assert (again["s.1.2"], again["s.2.2"], again["s.1.3"]) == ("80", "2", "0")
    assert client.post(scene.url(), again).status_code == 302
    said = dict(Score.objects.values_list("code", "answer"))
    assert [said[code] for code in ("1.2", "2.2", "1.3")] == [80, 2, 0]


def test_the_one_above_sees_both_sides_and_the_unit_cannot_write_any_more(
    scene: Scene, client: Client
) -> None:
    handed_in(card_of(scene.made, scene.units[0]), scene.hands[0])
    client.force_login(scene.chief)
    sent = {"s.1.2": "60", "g.1.2": "Theo báo cáo chỉ 60 %.", "s.3.1": "80"}
    assert client.post(scene.url(), sent).status_code == 302

    shown = page(client, scene.url())

    assert "–1,20" in shown
    assert "Theo báo cáo chỉ 60 %." in shown
    client.force_login(scene.people[0])
    assert 'name="s.1.2"' not in page(client, scene.url())
    assert client.post(scene.url(), {"s.1.2": "100"}).status_code == 422


def test_a_card_of_others_is_not_found(scene: Scene, client: Client) -> None:
    client.force_login(scene.people[1])

    for name, more in (("scorecard", ()), ("criterion", ("1.1",)), ("plan", ("1.1",))):
        page(client, scene.url(name, 0, *more), 404)
    page(client, scene.url("scorecard_workbook"), 404)
    assert client.post(scene.url("add_evidence", 0, "1.1")).status_code == 404


def test_evidence_is_kept_as_a_file_and_handed_out_to_who_sees_the_card(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.people[0])
    add = scene.url("add_evidence", 0, "1.1")
    wrong = client.post(add, {"tep": SimpleUploadedFile("a.exe", b"MZ not a page")})
    assert wrong.status_code == 422
    assert client.post(add, {}).status_code == 422

    file = SimpleUploadedFile("ke-hoach.png", PNG)
    assert client.post(add, {"tep": file, "ten": "Kế hoạch 05"}).status_code == 302

    found = Evidence.objects.get()
    url = scene.url("evidence_file", 0, "1.1", found.pk)
    response = client.get(url)
    assert response.content == PNG
    assert response["Content-Disposition"].startswith("attachment")
    client.force_login(scene.people[1])
    assert client.get(url).status_code == 404
    client.force_login(scene.people[0])
    client.post(scene.url("withdraw_evidence", 0, "1.1", found.pk))
    assert url not in page(client, scene.url("criterion", 0, "1.1"))


def test_objections_remarks_and_plans_go_through_the_page_of_the_criterion(
    scene: Scene, client: Client
) -> None:
    scene.finish("50")
    client.force_login(scene.people[0])
    here = scene.url("criterion", 0, "3.1")
    client.post(
        scene.url("remark", 0, "3.1"), {"noi_dung": "Mẫu khảo sát là bao nhiêu?"}
    )
    client.post(scene.url("object_to", 0, "3.1"), {"kn-noi_dung": "Đề nghị tính lại."})
    assert "Mẫu khảo sát" in page(client, here)
    made = Objection.objects.get()
    client.force_login(scene.chief)
    assert "Kết quả thẩm định mới (%)" in page(client, here)
    answer = scene.url("answer_objection", 0, "3.1", made.pk)
    told = {"tra_loi": "Đã tính lại.", "ket_qua": "nhan", "moi": "nhiều"}
    assert client.post(answer, told).status_code == 422
    assert client.post(answer, told | {"moi": "75"}).status_code == 302
    assert "Chấp nhận" in page(client, here)

    client.force_login(scene.people[0])
    plan = scene.url("plan", 0, "3.1")
    assert "mất 0,50 điểm" in page(client, plan)
    soon = timezone.localdate() + timedelta(days=30)
    client.post(plan, {"viec": "Hỏi ý kiến hằng quý.", "han": f"{soon:%d/%m/%Y}"})
    item = Improvement.objects.get()
    assert item.lost == Decimal("0.50")
    step = reverse("reporting:improvement_step", args=[item.case.code, "finish"])
    client.post(step, {"ghi_chu": "Đã hỏi."})
    item.case.refresh_from_db()
    assert item.case.state == "done"


def test_the_ranking_tells_points_and_rank_side_by_side(
    scene: Scene, client: Client
) -> None:
    scene.finish("50", "80", "80")
    lock_all(scene.made, actor=scene.head, at=MONDAY, note="Các bên đồng ý.")
    before = list(zip(scene.units, map(Decimal, (90, 80, 70)), strict=True))
    rounds.publish_year(
        scene.owner,
        YEAR - 1,
        [Result(unit.code, points, unit.pk) for unit, points in before],
        source="QĐ 1",
        actor=scene.head,
        at=MONDAY,
    )
    client.force_login(scene.people[1])

    shown = page(client, reverse("reporting:ranking", args=[YEAR]))

    assert "UBND xã Thử 2: 18,70 điểm, hạng 1/3. Điểm giảm 61,30; hạng lên 1." in shown
    assert "Điểm và hạng đi ngược nhau" in shown
    assert shown.count("đồng hạng</span>") == 2
    assert 'class="l1 thick"' in shown  # one's own line of the bump chart
    assert "<caption" in shown


def test_a_lock_is_confirmed_with_how_many_and_why_so_early(
    scene: Scene, client: Client
) -> None:
    scene.finish("50", "80")
    client.force_login(scene.chief)
    here = reverse("reporting:scoring", args=[scene.made.pk])
    lock = reverse("reporting:lock_scores", args=[scene.made.pk])
    shown = page(client, here)
    assert "chốt 2 trên 3 phiếu của đợt; chốt rồi không mở lại được" in shown
    assert "Lý do chốt sớm" in shown

    for sent in ({"phieu": "2"}, {"phieu": "2", "chac": "on"}):
        assert client.post(lock, sent).status_code == 422
    step = scene.url("score_step", 0, "lock")
    assert client.post(step, {"ghi_chu": "Đồng ý."}).status_code == 422
    assert not scene.made.cards.filter(case__state="final").exists()
    # a directive of the same number and year has codes of its own (CD-)
    assert {card.case.code[:3] for card in scene.made.cards.all()} == {"PD-"}
    sent = {"phieu": "2", "chac": "on", "ghi_chu": "Các bên đồng ý."}
    assert client.post(lock, sent).status_code == 302
    assert scene.made.cards.filter(case__state="final").count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_as_many_queries_however_long_they_are(
    rows: int,
    settings: Any,
    tmp_path: Path,
    client: Client,
    django_assert_num_queries: Any,
) -> None:
    use_criteria(settings, tmp_path)
    scene = Scene(rows)
    scene.finish(*["80"] * rows)
    client.force_login(scene.chief)
    ranking = reverse("reporting:ranking", args=[YEAR])
    scoring = reverse("reporting:scoring", args=[scene.made.pk])
    for url in (ranking, scoring, scene.url()):
        page(client, url)  # what is kept between pages is kept now

    with django_assert_num_queries(21):
        assert "UBND xã Thử 1" in page(client, ranking)
    with django_assert_num_queries(10):
        assert "UBND xã Thử 1" in page(client, scoring)
    with django_assert_num_queries(17):
        page(client, scene.url())
    for name in ("scorecards", "improvements"):
        with django_assert_num_queries(12 if name == "scorecards" else 10):
            page(client, reverse(f"reporting:{name}"))


def test_the_workbooks_say_what_the_pages_say(
    scene: Scene, client: Client, golden: Callable[[str, Any], None]
) -> None:
    scene.finish("50", "80", "80")
    client.force_login(scene.chief)

    def cells(url: str) -> list[Any]:
        content = b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]  # a file is streamed
        return [" | ".join(row) for _, row in read_table(content, "a.xlsx")]

    ranking = reverse("reporting:ranking_workbook", args=[YEAR])
    golden("scorecard", cells(scene.url("scorecard_workbook")))
    golden("ranking", cells(ranking))


def test_what_is_still_scored_has_no_total_in_lists_and_one_of_its_rows_in_its_book(
    scene: Scene, client: Client
) -> None:
    card = card_of(scene.made, scene.units[0])
    fill(card, scene.hands[0])
    type(card).objects.filter(pk=card.pk).update(own_points=3)  # counted long ago
    client.force_login(scene.chief)

    shown = page(client, reverse("reporting:scoring", args=[scene.made.pk]))
    assert shown.count("đang chấm") == 3
    assert "3,00" not in page(client, reverse("reporting:scorecards"))
    book = client.get(scene.url("scorecard_workbook"))
    content = b"".join(book.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    total = [row for _, row in read_table(content, "a.xlsx")][-1]
    assert total[4] == "17,10"


def said_in(days: int) -> str:
    """A day to come as people write it."""
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def test_a_year_is_opened_from_the_page_and_a_mistake_in_a_file_is_told(
    scene: Scene, client: Client, settings: Any, tmp_path: Path
) -> None:
    client.force_login(scene.chief)
    url = reverse("reporting:open_scoring")
    sent = {
        "nam": "2024",
        "bo": "thu",
        "tu": "01/01/2024",
        "den": "31/12/2024",
        "han_cham": said_in(30),
        "han_tham_dinh": said_in(20),
        "han_kien_nghi": said_in(90),
        "don_vi": [scene.units[0].pk],
    }
    assert "phải sau hạn tự chấm" in client.post(url, sent).content.decode()
    done = client.post(url, sent | {"han_tham_dinh": said_in(60)})
    assert done.status_code == 302
    assert "UBND xã Thử 1" in page(client, done["Location"])
    broken = (
        (tmp_path / "criteria" / "thu.csv").read_text().replace("8;group", "7;group")
    )
    use_criteria(settings, tmp_path, broken)
    assert "thu.csv, dòng 4" in page(client, url, 422)


def test_results_of_other_years_are_pasted_and_rubbish_is_told_by_line(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.chief)
    url = f"{reverse('reporting:publish_scores')}?bang={scene.owner.code}"
    sent = {"nam": "2022", "nguon": "QĐ 9", "bang": "Xã A\t80,5\nXã B\tcao"}
    for points in ("cao", "5_0", "1e1", "100,5", "-1"):
        sent["bang"] = f"Xã A\t80,5\nXã B\t{points}"
        assert "Dòng 2: cần tên đơn vị" in client.post(url, sent).content.decode()
    sent["bang"] = f"Xã A\t80,5\n{scene.units[0].code};71,63"
    assert client.post(url, sent).status_code == 302
    shown = page(client, reverse("reporting:ranking", args=[2022]))
    assert "71,63" in shown
    assert "UBND xã Thử 1" in shown
    assert "Rút kết quả năm 2022" in shown
    address = reverse("reporting:withdraw_scores", args=[2022])
    gone = client.post(f"{address}?bang={scene.owner.code}")
    assert gone.status_code == 422  # not without a word that it is meant
    address = f"{address}?bang={scene.owner.code}"
    assert client.post(address, {"chac": "on"}).status_code == 302
    page(client, reverse("reporting:ranking", args=[2022]), 404)


def test_without_any_year_the_page_says_what_to_do(client: Client) -> None:
    user, _ = officer(make.unit(), ABOVE)
    client.force_login(user)

    assert "Mở đợt chấm" in page(client, reverse("reporting:scores"))
    page(client, reverse("reporting:ranking", args=[2020]), 404)


def test_work_is_taken_up_for_a_year_that_has_no_card_here(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.people[0])
    soon = timezone.localdate() + timedelta(days=30)
    sent = {
        "nam": "2022",
        "tieu_chi": "Dịch vụ công",
        "viec": "Hướng dẫn nộp trực tuyến.",
    }
    url = reverse("reporting:new_improvement")
    assert client.post(url, sent | {"han": "01/01/2020"}).status_code == 422
    assert client.post(url, sent | {"han": f"{soon:%d/%m/%Y}"}).status_code == 302
    made = Improvement.objects.get()
    assert (made.unit, made.year, made.card) == (scene.units[0], 2022, None)
    name = reverse("reporting:improvement_plan", args=[made.case.code])
    assert client.post(name, {"ke_hoach": " "}).status_code == 422
    client.post(name, {"ke_hoach": "181/KH-UBND ngày 08/02/2023"})
    said = page(client, reverse("reporting:improvement", args=[made.case.code]))
    assert "Thuộc 181/KH-UBND ngày 08/02/2023." in said
    assert 'value="181/KH-UBND' not in page(client, url)  # of another year
    assert client.post(name, {"ke_hoach": "x" * 201}).status_code == 422
    client.force_login(scene.people[1])
    page(client, reverse("reporting:improvement", args=[made.case.code]), 404)


def test_results_are_graded_by_the_bands_of_the_set(
    settings: Any, tmp_path: Path, client: Client
) -> None:
    heads = "grades;>=50=Khá|>=0=Kém\ngraded_by;Quy định thử\ncode;label;points"
    use_criteria(settings, tmp_path, CRITERIA.replace("code;label;points", heads, 1))
    scene = Scene()
    client.force_login(scene.chief)
    assert '<span class="sm">' not in page(client, scene.url())  # nothing is answered

    scene.finish("100", "100", "0")

    url = reverse("reporting:ranking", args=[YEAR])
    shown = page(client, url)
    assert "Xếp loại (tạm tính)" in shown
    assert "Khá 3 đơn vị" in shown
    assert "Quy định thử" in shown
    assert "Khá từ 50 %, Kém từ 0 %" in page(client, scene.url())
    book = b"".join(client.get(f"{url}xlsx/").streaming_content)  # type: ignore[attr-defined]  # a file
    assert sum("Khá" in row for _, row in read_table(book, "a.xlsx")) == 3

"""N01, N02 and the pages of documents: who sees what, and at what cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienmach.tasks.actions import extensions
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.actions.tasks import Brings
from lienmach.tasks.flow import State
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.tests.make_tasks import DAY, Kind, Office, text_of
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02"
    b"\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
LIST = reverse("tasks:tasks")
TABLE = (
    "STT\tNội dung\tSản phẩm\tChủ trì\tPhối hợp\tThời hạn\n"
    "1\tRà soát thủ tục đất đai\tPhương án\tPhòng Một\tPhòng Hai, Hội Nông dân\tQuý I\n"
    "2\tTập huấn một cửa\t\tPhòng Hai\t\t30/6\n"
)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def chief(office: Office, client: Client) -> Client:
    client.force_login(office.chief_user)
    return client


def _act(task: Task, slug: str) -> str:
    return reverse("tasks:act", args=[task.case.code, slug])


def test_a_unit_sees_and_moves_its_own_tasks_only(
    office: Office, client: Client
) -> None:
    plan = office.plan()
    own = office.task(plan, text="Việc của phòng Một")
    office.task(plan, lead=office.second, text="Việc của phòng Hai")
    client.force_login(office.worker_user)

    page = text_of(client, LIST)
    assert "Việc của phòng Một" in page
    assert "Việc của phòng Hai" not in page
    assert "Chỉ tính các nhiệm vụ đơn vị bạn" in text_of(
        client, reverse("tasks:mandate", args=[plan.pk])
    )
    assert client.get(_act(own, "nghiem-thu")).status_code == 403
    assert client.get(reverse("tasks:give", args=[plan.pk])).status_code == 403


def test_a_stranger_finds_nothing(office: Office, client: Client) -> None:
    task = office.task()
    client.force_login(Office().chief_user)

    for name, place in (("task", task.case.code), ("mandate", task.mandate_id)):
        assert client.get(reverse(f"tasks:{name}", args=[place])).status_code == 404
    assert client.post(_act(task, "nghiem-thu"), {}).status_code == 404


def test_a_result_goes_from_hand_to_hand(office: Office, client: Client) -> None:
    task = office.task()
    client.force_login(office.worker_user)
    sent = {"noi_dung": "Đã ban hành", "ngay": "5/1/2026", "so": task.case.number}

    page = text_of(client, _act(task, "nop"), **sent)
    assert "Chưa có bằng chứng" in page
    assert "Đã ban hành" in page

    file = SimpleUploadedFile("ket-qua.png", PNG)
    response = client.post(_act(task, "nop"), {**sent, "tep": file})
    assert response.status_code == 302, response.content.decode()[:3000]
    proof = task.proofs.get()
    way = reverse("tasks:proof_file", args=[task.case.code, proof.pk])
    assert client.get(way).content == PNG

    client.force_login(office.chief_user)
    number = Task.objects.select_related("case").get(pk=task.pk).case.number
    client.post(_act(task, "nghiem-thu"), {"chat_luong": "good", "so": number})
    task.case.refresh_from_db()
    assert task.case.state == State.DONE

    client.post(reverse("tasks:undo", args=[task.case.code]))
    task.case.refresh_from_db()
    assert task.case.state == State.SUBMITTED


def test_a_stale_page_moves_nothing_and_the_request_is_shown(
    office: Office, chief: Client
) -> None:
    task = office.task()
    until = DAY + timedelta(days=30)
    said: Any = {"reason": "Chờ tỉnh trả lời", "actor": office.worker, "at": MONDAY}
    extensions.ask_for_time(task, until, **said)

    page = text_of(chief, _act(task, "tra-loi"))
    assert f"{until:%d/%m/%Y}" in page
    assert "Chờ tỉnh trả lời" in page

    actions.drop(task, document="8/QĐ", note="Trùng", actor=office.chief, at=MONDAY)
    page = text_of(chief, _act(task, "sua"), noi_dung="Việc gõ dở")
    assert "Thôi thực hiện»: không làm việc này được" in page
    assert "Việc gõ dở" in page


def test_of_two_who_correct_a_document_the_second_is_told(
    office: Office, chief: Client
) -> None:
    plan = office.plan()
    way = reverse("tasks:change_mandate", args=[plan.pk])
    shown = chief.get(way).context["form"].initial
    sent = {**shown, "ngay": "5/1/2026"}

    chief.post(way, {**sent, "ten": "Tên của người thứ nhất"})
    page = text_of(chief, way, **{**sent, "ten": "Tên của người thứ hai"})

    assert "đã được sửa từ lúc trang được mở" in page
    assert "Tên của người thứ hai" in page
    plan.refresh_from_db()
    assert plan.title == "Tên của người thứ nhất"


def test_bad_input_is_said_at_its_field_and_kept(office: Office, chief: Client) -> None:
    plan = office.plan()
    way = reverse("tasks:give", args=[plan.pk])

    response = chief.post(
        way, {"noi_dung": "Tập huấn", "han": "31/2/2026", "giao": "5/1/2026"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ngày chưa đúng" in page
    assert "Chưa chọn đơn vị chủ trì" in page
    assert "Tập huấn" in page
    shown = reverse("tasks:mandate", args=[plan.pk])
    for url, status in (
        (f"{LIST}?han=x&htu=abc&lv=zz", 200),
        (f"{shown}?ngay=x", 200),
        (reverse("tasks:act", args=["NV-0-0.0", "nop"]), 404),
    ):
        assert chief.get(url).status_code == status


def test_a_plan_is_entered_and_a_table_gives_its_tasks(
    office: Office, chief: Client
) -> None:
    chief.post(
        reverse("tasks:new_mandate"),
        {
            "don_vi": office.unit.pk,
            "loai": Kind.CONTROL,
            "nguon": "own",
            "nam": "2026",
            "ten": "Kế hoạch kiểm soát thủ tục",
            "so": "9/KH-UBND",
            "ngay": "5/1/2026",
            "co_quan": "UBND thử",
        },
    )
    plan = Mandate.objects.get()
    way = reverse("tasks:paste", args=[plan.pk])

    page = text_of(chief, way, bang=TABLE, giao="5/1/2026")
    assert "Giao 2 nhiệm vụ" in page
    assert not Task.objects.exists()
    seen = page.partition('name="da_xem" value="')[2].partition('"')[0]
    file = SimpleUploadedFile("bang.csv", TABLE.replace("\t", ";").encode())
    brought = chief.post(way, {"tep": file, "giao": "5/1/2026"}).content.decode()
    assert f'value="{seen}"' in brought
    assert "Rà soát thủ tục đất đai\tPhương án" in brought
    other = text_of(
        chief,
        way,
        bang=TABLE + "3\tThêm\t\tPhòng Hai\t\t1/7\n",
        giao="5/1/2026",
        da_xem=seen,
        ghi="1",
    )
    assert "Giao 3 nhiệm vụ" in other
    chief.post(way, {"bang": TABLE, "giao": "5/1/2026", "da_xem": seen, "ghi": "1"})

    first, second = Task.objects.order_by("pk")
    assert (first.first_due_on, second.first_due_on) == (
        date(2026, 3, 31),
        date(2026, 6, 30),
    )
    assert (first.helpers, first.others) == ([office.second.pk], "Hội Nông dân")
    assert first.case.unit_id == office.first.pk


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("1\tViệc\t\tPhòng Lạ\t\t30/6", "không rõ đơn vị «Phòng Lạ»"),
        ("1\tViệc\t\tPhòng\t\t30/6", "không rõ đơn vị «Phòng»"),
        ("1\tViệc\t\tPhòng Một\t\tsớm nhất", "không rõ hạn «sớm nhất»"),
        ("1\t\t\tPhòng Một\t\t30/6", "chưa có nội dung"),
        ("1\tViệc\t\tPhòng Một\t\t31/12/2025", "trước ngày giao"),
        ("1\tViệc\t\tPhòng Một\t\t31/12/2031", "quá xa"),
        (f"1\tViệc\t{'x' * 501}\tPhòng Một\t\t30/6", "sản phẩm dài quá 500 ký tự"),
        (f"{'1' * 13}\tViệc\t\tPhòng Một\t\t30/6", "số thứ tự dài quá 12"),
        (
            "Nội dung\tChủ trì\tHạn\tLĩnh vực\nViệc\tPhòng Một\t30/6\tCải cách",
            "không rõ lĩnh vực «Cải cách»",
        ),
        ("\n".join(["Việc"] * 301), "nhiều nhất 300 nhiệm vụ"),
        ("", "Dán bảng, hoặc chọn tệp"),
    ],
)
def test_a_table_with_mistakes_gives_nothing(
    office: Office, chief: Client, table: str, said: str
) -> None:
    way = reverse("tasks:paste", args=[office.plan().pk])

    page = text_of(chief, way, bang=table, giao="5/1/2026", ghi="1")

    assert said in page
    assert not Task.objects.exists()


def test_lines_of_a_report_become_tasks_with_one_lead_and_day(
    office: Office, chief: Client
) -> None:
    way = reverse("tasks:paste", args=[office.plan().pk])
    sent = {
        "bang": "- Tiếp tục rà soát thủ tục\n2. Tập huấn một cửa",
        "giao": "5/1/2026",
        "chu_tri": office.first.pk,
        "han": "30/6/2026",
    }
    seen = text_of(chief, way, **sent).partition('da_xem" value="')[2].partition('"')[0]

    chief.post(way, {**sent, "da_xem": seen, "ghi": "1"})

    texts = list(Task.objects.order_by("pk").values_list("text", flat=True))
    assert texts == ["Tiếp tục rà soát thủ tục", "Tập huấn một cửa"]


def test_a_directive_gives_each_unit_a_task_of_its_own(
    office: Office, chief: Client
) -> None:
    order = office.plan(Kind.DIRECTIVE)
    sent = {"noi_dung": "Báo cáo kỷ cương", "giao": "5/1/2026"}
    units = [office.first.pk, office.second.pk]
    way = reverse("tasks:give", args=[order.pk])
    chief.post(way, {**sent, "han": "20/1/2026", "don_vi": units})
    first, second = Task.objects.order_by("pk")
    office.finish(first, at=MONDAY + timedelta(days=3))
    office.finish(second, at=MONDAY + timedelta(days=30))

    page = text_of(chief, reverse("tasks:mandate", args=[order.pk]))

    assert "Xong sớm 12 ngày" in page
    assert "Xong trễ 15 ngày" in page
    office.hand_in(office.task(order, text="Chờ nghiệm thu"))
    page = text_of(chief, reverse("tasks:mandate", args=[order.pk]))
    assert "2 nộp, báo cáo đúng hạn" in page
    assert "2 nhiệm vụ" in text_of(chief, f"{LIST}?xem=tat-ca&kq=nop-dung")
    tasks = text_of(chief, f"{LIST}?xem=xong&loai=chi-dao")
    assert "2 nhiệm vụ" in tasks
    assert first.case.code.startswith("CD-")
    sunday = {**sent, "han": "18/1/2026", "don_vi": units}
    said = chief.post(way, sunday, follow=True).content.decode()
    assert "Hạn 18/01/2026 rơi vào ngày nghỉ: tính đến 19/01/2026" in said


def test_a_pooler_between_changes_nothing(office: Office, monkeypatch: Any) -> None:
    name = "DISABLE_SERVER_SIDE_CURSORS"
    monkeypatch.setitem(connection.settings_dict, name, True)

    assert office.finish(office.task()).case.state == State.DONE


def test_the_hidden_form_of_evidence_is_not_what_the_page_means(
    office: Office, client: Client
) -> None:
    task = office.task()
    client.force_login(office.worker_user)

    page = text_of(client, reverse("tasks:task", args=[task.case.code]))

    assert page.count("data-primary") == 1
    assert (
        "data-primary"
        not in page.partition("Thêm bằng chứng")[2].partition("</form")[0]
    )


def test_fields_add_up_to_the_plan(office: Office, chief: Client) -> None:
    plan = office.plan()
    office.task(plan)
    gone = office.task(plan)
    actions.drop(gone, document="1/QĐ", note="Thôi", actor=office.chief, at=MONDAY)

    page = text_of(chief, reverse("tasks:mandate", args=[plan.pk]))

    assert "2 nhiệm vụ, 1 đã thôi thực hiện" in page
    assert "Không xếp" in page
    assert "1 nhiệm vụ" in text_of(chief, f"{LIST}?lv=khong-xep")
    assert "1 nhiệm vụ" not in text_of(chief, f"{LIST}?lv=the-che")


def test_withdrawn_evidence_is_not_given_out(office: Office, client: Client) -> None:
    task = office.task()
    file = Brings("", "ket-qua.png", PNG)
    proof = actions.add_proof(task, file, actor=office.worker, at=MONDAY)
    actions.withdraw_proof(proof, actor=office.worker, at=MONDAY)
    client.force_login(office.worker_user)

    way = reverse("tasks:proof_file", args=[task.case.code, proof.pk])

    assert client.get(way).status_code == 404


def test_each_line_of_a_cell_names_a_unit_and_the_preview_says_what_was_read(
    office: Office, chief: Client
) -> None:
    table = (
        "Nội dung,Chủ trì,Phối hợp,Hạn,Lĩnh vực\n"
        'Rà soát,Ủy ban,"Phòng Một\nPhòng Hai",30/6,Thể chế\n'
    )
    way = reverse("tasks:paste", args=[office.plan().pk])
    file = SimpleUploadedFile("bang.csv", table.encode())

    page = chief.post(way, {"tep": file, "giao": "5/1/2026"}).content.decode()

    assert "cùng Phòng Một, Phòng Hai" in page
    assert "Lĩnh vực: Cải cách thể chế" in page
    assert "&quot;Phòng Một\nPhòng Hai&quot;" in page  # sent again as it was read


def test_a_wrong_day_is_said_at_its_field_and_one_goes_on_giving(
    office: Office, chief: Client
) -> None:
    way = reverse("tasks:give", args=[office.plan().pk])
    sent = {"noi_dung": "Tập huấn", "chu_tri": office.first.pk, "giao": "5/1/2026"}

    response = chief.post(way, sent | {"han": "4/1/2026"})
    assert list(response.context["form"].errors) == ["han"]
    assert 'name="nua"' in response.content.decode()

    response = chief.post(way, sent | {"han": "30/1/2026", "nua": "1"})
    assert response["Location"] == way


@pytest.mark.parametrize(
    ("slug", "field", "day"),
    [
        ("nop", "ngay", "4/1/2026"),
        ("nop", "ngay", "31/12/2099"),
        ("tien-do", "du_kien", "4/1/2026"),
        ("lui-han", "han", "15/1/2026"),
        ("lui-han", "han", "31/12/2099"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field_of_each_form(
    slug: str, field: str, day: str, office: Office, chief: Client
) -> None:
    sent = {"noi_dung": "Đã xong", "ghi_chu": "Chờ tỉnh", "van_ban": "7/CV"}

    response = chief.post(_act(office.task(), slug), sent | {field: day})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_a_paper_is_withdrawn_and_put_back_from_its_page(
    office: Office, chief: Client
) -> None:
    plan = office.plan()
    way = reverse("tasks:mandate", args=[plan.pk])
    sent = {"so": "7/QĐ", "co_quan": "UBND thử", "ve_viec": "Điều chỉnh"}
    put = reverse("tasks:add_paper", args=[plan.pk])
    wrong = chief.post(put, sent | {"ngay": "1/1/2099"})
    assert list(wrong.context["form"].errors) == ["ngay"]
    chief.post(put, sent | {"ngay": "5/1/2026"})
    paper = plan.papers.get()

    chief.post(
        reverse("tasks:withdraw_paper", args=[plan.pk, paper.pk]), {"vi_sao": "Nhầm"}
    )
    assert "Đã rút lúc" in text_of(chief, way)
    back = reverse("tasks:restore_paper", args=[plan.pk, paper.pk])
    assert back in text_of(chief, way)
    chief.post(back)

    assert "Đã rút lúc" not in text_of(chief, way)
    chief.post(reverse("tasks:withdraw", args=[plan.pk]), {"vi_sao": "Nhầm"})
    assert chief.get(way).status_code == 404
    undo = reverse("tasks:restore", args=[plan.pk])
    assert chief.session["done"][0]["undo"] == undo
    assert chief.post(undo).status_code == 302
    assert paper.number in text_of(chief, way)
    assert chief.post(undo).status_code == 404  # it stands
    other = reverse("tasks:withdraw_paper", args=[office.plan().pk, paper.pk])
    assert chief.get(other).status_code == 404

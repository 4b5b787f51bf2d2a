"""The procedures of a file are rehearsed in its preview, before they are let in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.models import Job
from lienmach.onestop.models import Route
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import Grant, User
from lienmach.registers.models import ImportTrial, ProcedureVersion
from lienmach.registers.queries.procedures import words
from tests import make

pytestmark = pytest.mark.django_db
URL = "registers:procedures_import"


@pytest.fixture
def office() -> Office:
    office = made.office()
    made.one_stop(office)
    return office


@pytest.fixture
def keeper(office: Office, client: Client) -> User:
    person = make.user(office.committee, "registers.procedures")
    client.force_login(person)
    return person


def _file(count: int) -> SimpleUploadedFile:
    levels = words().levels
    level = next(iter(levels.values()))
    lines = [
        f"3.{n:06},Thủ tục số {n},Hộ tịch,{level},10 ngày làm việc"
        for n in range(count)
    ]
    head = "Mã,Tên thủ tục,Lĩnh vực,Cấp,Thời hạn"
    return SimpleUploadedFile("tep.csv", "\n".join([head, *lines]).encode())


def _send(client: Client, count: int) -> str:
    sent = {"tep": _file(count), "tu_ngay": timezone.localdate().strftime("%d/%m/%Y")}
    answer = client.post(reverse(URL), sent)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_few_are_played_while_the_preview_is_made_and_nothing_is_kept(
    office: Office, keeper: User, client: Client
) -> None:
    before = ProcedureVersion.objects.count()

    page = _send(client, 1)
    Route.objects.all().delete()
    failing = _send(client, 1)

    assert "Thời hạn: Chưa có thời hạn" not in page
    assert "Chưa phân công nơi thụ lý" not in page
    assert "<b>3.000000</b>" in failing
    assert "Nơi thụ lý: Chưa phân công nơi thụ lý cho lĩnh vực Hộ tịch." in failing
    assert "Ghi vào danh mục" in failing
    assert ProcedureVersion.objects.count() == before
    assert not Job.objects.filter(kind="registers.rehearse").exists()


def test_many_are_played_by_a_job_whose_page_tells_how_far_it_is(
    office: Office, keeper: User, client: Client
) -> None:
    Grant.objects.filter(person=office.leader).delete()  # nobody signs
    before = ProcedureVersion.objects.count()

    page = _send(client, 4)

    trial = ImportTrial.objects.get()
    url = reverse("registers:import_trial", args=[trial.pk])
    assert f'hx-get="{url}"' in page
    assert "Đang chờ tới lượt diễn tập" in page
    part = client.get(url, headers={"HX-Request": "true"})
    assert (part.status_code, b"<html" in part.content) == (200, False)
    assert client.get(url)["Refresh"] == "5"

    assert _run()
    done = client.get(url, headers={"HX-Request": "true"})
    said = done.content.decode()
    assert done.status_code == 286
    assert said.count("Không ai có quyền ký kết quả") == 4
    assert "<b>3.000003</b>" in said
    assert ProcedureVersion.objects.count() == before

    stranger = Client()
    stranger.force_login(make.user(office.committee, "registers.procedures"))
    assert stranger.get(url).status_code == 404


def test_a_job_goes_with_what_its_actor_may_do_now(
    office: Office, keeper: User, client: Client
) -> None:
    _send(client, 3)
    keeper.posts.all().delete()
    Grant.objects.filter(person=keeper).delete()

    assert _run()

    job = Job.objects.get(kind="registers.rehearse")
    assert "không còn làm việc" in job.error
    assert ImportTrial.objects.get().told == {}


def _run() -> bool:
    return jobs.run_next(at=timezone.now())

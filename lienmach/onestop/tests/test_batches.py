"""Many dossiers at once, in the background: each has its answer, and a way back."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import exports, jobs
from lienmach.base.files import is_kept, load
from lienmach.base.models import Job
from lienmach.calc.refusal import Refused
from lienmach.cases.models import Case
from lienmach.onestop.actions import batches, hands, steps
from lienmach.onestop.flow import State
from lienmach.onestop.models import Batch, Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import AuditRecord, Grant
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(batches, "AT_THE_PAGE", 2)
    return made.office()


def _client(office: Office) -> Client:
    client = Client()
    client.force_login(office.leader)
    return client


def _text(page: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(page.content.decode()))


def _work() -> None:
    while jobs.run_next(at=timezone.now()):
        pass


def _ticked(dossiers: list[Dossier]) -> dict[str, Any]:
    return {"chon": [dossier.pk for dossier in dossiers]}


def _chosen(page: str) -> str:
    found = re.search(r'name="da-chon" value="([^"]+)"', page)
    assert found
    return found[1]


def _states() -> list[str]:
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def test_more_than_a_page_is_done_in_the_background_and_each_has_its_answer(
    office: Office,
) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    taken = made.in_progress(office)

    begun = client.post(reverse("onestop:work_accept"), _ticked([*fresh, taken]))
    waiting = _text(client.get(begun["Location"]))
    assert _states() == ["received"] * 3 + ["in_progress"]
    _work()
    page = _text(client.get(begun["Location"]))

    assert "Đang chờ tới lượt" in waiting
    assert _states() == ["in_progress"] * 4
    assert "Nhận xử lý 4 hồ sơ: 3 xong, 1 chưa" in page
    assert taken.case.code in page
    assert "Làm lại những hồ sơ chưa được" in page
    assert "Nhận xử lý 4 hồ sơ" in _text(client.get(reverse("onestop:batches")))


def test_what_was_refused_is_tried_again_and_what_was_done_is_not(
    office: Office,
) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    made_, at = fresh[0], timezone.now()
    hands.assign(
        made_.case_id, actor=office.receives, at=at, to_unit=office.division.pk
    )
    Case.objects.filter(pk=made_.pk).update(state=State.SIGNING)
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))
    _work()
    Case.objects.filter(pk=made_.pk).update(state=State.RECEIVED)

    again = client.post(f"{begun['Location']}lai/")
    _work()

    page = _text(client.get(again["Location"]))
    assert "Đã xong cả 1 hồ sơ." in page
    assert _states() == ["in_progress"] * 3
    second = Batch.objects.latest("pk")
    with pytest.raises(Refused, match="Không còn"):
        batches.again(second, actor=office.leads, at=at)


def test_a_batch_is_taken_back_as_one_and_what_went_on_stays(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))
    _work()
    steps.take(fresh[0].pk, "forward", actor=office.leads, at=timezone.now())

    back = client.post(f"{begun['Location']}hoan-tac/")
    _work()

    assert _states() == ["in_progress", "received", "received"]
    assert "Hoàn tác 3 hồ sơ: 2 xong, 1 chưa" in _text(client.get(back["Location"]))
    assert "Đã hoàn tác, xem kết quả" in _text(client.get(begun["Location"]))
    assert client.post(f"{begun['Location']}hoan-tac/").status_code == 422


def test_a_way_back_tried_too_early_can_be_tried_again(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))
    _work()
    at, leads = timezone.now(), office.leads
    for one in fresh:
        steps.take(one.pk, "forward", actor=leads, at=at)
    early = client.post(f"{begun['Location']}hoan-tac/")
    assert client.post(f"{begun['Location']}hoan-tac/").status_code == 422
    _work()
    assert _states() == ["in_progress"] * 3
    assert "hãy hoàn tác bước sau trước" in _text(client.get(early["Location"]))
    for one in fresh[:2]:
        steps.undo(one.pk, actor=leads, at=timezone.now())

    client.post(f"{begun['Location']}hoan-tac/")
    _work()

    assert _states() == ["received", "received", "in_progress"]
    assert "Đã hoàn tác, xem kết quả" in _text(client.get(begun["Location"]))


def test_all_that_match_are_given_to_a_person_without_being_listed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "MOST_AT_ONCE", 2)
    client, at = _client(office), timezone.now()
    for _ in range(3):
        case = made.dossier(office).case
        hands.assign(case.pk, actor=office.receives, at=at, to_unit=office.division.pk)
    url = f"{reverse('onestop:work_assign')}?xem=tat-ca&lv=ho-tich"

    asked = _text(client.post(url, {"tat-ca": "1"}))
    late = made.dossier(office).case
    hands.assign(late.pk, actor=office.receives, at=at, to_unit=office.division.pk)
    changed = Case.objects.exclude(pk=late.pk).latest("pk")
    hands.note(changed.pk, "Đã gọi người nộp", actor=office.leads, at=timezone.now())
    assert "mọi hồ sơ khớp bộ lọc" in asked
    carried = {"tat-ca": "1", "ca-bo-loc": "1", "da-chon": _chosen(asked)}
    assert 'name="ca-bo-loc" value="1"' in asked
    sent = {**carried, "person": office.officer.pk}
    begun = client.post(url, {**sent, "note": ""})
    _work()

    assert "Phân công 3 hồ sơ" in asked
    assert 'name="chon"' not in asked
    assert begun.status_code == 302
    held = dict(Case.objects.values_list("pk", "person"))
    assert {held.pop(late.pk), held.pop(changed.pk)} == {None}
    assert list(held.values()) == [office.officer.pk] * 2
    page = _text(client.get(begun["Location"]))
    assert "Phân công 3 hồ sơ: 2 xong, 1 chưa" in page
    assert f"Giao cho</dt><dd>{office.officer.name}</dd>" in page
    assert "Mọi hồ sơ khớp: <a" in page
    assert ">Tất cả; Lĩnh vực: Hộ tịch</a>" in page
    assert office.leader.name in page
    listed = _text(client.get(reverse("onestop:batches")))
    assert f"Phân công 3 hồ sơ cho {office.officer.name}</a>" in listed
    assert ">Tất cả; Lĩnh vực: Hộ tịch</a>" in listed
    assert "đã qua bước khác" in page
    again = client.post(f"{begun['Location']}lai/")
    _work()
    assert "Làm lại phần chưa được của <a" in _text(client.get(again["Location"]))
    assert Case.objects.get(pk=changed.pk).person_id == office.officer.pk


def test_what_changed_while_a_batch_waited_is_left_as_it_is(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    client.post(reverse("onestop:work_accept"), _ticked(fresh))
    at = timezone.now()
    hands.note(fresh[0].pk, "Chờ đã", actor=office.leads, at=at)
    _work()

    assert _states() == ["received", "in_progress", "in_progress"]


def test_what_changed_while_a_page_asked_to_whom_is_left_as_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_THE_PAGE", 50)
    client, at = _client(office), timezone.now()
    fresh = [made.dossier(office) for _ in range(2)]
    for one in fresh:
        hands.assign(one.pk, actor=office.receives, at=at, to_unit=office.division.pk)
    url = reverse("onestop:work_assign")
    asked = _text(client.post(url, _ticked(fresh)))
    hands.note(fresh[0].pk, "Chờ đã", actor=office.leads, at=timezone.now())
    sent = {**_ticked(fresh), "da-chon": _chosen(asked), "note": ""}

    told = _text(client.post(url, {**sent, "person": office.officer.pk}))

    held = list(Case.objects.order_by("pk").values_list("person", flat=True))
    assert held == [None, office.officer.pk]
    assert "đã qua bước khác" in told
    assert f"{fresh[0].pk}." in _chosen(told)


def test_a_stopped_batch_leaves_the_rest_as_it_was(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))

    client.post(f"{begun['Location']}dung/")
    _work()

    assert _states() == ["received"] * 3
    page = _text(client.get(begun["Location"]))
    assert "đã dừng theo yêu cầu" in page
    assert "chưa làm tới, vì đã dừng" in page


def test_a_fault_at_one_is_its_reason_and_the_others_are_done(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION torn() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE 'disk torn'; END $$;
            CREATE TRIGGER torn BEFORE INSERT ON cases_caseevent FOR EACH ROW
                WHEN (NEW.case_id = {fresh[1].pk}) EXECUTE FUNCTION torn();"""
        )
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))

    _work()

    page = _text(client.get(begun["Location"]))
    assert _states() == ["in_progress", "received", "in_progress"]
    assert "Nhận xử lý 3 hồ sơ: 2 xong, 1 chưa" in page
    assert "Lỗi ở phía chúng tôi" in page
    assert "đã dừng" not in page


def test_a_batch_that_failed_is_not_said_to_have_been_stopped(office: Office) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))
    Batch.objects.update(verb="gone")  # nobody runs these
    for _ in range(jobs.ATTEMPTS):
        Job.objects.update(run_after=timezone.now())
        _work()

    page = _text(client.get(begun["Location"]))

    assert "Việc chạy nền bị lỗi giữa chừng" in page
    assert "chưa làm tới, vì việc chạy nền bị lỗi" in page
    assert "đã dừng" not in page


def test_rights_are_those_of_the_moment_and_a_batch_is_its_makers(
    office: Office,
) -> None:
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    begun = client.post(reverse("onestop:work_accept"), _ticked(fresh))
    Grant.objects.filter(person=office.leader).delete()
    _work()

    assert _states() == ["received"] * 3
    assert "Không có quyền" in Batch.objects.get().items.first().reason  # type: ignore[union-attr]  # there is one
    other = Client()
    other.force_login(office.officer)
    assert other.get(begun["Location"]).status_code == 404


def test_run_twice_a_batch_does_each_once(office: Office) -> None:
    fresh = [made.dossier(office) for _ in range(3)]
    at = timezone.now()
    batch = batches.begin(
        Batch.Verb.ACCEPT,
        {one.pk: one.case.number for one in fresh},
        {},
        actor=office.leads,
        at=at,
    )
    assert batch.job
    for _ in range(2):
        batches.run(jobs.Progress(batch.job.pk), batch, clock=timezone.now)

    assert batch.items.filter(reason="", number__isnull=False).count() == 3


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")]
)
def test_a_long_list_is_written_in_the_background(
    kind: str, begins: bytes, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LONG", 2)
    client, fresh = _client(office), [made.dossier(office) for _ in range(3)]
    short = client.get(f"{reverse('onestop:work')}?xuat={kind}")

    begun = client.get(f"{reverse('onestop:work')}?xem=tat-ca&xuat={kind}")
    _work()
    page = _text(client.get(begun["Location"]))
    file = client.get(f"{begun['Location']}tep/")

    assert "attachment" in short["Content-Disposition"]
    assert b"".join(short.streaming_content)  # type: ignore[attr-defined]  # it is a file
    assert "Tải ho-so-" in page
    content = b"".join(file.streaming_content)  # type: ignore[attr-defined]  # it is a file
    assert content.startswith(begins)
    assert content == load(Batch.objects.get().file_key)
    if kind == "csv":
        assert all(one.case.code in content.decode() for one in fresh)
    assert AuditRecord.objects.filter(verb="exported").count() == 2


def test_an_exported_file_leaves_the_store_after_its_days(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LONG", 0)
    client, _ = _client(office), made.dossier(office)
    pages = [
        client.get(f"{reverse('onestop:work')}?xem=tat-ca&xuat={kind}")["Location"]
        for kind in ("csv", "xlsx")
    ]
    _work()
    old, new = Batch.objects.order_by("pk")
    over = timezone.now() - Batch.KEPT
    Batch.objects.filter(pk=old.pk).update(made_at=over)

    assert batches.forget_files(at=timezone.now()) == 1
    _work()

    assert not is_kept(old.file_key)
    assert is_kept(new.file_key)
    assert "Tệp đã quá 7 ngày" in _text(client.get(pages[0]))
    assert client.get(f"{pages[0]}tep/").status_code == 404
    assert "tệp đã quá hạn tải" in _text(client.get(reverse("onestop:batches")))
    assert batches.forget_files(at=timezone.now()) == 0


def test_the_list_of_batches_says_what_it_is_for_when_there_are_none() -> None:
    client = Client()
    client.force_login(make.user(None, "onestop.see"))

    assert "Chưa có việc nào chạy nền" in _text(client.get(reverse("onestop:batches")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_batch_asks_the_same_number_of_queries(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    taken = [made.in_progress(office) for _ in range(rows)]
    at = timezone.now()
    ids = {one.pk: one.case.number for one in taken}
    batch = batches.begin(Batch.Verb.ACCEPT, ids, {}, actor=office.leads, at=at)
    _work()
    client = _client(office)

    with django_assert_num_queries(15):
        page = client.get(reverse("onestop:batch", args=[batch.pk]))

    assert _text(page).count('class="rl"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_batches_asks_the_same_number_of_queries(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    at = timezone.now()
    for _ in range(rows):
        one = made.in_progress(office)
        ids = {one.pk: one.case.number}
        batches.begin(Batch.Verb.ACCEPT, ids, {}, actor=office.leads, at=at)
    _work()
    client = _client(office)

    with django_assert_num_queries(14):
        page = client.get(reverse("onestop:batches"))

    assert _text(page).count('class="rl"') == rows

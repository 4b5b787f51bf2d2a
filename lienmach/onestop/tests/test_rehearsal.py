"""A procedure is played before anybody comes with it, and nothing stays of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.deadline import Limit
from lienmach.calc.procedures import Fee, Hop, Step
from lienmach.cases.models import Case
from lienmach.onestop.actions.rehearsal import rehearse
from lienmach.onestop.flow import PROCESS, RECEIVE, SIGN
from lienmach.onestop.models import Counter, Party, Route
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import PROCEDURE
from lienmach.org.models import Grant, UnitVersion
from lienmach.registers.models import (
    Place,
    ProcedureChange,
    ProcedureVersion,
    Publication,
)
from lienmach.registers.tests import make_procedure
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


def _posted() -> None:
    for place in Place:
        Publication.objects.create(
            version=ProcedureVersion.objects.get(),
            place=place,
            posted_on=DAY,
            made_at=MONDAY,
        )


def _said(office: made.Office) -> list[str]:
    found = rehearse(PROCEDURE, office.counter.pk, on=DAY)
    return [f"{doubt.where}: {doubt.text}" for doubt in found.doubts]


def test_a_sound_procedure_is_played_to_its_end_and_leaves_nothing_behind() -> None:
    office = made.office()
    _posted()

    found = rehearse(PROCEDURE, office.counter.pk, on=DAY)

    assert found.is_ready, (found.doubts, found.samples)
    assert len(found.samples) == 3
    assert found.samples[0].told[-1] == f"{office.clerk.name} trả kết quả"
    assert found.samples[1].received_at.weekday() == 4
    left = (Case.objects, Party.objects, Counter.objects)
    assert not any(rows.exists() for rows in left)


def test_each_part_is_played_by_somebody_who_may_do_little_else() -> None:
    office = made.office()
    _posted()
    Grant.objects.filter(person__in=[office.officer, office.leader]).delete()
    everything = f"{RECEIVE} {PROCESS} {SIGN}"
    alone = make.user(office.division, everything, name="Vạn Năng")

    both = rehearse(PROCEDURE, office.counter.pk, on=DAY)
    make.user(office.division, PROCESS, name="Chỉ Xử Lý")
    make.user(office.division, f"{PROCESS} {SIGN}", name="Ký Và Xử Lý")
    apart = rehearse(PROCEDURE, office.counter.pk, on=DAY)

    assert f"{alone.name} vừa xử lý và ký" in both.remark
    assert apart.remark == ""
    told = apart.samples[0].told
    assert "Chỉ Xử Lý nhận xử lý" in told
    assert "Ký Và Xử Lý ký" in told


def test_a_procedure_is_found_by_words_and_asked_about_where_several_fit(
    client: Client,
) -> None:
    office = made.office()
    made.one_stop(office)
    make_procedure.version("1.000077", name="Đăng ký khai tử")
    client.force_login(make.user(office.committee, "registers.procedures"))

    def page(typed: str) -> tuple[int, str]:
        sent = {"thu_tuc": typed, "quay": str(office.counter.pk), "ngay": "05/01/2026"}
        answer = client.get(reverse("onestop:rehearsal"), sent)
        return answer.status_code, answer.content.decode()

    first = client.get(reverse("onestop:rehearsal")).content.decode()
    assert "Ví dụ" not in first
    assert "1.000077 · Đăng ký khai tử" in page("khai tử")[1]
    several = page("đăng ký khai")[1]
    assert "Diễn tập thủ tục nào?" in several
    assert "thu_tuc=1.000077" in several
    assert f"thu_tuc={PROCEDURE}" in several
    status, none = page("bay lên trời")
    assert status == 422
    assert "Không có thủ tục nào khớp «bay lên trời»" in none
    assert "do người có quyền ở đơn vị làm bước ấy" in page("khai tử")[1]


def test_a_missing_limit_and_wrong_fees_are_found() -> None:
    ended = Fee("Lệ phí", 8000, "", "15/NQ-HĐND", None, date(2025, 12, 31))
    office = made.office(limit=None, fees=(ended, Fee("Lệ phí", 5000)))

    said = " ".join(_said(office))

    assert "Chưa có thời hạn" in said
    assert "hết hiệu lực ngày 31/12/2025" in said
    assert "không ghi văn bản" in said
    assert "ghi hai lần" in said
    assert "Chưa công khai ở" in said


def test_somebody_without_the_right_is_found_at_each_place() -> None:
    office = made.office()
    Grant.objects.filter(person__in=[office.officer, office.leader]).delete()

    said = " ".join(_said(office))

    assert "Không ai có quyền xử lý" in said
    assert "Không ai có quyền ký" in said


def test_a_counter_without_a_route_and_a_step_nobody_can_reach_are_found() -> None:
    make.kind("court")
    office = made.office(steps=(Step("Xét xử", "court", 100),))  # type: ignore[arg-type]  # a whole number will do
    Route.objects.all().delete()

    said = " ".join(_said(office))

    assert "Chưa phân công nơi thụ lý" in said
    assert "«Xét xử» cần một court" in said


def test_each_step_inside_is_played_by_one_who_holds_it() -> None:
    court = make.kind("court")
    office = made.office(steps=_five_steps())
    _posted()
    bench = make.unit(office.committee, name="Tổ xét duyệt")
    UnitVersion.objects.filter(unit=bench).update(kind=court)

    nobody = rehearse(PROCEDURE, office.counter.pk, on=DAY)
    make.user(bench, RECEIVE, name="Không Xử Lý")
    still = rehearse(PROCEDURE, office.counter.pk, on=DAY)
    make.user(bench, PROCESS, name="Xét Duyệt")
    somebody = rehearse(PROCEDURE, office.counter.pk, on=DAY)

    # The leader may act for every unit of the office, without working there.
    assert f"{office.leader.name} nhận bước «Xét duyệt»" in nobody.samples[0].told
    assert f"{office.leader.name} nhận bước «Xét duyệt»" in still.samples[0].told
    told = somebody.samples[0].told
    assert "Xét Duyệt nhận bước «Xét duyệt»" in told
    assert told[-1] == f"{office.clerk.name} trả kết quả"
    assert somebody.is_ready, (somebody.doubts, somebody.samples)


def test_a_step_inside_that_nobody_may_take_is_found() -> None:
    court = make.kind("court")
    office = made.office(steps=_five_steps())
    bench = make.unit(office.committee)
    UnitVersion.objects.filter(unit=bench).update(kind=court)
    Grant.objects.filter(person=office.leader).delete()
    make.grant(office.leader, office.committee, SIGN)

    said = " ".join(_said(office))

    assert "Bước 3 «Xét duyệt»: không ai có quyền xử lý ở court" in said
    assert "Bước 2" not in said


def _five_steps() -> tuple[Step, ...]:
    named = (
        ("Tiếp nhận", "division"),
        ("Thẩm định", "division"),
        ("Xét duyệt", "court"),
        ("Ký", "division"),
        ("Trả", "division"),
    )
    return tuple(Step(name, kind, Decimal(20)) for name, kind in named)


def test_a_chain_begins_in_the_rehearsal_too() -> None:
    office = made.office(hops=(Hop("Khai sinh", "UBND", Limit(1)),))
    _posted()

    found = rehearse(PROCEDURE, office.counter.pk, on=DAY)

    assert found.is_ready
    assert "Chặng «Khai sinh» gửi đến nơi thụ lý" in found.samples[0].told


def test_a_procedure_that_is_not_in_force_is_said_to_be_so() -> None:
    office = made.office()

    found = rehearse("9.999999", office.counter.pk, on=DAY)

    assert not found.is_ready
    assert "không có phiên bản nào" in found.doubts[0].text


def test_the_page_asks_for_the_right_and_tells_what_was_found(client: Client) -> None:
    office = made.office()
    url = reverse("onestop:rehearsal")
    client.force_login(office.officer)
    assert client.get(url).status_code == 403
    keeper = make.user(office.committee, "registers.procedures")
    client.force_login(keeper)
    assert "không quản lý bộ phận một cửa" in client.get(url).content.decode()
    made.one_stop(office)

    page = client.get(
        url,
        {"thu_tuc": PROCEDURE, "quay": str(office.counter.pk), "ngay": "05/01/2026"},
    )

    assert page.status_code == 200
    assert "Chưa nên công bố" in page.content.decode()
    wrong = client.get(url, {"thu_tuc": "", "quay": "x", "ngay": "31/02/2026"})
    assert wrong.status_code == 422


def test_a_version_that_would_fail_at_the_counter_is_kept_only_with_a_reason(
    client: Client,
) -> None:
    office = made.office()
    made.one_stop(office)
    Grant.objects.filter(person=office.leader).delete()  # nobody signs
    client.force_login(make.user(office.committee, "registers.procedures"))
    url = reverse("registers:procedure_new")
    sent = {
        "tu_ngay": "1/12/2026",
        "so_qd": "12/QĐ-UBND",
        "ngay_ky": "20/11/2026",
        "co_quan": "UBND tỉnh",
        "code": "2.000002",
        "name": "Sang tên sổ đỏ",
        "field": "Hộ tịch",
        "levels": "commune",
        "clock": "working_days",
        "limit_amount": "10",
        "components-0-name": "Đơn",
        "components-0-originals": "1",
        "hops-0-clock": "working_days",
    }
    for prefix in ("components", "fees", "steps", "hops"):
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}

    asked = client.post(url, sent)
    unanswered = client.post(url, {**sent, "van_ghi": "on"})

    assert asked.status_code == unanswered.status_code == 422
    assert "Không ai có quyền ký kết quả" in asked.content.decode()
    assert "Chưa công khai" not in asked.content.decode()
    assert "Cho biết vì sao vẫn ghi" in unanswered.content.decode()
    assert not ProcedureVersion.objects.filter(procedure__code="2.000002").exists()
    kept = client.post(url, {**sent, "van_ghi": "on", "vi_sao": "Đang bổ nhiệm"})
    assert kept.status_code == 302
    note = ProcedureChange.objects.get(procedure__code="2.000002").note
    assert note == "Ghi khi diễn tập chưa đạt: Đang bổ nhiệm"

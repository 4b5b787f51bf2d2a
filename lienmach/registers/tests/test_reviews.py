"""The review of procedures: planned, reviewed, approved, put right, counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import reviews as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Review
from lienmach.registers.queries import reviews as queries
from lienmach.registers.tests.make_procedure import version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


def _planned(actor: Actor, *codes: str, year: int = 2026) -> list[Review]:
    for code in codes:
        version(code)
    actions.plan(
        actor.unit_id, year, codes, document="5/KH-UBND", on=DAY, actor=actor, at=MONDAY
    )
    rows = Review.objects.current().filter(procedure__code__in=codes)
    return list(rows.order_by("procedure__code"))


def _officer() -> Actor:
    return make.actor(rights=[RIGHT])


def _result(review: Review, actor: Actor, **more: Any) -> Review:
    said = {"on": DAY, "proposal": "simplify", "finding": "Bỏ một giấy tờ"}
    return actions.record_result(review, actor=actor, at=MONDAY, **{**said, **more})


def _approve(review: Review, actor: Actor, **more: Any) -> Review:
    said = {"document": "9/QĐ-UBND", "on": DAY}
    actions.record_approval([review], actor=actor, at=MONDAY, **{**said, **more})
    return queries.latest(Review.objects.get(pk=review.pk))


def test_a_procedure_is_once_in_the_plan_of_a_year() -> None:
    actor = _officer()
    _planned(actor, "1.1")
    version("1.2")

    done = actions.plan(
        actor.unit_id,
        2026,
        ["1.1", "1.2"],
        document="6/KH-UBND",
        on=DAY,
        actor=actor,
        at=MONDAY,
    )

    assert done == (1, 1)
    assert Review.objects.get(procedure__code="1.1").plan == "5/KH-UBND"
    assert Review.objects.get(procedure__code="1.2").plan == "6/KH-UBND"


def test_nothing_is_planned_where_one_code_is_not_known() -> None:
    actor = _officer()
    version("1.1")

    with pytest.raises(Refused, match=r"không có mã 1\.9"):
        actions.plan(
            actor.unit_id,
            2026,
            ["1.1", "1.9"],
            document="5/KH",
            on=DAY,
            actor=actor,
            at=MONDAY,
        )

    assert not Review.objects.exists()


def test_a_result_that_is_put_right_leaves_its_trail() -> None:
    actor = _officer()
    (review,) = _planned(actor, "1.1")
    first = _result(review, actor)

    with pytest.raises(Refused, match="lý do"):
        _result(first, actor, proposal="keep")
    last = _result(first, actor, proposal="keep", note="Ghi nhầm dòng")

    assert [one.proposal for one in queries.trail(last)] == ["keep", "simplify", ""]
    assert queries.latest(Review.objects.get(pk=review.pk)) == last
    assert last.note == "Ghi nhầm dòng"


def test_who_comes_second_does_not_overwrite_what_another_recorded() -> None:
    actor = _officer()
    (review,) = _planned(actor, "1.1")
    _result(review, actor)

    with pytest.raises(Refused, match="Người khác vừa ghi"):
        _result(review, actor, proposal="abolish")


def test_only_what_shall_become_simpler_is_approved_and_not_before_its_review() -> None:
    actor = _officer()
    kept, simpler = _planned(actor, "1.1", "1.2")
    kept = _result(kept, actor, proposal="keep")
    simpler = _result(simpler, actor)

    with pytest.raises(Refused, match=r"1\.1 chưa có kiến nghị"):
        actions.record_approval(
            [simpler, kept], document="9/QĐ", on=DAY, actor=actor, at=MONDAY
        )
    with pytest.raises(Refused, match="rà soát sau"):
        _approve(simpler, actor, on=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="chưa đến"):
        _approve(simpler, actor, on=DAY + timedelta(days=1))

    assert not Review.objects.filter(approved_on__isnull=False).exists()
    approved = _approve(simpler, actor)
    with pytest.raises(Refused, match="giữ nguyên"):
        _result(approved, actor, proposal="keep", note="x")
    with pytest.raises(Refused, match="không đưa ra"):
        actions.drop(approved, note="x", actor=actor, at=MONDAY)


def test_the_database_itself_refuses_an_approval_without_a_review() -> None:
    (review,) = _planned(_officer(), "1.1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(approved_on=DAY, approved_by="9/QĐ")


def test_what_was_taken_out_counts_no_more_and_may_come_back() -> None:
    actor = _officer()
    (review,) = _planned(actor, "1.1")

    with pytest.raises(Refused, match="lý do"):
        actions.drop(review, note=" ", actor=actor, at=MONDAY)
    actions.drop(review, note="Sắp bãi bỏ", actor=actor, at=MONDAY)

    assert queries.counts(actor, DAY, DAY) == {}
    _planned(actor, "1.1")
    assert queries.counts(actor, DAY, DAY)[actor.unit_id].planned == 1


def test_a_period_counts_each_thing_by_its_own_day() -> None:
    actor = _officer()
    reviews = _planned(actor, "1.1", "1.2", "1.3")
    simpler = [
        _result(r, actor, proposal=p)
        for r, p in zip(reviews[:2], ("abolish", "keep"), strict=True)
    ]
    _approve(simpler[0], actor)
    before = DAY - timedelta(days=1)

    told = {actor.unit_id: queries.Counts(3, 2, 1)}
    assert queries.counts(actor, DAY, DAY) == told
    assert queries.counts(actor, before, before) == {}
    assert queries.counts(make.actor(), DAY, DAY) == {}


def test_who_has_no_right_in_the_unit_records_nothing_there() -> None:
    actor, stranger = _officer(), _officer()
    (review,) = _planned(actor, "1.1")

    with pytest.raises(PermissionDenied):
        _result(review, stranger)
    with pytest.raises(PermissionDenied):
        actions.plan(
            actor.unit_id,
            2026,
            ["1.1"],
            document="5/KH",
            on=DAY,
            actor=stranger,
            at=MONDAY,
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    user = make.user(rights=RIGHT)
    _planned(make.actor(user), *[f"1.{n}" for n in range(rows)])
    client.force_login(user)
    address = reverse("registers:reviews")
    client.get(address)

    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()

    assert page.count('name="chon"') == rows


def test_a_plan_of_ticked_procedures_goes_on_to_its_approval(client: Client) -> None:
    user = make.user(rights=RIGHT)
    client.force_login(user)
    ticked = [version("1.1"), version("1.2")]
    start = reverse("registers:reviews_plan")

    page = client.post(start, {"chon": [one.pk for one in ticked]})
    assert page.status_code == 200
    assert "1.1\n1.2" in page.content.decode()
    unit = make.actor(user).unit_id
    sent = {"don_vi": unit, "nam": "2026", "ke_hoach": "5/KH-UBND", "ngay": "5/1/2026"}
    assert client.post(start, {**sent, "ma": "1.9"}).status_code == 422
    assert client.post(start, {**sent, "ma": "1.1\n 1.2"}).status_code == 302
    for one in Review.objects.all():
        said = {"ngay": "6/1/2026", "kien_nghi": "simplify", "noi_dung": "Bỏ bản sao"}
        way = reverse("registers:review_result", args=[one.pk])
        assert client.post(way, {**said, "kien_nghi": ""}).status_code == 422
        assert client.post(way, said).status_code == 302
        assert client.get(reverse("registers:review", args=[one.pk])).status_code == 302
    held = Review.objects.current()
    approve = reverse("registers:reviews_approve")
    chosen: dict[str, Any] = {"chon": [one.pk for one in held]}
    assert "Ghi phê duyệt phương án" in client.post(approve, chosen).content.decode()
    decided = {**chosen, "van_ban": "9/QĐ-UBND", "ngay": "7/1/2026"}
    assert client.post(approve, decided).status_code == 302
    assert held.filter(approved_on=date(2026, 1, 7)).count() == 2

    for one in held.all():
        way = reverse("registers:review", args=[one.pk])
        assert "9/QĐ-UBND" in client.get(way).content.decode()
        for name in ("result", "approval", "drop"):
            form = reverse(f"registers:review_{name}", args=[one.pk])
            assert client.get(form).status_code == 200
    assert client.get(reverse("registers:reviews"), {"xuat": "csv"}).status_code == 200


def test_the_counts_of_a_period_lead_to_what_they_count(client: Client) -> None:
    user = make.user(rights=RIGHT)
    actor = make.actor(user)
    one, two = _planned(actor, "1.1", "1.2")
    _approve(_result(one, actor), actor)
    _result(two, actor, proposal="keep")
    client.force_login(user)
    address = reverse("registers:review_counts")

    asked = {"tu_ngay": "1/1/2026", "den_ngay": "31/1/2026"}
    page = client.get(address, asked).content.decode()

    way = page.partition('">1</a>')[0].rpartition('href="')[2].replace("&amp;", "&")
    listed = client.get(way, follow=True).content.decode()
    assert listed.count('name="chon"') == 1
    assert ">1.1<" in listed
    empty = {"tu_ngay": "1/1/2020", "den_ngay": "31/1/2020"}
    assert "không có" in client.get(address, empty).content.decode()
    wrong = {"tu_ngay": "2/1/2026", "den_ngay": "1/1/2026"}
    assert client.get(address, wrong).status_code == 422


def test_a_reader_sees_only_the_plans_of_the_own_unit(client: Client) -> None:
    (review,) = _planned(_officer(), "1.1")
    client.force_login(make.user())

    page = client.get(reverse("registers:reviews")).content.decode()

    assert "Chưa có thủ tục nào trong kế hoạch" in page
    assert client.get(reverse("registers:review", args=[review.pk])).status_code == 404
    assert client.get(reverse("registers:reviews_plan")).status_code == 403

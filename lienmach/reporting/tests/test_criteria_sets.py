"""Sets of criteria that are drafted, published by a document, and closed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lienmach.calc.refusal import Refused
from lienmach.org.models import User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions import criteria_sets as actions
from lienmach.reporting.models import CriteriaSet
from lienmach.reporting.queries import criteria_sets as queries
from lienmach.reporting.queries import scores
from lienmach.reporting.tests.make_round import officer
from lienmach.reporting.tests.make_scores import ABOVE, BELOW, CRITERIA, use_criteria
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
DECISION = "Quyết định 12/QĐ-UBND"


@pytest.fixture
def head(settings: Any, tmp_path: Path) -> User:
    use_criteria(settings, tmp_path)
    return officer(make.unit(name="UBND thị xã Thử"), ABOVE)[0]


def _drafted(head: User, code: str = "xa-2026", base: str = "thu") -> CriteriaSet:
    actor = actor_of(head, on=DAY)
    return actions.draft(actor.unit_id, code, "Bộ của xã", base, actor=actor, at=MONDAY)


def test_only_what_was_published_is_offered_and_only_until_it_is_closed(
    head: User,
) -> None:
    actor = actor_of(head, on=DAY)
    made = _drafted(head)
    assert CRITERIA.split("code;label")[1] in made.text  # of what it began with
    assert (made.code in scores.sets(), made.title) == (False, "Bộ của xã")

    who: Any = {"actor": actor, "at": MONDAY}
    made = actions.publish(made, DECISION, DAY, seen=made.number, **who)
    tree = scores.sets()["xa-2026"]
    assert (tree.title, int(tree.points)) == ("Bộ của xã", 20)
    assert tree.basis == f"{DECISION} ngày 05/01/2026"
    with pytest.raises(Refused, match="không còn là dự thảo"):
        actions.write(made, "x", seen=made.number, **who)
    with pytest.raises(Refused, match="mã khác"):
        _drafted(head)
    actions.close(made, "Có bộ mới.", **who)
    assert "xa-2026" not in scores.sets()
    assert _drafted(head).state == "draft"  # its code is free again
    with pytest.raises(IntegrityError), transaction.atomic():
        CriteriaSet.objects.update(state="published", decided_by="")


def test_a_draft_with_a_mistake_is_kept_and_not_published(head: User) -> None:
    actor = actor_of(head, on=DAY)
    made = _drafted(head)
    who: Any = {"actor": actor, "at": MONDAY}
    for wrong, why in (
        (made.text.replace("1.1;Có kế hoạch;2", "1.1;Có kế hoạch;9"), "dòng"),
        (made.text.replace("criteria;xa-2026", "criteria;khac"), "phải ghi mã xa-2026"),
    ):
        made = actions.write(made, wrong, seen=made.number, **who)
        with pytest.raises(Refused, match=why):
            actions.publish(made, DECISION, DAY, seen=made.number, **who)
        assert made.text == wrong
    with pytest.raises(Refused, match="vừa ghi dự thảo này"):
        actions.write(made, "khác", seen=made.number - 1, **who)
    with pytest.raises(Refused, match="vừa được sửa"):
        actions.publish(made, DECISION, DAY, seen=made.number - 1, **who)
    _, other = officer(make.unit(), ABOVE)
    with pytest.raises(PermissionDenied):
        actions.close(made, "x", actor=other, at=MONDAY)


def test_a_draft_keeps_who_changed_which_line_when(head: User, client: Client) -> None:
    actor = actor_of(head, on=DAY)
    made = _drafted(head)
    who: Any = {"actor": actor, "at": MONDAY}
    lines = made.text.splitlines()
    other = [*reversed(lines[-2:]), *lines[:-2]]
    for text in (
        made.text.replace("1.1;Có kế hoạch;2", "1.1;Có kế hoạch năm;2"),
        "\n".join(other).replace("1.1;Có kế hoạch;2", "1.1;Có kế hoạch năm;2"),
        "\n".join(f"{n};x" for n in range(300)),
    ):
        made = actions.write(made, text, seen=made.number, **who)
    actions.write(made, made.text, seen=made.number, **who)  # nothing is another

    many, order, line, begun = queries.writings(made)[0]

    assert [(where, now) for where, _, now in begun.changes] == [
        ("mã", "xa-2026"),
        ("tên", "Bộ của xã"),
        ("bắt đầu từ bộ", "thu"),
    ]
    assert (line.record.person, line.record.at) == (head, MONDAY)
    ((where, before, after),) = line.changes
    assert (where, "Có kế hoạch;" in str(before)) == ("dòng 1.1", True)
    assert "Có kế hoạch năm" in str(after)
    assert order.changes == [("thứ tự các dòng", None, "đổi")]
    assert len(many.changes) == 201
    assert str(many.changes[-1][2]).endswith(" dòng")
    client.force_login(head)
    page = client.get(reverse("reporting:criteria_set", args=[made.pk])).text
    assert "<s>1.1;Có kế hoạch;2" in page
    assert "Bắt đầu soạn bộ tiêu chí" in page


def test_a_set_is_drafted_published_and_closed_on_its_pages(
    head: User, client: Client
) -> None:
    client.force_login(head)
    new = reverse("reporting:new_criteria_set")
    unit = actor_of(head, on=DAY).unit_id
    typed = {"don_vi": unit, "ten": "Bộ của xã", "ma": "xa 2026", "tu_bo": ""}
    assert "chỉ có chữ thường" in client.post(new, typed).text
    assert "mã khác" in client.post(new, typed | {"ma": "thu"}).text
    client.post(new, typed | {"ma": "xa-2026"})
    made = CriteriaSet.objects.get()
    page = reverse("reporting:criteria_set", args=[made.pk])
    assert "Lĩnh vực thứ nhất" in client.get(page).text

    torn = {"noi_dung": made.text + "2;Thiếu", "lan": made.number}
    said = client.post(page, torn, follow=True).text
    assert "Chưa ban hành được" in said
    publish = reverse("reporting:publish_criteria_set", args=[made.pk])
    issued = {"van_ban": DECISION, "ngay": "05/01/2026", "lan": made.number + 1}
    assert client.post(publish, issued).status_code == 422
    stale = client.post(page, {"noi_dung": made.text, "lan": made.number})
    assert stale.status_code == 422
    assert "lưu lần nữa thì thay bản ấy" in stale.text
    client.post(page, {"noi_dung": made.text, "lan": made.number + 1})
    assert client.post(publish, issued | {"lan": made.number + 2}).status_code == 302
    offered = client.get(reverse("reporting:open_scoring"))
    assert offered.status_code in (200, 422)
    said = client.get(page).text
    assert "Đã ban hành" in said
    assert "Lưu dự thảo" not in said
    file = client.get(reverse("reporting:criteria_file", args=[made.pk]))
    assert file["Content-Disposition"].endswith('"xa-2026.csv"')

    reader = officer(make.unit(), BELOW)[0]
    client.force_login(reader)
    read = client.get(page)  # what is published everybody reads, not how it came about
    assert (read.status_code, "Lịch sử" in read.text) == (200, False)
    close = reverse("reporting:close_criteria_set", args=[made.pk])
    assert client.post(close, {"vi_sao": "x"}).status_code == 403
    client.force_login(head)
    assert client.post(close, {"vi_sao": " "}).status_code == 422
    client.post(close, {"vi_sao": "Có bộ mới."})
    client.force_login(reader)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_sets_asks_the_same_however_long_it_is(
    rows: int, head: User, client: Client, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        _drafted(head, f"xa-{n}")
    client.force_login(head)
    way = reverse("reporting:criteria_sets")
    client.get(way)

    # Session, who and where (4), names, rows, views, total, what waits (2).
    with django_assert_num_queries(9):
        page = client.get(way).text
    assert page.count("Bộ của xã</a>") == rows

"""Local rules of reception: texts end to end, what they rest on, what is looked at."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.queries.audit import about
from lienmach.registers.actions import regulations as actions
from lienmach.registers.actions.documents import end_document
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.actions.regulations import Issued
from lienmach.registers.models import OfficialDocument, RegulationText
from lienmach.registers.queries import regulations as queries
from lienmach.registers.tests.make_procedure import officer
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
FIRST = date(2022, 1, 1)
LAW = "Nghị định 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ"
NAME = "Quy định tiếp nhận, trả kết quả"


def _issued(number: str = "1/QĐ-UBND", **more: Any) -> Issued:
    said = {"signed_on": FIRST, "issuer": "UBND", "basis": [LAW], **more}
    return Issued(number, **said)


def _first(actor: Actor, name: str = NAME, **more: Any) -> RegulationText:
    unit, at = actor.unit_id, MONDAY
    return actions.lay_down(unit, name, _issued(**more), on=FIRST, actor=actor, at=at)


def _change(
    actor: Actor, text: RegulationText, on: date, number: str, **more: Any
) -> RegulationText:
    kind = RegulationText.Kind.AMENDED
    said: dict[str, Any] = {"on": on, "actor": actor, "at": MONDAY, **more}
    return actions.change(text, kind, _issued(number), **said)


def _held(actor: Actor, on: date) -> list[str]:
    rows = queries.regulations(actor, on=on)
    return [row.number for row in rows if row.is_in_force(on)]


def test_the_texts_of_a_regulation_lie_end_to_end() -> None:
    actor = officer()
    text = _first(actor)
    second, third = FIRST + timedelta(days=200), FIRST + timedelta(days=100)
    _change(actor, text, second, "2/QĐ-UBND")
    _change(actor, text, third, "3/QĐ-UBND")  # entered late: it lies between

    days = (FIRST - timedelta(days=1), FIRST, third, second)
    told = [_held(actor, on) for on in days]

    assert told == [[], ["1/QĐ-UBND"], ["3/QĐ-UBND"], ["2/QĐ-UBND"]]
    with pytest.raises(Refused, match="ghi lý do"):
        _change(actor, text, third, "3a/QĐ-UBND")
    _change(actor, text, third, "3a/QĐ-UBND", note="Gõ sai số")
    assert _held(actor, third) == ["3a/QĐ-UBND"]
    with pytest.raises(Refused, match="trước bản đầu tiên"):
        _change(actor, text, FIRST - timedelta(days=1), "0/QĐ-UBND")
    with pytest.raises(Refused, match="đã có quy định tên này"):
        _first(actor)
    with pytest.raises(Refused, match="trước ngày ký"):
        _first(actor, "Quy chế", signed_on=FIRST + timedelta(days=1))
    last = RegulationText.objects.current().get(number="2/QĐ-UBND")
    said: dict[str, Any] = {"note": "", "actor": actor, "at": MONDAY}
    with pytest.raises(Refused, match="văn bản bãi bỏ"):
        actions.end(last, last_day=second, by=" ", **said)
    actions.end(last, last_day=second, by="9/QĐ-UBND", **said)
    assert _held(actor, second + timedelta(days=1)) == []


def test_a_repeal_says_who_and_can_be_taken_back() -> None:
    actor = officer()
    text = _first(actor)
    said: dict[str, Any] = {"note": "Thay bằng luật", "actor": actor, "at": MONDAY}
    gone = FIRST + timedelta(days=300)
    ended = actions.end(text, last_day=gone, by="9/QĐ-UBND", **said)

    text.refresh_from_db()
    assert (text.replaced_at, text.valid_to, text.ended_by) == (MONDAY, None, "")
    assert (ended.made_by_id, ended.ended_by) == (actor.user_id, "9/QĐ-UBND")
    cited = queries.basis(ended)[0].documents
    assert [one.number for one in cited] == ["61/2018/NĐ-CP"]
    late = _change(actor, ended, FIRST + timedelta(days=100), "2/QĐ-UBND")
    assert (late.ended_by, late.last_day) == ("9/QĐ-UBND", gone)
    with pytest.raises(Refused, match="đã bị bãi bỏ"):
        _change(actor, late, gone + timedelta(days=9), "3/QĐ-UBND")

    actions.reopen(late, **said)
    assert _held(actor, gone + timedelta(days=9)) == ["2/QĐ-UBND"]
    with pytest.raises(Refused, match="Người khác vừa ghi"):
        actions.reopen(late, **said)
    first = RegulationText.objects.current().get(number="1/QĐ-UBND")
    with pytest.raises(Refused, match="không ghi bãi bỏ"):
        actions.reopen(first, **said)


def test_a_text_must_be_looked_at_when_what_it_rests_on_has_ended() -> None:
    actor = officer()
    text = _first(actor)
    law = OfficialDocument.objects.get(number="61/2018/NĐ-CP")
    said: dict[str, Any] = {"actor": actor, "at": MONDAY}
    with pytest.raises(Refused, match="phải sau ngày ấy"):
        end_document(law, on=date(2018, 4, 23), **said)
    end_document(law, on=DAY, by="Nghị định 118/2025/NĐ-CP", **said)

    def must(on: date) -> int:
        return queries.told(actor, on=on).must_look

    assert (must(DAY - timedelta(days=1)), must(DAY)) == (0, 1)
    later = MONDAY + timedelta(hours=1)
    with pytest.raises(Refused, match="kết luận"):
        actions.look(text, why=" ", actor=actor, at=later)
    actions.look(text, why="Sẽ thay trong tháng", actor=actor, at=later)
    assert must(DAY) == 0
    noted = later + timedelta(hours=1)
    end_document(law, on=DAY, by="Văn bản khác", actor=actor, at=noted)
    assert must(DAY) == 1
    _change(actor, text, FIRST, "1a/QĐ-UBND", note="Gõ sai số")
    assert must(DAY) == 1  # the text in its place rests on the same
    end_document(law, on=None, **said)
    assert must(DAY) == 0
    back, changed, _ = about(law)
    assert (back.after or {})["hết hiệu lực từ"] == ""
    assert changed.after == {"thay thế, bãi bỏ bởi": "Văn bản khác"}


def test_those_below_see_the_rules_above_and_write_only_their_own() -> None:
    town = make.unit()
    commune = make.unit(town)
    above = make.actor(make.user(town, RIGHT))
    below = make.actor(make.user(commune, RIGHT))
    text = _first(above)
    mine = _first(below, "Quy chế")

    def seen(actor: Actor) -> set[int]:
        return set(queries.regulations(actor, on=DAY).values_list("pk", flat=True))

    assert seen(below) == {text.pk, mine.pk} == seen(above)
    assert seen(officer()) == set()
    with pytest.raises(PermissionDenied):
        _change(below, text, DAY, "2/QĐ-UBND")
    with pytest.raises(PermissionDenied):
        actions.look(text, why="x", actor=below, at=MONDAY)


def test_a_regulation_is_written_changed_and_read_on_its_pages(client: Client) -> None:
    user = make.user(rights=RIGHT)
    client.force_login(user)
    way = reverse("registers:regulation_new")
    unit = make.actor(user).unit_id
    sent = {
        "don_vi": unit,
        "ten": NAME,
        "so": "1/QĐ-UBND",
        "ngay_ky": "1/1/2022",
        "co_quan": "UBND",
        "tu_ngay": "1/1/2022",
        "can_cu": f"{LAW}\nLuật Đất đai",
    }
    assert client.post(way, {**sent, "tu_ngay": "31/12/2021"}).status_code == 422
    assert client.post(way, {**sent, "ngay_ky": "1/1/2099"}).status_code == 422
    assert client.post(way, {**sent, "don_vi": make.unit().pk}).status_code == 422
    for name, content in (("a.pdf", b"MZ"), ("a.pdf", b"")):
        bad = SimpleUploadedFile(name, content)
        refused = client.post(way, {**sent, "tep": bad})
        assert refused.status_code == 422
    photo = b"\xff\xd8\xff" + b"0" * 70 + b"\xff\xd9"
    good = SimpleUploadedFile("quyet-dinh.jpg", photo)
    assert client.post(way, {**sent, "tep": good}).status_code == 302
    text = RegulationText.objects.get()
    page = reverse("registers:regulation", args=[text.pk])
    shown = client.get(page).content.decode()
    assert "không đọc được số văn bản" in shown
    law = OfficialDocument.objects.get()
    end = reverse("registers:document_end", args=[law.pk])
    assert client.post(end, {"tu_ngay": "1/1/2018"}).status_code == 422
    assert client.post(end, {"tu_ngay": "1/7/2025"}).status_code == 302
    assert (
        "từ 01/07/2025"
        in client.get(reverse("registers:document", args=[law.pk])).content.decode()
    )
    assert "Đã xem lại" in client.get(page).content.decode()
    listed = reverse("registers:regulations")
    assert NAME in client.get(listed, {"xem": "xem-lai"}).content.decode()
    kept = client.get(reverse("registers:regulation_file", args=[text.pk]))
    assert b"".join(kept) == photo
    look = reverse("registers:regulation_look", args=[text.pk])
    assert client.post(look, {"ket_luan": ""}).status_code == 422
    assert client.post(look, {"ket_luan": "Giữ nguyên"}).status_code == 302
    change = reverse("registers:regulation_change", args=[text.pk])
    del sent["don_vi"], sent["ten"]
    next_one = {**sent, "so": "2/QĐ-UBND", "tu_ngay": "1/2/2022", "thay": "amended"}
    assert client.post(change, next_one).status_code == 302
    last = RegulationText.objects.latest("pk")
    closed = reverse("registers:regulation_end", args=[last.pk])
    ended = {"den_ngay": "1/3/2022", "van_ban": "9/QĐ-UBND"}
    assert client.post(closed, ended).status_code == 302
    assert client.post(closed, ended).status_code == 422  # sent twice
    last = RegulationText.objects.latest("pk")
    again = reverse("registers:regulation_reopen", args=[last.pk])
    page = reverse("registers:regulation", args=[last.pk])
    assert again in client.get(page).content.decode()
    assert client.post(again, {"ly_do": ""}).status_code == 422
    assert client.post(again, {"ly_do": "Nhầm"}).status_code == 302
    assert RegulationText.objects.current().filter(valid_to=None).exists()
    client.force_login(make.user())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_many_there_are(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    user = make.user(rights=RIGHT)
    for n in range(rows):
        text = _first(make.actor(user), f"Quy định {n}")
        _change(make.actor(user), text, DAY, "2/QĐ-UBND")
    client.force_login(user)
    listed = reverse("registers:regulations")
    for address, asked in (
        (listed, 14),
        (reverse("registers:regulation", args=[text.pk]), 14),
    ):
        client.get(address)
        with django_assert_num_queries(asked):
            assert client.get(address).status_code == 200

"""Templates of an office: what may stand in one, which is used, what is kept."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import steps, unaccepted
from lienmach.onestop.actions import templates as actions
from lienmach.onestop.actions.unaccepted import Brought
from lienmach.onestop.flow import PRINTS
from lienmach.onestop.models import Form, FormTemplate, Slip, Unaccepted
from lienmach.onestop.queries import templates as queries
from lienmach.onestop.queries.circulars import circulars
from lienmach.onestop.queries.letterheads import head_of
from lienmach.onestop.queries.samples import starter
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import UnitVersion, User
from lienmach.org.queries import actor_of
from tests import make
from tests.make import MONDAY

CIRCULAR = "03/2025/TT-VPCP"
LAW = circulars()[-1].forms
BODY = starter(LAW["receipt"]).replace("<h1>", "<h1>MẪU RIÊNG ")


@pytest.fixture
def office() -> Office:
    return made.office()


def _editor(office: Office) -> User:
    return make.user(office.committee, PRINTS)


def _use(office: Office, by: Actor, body: str = BODY, **more: Any) -> FormTemplate:
    said = {"unit_id": office.committee.pk, "circular": CIRCULAR, "form": "receipt"}
    return actions.use_template(
        body, **{**said, **more}, note="Thêm logo", actor=by, at=MONDAY
    )


@pytest.mark.parametrize("form", sorted(queries.NEEDED))
def test_what_an_office_begins_with_may_be_used_as_it_is(form: str) -> None:
    assert not queries.problems(starter(LAW[form]), form)
    assert queries.cleaned(starter(LAW[form])) == starter(LAW[form])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "đang trống"),
        ("{khong_co}", "Không có trường {khong_co}"),
        ("{ma_ho_so", "lẻ"),
        ("{{ request.user.password }}", "Không có trường"),
        ("{said.__class__}", "Không có trường {said.__class__}"),
        ("x" * 60_001, "dài quá"),
        (BODY.replace("{hen_tra}", ""), "Thiếu trường {hen_tra}"),
    ],
    ids=["empty", "unknown", "open", "django", "python", "long", "lacking"],
)
def test_what_is_not_a_template_is_refused_in_words(body: str, said: str) -> None:
    assert said in " ".join(queries.problems(body, Form.RECEIPT))


@given(st.text(max_size=60))
def test_whatever_a_slip_says_stays_text_in_a_template(text: str) -> None:
    page = queries.filled("<p>{chu_ho_so}</p>", {"owner": f"<script>{text}{{so}}"})

    assert "<script" not in page
    assert page.startswith("<p>&lt;script&gt;")


def test_scripts_styles_links_and_pictures_are_taken_out() -> None:
    body = (
        '<script>alert(1)</script><p onclick="x()" class="giua evil">a</p>'
        '<a href="javascript:x()">b</a><img src="http://x/y.png">'
        '<p style="position:fixed">c</p>'
    )

    assert queries.cleaned(body) == '<p class="giua">a</p>b<p>c</p>'


@pytest.mark.django_db
@pytest.mark.parametrize("form", [Form.SUPPLEMENT, Form.REFUSAL])
def test_what_was_not_taken_in_has_the_layout_of_the_office_too(
    form: Form, office: Office, client: Client
) -> None:
    def give_out() -> Unaccepted:
        brought = Brought(made.PROCEDURE, made.party())
        if form == Form.REFUSAL:
            return unaccepted.refuse(
                brought, "Không thuộc thẩm quyền", actor=office.receives, at=MONDAY
            )
        missing = [steps.Missing("Giấy chứng sinh", "Ảnh mờ")]
        return unaccepted.guide(brought, missing, actor=office.receives, at=MONDAY)

    def paper(slip: Unaccepted, **asked: str) -> str:
        url = reverse("onestop:unaccepted", args=[slip.pk])
        return client.get(url, asked).content.decode()

    before = give_out()
    editor = actor_of(_editor(office), on=MONDAY.date())
    body = starter(LAW[form]).replace("<h1>", "<h1>MẪU RIÊNG ")
    used = _use(office, editor, body, form=form)
    after = give_out()
    client.force_login(office.clerk)

    assert after.template == used
    assert "MẪU RIÊNG" in paper(after)
    assert "MẪU RIÊNG" not in paper(before)
    for page in (paper(before), paper(after), paper(after, co="lon")):
        assert after.owner_name[:9] in page
        assert ("Ảnh mờ" if form == Form.SUPPLEMENT else "Không thuộc thẩm") in page
    assert "a4 large" in paper(after, co="lon")


@pytest.mark.django_db
def test_the_nearest_template_is_used_and_older_slips_keep_their_layout(
    office: Office, client: Client
) -> None:
    before = made.dossier(office)
    used = _use(office, actor_of(_editor(office), on=MONDAY.date()))
    after = made.dossier(office)
    client.force_login(office.clerk)

    def page(code: str) -> str:
        return client.get(
            reverse("onestop:print", args=[code, "receipt"])
        ).content.decode()

    assert after.slips.get().template == used
    assert "MẪU RIÊNG" in page(after.case.code)
    assert "MẪU RIÊNG" not in page(before.case.code)
    actions.end_template(
        unit_id=office.committee.pk,
        circular=CIRCULAR,
        form="receipt",
        actor=actor_of(_editor(office), on=MONDAY.date()),
        at=MONDAY,
    )
    assert made.dossier(office).slips.get().template is None
    assert "MẪU RIÊNG" in page(after.case.code)


@pytest.mark.django_db
def test_a_new_version_takes_the_place_of_the_old_one(office: Office) -> None:
    by = actor_of(_editor(office), on=MONDAY.date())

    assert [_use(office, by).number, _use(office, by).number] == [1, 2]
    assert FormTemplate.objects.get(ended_at=None).number == 2
    with pytest.raises(Refused, match="Thiếu trường"):
        _use(office, by, body="<p>{ma_ho_so}</p>")
    with pytest.raises(PermissionDenied):
        _use(office, office.receives)


@pytest.mark.django_db
def test_a_file_is_tried_on_invented_data_before_it_is_used(
    office: Office, client: Client
) -> None:
    client.force_login(_editor(office))
    where = reverse("onestop:template", args=["03-2025", "receipt"])
    assert client.get(where).status_code == 200

    def send(content: bytes, verb: str, note: str = "") -> Any:
        file = SimpleUploadedFile("mau.html", content)
        return client.post(where, {"file": file, "viec": verb, "note": note})

    tried = send(BODY.encode(), "thu")
    assert "MẪU RIÊNG" in tried.content.decode()
    assert "Nguyễn Thị Ngọc Ẩn" in tried.content.decode()
    assert not FormTemplate.objects.exists()
    assert send(b"\xff\xfe", "thu").status_code == 422
    assert send(BODY.encode(), "dung").status_code == 422
    assert send(BODY.encode(), "dung", "Thêm logo").status_code == 302
    assert FormTemplate.objects.get().body == queries.cleaned(BODY)
    assert client.get(where.replace("2025", "1999")).status_code == 404
    assert client.get(where.replace("receipt", "control")).status_code == 404


@pytest.mark.django_db
def test_a_letterhead_stands_on_what_is_issued_from_then_on(
    office: Office, client: Client
) -> None:
    client.force_login(make.user(office.counter, PRINTS))
    sent = {"name": "Bộ phận Một cửa", "place": "An Hòa", "hotline": "1900 0000"}

    assert client.post(reverse("onestop:letterhead"), sent).status_code == 302

    made.dossier(office)
    said = Slip.objects.get().said
    assert (said["unit"], said["hotline"]) == ("Bộ phận Một cửa", "1900 0000")
    assert said["above"] == "UBND phường An Hòa"
    assert said["dated"] == "An Hòa, ngày 05 tháng 01 năm 2026"
    assert client.get(reverse("onestop:templates")).status_code == 200


@pytest.mark.django_db
def test_a_counter_that_has_ended_keeps_its_name_on_what_is_printed(
    office: Office,
) -> None:
    ended = {"valid_to": date(2026, 7, 1)}
    units = (office.counter, office.committee)
    UnitVersion.objects.filter(unit__in=units).update(**ended)

    head = head_of(office.counter.pk, date(2027, 1, 1))

    assert (head.name, head.above) == (
        office.counter.versions.get().name,
        "UBND phường An Hòa",
    )


@pytest.mark.django_db
def test_only_whoever_may_change_forms_opens_their_pages(
    office: Office, client: Client
) -> None:
    client.force_login(office.clerk)

    for name in ("templates", "letterhead"):
        assert client.get(reverse(f"onestop:{name}")).status_code == 403

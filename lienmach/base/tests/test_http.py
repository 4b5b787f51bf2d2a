import json
import logging
import re
import unicodedata
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, override_settings
from django.urls import include, path, reverse

from lienmach.base.errors import TooMany, parent_of
from lienmach.base.http import signed_in
from lienmach.base.models import SavedView
from lienmach.calc.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FAULTS: dict[str, type[Exception] | Exception] = {
    "400": BadRequest,
    "403": PermissionDenied,
    "404": Http404,
    "422": Refused("Không được rút sau khi đã trả."),
    "429": TooMany(60),
    "500": ZeroDivisionError,
}


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAULTS[kind]


def lead_on(request: HttpRequest) -> HttpResponse:
    return redirect("/other/?n=1#end")


def enter(request: HttpRequest) -> HttpResponse:
    return signed_in(request)


urlpatterns = [
    path("", include("lienmach.config.urls")),
    path("fail/<kind>/", fail),
    path("enter/", enter),
    path("lead-on/", lead_on),
]
handler400 = "lienmach.base.errors.bad_request"
handler403 = "lienmach.base.errors.forbidden"
handler404 = "lienmach.base.errors.not_found"
handler500 = "lienmach.base.errors.broken"


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make.user())
    return client


def test_only_our_own_files_may_be_loaded_by_a_page(client: Client) -> None:
    page = client.get(reverse("base:styles"))
    policy = dict(
        part.strip().split(" ", 1)
        for part in page["Content-Security-Policy"].split(";")
    )

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_a_page_of_someone_signed_in_is_kept_by_nobody(client: Client) -> None:
    page = client.get(reverse("base:styles"))

    assert page["Cache-Control"] == "no-store"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera" in page["Permissions-Policy"]
    assert "Strict-Transport-Security" not in page
    assert "Strict-Transport-Security" in client.get("/healthz", secure=True)


def test_letters_sent_in_pieces_are_kept_whole(client: Client) -> None:
    name = unicodedata.normalize("NFD", "Việc gấp")

    client.post(reverse("base:save_view"), {"list_name": "l", "name": name})

    assert SavedView.objects.get().name == "Việc gấp"


@pytest.mark.parametrize("kind", FAULTS)
@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_a_fault_says_what_happened_on_a_page_and_in_a_part(
    kind: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    page = client.get(f"/fail/{kind}/")
    part = client.get(f"/fail/{kind}/", headers=HTMX)

    for answer in (page, part):
        assert answer.status_code == int(kind)
        assert "Không" in answer.text or "Chưa" in answer.text or "quá" in answer.text
    assert page.text.lstrip().startswith("<!doctype html>")
    assert "<html" not in part.text
    assert 'role="alert"' in part.text
    assert part["HX-Retarget"] == "#messages"
    assert part["HX-Push-Url"] == "false" or kind == "500"


@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_the_code_that_is_shown_is_the_code_in_the_log(
    client: Client,
) -> None:
    handlers = logging.getLogger().handlers
    ours = next(handler for handler in handlers if handler.name == "stderr")
    assert isinstance(ours, logging.StreamHandler)
    written = StringIO()
    before = ours.setStream(written)
    try:
        page = client.get("/fail/500/").text
    finally:
        ours.setStream(before)
    shown = re.search(r"Mã: <b>(\w{4})</b>", page)

    assert shown
    assert f"[{shown[1]}] Internal Server Error: /fail/500/" in written.getvalue()
    assert "ZeroDivisionError" in written.getvalue()


def _logged(client: Client, url: str, **sent: Any) -> list[str]:
    """The lines that asking for an address has written."""
    ours = next(one for one in logging.getLogger().handlers if one.name == "stderr")
    assert isinstance(ours, logging.StreamHandler)
    written = StringIO()
    before = ours.setStream(written)
    try:
        client.get(url, **sent)
    finally:
        ours.setStream(before)
    return written.getvalue().splitlines()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/dang-nhap?next=/cb/", "/dang-nhap/?next=/cb/"),
        ("/khong-co", ""),
    ],
)
def test_an_address_without_its_last_stroke_leads_to_the_one_that_was_meant(
    typed: str, meant: str, client: Client
) -> None:
    answer = client.get(typed)

    assert answer.get("Location", "") == meant
    assert client.post(typed.partition("?")[0]).status_code == 404


@pytest.mark.parametrize("kind", ["400", "403", "404", "429"])
@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_what_is_not_our_fault_is_one_line_of_the_log(
    kind: str, client: Client
) -> None:
    (line,) = _logged(client, f"/fail/{kind}/")
    user = client.session["_auth_user_id"]

    assert " WARNING lienmach.answers [" in line
    assert f"] {kind} /fail/{kind}/: " in line
    assert line.endswith(f"(user {user})")


def test_an_address_makes_no_line_of_its_own_in_the_log(client: Client) -> None:
    (unknown,) = _logged(client, "/khong-co%0A2026 ERROR/")
    (stranger,) = _logged(
        client, "/dang-nhap/?next=/cb/", headers={"host": "a.example"}
    )

    assert "404 /khong-co?2026 ERROR/: no such address" in unknown
    assert "400 /dang-nhap/: " in stranger
    assert "a.example" in stranger
    assert "Traceback" not in stranger


@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_a_refusal_is_no_line_of_the_log(client: Client) -> None:
    assert _logged(client, "/fail/422/") == []


@pytest.mark.parametrize(
    "url", ["/cb/quan-tri/don-vi/%00/", "/cb/quan-tri/thu-tuc/a%00/", "/cb/?q=%00"]
)
def test_an_address_with_a_nul_is_not_found(url: str, client: Client) -> None:
    page = client.get(url)

    assert page.status_code == 404
    assert "Không tìm thấy trang" in page.text


def test_a_name_with_a_nul_is_refused_in_words(client: Client) -> None:
    page = client.post(reverse("base:save_view"), {"list_name": "l", "name": "a\0"})

    assert page.status_code == 422
    assert "Có ký tự không đọc được" in page.text


def test_an_address_for_sending_says_so_and_leads_back(client: Client) -> None:
    page = client.get(reverse("registers:procedures_apply"))
    part = client.get(reverse("base:save_view"), headers=HTMX)

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "chỉ nhận nội dung gửi từ một trang khác" in page.text
    assert f'href="{reverse("registers:procedures_import")}"' in page.text
    assert part.status_code == 405
    assert 'role="alert"' in part.text
    assert parent_of("/cb/khung-nhin/luu/") == "/cb/"
    assert parent_of("/khong/co/") == "/"


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/cb/giao-dien/?q=a", "/cb/giao-dien/%3Fq%3Da"),
        ("http://la.example/cb/giao-dien/", "/cb/"),
        ("", "/cb/"),
    ],
)
def test_signing_in_after_a_form_leads_to_the_page_it_stood_on(
    came_from: str, leads_to: str
) -> None:
    url = reverse("base:save_view")
    answer = Client().post(url, {"name": "x"}, headers={"referer": came_from})

    assert answer["Location"] == f"/dang-nhap/?next={leads_to}"


def test_a_refusal_leaves_no_code_to_read_out(client: Client) -> None:
    page = client.post(reverse("base:save_view"), {"name": ""})

    assert page.status_code == 422
    assert "Chưa nhập tên khung nhìn." in page.text
    assert "đọc mã" not in page.text


def test_a_form_without_our_secret_is_answered_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user())

    page = client.post(reverse("base:save_view"), {"name": "x"})

    assert page.status_code == 403
    assert "Trang này mở đã lâu" in page.text


def test_a_session_at_its_end_is_asked_for_over_the_page() -> None:
    part = Client().get(reverse("base:styles"), headers=HTMX)
    page = Client().get(reverse("base:styles"))

    assert part.status_code == 401
    assert "nội dung đang nhập vẫn giữ nguyên" in part.text
    assert part["HX-Retarget"] == "#dialogs"
    assert page["Location"] == "/dang-nhap/?next=/cb/giao-dien/"


@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_signing_in_over_the_page_brings_its_new_secret(client: Client) -> None:
    answer = client.get("/enter/", headers=HTMX)

    assert answer.status_code == 204
    assert len(json.loads(answer["HX-Trigger"])["signed-in"]["token"]) == 64


@override_settings(ROOT_URLCONF="lienmach.base.tests.test_http")
def test_a_boosted_form_that_leads_elsewhere_opens_it(client: Client) -> None:
    """Swapped in it would have neither its styles nor its scripts, and nobody would be
    led to the place in it; of the page that is open a browser would load nothing."""
    boosted = HTMX | {"HX-Boosted": "true"}
    pages = [
        client.post(
            "/lead-on/", headers=boosted | {"HX-Current-URL": f"http://x{page}"}
        )
        for page in ("/form/", "/other/?n=2", "/other/?n=1#end")
    ]
    part = client.post("/lead-on/", headers=HTMX)

    other, same, open_already = pages
    assert [page.status_code for page in (*pages, part)] == [204, 204, 204, 302]
    assert other["HX-Redirect"] == same["HX-Redirect"] == "/other/?n=1#end"
    assert open_already["HX-Refresh"] == "true"
    assert not any("Location" in page.headers for page in pages)


def test_health_is_told_to_anyone() -> None:
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_health_says_that_the_tables_are_of_yesterday() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'base'")
        left = cursor.rowcount
    answer = Client().get("/healthz")

    assert answer.status_code == 503
    assert f"{left} bước" in answer.json()["reason"]


@pytest.mark.django_db(transaction=True)
def test_health_says_that_the_database_is_away() -> None:
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = Client().get("/healthz")
    finally:
        connection.settings_dict["HOST"] = host
        connection.close()

    assert answer.status_code == 503
    assert "không trả lời" in answer.json()["reason"]


def test_how_pages_look_is_kept_without_a_script() -> None:
    client = Client()
    url = reverse("base:display")

    answer = client.post(url, {"theme": "dark", "zoom": "9", "next": "/healthz"})
    away = client.post(url, {"density": "day", "next": "https://la.example/"})
    word = client.post(url, {"density": "day", "next": "la"})

    assert answer["Location"] == "/healthz"
    assert (away["Location"], word["Location"]) == ("/", "/")
    assert {name: cookie.value for name, cookie in client.cookies.items()} == {
        "theme": "dark",
        "density": "day",
    }


def test_the_chosen_theme_is_on_the_page(client: Client) -> None:
    client.cookies["theme"], client.cookies["density"] = "dark", "<x>"
    page = client.get(reverse("base:styles")).text
    opening = page[page.index("<html") : page.index("<head")]

    assert 'data-theme="dark"' in opening
    assert "data-density" not in opening


def test_a_form_with_too_many_boxes_is_told_so(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    page = client.post("/dang-nhap/", {f"a{n}": "1" for n in range(9)})

    assert page.status_code == 400
    assert "gửi ít hơn" in page.content.decode()

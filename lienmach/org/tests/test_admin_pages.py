from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from lienmach.org.actions.lists import complete_lists
from lienmach.org.models import AuditRecord, Grant, Post, Role, Unit, User, Verb
from tests import make

pytestmark = pytest.mark.django_db
ALL = "org.admin org.units org.people org.roles org.audit"
CountQueries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def office() -> Unit:
    complete_lists()
    return make.unit(name="UBND xã Mẫu", code="Y1")


@pytest.fixture
def admin(office: Unit, client: Client) -> User:
    person = make.user(office, ALL, name="Quản Trị")
    client.force_login(person)
    client.get("/cb/tai-khoan/")  # the session notes that it is in use
    return person


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    content: str = answer.content.decode()
    return content


PAGES = [
    "/cb/quan-tri/",
    "/cb/quan-tri/don-vi/",
    "/cb/quan-tri/don-vi/them/",
    "/cb/quan-tri/don-vi/Y1/",
    "/cb/quan-tri/don-vi/Y1/doi/",
    "/cb/quan-tri/don-vi/Y1/ket-thuc/",
    "/cb/quan-tri/don-vi/Y1/chia/",
    "/cb/quan-tri/nguoi-dung/",
    "/cb/quan-tri/nguoi-dung/them/",
    "/cb/quan-tri/nguoi-dung/nhap/",
    "/cb/quan-tri/vai-tro/",
    "/cb/quan-tri/vai-tro/them/",
    "/cb/quan-tri/nhat-ky/",
]


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_who_may(page: str, client: Client) -> None:
    assert "<h1>" in text(client.get(page))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("page", PAGES[1:])
def test_no_page_opens_for_who_may_not(page: str, client: Client) -> None:
    client.force_login(make.user(Unit.objects.get(code="Y1"), "a.do"))

    assert client.get(page).status_code == 403


@pytest.mark.usefixtures("admin")
def test_the_tree_of_an_odd_day_is_refused_in_words(client: Client) -> None:
    page = text(client.get("/cb/quan-tri/don-vi/?ngay=1/1/0001"))

    assert "Năm chưa đúng" in page
    assert "01/01/1." not in page


@pytest.mark.usefixtures("admin")
def test_units_and_people_of_others_are_not_found(client: Client) -> None:
    other = make.unit(code="Z1")
    stranger = make.user(other)

    assert client.get("/cb/quan-tri/don-vi/Z1/").status_code == 404
    assert client.get(f"/cb/quan-tri/nguoi-dung/{stranger.pk}/").status_code == 404
    assert "Z1" not in text(client.get("/cb/quan-tri/don-vi/"))
    page = text(client.get("/cb/quan-tri/nguoi-dung/"))
    assert stranger.name not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_asks_as_many_queries_however_large(
    rows: int,
    admin: User,
    office: Unit,
    client: Client,
    django_assert_num_queries: CountQueries,
) -> None:
    for n in range(rows):
        make.user(make.unit(make.unit(office), name=f"Tổ {n}"))

    with django_assert_num_queries(6):  # session, person, desk 2; tree, staff
        page = text(client.get("/cb/quan-tri/don-vi/"))

    assert all(f"Tổ {n}" in page for n in range(rows))


@pytest.mark.parametrize("rows", [1, 3])
def test_people_ask_as_many_queries_however_many(
    rows: int,
    admin: User,
    office: Unit,
    client: Client,
    django_assert_num_queries: CountQueries,
) -> None:
    names = [make.user(office, "a.do", name=f"Đỗ Thị {n}").name for n in range(rows)]

    # session, person, desk 2; units, roles, saved views; page, posts, grants; 2 counts
    with django_assert_num_queries(12):
        page = text(client.get("/cb/quan-tri/nguoi-dung/"))

    assert all(name in page for name in names)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_unit_asks_as_many_queries_however_long_its_history(
    rows: int,
    admin: User,
    office: Unit,
    client: Client,
    django_assert_num_queries: CountQueries,
) -> None:
    child = make.unit(office, code="Y1.1")
    for _ in range(rows):
        make.user(child, "a.do")

    # session, person, desk 2; unit; versions, before, after, names, posts, grants
    with django_assert_num_queries(13):
        text(client.get("/cb/quan-tri/don-vi/Y1.1/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_audit_asks_as_many_queries_however_long(
    rows: int, admin: User, client: Client, django_assert_num_queries: CountQueries
) -> None:
    for _ in range(rows):
        client.post(f"/cb/quan-tri/nguoi-dung/{admin.pk}/xem/")

    # session, person, desk 2; saved views; page; count
    with django_assert_num_queries(7):
        page = text(client.get("/cb/quan-tri/nhat-ky/"))

    assert page.count("Xem dữ liệu cá nhân") > rows


DECIDED = {
    "tu_ngay": "1/7/2025",
    "so": "12/NQ-HĐND",
    "ngay_ky": "20/6/2025",
    "co_quan": "HĐND xã Mẫu",
}


@pytest.mark.usefixtures("admin")
def test_a_merger_is_shown_before_it_is_done(office: Unit, client: Client) -> None:
    one = make.unit(office, name="Tổ Một", code="Y1.1")
    make.user(one, title="Tổ trưởng")
    make.unit(office, name="Tổ Hai", code="Y1.2")
    two = Unit.objects.get(code="Y1.2")
    sent = {
        **DECIDED,
        "cung": [two.pk],
        "ma": "Y1.3",
        "ten": "Tổ Ba",
        "don_vi_con": "ket-thuc",
    }

    preview = text(client.post("/cb/quan-tri/don-vi/Y1.1/ket-thuc/", sent))
    assert "Lập <b>Tổ Ba</b>" in preview
    assert "<b>Tổ Hai</b> (Y1.2) kết thúc; ngày cuối cùng là 30/06/2025" in preview
    assert "Chuyển 1 vị trí công tác" in preview
    assert not Unit.objects.filter(code="Y1.3").exists()

    again = client.post("/cb/quan-tri/don-vi/Y1.1/ket-thuc/", {**sent, "sua": "1"})
    assert 'value="Tổ Ba"' in text(again)
    client.post("/cb/quan-tri/don-vi/Y1.1/ket-thuc/", {**sent, "xac-nhan": "1"})
    page = text(client.get("/cb/quan-tri/don-vi/Y1.3/"))
    assert "Tổ Một" in page
    assert "12/NQ-HĐND ngày 20/06/2025, HĐND xã Mẫu" in page
    then = text(client.get("/cb/quan-tri/don-vi/?ngay=30/6/2025"))
    assert "Tổ Một" in then
    assert "Tổ Ba" not in then


@pytest.mark.usefixtures("admin")
def test_a_refused_change_is_told_on_the_form(office: Unit, client: Client) -> None:
    child = make.unit(office, code="Y1.1", name="Tổ Một")
    sent = {
        **DECIDED,
        "ten": "UBND xã Mẫu",
        "loai": office.versions.get().kind_id,
        "cap": office.versions.get().level_id,
        "truc_thuoc": child.pk,
    }

    answer = client.post("/cb/quan-tri/don-vi/Y1/doi/", sent)

    assert answer.status_code == 422
    assert "nằm trong chính nó" in answer.content.decode()


@pytest.mark.usefixtures("admin")
def test_a_unit_is_divided_line_by_line(office: Unit, client: Client) -> None:
    make.unit(office, code="Y1.1", name="Tổ Một")
    path = "/cb/quan-tri/don-vi/Y1.1/chia/"

    wrong = client.post(path, {**DECIDED, "thanh": "Y1.2 không có dấu"})
    assert "Dòng 1: viết mã, dấu chấm phẩy, tên." in wrong.content.decode()
    sent = {**DECIDED, "thanh": "Y1.2; Tổ Hai\nY1.3; Tổ Ba", "xac-nhan": "1"}
    assert client.post(path, sent).status_code == 302
    assert Unit.objects.filter(code__in=["Y1.2", "Y1.3"]).count() == 2


@pytest.mark.usefixtures("admin")
def test_a_mistyped_name_is_corrected_where_it_stands(
    office: Unit, client: Client
) -> None:
    version = office.versions.get()
    path = f"/cb/quan-tri/don-vi/Y1/ten/{version.pk}/"

    client.post(path, {"ten": "UBND xã Mẫu Mực"})

    assert office.versions.get().name == "UBND xã Mẫu Mực"
    assert AuditRecord.objects.get(verb=Verb.UNIT_CORRECTED).before == {
        "tên": "UBND xã Mẫu",
        "tên gọi tắt": "UBND xã Mẫu",
    }


@pytest.mark.usefixtures("admin")
def test_a_person_is_added_with_a_password_told_once(
    office: Unit, client: Client
) -> None:
    sent = {
        "ten": "Trần Thị  Lan",
        "ten_dang_nhap": "Lan.Chi",
        "don_vi": office.pk,
        "chuc_danh": "Cán bộ một cửa",
        "vai_tro": Role.objects.get(code="quay").pk,
        "tu_ngay": "5/1/2026",
        "dien_thoai": "0912 345 678",
    }

    page = text(client.post("/cb/quan-tri/nguoi-dung/them/", sent))

    person = User.objects.get(username="lan.chi")
    password = page.split('<b class="code">')[1].split("<")[0]
    assert person.check_password(password)
    assert person.must_change_password
    assert (person.name, person.phone) == ("Trần Thị Lan", "0912345678")
    assert person.grants.get().role.code == "quay"
    shown = text(client.get(f"/cb/quan-tri/nguoi-dung/{person.pk}/"))
    assert "•••••••678" in shown
    assert "0912345678" not in shown
    assert password not in shown
    seen = text(client.post(f"/cb/quan-tri/nguoi-dung/{person.pk}/xem/"))
    assert "0912345678" in seen
    assert AuditRecord.objects.filter(verb=Verb.PERSONAL_DATA_READ).count() == 1


@pytest.mark.usefixtures("admin")
def test_two_people_never_have_the_same_name_to_sign_in(
    office: Unit, client: Client
) -> None:
    other = make.user()
    sent = {
        "ten": "An",
        "ten_dang_nhap": other.username,
        "don_vi": office.pk,
        "chuc_danh": "Chuyên viên",
        "tu_ngay": "5/1/2026",
    }

    answer = client.post("/cb/quan-tri/nguoi-dung/them/", sent)

    assert answer.status_code == 422
    assert "đã có người dùng" in answer.content.decode()


LIST = """Tên đăng nhập;Họ và tên;Mã đơn vị;Chức danh;Vai trò;Điện thoại
an.nguyen;Nguyễn Văn An;Y1;Chuyên viên;chuyenvien;0912345678
hai lan;Sai Tên;Y1;Chuyên viên;;
binh;Lê Thị Bình;Z9;Chuyên viên;;
binh2;Lê Thị Bình;Y1;Chuyên viên;khongco;
dup;Một;Y1;Chuyên viên;;
DUP;Hai;Y1;Chuyên viên;;
chi;Chi;Y1;;;
"""


@pytest.mark.usefixtures("admin")
def test_a_list_of_people_is_checked_row_by_row_and_then_brought_in(
    client: Client,
) -> None:
    path = "/cb/quan-tri/nguoi-dung/nhap/"
    sent = {"bang": LIST, "tu_ngay": "5/1/2026"}

    preview = text(client.post(path, sent))
    assert "1 dòng nhập được, 6 dòng có lỗi" in preview
    for said in (
        "Tên đăng nhập chỉ gồm chữ không dấu",
        "Không có đơn vị mã Z9",
        "Không có vai trò mã khongco",
        "có trong 2 dòng",
        "Chưa nhập chức danh",
    ):
        assert said in preview
    assert not User.objects.filter(username="an.nguyen").exists()

    done = text(client.post(path, {**sent, "xac-nhan": "1"}))
    password = done.split('<b class="code">')[1].split("<")[0]
    person = User.objects.get(username="an.nguyen")
    assert person.check_password(password)
    assert User.objects.filter(name__in=["Một", "Hai", "Chi"]).count() == 0


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("bang", "said"),
    [
        ("a;b\n1;2", "Thiếu cột ten dang nhap"),
        (LIST.split("\n")[0], "Danh sách có 0 người"),
        (";\n\n", "Không đọc được bảng này"),
        ("", "Chưa có danh sách"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_why(
    bang: str, said: str, client: Client
) -> None:
    sent = {"bang": bang, "tu_ngay": "5/1/2026"}

    answer = client.post("/cb/quan-tri/nguoi-dung/nhap/", sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.usefixtures("admin")
def test_a_role_is_given_and_taken_back_with_dates(
    office: Unit, client: Client
) -> None:
    person = make.user(office)
    path = f"/cb/quan-tri/nguoi-dung/{person.pk}/quyen/"
    role = Role.objects.get(code="quay").pk
    sent = {"vai_tro": role, "don_vi": office.pk, "tu_ngay": "1/1/2026"}

    backwards = client.post(path, {**sent, "den_ngay": "31/12/2025"})
    assert "Ngày cuối cùng phải từ ngày đầu" in backwards.content.decode()
    client.post(path, {**sent, "den_ngay": "31/12/2026"})
    twice = client.post(path, sent)
    assert "đã có vai trò" in twice.content.decode()
    given = person.grants.get()
    assert f"{given.valid_to}" == "2027-01-01"

    client.post(f"{path}{given.pk}/", {"ngay_cuoi": "30/6/2026"})
    assert f"{person.grants.get().valid_to}" == "2026-07-01"


def test_the_last_administrator_stays(
    admin: User, office: Unit, client: Client
) -> None:
    given = admin.grants.get()
    path = f"/cb/quan-tri/nguoi-dung/{admin.pk}/quyen/{given.pk}/"

    answer = client.post(path, {"ngay_cuoi": "1/1/2021"})

    assert answer.status_code == 422
    assert "Phải còn ít nhất một người quản trị" in answer.content.decode()


@pytest.mark.usefixtures("admin")
def test_nobody_opens_the_account_of_who_has_rights_elsewhere(
    office: Unit, client: Client
) -> None:
    mighty = make.user(office)
    make.grant(mighty, make.unit(), "org.people")
    before = mighty.password

    answer = client.post(f"/cb/quan-tri/nguoi-dung/{mighty.pk}/mat-khau/")

    mighty.refresh_from_db()
    assert answer.status_code == 422
    assert mighty.password == before


@pytest.mark.usefixtures("admin")
def test_an_account_is_closed_and_opened_again(office: Unit, client: Client) -> None:
    person = make.user(office, "a.do")
    path = f"/cb/quan-tri/nguoi-dung/{person.pk}/"

    client.post(f"{path}khoa/", {})
    person.refresh_from_db()
    assert not person.is_active
    assert not Post.objects.filter(person=person, valid_to=None).exists()
    assert not Grant.objects.filter(person=person, valid_to=None).exists()
    assert "Đã khóa" in text(client.get(path))

    assert "Mật khẩu tạm" in text(client.post(f"{path}mo/"))
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.usefixtures("admin")
def test_a_role_is_changed_for_the_whole_office(client: Client) -> None:
    path = "/cb/quan-tri/vai-tro/quay/"
    client.post(path, {"ten": "Một cửa", "quyen": ["org.audit"]})

    role = Role.objects.get(code="quay")
    assert role.name == "Một cửa"
    assert "org.audit" in role.added
    wrong = client.post(path, {"ten": "Một cửa", "quyen": ["khong.co"]})
    assert wrong.status_code == 422


def test_who_looks_after_a_part_changes_no_role(client: Client) -> None:
    complete_lists()
    make.unit()
    client.force_login(make.user(make.unit(), ALL))

    answer = client.post("/cb/quan-tri/vai-tro/quay/", {"ten": "X", "quyen": []})

    assert answer.status_code == 422
    assert Role.objects.get(code="quay").name != "X"


@pytest.mark.usefixtures("admin")
def test_an_export_is_noted_and_shows_no_number_in_full(
    office: Unit, client: Client
) -> None:
    person = make.user(office)
    person.phone = "0912345678"
    person.save()

    answer = client.get("/cb/quan-tri/nguoi-dung/?xuat=csv")
    assert hasattr(answer, "streaming_content")
    rows = b"".join(answer.streaming_content).decode()

    assert person.name in rows
    assert "0912345678" not in rows
    assert AuditRecord.objects.get(verb=Verb.EXPORTED).subject.endswith("nguoi-dung/")


@pytest.mark.usefixtures("admin")
def test_the_chain_is_proved_on_demand(client: Client) -> None:
    page = text(client.get("/cb/quan-tri/nhat-ky/?kiem-tra=1"))

    assert "còn nguyên vẹn" in page

from django.urls import path

from lienmach.org.views import account, admin, people, tokens, units

app_name = "org"
urlpatterns = [
    path("cb/", account.home, name="home"),
    path("dang-nhap/", account.sign_in, name="sign_in"),
    path("dang-xuat/", account.sign_out, name="sign_out"),
    path("cb/mat-khau/", account.password, name="password"),
    path("cb/tai-khoan/", account.account, name="account"),
    path("cb/tai-khoan/chung-thu-thu/", account.trial, name="trial_key"),
    path("cb/tai-khoan/ma-truy-cap/", tokens.tokens, name="tokens"),
    path(
        "cb/tai-khoan/ma-truy-cap/<int:pk>/thu-hoi/",
        tokens.revoke,
        name="token_revoke",
    ),
    path("cb/noi-lam-viec/", account.change_place, name="change_place"),
    path("cb/quan-tri/", admin.admin, name="admin"),
    path("cb/quan-tri/vai-tro/", admin.roles, name="roles"),
    path("cb/quan-tri/vai-tro/them/", admin.add_role, name="role_add"),
    path("cb/quan-tri/vai-tro/<slug:code>/", admin.role, name="role"),
    path("cb/quan-tri/nhat-ky/", admin.audit, name="audit"),
    path("cb/quan-tri/don-vi/", units.tree, name="units"),
    path("cb/quan-tri/don-vi/them/", units.found, name="unit_found"),
    path("cb/quan-tri/don-vi/<str:code>/", units.unit, name="unit"),
    path("cb/quan-tri/don-vi/<str:code>/lien-he/", units.contact, name="unit_contact"),
    path("cb/quan-tri/don-vi/<str:code>/doi/", units.change, name="unit_change"),
    path("cb/quan-tri/don-vi/<str:code>/ket-thuc/", units.end, name="unit_end"),
    path("cb/quan-tri/don-vi/<str:code>/chia/", units.split, name="unit_split"),
    path(
        "cb/quan-tri/don-vi/<str:code>/ten/<int:pk>/",
        units.correct,
        name="unit_correct",
    ),
    path("cb/quan-tri/nguoi-dung/", people.people, name="people"),
    path("cb/quan-tri/nguoi-dung/them/", people.add, name="person_add"),
    path("cb/quan-tri/nguoi-dung/nhap/", people.bring_in, name="people_import"),
    path("cb/quan-tri/nguoi-dung/<int:pk>/", people.person, name="person"),
    path("cb/quan-tri/nguoi-dung/<int:pk>/xem/", people.reveal, name="person_reveal"),
    path("cb/quan-tri/nguoi-dung/<int:pk>/sua/", people.edit, name="person_edit"),
    path("cb/quan-tri/nguoi-dung/<int:pk>/vi-tri/", people.add_post, name="post_add"),
    path(
        "cb/quan-tri/nguoi-dung/<int:pk>/vi-tri/<int:post_pk>/",
        people.end_post,
        name="post_end",
    ),
    path("cb/quan-tri/nguoi-dung/<int:pk>/quyen/", people.add_grant, name="grant_add"),
    path(
        "cb/quan-tri/nguoi-dung/<int:pk>/quyen/<int:grant_pk>/",
        people.end_grant,
        name="grant_end",
    ),
    path(
        "cb/quan-tri/nguoi-dung/<int:pk>/mat-khau/",
        people.reset_password,
        name="password_reset",
    ),
    path(
        "cb/quan-tri/nguoi-dung/<int:pk>/khoa/",
        people.deactivate,
        name="person_deactivate",
    ),
    path(
        "cb/quan-tri/nguoi-dung/<int:pk>/mo/", people.activate, name="person_activate"
    ),
]

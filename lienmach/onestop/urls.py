from django.urls import URLPattern, path

from lienmach.onestop.views import dossier, files, work

app_name = "onestop"
urlpatterns: list[URLPattern] = []

# C04, the list of work, and C05, one dossier
urlpatterns += [
    path("viec/", work.work, name="work"),
    path("viec/nhan/", work.accept, name="work_accept"),
    path("viec/phan-cong/", work.assign, name="work_assign"),
    path("viec/chuyen/", work.move, name="work_move"),
    path("viec/xuat/", work.export_chosen, name="work_export"),
    path("viec/hoan-tac/<str:key>/", work.undo, name="work_undo"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/buoc/<slug:name>/", dossier.step, name="dossier_step"),
    path("ho-so/<str:code>/hoan-tac/", dossier.undo, name="dossier_undo"),
    path("ho-so/<str:code>/xem/", dossier.reveal, name="dossier_reveal"),
    path("ho-so/<str:code>/ghi-chu/", dossier.note, name="dossier_note"),
    path("ho-so/<str:code>/y-kien/<int:pk>/", dossier.answer, name="dossier_answer"),
    path(
        "ho-so/<str:code>/xin-loi/<int:pk>/ky/",
        dossier.sign_apology,
        name="dossier_apology_sign",
    ),
    path("ho-so/<str:code>/tep/<int:pk>/", files.download, name="dossier_file"),
    path(
        "ho-so/<str:code>/tep/<int:pk>/trang/<int:number>/",
        files.page,
        name="dossier_file_page",
    ),
    path("ho-so/<str:code>/tep/<int:pk>/bo/", files.remove, name="dossier_file_remove"),
]

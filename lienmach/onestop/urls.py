from django.urls import URLPattern, path

from lienmach.onestop.views import work

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
]

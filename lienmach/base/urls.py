from django.urls import path

from lienmach.base import styles, views

app_name = "base"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("hien-thi/", views.display, name="display"),
    path("cb/tim/", views.find, name="find"),
    path("cb/khung-nhin/luu/", views.save_view, name="save_view"),
    path("cb/khung-nhin/<int:pk>/bo/", views.drop_view, name="drop_view"),
    path("cb/giao-dien/", styles.index, name="styles"),
    path("cb/giao-dien/danh-sach/", styles.a_list, name="style_list"),
    path("cb/giao-dien/danh-sach/<int:pk>/", styles.detail, name="style_detail"),
    path("cb/giao-dien/bieu-nhap/", styles.a_form, name="style_form"),
    path("cb/giao-dien/thu/", styles.try_out, name="style_try"),
    path("cb/giao-dien/hoan-tac/", styles.undo, name="style_undo"),
]

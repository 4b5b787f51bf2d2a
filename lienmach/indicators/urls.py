from django.urls import path

from lienmach.indicators import views

app_name = "indicators"
urlpatterns = [
    path("so-lieu/", views.reported, name="reported"),
    # past figures on their way into series
    path("so-lieu/nhap/", views.past_import, name="past_import"),
    path("so-lieu/nhap/ghi/", views.past_apply, name="past_apply"),
    path("so-lieu/nhap/mau/", views.past_sample, name="past_sample"),
    path("so-lieu/chuoi/<str:source>/", views.past, name="past"),
    path("so-lieu/chuoi/<str:source>/bo/", views.past_out, name="past_out"),
    # L01
    path("dieu-hanh/", views.board, name="board"),
    path("dieu-hanh/tom-tat/", views.summary, name="summary"),
    # L02
    path("giai-trinh/<slug:slug>/", views.explain, name="explain"),
    path("giai-trinh/<slug:slug>/truoc-sau/", views.before_after, name="before_after"),
    path(
        "giai-trinh/<slug:slug>/<slug:part>/<str:code>/<str:days>/",
        views.cases,
        name="cases",
    ),
    path(
        "giai-trinh/<slug:slug>/<slug:part>/<str:code>/<str:days>/"
        "<slug:dimension>/<slug:key>/",
        views.cases,
        name="part_cases",
    ),
]

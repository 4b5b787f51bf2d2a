from django.urls import path

from lienmach.indicators import views

app_name = "indicators"
urlpatterns = [
    path("so-lieu/", views.reported, name="reported"),
    # L01
    path("dieu-hanh/", views.board, name="board"),
    path("dieu-hanh/tom-tat/", views.summary, name="summary"),
    # L02
    path("giai-trinh/<slug:slug>/", views.explain, name="explain"),
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

from django.urls import path

from lienmach.indicators import views

app_name = "indicators"
urlpatterns = [
    path("so-lieu/", views.reported, name="reported"),
    # L02
    path("giai-trinh/<slug:slug>/", views.explain, name="explain"),
    path(
        "giai-trinh/<slug:slug>/<slug:part>/<str:code>/<str:days>/",
        views.cases,
        name="cases",
    ),
]

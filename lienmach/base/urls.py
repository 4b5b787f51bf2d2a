from django.urls import path

from lienmach.base import views

app_name = "base"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("hien-thi/", views.display, name="display"),
    path("cb/giao-dien/", views.styles, name="styles"),
]

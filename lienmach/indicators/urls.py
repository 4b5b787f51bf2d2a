from django.urls import path

from lienmach.indicators import views

app_name = "indicators"
urlpatterns = [path("so-lieu/", views.reported, name="reported")]

from django.urls import path

from lienmach.surveys import views

app_name = "surveys"
urlpatterns = [path("danh-gia/", views.ratings, name="ratings")]

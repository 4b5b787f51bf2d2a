from django.urls import path

from lienmach.cases import views

app_name = "cases"
urlpatterns = [
    path("tin-nhan/", views.list_, name="messages"),
    path("tin-nhan/gui-lai/", views.again, name="messages_again"),
    path("tin-nhan/<int:pk>/", views.message, name="message"),
]

from django.urls import path

from lienmach.registers import views

app_name = "registers"
urlpatterns = [
    path("van-ban/", views.documents, name="documents"),
    path("van-ban/<int:pk>/", views.document, name="document"),
]

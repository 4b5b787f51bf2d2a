from django.urls import path

from lienmach.registers.views import documents

app_name = "registers"
urlpatterns = [
    path("van-ban/", documents.documents, name="documents"),
    path("van-ban/<int:pk>/", documents.document, name="document"),
]

from django.urls import path

from lienmach.reporting.views import checks as views

app_name = "reporting"
urlpatterns = [
    path("ra-soat/", views.checks, name="checks"),
    path("ra-soat/moi/", views.submit, name="submit"),
    path("ra-soat/<int:pk>/", views.check, name="check"),
    path("ra-soat/<int:pk>/tien-do/", views.progress, name="progress"),
    path("ra-soat/<int:pk>/dung/", views.cancel, name="cancel"),
    path("ra-soat/<int:pk>/diem/<int:number>/", views.decide, name="decide"),
    path("ra-soat/<int:pk>/phieu/", views.sheet, name="sheet"),
    path("ra-soat/<int:pk>/docx/", views.document, name="document"),
    path("ra-soat/<int:pk>/tep/", views.original, name="original"),
    path("ra-soat/<int:pk>/so-lieu/", views.contents, name="contents"),
    path("ra-soat/<int:pk>/rut/", views.withdraw, name="withdraw"),
]

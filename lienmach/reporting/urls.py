from django.urls import path

from lienmach.reporting.views import checks as views
from lienmach.reporting.views import signing, texts

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
    path("bao-cao/the-thuc/", texts.house, name="house"),
    path("bao-cao/the-thuc/mau.docx", texts.template, name="template"),
    path("bao-cao/chung-thu-thu/", signing.trial, name="trial_key"),
    path("bao-cao/<int:pk>/thuyet-minh/", texts.text, name="text"),
    path("bao-cao/<int:pk>/thuyet-minh/bat-dau/", texts.begin, name="text_begin"),
    path("bao-cao/<int:pk>/thuyet-minh/ra-soat/", texts.check, name="text_check"),
    path("bao-cao/<int:pk>/tai.docx", texts.download, {"kind": "docx"}, name="as_docx"),
    path("bao-cao/<int:pk>/tai.pdf", texts.download, {"kind": "pdf"}, name="as_pdf"),
    path("bao-cao/<int:pk>/muc/<int:place>/", texts.section, name="section"),
    path("bao-cao/<int:pk>/muc/<int:place>/giao/", texts.assign, name="assign"),
    path(
        "bao-cao/<int:pk>/muc/<int:place>/ban/<int:number>/",
        texts.bring_back,
        name="bring_back",
    ),
    path("bao-cao/<int:pk>/ky/", signing.signing, name="signing"),
    path("bao-cao/<int:pk>/ky/so/", signing.number, name="give_number"),
    path("bao-cao/<int:pk>/ky/chung-thu/", signing.sign, name="sign"),
    path("bao-cao/<int:pk>/ky/ban-ky/", signing.bring, name="bring_signed"),
    path("bao-cao/<int:pk>/ky/thu-hoi/", signing.revoke, name="revoke"),
    path("bao-cao/<int:pk>/ky/gui/", signing.send, name="send"),
]

from django.urls import path

from lienmach.reporting.views import annexes, checks, reports, rounds, signing, texts

app_name = "reporting"
urlpatterns = [
    path("ra-soat/", checks.checks, name="checks"),
    path("ra-soat/moi/", checks.submit, name="submit"),
    path("ra-soat/<int:pk>/", checks.check, name="check"),
    path("ra-soat/<int:pk>/tien-do/", checks.progress, name="progress"),
    path("ra-soat/<int:pk>/dung/", checks.cancel, name="cancel"),
    path("ra-soat/<int:pk>/diem/<int:number>/", checks.decide, name="decide"),
    path("ra-soat/<int:pk>/phieu/", checks.sheet, name="sheet"),
    path("ra-soat/<int:pk>/docx/", checks.document, name="document"),
    path("ra-soat/<int:pk>/tep/", checks.original, name="original"),
    path("ra-soat/<int:pk>/so-lieu/", checks.contents, name="contents"),
    path("ra-soat/<int:pk>/rut/", checks.withdraw, name="withdraw"),
    # B01, B02
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/ma/<str:code>/", reports.by_code, name="by_code"),
    path("bao-cao/mo/", rounds.choose_round, name="choose_round"),
    path(
        "bao-cao/mo/<int:regime>/<int:owner>/<slug:period>/",
        rounds.open_round,
        name="open_round",
    ),
    path("bao-cao/che-do/", rounds.regimes, name="regimes"),
    path("bao-cao/<int:pk>/", reports.report, name="report"),
    path("bao-cao/<int:pk>/buoc/<slug:name>/", reports.step, name="step"),
    path("bao-cao/<int:pk>/xlsx/", rounds.export, name="workbook"),
    # B03
    path("bao-cao/<int:pk>/pl/<slug:n>/", annexes.annex, name="annex"),
    path("bao-cao/<int:pk>/pl/<slug:n>/o/", annexes.cells_sent, name="cells"),
    path("bao-cao/<int:pk>/pl/<slug:n>/dan/", annexes.pasted, name="annex_paste"),
    path(
        "bao-cao/<int:pk>/pl/<slug:n>/lich-su/",
        annexes.history,
        name="annex_history",
    ),
    path("bao-cao/<int:pk>/pl/<slug:n>/nop/", annexes.hand_in, name="annex_hand_in"),
    path(
        "bao-cao/<int:pk>/pl/<slug:n>/mo-lai/",
        annexes.take_back,
        name="annex_take_back",
    ),
    path(
        "bao-cao/<int:pk>/pl/<slug:n>/khong-phat-sinh/",
        annexes.fill_blanks,
        name="annex_fill",
    ),
    path("bao-cao/<int:pk>/pl/<slug:n>/don-vi/", rounds.parts, name="parts"),
    # B04
    path("bao-cao/<int:pk>/tong-hop/", rounds.matrix, name="matrix"),
    path("bao-cao/<int:pk>/tong-hop/nhac/", rounds.remind, name="remind"),
    path("bao-cao/the-thuc/", texts.house, name="house"),
    path("bao-cao/the-thuc/mau.docx", texts.template, name="template"),
    path("bao-cao/chung-thu-thu/", signing.trial, name="trial_key"),
    path("bao-cao/<int:pk>/thuyet-minh/", texts.text, name="text"),
    path("bao-cao/<int:pk>/so/", texts.figure, name="figure"),
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

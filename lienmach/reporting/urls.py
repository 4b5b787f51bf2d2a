from django.urls import path

from lienmach.reporting.views import annexes, reports, rounds
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
]

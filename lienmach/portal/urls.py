from django.urls import path

from lienmach.portal.views import pages, queue, rate, state, supplement

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("thu-tuc/", pages.procedures, name="procedures"),
    path("thu-tuc/<str:code>/", pages.procedure, name="procedure"),
    path("thu-tuc/<str:code>/giay-to/", pages.papers, name="papers"),
    path("tro-giup/", pages.help_, name="help"),
    path("tra-cuu/", state.look_up, name="look_up"),
    path("tra-cuu/ho-so/", state.looked_up, name="looked_up"),
    path("q/<str:token>/", state.state, name="state"),
    path("q/<str:token>/hen.ics", state.calendar, name="calendar"),
    path("q/<str:token>/bo-sung/", supplement.supplement, name="supplement"),
    path("q/<str:token>/ket-qua/", state.result, name="result"),
    path("danh-gia/<str:token>/", rate.rate, name="rate"),
    path("lay-so/<str:point>/", queue.take, name="take"),
    path("so/<str:token>/", queue.ticket, name="ticket"),
    path("so/<str:token>/doi/", queue.change, name="ticket_change"),
    path("kiosk/<str:point>/", queue.kiosk, name="kiosk"),
    path("man-hinh/<str:point>/", queue.board, name="board"),
]

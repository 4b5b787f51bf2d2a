from django.urls import path

from lienmach.portal.views import state

app_name = "portal"
urlpatterns = [
    path("tra-cuu/", state.look_up, name="look_up"),
    path("q/<str:token>/", state.state, name="state"),
    path("q/<str:token>/hen.ics", state.calendar, name="calendar"),
    path("q/<str:token>/ket-qua/", state.result, name="result"),
]

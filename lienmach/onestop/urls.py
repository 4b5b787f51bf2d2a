from django.urls import URLPattern, path

from lienmach.onestop.views import correct, counter

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # C01 Quầy – Tiếp nhận
    path("quay/", counter.counter, name="counter"),
    path("quay/nguoi-thay/", counter.submitter, name="counter_submitter"),
    path("quay/hoan-tac/<str:code>/", counter.undo, name="counter_undo"),
    path("quay/phieu/<int:pk>/", counter.unaccepted, name="unaccepted"),
    path("ho-so/<str:code>/sua/", correct.correct, name="correct"),
]

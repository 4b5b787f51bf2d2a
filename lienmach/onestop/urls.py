from django.urls import URLPattern, path

from lienmach.onestop.views import correct, counter, incidents, prints, queue, rehearsal

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # what stands still
    path("su-co/", incidents.list_, name="incidents"),
    path("su-co/<int:pk>/", incidents.incident, name="incident"),
    # rehearsal of a procedure
    path("quan-tri/dien-tap/", rehearsal.rehearsal, name="rehearsal"),
    # C06 Xem & in
    path("ho-so/<str:code>/in/<str:form>/", prints.print_form, name="print"),
    path("quay/in-lai/", prints.print_last, name="print_last"),
    path("in-nhieu/", prints.print_many, name="print_many"),
    # the queue of the day
    path("quay/hang-doi/", queue.queue, name="queue"),
    path("quay/hang-doi/<slug:verb>/", queue.do, name="queue_do"),
    path("quay/hang-doi/ngoi/<int:pk>/", queue.sit, name="queue_sit"),
    path("quay/hang-doi/khoi/<int:pk>/", queue.block, name="queue_block"),
    path("quan-tri/quay/", queue.windows, name="windows"),
    path("quan-tri/quay/hang/", queue.line, name="line_new"),
    path("quan-tri/quay/hang/<int:pk>/", queue.line, name="line"),
    path("quan-tri/quay/moi/", queue.window, name="window_new"),
    path("quan-tri/quay/<int:pk>/", queue.window, name="window"),
    # C01 Quầy – Tiếp nhận
    path("quay/", counter.counter, name="counter"),
    path("quay/nguoi-thay/", counter.submitter, name="counter_submitter"),
    path("quay/hoan-tac/<str:code>/", counter.undo, name="counter_undo"),
    path("quay/phieu/<int:pk>/", counter.unaccepted, name="unaccepted"),
    path("ho-so/<str:code>/sua/", correct.correct, name="correct"),
]

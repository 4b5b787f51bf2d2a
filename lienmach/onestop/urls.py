from django.urls import URLPattern, path

from lienmach.onestop.views import incidents, messages, prints, rehearsal

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # what stands still
    path("su-co/", incidents.list_, name="incidents"),
    path("su-co/<int:pk>/", incidents.incident, name="incident"),
    # messages to applicants
    path("tin-nhan/", messages.list_, name="messages"),
    path("tin-nhan/gui-lai/", messages.again, name="messages_again"),
    path("tin-nhan/<int:pk>/", messages.message, name="message"),
    # rehearsal of a procedure
    path("quan-tri/dien-tap/", rehearsal.rehearsal, name="rehearsal"),
    # C06 Xem & in
    path("ho-so/<str:code>/in/<str:form>/", prints.print_form, name="print"),
    path("quay/in-lai/", prints.print_last, name="print_last"),
    path("in-nhieu/", prints.print_many, name="print_many"),
]

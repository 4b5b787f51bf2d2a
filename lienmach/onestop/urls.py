from django.urls import URLPattern, path

from lienmach.onestop.views import incidents, rehearsal

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # what stands still
    path("su-co/", incidents.list_, name="incidents"),
    path("su-co/<int:pk>/", incidents.incident, name="incident"),
    # rehearsal of a procedure
    path("quan-tri/dien-tap/", rehearsal.rehearsal, name="rehearsal"),
]

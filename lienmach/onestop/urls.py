from django.urls import URLPattern, path

from lienmach.onestop.views import incidents

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # what stands still
    path("su-co/", incidents.list_, name="incidents"),
    path("su-co/<int:pk>/", incidents.incident, name="incident"),
]

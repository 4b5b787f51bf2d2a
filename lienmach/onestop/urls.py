from django.urls import URLPattern, path  # noqa: F401 - the first screens follow

app_name = "onestop"
urlpatterns: list[URLPattern] = []

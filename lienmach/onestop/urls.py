from django.urls import URLPattern, path

from lienmach.onestop.views import prints

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # C06 Xem & in
    path("ho-so/<str:code>/in/<str:form>/", prints.print_form, name="print"),
    path("quay/in-lai/", prints.print_last, name="print_last"),
    path("in-nhieu/", prints.print_many, name="print_many"),
]

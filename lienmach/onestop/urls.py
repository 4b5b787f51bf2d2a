from django.urls import URLPattern, path

from lienmach.onestop.views import books, hand_overs, prints, templates

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # C06 Xem & in
    path("ho-so/<str:code>/in/<str:form>/", prints.print_form, name="print"),
    path("quay/in-lai/", prints.print_last, name="print_last"),
    path("in-nhieu/", prints.print_many, name="print_many"),
    # C03 Bàn giao
    path("quay/ban-giao/", hand_overs.hand_over, name="hand_over"),
    path("quay/ban-giao/kiem/", hand_overs.check, name="hand_over_check"),
    path("quay/ban-giao/<str:number>/", hand_overs.sheet, name="hand_over_sheet"),
    path(
        "quay/ban-giao/<str:number>/huy/",
        hand_overs.call_off,
        name="hand_over_call_off",
    ),
    # Sổ theo dõi hồ sơ
    path("so-theo-doi/", books.register, name="register_book"),
    path(
        "so-theo-doi/<int:unit>/<int:year>/in/",
        books.register_print,
        name="register_print",
    ),
    path(
        "so-theo-doi/<int:unit>/<int:year>/khoa/",
        books.register_close,
        name="register_close",
    ),
    # A01 Mẫu in
    path("quan-tri/mau-in/", templates.templates, name="templates"),
    path("quan-tri/mau-in/dau-giay/", templates.letterhead, name="letterhead"),
    path("quan-tri/mau-in/<str:year>/<str:form>/", templates.template, name="template"),
]

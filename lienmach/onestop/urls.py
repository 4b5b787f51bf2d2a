from django.urls import URLPattern, path

from lienmach.onestop.views import money, returns

app_name = "onestop"
urlpatterns: list[URLPattern] = [
    # C02, fees, the till
    path("quay/tra/", returns.counter_return, name="counter_return"),
    path("quay/tra/giao/", returns.hand_back, name="hand_back"),
    path("quay/buu-gui/", returns.postings, name="postings"),
    path("quay/buu-gui/<int:pk>/", returns.posting, name="posting"),
    path("quay/mat-hong/<str:code>/", returns.losses_of, name="losses"),
    path("quay/mat-hong/<int:pk>/xong/", returns.close_loss, name="close_loss"),
    path("quay/khoan-thu/<str:code>/", money.charges, name="charges"),
    path("quay/khoan-thu/<int:pk>/sua/", money.change_charge, name="change_charge"),
    path("quay/khoan-thu/<str:code>/thu/", money.take_fee, name="take_fee"),
    path("quay/bien-lai/<int:pk>/", money.receipt, name="receipt"),
    path("quay/bien-lai/<int:pk>/huy/", money.cancel_receipt, name="cancel_receipt"),
    path("quay/quy/", money.till, name="till"),
    path("quay/quy/thang/", money.till_month, name="till_month"),
    path("quay/quy/so-thu/", money.takings, name="takings"),
]

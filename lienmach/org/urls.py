from django.urls import path

from lienmach.org.views import account

app_name = "org"
urlpatterns = [
    path("", account.home),
    path("cb/", account.home, name="home"),
    path("dang-nhap/", account.sign_in, name="sign_in"),
    path("dang-xuat/", account.sign_out, name="sign_out"),
    path("cb/mat-khau/", account.password, name="password"),
    path("cb/tai-khoan/", account.account, name="account"),
    path("cb/noi-lam-viec/", account.change_place, name="change_place"),
]

from typing import Any

from django import forms

from lienmach.base.forms import Form
from lienmach.calc.password import LONGEST, SHORTEST
from lienmach.org.actions.tokens import LIFETIMES


def _password(label: str, autocomplete: str, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(
            attrs={"autocomplete": autocomplete, "data-reveal": True, **attrs}
        ),
    )


class SignInForm(Form):
    """The names of the fields are those that password managers look for."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=50,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = _password("Mật khẩu", "current-password")


class PasswordForm(Form):
    old = _password("Mật khẩu hiện tại", "current-password")
    new = _password("Mật khẩu mới", "new-password", minlength=SHORTEST)
    again = _password("Nhập lại mật khẩu mới", "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = (
            f"Từ {SHORTEST} ký tự, có chữ thường, chữ hoa, chữ số và ký tự đặc biệt;"
            " không chứa tên của mình."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", "Hai lần nhập mật khẩu mới chưa giống nhau.")
        return cleaned


class TokenForm(Form):
    ten = forms.CharField(
        label="Mã này dùng cho phần mềm nào, việc gì",
        max_length=80,
        widget=forms.TextInput({"class": "w40", "autocomplete": "off"}),
    )
    ngay = forms.TypedChoiceField(
        label="Dùng được trong",
        coerce=int,
        choices=[(days, f"{days} ngày") for days in LIFETIMES],
        initial=90,
        widget=forms.Select({"class": "w12"}),
    )

from typing import Any

from django import forms

from lienmach.base.forms import Form
from lienmach.base.signing import Key

BY_KEY, ON_PAPER = "so", "giay"


class SignManyForm(Form):
    """How the chosen results are signed; of a key file nothing is kept."""

    cach = forms.ChoiceField(
        label="Cách ký",
        choices=[
            (BY_KEY, "Ký số từng tệp dự thảo bằng chứng thư dưới đây"),
            (ON_PAPER, "Các bản giấy đã ký tay; chỉ ghi nhận"),
        ],
        widget=forms.RadioSelect,
        initial=BY_KEY,
    )
    chung_thu = forms.FileField(
        label="Tệp chứng thư số",
        help_text="Tệp .p12 hoặc .pfx của người ký. Tệp và mật khẩu chỉ dùng một lần, "
        "không được lưu.",
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        required=False,
        allow_empty_file=True,
    )
    mat_khau = forms.CharField(
        label="Mật khẩu của chứng thư",
        strip=False,
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("cach") == BY_KEY:
            if not cleaned.get("chung_thu"):
                self.add_error("chung_thu", "Chọn tệp chứng thư để ký số.")
            if not cleaned.get("mat_khau"):
                self.add_error("mat_khau", "Nhập mật khẩu của chứng thư.")
        return cleaned

    def key(self) -> Key | None:
        sent = self.cleaned_data
        if sent["cach"] == ON_PAPER:
            return None
        return Key(sent["chung_thu"].read(), sent["mat_khau"])

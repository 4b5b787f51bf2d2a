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
        error_messages={
            "required": "Chọn tệp chứng thư để ký số.",
            "empty": "Tệp này trống: hãy chọn tệp khác.",
        },
    )
    mat_khau = forms.CharField(
        label="Mật khẩu của chứng thư",
        strip=False,
        max_length=200,
        error_messages={"required": "Nhập mật khẩu của chứng thư."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("cach") == ON_PAPER:
            for name in ("chung_thu", "mat_khau"):
                self.fields[name].required = False

    def key(self) -> Key | None:
        sent = self.cleaned_data
        if sent["cach"] == ON_PAPER:
            return None
        return Key(sent["chung_thu"].read(), sent["mat_khau"])

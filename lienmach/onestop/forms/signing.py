from collections.abc import Collection
from typing import Any

from django import forms

from lienmach.base.forms import Form
from lienmach.base.signing import Key

BY_KEY, ON_PAPER = "so", "giay"
LONGEST = 60


class NumberForm(Form):
    """The number of one result, in the row of its dossier."""

    so = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Số, ký hiệu dài quá {LONGEST} ký tự."},
    )


class KeyForm(Form):
    """A key file with its password, to sign drafts; neither is kept."""

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
    nguyen = forms.BooleanField(
        label="Dự thảo không có chỗ trống ghi số, ngày thì ký nguyên như đang có",
        required=False,
        help_text="Chỉ chọn khi tệp đã mang số và ngày, hoặc là loại giấy không ghi "
        "số. Bỏ trống thì những tệp ấy không ký, có lý do.",
    )

    def key(self) -> Key:
        sent = self.cleaned_data
        return Key(sent["chung_thu"].read(), sent["mat_khau"])


class SignManyForm(KeyForm):
    """How the chosen results are signed; of a key file nothing is kept.

    All is read before the first is signed: a signature cannot be taken back.
    ``numbers`` are those of what was ticked, ``wrong`` says what cannot be read.
    """

    cach = forms.ChoiceField(
        label="Cách ký",
        choices=[
            (BY_KEY, "Ký số từng tệp dự thảo bằng chứng thư dưới đây"),
            (ON_PAPER, "Các bản giấy đã ký tay; chỉ ghi nhận"),
        ],
        widget=forms.RadioSelect,
        initial=BY_KEY,
    )
    field_order = ("cach",)

    def __init__(self, *args: Any, ticked: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked = ticked
        self.numbers: dict[int, str] = {}
        self.wrong: dict[int, str] = {}
        if self.data.get("cach") == ON_PAPER:
            for name in ("chung_thu", "mat_khau"):
                self.fields[name].required = False

    def clean(self) -> None:
        for pk in self.ticked:
            row = NumberForm({"so": self.data.get(f"so-{pk}", "")})
            if row.is_valid():
                self.numbers[pk] = row.cleaned_data["so"]
            else:
                self.wrong[pk] = " ".join(map(str, row.errors["so"]))
        if self.wrong:
            self.add_error(None, "Có số, ký hiệu ghi chưa đúng: xem từng kết quả.")

    def key_if_any(self) -> Key | None:
        return None if self.cleaned_data["cach"] == ON_PAPER else self.key()

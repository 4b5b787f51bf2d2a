from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form
from lienmach.calc.outline import MOST_LETTERS
from lienmach.reporting.actions.sending import Sending
from lienmach.reporting.actions.texts import LONGEST
from lienmach.reporting.models import Channel

LINES = "Mỗi dòng một ý."


class SectionForm(Form):
    """The text of a section, what it was typed over, and whether it is done."""

    noi_dung = forms.CharField(
        label="Nội dung",
        required=False,
        max_length=LONGEST,
        strip=False,
        help_text="Mỗi dòng là một đoạn; dòng bắt đầu bằng «- » là gạch đầu dòng. "
        "Số liệu gõ như {{ pl4:3.1.1 }}. Cuối đoạn có thể ghi câu thay thế: "
        "[không phát sinh: Trong kỳ không có hồ sơ.]",
        widget=forms.Textarea(attrs={"rows": 16, "data-write": True}),
    )
    lan = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    xong = forms.BooleanField(label="Mục này đã viết xong", required=False)


class AssignForm(Form):
    """Which office writes a section; nobody is the unit that reports itself."""

    don_vi = forms.TypedChoiceField(label="Đơn vị viết", coerce=int, required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Đơn vị báo cáo tự viết"), *units]


class WhoSigns(Form):
    """On which day, and who signs as what."""

    ngay = DayField(label="Ngày văn bản")
    chuc_vu = forms.CharField(
        label="Quyền hạn, chức vụ người ký",
        max_length=500,
        help_text=f"{LINES} Ví dụ: TM. ỦY BAN NHÂN DÂN, dòng sau KT. CHỦ TỊCH.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nguoi_ky = forms.CharField(label="Họ tên người ký", max_length=100)


class SendForm(Form):
    """By what a report was sent, under which number it was received, on which day."""

    kenh = forms.ChoiceField(label="Gửi qua", choices=Channel.choices)
    tiep_nhan = forms.CharField(
        label="Số, mã tiếp nhận",
        max_length=60,
        help_text="Chỉ gửi qua Hệ thống thông tin báo cáo quốc gia mới phải có.",
        error_messages={
            "required": "Gửi qua hệ thống báo cáo quốc gia thì ghi số, mã tiếp nhận."
        },
    )
    ngay_gui = DayField(label="Ngày gửi")
    use_required_attribute = False  # the number is required of one channel

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_empty = not str(self.data.get("tiep_nhan", "")).strip()
        if is_empty and cleaned.get("kenh") != Channel.NATIONAL:
            self.errors.pop("tiep_nhan", None)
            cleaned["tiep_nhan"] = ""
        return cleaned

    @property
    def sending(self) -> Sending:
        said = self.cleaned_data
        return Sending(Channel(said["kenh"]), said["tiep_nhan"], said["ngay_gui"])


class KeyForm(Form):
    """A key file and its password: neither is kept."""

    chung_thu = forms.FileField(
        label="Tệp chứng thư số",
        help_text="Tệp .p12 hoặc .pfx của người ký. Tệp và mật khẩu chỉ dùng một lần, "
        "không được lưu.",
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )
    mat_khau = forms.CharField(
        label="Mật khẩu của chứng thư",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SignedForm(Form):
    tep = forms.FileField(
        label="Tệp PDF đã ký",
        help_text="Bản PDF đã cấp số của trang này, ký bằng phần mềm khác.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )


class ReasonForm(Form):
    ly_do = forms.CharField(
        label="Lý do thu hồi", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class HouseForm(Form):
    """How a unit writes its reports."""

    de_cuong = forms.CharField(
        label="Đề cương",
        max_length=MOST_LETTERS,
        strip=False,
        help_text="# đề mục lớn, ## đề mục, ### tiểu mục; @ đơn vị viết; > gợi ý; "
        "// ghi chú; dòng khác là lời văn có sẵn.",
        widget=forms.Textarea(attrs={"rows": 18, "class": "mono"}),
    )
    chu_quan = forms.CharField(label="Cơ quan chủ quản", max_length=150, required=False)
    co_quan = forms.CharField(
        label="Tên cơ quan trên văn bản",
        max_length=150,
        required=False,
        help_text="Để trống là tên đơn vị.",
    )
    ky_hieu = forms.RegexField(
        r"[A-ZĐ][A-ZĐa-zđ0-9.-]{1,39}",
        label="Ký hiệu",
        help_text="Phần sau dấu gạch chéo, ví dụ BC-UBND.",
        error_messages={"invalid": "Ký hiệu viết như BC-UBND."},
    )
    dia_danh = forms.CharField(label="Địa danh", max_length=80, required=False)
    noi_nhan = forms.CharField(
        label="Nơi nhận",
        required=False,
        max_length=3000,
        help_text=LINES,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    chuc_vu = forms.CharField(
        label="Quyền hạn, chức vụ người ký",
        required=False,
        max_length=500,
        help_text=LINES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nguoi_ky = forms.CharField(
        label="Người ký thường lệ", max_length=100, required=False
    )
    mau = forms.FileField(
        label="Mẫu Word riêng",
        required=False,
        help_text="Tải mẫu đang dùng về, sửa bằng Word rồi tải lên.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )
    bo_mau = forms.BooleanField(label="Bỏ mẫu riêng, dùng mẫu kèm theo", required=False)

"""What is typed about a receiving point."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form, NumberField, WholeField
from lienmach.onestop.actions.coachings import Visit
from lienmach.onestop.actions.facilities import Described
from lienmach.onestop.models import Coaching, Duty, Equipment

SIGNS = (("", "Chưa kiểm tra"), ("co", "Đúng quy định"), ("khong", "Chưa đúng"))
SIGN = {"co": True, "khong": False, "": None}


def _area(label: str) -> NumberField:
    return NumberField(
        label=label, required=False, min_value=0, max_value=99_999, decimal_places=1
    )


class DescribeForm(Form):
    quyet_dinh = forms.CharField(
        label="Quyết định thành lập", max_length=120, required=False
    )
    thanh_lap = DayField(label="Ngày thành lập", required=False)
    quy_che = forms.CharField(label="Quy chế hoạt động", max_length=120, required=False)
    ngay_quy_che = DayField(label="Ngày ban hành quy chế", required=False)
    dien_tich = _area("Diện tích, m²")
    dien_tich_chuan = _area("Diện tích theo chuẩn, m²")
    ghe = WholeField(label="Ghế chờ", required=False, min_value=0, max_value=9999)
    ghe_chuan = WholeField(
        label="Ghế chờ theo chuẩn", required=False, min_value=0, max_value=9999
    )
    chuan = forms.CharField(
        label="Chuẩn theo văn bản",
        max_length=200,
        required=False,
        help_text="Văn bản quy định diện tích, ghế; không có thì không so sánh.",
    )
    bien_hieu = forms.ChoiceField(label="Biển hiệu", choices=SIGNS, required=False)
    kiem_bien = DayField(label="Kiểm tra biển hiệu ngày", required=False)
    ghi_chu = forms.CharField(
        label="Ghi chú",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_wanted = said.get("dien_tich_chuan") or said.get("ghe_chuan")
        if is_wanted and not said.get("chuan"):
            self.add_error("chuan", "Ghi chuẩn thì ghi cả văn bản quy định.")
        return said

    def described(self) -> Described:
        said = self.cleaned_data
        return Described(
            founded_by=said["quyet_dinh"],
            founded_on=said["thanh_lap"],
            rules_by=said["quy_che"],
            rules_on=said["ngay_quy_che"],
            area=said["dien_tich"],
            area_wanted=said["dien_tich_chuan"],
            seats=said["ghe"],
            seats_wanted=said["ghe_chuan"],
            standard=said["chuan"],
            has_sign=SIGN[said["bien_hieu"]],
            sign_checked_on=said["kiem_bien"],
            note=said["ghi_chu"],
        )


class PeopleForm(Form):
    """A form that chooses among people it is given."""

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(
                field, forms.TypedChoiceField | forms.TypedMultipleChoiceField
            ):
                field.choices = people


class DutyForm(PeopleForm):
    nguoi = forms.TypedChoiceField(label="Người", coerce=int)
    tu_ngay = DayField(label="Từ ngày")
    van_ban = forms.CharField(label="Văn bản phân công", max_length=120, required=False)
    hinh_thuc = forms.ChoiceField(label="Hình thức", choices=Duty.Contract.choices)
    chuyen_trach = forms.BooleanField(label="Chuyên trách", required=False)
    tap_huan = DayField(label="Tập huấn ngày", required=False)


class EndForm(Form):
    den_ngay = DayField(label="Đến hết ngày")


class EquipmentForm(Form):
    loai = forms.ChoiceField(label="Loại", choices=Equipment.Kind.choices)
    ten = forms.CharField(label="Tên, số máy", max_length=120)
    nam = WholeField(label="Năm trang bị", min_value=1980, max_value=2100)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=Equipment.State.choices)

    def clean_nam(self) -> int:
        year: int = self.cleaned_data["nam"]
        if year > timezone.localdate().year:
            raise forms.ValidationError("Năm trang bị chưa đến.")
        return year


class PastForm(Form):
    """Something that has happened: its day has come."""

    ngay = DayField(label="Ngày")

    def clean_ngay(self) -> date:
        day: date = self.cleaned_data["ngay"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa đến.")
        return day


class FailureForm(PastForm):
    hong_gi = forms.CharField(label="Hỏng gì", max_length=300)


class MendedForm(PastForm):
    sua = forms.CharField(label="Sửa thế nào", max_length=300)


class SessionForm(PeopleForm):
    ngay = DayField(label="Ngày trực")
    tu = forms.TimeField(label="Từ", help_text="Viết như 7:30.")
    den = forms.TimeField(label="Đến")
    van_ban = forms.CharField(label="Theo văn bản", max_length=120, required=False)
    nguoi = forms.TypedMultipleChoiceField(
        label="Người trực", coerce=int, widget=forms.CheckboxSelectMultiple
    )


class ReportForm(PeopleForm):
    mo_cua = forms.ChoiceField(
        label="Buổi trực này",
        choices=(("co", "Đã mở cửa"), ("khong", "Không mở cửa")),
        widget=forms.RadioSelect,
    )
    co_mat = forms.TypedMultipleChoiceField(
        label="Người có mặt",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ghi_chu = forms.CharField(label="Ghi chú", max_length=300, required=False)


class CoachingForm(PeopleForm, PastForm):
    viec = forms.ChoiceField(label="Việc", choices=Coaching.Kind.choices)
    chu_tri = forms.CharField(label="Người chủ trì", max_length=120)
    nguoi = forms.TypedMultipleChoiceField(
        label="Người tham gia", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    noi_dung = forms.CharField(
        label="Nội dung",
        max_length=300,
        help_text="Phần việc trên phần mềm: tiếp nhận, chuyển bước, tra cứu.",
    )
    ghi_nhan = forms.CharField(
        label="Ghi nhận",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Làm được gì, còn vướng gì.",
    )
    tiep = forms.CharField(label="Việc phải làm tiếp", max_length=500, required=False)
    truoc_ngay = DayField(label="Làm xong trước ngày", required=False)

    def visit(self) -> Visit:
        said = self.cleaned_data
        return Visit(
            day=said["ngay"],
            kind=said["viec"],
            led_by=said["chu_tri"],
            subject=said["noi_dung"],
            found=said["ghi_nhan"],
            people=said["nguoi"],
            follow_up=said["tiep"],
            due_on=said["truoc_ngay"],
        )


class FinishedForm(PastForm):
    ket_qua = forms.CharField(label="Kết quả", max_length=500)

"""What is typed about the review of procedures."""

from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.registers.forms.codes import CodesForm
from lienmach.registers.models import Review


class PlanForm(CodesForm):
    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    nam = WholeField(label="Năm", min_value=2000, max_value=2100)
    ke_hoach = forms.CharField(
        label="Kế hoạch", max_length=80, help_text="Số, ký hiệu: 12/KH-UBND"
    )
    ngay = DayField(label="Ngày kế hoạch")
    field_order = ("don_vi", "nam", "ke_hoach", "ngay", "ma")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units


class CorrectedForm(Form):
    """A form that asks why, where something that was recorded is put right."""

    vi_sao = forms.CharField(label="Lý do sửa", max_length=300, required=False)

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            self.fields["vi_sao"].required = True
        else:
            del self.fields["vi_sao"]

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("vi_sao", ""))


class ResultForm(CorrectedForm):
    ngay = DayField(label="Rà soát ngày")
    kien_nghi = forms.ChoiceField(
        label="Kiến nghị", choices=Review.Proposal.choices, widget=forms.RadioSelect
    )
    noi_dung = forms.CharField(
        label="Nội dung kiến nghị",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Giữ gì, bỏ gì, rút ngắn bao nhiêu; căn cứ, chi phí giảm được.",
    )
    field_order = ("ngay", "kien_nghi", "noi_dung", "vi_sao")


class ApprovalForm(CorrectedForm):
    van_ban = forms.CharField(
        label="Văn bản phê duyệt", max_length=80, help_text="Số, ký hiệu: 12/QĐ-UBND"
    )
    ngay = DayField(label="Phê duyệt ngày")
    field_order = ("van_ban", "ngay", "vi_sao")


class DropForm(Form):
    vi_sao = forms.CharField(label="Lý do", max_length=300)

"""What is typed about local rules of reception and return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.base.pages import NewFile
from lienmach.registers.actions.regulations import Issued
from lienmach.registers.models import RegulationText

Kind = RegulationText.Kind
LONGEST_LINE, MOST_LINES = 300, 30


class IssuedForm(Form):
    """A decision, the day from which it holds, what it rests on, its file."""

    so = forms.CharField(
        label="Quyết định", max_length=80, help_text="Số, ký hiệu: 12/2026/QĐ-UBND"
    )
    ngay_ky = DayField(label="Ngày ký")
    co_quan = forms.CharField(label="Cơ quan ban hành", max_length=200)
    tu_ngay = DayField(label="Áp dụng từ ngày")
    noi_dung = forms.CharField(
        label="Nội dung chính",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    can_cu = forms.CharField(
        label="Căn cứ",
        required=False,
        max_length=MOST_LINES * (LONGEST_LINE + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi dòng một văn bản, có số và ngày: Nghị định 61/2018/NĐ-CP ngày "
        "23/4/2018 của Chính phủ. Khi một văn bản hết hiệu lực, quy định được nhắc "
        "xem lại.",
    )
    tep = forms.FileField(
        label="Tệp",
        required=False,
        help_text="PDF hoặc ảnh chụp, tối đa 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.heic,image/*"}),
    )

    def clean_ngay_ky(self) -> date:
        on: date = self.cleaned_data["ngay_ky"]
        if on > timezone.localdate():
            raise forms.ValidationError("Ngày ký chưa đến: chưa ký thì chưa ghi.")
        return on

    def clean_can_cu(self) -> list[str]:
        lines = [" ".join(x.split()) for x in self.cleaned_data["can_cu"].splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > LONGEST_LINE for line in found):
            raise forms.ValidationError(
                f"Mỗi dòng nhiều nhất {LONGEST_LINE} ký tự: tách mỗi văn bản một dòng."
            )
        if len(found) > MOST_LINES:
            raise forms.ValidationError(f"Nhiều nhất {MOST_LINES} văn bản.")
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        signed, start = said.get("ngay_ky"), said.get("tu_ngay")
        if signed and start and start < signed:
            self.add_error("tu_ngay", "Ngày áp dụng không thể trước ngày ký.")
        return said

    def issued(self) -> Issued:
        said = self.cleaned_data
        sent = said["tep"]
        return Issued(
            said["so"],
            said["ngay_ky"],
            said["co_quan"],
            said["noi_dung"],
            said["can_cu"],
            NewFile(sent.name, sent.read()) if sent else None,
        )


class NewForm(IssuedForm):
    don_vi = forms.TypedChoiceField(
        label="Đơn vị", coerce=int, help_text="Áp dụng cho cả đơn vị trực thuộc."
    )
    ten = forms.CharField(
        label="Tên quy định",
        max_length=300,
        help_text="Ví dụ: Quy định tiếp nhận, giải quyết và trả kết quả thủ tục.",
    )
    field_order = ("don_vi", "ten")

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(units)


class ChangeForm(IssuedForm):
    """The next text of a regulation, or one of the same day that puts it right."""

    thay = forms.ChoiceField(
        label="Thay đổi",
        choices=[(kind.value, kind.label) for kind in (Kind.AMENDED, Kind.REPLACED)],
        widget=forms.RadioSelect,
        initial=Kind.AMENDED,
    )
    ly_do = forms.CharField(
        label="Lý do sửa",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi sửa lại bản đã ghi của cùng ngày áp dụng.",
    )
    field_order = ("thay",)


class EndedForm(Form):
    den_ngay = DayField(label="Áp dụng đến hết ngày")
    van_ban = forms.CharField(label="Văn bản bãi bỏ", max_length=120)
    ly_do = forms.CharField(label="Ghi chú", max_length=300, required=False)


class ReopenForm(Form):
    ly_do = forms.CharField(label="Lý do", max_length=300)


class LookForm(Form):
    ket_luan = forms.CharField(
        label="Kết luận",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Giữ nguyên vì sao, hoặc sẽ sửa thế nào, ai làm, bao giờ xong.",
    )


class DocumentEndForm(Form):
    """From which day a document is no longer in force; empty takes that back."""

    tu_ngay = DayField(
        label="Hết hiệu lực từ ngày",
        required=False,
        help_text="Để trống nếu đã ghi nhầm: văn bản lại được coi là còn hiệu lực.",
    )
    thay_bang = forms.CharField(
        label="Thay thế, bãi bỏ bởi", max_length=200, required=False
    )

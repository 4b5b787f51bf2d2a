"""What is typed when a task moves, gets more time, or is shown to be done."""

from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form
from lienmach.tasks.actions.tasks import Brings
from lienmach.tasks.models import Task


class StepForm(Form):
    """``so`` is the number of the last step that the page showed."""

    so = forms.IntegerField(
        required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput
    )


class ProofForm(Form):
    """Evidence: a file, or words that say where it is."""

    tep = forms.FileField(
        label="Tệp",
        required=False,
        help_text="PDF hoặc ảnh JPEG, PNG.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    ten = forms.CharField(
        label="Văn bản, nơi lưu",
        max_length=300,
        required=False,
        help_text="Số, ký hiệu, ngày của văn bản; để trống thì lấy tên tệp.",
    )

    @property
    def brings(self) -> Brings:
        sent = self.cleaned_data
        file = sent["tep"]
        if file is None:
            return Brings(sent["ten"])
        return Brings(sent["ten"], file.name, file.read())


class AddProofForm(ProofForm):
    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if not self.errors and not (sent.get("tep") or sent.get("ten")):
            self.add_error("tep", "Chọn tệp, hoặc ghi số văn bản, nơi lưu.")
        return sent


class ProgressForm(StepForm, ProofForm):
    noi_dung = forms.CharField(
        label="Đã làm đến đâu",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    du_kien = DayField(
        label="Dự kiến xong ngày",
        required=False,
        help_text="Để trống: tính theo hạn. Số «dự kiến trong năm» lấy từ đây.",
    )
    field_order = ("noi_dung", "du_kien", "ten", "tep", "so")


class SubmitForm(StepForm, ProofForm):
    noi_dung = forms.CharField(
        label="Kết quả đã đạt được",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ngay = DayField(
        label="Hoàn thành ngày",
        help_text="Ngày này dừng đồng hồ, dù nghiệm thu muộn hơn.",
    )
    field_order = ("noi_dung", "ngay", "ten", "tep", "so")


class AcceptForm(StepForm):
    chat_luong = forms.ChoiceField(
        label="Chất lượng",
        choices=[("", "Không nhận xét"), *Task.Quality.choices],
        required=False,
    )
    ghi_chu = forms.CharField(
        label="Nhận xét",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(StepForm):
    ghi_chu = forms.CharField(
        label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DropForm(ReasonForm):
    van_ban = forms.CharField(
        label="Văn bản cho thôi",
        max_length=200,
        help_text="Số, ký hiệu, ngày của văn bản điều chỉnh kế hoạch.",
    )
    field_order = ("van_ban", "ghi_chu", "so")


class GiveAgainForm(ReasonForm):
    chu_tri = forms.TypedChoiceField(label="Đơn vị chủ trì mới", coerce=int)
    field_order = ("chu_tri", "ghi_chu", "so")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chu_tri"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units


class AskForm(StepForm):
    han = DayField(label="Hạn mới đề nghị")
    ghi_chu = forms.CharField(
        label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class TimeForm(AskForm):
    han = DayField(label="Hạn mới")
    van_ban = forms.CharField(
        label="Văn bản cho lùi hạn",
        max_length=200,
        help_text="Số, ký hiệu, ngày.",
    )
    field_order = ("han", "van_ban", "ghi_chu", "so")


class AnswerForm(StepForm):
    dong_y = forms.TypedChoiceField(
        label="Trả lời",
        choices=(("co", "Đồng ý lùi hạn"), ("khong", "Không đồng ý")),
        coerce=lambda value: value == "co",
        widget=forms.RadioSelect,
    )
    van_ban = forms.CharField(
        label="Văn bản cho lùi hạn",
        max_length=200,
        required=False,
        help_text="Cần khi đồng ý.",
    )
    ghi_chu = forms.CharField(
        label="Ý kiến",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Cần khi không đồng ý.",
    )

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("dong_y") is True and not sent.get("van_ban"):
            self.add_error("van_ban", "Hãy ghi văn bản cho lùi hạn.")
        if sent.get("dong_y") is False and not sent.get("ghi_chu"):
            self.add_error("ghi_chu", "Hãy ghi lý do không đồng ý.")
        return sent

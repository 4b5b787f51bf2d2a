"""What is typed about milestones of procedures."""

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.registers.actions.milestones import BY_DOCUMENT
from lienmach.registers.forms.codes import CodesForm
from lienmach.registers.models import Milestone, UnitMark

SURE = "van_ghi"  # said of what was asked about


class Sure(forms.CheckboxInput):
    """A tick that answers one question; what is asked otherwise is asked again."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def format_value(self, value: Any) -> str:
        return self.question

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return bool(data.get(name) == self.question)


class AskedForm(Form):
    """What may be so but changes more than one sees is asked about once."""

    doubts: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if answered := self.data.get(SURE):
            self._ask(str(answered)[:64])

    def is_asked(self, doubts: Sequence[str]) -> bool:
        """Whether it has still to be said that what was typed is meant."""
        question = sha256(" ".join(doubts).encode()).hexdigest()[:16]
        if not doubts or self.data.get(SURE) == question:
            return False
        self._ask(question)
        self.doubts = doubts
        return True

    @property
    def is_refused(self) -> bool:
        """Whether it was sent and nothing was written."""
        return bool(self.errors or self.doubts)

    def _ask(self, question: str) -> None:
        self.fields[SURE] = forms.BooleanField(
            label="Đã biết như vậy, vẫn ghi", required=False, widget=Sure(question)
        )


class MarkForm(AskedForm, CodesForm):
    moc = forms.ChoiceField(label="Mốc", choices=Milestone.Kind.choices)
    ngay = DayField(label="Từ ngày")
    van_ban = forms.CharField(
        label="Văn bản",
        max_length=120,
        required=False,
        help_text="Đề xuất, phê duyệt, công bố danh mục; phê duyệt quy trình nội bộ: "
        "phải có số văn bản.",
    )
    field_order = ("moc", "ngay", "van_ban", "ma")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("moc") in BY_DOCUMENT and not said.get("van_ban"):
            self.add_error("van_ban", "Mốc này phải ghi số văn bản.")
        return said


class ProcessForm(MarkForm):
    """The same of inner processes alone: what is marked is settled."""

    moc = forms.ChoiceField(
        choices=Milestone.Kind.choices,
        widget=forms.HiddenInput,
        initial=Milestone.Kind.PROCESS,
        disabled=True,
    )
    van_ban = forms.CharField(
        label="Văn bản phê duyệt quy trình",
        max_length=120,
        error_messages={"required": "Mốc này phải ghi số văn bản."},
    )


class MarkUnitsForm(AskedForm, CodesForm):
    """Units by their codes, and what holds for them from a day on."""

    moc = forms.ChoiceField(label="Mốc")
    ngay = DayField(label="Từ ngày")
    van_ban = forms.CharField(label="Văn bản", max_length=120, required=False)
    field_order = ("moc", "ngay", "van_ban", "ma")

    def __init__(self, *args: Any, kinds: Collection[UnitMark.Kind], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice = self.fields["moc"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["ma"].label = "Mã đơn vị"
        missing = "Chưa nhập mã đơn vị."
        self.fields["ma"].error_messages["required"] = missing

    def clean_ngay(self) -> date:
        day: date = self.cleaned_data["ngay"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa đến: chưa có thì chưa ghi.")
        return day


class EndForm(AskedForm):
    """Either it came to an end on a day, or it was marked by mistake."""

    lam = forms.ChoiceField(
        label="Việc",
        choices=(
            ("het", "Đã kết thúc"),
            ("nham", "Ghi nhầm, rút lại"),
        ),
        widget=forms.RadioSelect,
        initial="het",
    )
    den_ngay = DayField(
        label="Đến hết ngày",
        help_text="Rút lại thì để trống.",
        error_messages={"required": "Chưa nhập ngày kết thúc."},
    )
    vi_sao = forms.CharField(label="Lý do", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("lam") == "nham":
            self.fields["den_ngay"].required = False

    def clean_den_ngay(self) -> date | None:
        last: date | None = self.cleaned_data["den_ngay"]
        if last and self.data.get("lam") == "het" and last > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa đến.")
        return last

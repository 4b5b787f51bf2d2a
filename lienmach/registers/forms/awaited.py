"""What is typed about fields that wait for an announcement."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.base.parts import day, number
from lienmach.registers.forms.milestones import EndForm
from lienmach.registers.queries.awaited import Decided

NEW = "linh_vuc_moi"  # said of a field that the catalogue does not have


class PastDayForm(Form):
    """A day that has come."""

    def clean_ngay(self) -> date:
        on: date = self.cleaned_data["ngay"]
        if on > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa đến.")
        return on


class WatchForm(PastDayForm):
    linh_vuc = forms.CharField(
        label="Lĩnh vực",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "linh-vuc", "autocomplete": "off"}),
    )
    ngay = DayField(
        label="Chờ từ ngày", help_text="Ngày văn bản làm phát sinh thủ tục có hiệu lực."
    )
    van_ban = forms.CharField(
        label="Văn bản làm phát sinh thủ tục",
        max_length=120,
        help_text="Luật, nghị định, thông tư, quyết định phải công bố thủ tục theo.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if NEW in self.data:
            self.ask_new()

    def ask_new(self) -> None:
        """Offer to say that a field is meant though the catalogue does not have it."""
        self.fields[NEW] = forms.BooleanField(
            label="Đúng là lĩnh vực mới, vẫn ghi", required=False
        )


class LetterForm(PastDayForm):
    don_vi = forms.TypedChoiceField(label="Đơn vị kiến nghị", coerce=int)
    van_ban = forms.CharField(
        label="Văn bản kiến nghị",
        max_length=120,
        help_text="Số, ký hiệu: 12/UBND-TP",
    )
    ngay = DayField(label="Ngày văn bản")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units


class AnnouncedForm(Form):
    """One of the decisions that the change log has of the field."""

    quyet_dinh = forms.ChoiceField(label="Quyết định công bố", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, decisions: Collection[Decided], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quyet_dinh"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                one.key,
                f"{one.decision} ngày {day(one.decided_on)}, {one.decided_by}: "
                f"{number(one.changed)} thủ tục",
            )
            for one in decisions
        ]


class WaitEndForm(EndForm):
    """It need not be announced any more; or what was written was a mistake."""

    def __init__(self, *args: Any, is_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lam"]
        assert isinstance(field, forms.ChoiceField)
        first = ("lai", "Vẫn đang chờ, mở lại") if is_over else None
        first = first or ("het", "Không còn phải công bố")
        field.choices = [first, ("nham", "Ghi nhầm, rút lại")]
        field.initial = first[0]
        if is_over:
            del self.fields["den_ngay"]


class WithdrawForm(Form):
    vi_sao = forms.CharField(label="Lý do rút lại", max_length=300)

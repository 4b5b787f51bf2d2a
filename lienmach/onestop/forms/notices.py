"""What is typed about a notice of financial obligation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.onestop.actions.notices import Notice
from lienmach.onestop.models import TaxNotice

MOST = 10**12


class PastDays(Form):
    """Days that have come: ``past`` names them."""

    past: Sequence[str] = ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in self.past:
            on: date | None = said.get(name)
            if on and on > timezone.localdate():
                self.add_error(name, "Ngày này chưa đến.")
        return said

    def not_before(self, name: str, first: date | None, words: str) -> None:
        """Say at its field that a day lies before another."""
        on = self.cleaned_data.get(name)
        if on and first and on < first and name not in self.errors:
            self.add_error(name, f"Không thể trước {words} ({first:%d/%m/%Y}).")


class NoticeForm(PastDays):
    past = ("ngay", "nhan_ngay")
    so = forms.CharField(
        label="Số thông báo", max_length=80, help_text="Như in trên thông báo"
    )
    ngay = DayField(label="Ngày thông báo")
    co_quan = forms.CharField(label="Cơ quan thuế", max_length=200)
    so_tien = WholeField(
        label="Số tiền phải nộp, đồng", min_value=1, max_value=MOST, max_digits=13
    )
    han = DayField(label="Ngày cuối phải nộp")
    nhan_ngay = DayField(label="Nhận được ngày")

    def __init__(self, *args: Any, received_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received_on = received_on

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        issued = said.get("ngay")
        self.not_before("ngay", self.received_on, "ngày tiếp nhận hồ sơ")
        self.not_before("nhan_ngay", issued, "ngày thông báo")
        self.not_before("han", issued, "ngày thông báo")
        return said

    def notice(self) -> Notice:
        said = self.cleaned_data
        return Notice(
            said["so"],
            said["ngay"],
            said["co_quan"],
            said["so_tien"],
            said["nhan_ngay"],
            said["han"],
        )


class OfNotice(PastDays):
    """Of one of the notices that this can be said of."""

    tb = forms.TypedChoiceField(label="Thông báo", coerce=int)

    def __init__(self, *args: Any, notices: Sequence[TaxNotice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in notices}
        field = self.fields["tb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, str(one)) for one in notices]
        if len(notices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = notices[0].pk

    @property
    def notice(self) -> TaxNotice | None:
        return self.known.get(self.cleaned_data.get("tb") or 0)


class GivenForm(OfNotice):
    past = ("ngay",)
    cach = forms.ChoiceField(
        label="Trao bằng cách", choices=TaxNotice.Way.choices, widget=forms.RadioSelect
    )
    ngay = DayField(label="Ngày trao, gửi")
    qua = forms.CharField(
        label="Người nhận, mã bưu gửi hoặc nơi gửi",
        max_length=200,
        help_text="Tại quầy: ai nhận. Bưu chính: mã bưu gửi. Điện tử: gửi đến đâu.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.notice:
            first = self.notice.came_on
            self.not_before("ngay", first, "ngày nhận được thông báo")
        return said


class PaidForm(OfNotice):
    past = ("ngay",)
    ngay = DayField(label="Ngày nộp tiền")
    chung_tu = forms.CharField(
        label="Số chứng từ nộp tiền",
        max_length=80,
        help_text="Giấy nộp tiền vào ngân sách, biên lai hoặc mã giao dịch.",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.notice:
            self.not_before("ngay", self.notice.issued_on, "ngày thông báo")
        return said


class CancelledForm(OfNotice):
    ly_do = forms.CharField(
        label="Lý do hủy",
        max_length=300,
        help_text="Ghi nhầm, hoặc cơ quan thuế thu hồi, thay bằng thông báo khác.",
    )

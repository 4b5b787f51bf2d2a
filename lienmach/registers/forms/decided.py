"""From when something of the catalogue holds, and by which decision."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.base.parts import day
from lienmach.registers.actions.procedures import Decision

SURE = "dung_ngay"  # said of days that were asked about


class DecidedForm(Form):
    """From when, and by which decision.

    Days that may be so but mostly are a slip are asked about: then there is one field
    more, to say that they are right.
    """

    tu_ngay = DayField(label="Áp dụng từ ngày")
    so_qd = forms.CharField(
        label="Quyết định công bố", max_length=80, help_text="Số, ký hiệu: 12/QĐ-UBND"
    )
    ngay_ky = DayField(label="Ngày ký")
    co_quan = forms.CharField(label="Cơ quan ban hành", max_length=200)
    ghi_chu = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if SURE in self.data:
            self._ask()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        signed, start = said.get("ngay_ky"), said.get("tu_ngay")
        if signed and signed > timezone.localdate():
            self.add_error(
                "ngay_ky", "Ngày ký chưa đến: quyết định chưa ký thì chưa ghi."
            )
        elif start and not said.get(SURE):
            doubts = [*self.doubts(start, signed)]
            if doubts:
                self._ask()
                self.add_error(SURE, " ".join(doubts))
        return said

    def doubts(self, start: date, signed: date | None) -> Iterator[str]:
        """What is asked about the day from which it holds."""
        if signed and signed > start:
            yield (
                f"Quyết định ký ngày {day(signed)}, sau ngày áp dụng {day(start)}: "
                "hồ sơ đã nhận từ ngày ấy có thể đã theo quy định khác."
            )

    def _ask(self) -> None:
        self.fields[SURE] = forms.BooleanField(
            label="Các ngày ghi trên là đúng, vẫn ghi", required=False
        )

    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(
            said["so_qd"], said["ngay_ky"], said["co_quan"], said["ghi_chu"]
        )

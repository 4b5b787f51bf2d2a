"""Between which days something is counted."""

from typing import Any

from django.utils import timezone

from lienmach.base.forms import DayField, Form


class PeriodForm(Form):
    """From one day to another, both included; this year where nothing is said."""

    tu_ngay = DayField(label="Từ ngày")
    den_ngay = DayField(label="Đến ngày")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("tu_ngay"), said.get("den_ngay")
        if first and last and last < first:
            self.add_error("den_ngay", "Ngày cuối phải từ ngày đầu trở đi.")
        return said

    @classmethod
    def this_year(cls) -> dict[str, Any]:
        today = timezone.localdate()
        return {"tu_ngay": today.replace(month=1, day=1), "den_ngay": today}

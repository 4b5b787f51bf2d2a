from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form


class Wanted(Form):
    """Which procedure is rehearsed, at which counter, for which day."""

    thu_tuc = forms.CharField(
        label="Thủ tục", max_length=200, help_text="Mã, hoặc vài chữ của tên."
    )
    quay = forms.TypedChoiceField(label="Nơi tiếp nhận", coerce=int)
    ngay = DayField(label="Áp dụng từ ngày")

    def __init__(
        self, *args: Any, counters: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quay"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = counters

from typing import Any

from django import forms

from lienmach.base.forms import Form, WholeField

MOST = 999_999


class BookForm(Form):
    """A book that was kept on paper until now."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    ky_hieu = forms.RegexField(
        r"[A-ZĐ][A-ZĐa-zđ0-9.-]{1,39}",
        label="Ký hiệu",
        help_text="Phần sau dấu gạch chéo, ví dụ BC-UBND.",
        error_messages={"invalid": "Ký hiệu viết như BC-UBND."},
    )
    nam = WholeField(label="Năm", min_value=2000, max_value=2100)
    so_cuoi = WholeField(
        label="Số cuối đã cấp trên giấy",
        min_value=0,
        max_value=MOST,
        help_text="Số sau đó sẽ được cấp ở đây.",
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units

"""A01: who handles what, and how codes are made."""

from typing import Any

from django import forms

from lienmach.base.forms import Form
from lienmach.onestop.models import Route
from lienmach.registers.models import Procedure, ProcedureField

Units = list[tuple[int, str]]


class RouteForm(Form):
    """A line of the arrangement; without a scope it is for all that is left."""

    quay = forms.TypedChoiceField(label="Hồ sơ nhận tại", coerce=int)
    linh_vuc = forms.ModelChoiceField(
        label="Lĩnh vực",
        queryset=ProcedureField.objects.none(),
        required=False,
        empty_label="Mọi lĩnh vực",
    )
    thu_tuc = forms.CharField(
        label="Mã thủ tục",
        required=False,
        max_length=40,
        help_text="Chỉ cho một thủ tục, ví dụ 1.000001. Để trống là cả lĩnh vực.",
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    thu_ly = forms.TypedChoiceField(label="Nơi thụ lý", coerce=int)
    giai_quyet = forms.TypedChoiceField(
        label="Nơi giải quyết",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Đơn vị chịu trách nhiệm về hạn. Để trống là nơi thụ lý.",
    )

    def __init__(
        self, data: Any = None, *, counters: Units, units: Units, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for name, offered in (
            ("quay", counters),
            ("thu_ly", units),
            ("giai_quyet", units),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            first = "Như nơi thụ lý" if name == "giai_quyet" else "Chọn đơn vị"
            field.choices = [("", first), *offered]
        fields = self.fields["linh_vuc"]
        assert isinstance(fields, forms.ModelChoiceField)
        fields.queryset = ProcedureField.objects.all()

    def clean_thu_tuc(self) -> Procedure | None:
        code = self.cleaned_data["thu_tuc"].strip().upper()
        if not code:
            return None
        found = Procedure.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"Danh mục không có thủ tục mã {code}.")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("thu_tuc") and cleaned.get("linh_vuc"):
            said = "Đã chọn lĩnh vực: để trống mã thủ tục, hoặc bỏ chọn lĩnh vực."
            self.add_error("thu_tuc", said)
        return cleaned

    def route(self) -> Route:
        said = self.cleaned_data
        return Route(
            counter_id=said["quay"],
            procedure=said["thu_tuc"],
            field=said["linh_vuc"],
            unit_id=said["thu_ly"],
            decides_unit_id=said["giai_quyet"] or said["thu_ly"],
        )


class PatternForm(Form):
    mau = forms.CharField(
        label="Mẫu mã hồ sơ",
        max_length=60,
        help_text="{agency} là mã đơn vị, {day} là ngày nhận sáu chữ số, "
        "{number} là số trong ngày. Giữa các phần là dấu chấm hoặc gạch nối.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

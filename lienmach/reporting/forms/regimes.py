"""What the pages of regimes are sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.reporting.actions.regimes import NewRegime, stamp_of
from lienmach.reporting.models import Regime
from lienmach.reporting.models.regimes import CUTS, KINDS


class ChangedRegimeForm(Form):
    """What may be put right of a regime, with due days by level of government."""

    ten = forms.CharField(label="Tên chế độ báo cáo", max_length=200)
    can_cu = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Văn bản yêu cầu báo cáo: số, ngày, cơ quan ban hành.",
    )
    den = DayField(
        label="Áp dụng đến hết ngày",
        required=False,
        help_text="Để trống khi chế độ còn áp dụng.",
    )
    noi_nhan = forms.CharField(
        label="Nơi nhận riêng",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi nơi một dòng. Để trống thì theo thể thức của đơn vị.",
    )
    de_cuong = forms.CharField(
        label="Đề cương riêng",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Viết như ở «Đề cương, thể thức». Để trống thì theo đơn vị.",
    )

    ban = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, levels: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.levels = [code for code, _ in levels]
        for code, name in levels:
            self.fields[f"han_{code}"] = WholeField(
                label=f"Hạn nộp của đơn vị {name.lower()}",
                required=False,
                min_value=-31,
                max_value=366,
                help_text="Số ngày sau ngày cuối kỳ số liệu.",
            )

    @property
    def days(self) -> dict[str, int]:
        found = {code: self.cleaned_data.get(f"han_{code}") for code in self.levels}
        return {code: days for code, days in found.items() if days is not None}

    def told(self, regime: Regime) -> NewRegime:
        """What a regime is to say from now on."""
        said = self.cleaned_data
        return NewRegime(
            name=said["ten"],
            document=said["can_cu"],
            kind=regime.kind,
            cut=regime.cut,
            forms=regime.forms,
            valid_from=regime.valid_from,
            valid_to=said["den"] + timedelta(days=1) if said["den"] else None,
            days=self.days,
            recipients=said["noi_nhan"],
            outline=said["de_cuong"],
        )

    @staticmethod
    def of(regime: Regime) -> dict[str, Any]:
        """What the form opens with."""
        days = {f"han_{one.level.code}": one.days for one in regime.due_rules.all()}
        return {
            "ten": regime.name,
            "can_cu": regime.document,
            "den": regime.last_day,
            "noi_nhan": regime.recipients,
            "de_cuong": regime.outline,
            "ban": stamp_of(regime),
            **days,
        }


class RegimeForm(ChangedRegimeForm):
    """A new regime."""

    dinh_ky = forms.ChoiceField(label="Định kỳ", choices=KINDS, initial="quarter")
    chot = forms.ChoiceField(
        label="Kỳ số liệu thường",
        choices=CUTS,
        help_text="Khi mở từng kỳ, ngày đầu và ngày cuối vẫn sửa được.",
    )
    nhom = forms.ChoiceField(label="Nhóm biểu")
    tu = DayField(label="Áp dụng từ ngày")
    field_order = ("ten", "can_cu", "dinh_ky", "chot", "nhom", "tu", "den")

    def __init__(self, *args: Any, groups: Mapping[str, str], **kwargs: Any) -> None:
        """``groups``: of forms, by code, with what they hold in words."""
        super().__init__(*args, **kwargs)
        field = self.fields["nhom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(groups.items())

    @property
    def new(self) -> NewRegime:
        said = self.cleaned_data
        return self.told(
            Regime(
                kind=said["dinh_ky"],
                cut=said["chot"],
                forms=said["nhom"],
                valid_from=said["tu"],
            )
        )


class KeeperForm(Form):
    """Which office of a unit keeps a regime; nobody is who brings reports together."""

    co_quan = forms.TypedChoiceField(
        label="Cơ quan giữ",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Cơ quan giữ mở kỳ, nhận số liệu, viết báo cáo của chế độ này; duyệt "
        "và ký vẫn do lãnh đạo.",
    )

    def __init__(
        self, *args: Any, offices: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["co_quan"]
        assert isinstance(field, forms.TypedChoiceField)
        usual = ("", "Không giao: người tổng hợp báo cáo của đơn vị giữ")
        field.choices = [usual, *offices]

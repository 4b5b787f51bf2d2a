import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.org.models import Unit
from lienmach.registers.actions.calendar import DayDecision, HoursDecision
from lienmach.registers.models import CalendarDay, ClockKind, Hours, HoursFor

EVERYWHERE = "ca-nuoc"
CLOCK = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?")
POINT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})")
Units = list[tuple[int, str]]


class ClockField(forms.CharField):
    """An hour and minute, written 15:40, 15h40 or 7h."""

    default_error_messages = {"clock": "Giờ chưa đúng. Viết như 07:30 hoặc 15h40."}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w8", "autocomplete": "off", "inputmode": "numeric"}
        super().__init__(max_length=10, widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        written = CLOCK.fullmatch(text)
        try:
            if written:
                return time(int(written[1]), int(written[2] or 0))
        except ValueError:
            pass
        raise ValidationError(self.error_messages["clock"], code="clock")


class PointField(forms.CharField):
    """A day of any year, written 16/4; given as (month, day)."""

    default_error_messages = {"point": "Ngày tháng chưa đúng. Viết như 16/4."}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "w8", "autocomplete": "off"}
        super().__init__(max_length=5, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if written := POINT.fullmatch(text):
            day, month = int(written[1]), int(written[2])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return month, day
        raise ValidationError(self.error_messages["point"], code="point")


class DecideDayForm(Form):
    """What a day is, by which document."""

    ngay = DayField(label="Ngày")
    la = forms.ChoiceField(label="Là ngày", choices=CalendarDay.Kind.choices)
    ten = forms.CharField(
        label="Tên ngày nghỉ",
        required=False,
        max_length=120,
        help_text="Như «Quốc khánh 2/9». Cần cho ngày nghỉ lễ và nghỉ bù.",
    )
    doi = DayField(
        label="Ngày đi đôi",
        required=False,
        help_text="Ngày làm bù của ngày nghỉ hoán đổi, hoặc ngược lại: cả hai ngày "
        "cùng được ghi. Với nghỉ bù: ngày lễ được bù.",
    )
    van_ban = forms.CharField(
        label="Văn bản quyết định",
        required=False,
        max_length=200,
        help_text="Số, ký hiệu, ngày, cơ quan ban hành.",
    )
    chac = forms.ChoiceField(label="Độ chắc chắn", choices=CalendarDay.Sureness.choices)
    noi = forms.ChoiceField(label="Áp dụng cho")

    def __init__(self, *args: Any, units: Units, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = [(EVERYWHERE, "Cả nước")] if for_all else []
        below = [(str(pk), f"{name} và cấp dưới") for pk, name in units]
        _choose(self, "noi", everywhere + below)

    def decision(self) -> DayDecision:
        """What was entered, once the form is valid."""
        said = self.cleaned_data
        where = said["noi"]
        return DayDecision(
            day=said["ngay"],
            kind=said["la"],
            name=said["ten"],
            partner=said["doi"],
            document=said["van_ban"],
            certainty=said["chac"],
            unit=None if where == EVERYWHERE else Unit.objects.get(pk=where),
        )


class HoursForm(Form):
    """Hours of a unit from a day on."""

    don_vi = forms.TypedChoiceField(
        label="Đơn vị",
        coerce=int,
        help_text="Đơn vị cấp dưới theo giờ này nếu không có giờ riêng.",
    )
    loai = forms.ChoiceField(label="Loại giờ", choices=HoursFor.choices)
    tu_ngay = DayField(label="Áp dụng từ ngày")
    theo = forms.BooleanField(
        label="Theo đơn vị cấp trên (bỏ giờ riêng)", required=False
    )
    cach = forms.ChoiceField(
        label="Sáng thứ Bảy tính thế nào",
        choices=[("", "Không phải giờ thứ Bảy"), *Hours.Mode.choices],
        required=False,
        help_text="Chỉ cho sáng thứ Bảy. Theo luật, chỉ tiếp nhận là giờ mở cửa, "
        "không phải ngày làm việc.",
    )
    sang_tu = ClockField(label="Buổi sáng từ", required=False)
    sang_den = ClockField(label="Buổi sáng đến", required=False)
    chieu_tu = ClockField(label="Buổi chiều từ", required=False)
    chieu_den = ClockField(label="Buổi chiều đến", required=False)
    mua_tu = PointField(
        label="Mùa: từ ngày",
        required=False,
        help_text="Nếu chỉ áp dụng một mùa của mỗi năm, như 16/4 đến 15/10.",
    )
    mua_den = PointField(label="Mùa: đến ngày", required=False)
    van_ban = forms.CharField(label="Văn bản quyết định", max_length=200)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "don_vi", [(pk, name) for pk, name in units])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        for start, end in (("sang_tu", "sang_den"), ("chieu_tu", "chieu_den")):
            if (said[start] is None) != (said[end] is None):
                missing = end if said[end] is None else start
                self.add_error(missing, "Mỗi buổi cần giờ bắt đầu và giờ kết thúc.")
        if (said["mua_tu"] is None) != (said["mua_den"] is None):
            self.add_error("mua_den", "Mùa cần cả ngày đầu và ngày cuối.")
        is_saturday = said["loai"] == HoursFor.SATURDAY
        if is_saturday and not said["cach"] and not said["theo"]:
            self.add_error("cach", "Chọn cách tính sáng thứ Bảy.")
        if not is_saturday and not said["theo"] and not self._clocks():
            self.add_error("sang_tu", "Ghi ít nhất một buổi, hoặc chọn theo cấp trên.")
        return said

    def _clocks(self) -> tuple[time, ...]:
        names = ("sang_tu", "sang_den", "chieu_tu", "chieu_den")
        return tuple(c for name in names if (c := self.cleaned_data[name]))

    def decision(self) -> HoursDecision:
        said = self.cleaned_data
        season = (said["mua_tu"], said["mua_den"]) if said["mua_tu"] else None
        is_saturday = said["loai"] == HoursFor.SATURDAY
        return HoursDecision(
            unit=Unit.objects.get(pk=said["don_vi"]),
            purpose=said["loai"],
            valid_from=said["tu_ngay"],
            document=said["van_ban"],
            clocks=() if said["theo"] else self._clocks(),
            mode="" if said["theo"] or not is_saturday else said["cach"],
            season=season,
        )


class TrialForm(Form):
    """«If received at 15:40 on Friday»: the question of the test panel."""

    nhan = DayField(label="Nếu nhận ngày")
    luc = ClockField(label="lúc")
    han = WholeField(label="Thời hạn", min_value=0, max_value=3000)
    cach = forms.ChoiceField(label="tính theo", choices=ClockKind.choices)


class AnnounceForm(Form):
    ghi_chu = forms.CharField(
        label="Căn cứ công bố", max_length=500, widget=forms.Textarea({"rows": 2})
    )


def next_friday(day: date) -> date:
    """The Friday that people ask about: this week's, or the next one's."""
    return date.fromordinal(day.toordinal() + (4 - day.weekday()) % 7)


def _choose(form: Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices

"""What the pages of reports are sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.calc.period import Cut, Kind, Period, Window
from lienmach.calc.refusal import Refused
from lienmach.reporting.actions.sheets import Entry
from lienmach.reporting.models import Regime, Words
from lienmach.reporting.models.mailing import MOST_DAYS
from lienmach.reporting.models.regimes import KINDS

LONGEST_NOTE = 500
MOST_ENTRIES = 20_000  # fields of one sending: a form has at most 5,000 rows
LONGEST_PASTE = 1_000_000
OF_CELL = ("s", "g", "n", "c")  # text, note, number seen, count shown


def entries_of(sent: QueryDict) -> list[Entry]:
    """Read the cells of a grid: ``s.3.1.`` is the text of row 3.1., ``g.`` its note,
    ``n.`` the number of the change that the page showed, ``c.`` the count it showed.
    """
    cells: dict[str, dict[str, str]] = {}
    for name in sent:
        part, dot, code = name.partition(".")
        if dot and part in OF_CELL and 0 < len(code) <= 30:
            cells.setdefault(code, {})[part] = str(sent[name])
    return [
        Entry(
            code,
            text=said.get("s"),
            note=said.get("g"),
            seen=_number(said.get("n", "")),
            shown=said.get("c"),
        )
        for code, said in list(cells.items())[:MOST_ENTRIES]
        if "s" in said or "g" in said
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class PasteForm(Form):
    """A range of a spreadsheet, and where its first line goes."""

    tu = forms.ChoiceField(
        label="Dòng đầu tiên",
        help_text="Vùng dán có mã dòng thì mã quyết định, không cần chọn.",
    )
    bang = forms.CharField(
        label="Vùng đã chép từ bảng tính",
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Một cột số liệu, hoặc nhiều cột có mã dòng ở cột đầu.",
    )
    cach = forms.ChoiceField(
        label="Các dòng đi vào",
        required=False,
        choices=[
            ("", "để phần mềm nhận ra"),
            ("o", "chỉ các ô nhập được"),
            ("dong", "từng dòng của biểu, kể cả đề mục và dòng tự tính"),
        ],
    )
    kieu = forms.ChoiceField(
        label="Số viết theo kiểu",
        required=False,
        choices=[
            ("", "để phần mềm nhận ra"),
            ("vi", "Việt Nam: 1.118 và 95,9"),
            ("en", "Anh: 1,118 và 95.9"),
        ],
    )

    def __init__(
        self, *args: Any, rows: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """``rows``: the lines that take a figure, by code."""
        super().__init__(*args, **kwargs)
        field = self.fields["tu"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rows)


class StepForm(Form):
    """A step of a report; a note where it asks for one."""

    ghi_chu = forms.CharField(
        label="Lý do", required=False, max_length=1000, widget=forms.Textarea
    )
    bieu = forms.TypedMultipleChoiceField(
        label="Biểu phải sửa", required=False, coerce=int
    )
    thuyet_minh = forms.BooleanField(label="Chỉ thuyết minh", required=False)
    so = forms.IntegerField(required=False, min_value=0)

    def __init__(
        self, *args: Any, sheets: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bieu"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(sheets)

    @property
    def only(self) -> list[int] | None:
        """The forms to be mended; None are all, as nothing was chosen."""
        chosen: list[int] = self.cleaned_data["bieu"]
        return chosen if chosen or self.cleaned_data["thuyet_minh"] else None


class TakeBackForm(Form):
    """Why a report is not asked for any more."""

    ghi_chu = forms.CharField(
        label="Lý do rút yêu cầu",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Hãy ghi lý do rút yêu cầu."},
    )


class WordsForm(Form):
    """Whether a unit hands in words besides figures."""

    nop = forms.ChoiceField(label="Nộp", choices=Words.choices)


class MailingForm(Form):
    """Whether and how early people are reminded by mail."""

    bat = forms.BooleanField(
        label="Gửi thư nhắc người điền biểu, người tổng hợp",
        required=False,
        help_text="Trước hạn, đúng ngày hạn và khi quá hạn; mỗi người mỗi dịp một thư, "
        "chỉ khi báo cáo chưa nộp.",
    )
    truoc = WholeField(
        label="Nhắc trước hạn",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Số ngày làm việc.",
    )


class RoundForm(Form):
    """Which regime, whose round and for which period; the first of two pages."""

    che_do = forms.TypedChoiceField(label="Chế độ báo cáo", coerce=int)
    don_vi = forms.TypedChoiceField(
        label="Đơn vị tổng hợp",
        coerce=int,
        help_text="Chỉ có đơn vị thuộc nơi làm việc đang chọn ở đầu trang.",
    )
    ky = forms.CharField(
        label="Kỳ báo cáo",
        max_length=60,
        help_text="Viết như quý I/2026, 6 tháng đầu năm 2026, tháng 10/2026, năm 2026.",
    )

    def __init__(
        self,
        *args: Any,
        regimes: Sequence[Regime],
        owners: Sequence[tuple[int, str]],
        may_open: Callable[[int, int], bool],
        **kwargs: Any,
    ) -> None:
        """``may_open`` says whether one may open a regime, by number, for a unit."""
        super().__init__(*args, **kwargs)
        self.may_open = may_open
        self.regimes = {regime.pk: regime for regime in regimes}
        for name, offered in (
            (
                "che_do",
                [(one.pk, f"{one} ({one.get_kind_display()})") for one in regimes],
            ),
            ("don_vi", list(owners)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        regime = self.regimes.get(cleaned.get("che_do", 0))
        if regime and (said := cleaned.get("ky")):
            try:
                cleaned["period"] = period_of(said, Kind(regime.kind))
            except Refused as refused:
                self.add_error("ky", str(refused))
        owner = cleaned.get("don_vi")
        if regime and owner and not self.may_open(regime.pk, owner):
            self.add_error("don_vi", "Chế độ này của đơn vị ấy do cơ quan khác giữ.")
        return cleaned

    @property
    def regime(self) -> Regime:
        return self.regimes[self.cleaned_data["che_do"]]


def period_of(said: str, kind: Kind) -> Period:
    """Read a period and refuse one that is not of the kind a regime asks for."""
    period = Period.parse(said)
    if period.kind is not kind:
        words = dict(KINDS)[kind.value].lower()
        raise Refused(
            f"Chế độ này báo cáo theo {words}: «{said}» không phải kỳ như vậy."
        )
    return period


def usual_window(regime: Regime, period: Period) -> Window:
    return period.window(Cut(regime.cut))


class UnitsForm(Form):
    """The units below that report, and when: to ask on, or as part of a new round."""

    don_vi_duoi = forms.TypedMultipleChoiceField(
        label="Đơn vị phải báo cáo", coerce=int, required=False
    )
    ca_loi = forms.BooleanField(
        label="Nộp cả báo cáo có thuyết minh, ký số, không chỉ số liệu", required=False
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str, date]], **kwargs: Any
    ) -> None:
        """``units`` are those below, with the last day that the regime gives each."""
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi_duoi"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, name) for pk, name, _ in units]
        self.units = list(units)
        for pk, name, due in units:
            self.fields[f"han_{pk}"] = DayField(
                label=f"Hạn nộp của {name}", required=False, initial=due
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = set(cleaned.get("don_vi_duoi", []))
        for pk, _, _ in self.units:
            if pk not in chosen:  # its day matters to nobody
                self.errors.pop(f"han_{pk}", None)
        for pk in chosen:
            if not cleaned.get(f"han_{pk}") and f"han_{pk}" not in self.errors:
                self.add_error(f"han_{pk}", "Chưa nhập hạn nộp.")
        return cleaned

    @property
    def words(self) -> Words:
        return Words.ASKED if self.cleaned_data["ca_loi"] else Words.FIGURES

    @property
    def due(self) -> Mapping[int, date]:
        chosen = self.cleaned_data["don_vi_duoi"]
        return {pk: self.cleaned_data[f"han_{pk}"] for pk in chosen}

    def lines(self) -> Iterator[tuple[int, str, Any, bool]]:
        """Each unit with the field of its day, and whether it is ticked."""
        ticked = {str(pk) for pk in self["don_vi_duoi"].value() or []}
        for pk, name, _ in self.units:
            yield pk, name, self[f"han_{pk}"], str(pk) in ticked


class WindowForm(UnitsForm):
    """The days of a round, the units that report and when: the second page."""

    tu = DayField(label="Số liệu từ ngày")
    den = DayField(label="Đến hết ngày")
    han = DayField(label="Hạn gửi báo cáo tổng hợp")
    field_order = ("tu", "den", "han")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end, due = (cleaned.get(name) for name in ("tu", "den", "han"))
        if start and end and end < start:
            self.add_error("den", "Ngày cuối kỳ phải không trước ngày đầu kỳ.")
        if end and due and due < end - timedelta(days=31):
            self.add_error("han", "Hạn gửi quá sớm so với ngày cuối kỳ số liệu.")
        return cleaned

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["tu"], self.cleaned_data["den"])

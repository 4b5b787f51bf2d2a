"""What the pages of scorecards are sent."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from lienmach.base.forms import DayField, Form, WholeField, YearField
from lienmach.calc.period import Window
from lienmach.reporting.actions.score_rounds import Result
from lienmach.reporting.actions.scores import Entry

MOST_ENTRIES = 4_000
LONGEST_PASTE = 200_000
OF_ROW = ("s", "g", "n", "v")
POINTS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?")


def entries_of(sent: QueryDict) -> list[Entry]:
    """Read the rows of a card: ``s.1.2.3`` the answer, ``g.`` the note, ``n.`` the
    number of the writing that the page showed, ``v.`` the answer and
    the note that stood there, a bar between."""
    rows: dict[str, dict[str, str]] = {}
    for name in list(sent)[:MOST_ENTRIES]:
        part, dot, code = name.partition(".")
        if dot and part in OF_ROW and 0 < len(code) <= 12:
            rows.setdefault(code, {})[part] = str(sent[name])
    return [
        Entry(
            code,
            said["s"],
            said.get("g", ""),
            _number(said.get("n", "")),
            _shown(said.get("v", "")),
        )
        for code, said in rows.items()
        if "s" in said
    ]


def _shown(text: str) -> tuple[str, str] | None:
    answer, bar, note = text.partition("|")
    return (answer, note) if bar else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class StepForm(Form):
    ghi_chu = forms.CharField(max_length=1000, required=False)
    so = forms.IntegerField(required=False, min_value=0, max_value=10**9)
    chac = forms.BooleanField(required=False)


class LockForm(Form):
    """The lock of cards: how many the page told, that it is meant, and why so early."""

    ghi_chu = forms.CharField(max_length=1000, required=False)
    phieu = forms.IntegerField(min_value=0, max_value=10**6)
    chac = forms.BooleanField(
        error_messages={
            "required": "Hãy đánh dấu xác nhận: chốt rồi không mở lại được."
        }
    )


class CancelForm(Form):
    """Calling a round off: why, and that it is meant."""

    ghi_chu = forms.CharField(
        max_length=1000,
        error_messages={"required": "Hãy ghi lý do hủy đợt chấm."},
    )
    chac = forms.BooleanField(
        error_messages={"required": "Hãy đánh dấu xác nhận hủy cả đợt."}
    )


class ProofForm(Form):
    """Evidence: a file, a document of the register, or words that say where it is."""

    tep = forms.FileField(
        label="Tệp",
        required=False,
        help_text="PDF hoặc ảnh JPEG, PNG.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )
    van_ban = forms.TypedChoiceField(
        label="Văn bản trong sổ", coerce=int, required=False, empty_value=None
    )
    ten = forms.CharField(
        label="Tên tài liệu",
        max_length=300,
        required=False,
        help_text="Ví dụ số, ký hiệu, ngày của văn bản; để trống thì lấy tên tệp.",
    )

    def __init__(
        self, *args: Any, documents: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["van_ban"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Không chọn"), *documents]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(map(cleaned.get, ("tep", "van_ban", "ten"))):
            self.add_error("tep", "Chọn tệp, chọn văn bản, hoặc ghi tên tài liệu.")
        return cleaned


class RemarkForm(Form):
    noi_dung = forms.CharField(
        label="Nội dung", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(Form):
    """The answer to an objection, with the new appraisal where it is upheld."""

    tra_loi = forms.CharField(
        label="Trả lời", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    ket_qua = forms.ChoiceField(
        label="Kết quả",
        choices=[("giu", "Giữ điểm thẩm định"), ("nhan", "Chấp nhận, thẩm định lại")],
        widget=forms.RadioSelect,
    )
    moi = forms.CharField(
        label="Kết quả thẩm định mới",
        max_length=30,
        required=False,
        help_text="Chỉ cần khi chấp nhận.",
    )

    def __init__(
        self,
        *args: Any,
        unit: str = "",
        options: Sequence[tuple[str, str, bool]] = (),
        **kwargs: Any,
    ) -> None:
        """``unit`` is what the answer is counted in; ``options`` those of a choice."""
        super().__init__(*args, **kwargs)
        field = self.fields["moi"]
        if options:
            found = [(value, words) for value, words, _ in options]
            field.widget = forms.Select(choices=found)
        elif unit:
            field.label = f"Kết quả thẩm định mới ({unit})"


class PlanForm(Form):
    viec = forms.CharField(
        label="Việc phải làm",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    han = DayField(label="Hạn")
    ke_hoach = forms.CharField(
        label="Thuộc kế hoạch",
        max_length=200,
        required=False,
        help_text="Số, ký hiệu, ngày của kế hoạch duy trì, cải tiến chỉ số; ban hành "
        "sau thì ghi sau.",
    )


class NamePlanForm(Form):
    """The document of a plan that came after its items."""

    ke_hoach = forms.CharField(label="Số, ký hiệu, ngày của kế hoạch", max_length=200)


class FreePlanForm(PlanForm):
    """Work for a year of which only the points are known here."""

    nam = YearField(label="Năm mất điểm")
    tieu_chi = forms.CharField(label="Tiêu chí, lĩnh vực", max_length=500)
    field_order = ("nam", "tieu_chi", "viec", "han", "ke_hoach")


class ScoringForm(Form):
    """A year's scoring: by which criteria, for which days, until when, which units."""

    nam = YearField(label="Năm chấm")
    bo = forms.ChoiceField(label="Bộ tiêu chí")
    tu = DayField(label="Số liệu từ ngày")
    den = DayField(label="Đến hết ngày")
    han_cham = DayField(label="Hạn tự chấm")
    han_tham_dinh = DayField(label="Hạn thẩm định")
    han_kien_nghi = DayField(label="Hạn kiến nghị")
    khao_sat = forms.BooleanField(
        label="Có điều tra xã hội học",
        required=False,
        help_text="Không có thì điểm các tiêu chí điều tra không tính vào điểm tối đa.",
    )
    don_vi = forms.TypedMultipleChoiceField(
        label="Đơn vị được chấm", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        sets: Sequence[tuple[str, str]],
        units: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("bo", sets), ("don_vi", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for first, then, why in (
            ("tu", "den", "Ngày cuối kỳ phải không trước ngày đầu kỳ."),
            ("han_cham", "han_tham_dinh", "Hạn thẩm định phải sau hạn tự chấm."),
            ("han_tham_dinh", "han_kien_nghi", "Hạn kiến nghị phải sau thẩm định."),
        ):
            start, end = cleaned.get(first), cleaned.get(then)
            if start and end and end < start:
                self.add_error(then, why)
        return cleaned

    @property
    def window(self) -> Window:
        return Window(self.cleaned_data["tu"], self.cleaned_data["den"])


class SurveyForm(Form):
    bang = forms.CharField(
        label="Kết quả điều tra",
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono"}),
        help_text="Mỗi dòng: mã đơn vị, mã tiêu chí, kết quả %. Dán được từ bảng tính; "
        "hoặc ngăn cách bằng dấu chấm phẩy.",
    )

    @property
    def rows(self) -> list[list[str]]:
        return rows_of(self.cleaned_data["bang"])


class PublishForm(Form):
    """The results of a year that was not scored here, as they were published."""

    nam = YearField(label="Năm")
    nguon = forms.CharField(
        label="Theo văn bản",
        max_length=300,
        help_text="Số, ký hiệu, ngày của văn bản công bố.",
    )
    so = WholeField(
        label="Số đơn vị được xếp hạng",
        min_value=1,
        max_value=500,
        required=False,
        help_text="Cần khi không nhập đủ các đơn vị.",
    )
    bang = forms.CharField(
        label="Kết quả",
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "mono"}),
        help_text="Mỗi dòng: mã hoặc tên đơn vị, điểm trên 100, hạng (không bắt buộc). "
        "Dán được từ bảng tính; hoặc ngăn cách bằng dấu chấm phẩy.",
    )

    def __init__(self, *args: Any, units: dict[str, int], **kwargs: Any) -> None:
        """``units``: those of ours by code and by folded name."""
        super().__init__(*args, **kwargs)
        self.units = units
        self.results: list[Result] = []

    def clean_bang(self) -> str:
        text = str(self.cleaned_data["bang"])
        for number, row in enumerate(rows_of(text), 1):
            name, points, rank = ([*row, "", "", ""])[:3]
            self.results.append(self._result(number, name, points, rank))
        return text

    def _result(self, number: int, name: str, points: str, rank: str) -> Result:
        said = Decimal(points.replace(",", ".")) if POINTS.fullmatch(points) else None
        if not name or said is None or said > 100:
            raise forms.ValidationError(
                f"Dòng {number}: cần tên đơn vị và điểm từ 0 đến 100."
            )
        if rank and not (rank.isascii() and rank.isdecimal() and 0 < int(rank) <= 500):
            raise forms.ValidationError(f"Dòng {number}: hạng phải là số từ 1.")
        return Result(
            name[:200],
            said.quantize(Decimal("0.01")),
            self.units.get(name) or self.units.get(name.casefold()),
            int(rank) if rank else None,
        )


def rows_of(text: str) -> list[list[str]]:
    """Split what was pasted: columns by tabs, or by semicolons."""
    rows = []
    for line in text.splitlines():
        cells = line.split("\t") if "\t" in line else line.split(";")
        if any(cell.strip() for cell in cells):
            rows.append([cell.strip() for cell in cells])
    return rows


def usual_days(year: int) -> dict[str, date]:
    """The days that a year's scoring commonly has; each can be changed."""
    return {
        "tu": date(year, 1, 1),
        "den": date(year, 12, 31),
        "han_cham": date(year + 1, 1, 15),
        "han_tham_dinh": date(year + 1, 2, 15),
        "han_kien_nghi": date(year + 1, 2, 28),
    }

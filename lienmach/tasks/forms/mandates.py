"""What is typed about documents that give work, and about the tasks they give."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form, YearField
from lienmach.tasks.actions.mandates import NewMandate, NewPaper, fingerprint
from lienmach.tasks.actions.tasks import NewTask
from lienmach.tasks.models import Mandate, Task

Units = Sequence[tuple[int, str]]
CITED = "Số, ký hiệu như trên văn bản: 12/KH-UBND"


class MandateForm(Form):
    """A plan, a project or a directive; ``thay`` tells what the page showed of it."""

    don_vi = forms.TypedChoiceField(
        label="Đơn vị giao việc",
        coerce=int,
        help_text="Đơn vị giao và nghiệm thu; số liệu tính vào báo cáo của đơn vị này.",
    )
    loai = forms.ChoiceField(label="Loại", choices=Mandate.Kind.choices)
    nguon = forms.ChoiceField(
        label="Nguồn",
        choices=Mandate.Source.choices,
        help_text="«Cấp trên giao»: việc được đếm ở dòng nhiệm vụ cấp trên giao.",
    )
    nam = YearField(label="Năm")
    ten = forms.CharField(
        label="Tên, trích yếu",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    so = forms.CharField(label="Số, ký hiệu", max_length=80, help_text=CITED)
    ngay = DayField(label="Ngày ban hành")
    co_quan = forms.CharField(label="Cơ quan ban hành", max_length=200)
    thay = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "don_vi", units)

    @staticmethod
    def of(mandate: Mandate) -> dict[str, object]:
        """What the form shows of a document that stands there already."""
        return {
            "don_vi": mandate.unit_id,
            "loai": mandate.kind,
            "nguon": mandate.source,
            "nam": mandate.year,
            "ten": mandate.title,
            "so": mandate.number,
            "ngay": mandate.issued_on,
            "co_quan": mandate.issuer,
            "thay": fingerprint(mandate),
        }

    @property
    def new(self) -> NewMandate:
        sent = self.cleaned_data
        return NewMandate(
            unit_id=sent["don_vi"],
            kind=Mandate.Kind(sent["loai"]),
            year=sent["nam"],
            title=" ".join(sent["ten"].split()),
            number=" ".join(sent["so"].split()),
            issued_on=sent["ngay"],
            issuer=" ".join(sent["co_quan"].split()),
            source=Mandate.Source(sent["nguon"]),
        )


class PaperForm(Form):
    """Another document that belongs to it."""

    so = forms.CharField(label="Số, ký hiệu", max_length=80, help_text=CITED)
    ngay = DayField(label="Ngày ban hành")
    co_quan = forms.CharField(label="Cơ quan ban hành", max_length=200)
    ve_viec = forms.CharField(label="Về việc", max_length=300)

    @property
    def new(self) -> NewPaper:
        sent = self.cleaned_data
        return NewPaper(
            sent["so"].strip(), sent["ngay"], sent["co_quan"], sent["ve_viec"]
        )


class DayForm(Form):
    ngay = DayField(label="Tính đến hết ngày")


class WhyForm(Form):
    vi_sao = forms.CharField(label="Lý do", max_length=300)


class _TaskForm(Form):
    """What tasks of plans and of directives have in common."""

    noi_dung = forms.CharField(
        label="Nội dung",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    san_pham = forms.CharField(
        label="Sản phẩm phải có",
        max_length=500,
        required=False,
        help_text="Ví dụ: báo cáo, quyết định, danh mục đã công bố.",
    )
    han = DayField(label="Hạn")
    giao = DayField(
        label="Giao ngày", help_text="Ngày của văn bản giao; số liệu tính từ ngày ấy."
    )
    phoi_hop = forms.TypedMultipleChoiceField(
        label="Đơn vị phối hợp",
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Giữ Ctrl để chọn nhiều đơn vị.",
    )
    khac = forms.CharField(
        label="Nơi khác cùng phối hợp", max_length=300, required=False
    )


class TaskForm(_TaskForm):
    """One task of a plan; without its days and its lead it is put right.

    ``so`` is the number of the last step that the page to put it right showed.
    """

    stt = forms.CharField(
        label="Số thứ tự trong kế hoạch", max_length=12, required=False
    )
    linh_vuc = forms.ChoiceField(
        label="Lĩnh vực",
        choices=[("", "Không xếp"), *Task.Area.choices],
        required=False,
    )
    chu_tri = forms.TypedChoiceField(label="Đơn vị chủ trì", coerce=int)
    so = forms.IntegerField(
        required=False, min_value=0, max_value=10**9, widget=forms.HiddenInput
    )
    field_order = (
        *("stt", "linh_vuc", "noi_dung", "san_pham", "chu_tri", "han", "giao"),
        *("phoi_hop", "khac"),
    )

    def __init__(
        self, *args: Any, units: Units, is_correction: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "chu_tri", units)
        _offer(self, "phoi_hop", units)
        for name in ("chu_tri", "han", "giao") if is_correction else ("so",):
            del self.fields[name]

    @staticmethod
    def of(task: Task) -> dict[str, object]:
        return {
            "stt": task.mark,
            "linh_vuc": task.area,
            "noi_dung": task.text,
            "san_pham": task.product,
            "phoi_hop": task.helpers,
            "khac": task.others,
        }

    def new(self, task: Task | None = None) -> NewTask:
        """The task as typed; what a correction leaves alone is taken from it."""
        sent = self.cleaned_data
        return NewTask(
            unit_id=task.case.unit_id if task else sent["chu_tri"],
            text=sent["noi_dung"],
            due_on=task.first_due_on if task else sent["han"],
            given_on=task.given_on if task else sent["giao"],
            mark=sent["stt"],
            area=sent["linh_vuc"],
            product=sent["san_pham"],
            helpers=tuple(sent["phoi_hop"]),
            others=sent["khac"],
        )


class AddressedForm(_TaskForm):
    """What a directive asks of several units: each gets a task of its own."""

    don_vi = forms.TypedMultipleChoiceField(
        label="Đơn vị phải thực hiện, báo cáo",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mỗi đơn vị nhận một nhiệm vụ riêng, với hạn này.",
    )
    field_order = ("noi_dung", "san_pham", "han", "giao", "don_vi", "phoi_hop", "khac")

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "don_vi", units)
        _offer(self, "phoi_hop", units)

    @property
    def many(self) -> list[NewTask]:
        sent = self.cleaned_data
        return [
            NewTask(
                unit_id=unit,
                text=sent["noi_dung"],
                due_on=sent["han"],
                given_on=sent["giao"],
                product=sent["san_pham"],
                helpers=tuple(sent["phoi_hop"]),
                others=sent["khac"],
            )
            for unit in sent["don_vi"]
        ]


class PasteForm(Form):
    """A table of tasks, pasted or in a file, and what holds where it says nothing."""

    bang = forms.CharField(
        label="Dán bảng từ Word, Excel",
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Dòng đầu là tên cột (nội dung, sản phẩm, chủ trì, phối hợp, thời "
        "hạn, lĩnh vực), hoặc theo thứ tự: số, nội dung, sản phẩm, chủ trì, phối "
        "hợp, hạn. Chỉ một cột: mỗi dòng một nhiệm vụ, như phương hướng của báo cáo.",
    )
    tep = forms.FileField(
        label="Hoặc chọn tệp",
        required=False,
        help_text="XLSX hoặc CSV; đọc trang tính đầu.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    chu_tri = forms.TypedChoiceField(
        label="Chủ trì, nếu dòng không ghi", coerce=int, required=False
    )
    han = DayField(label="Hạn, nếu dòng không ghi", required=False)
    giao = DayField(label="Giao ngày")

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "chu_tri", [("", "Không chọn"), *units])

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if not self.errors and not (sent.get("tep") or sent.get("bang", "").strip()):
            self.add_error("bang", "Dán bảng, hoặc chọn tệp.")
        return sent

    def show_text(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Let the text box hold what a file brought, so that it is sent again."""
        text = StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="\n")
        writer.writerows([cell.replace("\t", " ") for cell in row] for _, row in rows)
        self.data = {**self.data.dict(), "bang": text.getvalue()}  # type: ignore[attr-defined]  # what was posted


def _offer(form: Form, name: str, units: Sequence[tuple[int | str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = units

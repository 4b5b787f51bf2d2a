"""What is entered about a procedure: its version, its lines, the decision behind it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BaseFormSet, BooleanField, CharField, formset_factory
from django.forms.boundfield import BoundField
from django.http import QueryDict

from lienmach.base.carried import MOST_PACKED, unpacked
from lienmach.base.forms import DayField, Form, NumberField, WholeField
from lienmach.base.parts import day
from lienmach.calc import procedures as calc
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.procedure_cells import Words
from lienmach.registers.actions.procedures import Decision
from lienmach.registers.forms.calendar import ClockField
from lienmach.registers.forms.decided import SURE, DecidedForm
from lienmach.registers.models import ClockKind
from lienmach.registers.queries.procedures import first_day

MORE = 3  # empty lines added at once
MOST_LINES = 100


class VersionForm(DecidedForm):
    """All of a version that stands in single fields."""

    code = forms.CharField(
        label="Mã thủ tục", max_length=40, help_text="Mã quốc gia, như 1.001193"
    )
    name = forms.CharField(label="Tên thủ tục", max_length=500)
    everyday_name = forms.CharField(
        label="Tên thường gọi",
        max_length=200,
        required=False,
        help_text="Người dân hay gọi là gì: «Làm giấy khai sinh»",
    )
    field = forms.CharField(
        label="Lĩnh vực",
        max_length=120,
        widget=forms.TextInput({"list": "linh-vuc", "autocomplete": "off"}),
    )
    levels = forms.MultipleChoiceField(
        label="Cấp giải quyết", widget=forms.CheckboxSelectMultiple
    )
    owner = forms.CharField(label="Cơ quan thực hiện", max_length=200, required=False)
    is_vertical = forms.BooleanField(label="Của cơ quan ngành dọc", required=False)
    limit_amount = WholeField(
        label="Thời hạn",
        required=False,
        min_value=0,
        max_value=3000,
        help_text="0 là trong ngày; để trống nếu pháp luật không quy định.",
    )
    clock = forms.ChoiceField(label="Tính theo", choices=ClockKind.choices)
    cutoff = ClockField(
        label="Nhận sau giờ này tính ngày sau",
        required=False,
        help_text="Chỉ khi thủ tục có quy định riêng, như 15:00.",
    )
    limit_note = forms.CharField(
        label="Ghi chú thời hạn", max_length=500, required=False
    )
    channels = forms.MultipleChoiceField(
        label="Cách nộp", required=False, widget=forms.CheckboxSelectMultiple
    )
    online = forms.ChoiceField(
        label="Dịch vụ công trực tuyến",
        required=False,
        help_text="Mức độ 1–4 trước 15/08/2022; từ đó toàn trình hoặc một phần.",
    )
    received_where = forms.CharField(
        label="Nơi tiếp nhận", max_length=300, required=False
    )
    result = forms.CharField(label="Kết quả", max_length=500, required=False)
    legal_basis = forms.CharField(
        label="Căn cứ pháp lý",
        max_length=10_000,
        required=False,
        help_text="Mỗi dòng một văn bản.",
        widget=forms.Textarea({"rows": 3}),
    )
    forms = forms.CharField(
        label="Mẫu đơn, tờ khai",
        max_length=10_000,
        required=False,
        help_text="Mỗi dòng một mẫu. Có nơi tải về thì ghi sau tên: «Tờ khai: https://…».",
        widget=forms.Textarea({"rows": 2}),
    )

    # Asked where a rehearsal found what would go wrong.
    van_ghi = BooleanField(label="Vẫn ghi phiên bản này", required=False)
    vi_sao = CharField(
        label="Vì sao",
        max_length=200,
        required=False,
        help_text="Ghi vào nhật ký thay đổi của thủ tục.",
        error_messages={"required": "Cho biết vì sao vẫn ghi phiên bản này."},
    )

    def ask_why(self) -> None:
        self.fields["vi_sao"].required = True

    @property
    def is_meant(self) -> bool:
        """Whether it is kept whatever a rehearsal finds."""
        return bool(self.cleaned_data["van_ghi"])

    def decision(self) -> Decision:
        decided = super().decision()
        if not self.is_meant:
            return decided
        reason = f"Ghi khi diễn tập chưa đạt: {self.cleaned_data['vi_sao']}"
        note = ". ".join(filter(None, [reason, decided.note]))
        return replace(decided, note=note[:500])

    def __init__(
        self,
        *args: Any,
        words: Words,
        is_new: bool,
        first: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        if "van_ghi" in self.data:
            self.ask_why()
        if not is_new:
            del self.fields["code"]
        _choose(self, "levels", list(words.levels.items()))
        _choose(self, "channels", list(words.channels.items()))
        _choose(self, "online", [("", "Chưa trực tuyến"), *words.online.items()])

    def doubts(self, start: date, signed: date | None) -> Iterator[str]:
        yield from super().doubts(start, signed)
        if self.first and start < self.first:
            last = self.first - timedelta(days=1)
            yield (
                f"Ngày áp dụng {day(start)} ở trước phiên bản đầu tiên (từ "
                f"{day(self.first)}): bản này chỉ áp dụng đến hết {day(last)}, không "
                "thay bản đang dùng."
            )

    @property
    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields under their titles, in the order in which they are asked."""
        for title, names in GROUPS:
            yield title, [self[name] for name in names if name in self.fields]


GROUPS = (
    ("Từ ngày nào, theo quyết định nào", (
        "tu_ngay", "so_qd", "ngay_ky", "co_quan", "ghi_chu", SURE,
    )),
    ("Thủ tục", (
        "code", "name", "everyday_name", "field", "levels", "owner", "is_vertical",
    )),
    ("Thời hạn", ("limit_amount", "clock", "cutoff", "limit_note")),
    ("Nộp và nhận", ("channels", "online", "received_where", "result")),
    ("Căn cứ, mẫu", ("legal_basis", "forms")),
)  # fmt: skip


class LineForm(Form):
    """A line of a version; one that is left empty is no line."""

    name = forms.CharField(label="Tên", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_nameless = "name" in said and not said["name"]  # a wrong one is told of
        if is_nameless and any(said.get(n) for n in self.fields if n != "name"):
            self.add_error("name", "Dòng này chưa có tên.")
        return said


class ComponentForm(LineForm):
    originals = WholeField(label="Bản chính", required=False, min_value=0, max_value=99)
    copies = WholeField(label="Bản sao", required=False, min_value=0, max_value=99)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def part(self) -> calc.Component:
        said = self.cleaned_data
        return calc.Component(
            _one_line(said["name"]),
            said["originals"] or 0,
            said["copies"] or 0,
            _one_line(said["note"]),
        )


class FeeForm(LineForm):
    amount = WholeField(
        label="Đồng", required=False, min_value=0, max_value=calc.MOST_DONG
    )
    waiver = forms.CharField(label="Miễn, giảm cho", max_length=500, required=False)
    document = forms.CharField(label="Văn bản", max_length=200, required=False)
    valid_from = DayField(label="Từ ngày", required=False)
    last_day = DayField(label="Đến hết ngày", required=False)

    def part(self) -> calc.Fee:
        said = self.cleaned_data
        return calc.Fee(
            _one_line(said["name"]),
            said["amount"] or 0,
            _one_line(said["waiver"]),
            _one_line(said["document"]),
            said["valid_from"],
            said["last_day"],
        )


class StepForm(LineForm):
    unit_kind = forms.ChoiceField(label="Nơi làm", required=False)
    share = NumberField(
        label="% thời gian",
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit_kind", [("", "Chọn…"), *words.kinds.items()])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("name"):
            if not said.get("unit_kind"):
                self.add_error("unit_kind", "Chọn nơi làm bước này.")
            if not said.get("share"):
                self.add_error("share", "Ghi tỷ lệ thời gian.")
        return said

    def part(self) -> calc.Step:
        said = self.cleaned_data
        return calc.Step(_one_line(said["name"]), said["unit_kind"], said["share"])


class HopForm(LineForm):
    agency = forms.CharField(label="Cơ quan", max_length=200, required=False)
    amount = WholeField(label="Thời hạn", required=False, min_value=0, max_value=3000)
    clock = forms.ChoiceField(label="Tính theo", choices=ClockKind.choices)
    code = forms.CharField(label="Mã thủ tục", max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        said = super(LineForm, self).clean() or self.cleaned_data
        if said.get("name") and said.get("amount") is None:
            self.add_error("amount", "Ghi thời hạn của chặng này.")
        return said

    def part(self) -> calc.Hop:
        said = self.cleaned_data
        limit = Limit(said["amount"], Clock(said["clock"]))
        return calc.Hop(
            _one_line(said["name"]), _one_line(said["agency"]), limit, said["code"]
        )


LINES: dict[str, tuple[str, str, type[LineForm]]] = {
    "components": ("Thành phần hồ sơ", "Giấy tờ phải nộp, mấy bản.", ComponentForm),
    "fees": ("Phí, lệ phí", "Để trống mọi dòng nếu không thu.", FeeForm),
    "steps": ("Các bước xử lý", "Tỷ lệ thời gian các bước cộng lại 100 %.", StepForm),
    "hops": ("Liên thông", "Khi nhiều thủ tục nộp chung một lần.", HopForm),
}


class Editor:
    """A version as it is edited: one form, and a set of lines for each of its lists."""

    def __init__(
        self,
        sent: QueryDict | None,
        *,
        words: Words,
        draft: calc.Draft | None,
        initial: dict[str, Any],
        is_new: bool,
    ) -> None:
        self.known = draft
        self.is_checked = sent is not None and "them" not in sent
        shown = {**(_as_entered(draft) if draft else {}), **initial}
        self.form = VersionForm(
            sent,
            words=words,
            is_new=is_new,
            first=first_day(draft.code) if draft else None,
            initial=shown,
        )
        more = sent.get("them", "") if sent is not None else ""
        self.sets = {
            prefix: _set(prefix, sent, words, draft, has_more=prefix == more)
            for prefix in LINES
        }

    @property
    def lists(self) -> "Iterator[tuple[str, str, str, BaseFormSet[LineForm]]]":
        for prefix, (title, hint, _) in LINES.items():
            yield prefix, title, hint, self.sets[prefix]

    @property
    def line_errors(self) -> list[tuple[str, str]]:
        """Where a line is wrong, and why: the box and the sentence."""
        return [
            (
                row[name].id_for_label,
                f"{LINES[prefix][0]}, dòng {n}: {' '.join(map(str, said))}",
            )
            for prefix, rows in self.sets.items()
            for n, row in enumerate(rows.forms, 1)
            for name, said in row.errors.items()
            if name in row.fields
        ]

    def is_valid(self) -> bool:
        lists = [rows.is_valid() for rows in self.sets.values()]
        return self.form.is_valid() and all(lists) and self.is_checked

    def draft(self) -> calc.Draft:
        """What was entered, once it is valid."""
        said = self.form.cleaned_data
        amount = said["limit_amount"]
        code = self.known.code if self.known else said["code"].upper()
        return calc.Draft(
            code=code,
            name=_one_line(said["name"]),
            everyday_name=_one_line(said["everyday_name"]),
            field=_one_line(said["field"]),
            levels=tuple(said["levels"]),
            owner=_one_line(said["owner"]),
            is_vertical=said["is_vertical"],
            legal_basis=_many_lines(said["legal_basis"]),
            components=self._parts("components"),
            fees=self._parts("fees"),
            limit=None
            if amount is None
            else Limit(amount, Clock(said["clock"]), said["cutoff"]),
            limit_note=_one_line(said["limit_note"]),
            steps=self._parts("steps"),
            result=_one_line(said["result"]),
            forms=_many_lines(said["forms"]),
            channels=tuple(said["channels"]),
            online=said["online"],
            received_where=_one_line(said["received_where"]),
            hops=self._parts("hops"),
        )

    def _parts(self, prefix: str) -> tuple[Any, ...]:
        rows: list[Any] = self.sets[prefix].forms
        return tuple(row.part() for row in rows if row.cleaned_data.get("name"))


class EndForm(DecidedForm):
    successor = forms.CharField(
        label="Thủ tục thay thế",
        required=False,
        max_length=40,
        help_text="Mã của thủ tục thay thế; để trống nếu chỉ bãi bỏ.",
    )


class WhenForm(Form):
    """«If received at 15:40 on Friday», for a procedure whose limit is known."""

    nhan = DayField(label="Nếu nhận ngày")
    luc = ClockField(label="lúc")


class UploadForm(Form):
    tep = forms.FileField(
        label="Tệp danh mục",
        help_text="XLSX, CSV hoặc JSON, như tệp xuất từ danh mục.",
        widget=forms.FileInput({"accept": ".xlsx,.csv,.json"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )
    tu_ngay = DayField(
        label="Thay đổi có hiệu lực từ ngày",
        help_text="Thủ tục mới bắt đầu từ ngày ghi trong cột «Từ ngày», nếu có.",
    )


class ApplyForm(DecidedForm):
    """The file again, as the preview carried it along, and the decision."""

    ten = forms.CharField(max_length=200, widget=forms.HiddenInput)
    tep = forms.CharField(max_length=MOST_PACKED, widget=forms.HiddenInput)
    dau = forms.CharField(max_length=64, widget=forms.HiddenInput)
    tu_ngay = DayField(widget=forms.HiddenInput)
    bo_loi = forms.BooleanField(label="Bỏ qua các dòng lỗi", required=False)

    def clean_tep(self) -> bytes:
        return unpacked(self.cleaned_data["tep"])


def _set(
    prefix: str,
    sent: QueryDict | None,
    words: Words,
    draft: calc.Draft | None,
    *,
    has_more: bool,
) -> "BaseFormSet[LineForm]":
    _, _, form = LINES[prefix]
    made: type[BaseFormSet[LineForm]] = formset_factory(
        form, extra=MORE, max_num=MOST_LINES, absolute_max=MOST_LINES
    )
    if sent is not None and has_more:
        sent = sent.copy()
        total = sent.get(f"{prefix}-TOTAL_FORMS", "")
        if total.isdecimal() and len(total) < 4:
            sent[f"{prefix}-TOTAL_FORMS"] = str(min(int(total) + MORE, MOST_LINES))
    return made(
        sent,
        prefix=prefix,
        initial=_lines_of(prefix, draft) if draft else [],
        form_kwargs={"words": words} if prefix == "steps" else {},
    )


def _lines_of(prefix: str, draft: calc.Draft) -> list[dict[str, Any]]:
    shown: dict[str, Callable[[Any], dict[str, Any]]] = {
        "hops": lambda hop: {"amount": hop.limit.amount, "clock": hop.limit.clock}
    }
    return [
        {name: getattr(part, name) for name in part.__slots__ if name != "limit"}
        | shown.get(prefix, lambda _: {})(part)
        for part in getattr(draft, prefix)
    ]


def _as_entered(draft: calc.Draft) -> dict[str, Any]:
    shown = {name: getattr(draft, name) for name in draft.__slots__}
    shown |= {"legal_basis": "\n".join(draft.legal_basis)}
    shown |= {"forms": "\n".join(draft.forms)}
    if draft.limit:
        shown |= {"limit_amount": draft.limit.amount, "clock": draft.limit.clock}
        shown |= {"cutoff": draft.limit.cutoff}
    return shown


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _many_lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_one_line, text.splitlines())))


def _choose(form: Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = choices

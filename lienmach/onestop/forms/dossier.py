"""What is typed to move a dossier: a form for each step that needs one."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.calc.days import named
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.models import Attachment, Paper
from lienmach.onestop.queries.counter import Need

Options = Sequence[tuple[int, str]]
LONGEST = 1000
# Why the clock of a dossier may stand still, as the law has it.
PAUSES: dict[str, tuple[str, ...]] = {
    "owe": (
        "Chờ người nộp thực hiện nghĩa vụ tài chính theo thông báo",
        "Chờ người nộp nộp phí, lệ phí theo quy định",
    ),
    "wait": (
        "Chờ ý kiến của cơ quan phối hợp theo quy định",
        "Chờ kết quả kiểm tra, xác minh, giám định theo quy định",
        "Chờ kết quả của thủ tục liên quan ở cơ quan khác",
        "Chờ thông tin từ cơ quan quản lý dữ liệu",
    ),
}
TO_THE_APPLICANT = "Lý do này in trên giấy gửi người nộp: viết đủ câu, dễ hiểu."


def _text(label: str, *, rows: int = 3, hint: str = "", required: bool = True) -> Any:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


def _choice(label: str, *, required: bool = True) -> Any:
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required
    )


def _offer(field: Any, empty: str, options: Options) -> None:
    field.choices = [("", empty), *options]


class ReasonForm(Form):
    """A step that is not taken without a reason."""

    note = _text("Lý do")

    def __init__(self, *args: Any, is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = TO_THE_APPLICANT if is_sent else ""


class NoDraftForm(Form):
    """Asked once where nothing was drafted: the leader would find nothing to sign."""

    van_trinh = forms.BooleanField(
        label="Vẫn trình ký, kết quả ký trên giấy hoặc đưa dự thảo sau",
        error_messages={
            "required": "Hồ sơ chưa có dự thảo kết quả: hãy thêm dự thảo ở phần Kết "
            "quả, hoặc chọn «Vẫn trình ký»."
        },
        widget=forms.CheckboxInput({"autofocus": True}),
    )

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "note": "Trình khi chưa có dự thảo kết quả"}


class HandForm(Form):
    """Where a dossier goes: to a unit, to a person there, or both."""

    unit = _choice("Đơn vị")
    person = _choice("Người xử lý", required=False)
    note = _text("Ghi chú cho người nhận", rows=2, required=False)

    def __init__(
        self, *args: Any, units: Options, people: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["unit"], "Chọn một đơn vị", units)
        _offer(self.fields["person"], "Chưa giao cho ai", people)


class PauseForm(Form):
    reason = forms.ChoiceField(label="Dừng vì")
    detail = _text("Nói rõ thêm", rows=2, required=False)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(text, text) for text in PAUSES[step]]
        field = self.fields["reason"]
        field.choices = [("", "Chọn một lý do"), *known]  # type: ignore[attr-defined]  # a field of choices

    def note(self) -> str:
        said = [self.cleaned_data["reason"], self.cleaned_data["detail"].strip()]
        return ". ".join(filter(None, said))


class ResultForm(Form):
    """A signed result; ``signer_name`` is asked where somebody else signed."""

    signer_name = forms.CharField(label="Người ký", max_length=200)
    result_number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    signed_on = DayField(label="Ngày ký")
    is_on_paper = forms.BooleanField(label="Có bản giấy", required=False, initial=True)
    file = forms.FileField(
        label="Tệp kết quả đã ký",
        required=False,
        help_text="PDF hoặc ảnh quét. Chữ ký số trong tệp được kiểm tra và ghi lại, "
        "trừ việc thu hồi chứng thư.",
    )

    def __init__(
        self,
        *args: Any,
        signs_now: bool,
        day: date,
        received_on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = day
        self.day, self.received_on = day, received_on
        if signs_now:
            del self.fields["signer_name"]

    def clean_signed_on(self) -> date:
        signed: date = self.cleaned_data["signed_on"]
        if signed > self.day:
            raise ValidationError("Ngày ký không thể sau hôm nay.")
        if signed < self.received_on:
            received = f"{self.received_on:%d/%m/%Y}"
            raise ValidationError(
                f"Ngày ký không thể trước ngày tiếp nhận hồ sơ ({received})."
            )
        return signed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("is_on_paper") or cleaned.get("file")) and not self.errors:
            self.add_error("file", "Kết quả không có bản giấy thì phải có tệp đã ký.")
        return cleaned


def _is_wanting(paper: Paper) -> bool:
    """Whether it is asked for unless somebody says otherwise: it was not brought."""
    part = paper.component
    return not paper.is_received and not (part and Need(part).is_optional)


class AskForm(Form):
    """Everything that is missing, chosen from the papers of the dossier at once.

    ``is_late``: the law's days for asking are over, so it is asked why.
    """

    def __init__(
        self,
        *args: Any,
        papers: Sequence[Paper],
        is_late: bool = False,
        **kwargs: Any,
    ) -> None:
        self.papers, self.is_late = papers, is_late
        super().__init__(*args, **kwargs)
        for key, name, is_missing in self._keys():
            self.fields[f"missing_{key}"] = forms.BooleanField(
                label=name or "Giấy tờ khác", required=False, initial=is_missing
            )
            if not name:
                self.fields[f"name_{key}"] = forms.CharField(
                    label="Tên giấy tờ", required=False, max_length=500
                )
            self.fields[f"reason_{key}"] = forms.CharField(
                label="Thiếu gì, sai gì",
                required=False,
                max_length=300,
                initial="Chưa nộp" if is_missing else "",
            )
            self.fields[f"example_{key}"] = forms.CharField(
                label="Thế nào là đúng", required=False, max_length=300
            )
        if is_late:
            said = "Ghi vào lịch sử hồ sơ, không in trên phiếu."
            self.fields["late"] = _text("Vì sao yêu cầu muộn", rows=2, hint=said)
        self.fields["note"] = _text("Lời nhắn chung", rows=2, required=False)

    def _keys(self) -> list[tuple[str, str, bool]]:
        known = [(str(p.pk), p.name, _is_wanting(p)) for p in self.papers]
        return [*known, ("a", "", False), ("b", "", False)]

    def rows(self) -> list[dict[str, BoundField | str]]:
        """The fields of each paper, as the composer sets them beside each other."""
        told = []
        for key, name, _ in self._keys():
            row: dict[str, BoundField | str] = {"title": name or "Giấy tờ khác"}
            for part in ("missing", "name", "reason", "example"):
                row[part] = (
                    self[f"{part}_{key}"] if f"{part}_{key}" in self.fields else ""
                )
            told.append(row)
        return told

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for key, name, _ in self._keys():
            if not cleaned.get(f"missing_{key}"):
                continue
            if not (name or cleaned.get(f"name_{key}", "").strip()):
                self.add_error(f"name_{key}", "Chưa nhập tên giấy tờ.")
            if not cleaned.get(f"reason_{key}", "").strip():
                called = name or "giấy tờ này"
                self.add_error(f"reason_{key}", f"Ghi rõ «{called}» thiếu gì, sai gì.")
        if not self.errors and not self.missing():
            raise forms.ValidationError("Chọn ít nhất một giấy tờ cần bổ sung.")
        return cleaned

    def missing(self) -> list[Missing]:
        sent = self.cleaned_data
        return [
            Missing(
                name or sent[f"name_{key}"].strip(),
                sent[f"reason_{key}"].strip(),
                sent[f"example_{key}"].strip(),
                int(key) if name else None,
            )
            for key, name, _ in self._keys()
            if sent.get(f"missing_{key}")
        ]

    def reason(self) -> str:
        """What the trail says: the message, or else what is missing."""
        said: str = self.cleaned_data["note"].strip()
        names = "; ".join(item.name for item in self.missing())
        return said or f"Cần bổ sung: {names}"

    def late(self) -> str:
        """Why it is asked for so late; empty where it is not."""
        said: str = self.cleaned_data.get("late", "")
        return said.strip()


class WantingForm(Form):
    """What is still wanting of what was sent: of the things asked for, no others."""

    def __init__(self, *args: Any, items: Options, **kwargs: Any) -> None:
        self.items = items
        super().__init__(*args, **kwargs)
        for pk, name in items:
            self.fields[f"problem_{pk}"] = forms.CharField(
                label=name,
                required=False,
                max_length=300,
                help_text="Để trống nếu mục này đã đạt.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(self.problems().values()):
            raise forms.ValidationError(
                "Ghi ít nhất một mục còn thiếu gì; đủ cả thì chọn «Nhận đủ bổ sung»."
            )
        return cleaned

    def problems(self) -> dict[int, str]:
        sent = self.cleaned_data
        return {pk: sent.get(f"problem_{pk}", "").strip() for pk, _ in self.items}


FARTHEST = timedelta(days=366)  # what is further off is a slip of the hand


class _WithADay(Form):
    """Promises something for a day; ``next_working`` is the one worked from then on."""

    def __init__(
        self, *args: Any, next_working: Callable[[date], date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._next_working = next_working

    def _to_come(self, name: str) -> date:
        """A day off is refused: the letter would name another than was typed."""
        day = _to_come(self.cleaned_data[name])
        if (next_one := self._next_working(day)) != day:
            raise ValidationError(
                f"Ngày này không làm việc: hãy chọn {named(next_one)} hoặc sau đó."
            )
        return day


def _to_come(day: date) -> date:
    today = timezone.localdate()
    if day < today:
        raise ValidationError("Ngày này đã qua.")
    if day > today + FARTHEST:
        raise ValidationError("Ngày này quá xa: nhiều nhất một năm kể từ hôm nay.")
    return day


class ConsultForm(_WithADay):
    agency = forms.CharField(label="Cơ quan được hỏi", max_length=200)
    question = _text("Nội dung lấy ý kiến")
    due_on = DayField(label="Đề nghị trả lời trước hết ngày")

    def clean_due_on(self) -> date:
        return self._to_come("due_on")


class ApologyForm(_WithADay):
    note = _text("Lý do chậm", hint="Người dân sẽ đọc lý do này.")
    new_on = DayField(label="Hẹn lại ngày")

    def clean_new_on(self) -> date:
        return self._to_come("new_on")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files of one input; whether they are any good is looked at later."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(
                self.error_messages["required"], code="required"
            )
        return files


class FileForm(Form):
    uploads = ManyFilesField(
        label="Tệp",
        help_text="PDF, ảnh JPEG, PNG hoặc HEIC, mỗi tệp tối đa 20 MB.",
        widget=ManyFilesInput({"accept": ".pdf,.jpg,.jpeg,.png,.heic,.heif,image/*"}),
    )
    purpose = forms.ChoiceField(label="Để làm gì", choices=Attachment.Purpose.choices)
    paper = _choice("Của giấy tờ", required=False)
    paper_type = forms.RegexField(
        r"^[A-Za-z0-9.\-_/]*\Z",
        label="Mã loại giấy tờ",
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "w12"}),
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, chữ số và dấu . - _ /"},
    )
    is_joined = forms.BooleanField(
        label="Gộp các ảnh JPEG thành một tệp PDF", required=False
    )

    def __init__(self, *args: Any, papers: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["paper"], "Không thuộc giấy tờ nào", papers)


class AgainForm(Form):
    """Files that the owner gave before."""

    known = forms.TypedMultipleChoiceField(
        label="Đã có từ hồ sơ trước", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    paper = _choice("Dùng cho giấy tờ", required=False)

    def __init__(
        self, *args: Any, known: Options, papers: Options, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = known  # type: ignore[attr-defined]  # a field of choices
        _offer(self.fields["paper"], "Không thuộc giấy tờ nào", papers)

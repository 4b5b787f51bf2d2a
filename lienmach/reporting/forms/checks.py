from typing import Any

from django import forms

from lienmach.base.forms import DayField, Form
from lienmach.checker.readers import DEFAULT
from lienmach.reporting.models import Decision

FORMATS = ".txt,.md,.html,.docx,.pdf,.odt,.xlsx"
NAMED_BY = 12  # words of a pasted text that make its name
LONGEST = 2_000_000  # letters of a pasted text; a whole yearly report has 60,000


class CheckForm(Form):
    """A text to be checked: a file, or pasted letters, and whose report it is."""

    tep = forms.FileField(
        label="Tệp báo cáo",
        required=False,
        help_text="Word, PDF, ODT, Excel, HTML, Markdown hoặc văn bản thường,"
        f" không quá {DEFAULT.megabytes} MB. Chọn tệp hoặc dán văn bản.",
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )
    van_ban = forms.CharField(
        label="Hoặc dán văn bản vào đây",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    don_vi = forms.TypedChoiceField(label="Đơn vị báo cáo", coerce=int)

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], unit: int, **kwargs: Any
    ) -> None:
        """``units``: whose texts may be checked, by number; ``unit`` is chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = units
        field.initial = unit

    def clean_tep(self) -> Any:
        file = self.cleaned_data["tep"]
        if file and file.size > DEFAULT.megabytes << 20:
            raise forms.ValidationError(
                f"Tệp lớn hơn {DEFAULT.megabytes} MB: hãy tách ra hoặc bỏ bớt ảnh."
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_file = bool(cleaned.get("tep"))
        has_text = bool(cleaned.get("van_ban", "").strip())
        if not self.errors and has_file == has_text:
            self.add_error(
                "tep",
                "Chỉ chọn một cách: tải tệp lên, hoặc dán văn bản."
                if has_file
                else "Chưa có văn bản: hãy chọn một tệp, hoặc dán văn bản.",
            )
        return cleaned

    @property
    def text(self) -> tuple[str, bytes]:
        """The name of the text and its bytes, once the form is valid."""
        file = self.cleaned_data["tep"]
        if file:
            return file.name, file.read()
        pasted = self.cleaned_data["van_ban"]
        words = pasted.split(maxsplit=NAMED_BY)[:NAMED_BY]
        return f"{' '.join(words)[:80].replace('/', '-')} (dán).txt", pasted.encode()


class DecisionForm(Form):
    """What is made of a finding; why is needed unless it is simply corrected."""

    xu_ly = forms.ChoiceField(
        choices=[("", "Mở lại"), *Decision.choices], required=False
    )
    ly_do = forms.CharField(
        label="Lý do", max_length=500, required=False, widget=forms.Textarea
    )
    loc = forms.CharField(required=False)


class PeriodForm(Form):
    """The days that the figures of a report speak of."""

    tu = DayField(label="Từ ngày")
    den = DayField(label="Đến ngày")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("tu"), cleaned.get("den")
        if start and end and end < start:
            self.add_error("den", "Ngày cuối kỳ phải sau ngày đầu kỳ.")
        return cleaned

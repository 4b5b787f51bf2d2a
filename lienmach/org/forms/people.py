"""What is asked for about people, their posts and their roles."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator
from django.utils import timezone

from lienmach.base.forms import DayField, Form
from lienmach.calc.text import fold
from lienmach.org.actions.people import USERNAME_FORM, USERNAME_SAID, NewPerson
from lienmach.org.models import Role, Unit, User

USERNAME = RegexValidator(rf"^{USERNAME_FORM.pattern}", USERNAME_SAID)
PHONE = RegexValidator(
    r"^0\d{9,10}$", "Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu 0."
)
EMAIL = EmailValidator("Thư điện tử chưa đúng. Viết như ten@coquan.gov.vn.")
MOST_ROWS, MOST_BYTES = 60, 200_000
# The headings of a list of people, as folded, and the field of each.
HEADINGS = {
    "ten dang nhap": "username",
    "ho va ten": "name",
    "ma don vi": "unit",
    "chuc danh": "title",
    "vai tro": "role",
    "dien thoai": "phone",
    "thu dien tu": "email",
}
NEEDED = ("username", "name", "unit", "title")
SAMPLE = "Tên đăng nhập; Họ và tên; Mã đơn vị; Chức danh; Vai trò; Điện thoại"


class PhoneField(forms.CharField):
    """A telephone number, typed with or without the gaps that people read it by."""

    default_validators = [PHONE]

    def to_python(self, value: Any) -> Any:
        return re.sub(r"[\s.\-]", "", super().to_python(value) or "")


class _UnitForm(Form):
    """A form with a choice of units; ``offered`` as ``queries.units.choices``."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int)

    def __init__(
        self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["don_vi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Chọn đơn vị"), *offered]

    @property
    def unit(self) -> Unit:
        return Unit.objects.get(pk=self.cleaned_data["don_vi"])


class ContactForm(Form):
    ten = forms.CharField(label="Họ và tên", max_length=100)
    dien_thoai = PhoneField(
        label="Điện thoại",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "w12"}),
    )
    thu = forms.CharField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        validators=[EMAIL],
        widget=forms.EmailInput,
    )


class PersonForm(_UnitForm, ContactForm):
    ten_dang_nhap = forms.CharField(
        label="Tên đăng nhập",
        max_length=50,
        validators=[USERNAME],
        help_text="Chữ không dấu, không khoảng trắng. Ví dụ: lan.chi",
        widget=forms.TextInput(
            attrs={"class": "w20", "autocapitalize": "none", "autocomplete": "off"}
        ),
    )
    chuc_danh = forms.CharField(label="Chức danh", max_length=100)
    dung_dau = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    vai_tro = forms.ModelChoiceField(
        Role.objects,
        label="Vai trò",
        required=False,
        empty_label="Chưa giao",
        help_text="Có hiệu lực tại đơn vị đã chọn và các đơn vị trực thuộc.",
    )
    tu_ngay = DayField(label="Từ ngày")

    field_order = [
        *("ten", "ten_dang_nhap", "don_vi", "chuc_danh", "dung_dau", "vai_tro"),
        *("tu_ngay", "dien_thoai", "thu"),
    ]

    @property
    def person(self) -> NewPerson:
        sent = self.cleaned_data
        return NewPerson(
            username=sent["ten_dang_nhap"],
            name=sent["ten"],
            unit=self.unit,
            title=sent["chuc_danh"],
            phone=sent["dien_thoai"],
            email=sent["thu"],
            is_head=sent["dung_dau"],
            role=sent["vai_tro"],
        )


class SpanForm(_UnitForm):
    """From a day on, and perhaps up to a last one; kept as the day after that."""

    tu_ngay = DayField(label="Từ ngày")
    den_ngay = DayField(label="Đến hết ngày", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("tu_ngay"), cleaned.get("den_ngay")
        if first and last and last < first:
            self.add_error("den_ngay", "Ngày cuối cùng phải từ ngày đầu trở đi.")
        return cleaned

    @property
    def days(self) -> dict[str, Any]:
        last = self.cleaned_data["den_ngay"]
        until = last + timedelta(days=1) if last else None
        return {"since": self.cleaned_data["tu_ngay"], "until": until}


class PostForm(SpanForm):
    chuc_danh = forms.CharField(label="Chức danh", max_length=100)
    dung_dau = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    field_order = ["don_vi", "chuc_danh", "dung_dau"]


class GrantForm(SpanForm):
    vai_tro = forms.ModelChoiceField(
        Role.objects, label="Vai trò", empty_label="Chọn vai trò"
    )
    field_order = ["vai_tro", "don_vi"]


class LastDayForm(Form):
    """When something ends: the last day on which it still holds."""

    ngay_cuoi = DayField(label="Ngày cuối cùng")

    @property
    def on(self) -> date:
        last: date = self.cleaned_data["ngay_cuoi"]
        return last + timedelta(days=1)


class LeaveForm(Form):
    """Who takes over from somebody who leaves."""

    nguoi_nhan = forms.TypedChoiceField(
        label="Bàn giao việc đang giữ cho",
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, heirs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nguoi_nhan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Không giữ việc nào"), *heirs]

    @property
    def heir(self) -> User | None:
        pk = self.cleaned_data["nguoi_nhan"]
        return User.objects.get(pk=pk) if pk else None


class RoleForm(Form):
    ma = forms.SlugField(
        label="Mã",
        max_length=30,
        help_text="Dùng khi nhập danh sách người dùng.",
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, chữ số và gạch ngang."},
    )
    ten = forms.CharField(label="Tên vai trò", max_length=100)
    dung_cho = forms.CharField(label="Dùng cho", max_length=300, required=False)
    quyen = forms.MultipleChoiceField(
        label="Quyền", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        rights: list[tuple[str, str]],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quyen"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = rights
        if not is_new:
            del self.fields["ma"]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list of people: what it says, or what is wrong with it."""

    number: int
    sent: dict[str, str]
    person: NewPerson | None
    problem: str = ""


class ImportForm(Form):
    """A list of people, from a file or pasted from a spreadsheet."""

    tep = forms.FileField(
        label="Tệp CSV",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    bang = forms.CharField(
        label="Hoặc dán bảng vào đây",
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=f"Dòng đầu là tên cột: {SAMPLE}; Thư điện tử.",
    )
    tu_ngay = DayField(label="Làm việc từ ngày")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("tep")
        if file and file.size > MOST_BYTES:
            self.add_error("tep", "Tệp lớn quá 200 kB; hãy chia nhỏ.")
        elif file:
            cleaned["bang"] = _decoded(file.read())
        if not self.errors and not cleaned.get("bang", "").strip():
            self.add_error("bang", "Chưa có danh sách: chọn một tệp, hoặc dán bảng.")
        return cleaned

    def lines(self, units: dict[str, Unit]) -> list[Line]:
        """Read the rows; ``units`` are those that people may be put into, by code.

        Raises ``ValidationError`` where no row can be read at all.
        """
        try:
            heading, *rows = _cells(self.cleaned_data["bang"])
        except (csv.Error, ValueError) as error:
            raise forms.ValidationError("Không đọc được bảng này.") from error
        fields = [HEADINGS.get(fold(cell)) for cell in heading]
        unknown = [c for c, f in zip(heading, fields, strict=True) if f is None and c]
        missing = [name for name in NEEDED if name not in fields]
        if unknown or missing:
            raise forms.ValidationError(_wrong_heading(unknown, missing))
        if not rows or len(rows) > MOST_ROWS:
            raise forms.ValidationError(
                f"Danh sách có {len(rows)} người; mỗi lần nhập từ 1 đến {MOST_ROWS}."
            )
        sent = [
            {f: c for f, c in zip(fields, row, strict=False) if f is not None}
            for row in rows
        ]
        names = Counter(one.get("username", "").lower() for one in sent)
        roles = {role.code: role for role in Role.objects.all()}
        return [
            _line(n, one, units, roles, names[one.get("username", "").lower()])
            for n, one in enumerate(sent, 2)
        ]


def _line(
    number: int,
    sent: dict[str, str],
    units: dict[str, Unit],
    roles: dict[str, Role],
    times: int,
) -> Line:
    form = _RowForm(sent)
    said = [str(error) for errors in form.errors.values() for error in errors]
    unit, role = units.get(sent.get("unit", "")), roles.get(fold(sent.get("role", "")))
    if not unit and sent.get("unit"):
        said.append(f"Không có đơn vị mã {sent['unit']} trong phạm vi quản lý.")
    if not role and sent.get("role"):
        said.append(f"Không có vai trò mã {sent['role']}.")
    if times > 1:
        said.append(f"Tên đăng nhập {sent['username']} có trong {times} dòng.")
    if said or unit is None:
        return Line(number, sent, None, " ".join(said))
    cleaned = form.cleaned_data
    person = NewPerson(
        username=cleaned["username"],
        name=cleaned["name"],
        unit=unit,
        title=cleaned["title"],
        phone=cleaned["phone"],
        email=cleaned["email"],
        role=role,
    )
    return Line(number, sent, person)


class _RowForm(Form):
    username = forms.CharField(
        label="Tên đăng nhập", max_length=50, validators=[USERNAME]
    )
    name = forms.CharField(label="Họ và tên", max_length=100)
    unit = forms.CharField(label="Mã đơn vị", max_length=35)
    title = forms.CharField(label="Chức danh", max_length=100)
    phone = PhoneField(label="Điện thoại", required=False)
    email = forms.CharField(
        label="Thư điện tử", max_length=254, required=False, validators=[EMAIL]
    )


def _decoded(content: bytes) -> str:
    """Read what spreadsheets write: UTF-8, or UTF-16 where they call it Unicode."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _cells(text: str) -> list[list[str]]:
    """Cut into cells at what the first line is cut by most; empty lines are none."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    cut = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=cut)
    rows = [[" ".join(cell.split()) for cell in row] for row in reader]
    return [row for row in rows if any(row)]


def _wrong_heading(unknown: list[str], missing: list[str]) -> str:
    words = {field: heading for heading, field in HEADINGS.items()}
    said = []
    if missing:
        said.append(f"Thiếu cột {', '.join(words[name] for name in missing)}.")
    if unknown:
        said.append(f"Không hiểu cột {', '.join(unknown)[:100]}.")
    return f"{' '.join(said)} Dòng đầu cần là: {SAMPLE}."


def today() -> dict[str, date]:
    """What the days of these forms begin with."""
    return {"tu_ngay": timezone.localdate()}

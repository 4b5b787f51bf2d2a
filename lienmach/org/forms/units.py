"""What is asked for when units change; each form knows how its change is made."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.base.forms import DayField, Form
from lienmach.org.actions import units
from lienmach.org.actions.contacts import NewContact
from lienmach.org.actions.units import NewUnit, Outcome, Shape
from lienmach.org.models import Decision, Level, Unit, UnitKind, UnitVersion

CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9.\-]*$",
    "Mã đơn vị chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch ngang.",
)
END, MOVE = "ket-thuc", "chuyen"


class DayForm(Form):
    """The day on which a list or a tree is looked at."""

    ngay = DayField(label="Xem tại ngày")


class DecidedForm(Form):
    """A change of the tree: from when, and by which document."""

    tu_ngay = DayField(label="Có hiệu lực từ ngày")
    so = forms.CharField(label="Số, ký hiệu văn bản", max_length=60)
    ngay_ky = DayField(label="Ngày ban hành")
    co_quan = forms.CharField(label="Cơ quan ban hành", max_length=200)
    trich_yeu = forms.CharField(label="Trích yếu", max_length=500, required=False)

    def __init__(
        self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        """``offered``: the units that may be chosen, as ``queries.units.choices``."""
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.order_fields(
            [
                name
                for name in self.fields
                if name not in ("tu_ngay", "so", "ngay_ky", "co_quan", "trich_yeu")
            ]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        signed = cleaned.get("ngay_ky")
        if signed and signed > timezone.localdate():
            self.add_error("ngay_ky", "Ngày ban hành chưa đến.")
        return cleaned

    @property
    def decision(self) -> Decision:
        return Decision(
            number=" ".join(self.cleaned_data["so"].split()),
            signed_on=self.cleaned_data["ngay_ky"],
            issuer=self.cleaned_data["co_quan"],
            note=self.cleaned_data["trich_yeu"],
        )

    @property
    def on(self) -> date:
        day: date = self.cleaned_data["tu_ngay"]
        return day

    def run(self, *, actor: Actor, at: datetime) -> Outcome:
        raise NotImplementedError

    def _offer(self, name: str, *, empty: str | None = None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        first: list[tuple[Any, str]] = [] if empty is None else [("", empty)]
        field.choices = first + self.offered


class ShapeForm(DecidedForm):
    """What a unit is called, is and belongs to."""

    ten = forms.CharField(label="Tên đơn vị", max_length=200)
    ten_tat = forms.CharField(
        label="Tên gọi tắt",
        max_length=80,
        required=False,
        help_text="Dùng ở chỗ hẹp; để trống thì lấy tên đầy đủ.",
    )
    loai = forms.ModelChoiceField(
        UnitKind.objects, label="Loại đơn vị", empty_label="Chọn loại"
    )
    cap = forms.ModelChoiceField(
        Level.objects, label="Cấp chính quyền", empty_label="Chọn cấp"
    )
    truc_thuoc = forms.TypedChoiceField(
        label="Trực thuộc", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("truc_thuoc", empty="Không, là đơn vị trên cùng")

    @property
    def shape(self) -> Shape:
        parent = self.cleaned_data["truc_thuoc"]
        return Shape(
            name=self.cleaned_data["ten"],
            short_name=self.cleaned_data["ten_tat"],
            kind=self.cleaned_data["loai"],
            level=self.cleaned_data["cap"],
            parent=Unit.objects.get(pk=parent) if parent else None,
        )


class FoundForm(ShapeForm):
    ma = forms.CharField(
        label="Mã đơn vị",
        max_length=35,
        validators=[CODE],
        help_text="Theo danh mục mã định danh; không đổi và không dùng lại.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["ma"])

    def run(self, *, actor: Actor, at: datetime) -> Outcome:
        made = units.found(
            NewUnit(self.cleaned_data["ma"], self.shape),
            on=self.on,
            decision=self.decision,
            actor=actor,
            at=at,
        )
        return Outcome(began=[made.versions.get()])


class ChangeForm(ShapeForm):
    """Another name, place or kind, from a day on; begun with what it is now."""

    def __init__(self, *args: Any, version: UnitVersion, **kwargs: Any) -> None:
        self.unit = version.unit
        kwargs["initial"] = {
            "ten": version.name,
            "ten_tat": version.short_name if version.short_name != version.name else "",
            "loai": version.kind_id,
            "cap": version.level_id,
            "truc_thuoc": version.parent_id,
        }
        super().__init__(*args, **kwargs)

    def run(self, *, actor: Actor, at: datetime) -> Outcome:
        changed = units.change(
            self.unit,
            self.shape,
            on=self.on,
            decision=self.decision,
            actor=actor,
            at=at,
        )
        return Outcome(changed=[changed])


class EndForm(DecidedForm):
    """The end of a unit, alone or with others, and who takes over."""

    cung = forms.TypedMultipleChoiceField(
        label="Cùng kết thúc với đơn vị này",
        coerce=int,
        required=False,
        help_text="Giữ Ctrl để chọn nhiều. Để trống nếu chỉ một đơn vị kết thúc.",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    vao = forms.TypedChoiceField(
        label="Đơn vị kế thừa", coerce=int, empty_value=None, required=False
    )
    ma = forms.CharField(
        label="Mã đơn vị mới",
        max_length=35,
        required=False,
        validators=[CODE],
        help_text="Chỉ cần khi lập đơn vị mới để kế thừa.",
    )
    ten = forms.CharField(
        label="Tên đơn vị mới",
        max_length=200,
        required=False,
        help_text="Cùng loại, cấp và cơ quan cấp trên với đơn vị kết thúc.",
    )
    don_vi_con = forms.ChoiceField(
        label="Các đơn vị trực thuộc",
        choices=[
            (END, "Kết thúc cùng lúc, đơn vị kế thừa nhận hồ sơ"),
            (MOVE, "Giữ nguyên, chuyển về đơn vị kế thừa"),
        ],
        initial=END,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, version: UnitVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self._offer("cung")
        self._offer("vao", empty="Lập đơn vị mới")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("vao"):
            for name, what in (("ma", "mã"), ("ten", "tên")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(
                        name, f"Chưa nhập {what} đơn vị mới, hoặc chọn đơn vị kế thừa."
                    )
        return cleaned

    def run(self, *, actor: Actor, at: datetime) -> Outcome:
        others = Unit.objects.filter(pk__in=self.cleaned_data["cung"])
        heir = self.cleaned_data["vao"]
        into: Unit | NewUnit = (
            Unit.objects.get(pk=heir)
            if heir
            else NewUnit(
                self.cleaned_data["ma"], _alike(self.version, self.cleaned_data["ten"])
            )
        )
        return units.reorganise(
            [self.version.unit, *others.order_by("code")],
            [into],
            on=self.on,
            decision=self.decision,
            actor=actor,
            at=at,
            moves_children=self.cleaned_data["don_vi_con"] == MOVE,
        )


class SplitForm(DecidedForm):
    """The division of a unit, or the leaving of a part."""

    thanh = forms.CharField(
        label="Các đơn vị mới",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một đơn vị: mã, dấu chấm phẩy, tên."
        " Ví dụ: X99.55; UBND xã Bồng Châu",
    )
    con_lai = forms.BooleanField(
        label="Đơn vị cũ vẫn tiếp tục hoạt động (chỉ tách một phần)", required=False
    )

    def __init__(self, *args: Any, version: UnitVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_thanh(self) -> list[NewUnit]:
        found = []
        for n, line in enumerate(self.cleaned_data["thanh"].splitlines(), 1):
            code, _, name = (part.strip() for part in line.partition(";"))
            if not line.strip():
                continue
            if not name:
                raise forms.ValidationError(f"Dòng {n}: viết mã, dấu chấm phẩy, tên.")
            if len(code) > 35 or len(name) > 200:
                raise forms.ValidationError(f"Dòng {n}: mã hoặc tên quá dài.")
            CODE(code)
            found.append(NewUnit(code, _alike(self.version, name)))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        made = cleaned.get("thanh")
        if made and len(made) < 2 and not cleaned.get("con_lai"):
            self.add_error("thanh", "Chia tách thì phải có từ hai đơn vị mới.")
        return cleaned

    def run(self, *, actor: Actor, at: datetime) -> Outcome:
        how: dict[str, Any] = {
            "on": self.on,
            "decision": self.decision,
            "actor": actor,
            "at": at,
        }
        unit = self.version.unit
        if not self.cleaned_data["con_lai"]:
            return units.reorganise([unit], self.cleaned_data["thanh"], **how)
        made = [units.part(unit, new, **how) for new in self.cleaned_data["thanh"]]
        return Outcome(began=[one.versions.get() for one in made])


class CorrectForm(Form):
    """A name that was mistyped: no change of the unit, so no document."""

    ten = forms.CharField(label="Tên đơn vị", max_length=200)
    ten_tat = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)


def _alike(version: UnitVersion, name: str) -> Shape:
    return Shape(name, version.kind, version.level, version.parent)


class ContactForm(Form):
    """How the public reaches a unit, from a day on."""

    tu_ngay = DayField(label="Dùng từ ngày")
    dien_thoai = forms.CharField(
        label="Số điện thoại",
        max_length=20,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 .]{2,18}$",
                "Số điện thoại chỉ gồm chữ số, dấu cách và dấu chấm.",
            )
        ],
    )
    dia_chi = forms.CharField(label="Địa chỉ", max_length=300)
    chi_dan = forms.CharField(
        label="Chỉ dẫn",
        max_length=200,
        required=False,
        help_text="Ví dụ: tầng 1, cửa bên phải.",
    )
    thu = forms.EmailField(label="Thư điện tử", required=False)
    cong_khai = forms.BooleanField(
        label="Trang công khai đứng tên đơn vị này", required=False
    )

    @property
    def contact(self) -> NewContact:
        sent = self.cleaned_data
        return NewContact(
            sent["dien_thoai"], sent["dia_chi"], sent["chi_dan"], sent["thu"]
        )

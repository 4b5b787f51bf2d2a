"""C01: what a counter enters, checked as far as it can be without writing anything."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from lienmach.base.forms import DayField, Form, WholeField
from lienmach.calc.local import ZONE
from lienmach.onestop.actions.people import NewParty
from lienmach.onestop.actions.receive import QUANTITIES, NewPaper
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.forms.people import (
    Organisation,
    address_field,
    born_field,
    check_kind,
    email_field,
    kind_field,
    name_field,
    number_field,
    phone_field,
)
from lienmach.onestop.models import NotifyWay, Party, Receipt, ReturnWay
from lienmach.onestop.queries.counter import Chosen, Need
from lienmach.registers.forms.calendar import ClockField

RECEIVES = {"tiep-nhan", "tra-ngay"}
COPIES = range(100)
MOST_OWNERS, MOST_PAPERS = 20, 20
ABSENT = "Chưa có"  # what is asked for where nobody says more
_DIGITS = re.compile(r"[\d\s.]{10,}")


def _lines(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        help_text=hint,
        widget=forms.Textarea({"rows": 2}),
    )


def _count(label: str) -> WholeField:
    return WholeField(
        label=label,
        required=False,
        min_value=COPIES[0],
        max_value=COPIES[-1],
        error_messages={
            "min_value": "Số bản không thể âm.",
            "max_value": f"Số bản nhiều nhất là {COPIES[-1]}.",
        },
    )


class IntakeForm(Form):
    """One dossier at the counter: who, what for, with which papers, to be had how.

    ``party`` is who was found; ``chosen`` the procedure, whose papers become fields.
    ``verb`` is the button that was pressed: each asks for something else.
    """

    nguoi = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tt = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    da_quet = forms.BooleanField(required=False, widget=forms.HiddenInput)
    loai = kind_field()
    so = number_field()
    ten = name_field()
    sinh = born_field()
    dia_chi = address_field()
    dien_thoai = phone_field()
    thu = email_field()
    xac_nhan = forms.BooleanField(
        label="Đã đối chiếu họ tên, địa chỉ với thẻ", required=False
    )
    thay_so = number_field()
    thay_ten = name_field()
    thay_dien_thoai = phone_field()
    dong_chu = _lines(
        "Đồng chủ hồ sơ", "Mỗi dòng một người: họ tên, rồi số căn cước nếu có."
    )
    giay_khac = _lines("Giấy tờ khác mang theo", "Mỗi dòng một giấy tờ.")
    ly_do_du = forms.CharField(label="Vì sao vẫn đủ", max_length=300, required=False)
    so_luong = WholeField(
        label="Số lượng",
        required=False,
        initial=1,
        min_value=QUANTITIES[0],
        max_value=QUANTITIES[-1],
        error_messages={
            "min_value": f"Số lượng từ {QUANTITIES[0]} đến {QUANTITIES[-1]}.",
            "max_value": f"Số lượng từ {QUANTITIES[0]} đến {QUANTITIES[-1]}.",
        },
    )
    noi_dung = forms.CharField(label="Nội dung yêu cầu", max_length=500, required=False)
    mien = forms.CharField(
        label="Được miễn vì",
        max_length=300,
        required=False,
        widget=forms.TextInput({"list": "ly-do-mien", "autocomplete": "off"}),
    )
    thu_bang = forms.ChoiceField(
        label="Trả ngay thì thu bằng",
        choices=Receipt.Method.choices,
        initial=Receipt.Method.CASH,
        required=False,
    )
    ma_gd = forms.CharField(
        label="Mã giao dịch",
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    nhan = forms.ChoiceField(
        label="Nhận kết quả",
        choices=ReturnWay.choices,
        initial=ReturnWay.COUNTER,
        widget=forms.RadioSelect,
        required=False,
    )
    bao = forms.ChoiceField(
        label="Báo tin",
        choices=NotifyWay.choices,
        initial=NotifyWay.NONE,
        required=False,
    )
    giu = forms.BooleanField(label="Giữ người nộp cho hồ sơ sau", required=False)
    van_tao = forms.BooleanField(label="Vẫn tạo hồ sơ mới", required=False)
    so_giay = forms.CharField(
        label="Số trong sổ giấy",
        max_length=30,
        required=False,
        widget=forms.TextInput({"class": "w12", "autocomplete": "off"}),
    )
    nhan_ngay = DayField(label="Thực nhận ngày", required=False)
    nhan_luc = ClockField(label="lúc", required=False)
    ly_do = forms.CharField(
        label="Lý do",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        verb: str = "",
        party: Party | None = None,
        chosen: Chosen | None = None,
        **kwargs: Any,
    ) -> None:
        self.verb, self.party, self.chosen = verb, party, chosen
        super().__init__(data, **kwargs)
        self.fields["thay_so"].label = "Số căn cước người nộp thay"
        self.fields["thay_ten"].label = "Họ tên người nộp thay"
        self.fields["thay_dien_thoai"].label = "Điện thoại người nộp thay"
        for need in self.needs:
            self._add_paper(need)

    @property
    def needs(self) -> list[Need]:
        return self.chosen.needs if self.chosen else []

    def _add_paper(self, need: Need) -> None:
        part = need.component
        pk = part.pk
        self.fields[f"giay-{pk}"] = forms.BooleanField(label=part.name, required=False)
        for name, said, count in (
            ("chinh", "Số bản chính", part.originals),
            ("sao", "Số bản sao", part.copies),
        ):
            field = _count(f"{said}: {part.name}")
            field.initial = count
            self.fields[f"{name}-{pk}"] = field
        why = forms.CharField(
            label=f"Thiếu gì, sai gì: {part.name}",
            required=False,
            max_length=300,
            initial="" if need.is_optional else ABSENT,
        )
        self.fields[f"vi-{pk}"] = why
        self.fields[f"vd-{pk}"] = forms.CharField(
            label=f"Thế nào là đúng: {part.name}",
            required=False,
            max_length=300,
            initial=part.note,
        )

    # What the template draws.
    def rows(self) -> list[tuple[Need, BoundField, BoundField, BoundField]]:
        return [
            (need, self[f"giay-{pk}"], self[f"chinh-{pk}"], self[f"sao-{pk}"])
            for need in self.needs
            for pk in [need.component.pk]
        ]

    def missing_rows(self) -> list[tuple[Need, BoundField, BoundField]]:
        """What is not ticked, each with its reason and its example."""
        return [
            (need, self[f"vi-{pk}"], self[f"vd-{pk}"])
            for need in self.needs
            for pk in [need.component.pk]
            if not self[f"giay-{pk}"].value()
        ]

    @property
    def is_by_proxy(self) -> bool:
        names = ("thay_so", "thay_ten", "thay_dien_thoai")
        return any(self[name].value() for name in names)

    @property
    def is_late(self) -> bool:
        return any(self[name].value() for name in ("so_giay", "nhan_ngay", "nhan_luc"))

    # What is checked.
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_owner(cleaned)
        if self.chosen is None and "tt" not in self.errors:
            self.add_error(None, "Chưa chọn thủ tục.")
        if cleaned.get("thay_so") and len(cleaned["thay_so"]) != 12:
            digits = len(cleaned["thay_so"])
            said = f"Số căn cước phải đủ 12 chữ số; đã nhập {digits}."
            self.add_error("thay_so", said)
        if self.verb in RECEIVES:
            self._check_papers(cleaned)
            self._check_late(cleaned)
        if self.verb == "ghi-tu-choi" and not cleaned.get("ly_do", "").strip():
            self.add_error(
                "ly_do", "Hãy ghi lý do từ chối: người dân sẽ đọc lý do này."
            )
        return cleaned

    def _check_owner(self, cleaned: dict[str, Any]) -> None:
        if self.party is not None and "ten" not in self.data:
            return
        if self.party is None and not any(
            cleaned.get(name) for name in ("so", "ten", "dien_thoai")
        ):
            if not {"so", "ten", "dien_thoai"} & self.errors.keys():
                self.add_error(None, "Chưa có người nộp: quét căn cước hoặc gõ số.")
            return
        if not (cleaned.get("ten") or "").strip() and "ten" not in self.errors:
            self.add_error("ten", "Chưa nhập họ tên, tên tổ chức.")
        said = check_kind(cleaned) if self.party is None else None
        if said and "so" not in self.errors:
            self.add_error("so", said)
        if cleaned.get("da_quet") and not cleaned.get("xac_nhan"):
            said = "Họ tên đọc từ thẻ có thể sai chữ: đối chiếu với thẻ rồi đánh dấu."
            self.add_error("xac_nhan", said)

    def _check_papers(self, cleaned: dict[str, Any]) -> None:
        left = [
            need.component.name
            for need in self.needs
            if not need.is_optional and not cleaned.get(f"giay-{need.component.pk}")
        ]
        if left and not (cleaned.get("ly_do_du") or "").strip():
            names = ", ".join(f"«{name}»" for name in left)
            self.add_error(
                "ly_do_du",
                f"Chưa đủ giấy tờ: {names}. Bấm «Thiếu giấy tờ» để hướng dẫn bổ sung, "
                "hoặc ghi vì sao trường hợp này vẫn đủ.",
            )
        for need in self.needs:
            pk = need.component.pk
            is_here = cleaned.get(f"giay-{pk}")
            counts = [cleaned.get(f"{name}-{pk}") for name in ("chinh", "sao")]
            is_empty = all(count == 0 for count in counts)
            asked = need.component.originals + need.component.copies
            if is_here and is_empty and asked:
                self.add_error(f"chinh-{pk}", "Đã nhận thì số bản phải từ 1.")

    def _check_late(self, cleaned: dict[str, Any]) -> None:
        """What was taken down on paper: number, day and hour, or none of them."""
        names = {
            "so_giay": "Chưa nhập số trong sổ giấy.",
            "nhan_ngay": "Chưa nhập ngày thực nhận.",
            "nhan_luc": "Chưa nhập giờ thực nhận.",
        }
        given = [name for name in names if cleaned.get(name) not in (None, "")]
        if given:
            for name in names.keys() - set(given) - self.errors.keys():
                self.add_error(name, names[name])

    def clean_sinh(self) -> Any:
        born, year = self.cleaned_data["sinh"]
        today: date = self.today
        if (born and born > today) or (year and year > today.year):
            raise ValidationError("Ngày sinh không thể sau hôm nay.")
        return born, year

    @property
    def today(self) -> date:
        day: date = self.initial.get("hom_nay") or date.max
        return day

    def clean_dong_chu(self) -> list[NewParty]:
        lines = [one.strip() for one in self.cleaned_data["dong_chu"].splitlines()]
        lines = [one for one in lines if one]
        if len(lines) > MOST_OWNERS:
            raise ValidationError(f"Nhiều nhất {MOST_OWNERS} đồng chủ hồ sơ.")
        return [self._co_owner(n, line) for n, line in enumerate(lines, 1)]

    def _co_owner(self, n: int, line: str) -> NewParty:
        found = _DIGITS.search(line)
        digits = re.sub(r"\D", "", found[0]) if found else ""
        name = (line[: found.start()] + line[found.end() :] if found else line).strip(
            " ,;–-"
        )
        if digits and len(digits) != 12:
            raise ValidationError(
                f"Dòng {n}: số căn cước phải đủ 12 chữ số; đã nhập {len(digits)}."
            )
        if not name:
            raise ValidationError(f"Dòng {n}: chưa có họ tên.")
        if any(c.isdecimal() for c in name):
            raise ValidationError(f"Dòng {n}: số căn cước phải đủ 12 chữ số.")
        return NewParty(name=name[:200], id_number=digits)

    def clean_giay_khac(self) -> list[str]:
        lines = [one.strip() for one in self.cleaned_data["giay_khac"].splitlines()]
        lines = [one for one in lines if one]
        if len(lines) > MOST_PAPERS or any(len(line) > 500 for line in lines):
            raise ValidationError(
                f"Nhiều nhất {MOST_PAPERS} giấy tờ khác, mỗi dòng 500 ký tự."
            )
        return lines

    # What the actions are given.
    def new_owner(self) -> NewParty | None:
        """Who was typed; None where somebody known was taken as they are."""
        said = self.cleaned_data
        if self.party is not None and "ten" not in self.data:
            return None
        born, year = said["sinh"]
        number = self.party.id_number if self.party else said["so"]
        kind = self.party.kind if self.party else said["loai"] or Party.Kind.PERSON
        is_person = kind != Organisation
        return NewParty(
            name=said["ten"],
            id_number=number,
            kind=kind,
            born_on=born if is_person else None,
            born_year=year if is_person else None,
            address=said["dia_chi"],
            phone=said["dien_thoai"],
            email=said["thu"],
        )

    def papers(self) -> tuple[NewPaper, ...]:
        """The list of the procedure, then what was brought besides."""
        said = self.cleaned_data
        known = [
            NewPaper(
                need.component.name,
                originals=(said[f"chinh-{pk}"] or 0) if said[f"giay-{pk}"] else 0,
                copies=(said[f"sao-{pk}"] or 0) if said[f"giay-{pk}"] else 0,
                is_received=said[f"giay-{pk}"],
                component_id=pk,
                note="" if said[f"giay-{pk}"] else said["ly_do_du"].strip(),
            )
            for need in self.needs
            for pk in [need.component.pk]
        ]
        return (*known, *(NewPaper(name, 1) for name in said["giay_khac"]))

    def missing(self) -> list[Missing]:
        """What is asked for; of papers «nếu có», «chỉ khi …» those with a reason."""
        said = self.cleaned_data
        return [
            Missing(need.component.name, said[f"vi-{pk}"], said[f"vd-{pk}"])
            for need in self.needs
            for pk in [need.component.pk]
            if not said[f"giay-{pk}"]
            and (said[f"vi-{pk}"].strip() or not need.is_optional)
        ]

    def received_at(self) -> datetime | None:
        day: date | None = self.cleaned_data["nhan_ngay"]
        clock: time | None = self.cleaned_data["nhan_luc"]
        return _moment(day, clock)


def written_moment(sent: Mapping[str, Any]) -> datetime | None:
    """When a dossier came in by what was typed so far; None if that is not readable."""
    fields = IntakeForm.base_fields
    try:
        day = fields["nhan_ngay"].clean(sent.get("nhan_ngay", ""))
        clock = fields["nhan_luc"].clean(sent.get("nhan_luc", ""))
    except ValidationError:
        return None
    return _moment(day, clock)


def _moment(day: date | None, clock: time | None) -> datetime | None:
    if day is None or clock is None:
        return None
    return datetime.combine(day, clock, ZONE)

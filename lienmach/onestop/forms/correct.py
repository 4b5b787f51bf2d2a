"""What a receipt should say instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from lienmach.base.forms import Form, WholeField
from lienmach.onestop.actions.correct import CorrectedPaper, Correction
from lienmach.onestop.forms.counter import COPIES
from lienmach.onestop.forms.people import (
    address_field,
    check_kind,
    email_field,
    name_field,
    number_field,
    phone_field,
)
from lienmach.onestop.models import Dossier, NotifyWay, Paper, ReturnWay


class CorrectForm(Form):
    so_buoc = forms.IntegerField(widget=forms.HiddenInput)
    ten = name_field()
    so = number_field()
    dia_chi = address_field()
    dien_thoai = phone_field()
    thu = email_field()
    noi_dung = forms.CharField(label="Nội dung yêu cầu", max_length=500, required=False)
    nhan = forms.ChoiceField(
        label="Nhận kết quả", choices=ReturnWay.choices, widget=forms.RadioSelect
    )
    bao = forms.ChoiceField(label="Báo tin", choices=NotifyWay.choices)
    ly_do = forms.CharField(
        label="Lý do sửa",
        max_length=300,
        help_text="In trên giấy hẹn mới, ví dụ «Ghi sai họ tên».",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        dossier: Dossier,
        papers: Sequence[Paper],
    ) -> None:
        self.papers, self.owner = papers, dossier.owner
        super().__init__(data, initial=_as_it_is(dossier))
        self.fields["ten"].required = True
        self.fields["ten"].error_messages["required"] = "Chưa nhập họ tên, tên tổ chức."
        for paper in papers:
            self._add_paper(paper)

    def _add_paper(self, paper: Paper) -> None:
        pk, name = paper.pk, paper.name
        self.fields[f"giay-{pk}"] = forms.BooleanField(
            label=name, required=False, initial=paper.is_received
        )
        for slug, said, count in (
            ("chinh", "Số bản chính", paper.originals),
            ("sao", "Số bản sao", paper.copies),
        ):
            self.fields[f"{slug}-{pk}"] = WholeField(
                label=f"{said}: {name}",
                required=False,
                initial=count,
                min_value=COPIES[0],
                max_value=COPIES[-1],
                error_messages={
                    "min_value": "Số bản không thể âm.",
                    "max_value": f"Số bản nhiều nhất là {COPIES[-1]}.",
                },
            )

    def main(self) -> list[BoundField]:
        slugs = ("ten", "so", "dia_chi", "dien_thoai", "thu", "noi_dung", "nhan", "bao")
        return [self[slug] for slug in slugs]

    def rows(self) -> list[tuple[Paper, BoundField, BoundField, BoundField]]:
        return [
            (
                one,
                self[f"giay-{one.pk}"],
                self[f"chinh-{one.pk}"],
                self[f"sao-{one.pk}"],
            )
            for one in self.papers
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = check_kind({"so": cleaned.get("so"), "loai": self.owner.kind})
        if said and "so" not in self.errors:
            self.add_error("so", said)
        return cleaned

    def correction(self) -> Correction:
        said = self.cleaned_data
        return Correction(
            owner_name=said["ten"],
            id_number=said["so"],
            address=said["dia_chi"],
            phone=said["dien_thoai"],
            email=said["thu"],
            content=said["noi_dung"],
            return_way=said["nhan"],
            notify_way=said["bao"],
            papers=tuple(
                CorrectedPaper(
                    one.pk,
                    said[f"giay-{one.pk}"],
                    said[f"chinh-{one.pk}"] or 0,
                    said[f"sao-{one.pk}"] or 0,
                )
                for one in self.papers
            ),
        )


def _as_it_is(dossier: Dossier) -> dict[str, Any]:
    return {
        "so_buoc": dossier.case.number,
        "ten": dossier.owner_name,
        "so": dossier.owner.id_number,
        "dia_chi": dossier.address,
        "dien_thoai": dossier.phone,
        "thu": dossier.email,
        "noi_dung": dossier.content,
        "nhan": dossier.return_way,
        "bao": dossier.notify_way,
    }

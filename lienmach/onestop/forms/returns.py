"""Forms of the counter that gives results back, and of what goes by post or is lost."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict

from lienmach.base.forms import DayField, Form
from lienmach.calc.local import ZONE
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.returns import Chosen, Letter
from lienmach.onestop.actions.steps import Handed
from lienmach.onestop.models import Dossier, Party, Receipt, ReturnWay

HAND, PROXY, POST, FILE = "hand", "proxy", "post", "file"
WAY_OF = {ReturnWay.POST: POST, ReturnWay.ELECTRONIC: FILE}


class PaymentForm(Form):
    """How a fee is paid; the reference is asked for what does not go into the till.

    Where nothing is owed nothing is asked, and the fields are not sent.
    """

    hinh_thuc = forms.ChoiceField(
        label="Hình thức thu",
        choices=Receipt.Method.choices,
        initial=Receipt.Method.CASH,
        widget=forms.RadioSelect,
    )
    ma_giao_dich = forms.CharField(label="Mã giao dịch", max_length=60)

    def needed(self) -> set[str]:
        """The fields that must be filled in, by what was chosen in the others."""
        method = self.data.get("hinh_thuc", Receipt.Method.CASH)
        chosen = {"hinh_thuc"} & self.data.keys()
        return chosen if method == Receipt.Method.CASH else {*chosen, "ma_giao_dich"}

    def full_clean(self) -> None:
        """Ask for what is needed now; shown as needed is all that may be asked for."""
        shown = {name: field.required for name, field in self.fields.items()}
        needed = self.needed() if self.is_bound else set()
        for name, field in self.fields.items():
            field.required = name in needed
        super().full_clean()
        for name, field in self.fields.items():
            field.required = shown[name]

    def payment(self) -> Payment:
        said = self.cleaned_data
        return Payment(said["hinh_thuc"] or Receipt.Method.CASH, said["ma_giao_dich"])


class HandBackForm(PaymentForm):
    """What is given back to whom; ``ready`` are the dossiers that may be ticked."""

    cach = forms.ChoiceField(
        label="Người nhận",
        choices=(
            (HAND, "Chính người này"),
            (PROXY, "Người khác nhận thay"),
            (POST, "Gửi bưu chính"),
            (FILE, "Gửi bản điện tử"),
        ),
        widget=forms.RadioSelect,
    )
    ten = forms.CharField(label="Họ tên người nhận thay", max_length=200)
    so = forms.CharField(label="Số căn cước", max_length=13, required=False)
    giay = forms.CharField(
        label="Giấy ủy quyền, giới thiệu",
        help_text="Số, ngày, nơi chứng thực",
        max_length=200,
    )
    ma_buu_gui = forms.CharField(label="Mã bưu gửi", max_length=40)
    nguoi_nhan_thu = forms.CharField(
        label="Gửi cho",
        max_length=200,
        error_messages={"required": "Chưa ghi gửi cho ai."},
    )
    dia_chi = forms.CharField(label="Địa chỉ", max_length=300)
    gui_toi = forms.CharField(
        label="Đã gửi tới",
        help_text="Thư điện tử, kho dữ liệu của người nhận",
        max_length=200,
        error_messages={"required": "Chưa ghi đã gửi tới đâu."},
    )
    da_ky = forms.BooleanField(
        label="Người nhận đã ký vào sổ",
        error_messages={"required": "Hãy để người nhận ký sổ, rồi đánh dấu vào đây."},
    )

    def __init__(
        self, *args: Any, person: Party, ready: list[Dossier], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        self.person, self.ready = person, {str(one.pk): one for one in ready}
        if ready and not self.is_bound:
            first = ready[0]
            self.initial = {
                "cach": WAY_OF.get(ReturnWay(first.return_way), HAND),
                "nguoi_nhan_thu": first.owner_name,
                "dia_chi": first.address,
                "gui_toi": first.email,
                **self.initial,
            }

    @property
    def ticked(self) -> list[str]:
        return [pk for pk in self.sent.getlist("chon") if pk in self.ready]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if set(self.sent.getlist("chon")) - self.ready.keys():
            self.add_error(None, "Một kết quả đã chọn vừa được trả: hãy xem lại.")
        elif not self.ticked:
            self.add_error(None, "Hãy chọn ít nhất một kết quả để trả.")
        return said

    def needed(self) -> set[str]:
        of_way = {
            HAND: {"da_ky"},
            PROXY: {"ten", "giay", "da_ky"},
            POST: {"ma_buu_gui", "nguoi_nhan_thu", "dia_chi"},
            FILE: {"gui_toi"},
        }
        return (
            super().needed() | {"cach"} | of_way.get(self.data.get("cach", ""), set())
        )

    def chosen(self) -> list[Chosen]:
        """The ticked dossiers, each as the page knew it."""
        return [Chosen(int(pk), self._number(pk)) for pk in self.ticked]

    def _number(self, pk: str) -> int:
        sent = self.sent.get(f"so-{pk}", "")
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0

    def letter(self) -> Letter | None:
        """Where it goes by post; None for any other way."""
        said = self.cleaned_data
        if said["cach"] != POST:
            return None
        return Letter(said["ma_buu_gui"], said["nguoi_nhan_thu"], said["dia_chi"])

    def handed(self) -> Handed:
        said = self.cleaned_data
        if said["cach"] == FILE:
            return Handed(
                self.person.name, way=ReturnWay.ELECTRONIC, sent_to=said["gui_toi"]
            )
        if said["cach"] == PROXY:
            return Handed(
                said["ten"],
                said["so"],
                on_behalf=said["giay"],
                is_signed=said["da_ky"],
            )
        return Handed(self.person.name, self.person.id_number, is_signed=said["da_ky"])


class PostingForm(Form):
    """What became of a letter."""

    DELIVERED, BACK = "phat", "hoan"
    ket_qua = forms.ChoiceField(
        label="Bưu chính báo",
        choices=((DELIVERED, "Đã phát"), (BACK, "Chuyển hoàn")),
        widget=forms.RadioSelect,
        initial=DELIVERED,
    )
    ngay = DayField(label="Ngày")
    ly_do = forms.CharField(label="Vì sao chuyển hoàn", max_length=300, required=False)


class LossForm(Form):
    giay_to = forms.CharField(label="Giấy tờ bị mất, hỏng", max_length=500)
    ngay = DayField(label="Phát hiện ngày")
    trach_nhiem = forms.CharField(
        label="Đơn vị, người chịu trách nhiệm",
        help_text="Chưa rõ thì để trống, ghi sau",
        max_length=200,
        required=False,
    )

    def noticed_at(self, now: datetime) -> datetime:
        """The day as a moment: today is now, any other its beginning."""
        day: date = self.cleaned_data["ngay"]
        if day == now.astimezone(ZONE).date():
            return now
        return datetime.combine(day, time.min, ZONE)


class RemedyForm(Form):
    trach_nhiem = forms.CharField(
        label="Đơn vị, người chịu trách nhiệm", max_length=200
    )
    khac_phuc = forms.CharField(
        label="Đã khắc phục thế nào",
        help_text="Làm lại giấy tờ gì, ai trả chi phí, xin lỗi lúc nào",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

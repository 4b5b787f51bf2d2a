"""The style pages: every part that screens are made of, alive, in both themes.

Their list is the one table that each installation has from the start: the steps by
which its database was brought up to date.
"""

from django import forms
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.forms import DayField, Form, NumberField, WholeField
from lienmach.base.http import Request, back
from lienmach.base.lists import Action, Column, Empty, List, View, around, chosen
from lienmach.base.parts import CHIPS, chip, steps
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.refusal import Refused

Step = MigrationRecorder.Migration
OUR_APPS = ("base", "org")
OURS = Q(app__in=OUR_APPS)
SAID = {
    "early": "Sớm 2 ngày",
    "ontime": "Đúng hạn",
    "soon": "Còn 4 giờ",
    "over": "Quá hạn 3 ngày",
    "late": "Trễ 1 ngày",
    "paused": "Tạm dừng từ 12/3",
    "done": "Xong 13/3",
}
assert list(SAID) == list(CHIPS)  # a new chip is shown here too

STEPS: List[Step] = List(
    name="steps",
    file="buoc-mau",
    noun="bước",
    columns=(
        Column(
            slug="ten",
            label="Tên bước",
            value=lambda step: step.name,
            sort="name",
            place="line",
        ),
        Column(
            slug="tt",
            label="Tình trạng",
            value=lambda step: "Đã chạy",
            show=lambda step: chip("done", "Đã chạy"),
            place="lead",
        ),
        Column(
            slug="phan",
            label="Phần",
            value=lambda step: step.app,
            sort="app",
            place="rest",
        ),
        Column(
            slug="buoc",
            label="Chặng",
            value=lambda step: int(step.name[:4]),
            show=lambda step: steps(2, 2, "Xong"),
        ),
        Column(
            slug="luc",
            label="Chạy lúc",
            value=lambda step: step.applied,
            sort="applied",
            is_nullable=True,
            is_number=True,
            place="end",
        ),
    ),
    sort="-luc",
    filters=(
        Search(
            hint="Tên bước",
            is_quick=True,
            match=lambda text: Q(name__icontains=text.replace(" ", "_")),
        ),
        Choice(
            slug="phan",
            label="Phần",
            field="app",
            options=[(name, name) for name in ("auth", "base", "org", "sessions")],
            is_quick=True,
        ),
        Days(label="Chạy", field="applied", is_moment=True),
    ),
    views=(
        View(slug="", label="Tất cả", is_counted=True),
        View(slug="ta", label="Của chúng ta", where=OURS, is_counted=True),
        View(slug="django", label="Của Django", where=~OURS),
    ),
    actions=(
        Action(slug="thu", label="Thử", url_name="base:style_try"),
        Action(
            slug="rieng",
            label="Thử phần của ta",
            url_name="base:style_try",
            refuses=lambda step: "" if step.app in OUR_APPS else "là của Django",
            fits=lambda: OURS,
        ),
    ),
    link=lambda step: reverse("base:style_detail", args=[step.pk]),
    name_of=lambda step: f"{step.app} {step.name}",
    size=25,
    empty=Empty(title="Chưa có bước nào", text="Mỗi lần cập nhật thêm vài bước."),
)


class SampleForm(Form):
    number = forms.CharField(
        label="Số giấy tờ",
        help_text="12 chữ số",
        widget=forms.TextInput({"class": "w20"}),
    )
    born_on = DayField(label="Ngày sinh", help_text="Viết như 15/3/1989 hoặc 15031989")
    amount = NumberField(label="Số tiền", min_value=0)
    copies = WholeField(label="Số bản", required=False)
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn một loại"), ("goc", "Bản chính"), ("sao", "Bản sao")],
    )
    way = forms.ChoiceField(
        label="Cách nhận",
        choices=[("tai-cho", "Tại chỗ"), ("gui", "Gửi tới nhà")],
        widget=forms.RadioSelect,
    )
    told_by = forms.MultipleChoiceField(
        label="Báo tin qua",
        choices=[("sms", "Tin nhắn"), ("thu", "Thư điện tử")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(label="Tệp kèm theo", required=False)
    note = forms.CharField(
        label="Ghi chú", widget=forms.Textarea({"rows": 3}), required=False
    )
    is_agreed = forms.BooleanField(label="Đã xem lại và thấy đúng")

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not (number.isdecimal() and len(number) == 12):
            raise forms.ValidationError(
                f"Số giấy tờ phải đủ 12 chữ số; đã nhập {len(number)}."
            )
        return number


@require_safe
def index(request: Request) -> HttpResponse:
    shown = {"themes": [("light", "Sáng"), ("dark", "Tối")], "chips": SAID.items()}
    return render(request, "base/styles.html", shown)


@require_safe
def a_list(request: Request) -> HttpResponseBase:
    return show(request, STEPS, Step.objects.all(), "base/style_list.html")


@require_safe
def detail(request: Request, pk: int) -> HttpResponse:
    step = get_object_or_404(Step, pk=pk)
    rows, list_url = Step.objects.all(), reverse("base:style_list")
    near = around(request, STEPS, rows, step, list_url=list_url)
    return render(request, "base/style_detail.html", {"step": step, "around": near})


@require_http_methods(["GET", "HEAD", "POST"])
def a_form(request: Request) -> HttpResponse:
    form = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        toast(request, "Đã nhận biểu thử.", undo=reverse("base:style_undo"))
        return redirect("base:style_form")
    status = 422 if form.errors else 200
    return render(request, "base/style_form.html", {"form": form}, status=status)


@require_POST
def try_out(request: Request) -> HttpResponse:
    rows = chosen(request, STEPS, Step.objects.all())
    if not (count := rows.count()):
        raise Refused("Chưa chọn dòng nào.")
    toast(request, f"Đã thử với {count} dòng.", undo=reverse("base:style_undo"))
    return redirect(back(request))


@require_POST
def undo(request: Request) -> HttpResponse:
    toast(request, "Đã hoàn tác.")
    return redirect("base:styles")

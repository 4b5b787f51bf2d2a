"""The dossiers behind a figure."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Search
from lienmach.base.lists import Column, Empty, List
from lienmach.base.parts import NOTHING
from lienmach.base.search import matching
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier


def _page(dossier: Dossier) -> str:
    return reverse("onestop:dossier", args=[dossier.case.code])


def _state(dossier: Dossier) -> str:
    return str(State(dossier.case.state).label)


COUNTED: List[Dossier] = List(
    name="counted",
    noun="hồ sơ",
    file="ho-so-cua-so-lieu",
    sort="-nhan",
    link=_page,
    name_of=lambda dossier: dossier.case.code,
    empty=Empty(title="Không có hồ sơ nào", text="Số này là 0 trong kỳ đã chọn."),
    columns=(
        Column(
            slug="ma",
            label="Mã hồ sơ",
            value=lambda dossier: dossier.case.code,
            sort="case__code",
            place="lead",
        ),
        Column(
            slug="tt",
            label="Thủ tục",
            value=lambda dossier: dossier.title,
            place="line",
        ),
        Column(
            slug="nhan",
            label="Tiếp nhận",
            value=lambda dossier: dossier.case.received_at,
            sort="case__received_at",
            place="rest",
        ),
        Column(
            slug="hen",
            label="Hẹn trả",
            value=lambda dossier: dossier.case.promised_at,
            show=lambda dossier: dossier.case.promised_at or NOTHING,
            place="rest",
        ),
        Column(
            slug="xong",
            label="Có kết quả",
            value=lambda dossier: dossier.case.finished_at,
            show=lambda dossier: dossier.case.finished_at or NOTHING,
            place="rest",
        ),
        Column(slug="tx", label="Trạng thái", value=_state, place="end"),
    ),
    filters=(
        Search(
            match=lambda words: Q(matching("case__tokens", words.split())),
            is_quick=True,
            hint="mã hồ sơ, tên, thủ tục",
        ),
    ),
)

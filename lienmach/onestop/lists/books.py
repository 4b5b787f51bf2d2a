"""«Sổ theo dõi hồ sơ»: the columns of the legal form, with filters and export."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Action, Column, Empty, List
from lienmach.base.search import matching
from lienmach.calc.local import day_of
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import BookEntry, Channel
from lienmach.onestop.queries.books import WAYS, lead_of, note_of
from lienmach.org.actions.audit import write
from lienmach.org.models import Verb

Names = Mapping[int, str]


def register_book(*, names: Names, years: Sequence[int]) -> List[BookEntry]:
    """``names`` are those of the units; the newest lines come first."""
    return List(
        name="register_book",
        file="so-theo-doi-ho-so",
        noun="hồ sơ",
        sort="-stt",
        link=_link,
        name_of=lambda entry: entry.dossier.case.code,
        columns=(
            Column(
                slug="stt",
                label="STT",
                value=lambda entry: f"{entry.number:04}/{entry.year}",
                sort="place",
                place="end",
            ),
            Column(
                slug="ma",
                label="Mã hồ sơ",
                value=lambda entry: entry.dossier.case.code,
                place="lead",
            ),
            Column(
                slug="thu-tuc",
                label="Tên thủ tục",
                value=lambda entry: entry.dossier.title,
                place="rest",
            ),
            Column(
                slug="bo",
                label="Số bộ",
                value=lambda entry: entry.dossier.quantity,
                is_number=True,
                only_export=True,
            ),
            Column(
                slug="nguoi",
                label="Cá nhân, tổ chức",
                value=lambda entry: entry.dossier.owner_name,
                place="line",
            ),
            Column(
                slug="dia-chi",
                label="Địa chỉ, điện thoại",
                value=lambda entry: contact_of(entry),
                only_export=True,
            ),
            Column(
                slug="chu-tri",
                label="Cơ quan chủ trì",
                value=lead_of,
                place="rest",
            ),
            Column(
                slug="nhan",
                label="Nhận",
                value=lambda entry: entry.dossier.case.received_at,
                show=lambda entry: _shown(entry, entry.dossier.case.received_at),
                place="fact",
            ),
            Column(
                slug="hen",
                label="Hẹn trả",
                value=lambda entry: entry.dossier.case.promised_at,
                show=lambda entry: _shown(entry, entry.dossier.case.promised_at),
                place="fact",
            ),
            Column(
                slug="tra",
                label="Trả",
                value=returned_at,
                show=lambda entry: _shown(entry, returned_at(entry)) or note_of(entry),
                place="fact",
            ),
            Column(slug="cach", label="Cách trả", value=way_of, only_export=True),
            Column(
                slug="ky", label="Người nhận kết quả", value=recipient, only_export=True
            ),
            Column(slug="ghi-chu", label="Ghi chú", value=note_of, only_export=True),
        ),
        filters=(
            Search(
                match=lambda words: Q(matching("dossier__case__tokens", words.split())),
                hint="mã, tên, số điện thoại",
                is_quick=True,
            ),
            Choice(
                slug="nam",
                label="Sổ năm",
                options=[(str(year), f"Năm {year}") for year in years],
                field="year",
                is_quick=True,
            ),
            Choice(
                slug="dv",
                label="Nơi tiếp nhận",
                options=[(str(pk), name) for pk, name in names.items()],
                field="unit",
            ),
            Choice(
                slug="kenh",
                label="Cách nộp",
                options=[(one.value, str(one.label)) for one in Channel],
                field="dossier__channel",
            ),
            Choice(
                slug="xong",
                label="Kết quả",
                options=[("da", "Đã xong"), ("chua", "Chưa xong")],
                match=_done,
            ),
            Days(label="Nhận", field="dossier__case__received_at", is_moment=True),
        ),
        actions=(
            Action(
                slug="in",
                label="In giấy hẹn",
                url_name="onestop:print_many",
                right=RECEIVE,
                refuses=lambda entry: (
                    "Trả ngay trong ngày, không có giấy hẹn"
                    if entry.dossier.is_same_day
                    else ""
                ),
                fits=lambda: Q(dossier__is_same_day=False),
            ),
        ),
        empty=Empty(
            title="Sổ chưa có hồ sơ nào",
            text="Mỗi hồ sơ tiếp nhận được ghi vào đây, số thứ tự liên tục trong năm.",
        ),
        on_export=_note_export,
    )


def _shown(entry: BookEntry, at: datetime | None) -> str:
    """Say a day of the year of the register without the year: a line must hold them."""
    if at is None:
        return ""
    day = day_of(at)
    return f"{day:%d/%m}" if day.year == entry.year else f"{day:%d/%m/%Y}"


def contact_of(entry: BookEntry) -> str:
    dossier = entry.dossier
    return ", ".join(filter(None, (dossier.address, dossier.phone)))


def returned_at(entry: BookEntry) -> datetime | None:
    collection = getattr(entry.dossier, "collection", None)
    return collection.at if collection else None


def way_of(entry: BookEntry) -> str:
    collection = getattr(entry.dossier, "collection", None)
    return WAYS[collection.way if collection else entry.dossier.return_way]


def recipient(entry: BookEntry) -> str:
    collection = getattr(entry.dossier, "collection", None)
    return collection.recipient if collection else ""


def _done(values: tuple[str, ...]) -> Q:
    if len(values) > 1:
        return Q()
    return Q(dossier__case__closed_at__isnull=values[0] == "chua")


def _link(entry: BookEntry) -> str:
    code = entry.dossier.case.code
    try:
        return reverse("onestop:dossier", args=[code])
    except NoReverseMatch:  # the page of a dossier has not been built in
        return reverse("onestop:print", args=[code, "receipt"])


def _note_export(request: HttpRequest, kind: str) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # see base.http.Request
    write(
        Verb.EXPORTED,
        request.path,
        actor=actor,
        at=timezone.now(),
        unit_id=actor.unit_id,
        after={"tệp": kind, "bộ lọc": request.GET.urlencode()[:300]},
    )

"""The review of procedures, as its page shows it."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.parts import chip
from lienmach.calc.text import fold
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.lists.of_units import of_units
from lienmach.registers.models import ProcedureField, Review
from lienmach.registers.queries import reviews as queries


def reviews(
    *,
    units: Mapping[int, str],
    years: list[int],
    fields: list[ProcedureField],
    may_plan: bool,
    on: date,
) -> List[Review]:
    """``units`` are the names of the units whose plans are seen, as they are ``on``."""
    return List(
        name="reviews",
        file="ra-soat-thu-tuc",
        noun="thủ tục",
        sort="-nkh",
        link=lambda review: reverse("registers:review", args=[review.pk]),
        name_of=_name,
        views=(
            View(
                slug="",
                label="Chưa rà soát",
                where=queries.IS_OPEN,
                is_counted=True,
            ),
            View(
                slug="cho",
                label="Chờ phê duyệt",
                where=queries.AWAITS,
                is_counted=True,
            ),
            View(slug="duyet", label="Đã phê duyệt", where=queries.APPROVED),
            View(slug="trong", label="Trong kế hoạch", where=queries.IN_PLAN),
            View(slug="tat-ca", label="Tất cả"),
        ),
        columns=_columns(units),
        filters=(
            Search(
                match=lambda text: (
                    Q(name_key__contains=fold(text))
                    | Q(procedure__code__istartswith=text)
                ),
                hint="tên, mã thủ tục",
                is_quick=True,
            ),
            Choice(
                slug="nam",
                label="Năm",
                options=[(str(year), str(year)) for year in years],
                field="year",
                is_quick=True,
            ),
            Choice(
                slug="kn",
                label="Kiến nghị",
                options=[(p.value, p.label) for p in Review.Proposal],
                field="proposal",
                is_quick=True,
            ),
            Choice(
                slug="lv",
                label="Lĩnh vực",
                options=[(str(field.pk), field.name) for field in fields],
                field="field",
            ),
            Choice(
                slug="dv",
                label="Đơn vị",
                options=[(str(pk), name) for pk, name in units.items()],
                field="unit",
            ),
            of_units(units, on),
            Days(label="Ngày kế hoạch", field="planned_on", slug="ktu", until="kden"),
            Days(label="Rà soát", field="reviewed_on"),
            Days(label="Phê duyệt", field="approved_on", slug="ptu", until="pden"),
        ),
        actions=(
            Action(
                slug="duyet",
                label="Ghi phê duyệt",
                url_name="registers:reviews_approve",
                right=RIGHT,
                refuses=_not_approved,
                fits=lambda: queries.AWAITS,
            ),
        ),
        empty=Empty(
            title="Chưa có thủ tục nào trong kế hoạch rà soát",
            text="Đưa thủ tục vào kế hoạch của năm, rồi ghi kết quả và phê duyệt.",
            url=reverse("registers:reviews_plan") if may_plan else "",
            label="Đưa vào kế hoạch",
        ),
    )


def _columns(units: Mapping[int, str]) -> tuple[Column[Review], ...]:
    return (
        Column(slug="ten", label="Thủ tục", value=_name, sort="name_key", place="line"),
        Column(
            slug="ma",
            label="Mã",
            value=lambda review: review.procedure.code,
            sort="procedure__code",
            place="lead",
        ),
        Column(
            slug="dv",
            label="Đơn vị",
            value=lambda review: units.get(review.unit_id, ""),
            place="rest",
        ),
        Column(
            slug="kh",
            label="Kế hoạch",
            value=lambda review: review.plan,
            place="rest",
        ),
        Column(
            slug="nkh",
            label="Ngày kế hoạch",
            value=lambda review: review.planned_on,
            sort="planned_on",
            place="hide",
        ),
        Column(
            slug="nam",
            label="Năm",
            value=lambda review: review.year,
            sort="year",
            only_export=True,
        ),
        Column(
            slug="rs",
            label="Rà soát ngày",
            value=lambda review: review.reviewed_on,
            sort="reviewed_on",
            is_nullable=True,
            place="hide",
        ),
        Column(
            slug="kn",
            label="Kiến nghị",
            value=lambda review: review.get_proposal_display(),
            show=_state,
            place="end",
        ),
        Column(
            slug="nd",
            label="Nội dung kiến nghị",
            value=lambda review: review.finding,
            only_export=True,
        ),
        Column(
            slug="vb",
            label="Văn bản phê duyệt",
            value=lambda review: review.approved_by,
            only_export=True,
        ),
        Column(
            slug="pd",
            label="Phê duyệt ngày",
            value=lambda review: review.approved_on,
            sort="approved_on",
            is_nullable=True,
            place="hide",
        ),
        Column(
            slug="rut",
            label="Đưa ra khỏi kế hoạch",
            value=lambda review: review.note if review.is_dropped else "",
            only_export=True,
        ),
    )


def _name(review: Review) -> str:
    return str(getattr(review, "name", "") or review.procedure.code)


def _state(review: Review) -> object:
    if review.is_dropped:
        return chip("paused", "ngoài kế hoạch")
    if not review.proposal:
        return chip("soon", "chưa rà soát")
    tone = "ontime" if review.approved_on else "soon"
    is_kept = review.proposal == Review.Proposal.KEEP
    words = review.get_proposal_display()
    return chip("ontime" if is_kept else tone, words)


def _not_approved(review: Review) -> str:
    if review.is_dropped:
        return "đã đưa ra khỏi kế hoạch"
    if review.approved_on:
        return "đã phê duyệt"
    is_simpler = review.proposal in ("simplify", "abolish")
    return "" if is_simpler else "chưa có kiến nghị đơn giản hóa, bãi bỏ"

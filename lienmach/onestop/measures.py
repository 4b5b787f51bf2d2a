"""The numbers that dossiers offer: what is counted, for which unit, on which day.

What was received counts for the unit that received it; what was finished, and what is
open, for the unit that answers for it. A chain counts once, at its root; a dossier that
was entered by mistake counts nowhere.
"""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate

from lienmach.calc.local import ZONE
from lienmach.cases.models import Case, Span
from lienmach.cases.queries import EARLY, LATE, ON_TIME
from lienmach.indicators.registry import (
    EVERY,
    Chart,
    Facts,
    Indicator,
    Looks,
    Measure,
    Term,
)
from lienmach.onestop.flow import State
from lienmach.onestop.models import Apology, Channel, Receipt, Supplement
from lienmach.onestop.queries.dossiers import KIND

FIELD, CHANNEL = "field", "channel"


def _counted(case: str = "", **more: Any) -> Q:
    """What counts at all, by the way to the case."""
    is_one = Q(**{f"{case}kind": KIND, **more})
    return is_one & ~Q(**{f"{case}state": State.CANCELLED})


def _parts(case: str = "") -> tuple[tuple[str, str], ...]:
    return (
        (FIELD, f"{case}dossier__procedure__field"),
        (CHANNEL, f"{case}dossier__channel"),
    )


DOSSIERS = Facts("dossiers", Case, "pk", _counted(parent=None), _parts())
SPANS = Facts(
    "spans", Span, "case", _counted("case__", case__parent=None), _parts("case__")
)
# An agency of a chain asks the applicant too: each request counts.
SUPPLEMENTS = Facts("supplements", Supplement, "dossier", _counted("dossier__case__"))
APOLOGIES = Facts("apologies", Apology, "dossier", _counted("dossier__case__"))
RECEIPTS = Facts(
    "receipts",
    Receipt,
    "dossier",
    _counted("dossier__case__", cancelled_at=None),
)


def _received(name: str, label: str, where: Q = EVERY, note: str = "") -> Measure:
    return Measure(
        f"dossiers_received{name}",
        label,
        DOSSIERS,
        "received_unit",
        "received_at",
        where=where,
        note=note,
    )


def _finished(name: str, label: str, where: Q = EVERY, note: str = "") -> Measure:
    return Measure(
        f"dossiers_{name}",
        label,
        DOSSIERS,
        "decides_unit",
        "finished_at",
        where=where,
        note=note,
    )


def _days_late(least: int, most: int | None) -> Q:
    """Finished so many days after the day of the promise, both ends included.

    What was to be finished on the day of its receipt was promised for that day.
    """
    promised = TruncDate(Coalesce("promised_at", "received_at"), tzinfo=ZONE)

    def after(days: int) -> Combinable:
        later = promised + Value(timedelta(days=days))
        return ExpressionWrapper(later, output_field=DateTimeField())

    late = LATE & Q(finished_at__date__gte=after(least))
    return late if most is None else late & Q(finished_at__date__lte=after(most))


# How late, in calendar days: the name of the measure, its words, from and up to.
HOW_LATE = (
    ("late_same_day", "trong ngày hẹn", 0, 0),
    ("late_3", "1–3 ngày", 1, 3),
    ("late_10", "4–10 ngày", 4, 10),
    ("late_30", "11–30 ngày", 11, 30),
    ("late_more", "trên 30 ngày", 31, None),
)


def _span(kind: Span.Kind, label: str, note: str) -> Measure:
    return Measure(
        f"dossiers_{kind}",
        label,
        SPANS,
        "unit",
        "begins_on",
        until="ends_on",
        where=Q(kind=kind),
        note=note,
    )


MEASURES = (
    _received("", "Hồ sơ tiếp nhận", note="Tính cho nơi tiếp nhận."),
    _received("_with_slip", "Tiếp nhận có giấy hẹn", Q(dossier__is_same_day=False)),
    _received("_same_day", "Giải quyết ngay, không hẹn", Q(dossier__is_same_day=True)),
    *(
        _received(f"_{channel}", f"Tiếp nhận: {label}", Q(dossier__channel=channel))
        for channel, label in Channel.choices
    ),
    Measure(
        "dossiers_taken",
        "Hồ sơ đến nơi giải quyết",
        DOSSIERS,
        "decides_unit",
        "received_at",
        note="Theo ngày tiếp nhận, tính cho nơi giải quyết.",
    ),
    Measure(
        "dossiers_taken_online",
        "Hồ sơ trực tuyến đến nơi giải quyết",
        DOSSIERS,
        "decides_unit",
        "received_at",
        where=Q(dossier__channel=Channel.ONLINE),
    ),
    _finished("finished", "Hồ sơ đã giải quyết", note="Tính cho nơi giải quyết."),
    _finished("early", "Giải quyết trước hạn", EARLY),
    _finished("on_time", "Giải quyết đúng hạn", ON_TIME),
    _finished("late", "Giải quyết trễ hạn", LATE),
    *(
        _finished(name, f"Trễ {label}", _days_late(least, most))
        for name, label, least, most in HOW_LATE
    ),
    _finished("refused", "Từ chối", Q(state=State.REFUSED)),
    _finished("withdrawn", "Người nộp rút", Q(state=State.WITHDRAWN)),
    _finished("stopped", "Dừng giải quyết", Q(state=State.STOPPED)),
    Measure(
        "dossiers_open",
        "Hồ sơ đang giải quyết",
        DOSSIERS,
        "decides_unit",
        "received_at",
        until="finished_at",
        note="Cuối ngày: đã tiếp nhận, chưa có kết quả.",
    ),
    _span(
        Span.Kind.OVERDUE,
        "Hồ sơ đang giải quyết, quá hạn",
        "Cuối ngày: quá lần hẹn có hiệu lực ngày ấy, không kể lúc tạm dừng.",
    ),
    _span(Span.Kind.PAUSED, "Hồ sơ đang tạm dừng", "Cuối ngày; tính là trong hạn."),
    Measure(
        "results_returned",
        "Kết quả đã trả",
        DOSSIERS,
        "received_unit",
        "closed_at",
        where=Q(state=State.RETURNED),
        note="Tính cho nơi tiếp nhận, ngày người dân nhận kết quả.",
    ),
    Measure(
        "supplements_asked",
        "Lượt yêu cầu bổ sung",
        SUPPLEMENTS,
        "dossier__case__decides_unit",
        "asked_at",
    ),
    Measure(
        "apologies_signed",
        "Thư xin lỗi đã ký",
        APOLOGIES,
        "dossier__case__decides_unit",
        "signed_at",
    ),
    Measure(
        "payments",
        "Lượt thu phí, lệ phí",
        RECEIPTS,
        "dossier__case__received_unit",
        "paid_at",
    ),
    Measure(
        "payments_online",
        "Lượt thanh toán trực tuyến",
        RECEIPTS,
        "dossier__case__received_unit",
        "paid_at",
        where=Q(method=Receipt.Method.ONLINE),
    ),
)

_LEFT_OUT = (
    Term("dossiers_open", "đang giải quyết"),
    Term("dossiers_overdue", "trong đó quá hạn"),
    Term("dossiers_paused", "đang tạm dừng"),
)
INDICATORS = (
    Indicator(
        "dung-han",
        "Tỷ lệ trả sớm hoặc đúng hạn",
        "{value} hồ sơ được trả sớm hoặc đúng hạn",
        above=(Term("dossiers_early", "trả sớm"), Term("dossiers_on_time", "đúng hạn")),
        below=(Term("dossiers_finished", "đã giải quyết"),),
        left_out=_LEFT_OUT,
        definition=(
            "Hồ sơ có kết quả trong kỳ, so với lần hẹn có hiệu lực: sớm là trước ngày "
            "hẹn, đúng hạn là không sau giờ hẹn. Không có giấy hẹn thì đúng hạn là "
            "xong trong ngày. Người dân đến lấy muộn không tính là trễ."
        ),
        lasts_from="received_at",
    ),
    Indicator(
        "tiep-nhan",
        "Hồ sơ tiếp nhận",
        "{value} hồ sơ đã tiếp nhận",
        above=(
            Term("dossiers_received_with_slip", "có giấy hẹn"),
            Term("dossiers_received_same_day", "giải quyết ngay"),
        ),
        definition=(
            "Hồ sơ nhận trong kỳ, tính cho nơi tiếp nhận. Hồ sơ liên thông tính một "
            "lần; hồ sơ hủy do nhập nhầm không tính."
        ),
        also_counted="dossiers_received",
    ),
    Indicator(
        "da-giai-quyet",
        "Hồ sơ đã giải quyết",
        "{value} hồ sơ đã giải quyết",
        above=(
            Term("dossiers_early", "trả sớm"),
            Term("dossiers_on_time", "đúng hạn"),
            Term("dossiers_late", "trễ hạn"),
        ),
        left_out=_LEFT_OUT,
        definition=(
            "Hồ sơ có kết quả trong kỳ, gồm cả từ chối, rút và dừng; tính cho nơi "
            "giải quyết."
        ),
        also_counted="dossiers_finished",
        lasts_from="received_at",
    ),
    Indicator(
        "tre-han",
        "Hồ sơ trả trễ hạn",
        "{value} hồ sơ trả trễ hạn",
        above=tuple(Term(f"dossiers_{name}", label) for name, label, _, _ in HOW_LATE),
        definition=(
            "Hồ sơ có kết quả sau giờ đã hẹn, chia theo số ngày dương lịch sau ngày "
            "hẹn; «trong ngày hẹn» là đúng ngày nhưng quá giờ."
        ),
        also_counted="dossiers_late",
        lasts_from="received_at",
    ),
    Indicator(
        "ty-le-tre",
        "Tỷ lệ trả trễ hạn",
        "{value} hồ sơ trả trễ hạn",
        above=(Term("dossiers_late", "trễ hạn"),),
        below=(Term("dossiers_finished", "đã giải quyết"),),
        left_out=_LEFT_OUT,
        definition="Hồ sơ có kết quả sau giờ đã hẹn, trong số có kết quả trong kỳ.",
        lasts_from="received_at",
    ),
    Indicator(
        "dang-giai-quyet",
        "Hồ sơ đang giải quyết",
        "{value} hồ sơ đang giải quyết",
        above=(Term("dossiers_open", "đang giải quyết"),),
        left_out=(
            Term("dossiers_overdue", "trong đó quá hạn"),
            Term("dossiers_paused", "trong đó tạm dừng"),
        ),
        definition="Cuối ngày cuối kỳ: đã tiếp nhận, chưa có kết quả.",
    ),
    Indicator(
        "qua-han",
        "Hồ sơ đang quá hạn",
        "{value} hồ sơ đang quá hạn",
        above=(Term("dossiers_overdue", "quá hạn"),),
        left_out=(Term("dossiers_paused", "đang tạm dừng"),),
        definition=(
            "Cuối ngày cuối kỳ: chưa có kết quả, đã quá lần hẹn có hiệu lực ngày ấy. "
            "Hồ sơ đang tạm dừng không tính là quá hạn."
        ),
    ),
    Indicator(
        "tam-dung",
        "Hồ sơ đang tạm dừng",
        "{value} hồ sơ đang tạm dừng",
        above=(Term("dossiers_paused", "tạm dừng"),),
        definition=(
            "Cuối ngày cuối kỳ: chờ bổ sung, chờ nghĩa vụ tài chính, chờ nơi khác."
        ),
    ),
    Indicator(
        "truc-tuyen",
        "Tỷ lệ hồ sơ nộp trực tuyến",
        "{value} hồ sơ được nộp trực tuyến",
        above=(Term("dossiers_received_online", "nộp trực tuyến"),),
        below=(Term("dossiers_received", "tiếp nhận"),),
        definition="Trong số hồ sơ tiếp nhận trong kỳ, tính cho nơi tiếp nhận.",
    ),
    Indicator(
        "da-tra",
        "Kết quả đã trả",
        "{value} kết quả đã trả",
        above=(Term("results_returned", "đã trả"),),
        noun="kết quả",
        definition="Kết quả đã đến tay người nộp trong kỳ, tính cho nơi tiếp nhận.",
    ),
)
CHARTS = (
    Chart(Looks.NUMBER, "tiep-nhan", "Tiếp nhận", 10),
    Chart(Looks.NUMBER, "da-giai-quyet", "Đã giải quyết", 20),
    Chart(Looks.NUMBER, "dung-han", "Trả đúng hạn", 30),
    Chart(Looks.NUMBER, "qua-han", "Quá hạn cuối ngày", 40, is_bad=True),
    Chart(Looks.UNITS, "qua-han", "Ai quá hạn cuối ngày", 10),
    Chart(Looks.TREND, "dung-han", "Đúng hạn", 20),
    Chart(Looks.PARTS, "tre-han", "Trả trễ bao lâu", 30),
    Chart(
        Looks.HEAT,
        "qua-han",
        "Nơi cần giúp: đơn vị và lĩnh vực",
        40,
        dimension=FIELD,
        other="ty-le-tre",
    ),
)

"""Reports, and what the report in hand is made of, as Ctrl+K finds them."""

from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.palette import MOST, Hit, fits, letters
from lienmach.org.queries import names_on
from lienmach.reporting.models import Report
from lienmach.reporting.queries.texts import leaves, sections

LEAST = 2  # letters and digits: fewer fit nearly everything
LOOKED_AT = 60  # the newest


def reports(actor: Actor, text: str) -> list[Hit]:
    """The newest reports an actor sees, by period and unit; those still open first."""
    if letters(text) < LEAST:
        return []
    rows = Report.objects.visible_to(actor).asked().select_related("case", "round")
    newest = list(rows.order_by("-case__received_at", "-pk")[:LOOKED_AT])
    ids = {row.unit_id for row in newest}
    names = names_on(ids, max(row.round.end for row in newest)) if newest else {}
    hits = [
        Hit(
            f"{row.round.period_name}: {names.get(row.unit_id, '')}",
            reverse("reporting:report", args=[row.pk]),
            row.state_name,
        )
        for row in sorted(newest, key=lambda row: row.case.closed_at is not None)
    ]
    return [hit for hit in hits if fits(text, f"báo cáo {hit.label}")][:MOST]


def parts(actor: Actor, text: str) -> list[Hit]:
    """Pages of the newest open report of the unit where one works.

    The words by which they are known stand alone, so that these find them first.
    """
    if letters(text) < LEAST:
        return []
    rows = Report.objects.visible_to(actor).asked().select_related("case", "round")
    own = rows.filter(unit=actor.unit_id, case__closed_at=None)
    report = own.order_by("-case__received_at", "-pk").first()
    if report is None:
        return []
    period = report.round.period_name
    pages = [("Tổng hợp", "matrix")] if report.is_own else []
    if report.is_written:
        pages += [("Thuyết minh", "text"), ("Ký, gửi", "signing")]
    hits = [
        Hit(name, reverse(f"reporting:{view}", args=[report.pk]), period)
        for name, view in pages
        if fits(text, name)
    ]
    for sheet in report.sheets.all():
        name, _, about = sheet.title.partition(": ")
        if fits(text, sheet.title, sheet.short):
            way = reverse("reporting:annex", args=[report.pk, sheet.slug])
            hits.append(Hit(name, way, f"{about}, {period}".strip(", ")))
    for one in leaves(sections(report)):
        if fits(text, str(one)):
            way = reverse("reporting:section", args=[report.pk, one.place])
            hits.append(Hit(one.title, way, f"mục {one.code}, {period}"))
    return hits[:MOST]

"""What approved reports of a unit say is to be done next (I22)."""

from lienmach.base.actor import Actor
from lienmach.calc.fields import FIELD
from lienmach.calc.text import fold
from lienmach.registers.registry import Directions
from lienmach.reporting.models import Report, Section

HEADINGS = ("phuong huong", "nhiem vu ky toi")  # how they are known, folded
LAST = 4  # reports that are looked at


def directions(actor: Actor, unit_id: int) -> list[Directions]:
    """The lines under that heading, of the last approved reports. Two queries.

    A figure in a line is left to whoever gives the task.
    """
    reports = (
        Report.objects.visible_to(actor)
        .filter(unit=unit_id, snapshot__isnull=False)
        .select_related("round__regime")
        .order_by("-round__end", "-pk")[:LAST]
    )
    told = {report.pk: (report, list[str]()) for report in reports}
    level: dict[int, int] = {}  # of the heading whose lines are being read, by report
    for section in Section.objects.filter(report__in=told).order_by("report", "place"):
        pk = section.report_id
        if section.level <= level.get(pk, 0):
            del level[pk]
        if any(one in fold(section.title) for one in HEADINGS):
            level.setdefault(pk, section.level)
        if pk in level:
            told[pk][1].extend(_lines(section.text))
    return [
        Directions(str(pk), str(report.round), tuple(lines))
        for pk, (report, lines) in told.items()
        if lines
    ]


def _lines(text: str) -> list[str]:
    lines = (" ".join(FIELD.sub("…", line).split()) for line in text.splitlines())
    return [line for line in lines if line]

"""How a checked text is drawn: marks that differ by their line, not only by colour."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lienmach.checker.output.marks import Segment
from lienmach.reporting.queries.checks import Review, ShownText

register = template.Library()
MARKS = {"error": "m-bad", "warning": "m-doubt", "info": "m-tip"}
REFS = {"error": "ref-bad", "warning": "ref-doubt", "info": "ref-tip"}
ORDER = ("error", "warning", "info")


@register.simple_tag
def marked(text: ShownText, review: Review, refs: bool = True) -> SafeString:
    """Draw a text with its marks, each followed by a link to its evidence."""
    drawn = (_drawn(segment, review, refs) for segment in text.segments)
    return format_html_join("", "{}{}", drawn)


def _drawn(
    segment: Segment, review: Review, refs: bool
) -> tuple[str, SafeString | str]:
    if not segment.numbers:
        return segment.text, ""
    gravest = min(segment.numbers, key=lambda n: ORDER.index(review.severity[n]))
    style = MARKS[review.severity[gravest]]
    if review.opened and review.opened.number in segment.numbers:
        style += " is-open"
    mark = format_html('<mark class="{}">{}</mark>', style, segment.text)
    links = ((_ref(n, review),) for n in segment.ends if refs)
    return mark, format_html_join("", "{}", links)


def _ref(number: int, review: Review) -> SafeString:
    return format_html(
        '<a class="ref {}" href="?{}diem={}#m{}" aria-label="Điểm {}">{}</a>',
        REFS[review.severity[number]],
        review.kept,
        *[number] * 4,
    )


@register.filter
def ref_class(severity: str) -> str:
    """The class of the round number of a note."""
    return REFS[severity]

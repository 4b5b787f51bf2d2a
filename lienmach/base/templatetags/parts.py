"""Tags that every template of ours knows without loading them."""

from datetime import datetime
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienmach.base import forms, pages, parts
from lienmach.calc.spoken import spoken_moment

register = template.Library()
register.simple_tag(parts.icon)
register.simple_tag(parts.steps)
register.filter(parts.number)
register.filter(parts.written)
register.filter(forms.first_id)
register.filter("day_words", parts.day)
register.filter("spoken", spoken_moment)


@register.filter
def wrong_places(form: BaseForm) -> int:
    """How many sentences a summary of a form has: the form's own, and one a field."""
    of_fields = sum(bool(field.errors) for field in form)
    return len(form.non_field_errors()) + of_fields


@register.filter
def file_name(name: str) -> str:
    """A name as there is room for it: how it begins and how it ends."""
    return pages.short_name(name, 48)


@register.simple_tag
def chip(status: str, text: str, at: datetime | None = None) -> SafeString:
    return parts.chip(status, text, at)


@register.simple_tag
def once() -> SafeString:
    """A key for a form: sending it twice does its work once (``base.once``)."""
    return format_html('<input type="hidden" name="khoa" value="{}">', uuid4())

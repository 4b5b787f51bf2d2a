"""Sections of the administration, as Ctrl+K finds them."""

from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.palette import MOST, Hit, fits
from lienmach.org import registry


def sections(actor: Actor, text: str) -> list[Hit]:
    """The sections an actor may open whose name or purpose fits a text."""
    fitting = [
        Hit(one.label, reverse(one.url_name), one.text)
        for one in registry.sections()
        if one.right in actor.rights and fits(text, one.label, one.text)
    ]
    return fitting[:MOST]

"""Where the documents that give work stand in the register of official documents."""

from itertools import count

from lienmach.base.actor import Actor
from lienmach.registers.models import Mention
from lienmach.tasks.models import Mandate, MandatePaper


def registered(
    mandate: Mandate, actor: Actor
) -> tuple[int | None, list[tuple[MandatePaper, int | None]]]:
    """The entry of a document, and each of its papers with its own. Two queries.

    They were entered in their order, the document itself first (``actions.mandates``),
    those withdrawn left out; who sees but some of its tasks may not see the entries.
    """
    entered = Mention.objects.filter(unit__in=actor.unit_ids)
    mentions = entered.filter(source=f"mandate:{mandate.pk}")
    by_line = dict(mentions.values_list("line", "document"))
    papers = list(mandate.papers.all())
    lines = count(2)
    told = [(p, None if p.withdrawn_at else by_line.get(next(lines))) for p in papers]
    return by_line.get(1), told

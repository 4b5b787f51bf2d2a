"""Where the documents that give work stand in the register of official documents."""

from lienmach.base.actor import Actor
from lienmach.registers.models import Mention
from lienmach.tasks.models import Mandate, MandatePaper


def registered(
    mandate: Mandate, actor: Actor
) -> tuple[int | None, list[tuple[MandatePaper, int | None]]]:
    """The entry of a document, and each of its papers with its own. Two queries.

    They were entered in their order, the document itself first (``actions.mandates``);
    who sees but some of its tasks may not see what is entered.
    """
    entered = Mention.objects.filter(unit__in=actor.unit_ids)
    mentions = entered.filter(source=f"mandate:{mandate.pk}")
    by_line = dict(mentions.values_list("line", "document"))
    papers = list(mandate.papers.all())
    return by_line.get(1), [(p, by_line.get(n)) for n, p in enumerate(papers, 2)]

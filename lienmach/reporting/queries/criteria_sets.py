"""Sets of criteria that are written here, beside those that are files."""

from dataclasses import dataclass

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.criteria import Tree, WrongCriteria
from lienmach.calc.refusal import Refused
from lienmach.org.models import AuditRecord
from lienmach.org.queries.audit import about
from lienmach.reporting.models import CriteriaSet
from lienmach.reporting.queries import scores

MOST_WRITINGS = 20
EMPTY = """criteria;
title;
code;label;points;kind;figure;scale;none;evidence;how
1;Lĩnh vực thứ nhất;10;group
1.1;Tiêu chí thứ nhất;10;yes_no
"""


def criteria_sets(actor: Actor) -> QuerySet[CriteriaSet]:
    """The sets an actor sees."""
    rows = CriteriaSet.objects.visible_to(actor)
    return rows.select_related("unit", "changed_by")


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says as a set of criteria: its tree, or its first mistake."""

    tree: Tree | None
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """Once that a set was written: who did what when, and each change: where, what
    stood there before, and what since; None for nothing."""

    record: AuditRecord
    changes: list[tuple[str, str | None, str | None]]


def writings(found: CriteriaSet) -> tuple[list[Writing], bool]:
    """The last writings of a set, as the audit has them, and whether there are more."""
    rows = list(about(found)[: MOST_WRITINGS + 1])
    return list(map(_writing, rows[:MOST_WRITINGS])), len(rows) > MOST_WRITINGS


def _writing(row: AuditRecord) -> Writing:
    before, after = row.before or {}, row.after or {}
    names = {**before, **after}
    return Writing(row, [(name, before.get(name), after.get(name)) for name in names])


def read(found: CriteriaSet) -> Read:
    try:
        tree = scores.read_text(found.text, found.code)
    except WrongCriteria as wrong:
        return Read(None, str(wrong))
    if tree.code != found.code:
        said = f"Dòng «criteria;» phải ghi mã {found.code}, đang ghi {tree.code}."
        return Read(None, said)
    return Read(tree)


def known() -> dict[str, tuple[Tree, str]]:
    """The sets that are offered, with their texts; a file with a mistake is told."""
    try:
        return scores.sets_with_text()
    except WrongCriteria as wrong:
        raise Refused(f"Tệp bộ tiêu chí có lỗi: {wrong}") from wrong


def bases() -> list[tuple[str, str]]:
    """What a draft may begin with: nothing, or a set that is known, by its code."""
    titles = ((code, tree.title) for code, (tree, _) in known().items())
    return [("", "Bắt đầu từ đầu"), *sorted(titles, key=lambda one: one[1])]


def beginning(base: str, code: str, title: str) -> str:
    """The first text of a draft: of a known set, under its own code and title, without
    what that one says of itself."""
    found = known().get(base)
    lines = (found[1] if found else EMPTY).splitlines()
    kept = [line for line in lines if not line.startswith(("#", "//", "basis;"))]
    heads = {"criteria": code, "title": title}
    return scores.with_heads("\n".join(kept), heads)

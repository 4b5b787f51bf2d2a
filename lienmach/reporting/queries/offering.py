"""The figures that whoever writes may put in."""

from dataclasses import dataclass

from lienmach.calc.fields import How, field_of, sentence_for
from lienmach.calc.written import Figure, change_text, figure_text
from lienmach.reporting.queries.texts import Told


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that can be put in: the field to type, what it says now, and how."""

    figure: Figure
    field: str
    said: str
    change: str
    change_field: str
    sentence: str


def offered(known: Told) -> list[tuple[str, str, list[Offered]]]:
    """The figures of a report by form: its code, its title, its cells that say it."""
    found = []
    for form, shown in known.cells.items():
        rows = []
        for cell in shown:
            figure = known.figures.now[form, cell.row.code]
            said = figure_text(figure)
            if figure.is_section or not said:
                continue
            before = known.figures.before.get((form, figure.code))
            change = change_text(figure, before) or ""
            rows.append(
                Offered(
                    figure,
                    field_of(figure),
                    said,
                    change,
                    field_of(figure, How.CHANGE) if change else "",
                    sentence_for(figure, before),
                )
            )
        found.append((form, known.titles.get(form, form), rows))
    return sorted(found)

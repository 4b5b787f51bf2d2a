"""What comes out of a spreadsheet, well copied and badly."""

from pathlib import Path
from typing import Any

import pytest

from lienmach.base.actor import Actor
from lienmach.calc.entries import Style
from lienmach.calc.refusal import Refused
from lienmach.reporting.actions.paste import EVERY, OPEN, Pasted, paste
from lienmach.reporting.actions.sheets import Outcome
from lienmach.reporting.models import Sheet, SheetCell
from lienmach.reporting.tests.make_round import (
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
MIXED = """1.;Nhóm;;section;;;;
1.1.;Một;Việc;manual;;;;
1.2.;Hai;Việc;manual;;;;
1.3.;Cộng;Việc;formula;[1.1.] + [1.2.];;;
2.;Nhóm hai;;section;;;;
2.1.;Ba;Việc;manual;;;;
2.2.;Bốn;Triệu đồng;manual;;;3;
"""


class Open:
    def __init__(self, settings: Any, folder: Path, rows: str) -> None:
        use_forms(settings, folder, form_text(rows))
        town = make.unit()
        self.actor: Actor
        _, self.actor = officer(town)
        self.sheet: Sheet = sheet_of(report_of(round_of(self.actor, []), town))

    def paste(self, text: str, start: str, **said: Any) -> Pasted:
        return paste(self.sheet, text, start=start, actor=self.actor, at=MONDAY, **said)

    def values(self) -> dict[str, int]:
        cells = SheetCell.objects.filter(sheet=self.sheet, value__isnull=False)
        return {cell.code: int(cell.value or 0) for cell in cells}


@pytest.fixture
def mixed(settings: Any, tmp_path: Path) -> Open:
    return Open(settings, tmp_path, MIXED)


def test_a_column_goes_down_from_where_it_was_pasted(mixed: Open) -> None:
    done = mixed.paste("4\n5", "1.1.")

    assert done.saved
    assert mixed.values() == {"1.1.": 4, "1.2.": 5}


def test_a_column_with_gaps_for_headings_is_placed_row_by_row(mixed: Open) -> None:
    mixed.paste("4\n5\n\n\n6", "1.1.")

    assert mixed.values() == {"1.1.": 4, "1.2.": 5, "2.1.": 6}


def test_a_column_without_room_for_headings_fills_open_rows(mixed: Open) -> None:
    mixed.paste("4\n5\n6\n7", "1.1.")

    assert mixed.values() == {"1.1.": 4, "1.2.": 5, "2.1.": 6, "2.2.": 7}


def test_where_two_ways_are_possible_it_is_asked_first(mixed: Open) -> None:
    asked = mixed.paste("4\n5\n9", "1.1.")

    assert asked.saved is None
    assert asked.ways
    assert set(asked.ways) == {OPEN, EVERY}
    assert mixed.values() == {}
    mixed.paste("4\n5\n9", "1.1.", way=EVERY)
    assert mixed.values() == {"1.1.": 4, "1.2.": 5}


def test_rows_copied_with_their_codes_find_their_place(mixed: Open) -> None:
    text = "2.1\tBa\tViệc\t6\n1.1\tMột\tViệc\t4\n1.3\tCộng\tViệc\t99"

    mixed.paste(text, "1.2.")

    assert mixed.values() == {"2.1.": 6, "1.1.": 4}


def test_a_text_under_a_code_empties_no_cell_and_is_told(mixed: Open) -> None:
    mixed.paste("4\n5", "1.1.")

    done = mixed.paste("1.1\tabc\n1.2\t7", "1.1.").saved

    assert done
    assert [one.outcome for one in done.written] == [Outcome.WRONG, Outcome.SAVED]
    assert mixed.values() == {"1.1.": 4, "1.2.": 7}


def test_a_number_that_could_be_two_is_asked_about(mixed: Open) -> None:
    asked = mixed.paste("30,162", "2.2.")

    assert [one.readings for one in asked.doubtful] == [("30,162", "30.162")]
    mixed.paste("30,162", "2.2.", style=Style.ENGLISH)
    assert mixed.values() == {"2.2.": 30162}


@pytest.mark.parametrize("lines", [8, 10_000])
def test_a_range_longer_than_the_form_is_refused_as_a_whole(
    lines: int, mixed: Open
) -> None:
    with pytest.raises(Refused, match="Hãy chép lại đúng vùng"):
        mixed.paste("\n".join("5" * lines), "1.1.")

    assert mixed.values() == {}


def test_the_longest_form_takes_its_thousands_of_cells(
    settings: Any, tmp_path: Path
) -> None:
    rows = "".join(f"{n}.;Dòng;Việc;manual;;;;\n" for n in range(1, 5001))
    long = Open(settings, tmp_path, rows)

    done = long.paste("\n".join(str(n % 900) for n in range(5000)), "1.")

    assert done.saved
    assert done.saved.count(Outcome.SAVED) == 5000
    long.sheet.refresh_from_db()
    assert (long.sheet.filled, long.sheet.cells_to_fill) == (5000, 5000)


@pytest.mark.parametrize(
    "text", ["\x01\x02", "=cmd|' /C calc'!A0", "<script>", "1\x00"[:1] + "e9", "🙂"]
)
def test_rubbish_is_told_and_nothing_is_written(text: str, mixed: Open) -> None:
    done = mixed.paste(text, "1.1.")

    assert done.saved
    (one,) = done.saved.written
    assert one.outcome is Outcome.WRONG
    assert "không phải số" in one.text
    assert mixed.values() == {}


def test_an_unknown_first_row_is_refused(mixed: Open) -> None:
    with pytest.raises(Refused, match="chọn dòng đầu tiên"):
        mixed.paste("1", "9.9.")

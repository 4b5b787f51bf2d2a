"""What this room makes known to the frame."""

from django.core.checks import register

from lienmach.base.jobs import chore
from lienmach.base.navigation import Entry, registry
from lienmach.indicators.actions.cells import recount_when_idle
from lienmach.indicators.actions.past import RIGHT
from lienmach.indicators.queries.forms import rows_kept
from lienmach.indicators.queries.lake.tables import refused
from lienmach.indicators.registry import Kept, Standing, kept, standing
from lienmach.org.registry import right
from lienmach.registers.queries import catalogue
from lienmach.registers.queries import kept as kept_registers
from lienmach.registers.registry import on_filled_rows

BOARD = "indicators.board"  # shows the way in; what it leads to everybody may read

right(
    BOARD,
    "Mở bảng điều hành",
    *("lanhdao", "noivu", "thanhtra"),
)
right(RIGHT, "Đưa số liệu của báo cáo cũ vào chuỗi", "noivu")
registry.add(Entry("Điều hành", "gauge", "indicators:board", 25, BOARD))
registry.add(Entry("Số liệu", "table-2", "indicators:reported", 55))
chore(recount_when_idle)
standing(Standing("procedures", catalogue.LABELS, catalogue.numbers, catalogue.listed))
kept(
    Kept(
        "kept",
        kept_registers.LABELS,
        kept_registers.REGISTERS,
        kept_registers.numbers,
        kept_registers.listed,
    )
)
on_filled_rows(rows_kept)
register(refused)

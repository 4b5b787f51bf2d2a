"""What this room makes known to the frame."""

from lienmach.base.jobs import chore
from lienmach.base.navigation import Entry, registry
from lienmach.indicators.actions.cells import recount_when_idle
from lienmach.indicators.registry import Standing, standing
from lienmach.registers.queries import catalogue

registry.add(Entry("Số liệu", "table-2", "indicators:reported", 55))
chore(recount_when_idle)
standing(Standing("procedures", catalogue.LABELS, catalogue.numbers, catalogue.listed))

"""Every read of this room."""

from lienmach.indicators.queries.reported import reported, units

__all__ = ["reported", "units"]

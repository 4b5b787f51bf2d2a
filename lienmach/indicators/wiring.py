"""What this room makes known to the frame."""

from lienmach.base.navigation import Entry, registry

registry.add(Entry("Số liệu", "table-2", "indicators:reported", 55))

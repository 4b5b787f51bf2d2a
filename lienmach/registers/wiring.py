"""What this room makes known to the frame."""

from lienmach.base.navigation import Entry, registry

registry.add(Entry("Văn bản", "library", "registers:documents", 60))

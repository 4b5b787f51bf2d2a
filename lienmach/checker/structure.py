"""The build of a document: what it says of itself, and its numbered headings."""

from lienmach.checker.headings import numbered, sections
from lienmach.checker.identity import identify

__all__ = ["identify", "numbered", "sections"]

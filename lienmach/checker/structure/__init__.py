"""How a document is built: what it says of itself, its headings, its annexes."""

from lienmach.checker.structure.annexes import of as annexes_of
from lienmach.checker.structure.headings import numbered, sections
from lienmach.checker.structure.identity import identify

__all__ = ["annexes_of", "identify", "numbered", "sections"]

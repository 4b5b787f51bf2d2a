"""The numbered documents that a text names, each time it names one."""

from lienmach.checker.citations.reading import find

__all__ = ["find"]

"""The numbered documents that a text names, each time it names one."""

from lienmach.checker.citations.finding import find

__all__ = ["find"]

from lienmach.indicators.views.figures import cases, explain, reported

__all__ = ["cases", "explain", "reported"]

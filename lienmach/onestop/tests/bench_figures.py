"""Measure figures: ``python -m lienmach.onestop.tests.bench_figures``.

Prints a JSON object a line; ``against`` is direct SQL on the same tables in the same
run (of the rebuild the dossiers, of the marks of a step the one millisecond they may
cost). ``N`` says how many dossiers; else there are two runs, of 100 thousand and of a
million. Needs a server in ``DATABASE_URL`` and makes a database of its own there.
"""

import os
import sys
from importlib import import_module

import django


def main() -> int:
    """Set Django up, then measure: models cannot be imported before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    measured = import_module("lienmach.onestop.tests.figures_measured")
    return int(measured.main())


if __name__ == "__main__":
    sys.exit(main())

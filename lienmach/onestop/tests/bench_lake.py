"""Measure the lake: ``python -m lienmach.onestop.tests.bench_lake``.

Prints a JSON object a line: how long it takes to write the lake for the first time, to
find that nothing has changed, to count everything with DuckDB, and the whole of
``lienmach reconcile --lake``, against the 60 seconds that ten million facts may take.
``N`` says how many dossiers, else 100 thousand and a million.
"""

import os
import sys
from importlib import import_module

import django


def main() -> int:
    """Set Django up, then measure: models cannot be imported before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    measured = import_module("lienmach.onestop.tests.lake_measured")
    return int(measured.main())


if __name__ == "__main__":
    sys.exit(main())

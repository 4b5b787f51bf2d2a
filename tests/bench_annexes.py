"""Measure the annexes of a province: ``python -m tests.bench_annexes``.

Two hundred units have handed in; each annex is read as its page reads it: what the
product counts, what every unit gave, formulas. Prints a JSON object a line, against
the 50 ms that a form may take. ``N`` says over how many dossiers, else 100 thousand.
"""

import os
import sys
from importlib import import_module

import django


def main() -> int:
    """Set Django up, then measure: models cannot be imported before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    measured = import_module("tests.annexes_measured")
    return int(measured.main())


if __name__ == "__main__":
    sys.exit(main())

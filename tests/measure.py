"""Run every module whose name begins with ``bench_`` or ``soak_``, one after another.

``python -m tests.measure bench`` prints one JSON object a line, as the modules do:
``{"name", "value", "unit", "against", "ratio", "n"}``. Ends with 1 if one failed.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def tell(name: str, value: float, unit: str, against: float, n: int) -> None:
    """Print a figure, what it stands against, and how much there was of it."""
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "against": round(against, 2),
        "ratio": round(value / against, 3),
        "n": n,
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main(kind: str) -> int:
    """Run the modules of a kind, ``bench`` or ``soak``."""
    failed = 0
    for file in sorted(ROOT.glob(f"lienmach/**/{kind}_*.py")) + sorted(
        ROOT.glob(f"tests/**/{kind}_*.py")
    ):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        sys.stderr.write(f"{module}\n")
        failed |= subprocess.call([sys.executable, "-m", module], cwd=ROOT) != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

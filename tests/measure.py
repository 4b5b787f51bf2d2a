"""Run every module whose name begins with ``bench_`` or ``soak_``, one after another.

``python -m tests.measure bench`` prints one JSON object a line, as the modules do:
``{"name", "value", "unit", "against", "ratio", "n"}``. Ends with 1 if one failed.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


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

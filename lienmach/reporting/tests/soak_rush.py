"""Two hundred units in the last hour: ``python -m lienmach.reporting.tests.soak_rush``.

The test of the suite with more units. ``RUSH`` says how many.
"""

import os
import subprocess
import sys
from pathlib import Path

TEST = Path(__file__).with_name("test_rush.py")


def main() -> int:
    env = {"RUSH": "200"} | os.environ
    command = [sys.executable, "-m", "pytest", "-q", "--timeout=0", str(TEST)]
    return subprocess.call(command, env=env)


if __name__ == "__main__":
    sys.exit(main())

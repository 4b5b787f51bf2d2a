import subprocess
import sys

import pytest

from lienmach.config.cli import main


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        ("--received 2023-10-27T09:32 --limit 5", "2023-11-03T17:00+07:00"),
        (
            "--received 2023-10-27T16:30 --limit 2 --clock working_hours",
            "2023-10-30T09:00+07:00",
        ),
        (
            "--received 2023-10-27T09:32 --limit 5 --pause 2023-10-30/2023-11-01",
            "2023-11-07T17:00+07:00",
        ),
    ],
)
def test_due_prints_the_moment(
    arguments: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", *arguments.split()]) == 0
    assert capsys.readouterr().out == f"{due}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "due --received 2023-10-27T09:32 --limit 5 --clock years",
        "due --received 1999-10-27T09:32 --limit 5",
        "due --received never --limit 5",
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments.split())

    assert capsys.readouterr().err.count("\n") == 1


def test_no_sub_command_imports_django() -> None:
    script = """
import sys
from lienmach.config.cli import main
main(["due", "--received", "2026-01-05T09:00", "--limit", "1"])
sys.exit("django" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True)

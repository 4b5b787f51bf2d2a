import os
import subprocess
import sys
from pathlib import Path

import pytest

from lienmach.base import embedded
from lienmach.config import cli
from lienmach.config.cli import main
from tests import make


@pytest.mark.django_db
def test_units_are_listed_by_code_with_the_name_they_have_or_had(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///the-one-of-the-test")
    make.unit(code="B2", name="UBND phường Ngọc Lựu")
    make.unit(code="B1", name="UBND xã Mây Khê", until=make.LONG_AGO.replace(year=2025))

    assert main(["units"]) == 0

    assert capsys.readouterr().out == "B1\tUBND xã Mây Khê\nB2\tUBND phường Ngọc Lựu\n"


def test_without_a_database_units_say_so_and_make_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(cli, "VAR", tmp_path)

    with pytest.raises(SystemExit, match="2"):
        main(["units"])

    said = capsys.readouterr().err
    assert "Chưa có cơ sở dữ liệu" in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_said_in_one_line(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        done = _run(url)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def _run(url: str) -> "subprocess.CompletedProcess[str]":
    script = (
        "import sys; from lienmach.config.cli import main; sys.exit(main(['units']))"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

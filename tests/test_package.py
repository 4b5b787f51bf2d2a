import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_wheel_holds_what_is_read_shown_or_served_besides_the_code() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = told["tool"]["setuptools"]["package-data"]["lienmach"]
    room = ROOT / "lienmach"
    packed = {file for pattern in patterns for file in room.glob(pattern)}

    files = {file for file in room.rglob("*.*") if file.is_file()}
    left = {file for file in files - packed if file.suffix not in (".py", ".pyc")}
    assert not left
    assert packed

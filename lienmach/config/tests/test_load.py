import pytest

from lienmach.config import cli


@pytest.mark.parametrize(
    "arguments", [["--dossiers", "x"], ["--dossiers", "5", "--seed", "-1"], []]
)
def test_a_count_that_makes_no_sense_is_said_in_a_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["load", *arguments])

    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1

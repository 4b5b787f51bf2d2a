import subprocess
import sys

import pytest

from lienmach.config.cli import main

CASE = "--received 2023-10-27T09:32 --limit 5"


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (CASE, "2023-11-03T17:00+07:00"),
        (f"{CASE} --clock working_days", "2023-11-03T17:00+07:00"),
        ("--received 2025-12-31T09:00 --limit 3", "2026-01-07T17:00+07:00"),
        (
            "--received 2023-10-27T16:00 --limit 8 --clock working_hours",
            "2023-10-30T16:00+07:00",
        ),
        (
            "--received 2023-01-17T09:00 --limit 5 --clock calendar_days",
            "2023-01-27T17:00+07:00",
        ),
        ("--received 2023-10-27T02:32Z --limit 5", "2023-11-03T17:00+07:00"),
        (f"{CASE} --pause 2023-10-30/2023-11-01", "2023-11-07T17:00+07:00"),
        (
            f"{CASE} --pause 2023-10-30/2023-11-01 --pause 2023-10-31/2023-11-02",
            "2023-11-08T17:00+07:00",
        ),
        (f"{CASE} --pause 2023-10-30/", "paused"),
        ("--received 2023-10-28T09:32 --limit 0", "2023-10-30T17:00+07:00"),
    ],
)
def test_due_prints_the_moment(
    arguments: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", *arguments.split()]) == 0
    assert capsys.readouterr().out == f"{due}\n"


def test_due_tells_how_it_counted_a_line_a_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["due", *CASE.split(), "--explain"]) == 0

    lines = capsys.readouterr().out.splitlines()

    assert lines[:2] == [
        "2023-11-03T17:00+07:00",
        "Thứ Sáu 27/10/2023: ngày tiếp nhận, không tính",
    ]
    assert lines[-1] == "Thứ Sáu 03/11/2023: ngày thứ 5/5; hết hạn lúc 17:00"
    assert len(lines) == 9


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("", "thiếu"),
        ("nothing", "không có"),
        ("due", "thiếu --received, --limit"),
        ("due --limit 5", "thiếu --received"),
        ("due --received", "--received cần một giá trị"),
        (f"due {CASE} --colour red", "không có tham số --colour red"),
        (f"due {CASE} --explain=yes", "--explain không nhận giá trị"),
        (f"due {CASE} --clock years", "Không có cách tính «years»"),
        ("due --received never --limit 5", "Không đọc được lúc tiếp nhận «never»"),
        ("due --received 9999-12-31T23:00Z --limit 5", "Không đọc được"),
        ("due --received 2023-10-27T25:00 --limit 5", "Không đọc được"),
        ("due --received 2023-10-27T09:32 --limit -1", "số nguyên từ 0"),
        ("due --received 2023-10-27T09:32 --limit 1.5", "số nguyên từ 0"),
        ("due --received 2023-10-27T09:32 --limit ٣", "số nguyên từ 0"),
        (f"due --received 2023-10-27T09:32 --limit {'9' * 5000}", "số nguyên từ 0"),
        ("due --received 2023-10-27T09:32 --limit 999999999", "2027 chưa được công bố"),
        ("due --received 1999-10-27T09:32 --limit 5", "Không có lịch nghỉ năm 1999"),
        ("due --received 2026-12-30T09:32 --limit 5", "2027 chưa được công bố"),
        (f"due {CASE} --pause 2023-11-01", "Không đọc được tạm dừng"),
        (f"due {CASE} --pause /", "Không đọc được tạm dừng"),
        (f"due {CASE} --pause 2023-11-01/2023-10-30", "bắt đầu trước khi kết thúc"),
        (f"due {CASE} --pause 2023-10-30/2023-11-01T09:00", "hai ngày hoặc hai thời"),
        (f"due {CASE} --pause 9999-12-31/9999-12-31", "Không đọc được tạm dừng"),
        (f"due {CASE} --pause 2023-10-30T08:00/9999-12-31T23:00Z", "Không đọc được"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_vietnamese_line(
    arguments: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments.split())

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert says in printed.err
    assert len(printed.err) < 400


def test_a_line_break_in_an_argument_does_not_break_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["due", "--received", "hôm\nnay", "--limit", "1"])

    assert capsys.readouterr().err.count("\n") == 1


def test_an_argument_of_broken_bytes_gets_a_sentence_too() -> None:
    script = "import sys; from lienmach.config.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", script, "due", "--limit", "1", "--received"]

    done = subprocess.run(
        [*command, b"\xff\xfe"],
        check=False,
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 2
    assert done.stderr.decode().startswith("lienmach: Không đọc được lúc tiếp nhận")
    assert done.stderr.count(b"\n") == 1


def test_no_sub_command_imports_django() -> None:
    script = """
import sys
from lienmach.config.cli import main
main(["due", "--received", "2026-01-05T09:00", "--limit", "1", "--explain"])
sys.exit("django" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("command", [[], ["due"], ["check"], ["units"]])
def test_help_speaks_our_words_alone(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    told = capsys.readouterr().out

    assert ended.value.code == 0
    assert told.startswith("cách dùng: lienmach")
    assert told.count("cách dùng") == 1
    assert "tùy chọn:" in told
    assert "in trợ giúp này" in told
    for foreign in ("usage", "options:", "arguments", "show this"):
        assert foreign not in told

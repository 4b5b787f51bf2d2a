import json
import subprocess
import sys
from pathlib import Path

import pytest

from lienmach.config.cli import main

TABLE = (
    "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú\n"
    "1.\tTỷ lệ hồ sơ giải quyết đúng hạn\t%\t{rate}\t\n"
    "1.1.\tTổng số hồ sơ đã giải quyết xong\tHồ sơ\t200\t\n"
    "1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t150\t\n"
)
FINE = "Số: 27/BC-UBND\n\nBÁO CÁO\n\nPhụ lục 1\n\n" + TABLE.format(rate="75%")
WRONG = "Số: 27/BC-UBND\n\nBÁO CÁO\n\nPhụ lục 1\n\n" + TABLE.format(rate="99%")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dung.txt").write_text(FINE)
    (tmp_path / "sai.txt").write_text(WRONG)
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    return tmp_path


def run(*arguments: str | Path) -> int:
    return main(["check", *map(str, arguments)])


Capture = pytest.CaptureFixture[str]


def test_a_report_without_contradiction_is_fine(folder: Path, capsys: Capture) -> None:
    assert run(folder / "dung.txt") == 0
    assert "0 sai" in capsys.readouterr().out


def test_a_contradiction_is_a_no(folder: Path, capsys: Capture) -> None:
    assert run(folder / "sai.txt", folder / "dung.txt", "--format", "json") == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["file"] == "sai"
    assert {"150", "200"} <= set(first["findings"][0]["anchors"])
    assert first["annexes"][0]["rows"][1]["value"] == 200
    assert second["findings"] == []
    assert second["verified"]


def test_what_is_piped_in_is_read_too(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "sai.txt").open() as piped:
        monkeypatch.setattr(sys, "stdin", piped)
        assert run("-") == 1
    assert "1 sai" in capsys.readouterr().out


def test_what_can_be_chosen_is_said(capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="2"):
        run("a.txt", "--format", "xml")
    assert "chỉ có 'text', 'json', 'sarif'" in capsys.readouterr().err


def test_what_cannot_be_read_wins_and_the_rest_is_checked(
    folder: Path, capsys: Capture
) -> None:
    missing = folder / "thieu.txt"
    files = folder / "hong.docx", folder / "sai.txt", missing, folder

    assert run(*files, "--format", "json") == 2
    said = capsys.readouterr()
    assert [json.loads(line)["file"] for line in said.out.splitlines()] == ["sai"]
    assert len(said.err.splitlines()) == 3
    assert "«hong.docx» bị hỏng" in said.err
    assert "Không có tệp" in said.err
    assert "là thư mục" in said.err


def test_what_is_kept_with_a_reason_is_no_longer_wrong(
    folder: Path, capsys: Capture
) -> None:
    beside = folder / "sai.txt.giu-lai"
    assert run(folder / "sai.txt", "--format", "json") == 1
    finding = json.loads(capsys.readouterr().out)["findings"][0]
    beside.write_text(f"{finding['rule']} | {finding['anchors'][0]} | Đã hỏi lại.\n")

    assert run(folder / "sai.txt") == 0
    assert "Lý do: Đã hỏi lại." in capsys.readouterr().out


def test_a_line_without_a_reason_is_refused(folder: Path, capsys: Capture) -> None:
    (folder / "dung.txt.giu-lai").write_text("SUM001 | 855 |\nSUM001 | 1 | vì\n")

    assert run(folder / "dung.txt") == 2
    said = capsys.readouterr()
    assert "Dòng 1 của tệp giữ lại không có lý do" in said.err
    assert "Dòng 2 của tệp giữ lại không khớp phát hiện nào" in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        "check",
        "check a.txt --tolerance nhiều",
        "check a.txt --tolerance nan",
        "check a.txt --tolerance -1",
        "check a.txt --max-size 0",
        "check a.txt --max-size lớn",
        "check a.txt --format xml",
    ],
)
def test_a_bad_argument_is_said_in_one_line(arguments: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments.split())

    assert capsys.readouterr().err.count("\n") == 1


def test_the_size_limit_is_a_setting(folder: Path, capsys: Capture) -> None:
    (folder / "dai.txt").write_bytes(b"a" * 1_500_000)

    assert run(folder / "dai.txt", "--max-size", "1") == 2
    assert "«dai.txt» lớn hơn 1 MB" in capsys.readouterr().err


def test_the_rules_are_listed(capsys: Capture) -> None:
    assert run("--rules") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.count("\t") == 3 for line in lines)


def test_a_check_loads_neither_django_nor_numbers_for_science(folder: Path) -> None:
    script = f"""
import sys
from lienmach.config.cli import main
for name in ("dung.txt", "sai.txt"):
    main(["check", {str(folder)!r} + "/" + name])
heavy = {{"django", "numpy", "pandas", "lxml", "pypdfium2", "docx", "odf"}}
sys.exit(", ".join(heavy & set(sys.modules)) or None)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_name_may_hold_anything(folder: Path, capsys: Capture) -> None:
    odd = folder / "báo\ncáo \udcff.txt"
    odd.write_text(WRONG)

    assert run(odd, "--format", "sarif") == 1
    json.loads(capsys.readouterr().out)
    assert run(folder / "không\ncó\udcff.txt") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_output_may_be_cut_short(folder: Path) -> None:
    script = "import sys; from lienmach.config.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "check", *[str(folder / "sai.txt")] * 200]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()

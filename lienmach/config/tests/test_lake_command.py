from pathlib import Path

import pytest

from lienmach.config.cli import main
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.models import Cell
from lienmach.onestop.tests import make_dossier as made


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///the-one-of-the-test")


@pytest.mark.django_db(transaction=True)
def test_reconcile_counts_from_a_lake_that_it_brings_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = made.office()
    made.in_progress(office)
    lake = str(tmp_path / "kho")
    assert main(["export-lake", lake]) == 0
    made.in_progress(office)
    while recount_marked():
        pass
    capsys.readouterr()

    assert main(["reconcile", "--lake", lake]) == 0
    assert capsys.readouterr().out == ""
    Cell.objects.filter(measure="dossiers_received").update(value=7)
    assert main(["reconcile", "--lake", lake, "--engine", "duckdb"]) == 1

    told = capsys.readouterr().out
    assert f"dossiers_received\t{office.counter.code}\t2026-01-05" in told
    assert "đang giữ 7\tđếm lại 2" in told


@pytest.mark.django_db(transaction=True)
def test_a_lake_is_counted_without_the_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = made.office()
    made.in_progress(office)
    lake = str(tmp_path)
    assert main(["export-lake", lake]) == 0
    capsys.readouterr()

    assert main(["count-lake", lake, "--from", "2026-01-01"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert main(["count-lake", lake, "--to", "2025-12-31"]) == 0

    assert f"dossiers_received\t{office.counter.code}\t2026-01\t1" in told
    assert "dossiers_received" not in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["reconcile", "--engine", "spark"], "--engine chỉ dùng cùng --lake"),
        (["reconcile", "--lake", "/không/có/đâu"], "Không có thư mục «/không/có»"),
        (["reconcile", "--lake", __file__], "là tệp"),
        (["reconcile", "--lake", "a\0b"], "ký tự không dùng được"),
        (["reconcile", "--lake", "kho", "--engine", "hive"], "không có"),
        (["export-lake", "/proc/x"], "Không ghi được vào «/proc/x»: không tạo"),
        (["reconcile", "--lake", "/proc/x"], "Không ghi được vào «/proc/x»: không tạo"),
        (["export-lake", str(Path(__file__).parent)], "có tệp khác"),
        (["count-lake", "/không/có/đâu"], "Không có thư mục «/không/có/đâu»"),
        (["count-lake", str(Path(__file__).parent)], "không phải kho dữ liệu"),
        (["count-lake", "kho", "--from", "hôm qua"], "Không đọc được ngày"),
        (
            ["count-lake", "kho", "--from", "2025-02-01", "--to", "2025-01-01"],
            "Ngày đầu kỳ phải không sau ngày cuối kỳ.",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(asked)

    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.db import connection
from django.utils import timezone

from lienmach.base import files
from lienmach.base.backup import DUMP, FORMAT, SAYS, backup
from lienmach.calc.refusal import Refused
from lienmach.org.actions import audit
from lienmach.org.models import Verb
from tests import make

ROOT = Path(__file__).resolve().parents[3]
CONTENT = "Giấy khai sinh".encode() * 1000
# What somebody sees who looks into the database that was filled again.
LOOK = """
import django, json, sys
django.setup()
from django.db import connection, IntegrityError, Error
from lienmach.base import files
from lienmach.org.models import Unit
from lienmach.org.queries.audit import chain
found = chain()
try:
    connection.cursor().execute("UPDATE org_auditrecord SET subject = 'khác'")
    refused = False
except Error:
    refused = True
print(json.dumps({
    "units": list(Unit.objects.values_list("code", flat=True)),
    "rows": found.rows, "broken_at": found.broken_at, "refused": refused,
    "file": len(files.load(sys.argv[1])),
}))
"""

# One after another in one process: to start one takes longer than to refuse.
EACH = """
import json, sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from lienmach.config.cli import main
for file in sys.argv[1:]:
    with redirect_stderr(StringIO()) as said, redirect_stdout(StringIO()):
        try:
            code = main(["restore", file])
        except SystemExit as end:
            code = end.code
    print(json.dumps([code, said.getvalue()]))
"""


@pytest.fixture
def other(transactional_db: None) -> Iterator[str]:
    """The address of an empty database on the server of the tests."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def test_what_was_kept_comes_back_with_its_files_and_its_guards(
    other: str, tmp_path: Path
) -> None:
    make.unit(code="B7", name="UBND phường Ngọc Lựu")
    actor = make.actor(make.user(make.unit(code="B8")))
    for n in range(3):
        audit.write(Verb.EXPORTED, f"Lần {n}", actor=actor, at=timezone.now())
    key = files.store(CONTENT)
    kept = tmp_path / "all.zip"

    assert backup(kept) >= 1
    done = _lienmach("restore", kept, at=other, var=tmp_path / "new")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Đã khôi phục" in done.stdout
    assert kept.stat().st_mode & 0o077 == 0
    seen = json.loads(_python(LOOK, key, at=other, var=tmp_path / "new").stdout)
    assert {"B7", "B8"} <= set(seen["units"])
    assert seen["rows"] >= 3
    assert (seen["broken_at"], seen["refused"]) == (None, True)
    assert seen["file"] == len(CONTENT)

    again = _lienmach("restore", kept, at=other, var=tmp_path / "new")
    assert again.returncode == 2
    assert "đã có bảng" in again.stderr
    assert again.stderr.count("\n") == 1

    twice = _lienmach("backup", tmp_path / "b.zip", at=other, var=tmp_path / "new")
    assert twice.returncode == 0
    with ZipFile(tmp_path / "b.zip") as held:
        assert f"files/{key[:2]}/{key[2:4]}/{key}" in held.namelist()


def test_what_is_damaged_or_foreign_changes_nothing(other: str, tmp_path: Path) -> None:
    files.store(CONTENT)
    whole = tmp_path / "whole.zip"
    backup(whole)
    broken = dict(_broken(whole.read_bytes()))
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)

    kept = [*(tmp_path / name for name in broken), whole]
    done = _python(EACH, *kept, at=other, var=tmp_path / "new")

    assert done.returncode == 0, done.stderr
    *refused, (code, error) = map(json.loads, done.stdout.splitlines())
    for name, (refusal, line) in zip(broken, refused, strict=True):
        assert refusal == 2, name
        assert line.count("\n") == 1, (name, line)
        said = "không phải bản sao lưu" if name in FOREIGN else "bị hỏng"
        assert said in line, (name, line)
    assert (code, error) == (0, ""), "nothing had been written by those refused"


FOREIGN = {"text", "empty", "zip of somebody"}


def _broken(whole: bytes) -> Iterator[tuple[str, bytes]]:
    yield "text", b"Kinh gui"
    yield "empty", b""
    yield "cut off", whole[: len(whole) // 2]
    middle = len(whole) // 2
    yield (
        "a letter changed",
        b"".join([whole[:middle], bytes([whole[middle] ^ 1]), whole[middle + 1 :]]),
    )
    yield "zip of somebody", _zip({"a.txt": b"a"})
    says = json.dumps({"format": FORMAT, "postgres": 15}).encode()
    inner = _zip({SAYS: says, f"files/ab/{'c' * 64}": _zip({"word.xml": b"a"})})
    # The first end of a list of entries is that of the document within.
    yield "cut off behind a document", inner[: inner.index(b"PK\5\6") + 22]
    yield "no dump", _zip({SAYS: says})
    wrong = f"files/ab/cd/abcd{'0' * 60}"
    yield "a file of another sum", _zip({SAYS: says, DUMP: b"", wrong: b"x"})
    yield "a way out", _zip({SAYS: says, DUMP: b"", "../out": b"x"})


def _zip(content: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as held:
        for name, each in content.items():
            held.writestr(name, each)
    return made.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    letter = tmp_path / "thu.docx"
    letter.write_bytes(b"PK not ours")
    mine = tmp_path / "all.zip"

    with pytest.raises(Refused, match="không phải bản sao lưu"):
        backup(letter)
    backup(mine)
    backup(mine)

    assert letter.read_bytes() == b"PK not ours"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.zip", "thu.docx"]


def test_a_file_or_folder_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    at = "postgresql:///not-asked"
    missing = _lienmach("restore", tmp_path / "none.zip", at=at, var=tmp_path)
    nowhere = _lienmach("backup", tmp_path / "none" / "b.zip", at=at, var=tmp_path)
    folder = _lienmach("backup", tmp_path, at=at, var=tmp_path)

    for done, said in (
        (missing, "Không có tệp"),
        (nowhere, "Không có thư mục"),
        (folder, "là thư mục"),
    ):
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def _lienmach(*words: object, at: str, var: Path) -> "subprocess.CompletedProcess[str]":
    call = "import sys; from lienmach.config.cli import main; sys.exit(main())"
    return _python(call, *words, at=at, var=var)


def _python(
    script: str, *words: object, at: str, var: Path
) -> "subprocess.CompletedProcess[str]":
    more = {
        "DATABASE_URL": at,
        "LIENMACH_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "lienmach.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=ROOT,
        env=os.environ | more,
        capture_output=True,
        text=True,
        check=False,
    )

"""Everything that is kept, in one file: the database and the stored files.

The file is a zip, so that what is cut off or damaged is noticed before anything is
written: ``backup.json`` says what it is, ``database.dump`` is PostgreSQL's own custom
format, ``files/`` holds what ``base.files`` keeps. Nothing is held in memory whole.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.core.files import File
from django.core.files.storage import storages
from django.db import connection
from psycopg.conninfo import make_conninfo

from lienmach.base import embedded
from lienmach.calc.refusal import Refused

FORMAT = "lienmach-backup-1"
SAYS, DUMP, FILES = "backup.json", "database.dump", "files/"
STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})")
PIECE = 1 << 20
LONGEST = 200
HAS_TABLES = """
SELECT EXISTS (
    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema'
)
"""


def backup(file: Path) -> int:
    """Write everything to a file, whole or not at all; return how many files it holds.

    The database is as it is at one moment. Files are read after it: they are written
    before the row that names them and never change, so none can be missing. Refuses to
    write over anything that is not a backup.
    """
    if file.exists():
        _says(file)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)  # it holds personal data
        with part.open("w+b") as to:
            count = _write(to)
            to.flush()
            os.fsync(to.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(file: Path) -> int:
    """Put everything back where nothing is yet; return how many files came back.

    The whole file is read and proved first. Files come before the database, which is
    written in one transaction: what fails leaves it empty.
    """
    said = _says(file)
    _refuse_tables()
    if said["postgres"] > _server():
        raise Refused(
            f"Bản sao lưu của PostgreSQL {said['postgres']}, máy chủ này là "
            f"{_server()}: hãy dùng máy chủ cùng bản hoặc mới hơn."
        )
    with _damage_told(file), ZipFile(file) as held:
        stored = list(_proved(held))
        for name in stored:
            _bring_back(held, name)
        _load(held)
    return len(stored)


def _write(to: IO[bytes]) -> int:
    with ZipFile(to, "w") as held:
        held.writestr(SAYS, json.dumps({"format": FORMAT, "postgres": _server()}))
        with (
            _running(
                _client("pg_dump", "--format=custom"), stdout=subprocess.PIPE
            ) as dump,
            held.open(DUMP, "w", force_zip64=True) as into,
        ):
            assert dump.stdout
            shutil.copyfileobj(dump.stdout, into, PIECE)
        count = 0
        for count, name in enumerate(_stored(), 1):  # noqa: B007 - read below
            with (
                storages["files"].open(name.removeprefix(FILES)) as kept,
                held.open(name, "w", force_zip64=True) as into,
            ):
                shutil.copyfileobj(kept, into, PIECE)
    return count


def _stored(folder: str = "") -> Iterator[str]:
    """The names of all stored files, in order; what else lies there is not ours."""
    try:
        folders, files = storages["files"].listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(files):
        if STORED.fullmatch(f"{FILES}{folder}{name}"):
            yield f"{FILES}{folder}{name}"
    for name in sorted(folders):
        yield from _stored(f"{folder}{name}/")


def _says(file: Path) -> dict[str, Any]:
    """What a backup says of itself; refuses what is none."""
    foreign = Refused(f"«{file.name}» không phải bản sao lưu của Liền Mạch.")
    try:
        with ZipFile(file) as held, held.open(SAYS) as text:
            said = json.loads(text.read(PIECE))
        if said["format"] != FORMAT:
            raise foreign
        return {"postgres": int(said["postgres"])}
    except (BadZipFile, NotImplementedError, RuntimeError) as error:
        with file.open("rb") as start:
            if start.read(4) == b"PK\3\4":
                raise _damaged(file) from error
        raise foreign from error
    except (KeyError, TypeError, ValueError) as error:
        if _begins_as_ours(file):  # cut off behind a kept file that is a zip itself
            raise _damaged(file) from error
        raise foreign from error


def _begins_as_ours(file: Path) -> bool:
    """Whether the first entry has the name that ``_write`` gives it."""
    head = 30  # of a local header; the name follows
    with file.open("rb") as start:
        return start.read(head + len(SAYS))[head:] == SAYS.encode()


def _proved(held: ZipFile) -> Iterator[str]:
    """Read everything once; return the names of stored files, whose names are sums."""
    names = held.namelist()
    if DUMP not in names:
        raise BadZipFile(DUMP)
    for name in names:
        with held.open(name) as content:  # its sum is checked at its end
            digest = hashlib.sha256()
            while piece := content.read(PIECE):
                digest.update(piece)
        if name in {SAYS, DUMP}:
            continue
        found = STORED.fullmatch(name)
        if found is None or found[3] != digest.hexdigest():
            raise BadZipFile(name)
        yield name


def _bring_back(held: ZipFile, name: str) -> None:
    kept, path = storages["files"], name.removeprefix(FILES)
    if not kept.exists(path):
        with held.open(name) as content:
            kept.save(path, File(content))


def _load(held: ZipFile) -> None:
    how = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    command = _client("pg_restore", *how)
    with _running(command, stdin=subprocess.PIPE) as load, held.open(DUMP) as dump:
        assert load.stdin
        try:
            shutil.copyfileobj(dump, load.stdin, PIECE)
            load.stdin.close()
        except BrokenPipeError:
            pass  # it has given up, and says why
    connection.close()


def _refuse_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(HAS_TABLES)
        if cursor.fetchone()[0]:
            raise Refused(
                "Cơ sở dữ liệu này đã có bảng: chỉ khôi phục vào cơ sở dữ liệu trống."
            )


WAY = (
    *("host", "hostaddr", "port", "dbname", "user"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"),
)


def _client(name: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """A program of PostgreSQL with the way to our database; no secret on its line."""
    connection.ensure_connection()
    info = connection.connection.info
    # Older programs refuse what they do not know, so only the way itself is named.
    known = info.get_parameters()
    way = make_conninfo(**{key: known[key] for key in WAY if known.get(key)})
    command = [_program(name), *options, f"--dbname={way}"]
    return command, os.environ | {"PGPASSWORD": info.password, "LC_ALL": "C"}


def _server() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def _program(name: str) -> str:
    """That of the server's version, else the next newer one: an older one cannot."""
    own = str(embedded.programs() / name)
    known = {_version(each): each for each in (shutil.which(name), own) if each}
    fitting = [version for version in sorted(known) if version >= _server()]
    if not fitting:
        raise Refused(f"Cần {name} của PostgreSQL {_server()} trở lên.")
    return known[fitting[0]]


def _version(program: str) -> int:
    try:
        told = subprocess.run(
            [program, "--version"], check=False, capture_output=True, text=True
        ).stdout
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", told)
    return int(found[1]) if found else 0


@contextmanager
def _running(
    client: tuple[list[str], dict[str, str]],
    stdin: int | None = None,
    stdout: int | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program beside us; refuse with the last line it said if it fails."""
    command, env = client
    name = Path(command[0]).name
    with (
        TemporaryFile() as told,
        subprocess.Popen(
            command, env=env, stdin=stdin, stdout=stdout, stderr=told
        ) as program,
    ):
        try:
            yield program
        except BaseException:
            program.kill()
            raise
        if program.wait():
            told.seek(0)
            lines = told.read().decode(errors="replace").split("\n")
            line = next((line for line in lines if "error" in line), lines[0])
            raise Refused(f"{name} không làm được: {line[:LONGEST]}")


@contextmanager
def _damage_told(file: Path) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> Refused:
    return Refused(f"Bản sao lưu «{file.name}» bị hỏng hoặc thiếu: không khôi phục gì.")

"""Stored files, named by their content: the same bytes are kept once and never change.

Where they are kept is the storage ``files`` of the settings: a folder, unless an office
names a bucket. What the store cannot do just now is refused with a sentence. A key
is written in columns of 64 characters that are called ``…_key``: what stands in none of
them may be let go.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import CharField, Model
from django.http import FileResponse

from lienmach.base import jobs
from lienmach.base.jobs import Progress
from lienmach.calc.refusal import Refused

log = logging.getLogger(__name__)
JOB = "base.files"
KEY = 64  # characters
SILENT = (
    "Kho tệp chưa trả lời nên chưa làm được việc này. Hãy thử lại sau ít phút; nếu vẫn "
    "vậy, hãy báo người quản trị máy chủ."
)


def store(content: bytes) -> str:
    """Keep some bytes; return the key that brings them back."""
    key = hashlib.sha256(content).hexdigest()
    with _answering():
        _keep(key, ContentFile(content))
    return key


def store_file(file: IO[bytes]) -> str:
    """Keep a file that may be too large for memory; return its key."""
    file.seek(0)
    key = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do
    with _answering():
        file.seek(0)
        _keep(key, File(file))
    return key


def opened(key: str) -> FileResponse:
    """Answer with a stored file, read as it is sent."""
    with _answering():
        return FileResponse(storages["files"].open(_path(key)))


def load(key: str) -> bytes:
    """Return what was stored; raise ``FileNotFoundError`` if it is gone."""
    with _answering(), storages["files"].open(_path(key)) as file:
        return bytes(file.read())


def is_kept(key: str) -> bool:
    """Say whether the bytes of a key are still there."""
    with _answering():
        return storages["files"].exists(_path(key))


@contextmanager
def _answering() -> Iterator[None]:
    """Tell people that the store is silent, or full; a file that is gone is neither."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        log.exception("the store of files")
        raise Refused(SILENT) from error


def _keep(key: str, content: "File[bytes]") -> None:
    kept = storages["files"]
    _hold(key)
    if not kept.exists(_path(key)):
        kept.save(_path(key), content)


def let_go(keys: Iterable[str], *, at: datetime) -> None:
    """Have files deleted that nothing points at any more, once the caller's transaction
    is through: what took the rows away that pointed at them.
    """
    if unique := sorted(set(keys)):
        jobs.enqueue(JOB, {"keys": unique}, by=None, at=at)


def sweep(progress: Progress, payload: dict[str, Any]) -> None:
    """Delete what was let go, unless the same bytes serve somewhere else."""
    delete_unused(payload["keys"])


@transaction.atomic
def delete_unused(keys: Sequence[str]) -> int:
    """Delete the files of those keys that stand nowhere; return how many.

    What somebody stores at this moment is in use: it is about to be pointed at.
    """
    free = {key for key in keys if _taken(key)}
    for model, column in key_columns():
        rows = model._default_manager.filter(**{f"{column}__in": free})
        free -= set(rows.values_list(column, flat=True))
    for key in free:
        storages["files"].delete(_path(key))
    return len(free)


def key_columns() -> Iterator[tuple[type[Model], str]]:
    """The columns in which keys of stored files are kept, of every room."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, CharField) and column.max_length == KEY
            if is_text and column.name.endswith("_key"):
                yield model, column.name


def _hold(key: str) -> None:
    """Keep a file from being deleted until whoever stores it is through."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_of(key)])


def _taken(key: str) -> bool:
    """Take hold of a file for deleting it, unless somebody stores it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_of(key)])
        (is_taken,) = cursor.fetchone() or (False,)
    return bool(is_taken)


def lock_of(key: str) -> int:
    return int(key[:15], 16)


def _path(key: str) -> str:
    return f"{key[:2]}/{key[2:4]}/{key}"

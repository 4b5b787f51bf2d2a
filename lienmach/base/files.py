"""Stored files, named by their content: the same bytes are kept once and never change.

Where they are kept is the storage ``files`` of the settings: a folder, unless an office
names another.
"""

import hashlib
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.http import FileResponse


def store(content: bytes) -> str:
    """Keep some bytes; return the key that brings them back."""
    key = hashlib.sha256(content).hexdigest()
    kept = storages["files"]
    if not kept.exists(_path(key)):
        kept.save(_path(key), ContentFile(content))
    return key


def store_file(file: IO[bytes]) -> str:
    """Keep a file that may be too large for memory; return its key."""
    file.seek(0)
    key = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do
    kept = storages["files"]
    if not kept.exists(_path(key)):
        file.seek(0)
        kept.save(_path(key), File(file))
    return key


def opened(key: str) -> FileResponse:
    """Answer with a stored file, read as it is sent."""
    return FileResponse(storages["files"].open(_path(key)))


def load(key: str) -> bytes:
    """Return what was stored; raise ``FileNotFoundError`` if it is gone."""
    with storages["files"].open(_path(key)) as file:
        return bytes(file.read())


def is_kept(key: str) -> bool:
    """Say whether the bytes of a key are still there."""
    return storages["files"].exists(_path(key))


def _path(key: str) -> str:
    return f"{key[:2]}/{key[2:4]}/{key}"

"""The storage of stored files in a bucket; loaded only where one is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):  # type: ignore[misc]  # comes without types
    """Fails as a folder does: with an OSError, whatever the service says."""

    def exists(self, name: str) -> bool:
        with _as_a_folder():
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_a_folder():
            folders, files = super().listdir(name)
            return folders, files

    def delete(self, name: str) -> None:
        with _as_a_folder():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_a_folder():
            opened = super()._open(name, mode)
            opened.file.seek(0)  # fetched now: a page that is half sent cannot say why
            return opened

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _as_a_folder():
            return str(super()._save(name, content))


@contextmanager
def _as_a_folder() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(str(error)) from error

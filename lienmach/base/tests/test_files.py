from pathlib import Path
from typing import Any

import pytest

from lienmach.base import files


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    kept = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = settings.STORAGES | {"files": kept}


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    keys = {files.store(b"a"), files.store(b"a")}

    assert len(keys) == 1
    assert files.load(keys.pop()) == b"a"
    assert len([x for x in tmp_path.rglob("*") if x.is_file()]) == 1

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.utils import timezone

from lienmach.base import files, jobs
from lienmach.base.models import Job
from lienmach.base.pages import safe_name


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    kept = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = settings.STORAGES | {"files": kept}


@pytest.mark.django_db
def test_a_file_is_deleted_once_nothing_points_at_it(tmp_path: Path) -> None:
    gone, used = files.store(b"gone"), files.store(b"used")
    files.let_go([gone, gone, used], at=timezone.now())
    job = Job.objects.get(kind=files.JOB)
    pointing = connection.copy()  # somebody who stores the same bytes at this moment
    try:
        with pointing.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [files.lock_of(used)])
            assert jobs.run_next(at=timezone.now())
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        pointing.close()

    assert job.payload == {"keys": sorted([gone, used])}
    assert not files.is_kept(gone)
    assert files.is_kept(used)
    assert files.delete_unused([used, gone]) == 2  # to delete what is gone does no harm


@pytest.mark.django_db
def test_whoever_stores_holds_the_file_until_they_are_through() -> None:
    key = files.store(b"held")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [files.lock_of(key)])
            assert cursor.fetchone() == (False,)
    finally:
        other.close()


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    keys = {files.store(b"a"), files.store(b"a")}

    assert len(keys) == 1
    assert files.load(keys.pop()) == b"a"
    assert len([x for x in tmp_path.rglob("*") if x.is_file()]) == 1


def test_of_a_very_long_file_name_the_beginning_and_the_ending_are_kept() -> None:
    name = safe_name(f"/tai-ve/Giấy chứng sinh {'x' * 150} trang 2.png")
    shown = Template("{{ name|file_name }}").render(Context({"name": name}))

    for text, most in ((name, 120), (shown, 48)):
        assert len(text) == most
        assert text.startswith("Giấy chứng sinh xx")
        assert text.endswith("x trang 2.png")
    assert safe_name("ngắn.pdf") == "ngắn.pdf"

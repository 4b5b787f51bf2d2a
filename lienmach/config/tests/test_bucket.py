"""Stored files in a bucket: a server that speaks S3 stands in for an office's own."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages

from lienmach.base import files
from lienmach.calc.refusal import Refused
from lienmach.config import stores
from lienmach.config.env import Bucket
from tests.bench_http import HOST, free_port, wait_for


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """HOST:PORT of a server in a program of its own, which keeps its own log."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
    program = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"{HOST}:{port}"
    finally:
        program.kill()
        program.wait()


@pytest.fixture
def bucket(server: str, settings: Any) -> Iterator[Any]:
    named = Bucket.read(f"s3+http://khoa:b%2Fi@{server}/kho")
    settings.STORAGES = settings.STORAGES | {"files": stores.bucket(named)}
    kept = boto3.resource(
        "s3",
        endpoint_url=named.endpoint,
        aws_access_key_id=named.key,
        aws_secret_access_key=named.secret,
        region_name=named.region,
    ).Bucket("kho")
    kept.create()
    yield kept
    kept.objects.delete()
    kept.delete()


@pytest.mark.django_db  # an answer that is closed looks after the connections
def test_what_is_kept_in_a_bucket_is_kept_once_and_comes_back(bucket: Any) -> None:
    keys = {files.store(b"a"), files.store(b"a"), files.store_file(BytesIO(b"a"))}

    (key,) = keys
    assert files.load(key) == b"a"
    assert files.is_kept(key)
    answer = files.opened(key)
    assert b"".join(answer) == b"a"
    answer.close()
    assert [kept.key for kept in bucket.objects.all()] == [
        f"{key[:2]}/{key[2:4]}/{key}"
    ]


def test_what_is_gone_from_a_bucket_is_missed_as_from_a_folder(bucket: Any) -> None:
    with pytest.raises(FileNotFoundError):
        files.load("0" * 64)
    assert not files.is_kept("0" * 64)


def test_a_bucket_lists_what_it_keeps_by_folder(bucket: Any) -> None:
    key = files.store(b"a")

    assert storages["files"].listdir("") == ([key[:2]], [])
    assert storages["files"].listdir(f"{key[:2]}/{key[2:4]}/") == ([], [key])


@pytest.mark.django_db
def test_what_was_let_go_is_gone_from_a_bucket(bucket: Any) -> None:
    key = files.store(b"a")

    assert files.delete_unused([key]) == 1
    assert not files.is_kept(key)
    assert not list(bucket.objects.all())


def test_a_bucket_that_was_never_made_is_told_in_a_sentence(
    server: str, settings: Any
) -> None:
    named = Bucket.read(f"s3+http://a:b@{server}/khac")
    settings.STORAGES = settings.STORAGES | {"files": stores.bucket(named)}

    with pytest.raises(Refused, match="Kho tệp chưa trả lời"):
        files.store(b"a")


def test_a_bucket_that_is_silent_is_told_in_a_sentence(settings: Any) -> None:
    named = Bucket.read("s3+http://a:b@127.0.0.1:9/kho")
    settings.STORAGES = settings.STORAGES | {"files": stores.bucket(named)}

    for act in (lambda: files.store(b"a"), lambda: files.load("0" * 64)):
        with pytest.raises(Refused, match="Kho tệp chưa trả lời"):
            act()


@pytest.mark.parametrize(
    ("url", "endpoint", "region"),
    [
        ("s3://k:s@s3.example/kho", "https://s3.example", "us-east-1"),
        ("s3+http://k:s@h:9000/kho/?region=vn-1", "http://h:9000", "vn-1"),
    ],
)
def test_the_address_of_a_bucket_is_read(url: str, endpoint: str, region: str) -> None:
    assert Bucket.read(url) == Bucket(endpoint, "kho", "k", "s", region)


@pytest.mark.parametrize(
    "url",
    ["http://k:bi-mat@h/kho", "s3://k:bi-mat@h/", "s3://h/kho", "s3://k:bi-mat@/a"],
)
def test_a_wrong_address_of_a_bucket_stops_the_service_without_its_secret(
    url: str,
) -> None:
    with pytest.raises(ValueError, match="LIENMACH_FILES") as told:
        Bucket.read(url)
    assert "bi-mat" not in str(told.value)

"""Where stored files are kept: a folder, or a bucket of a service that speaks S3."""

from pathlib import Path
from typing import Any

from lienmach.config.env import Bucket

WAIT = 10  # seconds for an answer; a counter does not wait longer


def folder(path: Path) -> dict[str, Any]:
    """The storage of a folder, as Django's ``STORAGES`` wants it."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": path},
    }


def bucket(of: Bucket) -> dict[str, Any]:
    """The storage of a bucket. A name is its content: writing one again is no harm."""
    from botocore.config import Config  # noqa: PLC0415 - heavy, for who has a bucket

    return {
        "BACKEND": "lienmach.config.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": of.name,
            "access_key": of.key,
            "secret_key": of.secret,
            "endpoint_url": of.endpoint,
            "region_name": of.region,
            "file_overwrite": True,
            "default_acl": None,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=WAIT,
                read_timeout=WAIT,
                retries={"total_max_attempts": 2},
                # Services other than Amazon's do not all know its newer check sums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }

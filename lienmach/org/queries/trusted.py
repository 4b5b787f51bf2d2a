"""The certificates that signatures must lead to, to be trusted here."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from lienmach.base import files
from lienmach.org.models import Setting

FOLDER = "trust"  # beside the database: the authorities that the office trusts
ENDINGS = {".pem", ".cer", ".crt"}
TRIAL = "trial_keys"  # made up, of the demo alone


def trusted_roots() -> list[bytes]:
    """Return what an office put into its folder and, in a demo, what was made up."""
    folder = Path(settings.KEPT) / FOLDER
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    roots = [file.read_bytes() for file in found if file.suffix.lower() in ENDINGS]
    if trial := Setting.objects.filter(name=TRIAL).first():
        with suppress(FileNotFoundError):
            roots.append(files.load(trial.value["root"]))
    return roots


def trial_key(username: str) -> bytes | None:
    """The made-up key file of an account of the demo, if it has one."""
    trial = Setting.objects.filter(name=TRIAL).first()
    key = trial.value["keys"].get(username) if trial else None
    if key is None:
        return None
    with suppress(FileNotFoundError):
        return files.load(key)
    return None

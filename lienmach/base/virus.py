"""Looking for viruses with ClamAV, where the settings name its daemon (``CLAMD``)."""

import socket
import struct
from enum import StrEnum

from django.conf import settings

CHUNK, SECONDS = 64 * 1024, 20


class Scan(StrEnum):
    """Empty where no daemon is named; ``FAILED`` where it did not answer."""

    NONE = ""
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


def scan(content: bytes) -> Scan:
    """Ask the daemon about some bytes; nothing is said of what it found."""
    where: str = settings.CLAMD
    if not where:
        return Scan.NONE
    try:
        with _connected(where) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), CHUNK):
                piece = content[at : at + CHUNK]
                daemon.sendall(struct.pack(">I", len(piece)) + piece)
            daemon.sendall(struct.pack(">I", 0))
            said = daemon.recv(4096)
    except OSError:
        return Scan.FAILED
    if b"FOUND" in said:
        return Scan.INFECTED
    return Scan.CLEAN if said.rstrip(b"\0\n").endswith(b"OK") else Scan.FAILED


def _connected(where: str) -> socket.socket:
    """Connect to a socket in the file system, or to HOST:PORT."""
    if where.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS)
        try:
            daemon.connect(where)
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)

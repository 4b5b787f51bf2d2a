"""The program that signs, started once for all tests of a worker.

To import what it needs takes a second of the processor, to sign a tenth of that. So one
process imports it, and a child of its own does what each test asks: as good as a
process of its own, with the same limits.
"""

import json
import struct
import subprocess
import sys
from threading import Lock
from typing import Any

from lienmach.base import signing

WAITING = """
import importlib, io, os, runpy, struct, sys
program = runpy.run_path(sys.argv.pop(1))
for name in ("fields", "signers", "diff_analysis", "validation"):
    importlib.import_module(f"pyhanko.sign.{name}")
importlib.import_module("pyhanko.stamp")
while head := sys.stdin.buffer.read(8):
    sent = sys.stdin.buffer.read(*struct.unpack(">Q", head))
    out, into = os.pipe()
    if os.fork() == 0:
        os.close(out)
        sys.stdin = io.TextIOWrapper(io.BytesIO(sent))
        try:
            with open(into, "wb") as answer:
                answer.write(program["main"]())
        finally:
            os._exit(0)
    os.close(into)
    with open(out, "rb") as answer:
        made = answer.read()
    os.wait()
    sys.stdout.buffer.write(struct.pack(">Q", len(made)) + made)
    sys.stdout.buffer.flush()
"""


class Waiting:
    """Answers as ``signing._run`` does; the process starts with the first question."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, told: dict[str, Any], *files: bytes) -> bytes | None:
        sent = signing._framed(json.dumps(told).encode(), *files)
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", WAITING, str(signing.PROGRAM)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            into, out = self._process.stdin, self._process.stdout
            assert into
            assert out
            into.write(signing._framed(sent))
            into.flush()
            head = out.read(8)
            assert head, "the program that signs has ended"
            made = out.read(*struct.unpack(">Q", head))
        return made or None

    def end(self) -> None:
        if self._process is not None:
            self._process.communicate()  # what it is asked has ended: so does it

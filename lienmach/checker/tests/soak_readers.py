"""The long run for the readers: ``python -m lienmach.checker.tests.soak_readers``.

Takes the number of examples for each kind of file (default 5000). Where ``atheris`` is
installed, the readers of text, packed files and HTML are then led by coverage too.
"""

import sys
from importlib import import_module
from importlib.util import find_spec

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienmach.checker.tests.formats import WRITERS
from lienmach.checker.tests.fuzz import check_answer, mutated, names, texts

_SLOW = 20  # a PDF starts a process: that many times fewer examples


def main(examples: int) -> None:
    long = settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    tell("random bytes")
    long(given(st.binary(max_size=20_000), names())(check_answer))()
    tell("texts of marks")
    plain = st.sampled_from(["a.txt", "a.md", "a.html"])
    long(given(texts(), plain)(check_answer))()
    for kind in WRITERS:
        tell(f"faults in {kind}")
        fewer = max(1, examples // _SLOW) if kind == "pdf" else examples
        each = given(mutated(kind), st.just(f"a.{kind}"))(check_answer)
        settings(long, max_examples=fewer)(each)()
    if find_spec("atheris"):
        led_by_coverage(examples)


def led_by_coverage(runs: int) -> None:
    """Let atheris look for inputs that reach new lines; it ends the process."""
    atheris = import_module("atheris")
    tell("atheris")
    kinds = ["txt", "md", "html", "docx", "odt", "xlsx"]

    def once(data: bytes) -> None:
        if data:
            check_answer(data[1:], f"a.{kinds[data[0] % len(kinds)]}")

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-runs={runs * 20}"], once)
    atheris.Fuzz()


def tell(what: str) -> None:
    sys.stdout.write(f"readers: {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

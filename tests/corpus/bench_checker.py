"""How fast the checker is, and how right: one JSON object a line (``make bench``)."""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from lienmach.checker import readers
from lienmach.checker.examine import examine
from tests.corpus.generate import HELD_OUT, make
from tests.corpus.score import figures, score_seeds

LONG = 40_000  # letters: a quarterly report with its annexes
SEEDS = 400


def _report() -> bytes:
    """A made-up report as long as a town's quarterly one: several, end to end."""
    texts: list[str] = []
    for seed in range(SEEDS):
        sample = make(seed)
        if sample.format == "txt":
            texts.append(sample.text)
        if sum(map(len, texts)) > LONG:
            break
    return "\n\n".join(texts)[:LONG].encode()


def _say(
    name: str, value: float, unit: str, against: str, ratio: float, n: int
) -> None:
    line = {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "against": against,
        "ratio": round(ratio, 3),
        "n": n,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _warm(report: bytes) -> None:
    whole, reading = [], []
    for _ in range(15):
        start = process_time()
        readers.read(report, "bao-cao.txt")
        reading.append(process_time() - start)
        start = process_time()
        examine(report, "bao-cao.txt")
        whole.append(process_time() - start)
    spent, alone = median(whole), median(reading)
    name, against = "checker_reports_a_second", "reading the text alone"
    _say(name, 1 / spent, "reports/s/core", against, spent / alone, len(report))


def _cold(report: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bao-cao.txt"
        file.write_bytes(report)
        command = [str(Path(sys.executable).with_name("lienmach")), "check", str(file)]
        asked, bare = _seconds(command), _seconds([sys.executable, "-c", "pass"])
    _say("check_from_cold", asked, "s", "python -c pass", asked / bare, len(report))


def _seconds(command: list[str]) -> float:
    taken = []
    for _ in range(5):
        start = perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        taken.append(perf_counter() - start)
    return median(taken)


def _memory(report: bytes) -> None:
    """Memory after three hundred reports, beside that after a hundred."""
    for n in range(100):
        examine(report, f"{n}.txt")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for n in range(200):
        examine(report, f"{n}.txt")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    against = "after a hundred reports"
    _say("checker_memory", after / 1024, "MiB", against, after / before, 300)


def main() -> None:
    report = _report()
    _warm(report)
    _cold(report)
    _memory(report)
    for name, seed in (("corpus", 1), ("heldout", HELD_OUT)):
        for figure in figures(score_seeds(200, seed), name):
            sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

"""A million random deadlines: ``python -m lienmach.calc.tests.soak_deadline [COUNT]``.

Prints what it has compared as it goes, and the first case that differs.
"""

import json
import sys
from itertools import product

from lienmach.calc.deadline import Clock, due_at
from lienmach.calc.tests.offices import PAIRS, pair, random_cases

ROUND = 5_000


def main(count: int = 1_000_000) -> int:
    """Compare in rounds of every calendar and clock until ``count`` is reached."""
    done = seed = 0
    while done < count:
        for name, clock in product(PAIRS, Clock):
            seed += 1
            known = pair(name)
            for case in random_cases(seed * 7919, min(ROUND, count - done), clock):
                amount, spans = case.limit.amount, case.spans
                counted = known.office.due(case.received_at, amount, clock, spans)
                found = due_at(
                    case.received_at, case.limit, known.calendar, case.pauses
                )
                if found != counted:
                    text = f"{name}: {case}\ncounted {counted}, found {found}\n"
                    sys.stdout.write(text)
                    return 1
            done += min(ROUND, count - done)
        _tell(done, count)
    return 0


def _tell(done: int, count: int) -> None:
    line = {"name": "soak_deadline", "value": done, "unit": "cases", "n": count}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))

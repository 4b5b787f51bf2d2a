"""The command ``lienmach``.

It must answer at once, so each sub-command imports what it needs when it is called:
this is the only file that may. These two need neither Django nor a database.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import NoReturn


class Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"lienmach: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a sub-command: 0 is fine, 1 the answer no, 2 that it could not be done."""
    parser = Parser(prog="lienmach")
    commands = parser.add_subparsers(required=True)

    due = commands.add_parser("due", help="tính hạn giải quyết")
    due.add_argument("--received", required=True)
    due.add_argument("--limit", type=int, required=True)
    due.add_argument("--clock", default="working_days")
    due.add_argument("--pause", action="append", default=[], metavar="FROM/TO")
    due.set_defaults(run=_due)

    found = parser.parse_args(arguments)
    try:
        return int(found.run(found))
    except (OSError, ValueError) as error:
        parser.error(str(error))


def _due(arguments: Namespace) -> int:
    from lienmach.calc.country import COUNTRY
    from lienmach.calc.deadline import Clock, Limit, Pause, due_at
    from lienmach.calc.local import moment
    from lienmach.calc.refusal import Refused

    limit = Limit(arguments.limit, Clock(arguments.clock))
    try:
        received = moment(arguments.received)
        due = due_at(received, limit, COUNTRY, map(Pause.parse, arguments.pause))
    except Refused as refused:
        raise ValueError(refused) from refused
    sys.stdout.write(f"{due.isoformat(timespec='minutes')}\n")
    return 0

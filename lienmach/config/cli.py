"""The command ``lienmach``.

It must answer at once, so each sub-command imports what it needs when it is called:
this is the only file that may. These two need neither Django nor a database.
"""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from datetime import datetime

    from lienmach.calc.deadline import Limit
    from lienmach.calc.pauses import Pause

# What argparse says, and how we say it.
WORDS = (
    (r"the following arguments are required: (.*)", r"thiếu \1"),
    (r"unrecognized arguments: (.*)", r"không có tham số \1"),
    (r"argument (.*?): expected .*", r"\1 cần một giá trị"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from .*", r"không có \2"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 không nhận giá trị \2"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 chưa rõ là tham số nào: \2"),
)
LONGEST = 240


class Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End with one line, however long or broken what it quotes."""
        for pattern, words in WORDS:
            message = re.sub(f"^{pattern}$", words, message, flags=re.DOTALL)
        line = " ".join(message.split())
        if len(line) > LONGEST:
            line = f"{line[: LONGEST // 2]}…{line[-LONGEST // 2 :]}"
        self.exit(2, f"lienmach: {line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a sub-command: 0 is fine, 1 the answer no, 2 that it could not be done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = Parser(prog="lienmach")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")
    _add_due(commands.add_parser("due", help="tính hạn giải quyết"))

    found = parser.parse_args(arguments)
    try:
        return int(found.run(found))
    except (OSError, ValueError) as error:
        parser.error(str(error))


def _add_due(due: ArgumentParser) -> None:
    clocks = "working_days, calendar_days hoặc working_hours"
    due.add_argument("--received", required=True, help="lúc tiếp nhận")
    due.add_argument("--limit", required=True, help="thời hạn, số nguyên")
    due.add_argument("--clock", default="working_days", help=clocks)
    due.add_argument("--pause", action="append", default=[], metavar="FROM/TO")
    due.add_argument("--unit", metavar="CODE", help="đơn vị có lịch riêng")
    due.add_argument("--explain", action="store_true", help="kể cách tính từng ngày")
    due.set_defaults(run=_due)


def _due(arguments: Namespace) -> int:
    from lienmach.calc.country import country
    from lienmach.calc.deadline import due_at
    from lienmach.calc.refusal import Refused

    if arguments.unit is not None:
        raise ValueError(
            f"Chưa có lịch riêng của đơn vị «{arguments.unit}»; "
            "bỏ --unit để tính theo lịch chung của cả nước."
        )
    limit = _limit(arguments.limit, arguments.clock)
    received = _received(arguments.received)
    pauses = [_pause(text) for text in arguments.pause]
    try:
        due = due_at(received, limit, country(), pauses)
        lines = ["paused" if due is None else due.isoformat(timespec="minutes")]
        if arguments.explain:
            from lienmach.calc.explain import explain

            lines += map(str, explain(received, limit, country(), pauses))
    except Refused as refused:
        raise ValueError(refused) from refused
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _limit(amount: str, clock: str) -> "Limit":
    from lienmach.calc.deadline import Clock, Limit

    if not re.fullmatch("[0-9]{1,9}", amount):
        raise ValueError(f"Thời hạn «{amount}» phải là số nguyên từ 0 trở lên.")
    if clock not in list(Clock):
        known = ", ".join(Clock)
        raise ValueError(f"Không có cách tính «{clock}»; có {known}.")
    return Limit(int(amount), Clock(clock))


def _received(text: str) -> "datetime":
    from lienmach.calc.local import moment

    try:
        return moment(text)
    except (ValueError, OverflowError):
        raise ValueError(
            f"Không đọc được lúc tiếp nhận «{text}»; hãy ghi như 2023-10-27T09:32."
        ) from None


def _pause(text: str) -> "Pause":
    from lienmach.calc.pauses import Pause
    from lienmach.calc.refusal import Refused

    try:
        return Pause.parse(text)
    except Refused as refused:
        raise ValueError(f"Tạm dừng «{text}»: {refused}") from None
    except (ValueError, OverflowError):
        raise ValueError(
            f"Không đọc được tạm dừng «{text}»; hãy ghi như 2023-10-27/2023-10-30, "
            "hoặc 2023-10-27/ nếu chưa xong."
        ) from None

"""The command ``lienmach``.

It must answer at once, so each sub-command imports what it needs when it is called:
only this file and ``typed`` may. ``check`` and ``due`` need neither Django nor a
database.
"""

import os
import re
import sys
from argparse import Action, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from lienmach.config.typed import (
    read_day,
    read_folder,
    read_limit,
    read_path,
    read_pause,
    read_received,
    read_whole,
)

if TYPE_CHECKING:
    from datetime import datetime

    from lienmach.calc.calendar import WorkCalendar

# What argparse says, and how we say it.
WORDS = (
    (r"the following arguments are required: (.*)", r"thiếu \1"),
    (r"unrecognized arguments: (.*)", r"không có tham số \1"),
    (r"argument (.*?): expected .*", r"\1 cần một giá trị"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        r"\1: không có \2, chỉ có \3",
    ),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 không nhận giá trị \2"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 chưa rõ là tham số nào: \2"),
)
LONGEST = 240
VAR = Path(
    os.environ.get("LIENMACH_VAR") or Path(__file__).resolve().parents[2] / "var"
)


HEADINGS = {"positional arguments": "tham số", "options": "tùy chọn"}


class Words(RawDescriptionHelpFormatter):
    """Help in our words: headings and the line on top are argparse's own."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Any,
        prefix: str | None = None,
    ) -> None:
        top = "cách dùng: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, top)

    def start_section(self, heading: str | None) -> None:
        super().start_section(HEADINGS.get(heading or "", heading))


class Parser(ArgumentParser):
    def __init__(self, **how: Any) -> None:
        super().__init__(**how, formatter_class=Words, add_help=False)
        told = "in trợ giúp này"
        self.add_argument("-h", "--help", action="help", help=told)

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
    _add_check(
        commands.add_parser(
            "check",
            help="rà soát báo cáo",
            description=CHECK_DESCRIPTION,
        )
    )
    units = commands.add_parser("units", help="liệt kê mã và tên đơn vị")
    units.set_defaults(run=_units)
    known = commands.add_parser("forms", help="liệt kê mã và tên biểu")
    known.set_defaults(run=_forms)
    _add_figures(commands.add_parser("figures", help="in số liệu của một biểu, JSON"))
    again = commands.add_parser("reconcile", help="đếm lại mọi số liệu đang giữ")
    again.add_argument("--lake", metavar="PATH", help="đếm từ kho tệp ở thư mục này")
    again.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        help="đếm từ kho bằng gì (mặc định duckdb)",
    )
    again.set_defaults(run=_reconcile)
    put = commands.add_parser("export-lake", help="ghi dữ kiện ra kho tệp Parquet")
    put.add_argument("lake", metavar="PATH", help="thư mục của kho")
    put.set_defaults(run=_export_lake)
    _add_count_lake(commands.add_parser("count-lake", help="đếm số liệu từ kho"))
    more = commands.add_parser("load", help="nạp hồ sơ mô phỏng để đo và đối chiếu")
    more.add_argument("--dossiers", required=True, help="số hồ sơ")
    more.add_argument("--seed", default="1", help="số gieo, mặc định 1")
    more.set_defaults(run=_load)
    kept = commands.add_parser("backup", help="sao lưu tất cả vào một tệp")
    kept.add_argument("file", metavar="FILE", help="tệp sẽ ghi")
    kept.set_defaults(run=_backup)
    back = commands.add_parser("restore", help="khôi phục từ một tệp sao lưu")
    back.add_argument("file", metavar="FILE", help="tệp đã sao lưu")
    back.set_defaults(run=_restore)

    found = parser.parse_args(arguments)
    try:
        return int(found.run(found))
    except (OSError, ValueError) as error:
        parser.error(str(error))


def _add_due(due: ArgumentParser) -> None:
    pauses = "từ ngày nào đến hết ngày nào không tính; ghi được nhiều lần"
    clocks = "working_days, calendar_days hoặc working_hours"
    due.add_argument("--received", required=True, help="lúc tiếp nhận")
    due.add_argument("--limit", required=True, help="thời hạn, số nguyên")
    due.add_argument("--clock", default="working_days", help=clocks)
    due.add_argument(
        "--pause", action="append", default=[], metavar="FROM/TO", help=pauses
    )
    due.add_argument("--unit", metavar="CODE", help="đơn vị có lịch riêng")
    due.add_argument("--explain", action="store_true", help="kể cách tính từng ngày")
    due.set_defaults(run=_due)


def _add_check(check: ArgumentParser) -> None:
    check.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="báo cáo cần rà soát; «-»: đọc từ ống dẫn",
    )
    check.add_argument(
        "--format",
        choices=("text", "json", "sarif"),
        default="text",
        help="text để đọc (mặc định), json mỗi tệp một dòng, sarif cho công cụ",
    )
    check.add_argument(
        "--tolerance",
        default="0.5",
        metavar="N",
        help="tỷ lệ %% được lệch bao nhiêu đơn vị của chữ số cuối (mặc định 0.5)",
    )
    check.add_argument(
        "--max-size",
        default="20",
        metavar="MB",
        help="không đọc tệp lớn hơn chừng này (mặc định 20)",
    )
    check.add_argument("--rules", action="store_true", help="liệt kê các quy tắc")
    check.set_defaults(run=_check)


def _add_figures(figures: ArgumentParser) -> None:
    figures.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
    figures.add_argument("--from", required=True, metavar="DATE", dest="start")
    figures.add_argument("--to", required=True, metavar="DATE", dest="end")
    figures.add_argument(
        "--form", metavar="CODE", help="biểu nào (mặc định: các phụ lục CCHC)"
    )
    figures.add_argument(
        "--as",
        choices=("then", "now"),
        default="then",
        dest="how",
        help="đơn vị như lúc ấy (mặc định) hay quy về đơn vị kế thừa hôm nay",
    )
    figures.set_defaults(run=_figures)


CHECK_DESCRIPTION = """\
Đọc báo cáo (.txt .md .html .docx .pdf .odt .xlsx), nói chỗ nào mâu thuẫn với chỗ nào.

Phát hiện đã xem và muốn giữ nguyên thì ghi vào tệp cạnh báo cáo, tên là tên báo cáo
thêm «.giu-lai», mỗi dòng một phát hiện và phải có lý do:

    SUM001 | 855; 875 | Phụ lục 4 tính cả hồ sơ kỳ trước chuyển sang.

Phát hiện đã giữ vẫn được liệt kê nhưng không tính là sai. Dòng bắt đầu bằng # là ghi
chú. Mã thoát: 0 không có lỗi, 1 có chỗ sai, 2 có tệp không đọc được.
"""


def _check(arguments: Namespace) -> int:
    from lienmach.checker.command import Settings, check, list_rules

    if not arguments.files and not arguments.rules:
        raise ValueError("hãy nêu ít nhất một tệp cần rà soát")
    how = Settings.parse(arguments.format, arguments.tolerance, arguments.max_size)
    output, errors = sys.stdout.write, sys.stderr.write
    try:
        if arguments.rules:
            list_rules(output)
        if not arguments.files:
            return 0
        return check(arguments.files, how, output=output, errors=errors)
    except BrokenPipeError:  # the reader of our output has gone, as ``head`` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


def _due(arguments: Namespace) -> int:
    from lienmach.calc.country import country
    from lienmach.calc.deadline import due_at

    limit = read_limit(arguments.limit, arguments.clock)
    received = read_received(arguments.received)
    pauses = [read_pause(text) for text in arguments.pause]
    code = arguments.unit
    calendar = country() if code is None else _calendar(code, received)
    with _refusals_told():
        due = due_at(received, limit, calendar, pauses)
        lines = ["paused" if due is None else due.isoformat(timespec="minutes")]
        if arguments.explain:
            from lienmach.calc.explain import explain

            lines += map(str, explain(received, limit, calendar, pauses))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _calendar(code: str, at: "datetime") -> "WorkCalendar":
    with _database():
        from lienmach.calc.local import day_of
        from lienmach.org.models import Unit
        from lienmach.registers.queries import work_calendar

        unit = Unit.objects.filter(code=code).first() if "\0" not in code else None
        if unit is None:
            raise ValueError(f"Không có đơn vị mã «{code}»; xem lienmach units.")
        return work_calendar(unit, day_of(at))


def _units(arguments: Namespace) -> int:
    with _database():
        from django.utils import timezone

        from lienmach.org.queries import codes_and_names

        for code, name in codes_and_names(timezone.localdate()):
            sys.stdout.write(f"{code}\t{name}\n")
    return 0


def _forms(arguments: Namespace) -> int:
    with _database():
        from lienmach.indicators.queries.forms import forms

        for code, form in sorted(forms().items()):
            sys.stdout.write(f"{code}\t{form.title}\n")
    return 0


def _figures(arguments: Namespace) -> int:
    start, end = read_day(arguments.start), read_day(arguments.end)
    if end < start:
        raise ValueError("Ngày đầu kỳ phải không sau ngày cuối kỳ.")
    with _database():
        import json

        from django.utils import timezone

        from lienmach.calc.period import Window
        from lienmach.indicators.queries.ask import ask

        answer = ask(
            arguments.unit,
            Window(start, end),
            form=arguments.form,
            how=arguments.how,
            today=timezone.localdate(),
        )
        for warning in answer.warnings:
            sys.stderr.write(f"lienmach: {warning}\n")
        json.dump(answer.rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    return 0


def _reconcile(arguments: Namespace) -> int:
    if arguments.engine and arguments.lake is None:
        raise ValueError("--engine chỉ dùng cùng --lake")
    with _database():
        if arguments.lake is None:
            from lienmach.indicators.queries.reconcile import differences

            return _told(differences())
        with _refusals_told():
            from django.utils import timezone

            from lienmach.indicators.actions.lake import reconciled

            lake = read_folder(arguments.lake)
            engine = arguments.engine or "duckdb"
            return _told(reconciled(lake, engine, today=timezone.localdate()))


def _told(differences: Iterable[str]) -> int:
    count = 0
    for count, line in enumerate(differences, 1):  # noqa: B007 - read below
        sys.stdout.write(f"{line}\n")
    return 1 if count else 0


def _export_lake(arguments: Namespace) -> int:
    with _database(), _refusals_told():
        from django.utils import timezone

        from lienmach.indicators.actions.lake import export

        done = export(read_folder(arguments.lake), today=timezone.localdate())
    sys.stdout.write(
        f"Đã ghi {done.written} tháng, bỏ {done.removed}, "
        f"{done.unchanged} tháng không đổi.\n"
    )
    return 0


def _add_count_lake(counted: ArgumentParser) -> None:
    counted.add_argument("lake", metavar="PATH", help="thư mục, hay địa chỉ với Spark")
    counted.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    counted.add_argument("--from", metavar="DATE", dest="start", help="từ ngày")
    counted.add_argument("--to", metavar="DATE", dest="end", help="đến hết ngày")
    counted.set_defaults(run=_count_lake)


def _count_lake(arguments: Namespace) -> int:
    """Count without a database: a ministry has the lakes alone."""
    start = read_day(arguments.start) if arguments.start else None
    end = read_day(arguments.end) if arguments.end else None
    if start and end and end < start:
        raise ValueError("Ngày đầu kỳ phải không sau ngày cuối kỳ.")
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    django.setup()
    with _refusals_told():
        from lienmach.indicators.queries.lake.asking import ask

        for row in ask(arguments.lake, arguments.engine, start, end):
            sys.stdout.write("\t".join(map(str, row)) + "\n")
    return 0


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Say in one sentence what is refused."""
    from lienmach.calc.refusal import Refused

    try:
        yield
    except Refused as refused:
        raise ValueError(refused) from refused


def _load(arguments: Namespace) -> int:
    count = read_whole(arguments.dossiers, "Số hồ sơ")
    seed = read_whole(arguments.seed, "Số gieo")
    with _database():
        from django.core.management import CommandError, call_command

        try:
            call_command("load_dossiers", dossiers=count, seed=seed, stdout=sys.stdout)
        except CommandError as error:
            raise ValueError(error) from error
    return 0


def _backup(arguments: Namespace) -> int:
    with _database(), _refusals_told():
        from lienmach.base.backup import backup

        count = backup(read_path(arguments.file))
    sys.stdout.write(f"Đã sao lưu cơ sở dữ liệu và {count} tệp.\n")
    return 0


def _restore(arguments: Namespace) -> int:
    file = read_path(arguments.file)
    if not file.is_file():
        raise ValueError(f"Không có tệp «{file}».")
    with _database(is_new=True), _refusals_told():
        from lienmach.base.backup import restore

        count = restore(file)
    sys.stdout.write(f"Đã khôi phục cơ sở dữ liệu và {count} tệp.\n")
    return 0


@contextmanager
def _database(*, is_new: bool = False) -> Iterator[None]:
    """Give Django the office's database, or ours in ``var``, running or not.

    Where nothing has ever been stored nothing is made: that is an error, said once,
    unless the database ``is_new`` and to be filled.
    """
    import django
    from django.db import Error

    from lienmach.base import embedded

    none = "Chưa có cơ sở dữ liệu: hãy chạy make run, hoặc đặt DATABASE_URL."
    is_named = "DATABASE_URL" in os.environ
    if not is_named and not is_new and not (VAR / "pg").exists():
        raise ValueError(none)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
    try:
        with nullcontext() if is_named else embedded.using(VAR):
            django.setup()
            yield
    except embedded.Unavailable as error:
        raise ValueError(error) from error
    except Error as error:
        raise ValueError(f"{none} ({' '.join(str(error).split())[:80]})") from error

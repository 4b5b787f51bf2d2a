"""The command ``lienmach check``: reads files one after the other and prints.

The exit status is that of ``docs/contract.md``: 0 fine, 1 something is wrong in a
text, 2 a file could not be read (which wins, though the others are still checked).
"""

import re
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lienmach.checker import keeping
from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity
from lienmach.checker.output import Checked, Output, Writer, writer
from lienmach.checker.readers import DEFAULT, Limits, Unreadable, too_large
from lienmach.checker.rules import RULES


@dataclass(frozen=True, slots=True)
class Settings:
    format: str
    tolerance: Decimal
    limits: Limits

    @classmethod
    def parse(cls, format: str, tolerance: str, megabytes: str) -> "Settings":
        """Read settings as they are typed; ValueError says which is wrong."""
        try:
            units = Decimal(tolerance.replace(",", "."))
        except InvalidOperation:
            units = Decimal("NaN")
        if not units.is_finite() or not 0 <= units <= 1000:
            raise ValueError("--tolerance phải là số từ 0 đến 1000, ví dụ 0.5")
        if not re.fullmatch("[0-9]{1,5}", megabytes) or int(megabytes) == 0:
            raise ValueError("--max-size phải là số MB từ 1 đến 99999")
        return cls(format, units, replace(DEFAULT, megabytes=int(megabytes)))


def check(
    files: Iterable[str], settings: Settings, *, output: Output, errors: Output
) -> int:
    """Check files; return the exit status. One line on ``errors`` for each trouble."""
    to = writer(settings.format, output)
    is_wrong = is_unreadable = False
    for name in files:
        try:
            checked, refused = _checked(name, settings)
        except (Unreadable, OSError) as error:
            sentence = _said(name, error)
            to.refuse(name, sentence)
            errors(f"lienmach: {sentence}\n")
            is_unreadable = True
            continue
        is_wrong |= _report(checked, to)
        remarks = checked.remarks if settings.format == "json" else ()
        for remark in (*refused, *remarks):
            errors(f"lienmach: {_one_line(name)}: {remark}\n")
        is_unreadable |= bool(refused)
    to.finish()
    return 2 if is_unreadable else int(is_wrong)


def list_rules(output: Output) -> None:
    """Print the rules, one a line: code, kind, severity and sentence, tab between."""
    for rule in RULES:
        parts = (rule.code, rule.kind.value, rule.severity.value, rule.sentence)
        output("\t".join(parts) + "\n")


def _report(checked: Checked, to: Writer) -> bool:
    """Write a file; tell whether something in it is wrong and not kept."""
    to.add(checked)
    return any(
        finding.severity is Severity.ERROR and finding not in checked.kept
        for finding in checked.result.findings
    )


def _checked(name: str, settings: Settings) -> tuple[Checked, tuple[str, ...]]:
    """Read and check a file and what is kept of it; return also what is refused."""
    path = Path(name)
    data = _bytes(path, settings.limits)
    try:
        result = examine(
            data, path.name, tolerance=settings.tolerance, limits=settings.limits
        )
    except (RecursionError, MemoryError) as error:
        raise Unreadable(f"Tệp «{path.name}» quá phức tạp, không đọc được.") from error
    kept = _kept(path)
    reasons, idle = kept.sort(result.findings)
    remarks = (*result.report.source.notes, *idle)
    return Checked(name, result, reasons, remarks), kept.refused


def _bytes(path: Path, limits: Limits) -> bytes:
    """Read a file («-» is what is piped in), but never much more than the limit."""
    piped = nullcontext(sys.stdin.buffer)
    with piped if str(path) == "-" else path.open("rb") as stream:
        data = stream.read((limits.megabytes << 20) + 1)
    if len(data) > limits.megabytes << 20:
        raise too_large(path.name, limits)
    return data


def _kept(path: Path) -> keeping.Kept:
    beside = path.with_name(path.name + keeping.SUFFIX)
    try:
        data = _bytes(beside, Limits(megabytes=keeping.MEGABYTES))
    except FileNotFoundError:
        return keeping.Kept()
    return keeping.read(data)


def _said(name: str, error: Exception) -> str:
    """Return the sentence for a file that could not be read, on one line."""
    if isinstance(error, FileNotFoundError):
        return f"Không có tệp «{_one_line(name)}»."
    if isinstance(error, IsADirectoryError):
        return f"«{_one_line(name)}» là thư mục, không phải tệp."
    if isinstance(error, PermissionError):
        return f"Không được phép đọc tệp «{_one_line(name)}»."
    if isinstance(error, OSError):
        return f"Không đọc được tệp «{_one_line(name)}»."
    return _one_line(str(error))


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())

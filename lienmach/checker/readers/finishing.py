"""The last step of every reader: what was read becomes a source, or is refused."""

from collections.abc import Iterable, Sequence

from lienmach.checker.readers.joining import Line, join
from lienmach.checker.readers.letters import refuse_old_fonts
from lienmach.checker.readers.limits import Limits, Unreadable, grouped
from lienmach.checker.source import Source, Table


def finish(
    name: str,
    items: Iterable[Line | Table],
    lines: Sequence[str],
    limits: Limits,
    *notes: str,
) -> Source:
    """Join lines to paragraphs; Unreadable for a text that is empty or too long."""
    check_length(sum(map(len, lines)), name, limits)
    blocks = tuple(join(items))
    if not blocks:
        raise Unreadable(f"Tệp «{name}» không có chữ nào để kiểm tra.")
    refuse_old_fonts("\n".join(lines), name)
    said = tuple(note for note in notes if note)
    return Source(name, blocks, tuple(lines), said)


def check_lines(lines: int, name: str, limits: Limits) -> None:
    if lines > limits.lines:
        raise Unreadable(
            f"Tệp «{name}» có hơn {grouped(limits.lines)} dòng "
            "(giới hạn của bộ kiểm tra)."
        )


def check_length(letters: int, name: str, limits: Limits) -> None:
    if letters > limits.characters:
        raise Unreadable(
            f"Tệp «{name}» dài hơn {grouped(limits.characters)} chữ "
            "(giới hạn của bộ kiểm tra)."
        )

"""For people: by file, with both places of a contradiction and the arithmetic."""

from collections import Counter

from lienmach.checker.finding import Finding, Severity
from lienmach.checker.output import Checked, Output
from lienmach.checker.report import Report

_WIDTH = 96


class Writer:
    def __init__(self, output: Output) -> None:
        self._output = output
        self._files = self._refused = self._verified = self._kept = 0
        self._counts: Counter[Severity] = Counter()

    def add(self, checked: Checked) -> None:
        self._files += 1
        self._line(checked.path)
        self._line(f"  {_about(checked.result.report)}")
        for remark in checked.remarks:
            self._line(f"  Lưu ý: {remark}")
        lines = checked.result.report.source.lines
        kept = [
            finding for finding in checked.result.findings if finding in checked.kept
        ]
        for finding in checked.result.findings:
            if finding not in checked.kept:
                self._counts[finding.severity] += 1
                self._finding(finding, lines)
        self._listed_kept(kept, checked)
        self._listed_verified(checked)
        self._line()

    def refuse(self, path: str, sentence: str) -> None:
        """Count it: the sentence stands on stderr."""
        self._refused += 1

    def finish(self) -> None:
        parts = [f"{self._files} tệp đã kiểm tra"]
        parts += [f"{self._counts[s]} {s.label.lower()}" for s in Severity]
        parts.append(f"{self._verified} chỗ đối chiếu đúng")
        if self._kept:
            parts.append(f"{self._kept} phát hiện giữ lại")
        if self._refused:
            parts.append(f"{self._refused} tệp không đọc được")
        self._line(f"Tổng cộng: {', '.join(parts)}.")

    def _line(self, text: str = "") -> None:
        self._output(f"{text}\n")

    def _finding(self, finding: Finding, lines: tuple[str, ...]) -> None:
        self._line()
        self._line(f"  {finding.severity.label}: {finding.text}")
        for number in dict.fromkeys(finding.lines):
            text = lines[number - 1] if 0 < number <= len(lines) else ""
            self._line(f"    dòng {number:>4} │ {_quoted(text, finding.anchors)}")
        if finding.evidence:
            self._line(f"    Phép tính: {finding.evidence}")
        if finding.suggestion:
            self._line(f"    Gợi ý sửa: {finding.suggestion}")
        self._line(f"    ({finding.rule}: {'; '.join(finding.anchors)})")

    def _listed_kept(self, kept: list[Finding], checked: Checked) -> None:
        self._kept += len(kept)
        if kept:
            self._line()
            self._line("  Giữ lại, có lý do:")
        for finding in kept:
            places = _places(finding.lines)
            self._line(f"    {finding.severity.label}, {places}: {finding.text}")
            self._line(f"      Lý do: {checked.kept[finding]}")

    def _listed_verified(self, checked: Checked) -> None:
        verified = checked.result.verified
        self._verified += len(verified)
        if verified:
            self._line()
            self._line("  Đã tính lại và đúng:")
        for said in verified:
            self._line(f"    {_places(said.lines)}: {said.text} ({said.rule})")
        if not verified and not checked.result.findings:
            self._line("  Không có phát hiện nào.")


def _about(report: Report) -> str:
    """Say in one line what the document is and how much was read of it."""
    own = report.identity
    parts = [part for part in (own.type, own.number) if part]
    if own.date:
        parts.append(f"ngày {own.date:%d/%m/%Y}")
    counts = [
        f"{len(report.source.lines)} dòng",
        f"{len({c.number for c in report.citations})} văn bản được nêu",
        f"{len(report.annexes)} phụ lục",
        f"{len(report.facts)} số liệu",
    ]
    head = " ".join(parts)
    return f"{head} · {' · '.join(counts)}" if head else " · ".join(counts)


def _places(lines: tuple[int, ...]) -> str:
    return f"dòng {', '.join(map(str, dict.fromkeys(lines)))}"


def _quoted(text: str, anchors: tuple[str, ...]) -> str:
    """Return a line cut short around the first anchor in it."""
    text = " ".join(text.split())
    if len(text) <= _WIDTH:
        return text
    at = min((text.find(a) for a in anchors if a and a in text), default=0)
    start = max(0, min(at - _WIDTH // 3, len(text) - _WIDTH))
    end = start + _WIDTH
    cut = text[start:end]
    return f"{'…' if start else ''}{cut.strip()}{'…' if end < len(text) else ''}"

import re
from collections.abc import Iterator

from lienmach.checker.citations.same import printed, symbol
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm|Gửi kèm)\s[^.;:()\d]{0,30}"
    r"(?:số|Số)?\s*:?\s*",
    re.IGNORECASE,
)
_HEADING = (
    "Số: 215/BC-UBND\nHòa An, ngày 13 tháng 3 năm 2023\nBÁO CÁO\nCông tác quý I\n"
)


@rule(
    "DOC003",
    Kind.DOC_NUMBER_MISMATCH,
    Severity.ERROR,
    "Số ghi ở bìa phụ lục là số của chính báo cáo.",
    passes=(
        _HEADING + "(Ban hành kèm theo Báo cáo số: 215/BC-UBND ngày 13/3/2023)",
        _HEADING + "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2023)",
    ),
    fails=(_HEADING + "(Ban hành kèm theo Báo cáo số: 251/BC-UBND ngày 13/3/2023)",),
)
def doc_own_number(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    own = next((c for c in report.citations if c.is_self), None)
    if own is None or report.identity.number is None:
        return
    for citation in report.citations:
        if citation is own or not _is_attached_to(citation, own, report):
            continue
        if symbol(citation).key == symbol(own).key:
            yield self.verified(
                (own.line, citation.line),
                f"Số {own.number} ghi kèm theo phụ lục khớp với số của báo cáo.",
            )
            continue
        yield self.finding(
            (printed(own), printed(citation)),
            (own.line, citation.line),
            f"Đầu văn bản ghi số {own.number}, nhưng dòng {citation.line} ghi kèm theo "
            f"{citation.type} số {citation.number}.",
            suggestion=own.number,
        )


def _is_attached_to(citation: Citation, own: Citation, report: Report) -> bool:
    block = report.source.blocks[citation.place.block]
    if not isinstance(block, Paragraph) or citation.type != own.type:
        return False
    same_office = symbol(citation).organ == symbol(own).organ
    return same_office and bool(_ATTACHED.fullmatch(block.text[: citation.place.start]))

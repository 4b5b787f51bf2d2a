"""Documents of the register that the words of a report cite, in full or in short.

    Thực hiện {{ văn bản 181/KH-UBND }}, … nhiệm vụ của {{ văn bản 181/KH-UBND gọn }}.

A number that several documents have is told apart by its year. Cited is what texts of
the unit, or of those below it, cite already: of others' documents nothing is told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, QuerySet

from lienmach.base.papers.paper import short_day
from lienmach.calc.fields import FIELD
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.org.queries import below
from lienmach.registers.models import Mention, OfficialDocument
from lienmach.reporting.models import Report

BEGINS = "van ban "
ASKED = re.compile(r"van ban (?P<number>\S+)(?: (?P<year>\d{4}))?(?P<short> gon)?")
OFFERED = 12


@dataclass(frozen=True, slots=True)
class Citations:
    """What fields of documents say, and why others say nothing."""

    words: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def citations(report: Report, texts: Iterable[str]) -> Citations:
    """Read the documents that some texts cite; no query where they cite none."""
    asked = list(dict.fromkeys(_asked(texts)))
    read = {said: ASKED.fullmatch(fold(said)) for said in asked}
    numbers = {one["number"] for one in read.values() if one}
    known: dict[str, list[OfficialDocument]] = {}
    if numbers:
        for document in _of(report).filter(number_key__in=numbers):
            known.setdefault(document.number_key, []).append(document)
    found = Citations()
    for said, one in read.items():
        try:
            found.words[said] = _said(one, known)
        except Refused as refused:
            found.wrong[said] = str(refused)
    return found


def citable(report: Report) -> list[tuple[str, str]]:
    """The newest documents that may be cited: what to type, and what it says."""
    newest = _of(report).order_by(F("issued_on").desc(nulls_last=True), "-pk")
    return [
        (f"văn bản {one.number}{f' {one.year}' if one.year else ''}", in_full(one))
        for one in newest[:OFFERED]
        if not re.search(r"\s", one.number)
    ]


def in_full(document: OfficialDocument) -> str:
    """«Kế hoạch số 181/KH-UBND ngày 12/9/2022 của UBND tỉnh về việc …», as far as the
    register knows it."""
    said = str(document)
    if day := document.issued_on:
        said += f" ngày {short_day(day)}"
    if document.issuer:
        said += f" của {document.issuer}"
    if subject := " ".join(document.subject.split()):
        if not subject[:2].isupper():
            subject = subject[:1].lower() + subject[1:]
        said += f" {subject}" if fold(subject).startswith("ve ") else f" về {subject}"
    return said


def _of(report: Report) -> QuerySet[OfficialDocument]:
    units = below(report.unit_id, report.round.end)
    cited = Mention.objects.filter(document=OuterRef("pk"), unit__in=units)
    return OfficialDocument.objects.filter(Exists(cited))


def _asked(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in FIELD.finditer(text):
            said = " ".join(match[1].split())
            if fold(said).startswith(BEGINS):
                yield said


def _said(one: re.Match[str] | None, known: dict[str, list[OfficialDocument]]) -> str:
    """Raises ``Refused`` where it is not one document of the register."""
    if one is None:
        raise Refused(
            "viết như «văn bản 181/KH-UBND», thêm năm nếu trùng số, thêm «gọn» để chỉ "
            "ghi loại và số"
        )
    found = known.get(one["number"], [])
    if one["year"]:
        found = [document for document in found if document.year == int(one["year"])]
    if not found:
        raise Refused("sổ văn bản của đơn vị không có số này")
    if len(found) > 1:
        years = sorted({str(document.year) for document in found if document.year})
        if len(years) < len(found):
            issuers = ", ".join(document.issuer or "chưa rõ" for document in found)
            raise Refused(f"có {len(found)} văn bản cùng số của {issuers}: hãy gõ tay")
        raise Refused(f"có văn bản số này của các năm {', '.join(years)}: thêm năm")
    (document,) = found
    return str(document) if one["short"] else in_full(document)

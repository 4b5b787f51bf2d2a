import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from lienmach.checker.citations.issuers import office
from lienmach.checker.citations.same import fits_type, printed, symbol
from lienmach.checker.citations.symbols import LETTER, TYPES, Symbol, parse
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

_COUNCILS = ("UBND", "HĐND")
_CENTRE = ("CP", "TTG")
_PARTY = ("TW", "TƯ", "TU", "HU", "ĐU", "THU", "QU")
# What is often cited by the number of the decision that issued it.
_ISSUED_BY_OTHERS = frozenset(
    ("Đề án", "Chương trình", "Quy chế", "Quy định", "Phương án", "Dự án", "Hướng dẫn")
)
_WITH_YEAR = ("NĐ", "TT", "TTLT")
_WITHOUT_STROKE = ("QD", "ND", "CD")
_CODES = {"Quyết định": "QĐ", "Nghị quyết": "NQ", "Chỉ thị": "CT", "Kế hoạch": "KH"}

_OFFICES = "UBND|HĐND|S(?:NV|TP|TC|YT|XD|CT|TTTT|KHCN|KHĐT|LĐTBXH|GDĐT|TNMT|GTVT|NNMT)"
_STUCK = re.compile(
    rf"({'|'.join(sorted(TYPES, key=len, reverse=True))})((?:{_OFFICES}|CP|TTg))"
    rf"|({_OFFICES})([A-ZĐ]{{2,7}})"
)

Slip = tuple[Severity, str, str]  # how grave, what is wrong, the form that is right


@rule(
    "DOC007",
    Kind.DOC_SYMBOL_MALFORMED,
    Severity.ERROR,
    "Số, ký hiệu ghi đúng thể thức và đúng loại văn bản, cơ quan ban hành.",
    passes=(
        "Quyết định số 12/QĐ-UBND, Nghị quyết số 19-NQ/TW, Luật số 80/2015/QH13, Công "
        "văn số 45/UBND-NC, Thông báo kết luận số 7/TB-UBND, Tờ trình số 3/TTr-UBND.",
        "Chỉ thị số 10/CT-TTg ngày 22/4/2019 của Thủ tướng Chính phủ.",
    ),
    fails=(
        "Nghị định số 43/2006 NĐ-CP của Chính phủ.",
        "Quyết định số 12QĐ-UBND ngày 05/01/2023.",
        "Quyết định số 45/QĐ-TTg/2016 của Thủ tướng Chính phủ.",
        "Kế hoạch số 12/QĐ-UBND ngày 05/01/2023 của UBND thị xã.",
        "Nghị quyết số 30c/NĐ-CP của Chính phủ.",
        "Chỉ thị số 10/CT-UBND ngày 22/4/2019 của Thủ tướng Chính phủ.",
    ),
)
def doc_symbol_malformed(self: Rule, report: Report) -> Iterator[Finding]:
    forms: dict[object, set[str]] = defaultdict(set)
    runs: dict[object, set[bool]] = defaultdict(set)  # is the right type named too?
    for citation in report.citations:
        key = symbol(citation).key
        forms[key].add(citation.number)
        runs[key[:3], citation.date].add(fits_type(citation))
    told = set()
    for citation in report.citations:
        key = symbol(citation).key
        if citation.date and len(runs[key[:3], citation.date]) > 1:
            continue  # DOC008 shows both
        has_twin = len(forms[key]) > 1
        slip = _slip(citation, report, has_twin=has_twin)
        if slip is None or (citation.raw, slip[1]) in told:
            continue
        severity, text, right = slip
        told.add((citation.raw, text))
        yield self.finding(
            (printed(citation),),
            (citation.line,),
            f"«{printed(citation)}»: {text}.",
            severity=severity,
            suggestion=right,
        )


def _slip(citation: Citation, report: Report, *, has_twin: bool) -> Slip | None:
    number = parse(citation.raw) or symbol(citation)
    return (
        _marks(number)
        or (None if has_twin else _letters(number))
        or _type(citation, number)
        or _issuer(citation, number, report)
        or _year(number)
    )


def _marks(number: Symbol) -> Slip | None:
    """What joins number, year, type and office: a matter of form, never an error."""
    if any(code.isdigit() for code in number.codes):
        return Severity.WARNING, "năm ban hành đứng sai chỗ", _right(number)
    joint = len(number.marks) - len(number.codes) + 1  # the marks before the letters
    if number.spaced or "" in number.marks[:joint]:
        return Severity.WARNING, "thiếu dấu nối giữa các phần", _right(number)
    if any(len(mark) > 1 for mark in number.marks):
        return Severity.WARNING, "dấu nối bị lặp", _right(number)
    stuck = _STUCK.fullmatch(number.codes[0])
    if stuck and number.type_code is None:
        right = replace(
            number, codes=(*filter(None, stuck.groups()), *number.codes[1:])
        )
        return Severity.WARNING, "thiếu dấu gạch nối giữa các phần", _right(right)
    if len(number.codes) < 2:
        return None
    if number.type_code not in TYPES:
        if number.marks[joint] != "/":
            return None
        text = "giữa tên cơ quan và đơn vị soạn thảo phải là dấu gạch nối"
        return Severity.WARNING, text, _right(number)
    if number.organ in _PARTY:
        return None  # «19/NQ-TW» for «19-NQ/TW» is everywhere
    if number.marks[0] == "-" or (number.year and number.marks[1] == "-"):
        return Severity.WARNING, "sau số phải là dấu gạch chéo", _right(number)
    if number.marks[joint] == "/":
        return (
            Severity.WARNING,
            "trước tên cơ quan phải là dấu gạch nối",
            _right(number),
        )
    return None


def _letters(number: Symbol) -> Slip | None:
    if number.type_code not in TYPES:
        return None
    if number.codes[0].upper() in _WITHOUT_STROKE:
        return Severity.WARNING, "chữ viết tắt loại văn bản thiếu dấu Đ", _right(number)
    joint = len(number.marks) - len(number.codes) + 1
    if len(number.codes) > 1 and number.marks[joint] == ".":
        return Severity.INFO, "trước tên cơ quan là dấu gạch nối", _right(number)
    return None


def _right(number: Symbol) -> str:
    """The number in the form of its kind, party or state."""
    year = next((int(c) for c in number.codes if c.isdigit()), number.year)
    codes = [code for code in number.codes if not code.isdigit()]
    if codes[0].upper() in _WITHOUT_STROKE:
        codes[0] = str(number.type_code)
    digits = number.digits + number.suffix
    return "/".join([digits, *([str(year)] if year else []), "-".join(codes)])


def _type(citation: Citation, number: Symbol) -> Slip | None:
    said = citation.type
    if not number.types:
        return _unknown(said, number)
    if said is None or said in number.types:
        return None
    meant = number.types[0]
    text = f"ký hiệu {number.codes[0]} là của {meant}, không phải của {said}"
    if said == LETTER:
        return (Severity.ERROR, text, "") if number.organ in _COUNCILS else None
    if said in _ISSUED_BY_OTHERS or meant in _ISSUED_BY_OTHERS:
        return Severity.WARNING, text, ""
    return Severity.ERROR, text, ""


def _unknown(said: str | None, number: Symbol) -> Slip | None:
    """«Kế hoạch số 12/KHH-UBND»: letters that are no type before those of an office."""
    code = _CODES.get(said or "")
    if code is None or len(number.codes) < 2 or number.codes[1] not in _COUNCILS:
        return None
    first = number.codes[0].upper()
    near = set(first) <= set(code) and abs(len(first) - len(code)) <= 1
    text = f"«{number.codes[0]}» không phải chữ viết tắt của {said} ({code})"
    return Severity.ERROR if near else Severity.WARNING, text, ""


def _issuer(citation: Citation, number: Symbol, report: Report) -> Slip | None:
    """«Chỉ thị số 10/CT-UBND của Thủ tướng Chính phủ»."""
    issuer, organ = citation.issuer, number.organ
    if issuer is None or organ not in (*_COUNCILS, *_CENTRE):
        return None
    if not _is_printed_after(citation, report):
        return None
    said = office(issuer).organ
    folded = issuer.casefold()
    both = ("hđnd" in folded or "hội đồng" in folded) and (
        "ubnd" in folded or "ủy ban" in folded
    )
    if said is None or said == organ or both:
        return None
    in_centre = said in _CENTRE and organ in _CENTRE
    text = f"ký hiệu cơ quan {number.codes[-1]} không phải của {issuer}"
    return Severity.WARNING if in_centre else Severity.ERROR, text, ""


def _is_printed_after(citation: Citation, report: Report) -> bool:
    block = report.source.blocks[citation.place.block]
    if not isinstance(block, Paragraph):
        return False
    end = citation.place.end
    return f"của {citation.issuer}" in block.text[end : end + 200]


def _year(number: Symbol) -> Slip | None:
    if number.year is None and number.type_code in _WITH_YEAR and number.organ:
        text = "văn bản quy phạm pháp luật mang năm ban hành trong số, ký hiệu"
        return Severity.WARNING, text, ""
    return None

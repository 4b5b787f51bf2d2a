"""Whether two citations name one document: office, symbol and year make it one."""

import re
from functools import lru_cache

from lienmach.checker.citations.issuers import UNKNOWN, Office, office
from lienmach.checker.citations.symbols import Symbol, parse
from lienmach.checker.report import Citation, Identity

ALIKE = 0.75

# Offices that are one in the country; a department («SNV») is one in its province.
_SINGLE = re.compile(
    r"CP|TTG|TW|TƯ|CTN|VPCP|TTCP|NHNN|UBDT|KTNN|(?:UBTV)?QH\d*|TANDTC|VKSNDTC"
    r"|B(?:NV|TC|TP|CA|QP|YT|XD|CT|NG|TTTT|KHCN|KHĐT|LĐTBXH|GDĐT|TNMT|NNPTNT|GTVT"
    r"|VHTTDL|DTTG|NNMT)|S(?:NV|TP|TC|TTTT|KHCN|KHĐT|LĐTBXH|GDĐT|TNMT|NN|NNPTNT"
    r"|GTVT|XD|VHTT|VHTTDL|YT|CT|NNMT)"
)
_SHORT_FORMS = {
    "cchc": "cải cách hành chính",
    "tthc": "thủ tục hành chính",
    "qppl": "quy phạm pháp luật",
    "vbqppl": "văn bản quy phạm pháp luật",
    "cntt": "công nghệ thông tin",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "cbcc": "cán bộ công chức",
    "cbccvc": "cán bộ công chức viên chức",
    "dvc": "dịch vụ công",
    "gd&đt": "giáo dục và đào tạo",
}
_SAYING_LITTLE = (
    "về|việc|của|và|các|cho|trên|địa|bàn|năm|ban|v/v|hành|thị|xã|huyện|tỉnh|tại|trong"
    "|với|đối|một|số"
)
_EMPTY = frozenset(_SAYING_LITTLE.split("|"))
_WORD = re.compile(r"[\w&]+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def symbol(citation: Citation) -> Symbol:
    """Return the number of a citation taken apart."""
    found = parse(citation.number)
    assert found is not None, citation.number
    return found


def fits_type(citation: Citation) -> bool:
    """Whether the letters of the number can be those of the type that is named."""
    types = symbol(citation).types
    return not types or citation.type is None or citation.type in types


def printed(citation: Citation) -> str:
    """Return the number as printed; of «18, 19-NQ/TW» the whole numbers."""
    has_letters = any(letter.isupper() for letter in citation.raw)
    return citation.raw if has_letters else citation.number


def same_office(one: Citation, other: Citation, identity: Identity) -> bool | None:
    """Return whether one office issued both; None where the text does not say.

    Who is not named is taken to be the reporting office, without being sure of it: so
    a plan of the province is never confused with one of the town.
    """
    organ = symbol(one).organ
    if organ != symbol(other).organ:
        return False
    if _SINGLE.fullmatch(organ):
        return True
    first, second = _office(one, identity), _office(other, identity)
    if not first.may_be(second):
        return False
    said = one.issuer is not None and other.issuer is not None
    return True if said and first.is_surely(second) else None


def office_of(citation: Citation, identity: Identity) -> Office:
    """Return who issued a document: where none is named, the reporting office."""
    return _office(citation, identity)


def _office(citation: Citation, identity: Identity) -> Office:
    named = office(citation.issuer)
    return office(identity.issuer) if named == UNKNOWN else named


def likeness(one: str | None, other: str | None) -> float | None:
    """Return how much of the shorter of two subjects stands in the other, 0 to 1.

    None where one is not printed or says too little. Subjects that name different
    years are different.
    """
    if not one or not other:
        return None
    first, second = words(one), words(other)
    if min(len(first), len(second)) < 3:
        return None
    years = [{w for w in said if _YEAR.fullmatch(w)} for said in (first, second)]
    if all(years) and not years[0] & years[1]:
        return 0.0
    return len(first & second) / min(len(first), len(second))


@lru_cache(maxsize=1024)
def words(subject: str) -> frozenset[str]:
    """Return the words that carry a subject, short forms written out."""
    found = _WORD.findall(subject.casefold())
    full = " ".join(_SHORT_FORMS.get(word, word) for word in found).split()
    return frozenset(full) - _EMPTY

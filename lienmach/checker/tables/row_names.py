"""How sentences call the rows of a table: in full, cut short, with the head before.

A column headed «Chi cục» over «Số 1» makes «chi cục số 1»; «Sở TN&MT» is the row that
a sentence calls «Sở Tài nguyên và Môi trường»; «P. An Lạc» is «phường An Lạc».
"""

import re
from collections.abc import Iterator

from lienmach.checker.report import Grid, Use

_FEWEST = 2  # columns of figures: what has one is a form, and its rows are no names
_HEAD = 2  # words
_NO_HEAD = frozenset(("chỉ tiêu", "nội dung", "tiêu chí", "stt", "tt"))
_SHORT = {
    "p": "phường",
    "x": "xã",
    "h": "huyện",
    "q": "quận",
    "tt": "thị trấn",
    "tx": "thị xã",
    "tp": "thành phố",
    "vp": "văn phòng",
}
CUT_SHORT = re.compile(r"(P|X|H|Q|TT|TX|TP|VP)(?:\. ?| )(?=[^\W\d_a-z])")
_PLACE = re.compile(r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|đặc khu) ")
_LETTERS = re.compile(r"(?<![\w&])[A-ZĐ]{2,6}(?:&[A-ZĐ]{1,5})?(?![\w&])")
_OFFICES = frozenset(("UBND", "HĐND", "BHXH"))
_WORD = r"[^\W\d_]{0,12}"
_LEAST = 6  # letters of a name
_INITIALS = 4  # words


def head_of(grid: Grid) -> str:
    """What stands over the names: «Chi cục», «Năm», «Xã»."""
    heads = (column.title for column in grid.columns if column.use is Use.LABEL)
    head = next(heads, "").lower().strip()
    if len(grid.values) < _FEWEST or head in _NO_HEAD:
        return ""
    return head if 0 < len(head.split()) <= _HEAD else ""


def other_names(name: str, label: str, head: str, text: str) -> Iterator[str]:
    """Yield what a sentence of a text may call a row besides its label."""
    if head and not name.startswith(head):
        yield f"{head} {name}"
    short = CUT_SHORT.match(label)
    if short:
        yield f"{_SHORT[short[1].lower()]} {name[short.end() :]}"
    if _LETTERS.search(label):
        yield from re.findall(_spelled(label), text)
    else:
        yield from _initials(name)


def place_alone(name: str, label: str) -> str:
    """«An Lạc» of «Xã An Lạc», nothing of what is no place."""
    found = CUT_SHORT.match(label) or _PLACE.match(name)
    rest = name[found.end() :] if found else ""
    return rest if len(rest) >= _LEAST and " " in rest else ""


def _spelled(label: str) -> str:
    """A pattern of the words that begin with the letters of «TN&MT»."""
    made, at = [], 0
    for found in _LETTERS.finditer(label):
        if found[0] in _OFFICES:
            continue
        made.append(re.escape(label[at : found.start()].lower()))
        groups = (
            r",? (?:[-–] )?".join(f"{letter}{_WORD}" for letter in group.lower())
            for group in found[0].split("&")
        )
        made.append(" và ".join(groups))
        at = found.end()
    return rf"(?<!\w){''.join(made)}{re.escape(label[at:].lower())}(?!\w)"


def _initials(name: str) -> Iterator[str]:
    """«sở tn&mt» and «sở tnmt» of «sở tài nguyên và môi trường»."""
    first, *rest = re.findall(r"[^\W\d_]+", name) or [""]
    if len(rest) >= _INITIALS - 1:
        letters = "".join("&" if word == "và" else word[0] for word in rest)
        yield f"{first} {letters}"
        yield f"{first} {letters.replace('&', '')}"

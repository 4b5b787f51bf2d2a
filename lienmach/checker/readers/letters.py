"""Bytes to letters, and letters to what was meant: NFC, plain spaces, no remnants."""

import re
from html import unescape
from unicodedata import combining, is_normalized, normalize

from lienmach.checker.readers.limits import Unreadable

_SPACES = re.compile("[\x0b\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_VARIANTS = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",
    "\uf02d": "-",
    "\uf0a7": "•",
    "\uf0b7": "•",
    "\uf0d8": "•",
    "\uf0fc": "•",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
}
_VARIANT = re.compile("[" + "".join(_VARIANTS) + "]")
_STRANGE = re.compile(
    f"[{''.join(p.pattern[1:-1] for p in (_SPACES, _INVISIBLE, _VARIANT))}]"
)
# Vietnamese never has so many letters in a row without a space or a plain letter: 200
# in a row are at least eight in a row of every 25th.
_CROWD_STEP = 25
_CROWD = re.compile(r"[^\x00-\x7f]{8}")
_MOST_MARKS = 4

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,10});")
_RAISED = re.compile(r"<sup\b[^<>]{0,80}>\s{0,3}(\d{1,3})\s{0,3}</sup\s{0,3}>", re.I)
_BREAK = re.compile(r"<(?:br|hr)\b[^<>]{0,200}>", re.I)
_TAG = re.compile(
    r"</?(?:i|b|u|s|p|em|strong|strike|del|ins|span|font|div|center|sub|sup|small|big"
    r"|tt|mark|a)(?:\s[^<>]{0,400})?/?>",
    re.I,
)
# «(**)» marks a footnote and stays.
_STARS = re.compile(r"(?<![(*])\*{2,3}(?![)*])")
_UNDERLINES = re.compile(r"(?<![\w_])__(?=[^\s_])|(?<=[^\s_])__(?![\w_])")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_WORD = re.compile(r"[^\s\d.,;:()/%-]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


_UNICODE_WORDS = _words(
    "của và các được số năm hành chính thực hiện nhân dân tỉnh xã hồ sơ cáo"
)
# The same words as the fonts before Unicode wrote them, shown as Latin letters.
_OLD_WORDS = {
    "TCVN3 (ABC)": _words(
        "cña vµ c\xb8c ®îc sè n¨m hµnh chÝnh thùc hiÖn nh©n d©n tØnh x· hå s¬ c\xb8o"
    ),
    "VNI": _words(
        "cuûa vaø caùc ñöôïc soá naêm haønh thöïc hieän nhaân daân tænh xaõ hoà caùo"
    ),
}


def raised(digits: str) -> str:
    """Write digits as superscripts, so that «85 m²» is not read as 85 and 2."""
    return digits.translate(_RAISED_DIGITS)


def clean(text: str) -> str:
    """Return NFC text with plain spaces and without invisible characters.

    Tabs, line ends and form feeds stay: they mean something to the readers.
    """
    if text.isascii():
        return _INVISIBLE.sub("", text.replace("\x0b", " "))
    if _STRANGE.search(text):
        text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
        text = _VARIANT.sub(lambda found: _VARIANTS[found[0]], text)
    if _CROWD.search(text[::_CROWD_STEP]):
        text = _without_heaps(text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _without_heaps(text: str) -> str:
    """Drop marks heaped on one letter: NFC takes the square of their number."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if combining(letter) else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def without_markup(text: str) -> str:
    """Remove what a converter left in a text: tags, entities, marks of emphasis."""
    if "&" in text and _ENTITY.search(text):
        text = clean(_ENTITY.sub(lambda found: unescape(found[0]), text))
    if "<" in text:
        text = _RAISED.sub(lambda found: raised(found[1]), text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "**" in text:
        text = _STARS.sub("", text)
    return _UNDERLINES.sub("", text) if "__" in text else text


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file, and a remark on its encoding (mostly empty).

    Raises Unreadable for bytes that are no text and for the encodings before Unicode
    whose letters cannot be told from others.
    """
    encoding = _announced(data)
    if encoding:
        return data.decode(encoding, "replace"), ""
    if b"\0" in data:
        raise Unreadable(f"Tệp «{name}» là tệp nhị phân, không phải văn bản.")
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _decode_old(data, name)


def _announced(data: bytes) -> str | None:
    """Return the encoding that a byte order mark, or the zeros of UTF-16, tell."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    start = data[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    enough = len(start) // 2 * 0.4
    if odd > enough and even < enough / 8:
        return "utf-16-le"
    return "utf-16-be" if even > enough and odd < enough / 8 else None


def _decode_old(data: bytes, name: str) -> tuple[str, str]:
    latin = data.decode("latin-1")
    refuse_old_fonts(latin, name)
    vietnamese = normalize("NFC", data[:200_000].decode("cp1258", "replace"))
    if _share(vietnamese, _UNICODE_WORDS) > 0.03:
        return data.decode("cp1258", "replace"), "Bảng mã: Windows-1258."
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong * 100 <= len(text):
        return text, f"Có {wrong} chữ hỏng (không đúng bảng mã UTF-8)."
    raise Unreadable(
        f"Không nhận ra bảng mã của tệp «{name}». Hãy lưu lại tệp dạng Unicode (UTF-8)."
    )


# More letters than chance has of those that such fonts do not know.
_MODERN = re.compile("(?:[^ƠơƯưẠ-ỹ]*[ƠơƯưẠ-ỹ]){51}")


def refuse_old_fonts(text: str, name: str) -> None:
    """Raise Unreadable for a text typed in a font from before Unicode."""
    if _MODERN.match(text, 0, 5000):
        return
    sample = text[:100_000]
    for encoding, words in _OLD_WORDS.items():
        if _share(sample, words) > max(0.03, _share(sample, _UNICODE_WORDS)):
            raise Unreadable(
                f"Tệp «{name}» dùng phông chữ cũ {encoding}. "
                "Hãy chuyển mã sang Unicode (dựng sẵn) rồi kiểm tra lại."
            )


def _share(text: str, words: frozenset[str]) -> float:
    found = _WORD.findall(text.lower().replace("\xad", ""))
    return sum(word in words for word in found) / len(found) if found else 0.0


def is_binary(text: str) -> bool:
    """Tell whether letters that no text holds are more than a few."""
    sample = text[:100_000]
    strange = len(_CONTROL.findall(sample))
    return strange * 50 > len(sample)

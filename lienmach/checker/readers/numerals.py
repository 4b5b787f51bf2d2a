"""The numbers that a word processor generates: «1.», «a)», «II.»."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ENDS = {"1": ".", "a": ")", "A": ".", "i": ".", "I": "."}


def numeral(count: int, style: str) -> str:
    """Return the number of a list item as Vietnamese texts print it."""
    return counted(count, style) + _ENDS.get(style, "")


def counted(count: int, style: str) -> str:
    """Write a count in a style of HTML and OpenDocument: ``1 a A i I``."""
    if style in ("a", "A"):
        letters = letter(count)
    elif style in ("i", "I"):
        letters = roman(count)
    else:
        return str(count)
    return letters.upper() if style.isupper() else letters


def roman(count: int) -> str:
    """Write a count as a small Roman number; in digits where none is in use."""
    if not 0 < count < 4000:
        return str(count)
    said = ""
    for value, letters in _ROMAN:
        said += letters * (count // value)
        count %= value
    return said


def letter(count: int) -> str:
    """Write a count as letters, as word processors do: a … z, aa, bb."""
    if not 0 < count <= 26 * 20:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)

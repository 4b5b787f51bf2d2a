"""A program of its own: reads a PDF from stdin, writes its words and rules as JSON.

PDFium is native code, and a PDF may be made to crash it or to keep it busy. So this
runs as a process with little memory and little time, and is given up when it takes
more. Arguments: pages at most, letters at most, seconds, megabytes.

Coordinates are points from the lower left corner of the page as it is seen.
"""

import ctypes
import json
import sys
from typing import Any

try:
    import resource
except ImportError:  # not on Windows: there the time limit of the caller remains
    resource = None  # type: ignore[assignment]  # the check below is all that follows

Word = tuple[float, float, float, float, str, bool]  # a space stands before it
Rule = tuple[float, float, float, float]

_PASSWORD = 4
_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line
_MOST_RULES = 20_000
_DEEPEST = 4


def main(pages: int, letters: int, seconds: int, megabytes: int) -> dict[str, Any]:
    """Return the pages, or ``{"error": …}`` with the reason in one word."""
    data = sys.stdin.buffer.read()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2.raw as pdfium  # noqa: PLC0415 – only within the limits

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() == _PASSWORD
        return {"error": "password" if is_locked else "broken"}
    count = pdfium.FPDF_GetPageCount(document)
    if count > pages:
        return {"error": "pages"}
    read: list[dict[str, Any]] = []
    for at in range(count):
        page = pdfium.FPDF_LoadPage(document, at)
        if not page:
            read.append({"words": [], "rules": [], "width": 0})
            continue
        read.append(_Page(pdfium, page).read(letters))
        letters -= sum(len(word[4]) for word in read[-1]["words"])
        pdfium.FPDF_ClosePage(page)
        if letters < 0:
            return {"error": "letters"}
    return {"pages": read}


class _Page:
    def __init__(self, pdfium: Any, page: Any) -> None:
        self.pdfium, self.page = pdfium, page
        self.turned = pdfium.FPDFPage_GetRotation(page) % 4
        width, height = (
            pdfium.FPDF_GetPageWidthF(page),
            pdfium.FPDF_GetPageHeightF(page),
        )
        self.width, self.height = (
            (height, width) if self.turned % 2 else (width, height)
        )

    def read(self, letters: int) -> dict[str, Any]:
        text = self.pdfium.FPDFText_LoadPage(self.page)
        if not text:
            return {"words": [], "rules": [], "width": 0}
        words = self._words(text, letters)
        self.pdfium.FPDFText_ClosePage(text)
        rules: list[Rule] = []
        count = self.pdfium.FPDFPage_CountObjects(self.page)
        for at in range(min(count, _MOST_RULES)):
            self._rules(self.pdfium.FPDFPage_GetObject(self.page, at), rules, (), 0)
        seen = self.height if self.turned % 2 else self.width
        return {"words": words, "rules": rules[:_MOST_RULES], "width": seen}

    def _words(self, text: Any, letters: int) -> list[Word]:
        words: list[Word] = []
        run: list[str] = []
        box, spaced = (0.0, 0.0, 0.0, 0.0), False
        rectangle = self.pdfium.FS_RECTF()
        at_rectangle = ctypes.byref(rectangle)
        get_letter = self.pdfium.FPDFText_GetUnicode
        get_box = self.pdfium.FPDFText_GetLooseCharBox
        for at in range(min(self.pdfium.FPDFText_CountChars(text), letters + 1)):
            code = get_letter(text, at)
            letter = "-" if code == _HYPHEN else chr(code) if _is_text(code) else " "
            is_space = letter.isspace()
            if not is_space and not get_box(text, at, at_rectangle):
                continue
            r = rectangle
            seen = box if is_space else self._seen(r.left, r.bottom, r.right, r.top)
            if run and (is_space or _is_apart(box, seen)):
                words.append((*box, "".join(run), spaced))
                run, spaced = [], False
            if is_space:
                # PDFium adds spaces of its own where it sees a gap.
                spaced |= self.pdfium.FPDFText_IsGenerated(text, at) != 1
            elif run:
                box = _around(box, seen)
                run.append(letter)
            else:
                # A program that lacks a letter in its font prints all such letters of
                # a line behind it: a space before them stands at the end of the line.
                spaced = spaced and _is_behind(box, seen)
                box, run = seen, [letter]
        if run:
            words.append((*box, "".join(run), spaced))
        return words

    def _seen(self, left: float, low: float, right: float, high: float) -> Rule:
        """Turn a box as the page is turned when it is shown."""
        match self.turned:
            case 1:
                left, low, right, high = (
                    low,
                    self.height - right,
                    high,
                    self.height - left,
                )
            case 2:
                left, right = self.width - right, self.width - left
                low, high = self.height - high, self.height - low
            case 3:
                left, low, right, high = (
                    self.width - high,
                    left,
                    self.width - low,
                    right,
                )
        return round(left, 1), round(low, 1), round(right, 1), round(high, 1)

    def _rules(
        self, element: Any, rules: list[Rule], forms: tuple[Any, ...], depth: int
    ) -> None:
        """Add the straight lines of a path, also of those in a form."""
        pdfium = self.pdfium
        of_kind = pdfium.FPDFPageObj_GetType(element)
        if of_kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = self._matrix(element)
            count = pdfium.FPDFFormObj_CountObjects(element)
            for at in range(max(0, min(count, _MOST_RULES - len(rules)))):
                part = pdfium.FPDFFormObj_GetObject(element, at)
                self._rules(part, rules, (matrix, *forms), depth + 1)
        if of_kind != pdfium.FPDF_PAGEOBJ_PATH:
            return
        matrices = (self._matrix(element), *forms)
        x, y = ctypes.c_float(), ctypes.c_float()
        last = start = (0.0, 0.0)
        count = pdfium.FPDFPath_CountSegments(element)
        for at in range(max(0, min(count, _MOST_RULES - len(rules)))):
            segment = pdfium.FPDFPath_GetPathSegment(element, at)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = _moved(x.value, y.value, matrices)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._add_rule(rules, last, point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._add_rule(rules, point, start)
            last = point

    def _add_rule(
        self, rules: list[Rule], a: tuple[float, float], b: tuple[float, float]
    ) -> None:
        wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
        if min(wide, high) < 1 and max(wide, high) > 4:
            box = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
            rules.append(self._seen(*box))

    def _matrix(self, element: Any) -> Any:
        matrix = self.pdfium.FS_MATRIX()
        self.pdfium.FPDFPageObj_GetMatrix(element, ctypes.byref(matrix))
        return matrix


def _is_text(code: int) -> bool:
    return code > 31 and code not in (0xFFFE, 0xFFFF) and not 0xD800 <= code < 0xE000


def _is_apart(box: Rule, seen: Rule) -> bool:
    """Tell whether a letter does not go on directly where the word ended."""
    high = max(seen[3] - seen[1], box[3] - box[1], 1.0)
    far = seen[0] - box[2]
    return far > 0.18 * high or far < -0.5 * high or abs(seen[1] - box[1]) > 0.2 * high


def _is_behind(box: Rule, seen: Rule) -> bool:
    """Tell whether a letter may stand behind a space that follows the word in a box."""
    high = max(seen[3] - seen[1], box[3] - box[1], 1.0)
    return seen[0] > box[2] - 0.5 * high and abs(seen[1] - box[1]) < high


def _around(box: Rule, seen: Rule) -> Rule:
    return (
        min(box[0], seen[0]),
        min(box[1], seen[1]),
        max(box[2], seen[2]),
        max(box[3], seen[3]),
    )


def _moved(x: float, y: float, matrices: tuple[Any, ...]) -> tuple[float, float]:
    for m in matrices:
        x, y = m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f
    return x, y


if __name__ == "__main__":
    json.dump(main(*map(int, sys.argv[1:])), sys.stdout)

"""The screen font, cut down to what Vietnamese pages use.

``đ``, ``ơ``, ``ư`` and the đồng sign are in the second part, so pages preload both.
"""

from pathlib import Path

import fontpkg_noto_sans
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN = "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2212"
VIETNAMESE = (
    "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,"
    "U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB"
)
PARTS = {"noto-sans-latin.woff2": LATIN, "noto-sans-vietnamese.woff2": VIETNAMESE}
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "tnum", "lnum", "liga"]
# What we show: one width, the weights from regular to bold.
AXES = {"wdth": 100, "wght": (400, 700)}


def source() -> Path:
    return Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"


def write_fonts(folder: Path) -> list[Path]:
    """Write each part that is missing or older than its source; return those."""
    folder.mkdir(parents=True, exist_ok=True)
    newest = max(source().stat().st_mtime, Path(__file__).stat().st_mtime)
    written = []
    for name, unicodes in PARTS.items():
        file = folder / name
        if file.exists() and file.stat().st_mtime >= newest:
            continue
        _cut(unicodes).save(file.with_suffix(".new"))
        file.with_suffix(".new").rename(file)
        written.append(file)
    return written


def _cut(unicodes: str) -> TTFont:
    options = subset.Options(
        layout_features=FEATURES, hinting=False, notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    font = TTFont(source())
    cutter.subset(font)  # first: to narrow three thousand glyphs would take a minute
    narrow = instancer.instantiateVariableFont(font, AXES)
    narrow.flavor = "woff2"
    return narrow

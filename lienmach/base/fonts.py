"""The fonts, cut down to what Vietnamese pages use: of the screen, of official papers.

``đ``, ``ơ``, ``ư`` and the đồng sign are in the second part of the screen font, so
pages preload both. Papers have the widths of Times New Roman, as decree 30/2020 asks.
"""

from importlib.util import find_spec
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
TERMES = "rinoh_typeface_texgyretermes"  # never imported: only its files are wanted
FACES = ("regular", "bold", "italic", "bolditalic")
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "tnum", "lnum", "liga"]
# What we show: one width, the weights from regular to bold.
AXES = {"wdth": 100, "wght": (400, 700)}


def source() -> Path:
    return Path(fontpkg_noto_sans.ROOT) / "files" / "NotoSans[wdth,wght].ttf"


def faces() -> dict[str, Path]:
    """The files that each face of the papers is cut from, by its name."""
    found = find_spec(TERMES)
    assert found
    assert found.origin
    folder = Path(found.origin).parent
    return {
        f"termes-{face}.woff2": folder / f"texgyretermes-{face}.otf" for face in FACES
    }


def write_fonts(folder: Path) -> list[Path]:
    """Write each part that is missing or older than its source; return those."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = {name: source() for name in PARTS} | faces()
    own = Path(__file__).stat().st_mtime
    written = []
    for name, origin in sources.items():
        file = folder / name
        newest = max(origin.stat().st_mtime, own)
        if file.exists() and file.stat().st_mtime >= newest:
            continue
        font = _screen(PARTS[name]) if name in PARTS else _cut(TTFont(origin), ALL)
        font.flavor = "woff2"
        font.save(file.with_suffix(".new"))
        file.with_suffix(".new").rename(file)
        written.append(file)
    return written


ALL = f"{LATIN},{VIETNAMESE}"


def _screen(unicodes: str) -> TTFont:
    """Cut first: to narrow three thousand glyphs would take a minute."""
    return instancer.instantiateVariableFont(_cut(TTFont(source()), unicodes), AXES)


def _cut(font: TTFont, unicodes: str) -> TTFont:
    options = subset.Options(
        layout_features=FEATURES, hinting=False, notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    return font

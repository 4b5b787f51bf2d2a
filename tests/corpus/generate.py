"""``make(seed)``: a made-up report with its faults, citations and traps.

The same seed makes the same report. First a world and an outline, then the
statements under each heading; some of them are
made wrong while they are written, so that everything else stays consistent with the
world. See ``README.md``.
"""

import unicodedata
from dataclasses import dataclass, field
from random import Random

from tests.corpus import layout, marks, outlines, world
from tests.corpus.annexes import Annexer
from tests.corpus.blocks import Block, Heading, Paragraph, Title
from tests.corpus.habits import Habits
from tests.corpus.outlines import Outline, Part
from tests.corpus.phrasebook import Phrase, Phrasebook, Plant, Statement, phrasebook
from tests.corpus.rendering import Writer
from tests.corpus.sample import Fault, Sample, Trap
from tests.corpus.sheets import FORBIDDEN, FORM, spoils_of
from tests.corpus.style import NBSP, Style

HELD_OUT = 1_000_000  # seeds from here on are never tuned on
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass(slots=True)
class Said:
    """A statement chosen for the report, and how it is to go wrong."""

    statement: Statement
    phrase: Phrase
    fault: str = ""
    plant: Plant | None = None


@dataclass(slots=True)
class Draft:
    """A report under way."""

    rng: Random
    outline: Outline
    writer: Writer
    book: Phrasebook
    blocks: list[Block] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    hosts: list[str] = field(default_factory=list)
    planted: dict[str, tuple[str, str, tuple[str, ...], str]] = field(
        default_factory=dict
    )
    heading_fault: tuple[str, str] | None = None
    own: str = ""

    def fault(
        self, kind: str, variant: str, severities: tuple[str, ...], host: str
    ) -> str:
        key = f"f{len(self.planted)}"
        self.planted[key] = (kind, variant, severities, host)
        return key


def make(seed: int) -> Sample:
    rng = Random(seed)
    outline, level, scheme = outlines.choose(rng)
    style = Style.of(rng)
    held_out = seed >= HELD_OUT
    writer = Writer(rng, world.build(rng, level, scheme), style)
    writer.habits = Habits(rng, held_out=held_out)
    draft = Draft(rng, outline, writer, phrasebook(held_out=held_out))
    count = rng.choices(range(7), (3, 3, 4, 4, 3, 2, 1))[0]
    body = _choose(draft, level)
    _plan_faults(draft, body, level, count)
    _opening(draft, scheme)
    _body(draft, body)
    _closing(draft)
    _annexes(draft, level, count - len(draft.planted))
    return _sample(draft, seed, style)


# ---- what is said ----------------------------------------------------------------


def _fits(statement: Statement, level: str) -> bool:
    return not statement.levels or level in statement.levels


def _choose(draft: Draft, level: str) -> dict[int, list[Said]]:
    """Statements for each part that has topics, by the part's identity."""
    chosen: dict[int, list[Said]] = {}

    def visit(part: Part) -> None:
        said: list[Said] = []
        for topic in part.topics:
            if topic != "later":
                said += _of_topic(draft, topic, level)
        if draft.rng.random() < 0.35 and part.topics:
            said += _of_topic(draft, "trap", level)[:1]
        chosen[id(part)] = said
        for inner in part.parts:
            visit(inner)

    for part in draft.outline.parts:
        visit(part)
    return chosen


def _of_topic(draft: Draft, topic: str, level: str) -> list[Said]:
    rng = draft.rng
    if topic in draft.book.statements:
        pool = [draft.book.statements[topic]]
    else:
        pool = list(draft.book.by_topic[topic])
        rng.shuffle(pool)
        pool = pool[: max(1, round(len(pool) * rng.uniform(0.3, 0.75)))]
        pool.sort(key=list(draft.book.by_topic[topic]).index)
    said = []
    for statement in pool:
        plain = [p for p in statement.phrases if not p.only_wrong]
        again = statement.topic == "prose"
        if not _fits(statement, level) or not plain:
            continue
        if statement.key in draft.used and not again:
            continue
        draft.used.add(statement.key)
        said.append(Said(statement, rng.choice(plain)))
    return said


# ---- what goes wrong -------------------------------------------------------------


def _plan_faults(
    draft: Draft, body: dict[int, list[Said]], level: str, count: int
) -> None:
    """Choose what to spoil in the narrative; annexes get the rest of ``count``."""
    rng = draft.rng
    in_annex = sum(rng.random() < 0.3 for _ in range(count)) if _annexed(draft) else 0
    for _ in range(count - in_annex):
        rng.choices((_spoil_statement, _add_mistake, _spoil_headings), (6, 4, 0.8))[0](
            draft, body, level
        )


def _annexed(draft: Draft) -> bool:
    return bool(draft.outline.annexes)


def _spoil_statement(draft: Draft, body: dict[int, list[Said]], level: str) -> None:
    """Make one of the chosen statements wrong, or say it in a way that is wrong."""
    rng = draft.rng
    options: list[tuple[Said, Phrase, Plant]] = []
    for said in (s for group in body.values() for s in group):
        if said.fault:
            continue
        options += [
            (said, phrase, plant)
            for phrase in said.statement.phrases
            for plant in phrase.plants
        ]
    if not options:
        return
    kinds = sorted({plant.kind for _, _, plant in options})
    kind = rng.choice(kinds)  # rare kinds as often as common ones
    if rng.random() < 0.5:
        kind = rng.choice(options)[2].kind
    said, phrase, plant = rng.choice([o for o in options if o[2].kind == kind])
    _mark(draft, said, phrase, plant)


def _mark(draft: Draft, said: Said, phrase: Phrase, plant: Plant) -> None:
    said.phrase, said.plant = phrase, plant
    said.fault = draft.fault(
        plant.kind, plant.variant, plant.severities, said.statement.key
    )


def _add_mistake(draft: Draft, body: dict[int, list[Said]], level: str) -> None:
    """Add a statement that is there to be wrong: a bad citation, a slip of form."""
    rng = draft.rng
    pool = [
        s
        for s in draft.book.by_topic["mistakes"]
        if s.key not in draft.used and _fits(s, level)
    ]
    groups = [group for group in body.values() if group]
    if not pool or not groups:
        return
    statement = rng.choice(pool)
    draft.used.add(statement.key)
    phrase = rng.choice(statement.phrases)
    group = rng.choice(groups)
    said = Said(statement, phrase)
    _mark(draft, said, phrase, rng.choice(phrase.plants))
    group.insert(rng.randint(0, len(group)), said)


def _spoil_headings(draft: Draft, body: dict[int, list[Said]], level: str) -> None:
    if draft.heading_fault or not draft.outline.kind or len(draft.outline.parts) < 3:
        return
    kind = draft.rng.choice(("duplicate_heading", "heading_jump"))
    fault = draft.fault(kind, "roman", FORM, "headings")
    draft.heading_fault = (fault, kind)


# ---- writing ---------------------------------------------------------------------


def _opening(draft: Draft, scheme: str) -> None:
    rng, writer = draft.rng, draft.writer
    word, window = writer.world.word, writer.world.window
    title = rng.choice(draft.outline.titles).format(**word)
    if not draft.outline.kind:
        draft.blocks.append(Title([title]))
        day = f"{window.written.day:02d}/{window.written.month:02d}"
        draft.blocks.append(Paragraph(f"Ngày cập nhật {day}/{window.written.year}"))
        return
    number = f"{rng.randint(400, 900)}/BC-{word['code']}"
    known = [d.number for d in writer.world.docs.by_key.values()]
    while number in known:
        number = f"{rng.randint(400, 900)}/BC-{word['code']}"
    place = word["here"]
    day = f"ngày {window.written.day:02d} tháng {window.written.month}"
    day += f" năm {window.written.year}"
    if window.written.month < 3:
        day = day.replace("tháng ", "tháng 0")
    numbered = rng.random() < 0.85
    gap = rng.choice(("", " "))
    shown = f"Số:{gap}{number}" if numbered else f"Số:      /BC-{word['code']}"
    if numbered:
        writer.pairs.append((number, window.written))
        draft.own = number
    heads = [f"{word['office'].upper()}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    if rng.random() < 0.5:
        draft.blocks.append(Title(["\t".join(heads), f"{shown}\t{place}, {day}"]))
    else:
        draft.blocks.append(Title([heads[0]]))
        draft.blocks.append(Paragraph(shown))
        draft.blocks.append(Paragraph(f"{place}, {day}"))
    draft.blocks.append(Title([draft.outline.kind, title]))
    basis = Said(
        draft.book.statements["intro.basis"],
        rng.choice(draft.book.statements["intro.basis"].phrases),
    )
    _say(draft, basis)


def _body(draft: Draft, body: dict[int, list[Said]]) -> None:
    scheme = draft.rng.choice(
        (("R.", "1."), ("R.", "1."), ("R.", "a)"), ("1.", "1.1."))
    )
    codes = _codes(draft, len(draft.outline.parts), scheme[0])
    for code, part in zip(codes, draft.outline.parts, strict=True):
        _part(draft, part, code, 1, scheme[1], body)
    _flush(draft)


def _codes(draft: Draft, count: int, form: str) -> list[str]:
    codes = [_code(form, i) for i in range(count)]
    if draft.heading_fault:
        fault, kind = draft.heading_fault
        at = draft.rng.randrange(1, count)
        if kind == "duplicate_heading":
            codes[at] = marks.mark(codes[at - 1], fault, changed=True)
            codes[at + 1 :] = [_code(form, i - 1) for i in range(at + 1, count)]
        else:
            codes[at:] = [_code(form, i + 1) for i in range(at, count)]
            codes[at] = marks.mark(codes[at], fault, changed=True)
    return codes


def _code(form: str, index: int) -> str:
    return f"{ROMANS[index]}." if form == "R." else f"{index + 1}."


def _part(
    draft: Draft,
    part: Part,
    code: str,
    level: int,
    inner: str,
    body: dict[int, list[Said]],
) -> None:
    title = part.title.format(**draft.writer.world.word)
    if title and title.startswith("Phần"):
        draft.blocks.append(Heading(code, title.partition(": ")[2], level))
    elif title:
        draft.blocks.append(Heading(code, title, level))
    for said in body[id(part)]:
        _say(draft, said)
    if "later" in part.topics:
        _flush(draft)
    for i, below in enumerate(part.parts):
        _part(draft, below, _inner_code(inner, code, i), level + 1, inner, body)


def _inner_code(form: str, outer: str, index: int) -> str:
    if form == "a)":
        return "abcdeghiklmn"[index] + ")"
    if form == "1.1.":
        return f"{marks.bare(outer)}{index + 1}."
    return f"{index + 1}."


def _say(draft: Draft, said: Said) -> None:
    draft.writer.plain = said.plant is not None
    text = draft.writer.write(said.phrase, said.fault, said.plant)
    draft.hosts.append(said.statement.key)
    now, _, later = text.partition(" || ")
    pieces = now.split(" // ")
    for i, piece in enumerate(pieces):
        sign = draft.writer.style.bullet
        if i and piece[:2] in ("- ", "+ ") and sign not in "-+":
            piece = sign + piece[1:]
        if said.statement.topic == "trap":
            piece = marks.trap(said.statement.name) + piece
        draft.blocks.append(Paragraph(_spaced(draft, piece)))
    if later:
        draft.later.append(later)


def _flush(draft: Draft) -> None:
    draft.blocks += [Paragraph(text) for text in draft.later]
    draft.later.clear()


def _spaced(draft: Draft, text: str) -> str:
    """Some offices type hard spaces before units."""
    if not draft.writer.style.hard_spaces:
        return text
    for unit in ("hồ sơ", "nhiệm vụ", "người", "thủ tục"):
        if draft.rng.random() < 0.5:
            text = text.replace(f" {unit}", f"{NBSP}{unit}", 1)
    return text


def _closing(draft: Draft) -> None:
    word = draft.writer.world.word
    if not draft.outline.kind:
        draft.blocks.append(Paragraph(word["signer"]))
        return
    label = word["label"]
    draft.blocks.append(
        Paragraph(f"Trên đây là báo cáo {label} của {word['office']}./.")
    )
    draft.blocks.append(Paragraph("Nơi nhận:"))
    for line in (f"- {word['upper']};", "- Các cơ quan, đơn vị;", "- Lưu: VT."):
        draft.blocks.append(Paragraph(line))
    office = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    if word["kind"] == "Sở":
        office = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    draft.blocks.append(Title(office))
    draft.blocks.append(Paragraph(word["signer"]))


# ---- annexes ---------------------------------------------------------------------


def _annexes(draft: Draft, level: str, wanted: int) -> None:
    names = [n for n in draft.outline.annexes if n not in FORBIDDEN.get(level, ())]
    if not names:
        return
    annexer = Annexer(draft.rng, draft.writer)
    options = [o for name in names for o in spoils_of(name, draft.writer.printed)]
    for _ in range(max(0, wanted)):
        free = [o for o in options if o.annex not in annexer.spoils]
        if not free:
            break
        kind = draft.rng.choice(sorted({o.kind for o in free}))
        spoilt = draft.rng.choice([o for o in free if o.kind == kind])
        fault = draft.fault(
            spoilt.kind, spoilt.variant, spoilt.severities, f"annex.{spoilt.annex}"
        )
        annexer.spoils[spoilt.annex] = (fault, spoilt)
    if draft.rng.random() < 0.3:
        own, day = draft.own or "…/BC-UBND", draft.writer.world.window.written
        gap = draft.rng.choice(("", "", " "))
        line = f"(Kèm theo Báo cáo số {own} ngày {day.day}{gap}/{day.month}/{day.year}"
        line += f" của {draft.writer.world.word['office']})"
        draft.blocks.append(Title(["HỆ THỐNG PHỤ LỤC", line]))
    for i, name in enumerate(names):
        number = str(i + 1) if draft.rng.random() < 0.8 else ROMANS[i]
        draft.blocks += annexer.annex(name, number)


# ---- the finished sample ---------------------------------------------------------


def _sample(draft: Draft, seed: int, style: Style) -> Sample:
    rng = draft.rng
    form = rng.choices(layout.FORMATS, (6, 1.5, 1.5, 2))[0]
    if form == "md":
        marked = layout.as_markdown(draft.blocks)
    else:
        marked = layout.as_text(rng, draft.blocks, style)
    tokens, traps = marks.seen(marked)
    text = marks.bare(marked)
    if form == "html":
        data = layout.as_html(rng, draft.blocks)
    elif form == "docx":
        data = layout.as_docx(draft.blocks)
    else:
        shown = unicodedata.normalize("NFD", text) if style.decomposed else text
        data = shown.encode()
    faults = []
    for key, (kind, variant, severities, host) in draft.planted.items():
        mine = [token for token in tokens if token.fault == key]
        if not mine:
            continue  # an annex that turned out to have no such row
        faults.append(
            Fault(
                kind,
                variant,
                severities,
                tuple(dict.fromkeys(t.token for t in mine)),
                tuple(dict.fromkeys(t.token for t in mine if t.changed)),
                tuple(sorted({t.line for t in mine})),
                host,
            )
        )
    dated = {number for number, day in draft.writer.pairs if day}
    pairs = list(
        dict.fromkeys(p for p in draft.writer.pairs if p[1] or p[0] not in dated)
    )
    return Sample(
        f"mau-{seed}",
        text,
        form,
        data,
        faults,
        pairs,
        [Trap(name, line) for name, line in traps],
        draft.writer.loose,
        draft.outline.name,
        draft.hosts,
    )

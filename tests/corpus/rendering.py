"""From a phrase and a world to marked text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.corpus import citing
from tests.corpus.citing import Citing
from tests.corpus.marks import mark
from tests.corpus.names import Doc
from tests.corpus.phrasebook import Phrase, Plant
from tests.corpus.sample import Pair
from tests.corpus.slips import slip, slip_percent
from tests.corpus.style import Style, rounded
from tests.corpus.world import World

TOKEN = re.compile(r"\{([^{}]+)\}")
LITERAL = re.compile(r"\[\[([^\[\]]+)\]\]")


@dataclass(slots=True)
class Writer:
    """Writes the phrases of one report; remembers what was printed."""

    rng: Random
    world: World
    style: Style
    pairs: list[Pair] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    plain: bool = False
    habits: Callable[[str], str] = str

    def write(self, phrase: Phrase, fault: str = "", plant: Plant | None = None) -> str:
        """The phrase in this world; with ``plant``, made wrong and marked ``fault``."""
        return _Writing(self, phrase, fault, plant).text()

    @property
    def citing(self) -> Citing:
        return Citing(self.rng, self.style, self.pairs, self.plain)


@dataclass(slots=True)
class _Writing:
    """One phrase under way: ``target`` is the token to go wrong, if any."""

    writer: Writer
    phrase: Phrase
    fault: str
    plant: Plant | None
    target: str = ""

    def text(self) -> str:
        rng = self.writer.rng
        if self.plant and self.plant.change:
            self.target = rng.choice(self.plant.change)
        text = TOKEN.sub(lambda found: self._token(found[1]), self._worded())
        if self.fault:
            return LITERAL.sub(lambda f: mark(f[1], self.fault, changed=True), text)
        return LITERAL.sub(r"\1", text)

    def _worded(self) -> str:
        """The phrase in the office's words, but where a word itself is the mistake."""
        if LITERAL.search(self.phrase.text) and not TOKEN.search(self.phrase.text):
            return self.phrase.text
        return self.writer.habits(self.phrase.text)

    def _token(self, token: str) -> str:
        world, style = self.writer.world, self.writer.style
        if token.startswith("$"):
            return world.word[token[1:]]
        if token.startswith("@"):
            return self._cite(token)
        if token.startswith("#"):
            return self._named(token[1:])
        if token.startswith("~"):
            return self._day(token)
        self.writer.printed.add(token)
        wrong = bool(self.plant) and token == self.target
        if "%" in token or "^" in token:
            shown = self._share(token, wrong)
            text = style.percent(shown)
        elif "/" in token:
            text = style.decimal(self._average(token, wrong))
        elif token.startswith("score"):
            value = self._wrong_count(token) if wrong else self._count(token)
            text = style.decimal(Decimal(value).scaleb(-2))
        else:
            value = self._wrong_count(token) if wrong else self._count(token)
            text = style.count(value)
        return self._marked(text, token, wrong)

    def _marked(self, text: str, token: str, wrong: bool) -> str:
        """The figure, marked when the plant is about it."""
        if not self.plant:
            if self.writer.style.bold and self.writer.rng.random() < 0.1:
                return f"**{text}**" if text.strip("0123456789.") == "" else text
            return text
        named = token in self.plant.anchors
        aimed = wrong or f"{token}=" in self.plant.anchors
        if not (named or aimed):
            return text
        return mark(text, self.fault, changed=aimed)

    def _count(self, token: str) -> int:
        return int(self.writer.world.figure(token.rstrip("'")))

    def _wrong_count(self, token: str) -> int:
        rng, value = self.writer.rng, self._count(token)
        plant = self.plant
        if plant is None:
            return value
        if plant.kind in ("subset_gt_total", "child_gt_parent"):
            whole = max(self._count(t.rstrip("=")) for t in plant.anchors)
            return slip(rng, whole, up=True)
        if plant.kind == "over_max":
            if token.startswith("score"):
                return 10_000 + rng.randint(15, 690)
            return self._count(plant.anchors[-1]) + rng.randint(1, 3)
        if plant.kind == "rank_mismatch":
            return value + rng.choice((-1, 1, 2)) if value > 1 else value + 1
        return slip(rng, value)

    def _share(self, token: str, wrong: bool) -> Decimal:
        style = self.writer.style
        sign = "%" if "%" in token else "^"
        left, right = token.rstrip("'").split(sign)
        part = self.writer.world.figure(left)
        whole = self.writer.world.figure(right)
        if sign == "^":
            part -= whole
        shown = style.rate(part, whole)
        if not wrong or self.plant is None:
            return shown
        places = -int(shown.as_tuple().exponent)
        if self.plant.kind == "over_max":
            return 100 + Decimal(self.writer.rng.randint(11, 690)).scaleb(-places or -1)
        if self.plant.variant == "rounding":
            return self._misrounded(part * 100 / whole, shown, places)
        return slip_percent(self.writer.rng, shown, places, top=sign == "%")

    def _misrounded(self, exact: Decimal, shown: Decimal, places: int) -> Decimal:
        """One unit of the last digit to the other side: never beyond one unit."""
        step = Decimal(1).scaleb(-places)
        return shown + step if exact > shown else shown - step

    def _average(self, token: str, wrong: bool) -> Decimal:
        left, right = token.rstrip("'").split("/")
        value = rounded(
            self.writer.world.figure(left) / self.writer.world.figure(right), 1
        )
        if not wrong:
            return value
        factor = Decimal(self.writer.rng.choice((81, 88, 93, 109, 117, 126))) / 100
        return rounded(value * factor + 1, 1)

    def _day(self, token: str) -> str:
        window, style, rng = (
            self.writer.world.window,
            self.writer.style,
            self.writer.rng,
        )
        name = token[1:].rstrip("'")
        day = {"start": window.start, "end": window.end, "written": window.written}[
            name
        ]
        wrong = bool(self.plant) and token == self.target
        if wrong:
            # an office slips in the year: the window then ends before it begins
            year = window.end.year + 1 if name == "start" else window.start.year - 1
            day = day.replace(year=year)
            if self.plant and self.plant.variant == "label":
                day = window.end + timedelta(rng.choice((92, 123, 184)))
        text = style.day(rng, day)
        if self.plant and token in self.plant.anchors:
            return mark(text, self.fault, changed=wrong)
        return text

    def _cite(self, token: str) -> str:
        writer, rng = self.writer, self.writer.rng
        keys, _, mode = token[1:].partition(":")
        if mode == "shared":
            return self._shared(keys)
        plain = keys.rstrip("'")
        docs = writer.world.docs
        if "," in plain:
            found = [
                (docs[key], citing.right(docs[key]), "") for key in plain.split(",")
            ]
            if self.plant:
                found = [
                    (docs[key], self._shown(f"@{key}"), self.fault)
                    for key in plain.split(",")
                ]
            return writer.citing.many(found)
        doc = docs.law(rng, plain) if plain == "law" or "/" in plain else None
        if plain == "lawyear":
            doc = rng.choice([d for d in docs.laws if d.number.count("/") == 2])
        name = token.partition(":")[0]
        if doc is None:
            doc = docs[plain]
        shown = self._shown(name, doc)
        about = self.plant is not None and name in self.plant.anchors
        fault = self.fault if about else ""
        if self.plant and shown.wrong_number:
            writer.loose.extend((shown.number, doc.number))
        if mode in ("after", "issuerfirst"):
            return writer.citing.far(doc, shown, fault, by_issuer=mode != "after")
        if mode == "first":
            return writer.citing.date_first(doc, shown, fault)
        if mode == "nodate" and not about:
            shown = citing.Printed(doc.number, None)
        own = doc.issuer == writer.world.word["short"]
        return writer.citing.phrase(
            doc, shown, fault, subject="s" not in mode, issuer=mode != "own" or not own
        )

    def _named(self, token: str) -> str:
        """A citation that the phrase itself names; a day without a year gets ours."""
        number, _, printed = token.partition("|")
        if not printed:
            self.writer.pairs.append((number, None))
            return number
        if printed.count("/") == 1:
            printed += f"/{self.writer.world.word['year']}"
        day, month, year = map(int, printed.split("/"))
        self.writer.pairs.append((number, date(year, month, day)))
        return f"{number} ngày {printed}"

    def _shown(self, name: str, doc: Doc | None = None) -> citing.Printed:
        docs = self.writer.world.docs
        doc = doc or docs[name[1:].rstrip("'")]
        if self.plant is None or name != self.target:
            return citing.right(doc)
        return citing.wrong(
            self.writer.rng,
            doc,
            self.plant.kind,
            self.plant.variant,
            self.writer.world.window.written,
        )

    def _shared(self, keys: str) -> str:
        writer, laws = self.writer, self.writer.world.docs.laws
        if keys == "party":
            docs = [law for law in laws if law.number in ("18-NQ/TW", "19-NQ/TW")]
            if len(docs) == 2:
                return writer.citing.shared(docs, dated=writer.rng.random() < 0.7)
        doc = writer.world.docs["up_target"]
        run, _, tail = doc.number.partition("/")
        following = Doc(
            doc.type, f"{int(run) + 1:02d}/{tail}", doc.date, doc.issuer, doc.subject
        )
        return writer.citing.shared([doc, following], dated=True)


def months_before(writer: Writer, days: int) -> str:
    """A day some time before the window, printed."""
    day = writer.world.window.start - timedelta(days)
    return writer.style.day(writer.rng, day)

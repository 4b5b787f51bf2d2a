"""Annexes that agree with the narrative, unless they are asked not to."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.corpus import counts
from tests.corpus.blocks import Block, Table, Title
from tests.corpus.marks import mark, trap
from tests.corpus.rendering import Writer
from tests.corpus.sheets import SHEETS, Row, Spoilt
from tests.corpus.slips import slip, slip_percent


@dataclass(slots=True)
class Annexer:
    """Makes the annexes of one report; ``spoils`` are mistakes by annex name."""

    rng: Random
    writer: Writer
    spoils: dict[str, tuple[str, Spoilt]] = field(default_factory=dict)

    def annex(self, name: str, number: str) -> list[Block]:
        fault, spoilt = self.spoils.get(name, ("", None))
        if name in SHEETS:
            return self.sheet(name, number)
        if name == "papers":
            return self.list_of_papers(number)
        counted = counts.Counted(self.rng, self.writer, fault, spoilt)
        return counted.annex(name, number)

    def sheet(self, name: str, number: str) -> list[Block]:
        """A sheet of indicators by code."""
        title, rows = SHEETS[name]
        head = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"]
        table = [head]
        fault, spoilt = self.spoils.get(name, ("", None))
        for place, row in enumerate(rows):
            code = row.code
            if spoilt and spoilt.kind == "duplicate_code" and code == spoilt.change:
                code = rows[place - 1].code
                code = mark(code, fault, changed=True)
            unit = row.unit
            if spoilt and spoilt.kind == "unit_mismatch" and row.token == spoilt.change:
                unit = "Tỷ đồng"
            cell = self._cell(row, fault, spoilt)
            table.append([code, row.label, unit, cell, ""])
        heading = Title([f"Phụ lục {number}", f"BIỂU SỐ LIỆU {title}"])
        return [heading, Table(table)]

    def _cell(self, row: Row, fault: str, spoilt: Spoilt | None) -> str:
        writer, style = self.writer, self.writer.style
        if row.token.startswith("="):
            words = {
                "=blank": "",
                "=not_ours": self.rng.choice(
                    ("Thẩm quyền cấp tỉnh", "không thuộc thẩm quyền", "-")
                ),
            }
            if row.token == "=not_ours":
                return trap("not_ours") + words[row.token]
            return words.get(row.token, row.token[1:])
        if not row.token:
            return ""
        if row.token.startswith("zero"):
            return self._zero(row.token, fault, spoilt)
        wrong = spoilt is not None and row.token == spoilt.change
        writer.named.add(row.token)
        if "%" in row.token:
            left, right = row.token.split("%")
            figure = writer.world.figure
            shown = style.rate(figure(left), figure(right))
            if wrong and spoilt:
                shown = self._wrong_rate(shown, spoilt)
            text = style.decimal(shown)
            if self.rng.random() < 0.7:
                text += style.percent_gap + "%"
        else:
            value = int(writer.world.figure(row.token))
            if wrong and spoilt and spoilt.kind != "unit_mismatch":
                value = self._wrong(value, spoilt)
            text = style.count(value)
        if spoilt and row.token in spoilt.anchors:
            return mark(text, fault, changed=wrong)
        return text

    def _wrong_rate(self, shown: Decimal, spoilt: Spoilt) -> Decimal:
        places = -int(shown.as_tuple().exponent)
        if spoilt.kind == "over_max":
            return 100 + Decimal(self.rng.randint(13, 480)).scaleb(-places or -1)
        return slip_percent(self.rng, shown, places, top=True)

    def _wrong(self, value: int, spoilt: Spoilt) -> int:
        if spoilt.kind == "child_gt_parent":
            parent = int(self.writer.world.figure(spoilt.anchors[-1]))
            return slip(self.rng, parent, up=True)
        return slip(self.rng, value)

    def _zero(self, token: str, fault: str, spoilt: Spoilt | None) -> str:
        if spoilt and spoilt.kind == "zero_denominator":
            text = self.rng.choice(("100", "100%")) if token == "zero%" else "0"
            return mark(text, fault, changed=True)
        if token == "zero%":
            return trap("no_rate") + self.rng.choice(("", "không phát sinh", "0"))
        return "0"

    def list_of_papers(self, number: str) -> list[Block]:
        """The documents issued in the period, as a table."""
        docs = self.writer.world.docs
        keys = ["plan_kstt", "plan_media", "plan_digital", "letter_index", "notice_end"]
        keys = self.rng.sample(keys, self.rng.randint(3, 5))
        apart = self.rng.random() < 0.6
        rows: list[list[str]] = []
        for i, key in enumerate(keys):
            doc, style = docs[key], self.writer.style
            day = style.day(self.rng, doc.date)
            self.writer.pairs.append((doc.number, doc.date))
            about = doc.subject[0].upper() + doc.subject[1:]
            if apart:
                rows.append([str(i + 1), doc.number, day, about])
            else:
                whole = f"{doc.type} số {doc.number} ngày {day} về {doc.subject}"
                rows.append([str(i + 1), whole, doc.issuer])
        head = ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu"]
        if not apart:
            head = ["STT", "Tên văn bản", "Cơ quan ban hành"]
        title = Title([f"Phụ lục {number}", "DANH MỤC VĂN BẢN ĐÃ BAN HÀNH TRONG KỲ"])
        return [title, Table([head, *rows])]

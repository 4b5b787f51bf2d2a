"""Annexes that agree with the narrative, unless they are asked not to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.corpus.blocks import Block, Table, Title
from tests.corpus.marks import mark, trap
from tests.corpus.phrasebook import SEVERITIES
from tests.corpus.rendering import Writer
from tests.corpus.slips import slip, slip_percent


@dataclass(frozen=True, slots=True)
class Row:
    """A coded row; ``token`` is a figure of the world, a rate, or words in ``=…``."""

    code: str
    label: str
    unit: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A mistake to plant in an annex: which cell, read beside which others."""

    kind: str
    variant: str
    severities: tuple[str, ...]
    change: str
    anchors: tuple[str, ...]
    annex: str


SURE, FORM = SEVERITIES["!"], SEVERITIES["!i"]

SHEETS: dict[str, tuple[str, tuple[Row, ...]]] = {
    "direction": (
        "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        (
            Row("1.", "Số văn bản chỉ đạo, điều hành đã ban hành", "Văn bản", "papers"),
            Row("2.", "Tỷ lệ hoàn thành kế hoạch năm", "%", "tasks_done%tasks"),
            Row("2.1.", "Tổng số nhiệm vụ trong kế hoạch", "Nhiệm vụ", "tasks"),
            Row("2.2.", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", "tasks_done"),
            Row("3.", "Thực hiện nhiệm vụ cấp trên giao", ""),
            Row("3.1.", "Tổng số nhiệm vụ được giao", "Nhiệm vụ", "orders"),
            Row("3.2.", "Hoàn thành đúng hạn", "Nhiệm vụ", "orders_ontime"),
            Row("3.3.", "Hoàn thành nhưng quá hạn", "Nhiệm vụ", "orders_late"),
            Row("4.", "Khảo sát sự hài lòng", "Có = 1; Không = 0", "=1"),
            Row("4.1.", "Số phiếu phát ra", "Phiếu", "polled"),
        ),
    ),
    "dossiers": (
        "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        (
            Row("1.", "Tổng số hồ sơ tiếp nhận trong kỳ", "Hồ sơ", "recv"),
            Row("1.1.", "Số hồ sơ kỳ trước chuyển sang", "Hồ sơ", "old"),
            Row("1.2.", "Số hồ sơ tiếp nhận mới", "Hồ sơ", "fresh"),
            Row("2.", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "done_ok%done"),
            Row("2.1.", "Tổng số hồ sơ đã giải quyết", "Hồ sơ", "done"),
            Row(
                "2.2.", "Số hồ sơ giải quyết đúng hạn và trước hạn", "Hồ sơ", "done_ok"
            ),
            Row("3.", "Số hồ sơ đang giải quyết", "Hồ sơ", "open"),
            Row("3.1.", "Trong hạn", "Hồ sơ", "within"),
            Row("3.2.", "Quá hạn", "Hồ sơ", "overdue"),
            Row("4.", "Tỷ lệ xử lý phản ánh, kiến nghị", "%", "pakn_done%pakn"),
            Row("4.1.", "Số phản ánh, kiến nghị đã tiếp nhận", "PAKN", "pakn"),
            Row("4.2.", "Số phản ánh, kiến nghị đã xử lý", "PAKN", "pakn_done"),
        ),
    ),
    "law": (
        "CẢI CÁCH THỂ CHẾ",
        (
            Row("1.", "Tổng số văn bản quy phạm pháp luật đã ban hành", "VB", "laws"),
            Row("1.1.", "Nghị quyết của HĐND", "Văn bản", "laws_council"),
            Row("1.2.", "Quyết định của UBND", "Văn bản", "laws_committee"),
            Row("2.", "Tỷ lệ xử lý văn bản sau rà soát", "%", "zero%"),
            Row("2.1.", "Số văn bản phải xử lý sau rà soát", "Văn bản", "zero"),
            Row("2.2.", "Số văn bản đã xử lý xong", "Văn bản", "zero'"),
            Row("3.", "Số văn bản thuộc thẩm quyền cấp trên", "Văn bản", "=not_ours"),
        ),
    ),
    "people": (
        "TỔ CHỨC BỘ MÁY VÀ CHẾ ĐỘ CÔNG VỤ",
        (
            Row("1.", "Biên chế được giao", "Người", "staff"),
            Row("1.1.", "Công chức", "Người", "staff_cc"),
            Row("1.2.", "Viên chức", "Người", "staff_vc"),
            Row("1.3.", "Hợp đồng lao động", "Người", "staff_hd"),
            Row("2.", "Số người có mặt", "Người", "here"),
            Row("3.", "Số trường hợp tinh giản trong kỳ", "Người", "cut"),
            Row("4.", "Tỷ lệ tinh giản so với năm 2015", "%", "=blank"),
        ),
    ),
    "finance": (
        "CẢI CÁCH TÀI CHÍNH CÔNG",
        (
            Row("1.", "Tỷ lệ giải ngân vốn đầu tư công", "%", "spent%plan_money"),
            Row(
                "1.1.", "Kế hoạch vốn đầu tư công được giao", "Triệu đồng", "plan_money"
            ),
            Row("1.2.", "Đã giải ngân", "Triệu đồng", "spent"),
            Row("2.", "Số đơn vị sự nghiệp công lập tự chủ", "Đơn vị", "autonomy"),
            Row("2.1.", "Nhóm 1", "Đơn vị", "auto_1"),
            Row("2.2.", "Nhóm 2", "Đơn vị", "auto_2"),
            Row("2.3.", "Nhóm 3", "Đơn vị", "auto_3"),
            Row("2.4.", "Nhóm 4", "Đơn vị", "auto_4"),
        ),
    ),
    "digital": (
        "XÂY DỰNG CHÍNH QUYỀN SỐ",
        (
            Row("1.", "Tỷ lệ văn bản đi được ký số", "%", "out_signed%papers_out"),
            Row("1.1.", "Tổng số văn bản đi", "Văn bản", "papers_out"),
            Row("1.2.", "Số văn bản đi được ký số", "Văn bản", "out_signed"),
            Row("2.", "Dịch vụ công trực tuyến", ""),
            Row("2.1.", "Toàn trình", "Dịch vụ", "procs_full"),
            Row("2.2.", "Một phần", "Dịch vụ", "procs_part"),
            Row("3.", "Hội nghị trực tuyến", "Chưa = 0; 2 cấp = 1; 3 cấp = 2", "=2"),
            Row(
                "4.", "Tỷ lệ thủ tục đã tích hợp thanh toán", "%", "paid_done%paid_need"
            ),
            Row("4.1.", "Số thủ tục có phí, lệ phí", "Thủ tục", "paid_need"),
            Row("4.2.", "Số thủ tục đã tích hợp thanh toán", "Thủ tục", "paid_done"),
        ),
    ),
}

FORBIDDEN = {"xa": ("people", "law"), "xa2": ("people",), "so": ("finance", "law")}
RATES = {
    "direction": ("tasks_done%tasks", "tasks_done", "tasks"),
    "dossiers": ("done_ok%done", "done_ok", "done"),
    "finance": ("spent%plan_money", "spent", "plan_money"),
    "digital": ("out_signed%papers_out", "out_signed", "papers_out"),
}
SUMS = {
    "dossiers": ("recv", "old", "fresh"),
    "people": ("staff", "staff_cc", "staff_vc", "staff_hd"),
    "law": ("laws", "laws_council", "laws_committee"),
    "finance": ("autonomy", "auto_1", "auto_2", "auto_3", "auto_4"),
}


def kin_of(name: str, token: str) -> tuple[str, ...]:
    """The cells of a sheet that hang together with one of them."""
    kin = [SUMS.get(name, ()), RATES.get(name, ())]
    return (token, *(other for cells in kin if token in cells for other in cells))


@dataclass(slots=True)
class Annexer:
    """Makes the annexes of one report; ``spoils`` are mistakes by annex name."""

    rng: Random
    writer: Writer
    spoils: dict[str, tuple[str, Spoilt]] = field(default_factory=dict)

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
            if wrong and spoilt and spoilt.kind in ("percent_mismatch", "over_max"):
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

    def form(self, number: str) -> list[Block]:
        """The form of procedure control with thirteen columns, a row for each field."""
        names = ["Đất đai", "Hộ tịch", "Chứng thực", "Xây dựng", "Đăng ký kinh doanh"]
        names += ["Bảo trợ xã hội", "Giáo dục"]
        names = self.rng.sample(names, self.rng.randint(3, 6))
        return self.form_of(names, number)

    def form_of(self, names: list[str], number: str) -> list[Block]:
        v = self.writer.world.value
        n = len(names)
        leaves = {
            leaf: spread(self.rng, v[leaf], [1.0] * n)
            for leaf in ("early", "ontime", "late", "within", "overdue")
        }
        done = add(leaves["early"], leaves["ontime"], leaves["late"])
        still = add(leaves["within"], leaves["overdue"])
        recv = add(done, still)
        old = spread(self.rng, v["old"], recv)
        left = [a - b for a, b in zip(recv, old, strict=True)]
        online = spread(self.rng, v["online"], left)
        offline = [a - b for a, b in zip(left, online, strict=True)]
        columns = [recv, online, offline, old, done]
        columns += [leaves["early"], leaves["ontime"], leaves["late"], still]
        columns += [leaves["within"], leaves["overdue"]]
        cells = [[column[i] for column in columns] for i in range(n)]
        cells.append([sum(column) for column in columns])
        fault, spoilt = self.spoils.get("form", ("", None))
        marked: dict[tuple[int, int], bool] = {}
        if spoilt:
            marked = self._spoil_form(cells, spoilt)
        body = [
            [
                str(i + 1) if i < n else "",
                names[i] if i < n else self.rng.choice(("Tổng cộng", "Tổng số")),
                *(
                    self._tabled(value, marked.get((i, j)), fault)
                    for j, value in enumerate(row)
                ),
            ]
            for i, row in enumerate(cells)
        ]
        title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
        return [Title([f"Biểu số {number}", title]), Table([*FORM_HEAD, *body], head=3)]

    def _spoil_form(
        self, cells: list[list[int]], spoilt: Spoilt
    ) -> dict[tuple[int, int], bool]:
        """Change one cell; the marks say which cells a reader compares."""
        last = len(cells) - 1
        if spoilt.variant == "total_cell":
            column = self.rng.randrange(11)
            cells[last][column] = slip(self.rng, cells[last][column])
            return {(i, column): i == last for i in range(len(cells))}
        row = self.rng.randrange(last)
        whole, parts = self.rng.choice(((4, (5, 6, 7)), (8, (9, 10)), (0, (1, 2, 3))))
        cells[row][whole] = slip(self.rng, cells[row][whole])
        return {(row, whole): True, **{(row, j): False for j in parts}}

    def by_unit(self, number: str) -> list[Block]:
        """Dossiers by commune with a closing row, its rates beside."""
        v, style = self.writer.world.value, self.writer.style
        names = [f"Xã {self.writer.world.word[f'place{i}']}" for i in range(5, 20)]
        names = names[: self.rng.randint(4, 9)]
        recv = spread(self.rng, v["c_recv"], [1.0] * len(names))
        done = spread(self.rng, v["c_done"], recv)
        fine = spread(self.rng, v["c_done_ok"], done)
        cells = [list(row) for row in zip(recv, done, fine, strict=True)]
        cells.append([v["c_recv"], v["c_done"], v["c_done_ok"]])
        rates = [style.rate(Decimal(row[2]), Decimal(row[1] or 1)) for row in cells]
        fault, spoilt = self.spoils.get("by_unit", ("", None))
        marked: dict[tuple[int, int], bool] = {}
        if spoilt:
            marked = self._spoil_units(cells, rates, spoilt)
        rows = [["TT", "Đơn vị", "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Tỷ lệ (%)"]]
        for i, row in enumerate(cells):
            rate = style.decimal(rates[i])
            if (i, 3) in marked:
                rate = mark(rate, fault, changed=marked[i, 3])
            end = i == len(names)
            rows.append(
                [
                    "" if end else str(i + 1),
                    "Tổng cộng" if end else names[i],
                    *(
                        self._tabled(value, marked.get((i, j)), fault)
                        for j, value in enumerate(row)
                    ),
                    rate,
                ]
            )
        title = "KẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CÁC ĐƠN VỊ CẤP XÃ"
        return [Title([f"Phụ lục {number}", title]), Table(rows)]

    def _spoil_units(
        self, cells: list[list[int]], rates: list[Decimal], spoilt: Spoilt
    ) -> dict[tuple[int, int], bool]:
        last = len(cells) - 1
        row = self.rng.randrange(last)
        if spoilt.kind == "percent_mismatch":
            places = -int(rates[row].as_tuple().exponent)
            rates[row] = slip_percent(self.rng, rates[row], places, top=True)
            return {(row, 3): True, (row, 1): False, (row, 2): False}
        if spoilt.kind == "subset_gt_total":
            cells[row][2] = slip(self.rng, cells[row][1], up=True)
            beside = {(i, 2): i == row for i in range(len(cells))}
            return {**beside, (row, 1): False}
        column = self.rng.randrange(3)
        at = last if spoilt.variant == "total_cell" else row
        cells[at][column] = slip(self.rng, cells[at][column], least=2)
        return {(i, column): i == at for i in range(len(cells))}

    def _tabled(self, value: int, role: bool | None, fault: str) -> str:
        text = self.writer.style.plain(value)
        return text if role is None else mark(text, fault, changed=role)

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


FORM_HEAD = [
    line.split("|")
    for line in (
        "STT|Lĩnh vực|Số hồ sơ tiếp nhận||||Số hồ sơ đã giải quyết||||"
        "Số hồ sơ đang giải quyết||",
        "||Tổng số|Trực tuyến|Trực tiếp, bưu chính|Kỳ trước chuyển qua|"
        "Tổng số|Trước hạn|Đúng hạn|Quá hạn|Tổng số|Trong hạn|Quá hạn",
        "(1)|(2)|(3)=(4)+(5)+(6)|(4)|(5)|(6)|(7)=(8)+(9)+(10)|"
        "(8)|(9)|(10)|(11)=(12)+(13)|(12)|(13)",
    )
]

KINDS: dict[str, Callable[[Annexer, str], list[Block]]] = {
    "form": Annexer.form,
    "by_unit": Annexer.by_unit,
    "papers": Annexer.list_of_papers,
}


def add(*columns: list[int]) -> list[int]:
    return [sum(cells) for cells in zip(*columns, strict=True)]


def spread(rng: Random, whole: int, room: list[int] | list[float]) -> list[int]:
    """``whole`` over rows, about in proportion to ``room``; ints of room are limits."""
    limits = [w if isinstance(w, int) else whole for w in room]
    total = sum(room) or 1
    cells = [
        min(int(whole * w / total), limit)
        for w, limit in zip(room, limits, strict=True)
    ]
    missing = whole - sum(cells)
    while missing > 0:
        for i, limit in enumerate(limits):
            step = min(missing, max(1, missing // len(cells)), limit - cells[i])
            cells[i] += step
            missing -= step
    for _ in range(3 * len(cells)):
        a, b = rng.randrange(len(cells)), rng.randrange(len(cells))
        step = min(cells[a] // 4, (limits[b] - cells[b]) // 2)
        if a != b and step > 0:
            moved = rng.randint(0, step)
            cells[a] -= moved
            cells[b] += moved
    return cells

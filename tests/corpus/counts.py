"""Tables of counts: by field, by unit, by group; their totals and rates agree."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.corpus.blocks import Block, Table, Title
from tests.corpus.marks import mark
from tests.corpus.rendering import Writer
from tests.corpus.sheets import Spoilt
from tests.corpus.slips import slip, slip_percent

Cells = list[list[int]]
Roles = dict[tuple[int, int], bool]  # cell → was it changed; cells a reader compares

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
FIELDS = (
    "Đất đai",
    "Hộ tịch",
    "Chứng thực",
    "Xây dựng",
    "Đăng ký kinh doanh",
    "Bảo trợ xã hội",
    "Giáo dục",
)
TOTAL = ("Tổng cộng", "Tổng số", "TỔNG CỘNG", "Cộng")


@dataclass(slots=True)
class Counted:
    """Writes one table of counts; ``spoilt`` says what is wrong in it."""

    rng: Random
    writer: Writer
    fault: str
    spoilt: Spoilt | None

    def annex(self, name: str, number: str) -> list[Block]:
        if name == "form":
            return self.form(number)
        return self.by_unit(number) if name == "by_unit" else self.grouped(number)

    def form(self, number: str) -> list[Block]:
        """The form of procedure control with thirteen columns, a row for each field."""
        v, rng = self.writer.world.value, self.rng
        names = rng.sample(FIELDS, rng.randint(3, 6))
        n = len(names)
        even = [1.0] * n
        early, ontime, late = (
            spread(rng, v[leaf], even) for leaf in ("early", "ontime", "late")
        )
        within, overdue = (spread(rng, v[leaf], even) for leaf in ("within", "overdue"))
        done, still = add(early, ontime, late), add(within, overdue)
        recv = add(done, still)
        old = spread(rng, v["old"], recv)
        left = [a - b for a, b in zip(recv, old, strict=True)]
        online = spread(rng, v["online"], left)
        offline = [a - b for a, b in zip(left, online, strict=True)]
        columns = [recv, online, offline, old, done, early, ontime, late]
        columns += [still, within, overdue]
        cells = [[column[i] for column in columns] for i in range(n)]
        cells.append([sum(column) for column in columns])
        roles = self._spoil_form(cells) if self.spoilt else {}
        names = [*names, rng.choice(TOTAL)]
        body = [
            ["" if i == n else str(i + 1), name, *self._row(cells, roles, i)]
            for i, name in enumerate(names)
        ]
        title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
        table = Table([*FORM_HEAD, *body], head=3)
        return [Title([f"Biểu số {number}", title]), table]

    def _spoil_form(self, cells: Cells) -> Roles:
        last = len(cells) - 1
        if self.spoilt and self.spoilt.variant == "total_cell":
            column = self.rng.randrange(11)
            cells[last][column] = slip(self.rng, cells[last][column])
            return {(i, column): i == last for i in range(len(cells))}
        row = self.rng.randrange(last)
        whole, parts = self.rng.choice(((4, (5, 6, 7)), (8, (9, 10)), (0, (1, 2, 3))))
        cells[row][whole] = slip(self.rng, cells[row][whole])
        column_above = {(i, whole): i == row for i in range(len(cells))}
        return {**column_above, **{(row, j): False for j in parts}}

    def by_unit(self, number: str) -> list[Block]:
        """Dossiers by commune with a closing row, its rates beside."""
        v, style, rng = self.writer.world.value, self.writer.style, self.rng
        names = [f"Xã {self.writer.world.word[f'place{i}']}" for i in range(5, 20)]
        names = names[: rng.randint(4, 9)]
        recv = spread(rng, v["c_recv"], [1.0] * len(names))
        done = spread(rng, v["c_done"], recv)
        fine = spread(rng, v["c_done_ok"], done)
        cells = [list(row) for row in zip(recv, done, fine, strict=True)]
        cells.append([v["c_recv"], v["c_done"], v["c_done_ok"]])
        rates = [style.rate(Decimal(row[2]), Decimal(row[1] or 1)) for row in cells]
        roles = self._spoil_units(cells, rates) if self.spoilt else {}
        names = [*names, rng.choice(TOTAL)]
        body = []
        for i, name in enumerate(names):
            rate = style.decimal(rates[i])
            if (i, 3) in roles:
                rate = mark(rate, self.fault, changed=roles[i, 3])
            place = "" if i == len(names) - 1 else str(i + 1)
            body.append([place, name, *self._row(cells, roles, i), rate])
        if rng.random() < 0.2:
            body.insert(0, body.pop())  # the total above its parts
        head = ["TT", "Đơn vị", "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Tỷ lệ (%)"]
        title = "KẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CÁC ĐƠN VỊ CẤP XÃ"
        return [Title([f"Phụ lục {number}", title]), Table([head, *body])]

    def _spoil_units(self, cells: Cells, rates: list[Decimal]) -> Roles:
        last = len(cells) - 1
        row = self.rng.randrange(last)
        if self.spoilt and self.spoilt.kind == "percent_mismatch":
            places = -int(rates[row].as_tuple().exponent)
            rates[row] = slip_percent(self.rng, rates[row], places, top=True)
            return {(row, 3): True, (row, 1): False, (row, 2): False}
        column, at = self.rng.randrange(3), row
        if self.spoilt and self.spoilt.kind == "subset_gt_total":
            column = 2
            cells[row][2] = slip(self.rng, cells[row][1], up=True)
        else:
            if self.spoilt and self.spoilt.variant == "total_cell":
                at = last
            cells[at][column] = slip(self.rng, cells[at][column], least=2)
        down = {(i, column): i == at for i in range(len(cells))}
        return {**down, **{(at, j): j == column for j in range(4)}}

    def grouped(self, number: str) -> list[Block]:
        """Posts by group of agencies: the whole is the sum of the groups alone."""
        v, rng = self.writer.world.value, self.rng
        rows: list[tuple[str, str, list[int]]] = []
        groups: list[int] = []
        wholes = [("A", "Khối hành chính", "cc"), ("B", "Khối sự nghiệp", "vc")]
        wholes.append(("C", "Lao động hợp đồng", "hd"))
        for sign, name, key in wholes:
            given = spread(rng, v[f"staff_{key}"], [1.0] * 3)
            gone = spread(rng, v[f"vacant_{key}"], given)
            here = [a - b for a, b in zip(given, gone, strict=True)]
            groups.append(len(rows))
            rows.append((sign, name, [sum(given), sum(here), sum(gone)]))
            rows += [
                (str(i + 1), f"Đơn vị {self.writer.world.word[f'place{i + 3}']}", row)
                for i, row in enumerate(map(list, zip(given, here, gone, strict=True)))
            ]
        cells = [row for _, _, row in rows]
        cells.append([sum(cells[g][j] for g in groups) for j in range(3)])
        roles = self._spoil_groups(cells, groups) if self.spoilt else {}
        ends = rng.choice(("Tổng cộng (A+B+C)", "Tổng cộng", "TỔNG SỐ"))
        named = [*((sign, name) for sign, name, _ in rows), ("", ends)]
        body = [
            [sign, name, *self._row(cells, roles, i)]
            for i, (sign, name) in enumerate(named)
        ]
        head = ["STT", "Cơ quan, đơn vị", "Được giao", "Có mặt", "Chưa sử dụng"]
        title = "TÌNH HÌNH SỬ DỤNG BIÊN CHẾ"
        return [Title([f"Phụ lục {number}", title]), Table([head, *body])]

    def _spoil_groups(self, cells: Cells, groups: list[int]) -> Roles:
        """Change the closing row or the row of a group, in one column."""
        last, column = len(cells) - 1, self.rng.randrange(3)
        at = last
        if self.spoilt and self.spoilt.variant == "group_cell":
            at = self.rng.choice(groups)
        cells[at][column] = slip(self.rng, cells[at][column])
        down = {(i, column): i == at for i in range(len(cells))}
        return {**down, **{(at, j): j == column for j in range(3)}}

    def _row(self, cells: Cells, roles: Roles, row: int) -> list[str]:
        printed = []
        for column, value in enumerate(cells[row]):
            text, role = self.writer.style.plain(value), roles.get((row, column))
            printed.append(
                text if role is None else mark(text, self.fault, changed=role)
            )
        return printed


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

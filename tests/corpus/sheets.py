"""The annexes by name: coded rows, and how each annex can be made wrong."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise

from tests.corpus.phrasebook import SEVERITIES


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


# Tables of counts: (kind, variant) of what can go wrong in them.
COUNTS: dict[str, tuple[tuple[str, str], ...]] = {
    "form": (
        ("table_total_mismatch", "total_cell"),
        ("sum_mismatch", "form_row"),
    ),
    "by_unit": (
        ("table_total_mismatch", "total_cell"),
        ("table_total_mismatch", "row_cell"),
        ("percent_mismatch", "table_row"),
        ("subset_gt_total", "table_row"),
    ),
    "grouped": (
        ("table_total_mismatch", "total_cell"),
        ("table_total_mismatch", "group_cell"),
    ),
}


def spoils_of(name: str, printed: Set[str]) -> list[Spoilt]:
    """What can go wrong in an annex when the narrative has printed those figures."""
    if name in COUNTS:
        return [Spoilt(k, v, SURE, "", (), name) for k, v in COUNTS[name]]
    if name not in SHEETS:
        return []
    rows = SHEETS[name][1]
    found = [
        Spoilt("duplicate_code", "sheet", FORM, row.code, (), name)
        for above, row in pairwise(rows)
        if row.code.count(".") == above.code.count(".")
    ]
    if name in RATES:
        rate, part, whole = RATES[name]
        found += [
            Spoilt("percent_mismatch", "annex", SURE, rate, RATES[name], name),
            Spoilt("over_max", "annex", SURE, rate, RATES[name], name),
            Spoilt("child_gt_parent", "annex", SURE, part, (part, whole), name),
        ]
    cells = SUMS.get(name, ())
    found += [Spoilt("sum_mismatch", "annex", SURE, c, cells, name) for c in cells]
    if name == "law":
        found.append(Spoilt("zero_denominator", "annex", SURE, "zero%", (), name))
    told = {token.rstrip("'") for token in printed}
    if name == "finance" and "plan_money" in told:
        money = ("plan_money",)
        found.append(Spoilt("unit_mismatch", "annex", SURE, money[0], money, name))
    found += [
        Spoilt(
            "narrative_annex_mismatch",
            "annex_cell",
            SURE,
            row.token,
            kin_of(name, row.token),
            name,
        )
        for row in rows
        if row.token in told
    ]
    return found

"""A consistent world behind a report: who writes it, for which days, and what is true.

Every figure has a name that phrases and annexes use; identities between them hold by
construction and are listed in ``IDENTITIES``, which a test checks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.corpus.names import FIRST, PEOPLE, SECOND, Doc
from tests.corpus.register import Register

# whole = sum of parts
IDENTITIES: dict[str, tuple[str, ...]] = {
    "agencies": ("communes", "divisions", "units"),
    "tasks": ("tasks_done", "tasks_left"),
    "papers": ("papers_plan", "papers_decision", "papers_letter", "papers_other"),
    "orders": ("orders_ontime", "orders_late", "orders_open"),
    "orders_done": ("orders_ontime", "orders_late"),
    "inspected": ("inspected_communes", "inspected_divisions"),
    "news": ("news_portal", "news_radio", "news_social"),
    "laws": ("laws_council", "laws_committee"),
    "procs": ("procs_upper", "procs_lower"),
    "procs_new": ("procs_new_upper", "procs_new_lower"),
    "procs_full_part": ("procs_full", "procs_part"),
    "recv": ("old", "fresh"),
    "fresh": ("online", "direct", "post"),
    "offline": ("direct", "post"),
    "done": ("early", "ontime", "late"),
    "done_ok": ("early", "ontime"),
    "open": ("within", "overdue"),
    "c_recv": ("c_old", "c_fresh"),
    "c_fresh": ("c_online", "c_direct", "c_post"),
    "c_done": ("c_early", "c_ontime", "c_late"),
    "c_done_ok": ("c_early", "c_ontime"),
    "c_open": ("c_within", "c_overdue"),
    "both_recv": ("recv", "c_recv"),
    "both_done": ("done", "c_done"),
    "both_done_ok": ("done_ok", "c_done_ok"),
    "done_": ("f_land", "f_civil", "f_business", "f_build", "f_other"),
    "pakn": ("pakn_rule", "pakn_conduct"),
    "pakn_": ("pakn_done", "pakn_open"),
    "staff": ("staff_cc", "staff_vc", "staff_hd"),
    "staff_vc": ("staff_edu", "staff_health", "staff_vc_other"),
    "here": ("here_cc", "here_vc", "here_hd"),
    "here_vc": ("here_edu", "here_health", "here_vc_other"),
    "vacant": ("vacant_cc", "vacant_vc", "vacant_hd"),
    "degrees": ("deg_master", "deg_bachelor", "deg_college", "deg_middle"),
    "trained": ("trained_cc", "trained_vc", "trained_cx"),
    "graded": ("graded_best", "graded_good", "graded_done", "graded_bad"),
    "autonomy": ("auto_1", "auto_2", "auto_3", "auto_4"),
    "papers_out": ("out_signed", "out_paper"),
    "accounts": ("acc_org", "acc_person"),
    "certs": ("cert_org", "cert_person"),
    "polled_ok": ("poll_very", "poll_happy", "poll_fair", "poll_bad"),
    "poll_pleased": ("poll_very", "poll_happy"),
    "questions": ("questions_done", "questions_open"),
    "cut": ("cut_retire", "cut_quit"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days a report speaks of: ``label`` is «quý I năm 2024»."""

    label: str
    start: date
    end: date
    written: date
    scheme: str

    @property
    def year(self) -> int:
        return self.end.year


@dataclass(slots=True)
class World:
    level: str
    window: Window
    value: dict[str, int]
    word: dict[str, str]
    docs: Register
    own: Doc = field(init=False)

    def figure(self, token: str) -> Decimal:
        """What a token of a phrase stands for: ``recv``, ``done-late``."""
        for sign in "+-":
            if sign in token:
                left, right = token.split(sign, 1)
                a, b = self.figure(left), self.figure(right)
                return a + b if sign == "+" else a - b
        return Decimal(self.value[token])


DEPARTMENTS = {
    "Tư pháp": "STP", "Xây dựng": "SXD", "Y tế": "SYT", "Tài chính": "STC",
}  # fmt: skip
LEVELS = ("xa", "xa2", "huyen", "tinh", "so")


def split(rng: Random, whole: int, weights: Sequence[float]) -> list[int]:
    """``whole`` in as many parts as weights, roughly in their proportion."""
    total = sum(weights)
    parts = [int(whole * w / total * rng.uniform(0.75, 1.2)) for w in weights[1:]]
    while sum(parts) > whole:
        parts = [part * 9 // 10 for part in parts]
    return [whole - sum(parts), *parts]


def build(rng: Random, level: str, scheme: str) -> World:
    window = _window(rng, level, scheme)
    word = _words(rng, level, window)
    value = _values(rng, level)
    docs = Register(rng, word, window.year, window.written)
    return World(level, window, value, word, docs)


def _window(rng: Random, level: str, scheme: str) -> Window:
    year = rng.randint(2025, 2026) if level == "xa2" else rng.randint(2015, 2025)
    if level == "xa2":
        return _calendar(rng, scheme, year if scheme != "nam" else 2026)
    style = rng.random()
    if style < 0.5 and scheme in ("quy", "6thang", "9thang", "nam"):
        return _reform(rng, scheme, year)
    return _calendar(rng, scheme, year)


ROMAN = ("I", "II", "III", "IV")


def _calendar(rng: Random, scheme: str, year: int) -> Window:
    if scheme == "thang":
        month = rng.randint(8, 12) if year == 2025 else rng.randint(1, 12)
        start, end = date(year, month, 1), _month_end(year, month)
        label = f"tháng {month:02d} năm {year}" if rng.random() < 0.5 else ""
        label = label or f"tháng {month}/{year}"
    elif scheme == "quy":
        quarter = 3 if year == 2025 else rng.randint(1, 4)
        start = date(year, 3 * quarter - 2, 1)
        end = _month_end(year, 3 * quarter)
        label = f"quý {ROMAN[quarter - 1]} năm {year}"
    elif scheme == "6thang":
        start, end, label = (
            date(year, 1, 1),
            date(year, 6, 30),
            f"6 tháng đầu năm {year}",
        )
    elif scheme == "9thang":
        start, end, label = date(year, 1, 1), date(year, 9, 30), f"9 tháng năm {year}"
    else:
        start, end, label = date(year, 1, 1), date(year, 12, 31), f"năm {year}"
    return Window(label, start, end, end + timedelta(rng.randint(1, 12)), scheme)


def _reform(rng: Random, scheme: str, year: int) -> Window:
    """The windows of reform reports: they begin on 15 December or after it."""
    starts = [date(year - 1, 12, 15), date(year, 3, 15), date(year, 6, 15)]
    starts.append(date(year, 9, 15))
    if scheme == "quy":
        quarter = rng.randint(0, 3)
        end = date(year, 3 * quarter + 3, 14)
        start, label = starts[quarter], f"quý {ROMAN[quarter]} năm {year}"
    elif scheme == "6thang":
        start, end, label = starts[0], date(year, 6, 14), f"6 tháng đầu năm {year}"
    elif scheme == "9thang":
        start, end, label = starts[0], date(year, 9, 14), f"9 tháng đầu năm {year}"
    else:
        start, end, label = starts[0], date(year, 12, 14), f"năm {year}"
    return Window(label, start, end, end + timedelta(rng.randint(1, 7)), scheme)


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1)


def _words(rng: Random, level: str, window: Window) -> dict[str, str]:
    names = rng.sample([f"{a} {b}" for a in FIRST for b in SECOND], 30)
    here, above = names[0], names[1]
    kind = {
        "xa": rng.choice(("xã", "phường", "thị trấn")),
        "xa2": rng.choice(("xã", "phường")),
        "huyen": rng.choice(("huyện", "thị xã", "thành phố")),
        "tinh": "tỉnh",
        "so": "Sở",
    }[level]
    lower = {"xa": "thôn", "xa2": "thôn", "tinh": "huyện, thị xã"}.get(level, "xã")
    field_of = rng.choice(tuple(DEPARTMENTS))
    office = {
        "xa": f"UBND {kind} {here}",
        "xa2": f"UBND {kind} {here}",
        "huyen": f"UBND {kind} {here}",
        "tinh": f"UBND tỉnh {here}",
        "so": f"Sở {field_of}",
    }[level]
    short = f"UBND {kind}" if level != "so" else "Sở"
    upper = {
        "xa": ("UBND huyện", f"huyện {above}"),
        "xa2": ("UBND tỉnh", f"tỉnh {above}"),
        "huyen": ("UBND tỉnh", f"tỉnh {above}"),
        "tinh": ("Chính phủ", "Trung ương"),
        "so": ("UBND tỉnh", f"tỉnh {above}"),
    }[level]
    counter = rng.choice(
        {
            "xa": ("Bộ phận Tiếp nhận và Trả kết quả", "Bộ phận Một cửa"),
            "xa2": ("Trung tâm Phục vụ hành chính công",),
            "huyen": ("Trung tâm Hành chính công", "Bộ phận Một cửa"),
            "tinh": ("Trung tâm Phục vụ hành chính công",),
            "so": ("Bộ phận Một cửa", "Quầy giao dịch của Sở"),
        }[level]
    )
    return {
        "office": office, "short": short, "Short": short[0].upper() + short[1:],
        "kind": kind, "here": here,
        "area": f"{kind} {here}" if level != "so" else "tỉnh",
        "upper": upper[0], "upper_area": upper[1],
        "counter": counter, "field": field_of,
        "lower": lower, "year": str(window.year), "next": str(window.year + 1),
        "last": str(window.year - 1), "label": window.label, "above": above,
        "Label": window.label[0].upper() + window.label[1:],
        "Area": f"{kind.capitalize()} {here}" if level != "so" else "Toàn ngành",
        "tier": {"huyen": "cấp huyện", "tinh": "cấp tỉnh"}.get(level, "đơn vị"),
        "tier2": {"huyen": "cấp xã", "tinh": "cấp huyện, cấp xã"}.get(level, ""),
        "signer": rng.choice(PEOPLE),
        "code": "UBND" if level != "so" else DEPARTMENTS[field_of],
        **{f"place{i}": name for i, name in enumerate(names[2:])},
    }  # fmt: skip


def _values(rng: Random, level: str) -> dict[str, int]:
    big = {"xa": 0.12, "xa2": 0.6, "huyen": 1.0, "tinh": 9.0, "so": 1.6}[level]
    v: dict[str, int] = {}

    def some(low: float, high: float, *, floor: int = 2) -> int:
        return max(floor, round(rng.uniform(low, high) * big))

    def parts(whole: str, *weights: float) -> None:
        names = IDENTITIES[whole]
        v.update(zip(names, split(rng, v[whole], weights), strict=True))

    def total(whole: str) -> None:
        v[whole] = sum(v[part] for part in IDENTITIES[whole])

    v["communes"], v["divisions"] = rng.randint(8, 21), rng.randint(10, 14)
    v["units"] = rng.randint(4, 9)
    total("agencies")
    v["tasks"] = rng.randint(24, 68)
    v["tasks_done"] = v["tasks"] - rng.randint(3, 11)
    v["tasks_left"] = v["tasks"] - v["tasks_done"]
    v["papers"] = rng.randint(24, 90)
    parts("papers", 3, 2, 4, 1)
    v["orders"] = rng.randint(60, 400)
    parts("orders", 9, 1, 1)
    total("orders_done")
    v["inspected_communes"] = rng.randint(3, v["communes"] - 2)
    v["inspected_divisions"] = rng.randint(3, v["divisions"] - 3)
    total("inspected")
    v["news"] = some(80, 420, floor=30)
    parts("news", 3, 2, 2)
    v["laws"] = rng.randint(12, 40)
    parts("laws", 1, 2)
    v["laws_checked"] = rng.randint(15, 90)
    v["laws_handled"] = v["laws_checked"] - rng.randint(2, 9)
    v["procs_upper"], v["procs_lower"] = rng.randint(210, 330), rng.randint(95, 180)
    total("procs")
    v["procs_new"] = rng.randint(30, 160)
    parts("procs_new", 2, 1)
    v["fields"] = rng.randint(12, 40)
    v["procs_full"], v["procs_part"] = rng.randint(40, 110), rng.randint(45, 130)
    total("procs_full_part")
    for prefix, scale in (("", big), ("c_", big * 3.1)):
        v[f"{prefix}old"] = max(11, round(rng.uniform(90, 420) * scale))
        v[f"{prefix}fresh"] = max(240, round(rng.uniform(900, 4200) * scale))
        parts(f"{prefix}fresh", 5, 2.4, 0.7)
        total(f"{prefix}recv")
        v[f"{prefix}open"] = max(12, round(v[f"{prefix}recv"] * rng.uniform(0.05, 0.2)))
        v[f"{prefix}done"] = v[f"{prefix}recv"] - v[f"{prefix}open"]
        parts(f"{prefix}done", 6, 2.5, 0.25)
        v[f"{prefix}late"] = max(v[f"{prefix}late"], 4)
        v[f"{prefix}early"] = (
            v[f"{prefix}done"] - v[f"{prefix}ontime"] - v[f"{prefix}late"]
        )
        parts(f"{prefix}open", 8, 1)
        total(f"{prefix}done_ok")
    total("offline")
    for whole in ("both_recv", "both_done", "both_done_ok"):
        total(whole)
    v["done_"] = v["done"]
    parts("done_", 4, 3, 1.2, 1, 1.5)
    v["before"] = round(v["recv"] * rng.uniform(0.72, 0.95))
    v["grown"] = v["recv"] - v["before"]
    v["after"] = round(v["recv"] * rng.uniform(1.06, 1.3))
    v["shrunk"] = v["after"] - v["recv"]
    v["scan_need"] = v["done"]
    v["scan_done"] = round(v["done"] * rng.uniform(0.55, 0.96))
    v["paid_need"] = rng.randint(60, 140)
    v["paid_done"] = v["paid_need"] - rng.randint(4, 30)
    v["pakn"] = rng.randint(14, 75)
    parts("pakn", 2, 1)
    v["pakn_done"] = v["pakn"] - rng.randint(2, 5)
    v["pakn_open"] = v["pakn"] - v["pakn_done"]
    _people(rng, v, big)
    v["plan_money"] = some(21_000, 92_000, floor=8_000)
    v["spent"] = round(v["plan_money"] * rng.uniform(0.31, 0.93))
    v["unspent"] = v["plan_money"] - v["spent"]
    v["income_plan"] = some(31_000, 140_000, floor=9_000)
    v["income"] = round(v["income_plan"] * rng.uniform(0.4, 0.97))
    v["auto_1"], v["auto_2"] = rng.randint(1, 3), rng.randint(1, 5)
    v["auto_3"], v["auto_4"] = rng.randint(3, 9), rng.randint(12, 46)
    total("autonomy")
    v["papers_in"] = some(2_400, 9_100, floor=700)
    v["papers_out"] = some(1_100, 4_300, floor=400)
    parts("papers_out", 40, 1)
    v["acc_org"], v["acc_person"] = rng.randint(20, 60), rng.randint(110, 640)
    v["cert_org"], v["cert_person"] = rng.randint(20, 55), rng.randint(60, 210)
    total("accounts")
    total("certs")
    v["teams"] = rng.randint(12, 90)
    v["members"] = v["teams"] * rng.randint(5, 8)
    v["meetings"], v["guests"] = rng.randint(4, 20), rng.randint(210, 2_900)
    v["questions"] = rng.randint(18, 90)
    v["questions_done"] = v["questions"] - rng.randint(2, 8)
    v["questions_open"] = v["questions"] - v["questions_done"]
    v["polled"] = rng.randint(300, 1_400)
    v["polled_back"] = v["polled"] - rng.randint(11, 60)
    v["polled_ok"] = v["polled_back"] - rng.randint(2, 10)
    parts("polled_ok", 3, 5, 0.8, 0.2)
    total("poll_pleased")
    v["ranked"] = rng.randint(9, 19)
    v["rank"] = rng.randint(2, v["ranked"] - 4)
    v["rank_old"] = v["rank"] + rng.randint(2, 4)
    v["climbed"] = v["rank_old"] - v["rank"]
    v["score"] = rng.randint(7_411, 9_389)  # hundredths of a point
    v["score_gain"] = rng.randint(112, 580)
    v["score_old"] = v["score"] - v["score_gain"]
    v["computers"] = rng.randint(60, 310)
    return v


def _people(rng: Random, v: dict[str, int], big: float) -> None:
    v["staff_cc"], v["staff_hd"] = rng.randint(70, 140), rng.randint(24, 70)
    v["staff_edu"], v["staff_health"] = rng.randint(640, 1_400), rng.randint(60, 160)
    v["staff_vc_other"] = rng.randint(28, 80)
    for name in ("cc", "hd", "edu", "health", "vc_other"):
        gone = rng.randint(2, 7) if name != "edu" else rng.randint(11, 40)
        v[f"here_{name}"] = v[f"staff_{name}"] - gone
    for whole in ("staff_vc", "staff", "here_vc", "here"):
        v[whole] = sum(v[part] for part in IDENTITIES[whole])
    for name in ("cc", "vc", "hd"):
        v[f"vacant_{name}"] = v[f"staff_{name}"] - v[f"here_{name}"]
    v["vacant"] = v["staff"] - v["here"]
    v["degrees"] = rng.randint(150, 420)
    weights = (6, 1.0, 0.4, 0.8)
    bachelor, master, college, middle = split(rng, v["degrees"], weights)
    v.update(deg_bachelor=bachelor, deg_master=master)
    v.update(deg_college=max(college, 0), deg_middle=middle)
    v["classes"] = rng.randint(5, 28)
    v["trained_cc"], v["trained_vc"] = rng.randint(22, 140), rng.randint(31, 260)
    v["trained_cx"] = rng.randint(30, 190)
    v["trained"] = v["trained_cc"] + v["trained_vc"] + v["trained_cx"]
    v["graded"] = rng.randint(180, 520)
    _, best, fair, bad = split(rng, v["graded"], (7, 2, 1.2, 0.2))
    bad = max(bad, 1)
    v.update(graded_best=best, graded_good=v["graded"] - best - fair - bad)
    v.update(graded_done=fair, graded_bad=bad)
    v["cut_retire"], v["cut_quit"] = rng.randint(3, 19), rng.randint(2, 9)
    v["cut"] = v["cut_retire"] + v["cut_quit"]
    v["recruited"], v["recruit_plan"] = rng.randint(20, 60), rng.randint(64, 90)
    v["hired_by_exam"] = rng.randint(11, 40)
    v["councils"] = rng.randint(6, 22)

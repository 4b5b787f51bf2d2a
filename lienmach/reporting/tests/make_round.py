"""A round with its units, and forms of its own, as small as a test needs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lienmach.base.actor import Actor
from lienmach.calc.period import Kind, Period, Window
from lienmach.org.models import Unit, User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.regimes import NewRegime, keep_regime
from lienmach.reporting.actions.rounds import NewRound, open_round
from lienmach.reporting.actions.sheets import Entry, Saved, write
from lienmach.reporting.flow import APPROVE, CONSOLIDATE, ENTER, SEE, SIGN
from lienmach.reporting.models import Regime, Report, Round, Sheet
from tests import make
from tests.make import MONDAY

WINDOW = Window(date(2025, 10, 1), date(2025, 12, 31))
PERIOD = Period(Kind.QUARTER, 2025, 4)
ALL = f"{SEE} {ENTER} {CONSOLIDATE} {APPROVE} {SIGN}"
ROWS = """1.;Thống kê;;section;;;;
1.1.;Thủ tục công bố;Thủ tục;collected;;;;
1.2.;Trong đó trực tuyến;Thủ tục;collected;;;;<= [1.1.]
1.3.;Tỷ lệ trực tuyến;%;formula;[1.2.] / [1.1.];;1;
1.4.;Vốn được giao;Triệu đồng;manual;;;3;
1.5.;Khảo sát;;choice;0=Trực tuyến|1=Phát phiếu|2=Kết hợp;;;
1.6.;Hồ sơ đã giải quyết;Hồ sơ;measure;dossiers_finished;;;
1.7.;Việc của tỉnh;Việc;manual;;province;;
"""


def form_text(rows: str = ROWS, code: str = "phu-luc-4") -> str:
    return (
        f"form;{code}\ntitle;Biểu thử\ngroup;thu\n"
        f"code;label;unit;kind;source;level;digits;check\n{rows}"
    )


def use_forms(settings: Any, folder: Path, *texts: str) -> None:
    """Put forms beside the database, where an office has its own."""
    settings.KEPT = folder
    (folder / "forms").mkdir(exist_ok=True)
    for number, text in enumerate(texts, 1):
        (folder / "forms" / f"{number}.csv").write_text(text, encoding="utf-8")


def regime(name: str = "Báo cáo cải cách hành chính", forms: str = "thu") -> Regime:
    return keep_regime(
        NewRegime(
            name=name,
            document="Kế hoạch thử (dữ liệu mô phỏng)",
            kind=Kind.QUARTER,
            cut="calendar",
            forms=forms,
            valid_from=make.LONG_AGO,
        ),
        actor=None,
        at=MONDAY,
    )


def officer(unit: Unit, rights: str = ALL, name: str = "") -> tuple[User, Actor]:
    user = make.user(unit, rights, name=name)
    return user, actor_of(user, on=MONDAY.date())


def round_of(
    owner: Actor,
    units: Sequence[Unit],
    *,
    window: Window = WINDOW,
    of: Regime | None = None,
    period: Period = PERIOD,
) -> Round:
    return open_round(
        NewRound(
            regime=of or regime(),
            period=period,
            window=window,
            owner_id=owner.unit_id,
            own_due=date(2026, 1, 15),
            due={unit.pk: date(2026, 1, 11) for unit in units},
        ),
        actor=owner,
        at=MONDAY,
    )


def report_of(round_: Round, unit: Unit | int) -> Report:
    pk = unit if isinstance(unit, int) else unit.pk
    reports = Report.objects.select_related("case", "round__regime")
    return reports.get(round=round_, unit=pk)


def sheet_of(report: Report, form: str = "phu-luc-4") -> Sheet:
    sheet = report.sheets.get(form=form)
    sheet.report = report
    return sheet


def enter(sheet: Sheet, actor: Actor, **texts: str) -> Saved:
    """Write texts into rows: ``r1_1="5"`` is the row 1.1."""
    entries = [
        Entry(f"{name.removeprefix('r').replace('_', '.')}.", text)
        for name, text in texts.items()
    ]
    return write(sheet, entries, actor=actor, at=MONDAY)

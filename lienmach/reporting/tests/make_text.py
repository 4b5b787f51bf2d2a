"""A report with its text, as small as a test needs."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.actor import Actor
from lienmach.base.trial_keys import TrialAuthority
from lienmach.org.models import Unit, User
from lienmach.reporting.actions import reports, texts
from lienmach.reporting.actions.issues import Signing
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.flow import WRITE
from lienmach.reporting.models import RIGHT, Check, House, Report, Round, Section
from lienmach.reporting.tests.make_round import (
    ALL,
    enter,
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

PASSWORD = "mật khẩu thử"
DAY = date(2026, 1, 5)
RIGHTS = f"{ALL} {WRITE} {RIGHT} registers.numbers"
OUTLINE = """# I. KẾT QUẢ THỰC HIỆN
## 1. Thủ tục hành chính
@ Phòng Tư pháp
> Nêu số thủ tục.
Đã công bố {{ pl4:1.1 }} thủ tục, trong đó trực tuyến {{ pl4:1.2 }} thủ tục, đạt {{ pl4:1.3 % }}.
Biểu khác {{ pl9:1 }}.
## 2. Tuyên truyền
# II. NHIỆM VỤ KỲ TỚI
"""  # noqa: E501 – as people write it
BY = Signing(DAY, "Phạm Thị Thử", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")


class Written:
    """A town without units below, its report, and who writes and signs it."""

    def __init__(self, settings: Any, folder: Path) -> None:
        use_forms(settings, folder, form_text())
        self.town: Unit = make.unit(name="UBND thị xã An Hòa")
        self.office: Unit = make.unit(self.town, name="Phòng Tư pháp")
        user, actor = officer(self.town, RIGHTS, "Nguyễn Viết")
        self.user: User = user
        self.actor: Actor = actor
        self.house: House = texts.keep_house(
            self.town.pk, house(), actor=self.actor, at=MONDAY
        )
        self.round: Round = round_of(self.actor, [])

    @property
    def report(self) -> Report:
        return report_of(self.round, self.town)

    def section(self, place: int) -> Section:
        return Section.objects.select_related("report__case", "changed_by").get(
            report=self.report, place=place
        )

    def begin(self) -> list[Section]:
        return texts.begin(self.report, actor=self.actor, at=MONDAY)

    def write(self, place: int, text: str, *, is_done: bool = True) -> Section:
        section = self.section(place)
        return texts.write(
            section,
            text,
            is_done=is_done,
            seen=section.number,
            actor=self.actor,
            at=MONDAY,
        )

    def fill_in(self, **cells: str) -> None:
        sheet = sheet_of(self.report)
        enter(
            sheet,
            self.actor,
            **({"r1_1": "10", "r1_2": "5", "r1_4": "30,5", "r1_5": "2"} | cells),
        )
        hand_in(sheet, actor=self.actor, at=MONDAY)

    def write_all(self) -> None:
        """Write the text as it should be, and have the forms handed in."""
        self.fill_in()
        self.begin()
        for section in Section.objects.filter(report=self.report):
            if section.level == 2 or section.place == 4:
                self.write(
                    section.place, section.text or "Tiếp tục thực hiện kế hoạch."
                )

    def check(self) -> Check:
        made = texts.check(self.report, actor=self.actor, at=MONDAY)
        while jobs.run_next(at=timezone.now()):
            pass
        made.refresh_from_db()
        return made

    def step(self, name: str, note: str = "") -> Report:
        return reports.take_step(
            self.report, name, actor=self.actor, at=MONDAY, note=note
        )

    def approve(self) -> None:
        self.write_all()
        self.check()
        self.step("submit")
        self.step("approve")


def house(**changed: Any) -> texts.NewHouse:
    return texts.NewHouse(
        **{
            "outline": OUTLINE,
            "superior": "",
            "issuer": "",
            "symbol": "BC-UBND",
            "place": "",
            "recipients": "- UBND tỉnh (để b/c);\n- Lưu: VT.",
            "authority": "",
            "signer": "",
        }
        | changed
    )


@cache
def authority() -> TrialAuthority:
    return TrialAuthority(timezone.now())


@cache
def key_file() -> bytes:
    return authority().key_file("Phạm Thị Thử", PASSWORD)

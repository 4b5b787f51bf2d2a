"""A year of scoring with its units and a small set of criteria of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lienmach.base.actor import Actor
from lienmach.calc.period import Window
from lienmach.indicators.models import Cell, MonthSum
from lienmach.org.models import Unit, User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.score_rounds import NewScoring, open_scoring
from lienmach.reporting.actions.scores import Entry, Tried, take_step, write
from lienmach.reporting.flow import APPRAISE, LOCK, SCORE, SEE
from lienmach.reporting.models import Scorecard, ScoreRound, Stage
from tests import make
from tests.make import MONDAY

YEAR = 2025
ABOVE = f"{SEE} {APPRAISE} {LOCK}"
BELOW = f"{SEE} {SCORE}"
CRITERIA = """criteria;thu
title;Bộ tiêu chí thử (mô phỏng)
code;label;points;kind;figure;scale;none;evidence
1;Điều hành;8;group
1.1;Có kế hoạch;2;yes_no;;;;Kế hoạch đã ban hành
1.2;Mức hoàn thành;4;ratio;;>=50;
1.3;Báo cáo trễ;2;deduction;;0,5;
2;Giải quyết;10;group
2.1;Hồ sơ đúng hạn;6;ratio;dung-han;;full
2.2;Hình thức;4;band;;4=Ba hình thức|2=Hai|0=Không;;Ảnh chụp
3;Tác động;2;group
3.1;Điều tra;2;survey
"""
ANSWERS = {"1.1": "1", "1.2": "90", "1.3": "1", "2.2": "4"}


def use_criteria(settings: Any, folder: Path, text: str = CRITERIA) -> None:
    """Put a set beside the database, where an office has its own."""
    settings.KEPT = folder
    (folder / "criteria").mkdir(exist_ok=True)
    (folder / "criteria" / "thu.csv").write_text(text, encoding="utf-8")


def officer(unit: Unit, rights: str, name: str = "") -> tuple[User, Actor]:
    user = make.user(unit, rights, name=name)
    return user, actor_of(user, on=MONDAY.date())


def year_of(
    owner: Actor,
    units: Sequence[Unit],
    *,
    year: int = YEAR,
    has_survey: bool = True,
    object_until: date = date(2026, 2, 27),
    is_counted: bool = True,
    set_code: str = "thu",
) -> ScoreRound:
    if is_counted:
        count_since(units, date(year, 1, 1))
    return open_scoring(
        NewScoring(
            year=year,
            owner_id=owner.unit_id,
            set_code=set_code,
            window=Window(date(year, 1, 1), date(year, 12, 31)),
            score_until=date(2026, 1, 15),
            appraise_until=date(2026, 2, 13),
            object_until=object_until,
            units=[unit.pk for unit in units],
            has_survey=has_survey,
        ),
        actor=owner,
        at=MONDAY,
    )


def count_since(units: Sequence[Unit], day: date) -> None:
    """Let the product have counted something of units from a day on."""
    month = day.replace(day=1)
    for unit in units:
        Cell.objects.get_or_create(unit=unit, day=day, measure="thu", value=1)
        MonthSum.objects.get_or_create(unit=unit, month=month, measure="thu", value=1)


def card_of(made: ScoreRound, unit: Unit) -> Scorecard:
    rows = Scorecard.objects.select_related("case", "round__owner", "unit")
    return rows.get(round=made, unit=unit)


def say(card: Scorecard, actor: Actor, **texts: str) -> list[Tried]:
    """Write answers of the unit: ``r1_2="90"`` is criterion 1.2."""
    return _write(card, Stage.OWN, actor, texts)


def appraise(
    card: Scorecard, actor: Actor, note: str = "", **texts: str
) -> list[Tried]:
    return _write(card, Stage.GIVEN, actor, texts, note)


def fill(card: Scorecard, actor: Actor, **changed: str) -> None:
    """Answer everything that people answer."""
    texts = {f"r{code.replace('.', '_')}": text for code, text in ANSWERS.items()}
    tried = say(card, actor, **(texts | changed))
    assert not [one.trouble for one in tried if one.trouble]


def handed_in(card: Scorecard, actor: Actor, **changed: str) -> Scorecard:
    fill(card, actor, **changed)
    return take_step(card, "submit", actor=actor, at=MONDAY)


def _write(
    card: Scorecard, stage: Stage, actor: Actor, texts: dict[str, str], note: str = ""
) -> list[Tried]:
    rows = {row.code: row for row in card.scores.filter(stage=stage)}
    entries = []
    for name, text in texts.items():
        code = name.removeprefix("r").replace("_", ".")
        seen = rows[code].number if code in rows else 0
        entries.append(Entry(code, text, note, seen))
    return write(card, stage, entries, actor=actor, at=MONDAY)


@dataclass
class Scene:
    owner: Unit
    head: Actor
    units: list[Unit]
    hands: list[Actor]
    made: ScoreRound

    def card(self, at: int = 0) -> Scorecard:
        return card_of(self.made, self.units[at])

    def appraised(self, at: int, points: str) -> Scorecard:
        """A card whose survey was entered and whose appraisal is over."""
        card = handed_in(self.card(at), self.hands[at])
        appraise(card, self.head, r3_1=points)
        return take_step(self.card(at), "appraise", actor=self.head, at=MONDAY)


def make_scene(settings: Any, tmp_path: Path) -> Scene:
    use_criteria(settings, tmp_path)
    owner = make.unit(name="UBND thị xã Thử")
    units = [make.unit(owner, name=f"UBND xã Thử {n}") for n in (1, 2, 3)]
    _, head = officer(owner, ABOVE)
    hands = [officer(unit, BELOW)[1] for unit in units]
    return Scene(owner, head, units, hands, year_of(head, units))

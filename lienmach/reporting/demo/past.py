"""The demo's figures of years before the software: made up, in the town's series."""

from datetime import date, datetime, timedelta

from lienmach.calc.local import day_of
from lienmach.calc.period import Kind, Period
from lienmach.indicators.actions import past_files
from lienmach.org.demo import HISTORY, account, unit
from lienmach.org.queries import actor_of

FILE = "Số liệu 2021–2022 (mô phỏng).csv"
FIRST = date(2021, 1, 1)
# Of each quarter: received, online, finished, early, on time; made up.
NUMBERS = (
    (812, 31, 790, 402, 331),
    (905, 48, 871, 466, 350),
    (640, 77, 655, 340, 261),
    (988, 130, 941, 515, 369),
    (1021, 204, 1008, 571, 382),
    (1107, 291, 1090, 633, 405),
    (1066, 340, 1071, 648, 382),
)
ROWS = ("1", "1.3", "2", "2.1", "2.2", "1.4", "2.4")


def load(*, at: datetime) -> None:
    """Bring the figures of seven quarters in, as the officer of home affairs would."""
    where = unit(HISTORY)
    today = day_of(at)
    actor = actor_of(account("noivu"), on=today, unit_id=where.pk)
    lines = [";".join(past_files.COLUMNS)]
    period = Period.of(Kind.QUARTER, FIRST)
    for numbers in NUMBERS:
        window = period.window()
        days = f"{window.start:%d/%m/%Y};{window.end:%d/%m/%Y}"
        for code, figure in zip(ROWS, _with_shares(numbers), strict=True):
            lines.append(f"{HISTORY};{days};ho-so;{code};{figure}")
        period = Period.of(Kind.QUARTER, window.end + timedelta(days=1))
    content = "\n".join(lines).encode()
    plan = past_files.plan(content, FILE, actor=actor, today=today)
    past_files.apply(content, FILE, seal=plan.seal, actor=actor, today=today)


def _with_shares(numbers: tuple[int, ...]) -> tuple[str, ...]:
    received, online, finished, early, on_time = numbers
    shares = (online / received, (early + on_time) / finished)
    written = (f"{share:.1%}".replace(".", ",") for share in shares)
    return (*map(str, numbers), *written)

"""The ward's tills: closed day by day by who leads the centre, but the last ones."""

from datetime import datetime, time, timedelta

from lienmach.calc.local import ZONE, day_of
from lienmach.onestop.actions.money import close_till
from lienmach.onestop.queries import money as queries
from lienmach.org.demo import TODAY, account, unit
from lienmach.org.queries import actor_of

CLOSER, LEFT = "lanhdao", 2
SHORT = (9, 5_000, "Thối nhầm 5.000 đồng, thủ quỹ đã bù.")  # of which day, by how much
CLOSES = time(17, 15)


def load(*, at: datetime) -> None:
    counter = unit(f"{TODAY}.04").pk
    days = queries.unclosed(counter, before=day_of(at))
    for n, day in enumerate(days[:-LEFT]):
        cash, (short_on, short, why) = queries.till(counter, day).cash, SHORT
        is_short = n == short_on and cash > short
        close_till(
            counter,
            day,
            counted=cash - short if is_short else cash,
            note=why if is_short else "",
            actor=actor_of(account(CLOSER), on=day),
            at=datetime.combine(day, CLOSES, ZONE) + timedelta(minutes=n % 9),
        )

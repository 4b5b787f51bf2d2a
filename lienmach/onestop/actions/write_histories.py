"""Histories get their codes and numbers in the order of time, and are written."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from lienmach.base.parts import number as number_words
from lienmach.calc.dossier_code import PATTERN, code_of
from lienmach.calc.local import day_of
from lienmach.onestop.actions.histories import History, Past
from lienmach.onestop.actions.money import SERIES
from lienmach.onestop.actions.slips import series_of
from lienmach.onestop.models import Form, HandOver, HandOverItem, Party, Slip
from lienmach.onestop.models.slips import serial_of


def write(past: Past, agencies: dict[int, str]) -> None:
    """Give codes and numbers in the order of time, and write it all.

    ``agencies`` are the codes of the units that received.
    """
    _name_all(past, agencies)
    _enter_all(past)
    _number_forms(past)
    _number_receipts(past)
    date_parties(past)
    past.rows.write()


def hand_over(
    past: Past,
    number: str,
    moved: Sequence[History],
    *,
    to: int,
    by: int,
    received_by: int,
    at: datetime,
    confirmed_at: datetime,
) -> None:
    """Put dossiers on the sheet with which their papers went to another unit."""
    sheet = HandOver(
        number=number,
        from_unit_id=moved[0].case.received_unit_id,
        to_unit_id=to,
        made_at=at,
        made_by_id=by,
        confirmed_at=confirmed_at,
        confirmed_by_id=received_by,
    )
    past.rows.add(sheet)
    for history in moved:
        assert history.cart
        history.cart.note = f"Biên bản bàn giao {number}"
        item = HandOverItem(
            hand_over_id=sheet.pk,
            dossier_id=history.case.pk,
            case_number=history.cart.number,
            is_accepted=True,
        )
        past.rows.add(item)


def _name_all(past: Past, agencies: dict[int, str]) -> None:
    taken: dict[tuple[int, str], int] = defaultdict(int)
    for history in in_order(past):
        unit = history.case.received_unit_id
        day = f"{day_of(history.case.received_at):%y%m%d}"
        taken[unit, day] += 1
        code = code_of(
            PATTERN,
            agency=agencies[unit],
            day=day_of(history.case.received_at),
            number=taken[unit, day],
        )
        history.named(code)
    spend("dossier", taken)


def _enter_all(past: Past) -> None:
    """Give each dossier its line in the book; its receipts are numbered by it."""
    taken: dict[tuple[int, str], int] = defaultdict(int)
    for history in in_order(past):
        case = history.case
        year = day_of(case.received_at).year
        key = case.received_unit_id, str(year)
        taken[key] += 1
        history.entered(year, taken[key])
        for slip in history.slips:
            slip.said["entry"] = f"{taken[key]:04}/{year}"
            if slip.form == Form.RECEIPT:
                slip.serial = serial_of(Form.RECEIPT, taken[key])
    spend("book", taken)


def _number_forms(past: Past) -> None:
    for form, slips in other_forms(past).items():
        taken: dict[tuple[int, str], int] = defaultdict(int)
        for unit, slip in slips:
            key = unit, str(day_of(slip.made_at).year)
            taken[key] += 1
            slip.serial = serial_of(form, taken[key])
        spend(series_of(form), taken)


def in_order(past: Past) -> list[History]:
    return sorted(past.histories, key=lambda history: history.case.received_at)


def other_forms(past: Past) -> dict[Form, list[tuple[int, Slip]]]:
    """The forms that are no receipts, in the order of time, with their counters."""
    found: dict[Form, list[tuple[int, Slip]]] = defaultdict(list)
    for history in past.histories:
        for slip in history.slips:
            if slip.form != Form.RECEIPT:
                unit = history.case.received_unit_id
                found[Form(slip.form)].append((unit, slip))
    for slips in found.values():
        slips.sort(key=lambda each: each[1].made_at)
    return found


def _number_receipts(past: Past) -> None:
    taken: dict[tuple[int, str], int] = defaultdict(int)
    all_paid = (paid for history in past.histories for paid in history.receipts)
    for receipt, event in sorted(all_paid, key=lambda paid: paid[0].paid_at):
        key = receipt.unit_id, str(receipt.year)
        taken[key] += 1
        receipt.number = taken[key]
        event.note = f"Biên lai {receipt}: {number_words(receipt.amount)} đồng"
    spend(SERIES, taken)


def date_parties(past: Past) -> None:
    """Somebody has been known since their first dossier."""
    first: dict[int, datetime] = {}
    for history in past.histories:
        for party in history.new.parties:
            at = history.case.received_at
            first[party.pk] = min(first.get(party.pk, at), at)
    for party in past.rows.all(Party):
        party.made_at = party.changed_at = first[party.pk]


def spend(series: str, taken: dict[tuple[int, str], int]) -> None:
    """Say which numbers are spent, so that the next one given is another."""
    rows = [(series, unit, period, last) for (unit, period), last in taken.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO onestop_counter (series, unit_id, period, last)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (series, unit_id, period)"
            " DO UPDATE SET last = greatest(onestop_counter.last, EXCLUDED.last)",
            rows,
        )

"""Dossiers loaded in bulk: as true as any other, and marked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, QuerySet

from lienmach.calc.local import day_of, moment
from lienmach.cases.models import Case, CaseEvent
from lienmach.indicators.queries.reconcile import compared
from lienmach.onestop.actions.numbers import dossier_code
from lienmach.onestop.actions.receive import tokens_of
from lienmach.onestop.demo import many, offices
from lienmach.onestop.models import Dossier, Form, Party, Receipt, Slip
from lienmach.onestop.models.slips import serial_of
from lienmach.onestop.tests.replay import Replay, check_facts, rows_of
from lienmach.org import demo as org
from lienmach.registers import demo as registers
from tests import make

pytestmark = pytest.mark.django_db
NOW = moment("2026-09-15T10:20")
COUNT = 203


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        org.load(at=NOW)
        registers.load(at=NOW)
        for office in (*offices.communes(NOW_OF_TOWN), offices.town(NOW_OF_TOWN)):
            offices.write_routes(office)
        offices.write_routes(offices.ward(day_of(NOW)))
        patch.setattr(many, "MOST_PLAYED", 50)
        patch.setattr(many, "BULK", 100)
        many.load(COUNT, seed=7, at=NOW)
        yield
        transaction.set_rollback(True)


def loaded() -> QuerySet[Dossier]:
    return Dossier.objects.filter(content=many.MARK)


def test_exactly_so_many_dossiers_come_and_every_figure_agrees() -> None:
    assert loaded().count() == Case.objects.count() == COUNT
    assert list(compared()) == []


def test_every_loaded_trail_is_complete_and_follows_from_facts() -> None:
    check_facts(Case.objects.all())


def test_codes_run_through_each_day_in_the_order_of_receipt() -> None:
    days: dict[tuple[int, object], list[Case]] = {}
    for case in Case.objects.order_by("received_at", "pk"):
        key = case.received_unit_id, day_of(case.received_at)
        days.setdefault(key, []).append(case)
    for cases in days.values():
        numbers = [case.code.rpartition("-")[2] for case in cases]
        assert numbers == [f"{n:04}" for n in range(1, len(cases) + 1)]
    (unit, day), cases = max(days.items(), key=lambda found: len(found[1]))
    assert len(cases) > 1
    assert day == day_of(cases[0].received_at)
    following = dossier_code(unit, day_of(cases[0].received_at))
    assert following.endswith(f"-{len(cases) + 1:04}")


def test_what_a_copy_is_found_by_is_what_the_counter_would_have_stored() -> None:
    for dossier in loaded().select_related("case", "procedure", "owner", "submitter"):
        parties = [p for p in (dossier.owner, dossier.submitter) if p]
        wanted = tokens_of(dossier.case.code, dossier.procedure.name, parties)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tsvector_to_array(tokens) FROM cases_case WHERE id = %s",
                [dossier.pk],
            )
            assert set(cursor.fetchone()[0]) == set(wanted)
        assert dossier.phone == (dossier.submitter or dossier.owner).phone


def test_slips_receipts_and_trail_name_the_same_code_and_number() -> None:
    for slip in Slip.objects.select_related("dossier__case"):
        assert slip.said["code"] == slip.dossier.case.code
        assert slip.said["phone"] == slip.dossier.phone
        entry = slip.dossier.entry
        assert slip.said["entry"] == f"{entry.number:04}/{entry.year}"
        of_receipt = slip.form == Form.RECEIPT
        number = entry.number if of_receipt else int(slip.serial.partition("/")[0])
        assert slip.serial == serial_of(slip.form, number)
    for receipt in Receipt.objects.all():
        noted = CaseEvent.objects.get(
            case=receipt.dossier_id, step="receipt", at=receipt.paid_at
        )
        assert noted.note.startswith(f"Biên lai {receipt}: ")
        lines = receipt.lines.values_list("amount", flat=True)
        assert sum(lines) == receipt.amount
    numbers = Receipt.objects.values("unit", "year", "number").annotate(n=Count("pk"))
    assert not numbers.filter(n__gt=1).exists()


def test_a_loaded_dossier_is_what_the_actions_would_have_written() -> None:
    for dossier in loaded().order_by("pk")[:: COUNT // 12]:
        again = Replay(dossier).again()

        known = rows_of(dossier)
        for table, rows in rows_of(again).items():
            for row, wanted in zip(rows, known[table], strict=True):
                different = {k: (row[k], wanted[k]) for k in row if row[k] != wanted[k]}
                assert different == {}, table


def test_nobody_is_loaded_twice_and_nobody_exists() -> None:
    ids = list(Party.objects.values_list("id_number", flat=True))
    assert len(set(ids)) == len(ids)
    assert all(number.startswith(("998", "98")) for number in ids)


def test_a_second_load_with_the_same_seed_stands_beside_the_first() -> None:
    many.load(20, seed=7, at=NOW)

    assert loaded().count() == COUNT + 20
    assert list(compared()) == []


def test_keys_indexes_and_guards_are_back_after_a_load_in_bulk() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'"
        )
        assert {"case_by_words", "case_by_receipt"} <= {name for (name,) in cursor}
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.update(note=F("note"))
    with transaction.atomic(), connection.cursor() as cursor:
        Case.objects.update(unit=0)
        with pytest.raises(IntegrityError):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_an_office_in_use_is_refused() -> None:
    make.unit()
    with pytest.raises(CommandError, match="cơ quan đang dùng"):
        call_command("load_dossiers", dossiers=5)


NOW_OF_TOWN = day_of(moment("2023-03-10T12:00"))

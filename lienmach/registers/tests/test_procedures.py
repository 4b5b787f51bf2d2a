"""The catalogue: versions in time, what the database refuses, what a day shows."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from lienmach.base.lists import Query
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.procedures import Component, Fee, Step
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.procedures import (
    begin_version,
    end_procedure,
)
from lienmach.registers.lists.procedures import procedures as declared
from lienmach.registers.models import (
    Procedure,
    ProcedureVersion,
    Publication,
)
from lienmach.registers.models import (
    Step as StoredStep,
)
from lienmach.registers.queries.procedures import (
    counts,
    draft_of,
    fields,
    history,
    in_force_on,
    lacks,
    procedures,
    with_parts,
    words,
)
from lienmach.registers.tests.make_procedure import (
    DECISION,
    START,
    draft,
    officer,
    version,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
CODES = count(100_000)


def test_what_is_written_is_what_is_read() -> None:
    written = draft()
    made = begin_version(
        written, on=START, decision=DECISION, actor=officer(), at=MONDAY
    )

    found = with_parts(ProcedureVersion.objects.all()).get(pk=made.pk)
    assert draft_of(found) == written


def test_a_new_version_ends_the_one_before_it() -> None:
    version()
    version(on=date(2024, 1, 1), limit=Limit(3))

    limits = [
        found.limit_amount if (found := in_force_on("1.000001", day)) else None
        for day in (date(2022, 12, 31), START, date(2023, 12, 31), date(2024, 1, 1))
    ]
    assert limits == [None, 5, 5, 3]


def test_a_version_in_between_lasts_until_the_next_one() -> None:
    for day in (date(2023, 1, 1), date(2025, 1, 1), date(2024, 1, 1)):
        version(on=day)

    rows = Procedure.objects.get().versions.order_by("valid_from")
    assert [
        (row.valid_from.year, row.valid_to and row.valid_to.year) for row in rows
    ] == [(2023, 2024), (2024, 2025), (2025, None)]


def test_a_version_of_the_same_day_puts_the_first_right_and_keeps_it() -> None:
    first = version()
    second = version(limit=Limit(4))

    first.refresh_from_db()
    assert first.replaced_at
    assert in_force_on("1.000001", START) == second
    assert [one.version for one in history(second.procedure)] == [second]


def test_history_names_what_each_decision_changed() -> None:
    version()
    made = version(on=date(2024, 1, 1), limit=Limit(3), online="partial")

    latest = history(made.procedure)[0]
    assert latest.by
    assert latest.by.decision == "12/QĐ-UBND"
    assert latest.differences == [
        ("Thời hạn", "5 ngày làm việc", "3 ngày làm việc"),
        ("Trực tuyến", "Toàn trình", "Một phần"),
    ]


@settings(max_examples=25)
@given(
    starts=st.lists(st.integers(0, 60), min_size=1, max_size=6),
    asked=st.lists(st.integers(-5, 70), min_size=1, max_size=5),
)
def test_the_version_of_a_day_is_the_last_word_on_the_latest_start(
    starts: list[int], asked: list[int]
) -> None:
    by, code = officer(), f"1.{next(CODES)}"
    for amount, start in enumerate(starts):
        version(code, on=START + timedelta(days=start), by=by, limit=Limit(amount))

    for after in asked:
        begun = [start for start in starts if start <= after]
        said = [n for n, start in enumerate(starts) if begun and start == max(begun)]
        found = in_force_on(code, START + timedelta(days=after))
        assert (found and found.limit_amount) == (said[-1] if said else None)


def test_the_database_refuses_versions_that_overlap() -> None:
    made = version()
    made.pk, made.valid_from = None, date(2024, 1, 1)

    with pytest.raises(IntegrityError, match="procedure_versions_never_overlap"):
        made.save()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"steps": (Step("A", "division", Decimal(60)),)}, "cộng được 60 %"),
        ({"steps": (Step("A", "nowhere", Decimal(100)),)}, "loại đơn vị «nowhere»"),
        ({"levels": ()}, "ít nhất một cấp"),
        ({"levels": ("galaxy",)}, "cấp «galaxy»"),
        ({"online": "4"}, "không còn mức độ"),
        ({"name": ""}, "tên và lĩnh vực"),
        ({"code": "a b"}, "Mã thủ tục"),
        ({"fees": (Fee("Phí", -1),)}, "từ 0 đồng"),
        (
            {"fees": (Fee("Phí", 1, "", "", START, date(2022, 1, 1)),)},
            "hết hạn trước",
        ),
        ({"components": (Component("Đơn", -1),)}, "số âm"),
    ],
)
def test_what_no_version_may_say_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        version(**more)

    assert not Procedure.objects.exists()


def test_before_the_decree_of_2022_levels_are_numbers() -> None:
    assert version(on=date(2021, 1, 1), online="4").get_online_display() == "Mức độ 4"
    with pytest.raises(Refused, match="mức độ 1–4"):
        version(on=date(2021, 6, 1), online="full")


def test_the_database_lets_no_shares_stand_that_do_not_add_up() -> None:
    made = version()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="shares"):
        StoredStep.objects.filter(version=made).first().delete()  # type: ignore[union-attr]  # it has two


def test_a_limit_of_zero_is_the_same_day_whatever_its_clock() -> None:
    made = version(limit=Limit(0, Clock.CALENDAR_DAYS))

    assert made.limit_words == "trong ngày"
    assert made.clock == Clock.WORKING_DAYS


def test_a_procedure_that_was_abolished_is_in_force_no_more() -> None:
    found = version().procedure
    end = date(2024, 5, 1)

    end_procedure(found, on=end, decision=DECISION, actor=officer(), at=MONDAY)

    assert in_force_on(found.code, date(2024, 4, 30))
    assert not in_force_on(found.code, end)
    assert found.changes.first().kind == "abolished"  # type: ignore[union-attr]  # just made
    with pytest.raises(Refused, match="đã hết hiệu lực"):
        end_procedure(found, on=end, decision=DECISION, actor=officer(), at=MONDAY)


def test_a_procedure_that_is_replaced_names_what_replaces_it() -> None:
    old, new = version("1.1").procedure, version("1.2").procedure

    end_procedure(
        old,
        on=date(2024, 5, 1),
        decision=DECISION,
        actor=officer(),
        at=MONDAY,
        successor=new,
    )

    change = old.changes.get(kind="replaced")
    assert change.successor == new


def test_changing_the_catalogue_takes_a_right_and_a_decision() -> None:
    with pytest.raises(PermissionDenied):
        version(by=make.actor())
    with pytest.raises(Refused, match="quyết định công bố"):
        begin_version(
            draft(),
            on=START,
            decision=type(DECISION)("", START, ""),
            actor=officer(),
            at=MONDAY,
        )


def test_each_procedure_is_shown_once_on_any_day() -> None:
    version("1.1", on=date(2023, 1, 1))
    version("1.1", on=date(2024, 1, 1))
    gone = version("1.2", on=date(2023, 1, 1)).procedure
    end_procedure(
        gone, on=date(2023, 6, 1), decision=DECISION, actor=officer(), at=MONDAY
    )
    version("1.3", on=date(2025, 1, 1))

    for day in (date(2022, 1, 1), date(2023, 3, 1), date(2024, 3, 1)):
        shown = [row.procedure.code for row in procedures(on=day)]
        assert sorted(shown) == ["1.1", "1.2", "1.3"]


def test_counts_of_a_day_agree_with_counting_one_by_one() -> None:
    make.level("district")
    both = ("district", "commune")
    version("1.1", levels=both)
    version("1.2", on=date(2024, 1, 1))
    version("1.3", field="Đất đai", levels=("district",))
    version("1.3", field="Xây dựng", on=date(2024, 6, 1))

    for day in (date(2022, 1, 1), START, date(2024, 1, 1), date(2024, 6, 1)):
        found = counts(day)
        one_by_one = [
            row
            for row in ProcedureVersion.objects.filter(replaced_at=None)
            if row.is_in_force(day)
        ]
        assert found.total == len(one_by_one)
        for row in found.fields:
            of_field = [v for v in one_by_one if v.field_id == row.field.pk]
            assert row.total == len(of_field)
            assert row.by_level == [
                (level, sum(level in v.levels for v in of_field))
                for level, _ in found.levels
            ]


def test_a_version_lacks_publication_until_it_is_posted_everywhere() -> None:
    made = version()
    rows = ProcedureVersion.objects.all()
    for place in ("portal", "website", "counter"):
        assert rows.filter(lacks()).exists()
        assert rows.filter(lacks(place)).exists()
        Publication.objects.create(
            version=made, place=place, posted_on=START, made_at=MONDAY
        )
        assert not rows.filter(lacks(place)).exists()

    assert not rows.filter(lacks()).exists()
    newer = version(on=date(2024, 1, 1))
    assert [row.pk for row in rows.filter(lacks())] == [newer.pk]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("khai sinh", True),
        ("KHAI SÍNH", True),
        ("đkks", True),
        ("dkks", True),
        ("lam giay", True),
        ("1.000001", True),
        ("000001", True),
        ("kết hôn", False),
        ("' | 'k", False),
    ],
)
def test_a_procedure_is_found_by_words_initials_and_code(
    asked: str, is_found: bool, rf: Any
) -> None:
    version()
    listed = declared(on=START, fields=fields(), words=words(), may_add=False)

    query = Query.read(listed, rf.get("/", {"q": asked}).GET)

    assert query.narrow(procedures(on=START)).exists() is is_found

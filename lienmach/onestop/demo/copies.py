"""A life that was played is written many times over, by set statements.

Each copy has keys, a code, numbers, a person and secrets of its own, and lies some
milliseconds after the one before it: no deadline changes by that, for they count
minutes. Everything else is the same.
"""

from collections import defaultdict
from collections.abc import Sequence, Set
from contextlib import nullcontext

from django.db import OperationalError, connection, models, transaction
from django.db.models import Model
from psycopg.errors import LockNotAvailable

from lienmach.base.indexes import made_again
from lienmach.base.parts import number as number_words
from lienmach.base.rows import copy, has_own_key, reserve
from lienmach.base.search import lexemes
from lienmach.calc.local import day_of
from lienmach.calc.text import tokens, words
from lienmach.cases.models import Case, CaseEvent
from lienmach.onestop.actions.histories import Past
from lienmach.onestop.actions.money import SERIES
from lienmach.onestop.actions.slips import series_of
from lienmach.onestop.actions.write_histories import (
    date_parties,
    other_forms,
    spend,
)
from lienmach.onestop.models import (
    BookEntry,
    Counter,
    Dossier,
    Form,
    Party,
    Receipt,
    Slip,
)
from lienmach.onestop.models.slips import AFTER_NUMBER
from lienmach.org.models import Unit

APART = 900_000  # microseconds within which the copies of a life lie
# Moments that were worked out and do not move with the copies.
SETTLED = frozenset({"promised_at", "due_at", "old_promise", "new_promise"})

NUMBER = "(split_part({case}.code, '|', 2)::int + k + 1)"
DIGITS = f"lpad({NUMBER}::text, greatest(4, length({NUMBER}::text)), '0')"
CODE = f"split_part({{case}}.code, '|', 1) || {DIGITS}"
PHONE = "'0100' || lpad(({party} * 7919 % 1000000)::text, 6, '0')"
ID_NUMBER = (
    "CASE {kind} WHEN 'person' THEN '998' || lpad(({party} % 1000000000)::text, 9, '0')"
    " ELSE '98' || lpad(({party} % 100000000)::text, 8, '0') END"
)
RECEIPT = (
    "'Biên lai ' || lpad((split_part(t.note, '|', 1)::int + k + 1)::text, 6, '0')"
    " || split_part(t.note, '|', 2)"
)


def write_copies(past: Past, copies: int, *, is_bulk: bool) -> None:
    """Write every life of a past so many times; in bulk nobody reads meanwhile."""
    _lock({*past.rows.of, BookEntry}, is_bulk=is_bulk)
    date_parties(past)
    _begin_codes(past, copies)
    _begin_receipts(past, copies)
    _begin_book(past, copies)
    _begin_forms(past, copies)
    made = {model: rows for model, rows in past.rows.of.items() if rows}
    bases = {
        model: reserve(model, len(rows) * copies)
        for model, rows in made.items()
        if has_own_key(model)
    }
    with connection.cursor() as cursor:
        for model, rows in made.items():
            cursor.execute(
                f'CREATE TEMP TABLE "{_scratch(model)}" (LIKE "{model._meta.db_table}")'
            )
            copy(model, rows, {}, into=_scratch(model))
            # Read in the order of the keys, a few lives need no sorting of all copies.
            cursor.execute(
                f'CREATE INDEX ON "{_scratch(model)}" ("{_first(model)}");'
                f' ANALYZE "{_scratch(model)}"'
            )
        with made_again(made) if is_bulk else nullcontext():
            for model in made:
                _multiply(model, bases, copies)
        for model in made:
            cursor.execute(f'DROP TABLE "{_scratch(model)}"')


def _lock(made: Set[type[Model]], *, is_bulk: bool) -> None:
    """Have the tables for ourselves before the numbers that are spent are read.

    We wait for others only while we hold nothing that they may want: with the first
    table that somebody is at work in everything begins again.
    """
    tables = {model._meta.db_table for model in made} | {Counter._meta.db_table}
    if is_bulk:  # keys are taken from both ends
        tables |= {
            field.remote_field.model._meta.db_table
            for model in made
            for field in model._meta.concrete_fields
            if field.remote_field
        }
    mode = "ACCESS EXCLUSIVE" if is_bulk else "SHARE ROW EXCLUSIVE"
    busy: str | None = min(tables)
    while busy:
        busy = _taken([busy, *sorted(tables - {busy})], mode)


def _taken(tables: Sequence[str], mode: str) -> str | None:
    """Wait for the first table and lock all; else none, and say which was taken."""
    table = tables[0]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{table}" IN {mode} MODE')
            for table in tables[1:]:
                cursor.execute(f'LOCK TABLE "{table}" IN {mode} MODE NOWAIT')
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return table
    return None


def _multiply(model: type[Model], bases: dict[type[Model], int], copies: int) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    keys = {f.column: _base(f, bases) for f in fields}
    own = _own_columns(model, bases, copies)
    first = _first(model)
    columns, values = [], []
    for field in fields:
        name = field.column
        columns.append(f'"{name}"')
        base = keys[name]
        if name in own:
            values.append(own[name])
        elif base is not None:
            values.append(_key(base, f"t.{name}", copies))
        elif isinstance(field, models.DateTimeField) and name not in SETTLED:
            values.append(f"t.{name} + {_later(copies)}")
        else:
            values.append(f't."{name}"')
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)})'  # noqa: S608 - ours
            f" SELECT {', '.join(values)} FROM {_source(model)}"
            f" CROSS JOIN LATERAL generate_series(0, {copies - 1} + 0 * t.{first}::int)"
            f" AS k ORDER BY t.{first}"
        )


def _own_columns(
    model: type[Model], bases: dict[type[Model], int], copies: int
) -> dict[str, str]:
    """What of a copy is neither the same nor merely moved."""

    def party(column: str) -> str:
        return _key(bases[Party], column, copies)

    def found_by(column: str, kind: str) -> str:
        phone = PHONE.format(party=party(column))
        number = ID_NUMBER.format(party=party(column), kind=kind)
        return f"'p' || right({phone}, 4), 'c' || right({number}, 4)"

    bearer = party("coalesce(d.submitter_id, d.owner_id)")
    if model is Case:
        digits = DIGITS.format(case="t")
        submitter = (
            "CASE WHEN d.submitter_id IS NULL THEN '{}'::text[] ELSE"
            f" ARRAY[{found_by('d.submitter_id', 's.kind')}] END"
        )
        found = (
            f"ARRAY[{digits}, right({digits}, 4), {found_by('d.owner_id', 'o.kind')}]"
        )
        return {
            "code": CODE.format(case="t"),
            "tokens": f"t.tokens || array_to_tsvector({found} || {submitter})",
            "soon_at": "CASE WHEN t.soon_at = t.received_at"
            f" THEN t.soon_at + {_later(copies)} ELSE t.soon_at END",
        }
    if model is Party:
        number = ID_NUMBER.format(party=party("t.id"), kind="t.kind")
        found = f"ARRAY[{found_by('t.id', 't.kind')}]"
        return {
            "id_number": number,
            "phone": PHONE.format(party=party("t.id")),
            "tokens": f"t.tokens || array_to_tsvector({found})",
        }
    if model is Dossier:
        own = _key(bases[Case], "t.case_id", copies)
        return {
            "phone": PHONE.format(party=bearer.replace("d.", "t.")),
            "token": f"md5(t.token || {own})",
        }
    if model is Slip:
        own = _key(bases[Slip], "t.id", copies)
        phone = PHONE.format(party=bearer)
        return {
            "token": f"md5(t.token || {own})",
            "serial": _serial(),
            "said": "t.said || jsonb_build_object("
            f"'code', {CODE.format(case='c')}, 'phone', {phone},"
            f" 'entry', {_padded('b.number')} || '/' || b.year)",
        }
    if model in (Receipt, BookEntry):
        return {"number": "t.number + k + 1"}
    if model is CaseEvent:
        return {"note": f"CASE t.step WHEN 'receipt' THEN {RECEIPT} ELSE t.note END"}
    return {}


def _source(model: type[Model]) -> str:
    """The scratch table, with those that a copy is told from."""
    own = f'"{_scratch(model)}" AS t'
    dossier = f'"{_scratch(Dossier)}" AS d'
    person = f'"{_scratch(Party)}"'
    if model is Case:
        return (
            f"{own} JOIN {dossier} ON d.case_id = t.id"
            f" JOIN {person} AS o ON o.id = d.owner_id"
            f" LEFT JOIN {person} AS s ON s.id = d.submitter_id"
        )
    if model is Slip:
        return (
            f"{own} JOIN {dossier} ON d.case_id = t.dossier_id"
            f' JOIN "{_scratch(Case)}" AS c ON c.id = t.dossier_id'
            f' JOIN "{_scratch(BookEntry)}" AS b ON b.dossier_id = t.dossier_id'
        )
    return own


def _serial() -> str:
    """What ``serial_of`` says; a receipt's number is that of its line in the book."""
    first = f"CASE t.form WHEN '{Form.RECEIPT}' THEN b.number ELSE t.serial::int END"
    said = (f"WHEN '{form}' THEN '{after}'" for form, after in AFTER_NUMBER.items())
    return f"{_padded(first)} || CASE t.form {' '.join(said)} ELSE '' END"


def _padded(first: str) -> str:
    """A number of a series as it is printed: four digits at least."""
    number = f"({first} + k + 1)::text"
    return f"lpad({number}, greatest(4, length({number})), '0')"


def _key(base: int, column: str, copies: int) -> str:
    return f"({base} + ({column} - 1) * {copies} + k + 1)"


def _later(copies: int) -> str:
    return f"k * interval '{APART // copies} microseconds'"


def _scratch(model: type[Model]) -> str:
    return f"copied_{model._meta.db_table}"


def _first(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _base(
    field: "models.Field[object, object]", bases: dict[type[Model], int]
) -> int | None:
    """What the keys in a column begin with; None where it holds none of ours."""
    if field.remote_field:
        target = field.remote_field.model
        own = target._meta.pk
        return _base(own, bases) if own.remote_field else bases.get(target)
    return bases[field.model] if field.primary_key else None


# What codes and numbers begin with


def _begin_codes(past: Past, copies: int) -> None:
    """Store of each code what stands before its number, and the number before it."""
    spent = _spent("dossier")
    agencies = dict(Unit.objects.values_list("pk", "code"))
    for history in past.histories:
        case, new = history.case, history.new
        key = case.received_unit_id, f"{day_of(case.received_at):%y%m%d}"
        begin = f"{agencies[key[0]]}-{key[1]}-"
        case.code = f"{begin}|{spent[key]}"
        spent[key] += copies
        names = [*(party.name for party in new.parties), history.version.name]
        case.tokens = lexemes([*tokens(names=names), *words(begin)])
    spend("dossier", spent)
    for party in past.rows.all(Party):
        party.tokens = lexemes(tokens(names=[party.name]))


def _begin_receipts(past: Past, copies: int) -> None:
    spent = _spent(SERIES)
    paid = [each for history in past.histories for each in history.receipts]
    for receipt, event in sorted(paid, key=lambda each: each[0].paid_at):
        key = receipt.unit_id, str(receipt.year)
        receipt.number = spent[key]
        event.note = (
            f"{spent[key]}|/{receipt.year}: {number_words(receipt.amount)} đồng"
        )
        spent[key] += copies
    spend(SERIES, spent)


def _begin_book(past: Past, copies: int) -> None:
    spent = _spent("book")
    for history in past.histories:
        year = day_of(history.case.received_at).year
        key = history.case.received_unit_id, str(year)
        history.entered(year, spent[key])
        spent[key] += copies
    spend("book", spent)


def _begin_forms(past: Past, copies: int) -> None:
    for form, slips in other_forms(past).items():
        spent = _spent(series_of(form))
        for unit, slip in slips:
            key = unit, str(day_of(slip.made_at).year)
            slip.serial = str(spent[key])
            spent[key] += copies
        spend(series_of(form), spent)


def _spent(series: str) -> dict[tuple[int, str], int]:
    rows = Counter.objects.filter(series=series)
    found = {(row.unit_id, row.period): row.last for row in rows}
    return defaultdict(int, found)

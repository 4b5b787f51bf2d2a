"""Every index of the tables that grow with dossiers is one that something reads."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
# Plain indexes whose columns another one of the same table begins with.
NEEDLESS = """
SELECT less.indexrelid::regclass::text
FROM pg_index AS less JOIN pg_index AS more USING (indrelid)
JOIN pg_class AS less_is ON less_is.oid = less.indexrelid
JOIN pg_class AS more_is ON more_is.oid = more.indexrelid
WHERE less.indexrelid <> more.indexrelid AND less_is.relam = more_is.relam
  AND NOT less.indisunique AND less.indexprs IS NULL
  AND less.indpred IS NULL AND more.indpred IS NULL
  AND more.indkey::text || ' ' LIKE less.indkey::text || ' %%'
  AND more.indclass::text || ' ' LIKE less.indclass::text || ' %%'
  AND less.indrelid::regclass::text = ANY(%s)
"""
GROWING = (
    *("cases_case", "cases_caseevent", "cases_promise", "cases_wait", "cases_span"),
    *("onestop_dossier", "onestop_paper", "onestop_charge", "onestop_slip"),
    *("onestop_printing", "onestop_bookentry", "onestop_supplement", "onestop_party"),
    *("onestop_receipt", "onestop_receiptline", "onestop_result", "onestop_collection"),
    *("onestop_handoveritem", "onestop_batchitem"),
)


def test_no_index_of_a_growing_table_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NEEDLESS, [list(GROWING)])
        assert sorted(cursor.fetchall()) == []


def test_the_trail_has_no_index_but_its_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = 'cases_caseevent'::regclass AND NOT indisunique"
        )
        assert cursor.fetchall() == []

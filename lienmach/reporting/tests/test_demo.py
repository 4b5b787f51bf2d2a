import pytest
from django.core.management import call_command

from lienmach.org.demo import HISTORY
from lienmach.reporting.models import Check

pytestmark = pytest.mark.django_db


def test_the_demo_shows_a_report_with_what_is_wrong_in_it() -> None:
    call_command("load_demo", verbosity=0)

    check = Check.objects.get(unit__code=HISTORY)
    said = {finding.kind for finding in check.findings.all()}

    assert check.is_done
    assert {
        "percent_mismatch",
        "sum_mismatch",
        "doc_impossible_date",
        "doc_two_dates",
        "narrative_annex_mismatch",
        "zero_denominator",
        "heading_jump",
    } <= said


def test_loading_it_again_changes_nothing() -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo", verbosity=0)

    assert Check.objects.count() == 2

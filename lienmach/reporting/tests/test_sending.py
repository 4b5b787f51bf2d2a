"""How a report was sent, and the row of the annex that is counted from it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.signing import Key
from lienmach.calc.forms import NONE, Value
from lienmach.calc.refusal import Refused
from lienmach.cases.models import CaseEvent
from lienmach.indicators.queries.forms import kept_of, library
from lienmach.registers.models import UnitMark
from lienmach.reporting.actions import sending
from lienmach.reporting.actions.sending import Sending
from lienmach.reporting.actions.signing import sign_report
from lienmach.reporting.forms.texts import SendForm
from lienmach.reporting.models import Channel, Issue
from lienmach.reporting.queries.sending import LABELS, SHARE, numbers
from lienmach.reporting.tests.make_round import WINDOW, officer
from lienmach.reporting.tests.make_text import BY, DAY, PASSWORD, Written, key_file
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
NATIONAL = Sending(Channel.NATIONAL, "BCQG-1", DAY)


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Written:
    return Written(settings, tmp_path)


def test_how_it_was_sent_is_a_fact_and_the_share_and_its_list_are_of_it(
    written: Written, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    """One test: a signed report takes seconds to make."""
    written.approve()
    key = Key(key_file(), PASSWORD)
    sign_report(written.report, BY, key, actor=written.actor, at=MONDAY)
    _it_is_refused_where_it_cannot_be(written)
    assert _share(written, DAY, DAY) == NONE

    sending.send(written.report, NATIONAL, actor=written.actor, at=MONDAY)

    assert str(_share(written, DAY, DAY).value) == "100.0"
    assert _share(written, DAY + timedelta(days=1), DAY + timedelta(days=9)) == NONE
    assert numbers([SHARE], [make.unit().pk], "", DAY, DAY)[SHARE] == NONE
    _the_page_says_what_is_wrong_at_its_field(written, client)
    _the_page_lists_it(written, client, django_assert_num_queries)
    _it_is_put_right(written)
    assert _share(written, DAY, DAY) == Value.of(Decimal(0))


def _share(written: Written, first: date, last: date) -> Value:
    return numbers([SHARE], [written.town.pk], "", first, last)[SHARE]


def _it_is_refused_where_it_cannot_be(signed: Written) -> None:
    for wrong, why in (
        (Sending(Channel.NATIONAL, " ", DAY), "mã tiếp nhận"),
        (Sending(Channel.PAPER, "", DAY - timedelta(days=1)), "trước ngày văn bản"),
        (Sending(Channel.PAPER, "", DAY + timedelta(days=400)), "chưa đến"),
    ):
        with pytest.raises(Refused, match=why):
            sending.send(signed.report, wrong, actor=signed.actor, at=MONDAY)
    assert signed.report.case.state == "signed"
    with pytest.raises(Refused, match="chưa ghi nhận gửi"):
        sending.tell_sending(signed.report, NATIONAL, actor=signed.actor, at=MONDAY)


def _it_is_put_right(signed: Written) -> None:
    paper = Sending(Channel.PAPER, "", DAY)
    for _ in range(2):  # said twice it is one change
        sending.tell_sending(signed.report, paper, actor=signed.actor, at=MONDAY)

    issue = Issue.objects.get()
    assert (issue.channel, issue.receipt, issue.sent_on) == ("paper", "", DAY)
    (told,) = CaseEvent.objects.filter(step="sending")
    assert "BCQG-1" in told.note
    _, stranger = officer(make.unit())
    with pytest.raises(Exception, match=r"Case|consolidate"):
        sending.tell_sending(signed.report, NATIONAL, actor=stranger, at=MONDAY)


def test_the_row_is_counted_from_the_day_that_the_unit_names(
    written: Written, settings: Any, tmp_path: Path
) -> None:
    settings.KEPT = tmp_path / "none"
    form = library().forms["phu-luc-8"]
    assert form.kept() & LABELS.keys()
    assert SHARE not in kept_of([form], written.town.pk, WINDOW)

    said = UnitMark.objects.create(
        unit=written.town,
        kind=UnitMark.Kind.SENDINGS,
        valid_from=WINDOW.start + timedelta(days=1),
        made_at=MONDAY,
    )
    assert SHARE not in kept_of([form], written.town.pk, WINDOW)
    UnitMark.objects.filter(pk=said.pk).update(valid_from=WINDOW.start)
    assert SHARE in kept_of([form], written.town.pk, WINDOW)
    assert SHARE in kept_of([form], written.office.pk, WINDOW)  # and for those below


def _the_page_says_what_is_wrong_at_its_field(signed: Written, client: Client) -> None:
    client.force_login(signed.user)
    url = reverse("reporting:send", args=[signed.report.pk])
    for receipt, day, field in (
        (" ", DAY, "tiep_nhan"),
        ("BCQG-1", DAY - timedelta(days=1), "ngay_gui"),
    ):
        said = {"kenh": "national", "tiep_nhan": receipt, "ngay_gui": f"{day:%d/%m/%Y}"}
        refused = client.post(url, said)
        assert refused.status_code == 422
        assert list(refused.context["sending"].errors) == [field]
    by_hand = {"kenh": "paper", "tiep_nhan": "", "ngay_gui": f"{DAY:%d/%m/%Y}"}
    assert SendForm(by_hand).is_valid()
    assert not SendForm(by_hand | {"kenh": "national"}).is_valid()


def _the_page_lists_it(
    signed: Written, client: Client, ask: Callable[..., Any]
) -> None:
    client.force_login(signed.user)
    url = reverse("reporting:sent")
    narrowed = f"{url}?tu={DAY}&den={DAY}"
    page = client.get(narrowed).content.decode()
    assert "1/1 báo cáo" in page
    assert "100 %" in page
    assert "BCQG-1" in page
    assert "BCQG-1" not in client.get(f"{url}?kenh=paper").content.decode()
    with ask(12):
        client.get(url)

    assert client.get(f"{url}?dv={signed.office.pk}").status_code in (200, 302)

"""An office that keeps a regime for its unit, and the rights that follow for it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.models import AuditRecord, Unit, User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.regimes import let_keep, stamp_of
from lienmach.reporting.flow import CONSOLIDATE, KEEP, SEE
from lienmach.reporting.models import Keeper, Regime, Report, Round
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries.keeping import acting
from lienmach.reporting.queries.people import who_brings_together
from lienmach.reporting.tests.make_round import (
    enter,
    form_text,
    officer,
    regime,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


class Offices:
    """A town whose office of justice keeps one of its two regimes."""

    def __init__(self) -> None:
        self.town = make.unit(name="Thị xã Thử")
        self.justice = make.unit(self.town, name="Phòng Tư pháp")
        self.commune = make.unit(self.town, name="Xã Một")
        self.chief_user, self.chief = officer(self.town, name="Nội Vụ")
        self.user, self.keeper = officer(self.justice, f"{KEEP} {SEE}", name="Tư Pháp")
        self.kept, self.other = regime("Kiểm soát thủ tục"), regime()
        let_keep(self.kept, self.town.pk, self.justice.pk, actor=self.chief, at=MONDAY)

    def opened(self, of: Regime) -> Round:
        return round_of(self.chief, [self.commune], of=of)


@pytest.fixture
def offices(settings: Any, tmp_path: Path) -> Offices:
    use_forms(settings, tmp_path, form_text())
    return Offices()


def _waits(actor: Actor) -> set[Report]:
    return set(Report.objects.visible_to(actor).filter(queries.waiting(actor)))


def test_it_sees_and_is_told_of_what_it_keeps_and_nothing_else(
    offices: Offices,
) -> None:
    kept, other = offices.opened(offices.kept), offices.opened(offices.other)
    own = report_of(kept, offices.town)

    assert set(Report.objects.visible_to(offices.keeper)) == set(kept.reports.all())
    assert _waits(offices.keeper) == {own}
    assert _waits(offices.chief) == {report_of(other, offices.town)}
    assert who_brings_together(own, MONDAY.date()) == [offices.user]
    assert queries.awaited(own, on=MONDAY.date()) == ["Tư Pháp"]


def test_the_rights_follow_for_reports_of_that_regime_alone(offices: Offices) -> None:
    kept = report_of(offices.opened(offices.kept), offices.town)
    other = report_of(offices.opened(offices.other), offices.town)
    sheet = sheet_of(kept)

    with pytest.raises(PermissionDenied):
        enter(sheet, offices.keeper, r1_4="5")
    assert acting(other, offices.keeper) is offices.keeper

    saved = enter(sheet, acting(kept, offices.keeper), r1_4="5")
    assert saved.written[0].outcome == "saved"
    below = report_of(kept.round, offices.commune)
    assert acting(below, offices.keeper).may(CONSOLIDATE, offices.town.pk)
    assert not acting(below, offices.keeper).may(CONSOLIDATE, offices.commune.pk)


def test_its_pages_are_open_to_it_from_opening_to_writing(
    offices: Offices, client: Client
) -> None:
    client.force_login(offices.user)
    choose = reverse("reporting:choose_round")
    page = client.get(choose).content.decode()
    assert "Kiểm soát thủ tục" in page
    assert str(offices.other) not in page
    asked = (str(offices.kept.pk), str(offices.town.pk), "quý IV/2025")
    chosen = dict(zip(("che_do", "don_vi", "ky"), asked, strict=True))
    way = client.get(choose, chosen)
    assert way.status_code == 302
    sent = {
        "tu": "1/10/2025",
        "den": "31/12/2025",
        "han": "15/1/2026",
        "don_vi_duoi": [offices.commune.pk],
        f"han_{offices.commune.pk}": "12/1/2026",
    }
    opened = client.post(way["Location"], sent)

    own = Report.objects.get(unit=offices.town)
    assert opened["Location"] == reverse("reporting:report", args=[own.pk])
    space = client.get(opened["Location"]).content.decode()
    assert "Phòng Tư pháp giữ" in space
    assert client.get(reverse("reporting:annex", args=[own.pk, "4"])).status_code == 200
    begun = client.post(reverse("reporting:text_begin", args=[own.pk]))
    assert begun.status_code == 302
    assert own.sections.exists()
    reminded = client.post(reverse("reporting:remind", args=[own.pk]))
    assert reminded.status_code == 302

    not_kept = [offices.other.pk, offices.town.pk, "2025-Q4"]
    refused = client.get(reverse("reporting:open_round", args=not_kept))
    assert refused.status_code == 403


def test_only_an_office_below_with_somebody_to_keep_it_may(offices: Offices) -> None:
    elsewhere, empty = make.unit(), make.unit(offices.town)
    for office, why in ((elsewhere, "không trực thuộc"), (empty, "Chưa ai")):
        with pytest.raises(Refused, match=why):
            _let(offices, office)
    with pytest.raises(PermissionDenied):
        let_keep(offices.kept, offices.town.pk, None, actor=offices.keeper, at=MONDAY)

    _let(offices, None)

    assert not Keeper.objects.exists()
    said = AuditRecord.objects.order_by("pk").last()
    assert said
    assert said.before == {"cơ quan giữ": "Phòng Tư pháp"}


def test_a_role_that_reaches_an_office_does_not_keep_for_who_sits_in_another(
    offices: Offices,
) -> None:
    elsewhere = make.unit(offices.town, name="Trạm Y tế")
    make.grant(offices.user, offices.town, f"{KEEP} {SEE}")
    actor = actor_of(offices.user, on=MONDAY.date())
    assert actor.may(KEEP, elsewhere.pk)
    with pytest.raises(Refused, match="Chưa ai"):
        _let(offices, elsewhere)
    own = report_of(offices.opened(offices.kept), offices.town)
    assert _waits(actor) == {own}

    Keeper.objects.update(office=elsewhere)

    assert _waits(actor) == set()
    assert acting(own, actor) is actor
    assert who_brings_together(own, MONDAY.date()) == []
    assert queries.awaited(own, on=MONDAY.date()) == []


def _let(offices: Offices, office: Unit | None) -> None:
    to = office.pk if office else None
    let_keep(offices.kept, offices.town.pk, to, actor=offices.chief, at=MONDAY)


def test_a_regime_is_put_right_given_and_ended_on_its_page(
    offices: Offices, client: Client
) -> None:
    client.force_login(offices.chief_user)
    page = reverse("reporting:regime", args=[offices.other.pk])
    shown = client.get(page).content.decode()
    assert "Phòng Tư pháp" in shown
    said = {"ten": "Tên mới", "can_cu": "Công văn mới", "den": "31/12/2026"}
    said["ban"] = stamp_of(offices.other)

    assert client.post(page, said | {"han_commune": "4"}).status_code == 302
    told = AuditRecord.objects.order_by("pk").last()
    assert told
    assert told.after
    assert told.after["tên"] == "Tên mới"
    assert told.after["hạn nộp"].endswith(": 4 ngày")
    late = client.post(page, said | {"ten": "Tên khác"})
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.content.decode()
    assert "Tên khác" in late.content.decode()
    offices.other.refresh_from_db()
    assert offices.other.name == "Tên mới"
    said["ban"] = stamp_of(offices.other)
    assert said["ban"] in late.content.decode()  # the next saving replaces knowingly
    regime = Regime.objects.get(pk=offices.other.pk)
    assert (regime.name, regime.last_day) == ("Tên mới", date(2026, 12, 31))
    assert [one.days for one in regime.due_rules.all()] == [4]
    early = client.post(page, said | {"den": "1/1/1999"})
    assert early.status_code == 422
    assert "phải sau ngày có hiệu lực" in early.content.decode()
    offices.opened(offices.other)
    before_its_round = client.post(page, said | {"den": "30/9/2025"})
    assert "từ ngày 01/10/2025" in before_its_round.content.decode()
    same = client.post(page, said | {"ten": str(offices.kept)})
    assert "đã có" in same.content.decode()

    keep = reverse("reporting:keeper", args=[offices.other.pk, offices.town.pk])
    assert client.post(keep, {"co_quan": offices.commune.pk}).status_code == 422
    assert client.post(keep, {"co_quan": "abc"}).status_code == 422
    assert client.post(keep, {"co_quan": offices.justice.pk}).status_code == 302
    assert offices.other.keepers.get().office_id == offices.justice.pk
    client.force_login(User.objects.get(pk=offices.keeper.user_id))
    assert client.get(page).status_code == 403
    assert client.post(keep, {"co_quan": ""}).status_code == 403

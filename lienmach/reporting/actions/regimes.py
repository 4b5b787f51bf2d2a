"""Regimes of reports: what is asked for, and which office keeps it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.outline import WrongOutline, read_outline
from lienmach.calc.refusal import Refused
from lienmach.org.actions import audit
from lienmach.org.models import Level, Verb
from lienmach.org.queries import names_on
from lienmach.reporting.flow import CONSOLIDATE
from lienmach.reporting.models import DueRule, Keeper, Regime
from lienmach.reporting.queries.keeping import keeper_of, offices_of, who_keeps


@dataclass(frozen=True, slots=True)
class NewRegime:
    """``days`` says, by level, how many days after the window a report is due;
    ``recipients`` and ``outline`` are empty where those of the unit hold."""

    name: str
    document: str
    kind: str
    cut: str
    forms: str
    valid_from: date
    valid_to: date | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    recipients: str = ""
    outline: str = ""


@transaction.atomic
def keep_regime(new: NewRegime, *, actor: Actor | None, at: datetime) -> Regime:
    """Enter a regime with its due days; the audit tells it."""
    if actor:
        actor.require(CONSOLIDATE)
    _refuse_wrong(new)
    regime = Regime.objects.create(
        kind=new.kind,
        cut=new.cut,
        forms=new.forms,
        valid_from=new.valid_from,
        **_changeable(new),
    )
    _set_days(regime, new.days)
    _tell("Thêm", regime, {}, actor=actor, at=at)
    return regime


@transaction.atomic
def change_regime(
    regime: Regime, new: NewRegime, *, seen: str, actor: Actor, at: datetime
) -> Regime:
    """Put right what a regime is called, asks and until when it holds; the audit tells
    it. ``seen`` is the ``stamp_of`` what the person's page showed.

    Its period, cut, forms and first day stay: rounds stand on them. Days hold for the
    rounds that are opened from now on.
    """
    actor.require(CONSOLIDATE)
    regime = Regime.objects.select_for_update().get(pk=regime.pk)
    if stamp_of(regime) != seen:
        raise Refused(
            "Người khác vừa sửa chế độ này: mở lại trang ở cửa sổ khác để xem bản của "
            "người đó. Bản của bạn vẫn ở dưới đây; lưu lần nữa thì thay bản ấy."
        )
    _refuse_wrong(new, regime)
    before = _words(regime)
    Regime.objects.filter(pk=regime.pk).update(**_changeable(new))
    regime.due_rules.all().delete()
    _set_days(regime, new.days)
    regime.refresh_from_db()
    _tell("Sửa", regime, before, actor=actor, at=at)
    return regime


def stamp_of(regime: Regime) -> str:
    """What tells one state of a regime from another. One query."""
    return _short(str(_words(regime)))


@transaction.atomic
def let_keep(
    regime: Regime,
    unit_id: int,
    office_id: int | None,
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Let an office below a unit keep a regime for it; none: who brings reports
    together for the unit does again."""
    if actor:
        actor.require(CONSOLIDATE, unit_id)
    on = day_of(at)
    Regime.objects.select_for_update().get(pk=regime.pk)
    before = keeper_of(regime.pk, unit_id)
    if office_id == before:
        return
    if office_id is None:
        Keeper.objects.filter(regime=regime, unit=unit_id).delete()
    else:
        if office_id not in dict(offices_of(unit_id, on)):
            raise Refused("Cơ quan này không trực thuộc đơn vị: hãy tải lại trang.")
        if not who_keeps(office_id, unit_id, on=on):
            raise Refused(
                "Chưa ai làm việc ở cơ quan này có vai trò giữ báo cáo: hãy giao ở "
                "«Quản trị, Người dùng» trước, như vai trò tư pháp hoặc chuyên viên."
            )
        Keeper.objects.update_or_create(
            regime=regime, unit_id=unit_id, defaults={"office_id": office_id}
        )
    names = names_on([one for one in (before, office_id) if one], on)
    audit.write(
        Verb.GRANTED if office_id else Verb.GRANT_ENDED,
        f"Giữ chế độ báo cáo «{regime}»",
        actor=actor,
        at=at,
        before={"cơ quan giữ": names.get(before or 0, "")},
        after={"cơ quan giữ": names.get(office_id or 0, "")},
        unit_id=unit_id,
    )


def _words(regime: Regime) -> dict[str, str]:
    """What may be changed of a regime, as the audit tells it: an outline by its length
    and a mark of what it says, for it may be a book."""
    days = sorted(regime.due_rules.values_list("level__name", "days"))
    outline = regime.outline
    return {
        "tên": regime.name,
        "căn cứ": regime.document,
        "đến hết ngày": f"{regime.last_day:%d/%m/%Y}" if regime.last_day else "",
        "nơi nhận": regime.recipients,
        "đề cương": f"{len(outline)} ký tự, {_short(outline)}" if outline else "",
        "hạn nộp": "; ".join(f"{level}: {number} ngày" for level, number in days),
    }


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _tell(
    done: str,
    regime: Regime,
    before: dict[str, str],
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    after = _words(regime)
    if before != after:
        subject = f"{done} chế độ báo cáo «{regime}»"
        audit.write(
            Verb.SETTING_CHANGED,
            subject,
            actor=actor,
            at=at,
            before=before,
            after=after,
        )


def _changeable(new: NewRegime) -> dict[str, str | date | None]:
    return {
        "name": new.name,
        "document": new.document,
        "valid_to": new.valid_to,
        "recipients": new.recipients.strip(),
        "outline": new.outline.strip(),
    }


def _refuse_wrong(new: NewRegime, regime: Regime | None = None) -> None:
    if new.valid_to and new.valid_to <= new.valid_from:
        raise Refused("Ngày hết hiệu lực phải sau ngày có hiệu lực.")
    if new.valid_to and regime:
        after = regime.rounds.filter(start__gte=new.valid_to).order_by("start").last()
        if after:
            raise Refused(
                f"Đã có kỳ báo cáo của chế độ này từ ngày {after.start:%d/%m/%Y}: áp "
                "dụng đến hết ngày ấy hoặc sau đó."
            )
    same = Regime.objects.filter(
        name=new.name, kind=new.kind, valid_from=new.valid_from
    )
    if same.exclude(pk=regime.pk if regime else 0).exists():
        raise Refused("Chế độ báo cáo này đã có, từ cùng ngày ấy.")
    if new.outline.strip():
        try:
            read_outline(new.outline)
        except WrongOutline as wrong:
            raise Refused(f"Đề cương: {wrong}") from wrong


def _set_days(regime: Regime, days: Mapping[str, int]) -> None:
    levels = Level.objects.in_bulk(list(days), field_name="code")
    DueRule.objects.bulk_create(
        DueRule(regime=regime, level=levels[code], days=number)
        for code, number in days.items()
    )

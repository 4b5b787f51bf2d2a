"""What a step has to do with notices of financial obligation."""

from datetime import datetime

from lienmach.calc.refusal import Refused
from lienmach.cases.models import CaseEvent
from lienmach.onestop.models import TaxNotice


def refuse_unpaid(case_id: int) -> None:
    """The clock runs again once every notice was paid, or cancelled."""
    rows = TaxNotice.objects.filter(dossier=case_id, paid_on=None, cancelled_at=None)
    if notice := rows.first():
        raise Refused(f"{notice} chưa ghi đã nộp: ghi chứng từ nộp tiền ở thông báo.")


def taken_back(case_id: int, undone: CaseEvent, *, at: datetime) -> None:
    """What was written of a notice with a step goes when the step is taken back."""
    rows = TaxNotice.objects.filter(dossier=case_id)
    if undone.step == "owe":
        rows.filter(made_at=undone.at, cancelled_at=None, paid_on=None).update(
            cancelled_at=at, cancel_reason="Hoàn tác việc nhận thông báo"
        )
    elif undone.step == "paid":
        rows.filter(paid_at=undone.at).update(
            paid_on=None, receipt="", paid_at=None, paid_by=None
        )

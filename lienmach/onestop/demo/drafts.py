"""Drafts of results that wait for a signature, so that signing can be tried."""

from datetime import datetime

from lienmach.base.pages import NewFile
from lienmach.base.papers.paper import Paper, Paragraph, Part
from lienmach.base.papers.pdf import printed
from lienmach.calc.local import day_of
from lienmach.onestop.actions.files import Place, attach
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.org.demo import TODAY, account
from lienmach.org.queries import actor_of, names_on
from lienmach.registers.actions import open_book

SIGNER, CLERK = "lanhdao", "noivu"
SYMBOL, GIVEN = "GXN-UBND", 214  # given on paper before the book was kept here
REMARK = "Dữ liệu mô phỏng: kết quả dùng thử phần mềm, không có giá trị"
UNDRAFTED = 2  # of those that wait, so that this is seen too


def load(*, at: datetime) -> None:
    """Put a draft to what the leader's account has to sign, but for some.

    Its number is of a book that was kept on paper until now.
    """
    leader = account(SIGNER)
    actor = actor_of(leader, on=day_of(at))
    waiting = Dossier.objects.filter(
        case__state=State.SIGNING,
        case__closed_at=None,
        case__unit__code__startswith=TODAY,
        case__unit__in=actor.unit_ids,
    ).select_related("case", "procedure", "hop")
    clerk = actor_of(account(CLERK), on=day_of(at))
    open_book(actor.unit_id, SYMBOL, day_of(at).year, began_after=GIVEN, actor=clerk)
    issuer = names_on([actor.unit_id], day_of(at))[actor.unit_id]
    for dossier in waiting.order_by("pk")[UNDRAFTED:]:
        content = printed(_draft(dossier, issuer, leader.name))
        file = NewFile(f"Dự thảo {dossier.case.code}.pdf", content)
        place = Place(Attachment.Purpose.DRAFT)
        attach(dossier.pk, [file], place, actor=actor, at=at)


def _draft(dossier: Dossier, issuer: str, signer: str) -> Paper:
    said = (
        f"Xét hồ sơ mã {dossier.case.code} của {dossier.owner_name} về việc: "
        f"{dossier.title}.",
        "Đồng ý giải quyết theo đề nghị, kể từ ngày ký.",
    )
    return Paper(
        superior="",
        issuer=issuer,
        symbol=SYMBOL,
        place=issuer.rpartition("phường ")[2],
        kind="KẾT QUẢ GIẢI QUYẾT",
        title=dossier.title,
        paragraphs=tuple(Paragraph(Part.TEXT, one) for one in said),
        recipients=("- Người nộp hồ sơ;", "- Lưu: VT."),
        authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer=signer,
        remark=REMARK,
    )

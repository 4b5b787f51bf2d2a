"""Checks for tests: read from a file, or made with as many findings as one needs."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.search import stored
from lienmach.calc.text import fold
from lienmach.checker.source import Paragraph, Source, Table, TableRow
from lienmach.checker.stored import dump
from lienmach.org.models import User
from lienmach.reporting.models import Check, CheckedText, CheckFinding
from tests.make import MONDAY

TITLE = "Kết quả cải cách hành chính quý I"
BODY = "Đã tiếp nhận 1.118 hồ sơ, giải quyết 875 hồ sơ."
SOURCE = Source(
    "bao-cao",
    (
        Paragraph("I. KẾT QUẢ", ((0, 1),), page=1),
        Paragraph(BODY, ((0, 2),), page=1),
        Table((TableRow(("1.", "Hồ sơ", "1.121"), 4),), page=2),
    ),
    ("I. KẾT QUẢ", BODY, "", "1.\tHồ sơ\t1.121"),
)
REPORT = """BÁO CÁO
Kết quả quý I năm 2023

I. KẾT QUẢ

Đã giải quyết 875 hồ sơ, gồm: 651 hồ sơ trước hạn, 186 hồ sơ đúng hạn, 38 hồ sơ trễ hạn.
"""


def submit(client: Client, **sent: Any) -> Any:
    return client.post(reverse("reporting:submit"), sent)


def upload(client: Client, user: User, name: str, content: bytes) -> Check:
    unit = user.posts.get().unit_id
    file = SimpleUploadedFile(name, content)
    answer = submit(client, tep=file, don_vi=unit)
    assert answer.status_code == 302, answer.content.decode()
    while jobs.run_next(at=timezone.now()):
        pass
    return Check.objects.latest("pk")


def check_with(findings: int, by: User, *, title: str = TITLE) -> Check:
    """A finished check of ``SOURCE`` in the unit of the first post of ``by``."""
    post = by.posts.get()
    made = Check.objects.create(
        unit=post.unit,
        made_by=by,
        made_at=MONDAY,
        file_name="bao-cao.txt",
        file_key="0" * 64,
        file_size=10,
        finished_at=MONDAY,
        title=title,
        errors=findings,
        open=findings,
        tokens=stored(fold(title).split()),
    )
    CheckedText.objects.create(
        check_made=made,
        text=dump(SOURCE),
        outline=[[0, 1, "I. KẾT QUẢ", "I"], [2, 1, "Phụ lục 1", "Phụ lục 1"]],
        verified=[["SUM001", [2], "1.103 + 15 = 1.118"]],
    )
    CheckFinding.objects.bulk_create(_finding(made, n + 1) for n in range(findings))
    return made


def _finding(check: Check, number: int) -> CheckFinding:
    return CheckFinding(
        check_made=check,
        number=number,
        rule="ANX001",
        kind="narrative_annex_mismatch",
        severity="error",
        text=f"Thân báo cáo ghi 1.118, phụ lục ghi 1.121. Chênh {number}.",
        evidence="1.121 - 1.118 = 3",
        anchors=["1.118", "1.121"],
        lines=[2, 4],
        marks=[[1, 13, 18, None, None], [2, 0, 5, 0, 2]],
    )

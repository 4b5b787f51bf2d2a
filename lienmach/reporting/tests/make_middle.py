"""A district that hands in words with its figures, as small as a test needs."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.actor import Actor
from lienmach.base.signing import Key
from lienmach.org.models import User
from lienmach.reporting.actions import reports, texts
from lienmach.reporting.actions.asking import hand_in_words
from lienmach.reporting.actions.issues import Signing
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.actions.signing import sign_report
from lienmach.reporting.models import Issue, Report, Section, Words
from lienmach.reporting.tests.make_levels import Province
from lienmach.reporting.tests.make_round import enter, officer, sheet_of
from lienmach.reporting.tests.make_text import DAY, PASSWORD, RIGHTS, house, key_file
from tests.make import MONDAY

OUTLINE = """# I. KẾT QUẢ THỰC HIỆN
Trong kỳ có {{ pl4:1 }} việc, đã xong {{ pl4:2 }} việc, đạt {{ pl4:3 % }}.
"""
BY = Signing(DAY, "Phạm Thị Thử", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")


class Middle(Province):
    """The first district writes and signs a report of its own; it has one commune's
    figures, and its own."""

    def __init__(self) -> None:
        super().__init__()
        self.hand, self.writer = officer(self.district, RIGHTS, "Nguyễn Viết")
        self.writer_user: User = self.hand
        texts.keep_house(
            self.district.pk, house(outline=OUTLINE), actor=self.writer, at=MONDAY
        )

    @property
    def own(self) -> Report:
        return self.report(self.district)

    def choose(self, words: Words = Words.CHOSEN, by: Actor | None = None) -> Report:
        return hand_in_words(self.own, words, actor=by or self.writer, at=MONDAY)

    def write(self, days: int = 0, **cells: str) -> None:
        """Fill in its forms, write its text and have it checked."""
        at = MONDAY + timedelta(days=days)
        sheet = sheet_of(self.own)
        enter(sheet, self.writer, **({"r1": "60", "r2": "30"} | cells))
        hand_in(sheet, actor=self.writer, at=at)
        if not self.own.sections.exists():
            texts.begin(self.own, actor=self.writer, at=at)
        self.finish(at)

    def finish(self, at: datetime) -> None:
        """Mark every section done and have the text checked."""
        for section in Section.objects.filter(report=self.own):
            texts.write(
                section,
                section.text or "Tiếp tục thực hiện kế hoạch.",
                is_done=True,
                seen=section.number,
                actor=self.writer,
                at=at,
            )
        texts.check(self.own, actor=self.writer, at=at)
        while jobs.run_next(at=timezone.now()):
            pass

    def take(self, name: str, days: int = 0, **more: Any) -> Report:
        at = MONDAY + timedelta(days=days)
        said: dict[str, Any] = {"actor": self.writer, "at": at} | more
        return reports.take_step(self.own, name, **said)

    def sign(self, days: int = 0) -> Issue:
        at = MONDAY + timedelta(days=days)
        key = Key(key_file(), PASSWORD)
        return sign_report(self.own, BY, key, actor=self.writer, at=at)

    def agree(self, days: int = 0) -> None:
        self.write(days)
        self.take("present", days)
        self.take("agree", days)

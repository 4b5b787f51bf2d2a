"""The register of official documents, as its page shows it."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Column, Empty, List
from lienmach.base.search import matching
from lienmach.registers.models import Mention, OfficialDocument
from lienmach.registers.models.documents import asked_words, shortened

FIRST_YEAR = 2000
TYPES = (
    *("Hiến pháp", "Luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch"),
    *("Nghị quyết", "Quyết định", "Chỉ thị", "Kế hoạch", "Chương trình", "Đề án"),
    *("Phương án", "Hướng dẫn", "Quy định", "Quy chế", "Kết luận", "Báo cáo"),
    *("Tờ trình", "Thông báo", "Công văn", "Công điện", "Biên bản", "Giấy mời"),
)


def documents(*, until: int) -> List[OfficialDocument]:
    """``until`` is the last year that the filter offers."""
    return List(
        name="documents",
        noun="văn bản",
        sort="-ngay",
        link=lambda document: reverse("registers:document", args=[document.pk]),
        empty=Empty(
            title="Sổ chưa có văn bản nào",
            text="Mở một lần rà soát, phần «Viện dẫn, số liệu», rồi vào sổ.",
        ),
        columns=(
            Column(slug="so", label="Số, ký hiệu", value=_number, place="lead"),
            Column(
                slug="ngay",
                label="Ngày",
                value=lambda document: document.issued_on,
                sort="issued_on",
                is_nullable=True,
                place="end",
            ),
            Column(slug="cq", label="Cơ quan", value=lambda d: d.issuer, place="rest"),
            Column(slug="vv", label="Về việc", value=lambda d: d.subject, place="line"),
            Column(
                slug="het",
                label="Hết hiệu lực từ",
                value=lambda document: document.ended_on,
                only_export=True,
            ),
            Column(
                slug="dan",
                label="Được viện dẫn",
                value=lambda document: getattr(document, "cited", 0),
                is_number=True,
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(matching("tokens", asked_words(words))),
                is_quick=True,
                hint="số, ký hiệu, cơ quan, trích yếu",
            ),
            Choice(
                slug="loai",
                label="Loại",
                options=[(kind, kind) for kind in TYPES],
                field="type",
                is_quick=True,
            ),
            Choice(
                slug="nam",
                label="Năm",
                options=[(str(y), str(y)) for y in range(until, FIRST_YEAR - 1, -1)],
                field="year",
                is_quick=True,
            ),
            Search(
                slug="cq",
                label="Cơ quan ban hành",
                match=lambda words: Q(issuer_key__contains=shortened(words)),
            ),
            Search(
                slug="bc",
                label="Được viện dẫn ở",
                hint="tên báo cáo",
                match=_cited_by,
            ),
            Days(label="Ban hành", field="issued_on"),
        ),
    )


def _cited_by(words: str) -> Q:
    named = Mention.objects.filter(document=OuterRef("pk"), label_key__contains=words)
    return Q(Exists(named))


def _number(document: OfficialDocument) -> str:
    return str(document)

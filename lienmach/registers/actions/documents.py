from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.org.actions import audit
from lienmach.org.models import Verb
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models.documents import (
    Mention,
    OfficialDocument,
    shortened,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that cites: whose it is, what it is called and where it can be read."""

    source: str
    unit_id: int
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as one line cites it; empty is what is not printed there."""

    number: str
    type: str
    issuer: str
    issued_on: date | None
    subject: str
    line: int
    raw: str


@transaction.atomic
def enter_mentions(text: Text, cited: Iterable[Cited], *, actor: Actor) -> int:
    """Put what a text cites into the register; say how many documents that were.

    What the same text had entered before is replaced, so doing it again changes
    nothing. A citation without a date or an issuer is the document that the text names
    more fully elsewhere under the same number, if there is exactly one.
    """
    assert text.unit_id in actor.unit_ids
    withdraw_mentions(text.source)
    mentions = [
        _mention(document, one, text)
        for group in _documents(list(cited))
        for document in [_entered(group, text)]
        for one in group
    ]
    Mention.objects.bulk_create(mentions)
    return len({mention.document_id for mention in mentions})


@transaction.atomic
def withdraw_mentions(source: str) -> None:
    """Take back what a text has entered, and the documents that nothing else cites.

    What a person has noted of a document stays: its end, and what is the same as it.
    """
    gone = Mention.objects.filter(source=source)
    documents = list(gone.values_list("document", flat=True).distinct())
    gone.delete()
    left = Mention.objects.filter(document=OuterRef("pk"))
    gone_with_it = OfficialDocument.objects.filter(~Exists(left), pk__in=documents)
    gone_with_it.filter(ended_on=None, merged=None).delete()


def move_mentions(source: str, to: str, path: str) -> None:
    """What a text has entered is now of the row in its place, which says the same."""
    Mention.objects.filter(source=source).update(source=to, path=path)


@transaction.atomic
def end_document(
    document: OfficialDocument,
    *,
    on: date | None,
    by: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Note from which day a document is no longer in force, and what took its place.

    Without a day what was noted is taken back: it is in force as far as we know.
    """
    unit = _keeper(actor)
    known = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if on and known.issued_on and on <= known.issued_on:
        raise Refused(
            f"Văn bản ban hành ngày {known.issued_on:%d/%m/%Y}: ngày hết hiệu lực phải "
            "sau ngày ấy."
        )
    before = _force(known)
    known.ended_on, known.ended_by = on, by.strip() if on else ""
    known.ended_noted_at, known.ended_noted_by_id = at, actor.user_id
    known.save(
        update_fields=["ended_on", "ended_by", "ended_noted_at", "ended_noted_by"]
    )
    verb, after = Verb.DOCUMENT_ENDED, _force(known)
    audit.write(
        verb, known, actor=actor, at=at, before=before, after=after, unit_id=unit
    )


@transaction.atomic
def merge_documents(
    kept: OfficialDocument, other: OfficialDocument, *, actor: Actor, at: datetime
) -> None:
    """Say that two entries are one document: all that cites the other cites the kept.

    Texts entered later that name the other cite the kept one, too. Raises ``Refused``
    where the two cannot be one, or one of them was merged meanwhile.
    """
    unit = _keeper(actor)
    both = OfficialDocument.objects.select_for_update().order_by("pk")
    known = {one.pk: one for one in both.filter(pk__in=[kept.pk, other.pk])}
    one, gone = known[kept.pk], known[other.pk]
    if one == gone or one.same_as_id or gone.same_as_id:
        raise Refused("Hai mục này đã được gộp: hãy mở lại văn bản rồi xem.")
    if not one.may_be(gone):
        raise Refused("Hai mục khác số, ký hiệu hoặc khác năm: không phải một văn bản.")
    if gone.ended_on and not one.ended_on:
        raise Refused("Mục kia đã ghi hết hiệu lực: hãy gộp theo chiều ngược lại.")
    mentions = Mention.objects.filter(document=gone)
    mentions.filter(entered_as=None).update(entered_as=gone)
    mentions.update(document=one)
    gone.merged.update(same_as=one)
    gone.same_as, gone.merged_at, gone.merged_by_id = one, at, actor.user_id
    gone.save(update_fields=["same_as", "merged_at", "merged_by"])
    other_is = {"mục được gộp": _told(gone)}
    audit.write(
        Verb.DOCUMENTS_MERGED, one, actor=actor, at=at, after=other_is, unit_id=unit
    )


@transaction.atomic
def split_document(
    kept: OfficialDocument, other: OfficialDocument, *, actor: Actor, at: datetime
) -> None:
    """Take a merging back: what named the other entry cites it again."""
    unit = _keeper(actor)
    gone = OfficialDocument.objects.select_for_update().get(pk=other.pk)
    if gone.same_as_id != kept.pk:
        raise Refused("Mục này không còn gộp ở đây: hãy mở lại văn bản rồi xem.")
    Mention.objects.filter(entered_as=gone).update(document=gone, entered_as=None)
    gone.same_as = gone.merged_at = gone.merged_by = None
    gone.save(update_fields=["same_as", "merged_at", "merged_by"])
    other_is = {"mục được tách": _told(gone)}
    audit.write(
        Verb.DOCUMENTS_PARTED, kept, actor=actor, at=at, before=other_is, unit_id=unit
    )


def _keeper(actor: Actor) -> int:
    """The unit for which an actor keeps the register; refuses who keeps none."""
    unit = next(iter(actor.units_with(RIGHT)), None)
    actor.require(RIGHT, unit)
    assert unit is not None
    return unit


def _force(document: OfficialDocument) -> dict[str, str]:
    day = document.ended_on
    return {
        "hết hiệu lực từ": f"{day:%d/%m/%Y}" if day else "",
        "thay thế, bãi bỏ bởi": document.ended_by,
    }


def _told(document: OfficialDocument) -> str:
    """An entry, with what tells it from others of its number."""
    day = document.issued_on
    parts = [str(document), f"ngày {day:%d/%m/%Y}" if day else "", document.issuer]
    return ", ".join(part for part in parts if part)


def _documents(cited: list[Cited]) -> list[list[Cited]]:
    """Group the citations of one text by the document they mean."""
    groups: list[list[Cited]] = []
    # Full citations first: the short ones then find the document they stand for.
    for one in sorted(cited, key=lambda x: (x.issued_on is None, not x.issuer)):
        same = [group for group in groups if _may_be_same(group[0], one)]
        if len(same) == 1:
            same[0].append(one)
        else:
            groups.append([one])
    return groups


def _may_be_same(known: Cited, one: Cited) -> bool:
    if fold(known.number) != fold(one.number):
        return False
    # Two days of one year are one document with a slip in one of the places.
    if known.issued_on and one.issued_on and known.issued_on.year != one.issued_on.year:
        return False
    a, b = shortened(fold(known.issuer)), shortened(fold(one.issuer))
    return a.startswith(b) or b.startswith(a)


def _entered(group: list[Cited], text: Text) -> OfficialDocument:
    """Return the document of a group, with what this text adds to it."""
    issuer = max((one.issuer for one in group), key=len)
    days = Counter(one.issued_on for one in group if one.issued_on)
    issued_on = days.most_common(1)[0][0] if days else None
    document, _ = OfficialDocument.objects.get_or_create(
        number_key=fold(group[0].number)[:80],
        year=issued_on.year if issued_on else None,
        issuer_key=(shortened(fold(issuer)) or f"~{text.unit_id}")[:300],
        defaults={"number": group[0].number[:80], "tokens": stored([])},
    )
    document.issued_on = document.issued_on or issued_on
    document.issuer = document.issuer or issuer[:300]
    document.type = document.type or max((one.type for one in group), key=len)[:80]
    subject = max((one.subject for one in group), key=len)
    document.subject = max(document.subject, subject, key=len)
    document.tokens = stored(_tokens(document))
    document.save()
    return document


def _tokens(document: OfficialDocument) -> set[str]:
    """Every word of it, its number whole and in its parts."""
    words = fold(f"{document.type} {document.issuer} {document.subject}")
    number = document.number_key
    parts = number.replace("/", " ").replace("-", " ").split()
    dated = f"{document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    both = f"{words} {shortened(words)}"
    bare = {word.strip('.,;:()«»“”"') for word in both.split()}
    return {number, number.partition("/")[2], *parts, dated, *bare}


def _mention(document: OfficialDocument, one: Cited, text: Text) -> Mention:
    return Mention(
        document=document.same_as or document,
        entered_as=document if document.same_as else None,
        unit_id=text.unit_id,
        source=text.source,
        label=text.label[:300],
        label_key=fold(text.label)[:300],
        path=text.path,
        line=one.line,
        raw=one.raw[:200],
        printed_on=one.issued_on,
    )

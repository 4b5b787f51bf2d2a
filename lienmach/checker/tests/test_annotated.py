"""Comments in the Word file that was read: all else must stay as it is."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import HealthCheck, given, settings

from lienmach.checker.output.annotated import with_comments
from lienmach.checker.output.commented import Note
from lienmach.checker.output.marks import Places
from lienmach.checker.readers import Unreadable, read
from lienmach.checker.tests import formats
from lienmach.checker.tests.fuzz import mutated
from lienmach.checker.tests.nasty import packed, word

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def _noted(data: bytes, *anchors: str, line: int = 1, name: str = "a.docx") -> bytes:
    """The file with one comment on each of these words of a line."""
    source = read(data, name)
    places = Places(source)
    notes = [
        Note(n, f"Sai: {word}.\nĐã xem.", places.marks((line,), (word,)))
        for n, word in enumerate(anchors, 1)
    ]
    return with_comments(data, source, notes, author="Nội vụ", at=AT)


def _part(data: bytes, name: str = "word/document.xml") -> str:
    return ZipFile(BytesIO(data)).read(name).decode()


def _ranges(data: bytes) -> list[str]:
    """The words that each comment is about, in the order of their numbers."""
    document = _part(data)
    numbers = re.findall(r'commentRangeStart w:id="(\d+)"', document)
    found = []
    for n in sorted(numbers, key=int):
        part = re.search(
            f'RangeStart w:id="{n}"/>(.*?)<w:commentRangeEnd w:id="{n}"/><w:r>'
            f'<w:commentReference w:id="{n}"/>',
            document,
            re.S,
        )
        assert part, document
        hyphens = part[1].replace("<w:noBreakHyphen/>", "<w:t>-</w:t>")
        found.append("".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", hyphens)))
    return found


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_comments_stand_at_their_words_and_nothing_else_is_changed() -> None:
    data = formats.docx()
    source = read(data, "a.docx")
    row = next(row for table in source.tables() for row in table.rows)
    text = row.cells[1]

    made = _noted(data, text, line=row.line)

    assert _ranges(made) == [text]
    assert read(made, "a.docx").blocks == source.blocks
    opened = docx.Document(BytesIO(made))
    (comment,) = opened.comments
    assert (comment.author, comment.text) == ("Nội vụ", f"Sai: {text}.\nĐã xem.")
    before, after = ZipFile(BytesIO(data)), ZipFile(BytesIO(made))
    touched = {"word/document.xml", "word/_rels/document.xml.rels"}
    touched.add("[Content_Types].xml")
    assert set(after.namelist()) == {*before.namelist(), "word/comments.xml"}
    for name in set(before.namelist()) - touched:
        assert before.read(name) == after.read(name)


@pytest.mark.parametrize(
    ("body", "anchor", "noted"),
    [
        (_run("Nhận 1.1") + _run("18 hồ sơ", "<w:b/>"), "1.118", "1.118"),
        (_run("18 theo 18/KH-UBND"), "18/KH-UBND", "18/KH-UBND"),
        (_run("Đạt  98,5 % số"), "98,5", "98,5 %"),
        (_run("Ha\u0300nh chi\u0301nh 5"), "Hành chính", "Ha\u0300nh chi\u0301nh"),
        (
            "<w:r><w:t>12/QĐ</w:t><w:noBreakHyphen/><w:t>UBND và</w:t></w:r>",
            "12/QĐ-UBND",
            "12/QĐ-UBND",
        ),
        (f"<w:del>{_run('18 cũ, ')}</w:del>{_run('còn 18')}", "18", "18"),
        (
            f"<w:moveFrom>{_run('Có 18 và ')}</w:moveFrom>{_run('nhận 18')}",
            "18",
            "18",
        ),
        (_run("Số **18** hồ sơ"), "18", "18"),
        (f"{_run('ẩn 18 ', '<w:vanish/>')}{_run('nhận 18 hồ sơ')}", "18", "18"),
    ],
)
def test_words_are_found_however_they_are_written(
    body: str, anchor: str, noted: str
) -> None:
    data = word(f"<w:p>{body}</w:p>")

    made = _noted(data, anchor)

    assert _ranges(made) == [noted]
    assert read(made, "a.docx").blocks == read(data, "a.docx").blocks


def test_two_comments_may_overlap_and_runs_keep_their_properties() -> None:
    data = word(f"<w:p>{_run('Nhận 1.118 hồ sơ mới', '<w:b/>')}</w:p>")

    made = _noted(data, "1.118", "1.118 hồ sơ", "hồ sơ")

    assert _ranges(made) == ["1.118", "1.118 hồ sơ", "hồ sơ"]
    assert _part(made).count("<w:rPr><w:b/></w:rPr>") == _part(made).count("<w:t")


def test_a_comment_on_a_word_of_a_link_is_about_all_of_it() -> None:
    link = f"<w:hyperlink>{_run('báo cáo số 18 đây')}</w:hyperlink>"

    made = _noted(word(f"<w:p>{_run('Xem ')}{link}</w:p>"), "18")

    assert _ranges(made) == ["báo cáo số 18 đây"]


def test_what_stands_in_a_text_box_is_noted_at_the_box() -> None:
    box = f"<w:drawing><w:txbxContent><w:p>{_run('Nhận 18')}</w:p></w:txbxContent>"
    paragraph = f"<w:p>{_run('Trên. ')}<w:r>{box}</w:drawing></w:r></w:p>"

    made = _noted(word(paragraph), "18", line=2)

    assert _ranges(made) == ["Nhận 18"]
    inside = _part(made).partition("<w:txbxContent>")[2].partition("</w:txbxContent>")
    assert "comment" not in inside[0]


def test_what_stands_in_a_footnote_is_noted_at_the_beginning() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2">'
    notes += f"<w:p>{_run('Nhận 18')}</w:p></w:footnote></w:footnotes>"

    data = word(f"<w:p>{_run('Trên')}{reference}</w:p>", footnotes=notes)

    assert _ranges(_noted(data, "18", line=2)) == ["T"]


def test_comments_that_are_there_stay() -> None:
    opened = docx.Document(BytesIO(formats.docx(["Nhận 18 hồ sơ."])))
    opened.add_comment(opened.paragraphs[0].runs, "Của lãnh đạo", "A", "A")

    made = _noted(formats.saved(opened.save), "18")

    said = [(c.comment_id, c.text) for c in docx.Document(BytesIO(made)).comments]
    assert said == [(0, "Của lãnh đạo"), (1, "Sai: 18.\nĐã xem.")]


def test_a_note_without_a_place_is_not_lost() -> None:
    data = word(f"<w:p/><w:p>{_run('Nhận 18')}</w:p>")
    source = read(data, "a.docx")

    made = with_comments(data, source, [Note(1, "Sai.", ())], author="A", at=AT)

    assert _ranges(made) == ["N"]


def test_what_is_no_word_file_is_set_anew() -> None:
    made = _noted(b"Nh\xe1\xba\xadn 18 h\xe1\xbb\x93 s\xc6\xa1.", "18", name="a.txt")

    opened = docx.Document(BytesIO(made))
    assert [p.text for p in opened.paragraphs] == ["Nhận 18 hồ sơ."]
    assert len(list(opened.comments)) == 1


def test_a_file_with_too_large_pictures_is_set_anew() -> None:
    parts = {"word/document.xml": _part(formats.docx(["Nhận 18 hồ sơ."]))}
    data = packed({**parts, "word/media/a.bmp": bytes(70_000_000)})

    made = _noted(data, "18")

    assert [p.text for p in docx.Document(BytesIO(made)).paragraphs] == [
        "Nhận 18 hồ sơ."
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated("docx"))
def test_whatever_is_read_of_a_damaged_file_can_be_noted(data: bytes) -> None:
    try:
        source = read(data, "a.docx")
    except Unreadable:
        return
    places = Places(source)
    notes = [Note(n, "Sai.", places.marks((n,), ("1",))) for n in range(1, 9)]

    read(with_comments(data, source, notes, author="A", at=AT), "a.docx")

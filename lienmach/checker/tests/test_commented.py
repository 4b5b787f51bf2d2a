from io import BytesIO

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from lienmach.checker.output.commented import Note, commented
from lienmach.checker.output.marks import Mark
from lienmach.checker.source import Paragraph, Source, Table, TableRow

SOURCE = Source(
    "x",
    (
        Paragraph("I. Kết quả", ((0, 1),), level=1),
        Paragraph("Đã nhận 1.118 hồ sơ.", ((0, 2),)),
        Table((TableRow(("1.", "Hồ sơ", "1.121"), 4),)),
    ),
)


def test_each_note_is_a_comment_and_its_other_places_point_to_it() -> None:
    marks = (Mark(1, 8, 13), Mark(2, 0, 5, 0, 2))
    made = commented(SOURCE, [Note(1, "Sai: chênh 3.", marks)], author="Nội vụ")

    read = docx.Document(BytesIO(made))
    assert [c.text for c in read.comments] == ["Sai: chênh 3.", "Xem điểm 1."]
    assert {c.author for c in read.comments} == {"Nội vụ"}
    assert [p.text for p in read.paragraphs] == ["I. Kết quả", "Đã nhận 1.118 hồ sơ."]
    assert [c.text for c in read.tables[0].rows[0].cells] == ["1.", "Hồ sơ", "1.121"]


def test_a_note_without_a_place_is_not_lost() -> None:
    made = commented(Source("x", ()), [Note(1, "Sai.", ())], author="A")

    assert len(list(docx.Document(BytesIO(made)).comments)) == 1


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_letters_make_a_document_that_opens(text: str, note: str) -> None:
    source = Source("x", (Paragraph(text, ((0, 1),)),))

    docx.Document(
        BytesIO(commented(source, [Note(1, note, (Mark(0, 0, 9),))], author=""))
    )

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lienmach.base import parts
from lienmach.base.forms import DayField, Form, NumberField, WholeField
from lienmach.base.models import SavedView
from lienmach.base.styles import SampleForm


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_each_way_it_is_written(day: date) -> None:
    field = DayField()
    ways = [
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d%m%Y}",
        f" {day:%d-%m-%Y} ",
        day.isoformat(),
    ]

    assert {field.clean(way) for way in ways} == {day}


def test_the_fifth_of_july_is_not_the_seventh_of_may() -> None:
    assert DayField().clean("05/07/2026") == date(2026, 7, 5)
    assert forms.DateField().clean("05/07/2026") == date(2026, 7, 5)


@pytest.mark.parametrize(
    "text", ["31/2/2023", "7/15/2023", "15/3/89", "1531989", "hôm nay", "0/0/2023"]
)
def test_a_day_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError, match=r"Viết như 15/3/1989"):
        DayField().clean(text)


@pytest.mark.parametrize("text", ["1/1/0001", "31121899", "2101-01-01", "1/1/9999"])
def test_a_day_of_another_age_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError, match="từ 1900 đến 2100"):
        DayField().clean(text)


class Bounds(Form):
    limit = WholeField(label="Thời hạn", min_value=0, max_value=3000)
    least = NumberField(label="Tỷ lệ", min_value=1, decimal_places=2)
    plain = forms.IntegerField(label="Lần", max_value=9)
    name = forms.CharField(label="Tên", max_length=3)
    code = forms.RegexField(r"^[A-Z]$", label="Chữ")
    slug = forms.SlugField(label="Mã")
    mail = forms.EmailField(label="Thư")
    clock = forms.TimeField(label="Giờ")
    own = WholeField(label="Số", max_value=5, error_messages={"max_value": "Tối đa 5."})


def test_what_is_out_of_bounds_or_of_no_form_is_told_in_our_own_words() -> None:
    sent = {
        "limit": "-3",
        "least": "0,5",
        "plain": "x",
        "name": "bốn chữ",
        "code": "9",
        "slug": "Mã số",
        "mail": "a@",
        "clock": "25:99",
        "own": "6",
    }
    form = Bounds(sent)

    assert {name: list(said) for name, said in form.errors.items()} == {
        "limit": ["Chỉ nhận từ 0 đến 3.000."],
        "least": ["Chỉ nhận từ 1 trở lên."],
        "plain": ["Ở đây chỉ nhận số nguyên, viết như 1.118."],
        "name": ["Viết không quá 3 ký tự; đang có 7."],
        "code": ["Viết chưa đúng dạng."],
        "slug": ["Chỉ gồm chữ không dấu, chữ số và gạch ngang."],
        "mail": ["Thư điện tử chưa đúng. Viết như ten@noi.vn."],
        "clock": ["Giờ chưa đúng. Viết như 7:30."],
        "own": ["Tối đa 5."],
    }
    assert Bounds({**sent, "least": "1,555"}).errors["least"] == [
        "Nhiều nhất 2 chữ số sau dấu phẩy."
    ]
    assert Bounds({**sent, "plain": "10"}).errors["plain"] == ["Chỉ nhận đến 9."]


class Late(Form):
    name = forms.CharField(label="Tên")
    code = forms.CharField(label="Mã")
    seal = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "Chưa có người nộp.")
        self.add_error(None, "Chưa chọn thủ tục.")
        self.add_error("name", "Cũng thiếu họ.")


def test_a_summary_counts_the_sentences_that_stand_in_it() -> None:
    shown = str(Late({"seal": "x"}))

    assert "Có 5 chỗ cần sửa" in shown
    assert shown.split("</ul>")[0].count("<li>") == 5


class Pick(Form):
    name = forms.CharField(label="Tên")
    one = forms.ChoiceField(label="Một", choices=[("a", "A")])
    many = forms.MultipleChoiceField(label="Nhiều", choices=[("a", "A")])
    view = forms.ModelChoiceField(SavedView.objects, label="Khung")
    views = forms.ModelMultipleChoiceField(SavedView.objects, label="Các khung")


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["817", "x", "\0"])
def test_what_is_not_offered_is_refused_without_its_id(odd: str) -> None:
    sent = {"one": odd, "many": [odd], "view": odd, "views": [odd]}
    errors = Pick({"name": "a\0", **sent}).errors

    said = ["Chọn một giá trị trong danh sách."]
    assert {name: errors[name] for name in sent} == dict.fromkeys(sent, said)
    assert errors["name"] == ["Có ký tự không đọc được: hãy xóa rồi gõ lại."]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1118", "1118"),
        ("1.118", "1118"),
        ("1.234.567,5", "1234567.5"),
        ("95,9", "95.9"),
        ("30,162", "30.162"),
        ("-4", "-4"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_as_it_is_written_here(text: str, value: str) -> None:
    assert NumberField().clean(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["1.5", "1,234.5", "12.34", "1.1180", "1 118", "1e3", "NaN", "\u0663", "9" * 41],
)
def test_a_number_that_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="Viết như"):
        NumberField().clean(text)


@given(st.integers() | st.decimals(min_value=0, max_value=10**12, places=3))
def test_a_number_that_is_shown_is_read_again(value: int | Decimal) -> None:
    if len(shown := parts.number(value)) > 40:
        return

    assert NumberField().clean(shown) == value


def test_a_whole_number_has_no_fraction() -> None:
    assert WholeField().clean("1.118") == 1118
    with pytest.raises(ValidationError, match="số nguyên"):
        WholeField().clean("95,9")


def test_a_missing_field_is_named() -> None:
    class Ask(Form):
        name = forms.CharField(label="Họ và tên")
        office = forms.CharField(label="UBND cấp trên")
        kind = forms.ChoiceField(label="Loại", choices=[("a", "A")])
        seen = forms.BooleanField(label="Đã xem")
        own = forms.CharField(error_messages={"required": "Ghi lý do."})

    assert Ask({}).errors == {
        "name": ["Chưa nhập họ và tên."],
        "office": ["Chưa nhập UBND cấp trên."],
        "kind": ["Chưa chọn loại."],
        "seen": ["Chưa đánh dấu “Đã xem”."],
        "own": ["Ghi lý do."],
    }


def _sample(**sent: Any) -> str:
    return str(SampleForm(sent))


def test_a_field_is_label_hint_error_and_input_in_that_order() -> None:
    html = _sample(number="123")
    parts_of_it = [
        "Số giấy tờ</label>",
        "12 chữ số</span>",
        "đã nhập 3.",
        'id="id_number"',
    ]
    body = html[html.index("<label") :]

    assert [body.index(part) for part in parts_of_it] == sorted(
        body.index(part) for part in parts_of_it
    )
    assert 'aria-describedby="id_number_helptext id_number_error"' in body
    assert 'aria-invalid="true"' in body


def test_the_summary_leads_to_each_field_in_the_words_that_stand_there() -> None:
    html = _sample(number="123", amount="1.5")
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)

    assert f"Có {len(links)} chỗ cần sửa" in html
    assert ("id_way_0", "Chưa chọn cách nhận.") in links
    for target, text in links:
        assert f'id="{target}"' in html
        assert html.count(text) == 2


def test_what_was_typed_is_still_there() -> None:
    html = _sample(number="123", amount="1.5", note="Ghi chú đã viết")

    assert 'value="123"' in html
    assert 'value="1.5"' in html
    assert "Ghi chú đã viết" in html


def test_a_number_in_an_address_or_an_id_is_never_grouped() -> None:
    """A row numbered 1234 is chosen as «1234»; «1.234» would choose none."""
    text = Template('<a id="r{{ pk }}">{{ pk|number }}</a>').render(
        Context({"pk": 1234})
    )

    assert text == '<a id="r1234">1.234</a>'

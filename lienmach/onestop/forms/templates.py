"""A01: the letterhead of a unit, and a template of its own."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lienmach.base.forms import Form
from lienmach.onestop.queries.letterheads import Head
from lienmach.onestop.queries.templates import MOST, problems

Units = Sequence[tuple[int, str]]


class LetterheadForm(Form):
    """What is left empty is told from the names of the units."""

    above = forms.CharField(
        label="Cơ quan cấp trên",
        max_length=200,
        required=False,
        help_text="Dòng trên cùng bên trái. Để trống thì lấy tên đơn vị cấp trên.",
    )
    name = forms.CharField(label="Tên in trên giấy tờ", max_length=200, required=False)
    place = forms.CharField(
        label="Địa danh",
        max_length=80,
        required=False,
        help_text="Ghi trước ngày tháng, như: An Hòa, ngày 05 tháng 01 năm 2026.",
    )
    address = forms.CharField(
        label="Nơi trả kết quả",
        max_length=300,
        required=False,
        help_text="Như: quầy 3, số 2 đường Bờ Sông.",
    )
    hotline = forms.CharField(
        label="Số điện thoại để hỏi", max_length=40, required=False
    )
    signer_title = forms.CharField(
        label="Chức danh người ký thư xin lỗi",
        max_length=80,
        required=False,
        help_text="Như: Chủ tịch.",
    )

    def head(self) -> Head:
        said = self.cleaned_data
        return Head(
            above=said["above"],
            name=said["name"],
            place=said["place"],
            address=said["address"],
            hotline=said["hotline"],
            signer_title=said["signer_title"],
        )


class TemplateForm(Form):
    """``form_code`` is the legal form whose needs a body must meet."""

    is_multipart = True  # type: ignore[assignment]  # a file may come instead of text

    file = forms.FileField(
        label="Tệp mẫu",
        required=False,
        help_text="Tệp HTML hoặc văn bản, UTF-8. Có tệp thì ô dưới được bỏ qua.",
    )
    body = forms.CharField(
        label="Nội dung mẫu",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text="HTML đơn giản; trường viết trong ngoặc nhọn, như {ma_ho_so}.",
    )
    note = forms.CharField(
        label="Vì sao dùng mẫu riêng",
        max_length=300,
        required=False,
        help_text="Cần ghi khi dùng; xem thử thì không.",
    )

    def __init__(self, *args: Any, form_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._form_code = form_code

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        sent = said.get("file")
        if sent:
            if sent.size > 4 * MOST:
                self.add_error("file", "Tệp lớn quá: mẫu in chỉ là vài trang chữ.")
                return said
            try:
                said["body"] = sent.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "Không đọc được tệp: hãy lưu dạng UTF-8.")
                return said
        where = "file" if sent else "body"
        for problem in problems(said.get("body", ""), self._form_code):
            self.add_error(where, problem)
        return said

"""Many procedures at once, named by their codes."""

import re
from collections.abc import Collection

from django import forms

from lienmach.base.forms import Form
from lienmach.calc.refusal import Refused
from lienmach.registers.queries.named import OfCodes

CODE = re.compile(r"[^\s,;]+")
LONGEST = 50_000  # characters: more than a thousand of the longest codes


class CodesForm(Form):
    """Codes one a line, or as they come out of a spreadsheet."""

    ma = forms.CharField(
        label="Mã thủ tục",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một mã; dán được cả cột từ bảng tính.",
    )

    refused: Collection[str] = ()

    def refuse(self, refused: Refused) -> None:
        """Say why, at the codes where it is about them; all of them can be seen."""
        if isinstance(refused, OfCodes):
            self.refused = refused.codes
        self.add_error("ma" if self.refused else None, str(refused))

    def clean_ma(self) -> list[str]:
        codes = (code.upper() for code in CODE.findall(self.cleaned_data["ma"]))
        return list(dict.fromkeys(codes))

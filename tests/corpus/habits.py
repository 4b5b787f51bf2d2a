"""The words an office is used to: each report keeps to its own."""

import re
from random import Random

# a usual word → others that mean the same; the first list is for tuning seeds,
# the second for held-out ones
USUAL: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bao gồm": (("gồm", "gồm có"), ("gồm", "gồm có")),
    "gồm": (("bao gồm", "gồm có"), ("bao gồm", "gồm có")),
    "chia ra": (("cụ thể", "gồm"), ("phân ra", "phân theo loại")),
    "trễ hạn": (("quá hạn", "trễ hẹn"), ("sai hẹn", "chậm hạn")),
    "quá hạn": (("trễ hạn",), ("quá thời hạn", "chậm hạn")),
    "đúng hạn": (("đúng hẹn",), ("đúng thời hạn",)),
    "trước hạn": (("trước hẹn",), ("sớm hạn", "trước thời hạn")),
    "đã giải quyết": (("đã giải quyết xong", "đã xử lý"), ("đã hoàn tất",)),
    "tiếp nhận": (("nhận",), ("thu nhận",)),
    "chiếm": (("chiếm tỷ lệ", "tương ứng"), ("chiếm tỷ trọng", "ứng với")),
    "so với cùng kỳ": (("so cùng kỳ",), ("so với thời gian này",)),
    "bình quân": (("trung bình",), ("tính trung bình",)),
    "trong đó": (("trong đó",), ("trong số này",)),
    "hoàn thành": (("thực hiện xong",), ("làm xong",)),
    "giải ngân": (("giải ngân",), ("thanh toán",)),
}
CHANGES = 0.3  # so often an office's word is not the usual one
_OUTSIDE = re.compile(r"(\{[^{}]*\}|\[\[[^\[\]]*\]\])")


class Habits:
    """Says a phrase in an office's own words; figures and names are left alone."""

    def __init__(self, rng: Random, *, held_out: bool) -> None:
        self.words = {
            usual: rng.choice(others[held_out])
            for usual, others in USUAL.items()
            if rng.random() < CHANGES
        }
        usual = sorted(self.words, key=len, reverse=True)
        self.pattern = re.compile(
            r"\b(" + "|".join(map(re.escape, usual)) + r")\b", re.IGNORECASE
        )

    def __call__(self, text: str) -> str:
        if not self.words:
            return text
        pieces = _OUTSIDE.split(text)
        pieces[::2] = [self.pattern.sub(self._word, piece) for piece in pieces[::2]]
        return "".join(pieces)

    def _word(self, found: re.Match[str]) -> str:
        usual = found[1]
        word = self.words[usual.lower()]
        return word[0].upper() + word[1:] if usual[0].isupper() else word

"""Finds totals and their parts by their numbers where no «gồm» or «trong đó» says so.

A total may stand first («375 hồ sơ đã trả, 210 sớm, 150 đúng hẹn, 15 chậm»), last
(«…, cộng 375 hồ sơ»), or over or under a list. Such readings are guesses: a rule calls
them wrong only if one slip of the pen would make them right.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.values.alike import OUT_OF
from lienmach.checker.quantities.words.idioms import ATTRIBUTES, PENALTIES
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    COMPLETE,
    DIMENSIONS,
    any_word,
    is_known,
    words,
)
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import COMPARED, PLAN

_MOST = 24  # numbers in a passage, and items of a list
_FEW = 20  # smaller totals are near their parts by chance
_SUMMED = re.compile(
    r"(?<!\w)(?:tổng(?: cộng| số| thể| lượng)?|cộng(?: lại| dồn| chung| gộp| cả)?"
    r"|cả thảy|tất cả|tất thảy|tính (?:chung|gộp|ra|tổng)|gộp(?: lại| chung)?"
    r"|toàn bộ|vị chi"
    r"|(?:nâng|đưa)[^\d;.]{0,40} lên)(?: (?!của|theo|trên|trong)[^\W\d_]+){0,4}"
    r"(?: (?:là|lên|thành|được))?$"
)
_TOTAL = re.compile(
    r"(?<!\w)(?:tổng|cộng|cả thảy|tất cả|tất thảy|tính chung|tính gộp|gộp|vị chi"
    r"|toàn bộ)(?!\w)"
)
_FLOW = re.compile(
    r"(?<!\w)(?:tiếp nhận|nhận|giải quyết|xử lý|trả lời|trả|hoàn thành|hoàn lại|xong"
    r"|chuyển|gửi|nhắc|xin lỗi|kiểm tra|thẩm định|khắc phục|phát hiện|ban hành|bãi bỏ"
    r"|sửa đổi|rà soát|đề nghị|cấp|hủy|thu hồi|phát ra|thu về|tổ chức|tham mưu|tham gia"
    r"|đạt|vượt|giao|yêu cầu|được|đã|chưa|đang|phải|cần|sẽ)(?!\w)"
)
_OVERLAPPING = re.compile(
    rf"{ATTRIBUTES}|{COMPARED}|trẻ|quản lý|lãnh đạo|trong đó|năm \d{{4}}|tăng|giảm"
    r"|riêng|nhất là|đặc biệt|chủ yếu|trên \d|mỗi|bình quân|nâng cao|kiểu mẫu"
    r"|đồng thời|ngoài ra|thêm"
)
_GENERIC = words(
    "văn_bản đơn_vị cơ_quan người hồ_sơ đơn nhiệm_vụ dịch_vụ thủ_tục đại_biểu tài_khoản"
    " lượt_người ý_kiến tài_liệu cơ_quan,_đơn_vị phiếu đơn_thư lượt câu_hỏi biên_chế"
    " thủ_tục_hành_chính cuộc tin,_bài thành_viên trường_hợp đơn_vị_hành_chính"
)
_SOME = re.compile(r"trong (?:số )?(?:đó|này)|nhất là|chủ yếu|riêng|đặc biệt")
_IN_ALL = re.compile(r"tổng|cả thảy|tất cả|toàn bộ|^trong$|^trong số$|^cứ$")
_FEELINGS = words("very_pleased pleased displeased excellent")
_PROGRESS = words("finished open returned")
_PLANNED = tuple(PLAN.split("|"))
_MANY = 100  # from here on, numbers are near a sum by chance but seldom
# Names that between them are all there is of a thing, or nearly so.
_SERIES = tuple(
    re.compile(any_word(names))
    for names in (
        "tiến sĩ|thạc sĩ|đại học|cao đẳng|trung cấp|sơ cấp|sau đại học"
        "|chưa qua đào tạo",
        "nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|thông báo|báo cáo|tờ trình"
        "|văn bản khác|loại khác|văn bản loại khác|các loại khác|hướng dẫn",
        "hoàn thành xuất sắc|xuất sắc|hoàn thành tốt|tốt|không hoàn thành"
        "|chưa hoàn thành|hoàn thành|khá|trung bình|yếu",
        "rất hài lòng|không hài lòng|chưa hài lòng|hài lòng|bình thường|chấp nhận được",
        "cán bộ không chuyên trách|không chuyên trách|cán bộ|công chức|viên chức"
        "|lao động hợp đồng|hợp đồng|người lao động",
        "cấp tỉnh|cấp huyện|cấp xã",
        "giáo dục|y tế|sự nghiệp khác|văn hóa|khác",
        "nhóm 1|nhóm 2|nhóm 3|nhóm 4|nhóm i|nhóm ii|nhóm iii|nhóm iv",
        "cổng thông tin|trang thông tin|truyền thanh|phát thanh|mạng xã hội|báo|đài"
        "|truyền hình|zalo|facebook|fanpage|bản tin",
        "cơ quan|tổ chức|cá nhân|đơn vị",
        "khiếu nại|tố cáo|kiến nghị|phản ánh|đề nghị",
        PENALTIES,
    )
)
_STANDING = words(
    "province district commune overall total assigned expected cumulative"
)


@lru_cache(maxsize=1024)
def _names_in(phrase: str) -> tuple[str, ...]:
    """Return the first name of each series that a phrase has, empty for none."""
    found = (series.search(phrase) for series in _SERIES)
    return tuple(name[0] if name else "" for name in found)


class Tallies(Reader):
    """Reads totals by their numbers; ``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told: set[int] = set()
        for relation in known:
            listed = relation.tie is Tie.SOME and len(relation.terms) > 1
            summed = relation.tie in (Tie.PARTS, Tie.BALANCE) and relation.is_sure
            if listed or summed:
                self._told |= {relation.result, *relation.terms}

    def relations(self) -> Iterator[Relation]:
        before: list[int] = []
        for sentence in self._outline.by_sentence:
            counts = [i for i in sentence if self._is_plain(i)]
            if 2 < len(counts) <= _MOST:
                found = list(self._total_last(counts))
                found = found or list(self._total_first(counts))
                found = found or list(self._total_first(self._to_semicolon(counts)))
                if not found and self._follows(before, counts):
                    found = list(self._total_first([before[-1], *counts]))
                yield from found
            before = counts
        for before, items, behind in self._lists():
            yield from self._listed(before, items, behind)

    def _to_semicolon(self, counts: Sequence[int]) -> Sequence[int]:
        """«kỷ luật 70 người: 48 khiển trách, 22 cảnh cáo; giải quyết 9 đơn»."""
        for n in range(3, len(counts)):
            if ";" in self._outline.between(counts[n - 1], counts[n]):
                return counts[:n]
        return counts

    def _follows(self, before: Sequence[int], counts: Sequence[int]) -> bool:
        """«Đã có 86 văn bản. Chia theo loại: công văn 51, …»."""
        if len(before) != 1:
            return False
        sentences = self._outline.sentences
        near = sentences[counts[0]] - sentences[before[0]] == 1
        return (
            near
            and self._outline.blocks[counts[0]] == (self._outline.blocks[before[0]])
        )

    def _is_plain(self, index: int) -> bool:
        amount = self._mentions[index].amount
        if amount.sense is not Sense.COUNT or amount.bound is not Bound.EXACT:
            return False
        if self._mentions[index].left.startswith(_PLANNED):
            return False  # «22 đơn vị (10 phòng; 12 xã), đạt 110 % (kế hoạch 20)»
        return self._mentions[index].family not in ("time", "step", "point")

    def _alike(self, whole: int, part: int) -> bool:
        """Say whether a number may be a part of another by what both count."""
        one, other = self._mentions[whole].amount, self._mentions[part].amount
        if not is_known(other.unit) or one.unit.lower().startswith(
            f"{other.unit.lower()} "
        ):
            return True
        return go_together(self._mentions[whole].family, self._mentions[part].family)

    # In a sentence

    def _total_last(self, counts: Sequence[int]) -> Iterator[Relation]:
        """«…, tính chung 1.050 người», «… (tổng 180 tài khoản)»."""
        for at in range(len(counts) - 1, 1, -1):
            whole = counts[at]
            left = self._mentions[whole].left
            if whole in self._told or not _TOTAL.search(left):
                continue
            start = 0
            while start < at - 2 and not self._alike(whole, counts[start]):
                start += 1  # «3 nhóm hồ sơ: đất đai 41, xây dựng 9; cộng lại là 50»
            parts = [i for i in counts[start:at] if self._alike(whole, i)]
            if len(parts) == at - start and self._fit(whole, parts, told=True):
                yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)
                return

    def _total_first(self, counts: Sequence[int]) -> Iterator[Relation]:
        """«375 hồ sơ đã trả, 210 hồ sơ sớm, 150 hồ sơ đúng hẹn, 15 hồ sơ chậm»."""
        whole, *rest = counts
        while len(rest) > 2 and not all(self._alike(whole, i) for i in rest):
            whole, *rest = rest  # «13 hội nghị, nêu 79 câu hỏi: 72 câu …, 7 câu …»
        depths = self._outline.depths
        if whole in self._told or self._mentions[whole].amount.whole:
            return
        parts = [i for i in rest if depths[i] == depths[rest[0]]]
        if "finished" in self._mentions[whole].tags and all(
            "open" in self._mentions[i].tags for i in parts
        ):
            return  # «22 nhiệm vụ hoàn thành; 13 đang thực hiện, 02 …»: all of another
        if parts[-1] != rest[-1] and depths[rest[-1]] < depths[rest[0]]:
            return
        if self._is_named_as_part(whole, parts[0]):
            return
        between = self._outline.between(whole, parts[-1])
        if _SOME.search(between) or not all(self._alike(whole, i) for i in parts):
            return
        if len(parts) < 2 or not self._fit(whole, parts, told=False):
            return
        if self.are_in_series([self.words_of(i) for i in (whole, *parts)]):
            return  # «kế hoạch 11, quyết định 5, công văn 18»: none is a total
        yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)

    def _is_named_as_part(self, whole: int, part: int) -> bool:
        """«Trong đó chứng thực 204, hộ tịch 71»: the first is a part as well."""
        one, other = self._mentions[whole], self._mentions[part]
        text = self._outline.lower(whole)
        ahead = text[one.sentence : one.amount.start]
        bare = not one.amount.unit and not other.amount.unit and bool(one.left)
        return bool(_SOME.search(ahead)) or (bare and not _IN_ALL.search(one.left))

    def _fit(self, whole: int, parts: Sequence[int], *, told: bool) -> bool:
        """Say whether parts may be all there is of a total, by words and by size."""
        if any(i in self._told for i in parts):
            return False
        values = [self._mentions[i].amount.value for i in parts]
        total = self._mentions[whole].amount.value
        if total * 9 < max(values):
            return False
        if any(self._mentions[i].amount.whole for i in parts):
            return False
        if any(OUT_OF.search(self._mentions[i].left) for i in parts):
            return False
        said = [self.words_of(i) for i in parts]
        if any(_OVERLAPPING.search(phrase) for phrase in said):
            return False
        pair = total >= _MANY and self._mentions[whole].family != "person"
        if self.are_in_series(said) and (len(parts) > 2 or told or pair):
            return True
        own = self._own_tags(parts)
        if any(own):
            return self._split_whole(own)
        return told or self._are_kinds(whole, parts, said)

    def _named(self, index: int) -> int:
        """Of «trực tuyến 58 % (164 hồ sơ)» the share has the words."""
        mention = self._mentions[index]
        if mention.left or mention.right or not index:
            return index
        before = self._mentions[index - 1]
        beside = self._is_beside(index - 1, index)
        return index - 1 if beside and before.amount.sense is Sense.SHARE else index

    def words_of(self, index: int) -> str:
        mention = self._mentions[self._named(index)]
        return f"{mention.left} {mention.unit} {mention.right}"

    def are_in_series(self, said: Sequence[str]) -> bool:
        """Say whether each part is another of the names that go together."""
        for found in zip(*map(_names_in, said), strict=True):
            names = [name for name in found if name]
            others = [p for p, name in zip(said, found, strict=True) if not name]
            if len(names) != len(set(names)) or len(names) < 2:
                continue
            if not others or (len(others) == 1 and "khác" in others[0]):
                return True
        return False

    def split_whole(self, parts: Sequence[int]) -> bool:
        """Say whether parts are told apart by words that leave nothing out."""
        return self._split_whole(self._own_tags(parts))

    def are_apart(self, parts: Sequence[int]) -> bool:
        """Say whether parts look at the whole from one side."""
        units = {self._mentions[i].unit for i in parts} - {""}
        own = self._own_tags(parts)
        sides = [at for at, d in enumerate(DIMENSIONS) if any(one & d for one in own)]
        if not any(own):
            return len(units) <= 1 or len({self._mentions[i].family for i in parts}) < 2
        return len(sides) == 1 and all(own)

    def _own_tags(self, parts: Sequence[int]) -> list[frozenset[str]]:
        tags = [self._mentions[self._named(i)].tags - _STANDING for i in parts]
        common = frozenset.intersection(*tags)
        sides = frozenset().union(*DIMENSIONS) - _FEELINGS
        if self._mentions[parts[0]].family == "person":
            sides -= _PROGRESS
        return [(one - common) & sides for one in tags]

    def _split_whole(self, own: Sequence[frozenset[str]]) -> bool:
        """«sớm», «đúng hẹn», «chậm»: one word each, and together all there is."""
        if any(len(one) != 1 for one in own):
            return False
        union = frozenset().union(*own)
        return len(union) == len(own) and union in COMPLETE

    def _are_kinds(self, whole: int, parts: Sequence[int], said: Sequence[str]) -> bool:
        """Say whether the parts are named as kinds of the total, side by side."""
        flows = [frozenset(_FLOW.findall(phrase)) for phrase in said]
        if len(set(flows)) > 1 or len(set(said)) < len(said):
            return False
        if self._mentions[whole].amount.value < _FEW:
            return False
        if any(self._mentions[i].tags - _STANDING for i in parts) and flows[0]:
            return False
        unit = self._mentions[whole].unit
        units = {self._mentions[i].unit for i in parts} - {""}
        general = not unit or unit.replace(" ", "_") in _GENERIC
        if units - {unit} and not (general and unit not in units):
            return False
        if self._is_parallel(whole, parts[0]):
            return False
        return len(parts) > 2 or self._have_one_head(parts)

    def _have_one_head(self, parts: Sequence[int]) -> bool:
        """«khối Đảng 30, khối chính quyền 66»: two parts told apart in one way."""
        for labels in (
            [self._mentions[i].left for i in parts],
            [self._mentions[i].right for i in parts],
        ):
            heads = {label.split(" ")[0] for label in labels}
            if len(heads) == 1 and "" not in heads and len(set(labels)) == len(labels):
                return True
        return False

    def _is_parallel(self, whole: int, part: int) -> bool:
        """«9 lớp cho cán bộ, 6 lớp cho công chức»: the first is no total."""
        one, other = self._mentions[whole], self._mentions[part]
        first, second = one.right.split(" ")[0], other.right.split(" ")[0]
        return bool(first) and first == second

    # In lists

    def _lists(self) -> Iterator[tuple[list[int], list[list[int]], list[int]]]:
        """Yield each list with the counts of the paragraphs before and behind it."""
        blocks = list(self._outline.texts)
        counts: dict[int, list[int]] = {}
        for index, block in enumerate(self._outline.blocks):
            if self._is_plain(index):
                counts.setdefault(block, []).append(index)
        start = 0
        while start < len(blocks):
            style = self._outline.styles.get(blocks[start], "")
            end = start + 1
            while end < len(blocks) and style == self._outline.styles.get(
                blocks[end], ""
            ):
                end += 1
            if style and 1 < end - start <= _MOST:
                items = [counts.get(block, []) for block in blocks[start:end]]
                before = counts.get(blocks[start - 1], []) if start else []
                behind = counts.get(blocks[end], []) if end < len(blocks) else []
                if all(items):
                    yield before, items, behind
            start = end

    def _listed(
        self, before: Sequence[int], items: Sequence[list[int]], behind: Sequence[int]
    ) -> Iterator[Relation]:
        firsts = [item[0] for item in items]
        chapter = self._outline.chapters[firsts[0]]
        for whole in before[-1:]:
            if self._outline.chapters[whole] == chapter:
                yield from self._list_of(whole, firsts)
        if len(firsts) > 2:
            if _IN_ALL.search(self._mentions[firsts[0]].left):
                yield from self._list_of(firsts[0], firsts[1:])
            if _SUMMED.search(self._mentions[firsts[-1]].left):
                yield from self._list_of(firsts[-1], firsts[:-1])
        for whole in behind[:1]:
            left = self._mentions[whole].left
            if self._outline.chapters[whole] == chapter and _SUMMED.search(left):
                yield from self._list_of(whole, firsts)

    def _list_of(self, whole: int, parts: Sequence[int]) -> Iterator[Relation]:
        if whole in self._told or not all(self._alike(whole, i) for i in parts):
            return
        if len(parts) > 1 and self._fit(whole, parts, told=len(parts) > 2):
            yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)

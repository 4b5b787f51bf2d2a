"""The demo's scorecards: criteria, answers and results are all made up.

*History*: the province ranked nine towns for five years; in 2022 the town's communes
were scored and locked, in 2023 their cards are under way, and so is the town's own.
*Today*: the offices of the ward score themselves for the year that runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from lienmach.base.actor import Actor
from lienmach.calc.criteria import Criterion, Kind
from lienmach.calc.local import day_of, moment
from lienmach.calc.period import Window
from lienmach.org.demo import COMMUNES, HISTORY, PROVINCE, TODAY, account, unit
from lienmach.org.models import Post, User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions import score_rounds as rounds
from lienmach.reporting.actions import score_talk as talk
from lienmach.reporting.actions import scores
from lienmach.reporting.actions.score_rounds import NewScoring, Result
from lienmach.reporting.actions.scores import Entry
from lienmach.reporting.flow import APPRAISE, LOCK, SCORE
from lienmach.reporting.models import Scorecard, ScoreRound, Stage
from lienmach.reporting.queries import scores as queries

# What the province published of its towns: made up, but for the shape that points may
# rise while the rank falls.
TOWNS = {
    "thành phố Lam Khê": ("79,4", "81,2", "74,9", "79,3", "88,2"),
    "thị xã Hạc Lĩnh": ("74,1", "78,6", "70,2", "76,5", "85,1"),
    "huyện Mộc Tuyền": ("76,8", "75,0", "66,4", "70,1", "83,6"),
    "huyện Quế Sa": ("70,3", "72,2", "61,7", "66,9", "80,9"),
    "huyện Yên Dao": ("66,9", "69,4", "57,3", "63,1", "79,0"),
    "huyện Tùng Vĩ": ("63,5", "66,0", "52,8", "60,4", "77,7"),
    "huyện Ý Xuyên": ("55,1", "60,8", "43,6", "58,0", "76,2"),
    "huyện Vân Ngữ": ("52,0", "58,3", "41,9", "55,5", "74,8"),
}
OURS = ("58,2", "63,1", "45,8", "63,71", "71,63")
FIRST = 2018
# Of the communes in the years before they were scored here: short code, points.
BEFORE = {
    2020: (71, 66, 69, 58, 74, 62, 55, 60, 64),
    2021: (74, 70, 68, 64, 75, 61, 63, 66, 66),
}
GOOD = {"41": 9, "42": 7, "43": 8, "44": 6, "45": 8, "46": 5, "47": 4, "48": 6, "49": 7}
FATES_2023 = {
    "41": ("submit", "appraise"),
    "42": ("submit",),
    "43": ("submit",),
    "44": (),
    "45": ("submit", "appraise"),
    "46": (),
    "47": (),
    "48": ("submit", "return"),
    "49": ("submit",),
}


@dataclass(frozen=True, slots=True)
class Hands:
    """Who appraises the cards of a round, and who locks them."""

    appraises: Actor
    locks: Actor


def load(*, at: datetime) -> None:
    _published(at)
    _communes_2022(at)
    _communes_2023(at)
    _town(at)
    _today(at)


def _published(at: datetime) -> None:
    actor = _actor(account("noivu"), HISTORY, at, APPRAISE)
    town = unit(HISTORY)
    for n, points in enumerate(OURS):
        results = [Result(name, _number(all_[n])) for name, all_ in TOWNS.items()]
        results.append(Result("thị xã Sao Khuê", _number(points), town.pk))
        year = FIRST + n
        rounds.publish_year(
            unit(PROVINCE),
            year,
            results,
            source=f"Quyết định công bố chỉ số năm {year} của tỉnh Lam Khê (mô phỏng)",
            actor=actor,
            at=moment(f"{year + 1}-03-20T10:00"),
        )
    for year, every in BEFORE.items():
        rows = [
            Result(f"UBND {name}", Decimal(points), unit(f"{HISTORY}.{short}").pk)
            for (short, name), points in zip(COMMUNES, every, strict=True)
        ]
        rounds.publish_year(
            town,
            year,
            rows,
            source=f"Thông báo xếp hạng năm {year} của thị xã (mô phỏng)",
            actor=actor,
            at=moment(f"{year + 1}-02-20T10:00"),
        )


def _communes_2022(at: datetime) -> None:
    """A year that is over: scored, appraised, objected to, locked."""
    opened = moment("2022-12-20T08:30")
    made, hands = _open(2022, HISTORY, "mau-uy-ban", opened, at)
    for card in _cards(made):
        _score(card, opened + timedelta(days=8), at)
        _step(card, "submit", opened + timedelta(days=9), at)
    appraised = moment("2023-01-30T09:00")
    for card in _cards(made):
        _appraise(card, hands, appraised)
        _move(card, "appraise", hands.appraises, appraised + timedelta(hours=1))
    _object(made, hands, at)
    scores.lock_all(made, actor=hands.locks, at=moment("2023-03-02T15:00"))
    _plan_46(made, at)


def _communes_2023(at: datetime) -> None:
    """A year under way: cards at every step, account ``xa`` in the middle of hers."""
    opened = moment("2023-12-18T08:30")
    made, hands = _open(2023, HISTORY, "mau-uy-ban", opened, at)
    for card in _cards(made):
        short = card.unit.code.rpartition(".")[2]
        fate = FATES_2023[short]
        done = Decimal("0.7") if short in ("46", "47") else Decimal(1)
        part = Decimal(0) if short == "44" else done
        _score(card, opened + timedelta(days=7), at, part=part)
        if fate:
            _step(card, "submit", opened + timedelta(days=10), at)
        if "return" in fate:
            when = opened + timedelta(days=20)
            note = "Tiêu chí 3.4.1 ghi 100 % nhưng chưa có sổ theo dõi kèm theo."
            _move(card, "return", hands.appraises, when, note)
        if "appraise" in fate or short == "42":
            _appraise(card, hands, opened + timedelta(days=30))
        if "appraise" in fate:
            _move(card, "appraise", hands.appraises, opened + timedelta(days=31))
    card = _card(made, f"{HISTORY}.45")
    talk.object_to(
        card,
        "1.3.2",
        "Phường có thêm chuyên mục trên đài truyền thanh từ tháng 5: đề nghị tính ba "
        "hình thức.",
        actor=_scorer(card, at),
        at=opened + timedelta(days=33),
    )


def _town(at: datetime) -> None:
    """The town's own card: the province appraises it."""
    opened = moment("2023-12-20T08:30")
    made, _ = _open(2023, PROVINCE, "mau-uy-ban", opened, at, only=(HISTORY,))
    card = _card(made, HISTORY)
    _score(card, opened + timedelta(days=5), at, part=Decimal("0.6"))


def _today(at: datetime) -> None:
    opened = at - timedelta(days=12)
    year = day_of(at).year
    codes = [f"{TODAY}.{short}" for short in ("01", "02", "03")]
    made, hands = _open(
        year, TODAY, "mau-phong-ban", opened, at, only=codes, until=day_of(at)
    )
    for short, part in (("01", 1), ("02", 1), ("03", Decimal("0.5"))):
        card = _card(made, f"{TODAY}.{short}")
        _score(card, opened + timedelta(days=3), at, part=Decimal(part))
    _step(_card(made, f"{TODAY}.01"), "submit", opened + timedelta(days=5), at)
    _step(_card(made, f"{TODAY}.02"), "submit", opened + timedelta(days=6), at)
    card = _card(made, f"{TODAY}.01")
    _appraise(card, hands, opened + timedelta(days=8))
    _move(card, "appraise", hands.appraises, opened + timedelta(days=9))
    card = _card(made, f"{TODAY}.02")
    leaf = queries.tree_of(made).leaf("2.1")
    assert leaf
    for text, days in (
        ("Nhắc hạn hằng ngày cho hồ sơ đất đai trước hạn ba ngày.", 20),
        ("Thống nhất mẫu phiếu bổ sung một lần cho lĩnh vực xây dựng.", 5),
    ):
        new = talk.Plan(
            card.unit_id,
            year,
            text,
            day_of(at) + timedelta(days=days),
            leaf.code,
            leaf.label,
            None,
            card,
            "Kế hoạch 18/KH-UBND (mô phỏng)",
        )
        talk.plan(new, actor=_scorer(card, at), at=opened + timedelta(days=10))


def _open(
    year: int,
    owner: str,
    code: str,
    opened: datetime,
    at: datetime,
    *,
    only: Sequence[str] = (),
    until: date | None = None,
) -> tuple[ScoreRound, Hands]:
    """Open a year; those who do it hold their rights for the owner and below."""
    chief = _actor(account("noivu"), owner, at, APPRAISE)
    head = _actor(account("lanhdao"), owner, at, LOCK)
    codes = only or [f"{HISTORY}.{short}" for short, _ in COMMUNES]
    last = until or date(year + 1, 1, 15)
    last = last + timedelta(days=6) if until else last
    made = rounds.open_scoring(
        NewScoring(
            year=year,
            owner_id=unit(owner).pk,
            set_code=code,
            window=Window(date(year, 1, 1), until or date(year, 12, 31)),
            score_until=last,
            appraise_until=last + timedelta(days=30),
            object_until=last + timedelta(days=45),
            units=[unit(one).pk for one in codes],
        ),
        actor=chief,
        at=opened,
    )
    return made, Hands(chief, head)


def _score(
    card: Scorecard, at: datetime, now: datetime, *, part: Decimal = Decimal(1)
) -> None:
    """Let a unit answer the first part of its criteria, some with evidence."""
    actor = _scorer(card, now)
    figures = queries.read(card, today=day_of(at), with_marks=False).figures
    leaves = [
        leaf
        for leaf in queries.tree_of(card.round).leaves
        if leaf.kind is not Kind.SURVEY and leaf.code not in figures
    ]
    chosen = leaves[: int(len(leaves) * part)]
    entries = [Entry(leaf.code, _answer(leaf, card)) for leaf in chosen]
    scores.write(card, Stage.OWN, entries, actor=actor, at=at)
    proofs = [
        (leaf.code, talk.Proof(f"{leaf.evidence} năm {card.year} (mô phỏng)"))
        for leaf in chosen
        if leaf.evidence and _seed(leaf, card) % 5
    ]
    talk.add_evidence(card, proofs, actor=actor, at=at)


def _appraise(card: Scorecard, hands: Hands, at: datetime) -> None:
    """Enter the survey, and see a few criteria otherwise than the unit."""
    tree = queries.tree_of(card.round)
    entries = [
        Entry(leaf.code, _answer(leaf, card))
        for leaf in tree.leaves
        if leaf.kind is Kind.SURVEY
    ]
    for leaf in tree.leaves:
        if leaf.kind is Kind.RATIO and not leaf.figure and _seed(leaf, card) % 6 == 1:
            said = "Theo tài liệu kèm theo chỉ đạt 75 %."
            entries.append(Entry(leaf.code, "75", said))
        if leaf.code == "1.3.2":
            entries.append(Entry(leaf.code, "1", "Chỉ có hai hình thức có minh chứng."))
    scores.write(card, Stage.GIVEN, entries, actor=hands.appraises, at=at)


def _object(made: ScoreRound, hands: Hands, now: datetime) -> None:
    """Two objections of the finished year: one upheld, one not."""
    at = moment("2023-02-06T14:00")
    for short, is_upheld in (("43", True), ("46", False)):
        card = _card(made, f"{HISTORY}.{short}")
        made_ = talk.object_to(
            card,
            "1.3.2",
            "Đơn vị có ba hình thức: tờ rơi, đài truyền thanh, trang thông tin.",
            actor=_scorer(card, now),
            at=at,
        )
        talk.answer(
            made_,
            "Đã đối chiếu tài liệu gửi thêm."
            if is_upheld
            else "Trang thông tin mở từ tháng 02 năm sau nên chưa tính.",
            points_answer=Decimal(2) if is_upheld else None,
            is_upheld=is_upheld,
            actor=hands.appraises,
            at=at + timedelta(days=2),
        )


def _plan_46(made: ScoreRound, now: datetime) -> None:
    card = _card(made, f"{HISTORY}.46")
    actor = _scorer(card, now)
    lost = queries.read(card, today=made.end, with_marks=False).lost()
    at = moment("2023-03-03T09:00")
    plan = "Kế hoạch 188/KH-UBND ngày 01/3/2023 (mô phỏng)"
    for (leaf, points), due in zip(
        lost[:2], (date(2023, 6, 30), date(2023, 9, 29)), strict=True
    ):
        text = f"Khắc phục chỗ mất điểm «{leaf.label}», báo cáo kết quả."
        new = talk.Plan(
            card.unit_id, 2022, text, due, leaf.code, leaf.label, points, card, plan
        )
        item = talk.plan(new, actor=actor, at=at)
        talk.move(
            item,
            "finish",
            note="Đã thực hiện, có báo cáo.",
            actor=actor,
            at=moment("2023-07-05T10:00"),
        )


def _answer(leaf: Criterion, card: Scorecard) -> str:
    """What a unit would say: the same on every start, better for some than others."""
    seed = _seed(leaf, card)
    short = card.unit.code.rpartition(".")[2]
    is_good = seed % 10 < GOOD.get(short, 7)
    if leaf.kind is Kind.YES_NO:
        return "1" if is_good else "0"
    if leaf.is_chosen:
        ordered = sorted((band.points for band in leaf.bands), reverse=True)
        return str(ordered[0 if is_good else 1])
    if leaf.kind is Kind.DEDUCTION:
        return "0" if is_good else str(1 + seed % 2)
    if leaf.kind is Kind.BAND and leaf.bands[0].is_upper:
        return "0" if is_good else "3"
    if leaf.kind is Kind.BAND:
        return "96" if is_good else "84,5"
    if leaf.kind is Kind.SURVEY:
        return f"{74 + seed % 20},{seed % 9 + 1}"
    return "100" if is_good else str(80 + seed % 15)


def _seed(leaf: Criterion, card: Scorecard) -> int:
    return sum(
        n * ord(c) for n, c in enumerate(f"{leaf.code}{card.unit.code}{card.year}", 1)
    )


def _cards(made: ScoreRound) -> list[Scorecard]:
    rows = made.cards.select_related("case", "round__owner", "unit")
    return list(rows.order_by("unit__code"))


def _card(made: ScoreRound, code: str) -> Scorecard:
    rows = made.cards.select_related("case", "round__owner", "unit")
    return rows.get(unit__code=code)


def _step(card: Scorecard, name: str, at: datetime, now: datetime) -> None:
    _move(card, name, _scorer(card, now), at)


def _move(
    card: Scorecard, name: str, actor: Actor, at: datetime, note: str = ""
) -> None:
    scores.take_step(card, name, actor=actor, at=at, note=note)


def _scorer(card: Scorecard, now: datetime) -> Actor:
    """Somebody of the unit itself, as the one who scores it."""
    accounts = {f"{HISTORY}.46": "xa", f"{TODAY}.02": "chuyenvien"}
    accounts |= {f"{TODAY}.03": "noivu"}
    code = card.unit.code
    if code in accounts:
        person = account(accounts[code])
    else:
        desk = f"{HISTORY}.02" if code == HISTORY else code
        places = (desk, f"{desk}.01")
        post = Post.objects.filter(unit__code__in=places).order_by("pk").first()
        assert post
        person = post.person
    where = card.unit_id
    held = {SCORE: frozenset({where})}
    return Actor(person.pk, where, frozenset({where, card.round.owner_id}), held)


def _actor(person: User, code: str, at: datetime, right: str) -> Actor:
    """A person with one right for a unit and all that the demo has below it."""
    where = unit(code)
    place = unit(HISTORY) if code == PROVINCE else where
    actor = actor_of(person, on=day_of(at), unit_id=place.pk)
    reach = frozenset({*actor.unit_ids, where.pk})
    return replace(
        actor,
        unit_id=where.pk,
        unit_ids=reach,
        units_by_right={right: reach},
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))

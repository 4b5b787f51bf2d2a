"""The calendar and the catalogue of the demo: all of it is made up, its codes too.

The names are those that such procedures have anywhere in the country; owners, steps,
fees and decisions are invented. The town of *history* has two versions of most of
them, the ward of *today* its own from 1 July 2025 on.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.local import day_of
from lienmach.calc.procedures import Component, Draft, Fee, Hop, Step
from lienmach.org.demo import HISTORY, PROVINCE, TODAY, TURN, unit
from lienmach.org.models import UnitVersion, User
from lienmach.org.queries import actor_of, below
from lienmach.registers.actions.calendar import (
    HoursDecision,
    load_country,
    write_hours,
)
from lienmach.registers.actions.documents import end_document
from lienmach.registers.actions.procedures import (
    Decision,
    end_procedure,
    write_version,
)
from lienmach.registers.actions.regulations import Issued, change, lay_down
from lienmach.registers.models import (
    AnnouncementRequest,
    AwaitedField,
    Milestone,
    OfficialDocument,
    Place,
    Procedure,
    ProcedureField,
    ProcedureVersion,
    Publication,
    Review,
    UnitMark,
    Website,
)
from lienmach.registers.queries.marks import COMMITTEE, KEEPS, ON_SYSTEM

Kind = Milestone.Kind
FIRST, ERA = date(2021, 3, 1), date(2022, 8, 15)
TOWN, WARD = "UBND thị xã Sao Khuê", "UBND phường Ngọc Lựu"
OF_2021 = Decision("101/QĐ-UBND", date(2021, 2, 18), "UBND tỉnh Lam Khê")
OF_2022 = Decision("505/QĐ-UBND", date(2022, 8, 5), "UBND tỉnh Lam Khê")
OF_2025 = Decision("2025/QĐ-UBND", date(2025, 6, 25), "UBND tỉnh Lam Khê")
LATE = Decision("77/QĐ-UBND", date(2026, 1, 15), "UBND tỉnh Lam Khê")
# A procedure a line: ``levels`` are those until the turn, ``online`` the words of 2022.
CATALOGUE = Path(__file__).parent / "samples" / "procedures.csv"
PAPERS = {
    "Hộ tịch": "Giấy tờ chứng minh sự kiện hộ tịch",
    "Chứng thực": "Bản chính giấy tờ, văn bản cần chứng thực",
    "Đất đai": "Giấy tờ về quyền sử dụng đất",
    "Xây dựng": "Bản vẽ thiết kế xây dựng",
    "Đăng ký kinh doanh": "Giấy tờ pháp lý của chủ hộ kinh doanh",
    "Cư trú": "Giấy tờ chứng minh chỗ ở hợp pháp",
}
BASIS = {
    "Hộ tịch": ("Luật Hộ tịch số 60/2014/QH13", "Nghị định số 123/2015/NĐ-CP"),
    "Chứng thực": ("Nghị định số 23/2015/NĐ-CP",),
    "Xây dựng": ("Luật Xây dựng số 50/2014/QH13",),
    "Cư trú": ("Luật Cư trú số 68/2020/QH14",),
}
CHAIN = (
    Hop("Đăng ký khai sinh", "UBND cấp xã", Limit(1), "9.900001"),
    Hop("Đăng ký thường trú", "Công an cấp xã", Limit(2), "9.900101"),
    Hop("Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội", Limit(1)),
)
FOUND = {
    "": "",
    "keep": "Thành phần, thời hạn phù hợp; không kiến nghị thay đổi (mô phỏng).",
    "simplify": "Bỏ bản sao giấy tờ đã có trong cơ sở dữ liệu (mô phỏng).",
    "abolish": "Không còn phát sinh hồ sơ, đã có thủ tục khác thay (mô phỏng).",
}
FIRST_RULES = "Ba cấp; thủ tục liên thông do cơ quan tiếp nhận chịu trách nhiệm chính."
NEXT_RULES = "Hai cấp; tiếp nhận không phụ thuộc địa giới trong tỉnh."
POLICE, LAND = "Cư trú", "Đất đai"
CHAINED, SOONER, REPLACED, ABOLISHED = "9.900008", "9.900031", "9.900032", "9.900082"


def load(*, at: datetime) -> None:
    load_country(at=at)
    _hours(at)
    with CATALOGUE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            _procedure(row, at)
    ended = Procedure.objects.get(code=ABOLISHED)
    end_procedure(ended, on=date(2026, 3, 1), decision=LATE, actor=None, at=at)
    old, new = (Procedure.objects.get(code=code) for code in (REPLACED, SOONER))
    end_procedure(
        old, on=date(2026, 3, 1), decision=LATE, actor=None, at=at, successor=new
    )
    _reviews(at)
    _milestones(at)
    _processes(at)
    _units(at)
    _awaited(at)
    _websites(at)
    _regulations(at)


def _regulations(at: datetime) -> None:
    """Rules of the province, replaced at the turn; the ward's rest on what ended."""
    by = "Nghị định {}/NĐ-CP ngày {} của Chính phủ (mô phỏng)"
    old, new = by.format("9061/2018", "23/4/2018"), by.format("9118/2025", "9/6/2025")
    boss = User.objects.get(username="quantri")
    actor = actor_of(boss, on=day_of(at), unit_id=unit(PROVINCE).pk)
    who: dict[str, Any] = {"actor": actor, "at": at}
    name = "Quy định tiếp nhận, giải quyết, trả kết quả thủ tục hành chính (mô phỏng)"
    issuer = OF_2025.issuer
    first = Issued("44/2019/QĐ-UBND", date(2019, 6, 10), issuer, FIRST_RULES, [old])
    text = lay_down(unit(PROVINCE).pk, name, first, on=date(2019, 7, 1), **who)
    later = Issued("31/2025/QĐ-UBND", date(2025, 6, 27), issuer, NEXT_RULES, [new])
    change(text, "replaced", later, on=TURN, **who)
    own = Issued("5/QĐ-UBND", date(2025, 7, 3), WARD, "Ca trực, bàn giao.", [old, new])
    rules = "Quy chế hoạt động của Trung tâm Phục vụ hành chính công (mô phỏng)"
    lay_down(unit(TODAY).pk, rules, own, on=date(2025, 7, 3), **who)
    ended = OfficialDocument.objects.get(number="9061/2018/NĐ-CP")
    end_document(ended, on=TURN, by="Nghị định 9118/2025/NĐ-CP (mô phỏng)", **who)


def _websites(at: datetime) -> None:
    """The town and each of its communes have one; not all are kept well."""
    town = below(unit(HISTORY).pk, ERA)
    rows = UnitVersion.objects.in_force(ERA).filter(unit__in=town, kind__code=COMMITTEE)
    kinds = Website.Upkeep
    for n, row in enumerate(rows.select_related("unit").order_by("unit__code")):
        name = row.name_key.removeprefix("ubnd ").replace(" ", "-")
        Website.objects.create(
            unit=row.unit,
            address=f"{name}.vidu.vn",
            upkeep=kinds.PAUSED if n == 7 else kinds.POOR if n % 3 == 2 else kinds.GOOD,
            valid_from=ERA,
            document="Kết quả kiểm tra 15/BC-PVHTT (mô phỏng)",
            made_at=at,
        )


def _awaited(at: datetime) -> None:
    """Two fields of the ward wait for the province; one was announced meanwhile."""
    fields = {one.name: one for one in ProcedureField.objects.all()}
    replaced = Procedure.objects.get(code=SOONER).versions.latest("valid_from").field
    by = "Nghị định {n}/2025/NĐ-CP (mô phỏng)"
    for n, field in enumerate((replaced, fields[LAND], fields["Hộ tịch"])):
        is_over = field == replaced
        AwaitedField.objects.create(
            field=field,
            valid_from=TURN + timedelta(days=20 * n),
            valid_to=LATE.signed_on if is_over else None,
            announced_by=LATE.number if is_over else "",
            document=by.format(n=9001 + n),
            made_at=at,
        )
    for number, days in ((214, 60), (388, 150)):
        AnnouncementRequest.objects.create(
            field=fields[LAND],
            unit=unit(TODAY),
            document=f"{number}/UBND-VP (mô phỏng)",
            sent_on=TURN + timedelta(days=days),
            made_at=at,
        )


def _processes(at: datetime) -> None:
    """When inner processes followed the decisions: soon, late, or not yet."""
    for procedure in Procedure.objects.order_by("code"):
        number = int(procedure.code[-3:])
        days = ((OF_2022.signed_on, TURN), (OF_2025.signed_on, None))
        for signed, until in days if number % 5 else days[:1]:
            Milestone.objects.create(
                procedure=procedure,
                kind=Kind.PROCESS,
                valid_from=signed + timedelta(days=20 + number % 70),
                valid_to=until if number % 5 else None,
                document=f"{310 + number % 4}/QĐ-UBND (mô phỏng)",
                made_at=at,
            )


def _units(at: datetime) -> None:
    """The town's communes on the central system in their time, the ward today."""
    system = "Kế hoạch 30/KH-UBND của UBND tỉnh Lam Khê (mô phỏng)"
    town = below(unit(HISTORY).pk, ERA)
    rows = UnitVersion.objects.in_force(ERA).filter(unit__in=town, kind__code=COMMITTEE)
    held = [
        (pk, ERA, n != 3) for n, pk in enumerate(rows.values_list("unit", flat=True))
    ]
    for pk, since, is_used in [*held, (unit(TODAY).pk, TURN, True)]:
        kinds = ON_SYSTEM if is_used else ON_SYSTEM[:1]
        for kind in kinds:
            UnitMark.objects.create(
                unit_id=pk, kind=kind, valid_from=since, document=system, made_at=at
            )
    for kind in KEEPS:
        UnitMark.objects.create(
            unit=unit(TODAY),
            kind=kind,
            valid_from=min(day_of(at), date(2026, 9, 1)),
            document="Thông báo 21/TB-UBND (mô phỏng)",
            made_at=at,
        )


def _reviews(at: datetime) -> None:
    """The ward's review of this year: a third not begun, some kept, some approved."""
    today, ward = day_of(at), unit(TODAY)
    year = today.year
    proposals = ("", "keep", "simplify", "simplify", "", "abolish")
    codes = Procedure.objects.order_by("code").values_list("pk", flat=True)
    for n, procedure in enumerate(codes[:12]):
        proposal = proposals[n % len(proposals)]
        is_approved = proposal in ("simplify", "abolish") and n < 6
        Review.objects.create(
            unit=ward,
            year=year,
            procedure_id=procedure,
            plan="18/KH-UBND (mô phỏng)",
            planned_on=date(year, 1, 2),
            reviewed_on=min(today, date(year, 1, 5)) if proposal else None,
            proposal=proposal,
            finding=FOUND[proposal],
            approved_by="610/QĐ-UBND (mô phỏng)" if is_approved else "",
            approved_on=min(today, date(year, 1, 6)) if is_approved else None,
            made_at=at,
        )


def _milestones(at: datetime) -> None:
    """How the online list came about, and how far the portals have got since."""
    today = day_of(at)
    rows = ProcedureVersion.objects.current().in_force(today)
    by = "70/QĐ-UBND của UBND tỉnh Lam Khê (mô phỏng)"
    for n, version in enumerate(rows.order_by("procedure__code")):
        kinds = [Kind.ANYWHERE] if n % 6 == 0 else []
        kinds += [Kind.CENTRE] if n % 9 else []
        if version.online:
            kinds += [Kind.PROPOSED, Kind.APPROVED, Kind.PUBLISHED]
            kinds += [Kind.NATIONAL] if n % 3 else []
            kinds += [Kind.PROVINCIAL] if n % 5 else []
        if version.fees.exists():
            kinds += [Kind.PAYMENT] if n % 4 else []
        Milestone.objects.bulk_create(
            Milestone(
                procedure_id=version.procedure_id,
                kind=kind,
                valid_from=TURN,
                document=by,
                made_at=at,
            )
            for kind in kinds
        )


def _hours(at: datetime) -> None:
    """The province's hours, those of the town in summer, and two ways of Saturdays."""
    by = "Quyết định 33/2020/QĐ-UBND của UBND tỉnh Lam Khê (mô phỏng)"
    usual = (time(7, 30), time(11, 30), time(13, 30), time(17, 30))
    summer = (time(7), time(11), time(13, 30), time(17, 30))
    province, town, ward = unit(PROVINCE), unit(HISTORY), unit(TODAY)
    counter = unit(f"{TODAY}.04")
    for decision in (
        HoursDecision(
            unit=province, purpose="work", valid_from=FIRST, clocks=usual, document=by
        ),
        HoursDecision(
            unit=province,
            purpose="work",
            valid_from=FIRST,
            clocks=summer,
            season=((4, 16), (10, 15)),
            document=by,
        ),
        HoursDecision(
            unit=town,
            purpose="saturday",
            valid_from=date(2021, 6, 1),
            mode="reception",
            document="Kế hoạch 45/KH-UBND của UBND thị xã Sao Khuê (mô phỏng)",
        ),
        HoursDecision(
            unit=ward,
            purpose="saturday",
            valid_from=TURN,
            mode="reception",
            document="Kế hoạch 12/KH-UBND của UBND phường Ngọc Lựu (mô phỏng)",
        ),
        HoursDecision(
            unit=counter,
            purpose="reception",
            valid_from=TURN,
            clocks=(time(7, 30), time(11), time(13, 30), time(17)),
            document="Thông báo 8/TB-UBND của UBND phường Ngọc Lựu (mô phỏng)",
        ),
    ):
        write_hours(decision, user_id=None, at=at)


def _procedure(row: Mapping[str, str], at: datetime) -> None:
    """Write the versions of one procedure, and where the last of them is posted."""
    version = None
    for draft, on, decision in _versions(row):
        version = write_version(draft, on=on, decision=decision, user_id=None, at=at)
    assert version
    _publications(version, at)


def _publications(version: ProcedureVersion, at: datetime) -> None:
    """Where a procedure is posted: mostly well, some late, worn or never exchanged."""
    number, seen = int(version.procedure.code[-3:]), day_of(at)
    before = version.procedure.versions.filter(valid_to=version.valid_from).last()
    for place in Place:
        if place == Place.WEBSITE and number % 4 == 0:
            continue
        at_counter = place == Place.COUNTER
        if at_counter and number % 7 == 0:
            continue
        shown = before if at_counter and before and number % 8 == 1 else version
        posted_on = min(shown.valid_from + timedelta(days=number % 9), seen)
        Publication.objects.create(
            version=shown,
            place=place,
            unit=unit(f"{TODAY}.04") if at_counter else None,
            address=f"Bảng số {number % 5 + 1} (mô phỏng)" if at_counter else "",
            posted_on=posted_on,
            checked_on=max(posted_on, seen - timedelta(days=number % 60)),
            is_good=not (at_counter and number % 11 == 0),
            made_at=at,
        )


def _versions(row: Mapping[str, str]) -> Iterator[tuple[Draft, date, Decision]]:
    """A procedure under three levels, in the words of 2022, and under two levels."""
    field, result, online = row["field"], row["result"], row["online"]
    limit = Limit(int(row["limit"]), Clock(row["clock"]))
    is_chain = row["code"] == CHAINED
    last_draft = Draft(
        code=row["code"],
        name=row["name"],
        everyday_name=row["everyday_name"],
        field=field,
        levels=("commune",),
        owner="Công an phường Ngọc Lựu" if field == POLICE else WARD,
        is_vertical=field == POLICE,
        legal_basis=BASIS.get(field, ()),
        components=_components(field, result),
        fees=_fees(int(row["fee"])),
        limit=limit,
        steps=_steps(limit),
        result=result,
        forms=(f"Mẫu số {row['code'][-3:]} (mô phỏng)",),
        channels=("counter", "post", "online") if online else ("counter", "post"),
        online=online,
        received_where="Trung tâm Phục vụ hành chính công phường Ngọc Lựu",
        hops=CHAIN if is_chain else (),
    )
    before = replace(
        last_draft,
        levels=tuple(row["levels"].split()),
        owner="Công an thị xã" if field == POLICE else TOWN,
        received_where="Trung tâm Hành chính công thị xã; bộ phận một cửa xã, phường",
        limit=replace(limit, amount=_longer(limit.amount)),
        is_vertical=field in (POLICE, LAND),
    )
    in_2021 = {"full": "4", "partial": "3", "": ""}[online]
    if not is_chain:  # the chain is younger than the rest
        yield replace(before, online=in_2021), FIRST, OF_2021
    yield before, ERA, OF_2022
    yield last_draft, TURN, OF_2025
    if row["code"] == SOONER:
        sooner = replace(limit, amount=10)
        yield replace(last_draft, limit=sooner), date(2026, 3, 1), LATE


def _longer(amount: int) -> int:
    """Limits were longer before: a third of those of ten days and more was cut."""
    return amount * 3 // 2 if amount >= 10 else amount


def _components(field: str, result: str) -> tuple[Component, ...]:
    paper = PAPERS.get(field, "Giấy tờ chứng minh thuộc đối tượng")
    return (
        Component(f"Tờ khai đề nghị: {result[0].lower()}{result[1:]}", 1, 0),
        Component(paper, 1, 1, "Bản chính để đối chiếu"),
        Component(
            "Văn bản ủy quyền", 0, 1, "Chỉ khi nộp thay; khai thác dữ liệu nếu đã có"
        ),
    )


def _fees(amount: int) -> tuple[Fee, ...]:
    if not amount:
        return ()
    by = "Nghị quyết 15/2020/NQ-HĐND của HĐND tỉnh Lam Khê (mô phỏng)"
    waiver = "Trẻ em, người cao tuổi, người khuyết tật, người có công, hộ nghèo"
    return (Fee("Lệ phí", amount, waiver, by, date(2021, 1, 1)),)


def _steps(limit: Limit) -> tuple[Step, ...]:
    """The inner process; what is done in a day has no step at a division."""
    if limit.amount < 2:
        return (
            Step("Tiếp nhận, kiểm tra hồ sơ", "one_stop", Decimal(25)),
            Step("Thẩm tra, ký kết quả", "committee", Decimal(50)),
            Step("Trả kết quả", "one_stop", Decimal(25)),
        )
    return (
        Step("Tiếp nhận, chuyển hồ sơ", "one_stop", Decimal("12.5")),
        Step("Thẩm định hồ sơ", "division", Decimal("62.5")),
        Step("Ký kết quả", "committee", Decimal("12.5")),
        Step("Vào sổ, trả kết quả", "one_stop", Decimal("12.5")),
    )

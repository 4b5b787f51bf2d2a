"""Drafts and versions of procedures, filled in but for what a test is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from lienmach.base.actor import Actor
from lienmach.calc.deadline import Limit
from lienmach.calc.procedures import Component, Draft, Fee, Step
from lienmach.registers.actions.procedures import (
    RIGHT,
    Decision,
    begin_version,
)
from lienmach.registers.models import ProcedureVersion
from tests import make
from tests.make import MONDAY

DECISION = Decision("12/QĐ-UBND", date(2022, 12, 26), "UBND tỉnh An Hòa")
START = date(2023, 1, 1)


def draft(code: str = "1.000001", **more: Any) -> Draft:
    make.level("commune")
    make.kind("division")
    said = {
        "name": "Đăng ký khai sinh",
        "everyday_name": "Làm giấy khai sinh",
        "field": "Hộ tịch",
        "levels": ("commune",),
        "limit": Limit(5),
        "components": (Component("Tờ khai", 1), Component("Giấy chứng sinh", 1, 1)),
        "fees": (Fee("Lệ phí", 8000, "Trẻ em", "15/NQ-HĐND", date(2021, 1, 1)),),
        "steps": (
            Step("Thẩm định", "division", Decimal("62.5")),
            Step("Trả kết quả", "division", Decimal("37.5")),
        ),
        "channels": ("counter", "online"),
        "online": "full",
    }
    return Draft(code=code, **{**said, **more})


def officer() -> Actor:
    return make.actor(rights=[RIGHT])


def version(
    code: str = "1.000001", *, on: date = START, by: Actor | None = None, **more: Any
) -> ProcedureVersion:
    return begin_version(
        draft(code, **more),
        on=on,
        decision=DECISION,
        actor=by or officer(),
        at=MONDAY,
    )

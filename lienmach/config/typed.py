"""Reads what is typed after ``lienmach``; raises ``ValueError`` with a sentence."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from lienmach.calc.deadline import Limit
    from lienmach.calc.pauses import Pause


def read_folder(text: str) -> Path:
    """A folder that is there or can be made."""
    folder = Path(text)
    if "\0" in text or not text:
        raise ValueError("Tên thư mục có ký tự không dùng được.")
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"«{folder}» là tệp: hãy nêu một thư mục.")
    if not folder.absolute().parent.is_dir():
        raise ValueError(f"Không có thư mục «{folder.absolute().parent}».")
    return folder


def read_path(text: str) -> Path:
    """A file that can be written or read; refuses a folder, or one that is missing."""
    if "\0" in text:
        raise ValueError("Tên tệp có ký tự không dùng được.")
    file = Path(text)
    if file.is_dir() or not file.name:
        raise ValueError(f"«{text}» là thư mục: hãy nêu tên một tệp.")
    if not file.parent.is_dir():
        raise ValueError(f"Không có thư mục «{file.parent}».")
    return file


def read_whole(text: str, what: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise ValueError(f"{what} «{text}» phải là số nguyên từ 0 trở lên.")
    return int(text)


def read_limit(amount: str, clock: str) -> "Limit":
    from lienmach.calc.deadline import Clock, Limit

    if not re.fullmatch("[0-9]{1,9}", amount):
        raise ValueError(f"Thời hạn «{amount}» phải là số nguyên từ 0 trở lên.")
    if clock not in list(Clock):
        known = ", ".join(Clock)
        raise ValueError(f"Không có cách tính «{clock}»; có {known}.")
    return Limit(int(amount), Clock(clock))


def read_day(text: str) -> "date":
    from datetime import date

    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"Không đọc được ngày «{text}»; hãy ghi như 2023-10-27."
        ) from None
    if not 1900 < day.year < 2900:
        raise ValueError(f"Năm {day.year} nằm ngoài các năm có số liệu.")
    return day


def read_received(text: str) -> "datetime":
    from lienmach.calc.local import moment

    try:
        return moment(text)
    except (ValueError, OverflowError):
        raise ValueError(
            f"Không đọc được lúc tiếp nhận «{text}»; hãy ghi như 2023-10-27T09:32."
        ) from None


def read_pause(text: str) -> "Pause":
    from lienmach.calc.pauses import Pause
    from lienmach.calc.refusal import Refused

    try:
        return Pause.parse(text)
    except Refused as refused:
        raise ValueError(f"Tạm dừng «{text}»: {refused}") from None
    except (ValueError, OverflowError):
        raise ValueError(
            f"Không đọc được tạm dừng «{text}»; hãy ghi như 2023-10-27/2023-10-30, "
            "hoặc 2023-10-27/ nếu chưa xong."
        ) from None

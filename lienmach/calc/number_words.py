"""Numbers in Vietnamese words, as they stand under the figures on a receipt."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 1_000_000_000
LARGEST = BILLION**2 - 1  # beyond it one would have to say «tỷ tỷ»


def in_words(number: int) -> str:
    """Say a whole number: 1005 is «một nghìn không trăm linh năm».

    Groups that are nothing are left out, as on banknotes: «một triệu», not «một triệu
    không nghìn». Raises ValueError for what is negative or beyond ``LARGEST``.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, BILLION)
    said = [*_below_billion(billions, is_first=True), "tỷ"] if billions else []
    return " ".join(said + _below_billion(rest, is_first=not billions))


def dong_in_words(amount: int) -> str:
    """Say an amount of money as a sentence begins: «Tám nghìn đồng»."""
    said = f"{in_words(amount)} đồng"
    return said[0].upper() + said[1:]


def _below_billion(number: int, *, is_first: bool) -> list[str]:
    said: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            said += _group(group, is_first=is_first and not said)
            said += [GROUPS[power]] if power else []
    return said


def _group(group: int, *, is_first: bool) -> list[str]:
    """Three digits; behind other words even the hundreds that are none are said."""
    hundreds, rest = divmod(group, 100)
    said = [] if is_first and not hundreds else [DIGITS[hundreds], "trăm"]
    tens, unit = divmod(rest, 10)
    if tens > 1:
        said += [DIGITS[tens], "mươi"]
    elif tens == 1:
        said.append("mười")
    elif unit and said:
        said.append("linh")
    if unit:
        said.append(_unit(unit, tens))
    return said


def _unit(unit: int, tens: int) -> str:
    if unit == 1 and tens > 1:
        return "mốt"
    if unit == 4 and tens > 1:
        return "tư"
    if unit == 5 and tens > 0:
        return "lăm"
    return DIGITS[unit]

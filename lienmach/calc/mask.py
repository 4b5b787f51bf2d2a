"""Personal data as lists show it: enough to tell apart, not enough to use."""

DOT = "•"


def masked_number(number: str, kept: int = 3) -> str:
    """Hide all but the last digits of a telephone or identity number."""
    if len(number) <= kept:
        return DOT * len(number)
    return DOT * (len(number) - kept) + number[-kept:]


def masked_email(address: str) -> str:
    """Hide the name in an address but its first letter; its length is hidden too."""
    name, at, host = address.partition("@")
    return f"{name[:1]}{DOT * 3}{at}{host}" if at else DOT * min(len(address), 3)

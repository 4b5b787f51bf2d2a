"""What a password must be, said in the words that its owner reads."""

import re
import string

from lienmach.calc.text import fold

SHORTEST, LONGEST = 8, 128
# Words that passwords are so often made of that digits around them add nothing.
COMMON = frozenset(
    [
        "matkhau",
        "password",
        "passwd",
        "pass",
        "admin",
        "administrator",
        "vietnam",
        "vietnamvodich",
        "welcome",
        "qwerty",
        "qwertyuiop",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "abc",
        "abcd",
        "abcdef",
        "abcxyz",
        "iloveyou",
        "letmein",
        "anhyeuem",
        "emyeuanh",
        "yeuem",
        "yeuanh",
        "khongbiet",
        "lienmach",
        "quantri",
        "ubnd",
        "motcua",
        "hanhchinh",
        "congchuc",
        "canbo",
        "test",
        "demo",
        "user",
        "login",
        "dangnhap",
    ]
)
LOOKS_LIKE = str.maketrans("@0135$", "aoiess")


def faults(password: str, about: tuple[str, ...] = ()) -> list[str]:
    """Return a sentence for everything that is wrong with a new password.

    ``about`` is what others know of its owner: the name to sign in with, the name,
    the address.
    """
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append(f"Mật khẩu phải có từ {SHORTEST} đến {LONGEST} ký tự.")
    missing = [
        word
        for word, here in (
            ("chữ thường", any(c.islower() for c in password)),
            ("chữ hoa", any(c.isupper() for c in password)),
            ("chữ số", any(c.isdecimal() for c in password)),
            ("ký tự đặc biệt", any(not c.isalnum() for c in password)),
        )
        if not here
    ]
    if missing:
        found.append(f"Mật khẩu còn thiếu {', '.join(missing)}.")
    inner = password.strip(string.digits + string.punctuation + string.whitespace)
    if {_core(password), _core(inner.translate(LOOKS_LIKE))} & COMMON:
        found.append("Mật khẩu này quá quen thuộc, dễ bị đoán.")
    whole = _core(password)
    known = {_core(part) for part in about} | {
        _core(word) for part in about for word in re.split(r"[\s@._-]+", part)
    }
    if any(len(word) >= 4 and word in whole for word in known):
        found.append("Mật khẩu không được chứa tên hoặc tên đăng nhập.")
    return found


def _core(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())

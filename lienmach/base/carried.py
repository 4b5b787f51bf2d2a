"""A file that a page carries along, from a preview to what confirms it."""

import base64
import binascii
import zlib

from django.core.exceptions import ValidationError

from lienmach.base.sheets import MOST_BYTES
from lienmach.calc.refusal import Refused

MOST_PACKED = 2_000_000  # letters


def packed(content: bytes) -> str:
    """A file as letters that a form can carry; refused if it is too long for that."""
    text = base64.b64encode(zlib.compress(content, 9)).decode()
    if len(text) > MOST_PACKED:
        raise Refused("Tệp quá lớn để xem trước: hãy chia thành vài tệp nhỏ hơn.")
    return text


def unpacked(text: str) -> bytes:
    try:
        content = zlib.decompressobj().decompress(
            base64.b64decode(text, validate=True), MOST_BYTES
        )
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ValidationError("Tệp xem trước đã hỏng: hãy tải lên lại.") from error
    return content

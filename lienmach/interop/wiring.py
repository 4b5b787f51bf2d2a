"""What this room makes known to the engines below; read when Django starts."""

from lienmach.base.errors import answer_otherwise
from lienmach.interop.views.api import PREFIX, answer

answer_otherwise(PREFIX, answer)

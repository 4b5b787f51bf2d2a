"""Where on a form the rules' no is said."""

from lienmach.base.forms import Form
from lienmach.calc.refusal import Refused
from lienmach.tasks.actions.held import WrongDay

FIELDS = {
    "given_on": "giao",
    "due_on": "han",
    "done_on": "ngay",
    "expected_on": "du_kien",
    "issued_on": "ngay",
}


def say(form: Form, refused: Refused) -> None:
    """Put a refusal at the field of the day that it is about, else above the form."""
    field = FIELDS[refused.about] if isinstance(refused, WrongDay) else None
    form.add_error(field if field in form.fields else None, str(refused))

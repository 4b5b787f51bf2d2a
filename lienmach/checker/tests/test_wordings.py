"""What the rules make of words they have never met."""

import re

import pytest

from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding, Severity
from lienmach.checker.tests.wordings import OF_KIND

_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_SENTENCES = [(kind, text) for kind, texts in OF_KIND.items() for text in texts]
# Not every way of saying a thing is understood; fewer than so many must not be.
_UNDERSTOOD = 0.7


def _errors(text: str) -> list[Finding]:
    findings = examine(text.encode(), "mau.txt").findings
    return [found for found in findings if found.severity is Severity.ERROR]


@pytest.mark.parametrize("text", [text for _, text in _SENTENCES])
def test_no_wording_of_what_is_right_is_called_wrong(text: str) -> None:
    assert _errors(_EITHER.sub(r"\1", text)) == []


def test_most_wordings_of_what_is_wrong_are_called_so() -> None:
    wrong = [_EITHER.sub(r"\2", text) for _, text in _SENTENCES]
    called = [text for text in wrong if _errors(text)]
    assert len(called) >= _UNDERSTOOD * len(wrong)

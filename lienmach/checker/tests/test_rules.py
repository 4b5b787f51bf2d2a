import pkgutil

import pytest

from lienmach.checker import rules
from lienmach.checker.examine import report_of
from lienmach.checker.finding import Finding
from lienmach.checker.readers import read
from lienmach.checker.rule import Rule
from lienmach.checker.rules import RULES

PASSES = [(rule, text) for rule in RULES for text in rule.passes]
FAILS = [(rule, text) for rule in RULES for text in rule.fails]


def _name(given: object) -> str:
    return given.code if isinstance(given, Rule) else ""


def _findings(rule: Rule, text: str) -> list[Finding]:
    report = report_of(read(text.encode(), "mau.txt"))
    return [said for said in rule.check(report) if isinstance(said, Finding)]


@pytest.mark.parametrize(("rule", "text"), PASSES, ids=_name)
def test_a_rule_is_silent_on_what_keeps_it(rule: Rule, text: str) -> None:
    assert _findings(rule, text) == []


@pytest.mark.parametrize(("rule", "text"), FAILS, ids=_name)
def test_a_rule_speaks_on_what_breaks_it(rule: Rule, text: str) -> None:
    assert _findings(rule, text)


@pytest.mark.parametrize(("rule", "text"), FAILS, ids=_name)
def test_anchors_and_lines_stand_in_the_text(rule: Rule, text: str) -> None:
    for finding in _findings(rule, text):
        if not rule.code.startswith("TAB"):  # these also name what they worked out
            assert all(anchor in text for anchor in finding.anchors), finding
        assert all(1 <= line <= text.count("\n") + 1 for line in finding.lines)


def test_the_rule_of_every_module_is_listed() -> None:
    prefix = f"{rules.__name__}."
    found = pkgutil.walk_packages(rules.__path__, prefix)
    modules = {one.name for one in found if not one.ispkg}
    listed = {rule.look.__module__ for rule in RULES}
    assert listed == modules
    assert {rule.look.__name__ for rule in RULES} == {
        m.rpartition(".")[2] for m in modules
    }


def test_every_rule_has_a_code_of_its_own_and_examples() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert all(rule.passes and rule.fails for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_no_finding_is_graver_than_its_rule(rule: Rule) -> None:
    order = ["info", "warning", "error"]
    graves = [
        order.index(f.severity) for text in rule.fails for f in _findings(rule, text)
    ]
    assert max(graves) == order.index(rule.severity)

"""Every rule of payments and drawers that an event obeys is named by a test.

A test names a rule in its name (``test_pe8_...``), in its docstring, or in the table of its cases
(``("PE-8 ...", ...)``, beside the test or in a decorator). The docstring of a module, a comment and a
range (from one number to another) name none. Where two books number one rule twice, or a decision
replaces it, the other number is named instead.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.every import every
from tests.helpers.sources import no_search_for_garbage

TESTS: Final = Path(__file__).parent
RANGE: Final = re.compile(r"[A-Z]+-\d+[a-z]? ?(?:\.\.|to|-) ?[A-Z]+-\d+[a-z]?")
"""From a rule to another; those between are meant and not shown."""
PAYMENTS: Final[Mapping[str, int]] = {
    "PE": 14, "AD": 11, "CB": 9, "TN": 9, "PY": 12, "CX": 10, "TR": 9, "NC": 8, "DS": 12, "OP": 7,
    "OI": 8, "FT": 9, "GL": 7, "EX": 5, "SR": 4, "QA": 19, "DR": 8,
    "AJ": 5, "AC2": 8, "CK": 10,
}  # fmt: skip
"""Prefix and last number; these have no leading zero."""
DRAWERS: Final[Mapping[str, int]] = {
    "TND": 11, "AP": 19, "AC": 11, "CR": 9, "NS": 6, "NCI": 12, "MT": 15, "DN": 8,
    "CHG": 13, "XC": 4,
}  # fmt: skip
"""The same with two digits."""
INSTEAD: Final[Mapping[str, str]] = {
    "AD-5": "D-02", "AD-11": "D-22",
    "CB-1": "CHG-03", "CB-3": "D-01", "CB-4": "D-01", "CB-5": "D-01", "CB-6": "CHG-07",
    "CB-7": "D-32", "CB-8": "D-11",
    "TN-3": "D-28", "TN-4": "D-12", "CX-5": "D-11",
    "TND-02": "D-12", "TND-03": "CX-1", "TND-07": "D-11", "TND-07b": "D-11", "TND-11": "TI-10",
    "TND-01": "TN-1", "TND-06": "PY-3", "TND-09": "TN-5", "GL-4": "D-30", "NS-03": "CX-7",
    "NS-05": "CX-6", "MT-02": "DS-1",
    "CR-05": "D-03", "AP-19": "PR-06",
    "MT-01": "OI-1", "MT-04": "PE-10", "MT-05": "DS-11", "MT-06": "DS-9",
    "MT-09": "OI-3", "MT-14": "OI-4",
}  # fmt: skip
"""Rules that are written twice, and rules that a decision replaced."""
NOT_HERE: Final[Mapping[str, str]] = {}
"""Rules of work that is not part of this program yet, and why."""


def ids() -> Iterator[str]:
    for prefix, last in PAYMENTS.items():
        yield from (f"{prefix}-{n}" for n in range(1, last + 1))
    for prefix, last in DRAWERS.items():
        yield from (f"{prefix}-{n:02}" for n in range(1, last + 1))
    yield "TND-07b"


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Names and docstrings of tests, and the texts of what they are parametrized with."""
    for node in functions_of(tree):
        if node.name.startswith("test_"):
            yield node.name
            yield ast.get_docstring(node) or ""
            for decorator in node.decorator_list:
                yield from constants(decorator)
    for node in tree.body:
        # Tables of cases stand beside their test.
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from constants(node.value)


def functions_of(of: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef]:
    """What pytest collects: functions of the module and of its classes."""
    for node in of.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from functions_of(node)


def constants(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def said() -> str:
    """Everything that tests say of rules, this file left out."""
    files = [one for one in sorted(TESTS.rglob("test_*.py")) if one != Path(__file__)]
    trees = (ast.parse(one.read_text("utf-8")) for one in files)
    with no_search_for_garbage():
        return RANGE.sub("", "\n".join(text for tree in trees for text in texts_of(tree)))


def is_named(rule: str, text: str) -> bool:
    prefix, _, number = rule.partition("-")
    low = f"{prefix}{number}".lower()
    short = f"{prefix}{number.lstrip('0')}".lower()
    # To look for the plain word first is quick; the pattern is asked about few.
    return any(
        word in text and re.search(pattern, text)
        for word, pattern in (
            (rule, rf"(?<![A-Z]){rule}(?![0-9])"),
            (low, rf"(?<![a-z]){low}(?![0-9])"),
            (short, rf"(?<![a-z]){short}(?![0-9])"),
        )
    )


@pytest.fixture(scope="module")
def everything() -> str:
    return said()


@every("rule", [rule for rule in ids() if rule not in NOT_HERE])
def test_a_test_names_each_rule(rule: str, everything: str) -> None:
    named = INSTEAD.get(rule, rule)
    assert is_named(rule, everything) or is_named(named, everything), f"no test names {named}"


@every("rule", [*INSTEAD, *NOT_HERE])
def test_the_exceptions_are_rules(rule: str) -> None:
    assert rule in set(ids())


def test_the_search_knows_a_name_from_another() -> None:
    assert is_named("PE-1", "def test_pe1_the_info_line()")
    assert not is_named("PE-1", "def test_pe13_delete() about PE-12")
    assert is_named("AC-04", "def test_ac4_rates()")
    assert not is_named("AP-01", "def test_map_01()")


def test_what_names_no_rule() -> None:
    source = '"""PE-1"""\n# PE-2\nPE_3 = ["PE-3 case"]\ndef test_pe4(): "PE-5"\ndef of(): "PE-6"\n'
    found = "\n".join(texts_of(ast.parse(source)))
    assert [n for n in range(1, 7) if is_named(f"PE-{n}", found)] == [3, 4, 5]
    assert RANGE.sub("", "PE-1..PE-9, PE-2 to PE-4") == ", "

"""A test that asserts nothing cannot fail: each holds an assert, or calls what does."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
QUIET: Final = frozenset(
    {
        "domain/test_history.py::test_cr01_what_it_may_say",
        "domain/test_requests.py::test_d21_a_request_id_is_visible_ascii",
        "domain/test_sign_in.py::test_6_2_5_no_rules_of_composition",
        "domain/test_sign_in.py::test_m53_who_need_not_wait",
        "domain/test_sign_in.py::test_new_users",
        "storage/test_faults.py::test_a_local_disk_is_fine",
    }
)
"""What they call refuses other values in the test beside them; here it must refuse nothing."""
ASSERTS: Final = frozenset(
    {"raises", "fail", "warns", "waitUntil", "waitSignal", "waitSignals", "waitExposed",
     "assertNotEmitted",
     "QAbstractItemModelTester", "run_state_machine_as_test"}
)  # fmt: skip
"""Calls that fail a test by themselves."""


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TESTS.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def names_called(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Names of what a function calls or hands over to be called; its decorators left out."""
    found = set()
    for part in node.body:
        for one in ast.walk(part):
            if isinstance(one, ast.Call):
                of = one.func
                found.add(of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", ""))
                found.update(arg.id for arg in one.args if isinstance(arg, ast.Name))
    return found


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def asserts(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Assert) for one in ast.walk(node))


@cache
def asserting() -> frozenset[str]:
    """Names of helpers and fixtures that assert, by themselves or through others."""
    helpers = {
        one.name: names_called(one)
        for _path, tree in trees()
        for one in functions(tree)
        if not one.name.startswith("test_")
    }
    found = {
        one.name
        for _path, tree in trees()
        for one in functions(tree)
        if asserts(one) and not one.name.startswith("test_")
    }
    found |= ASSERTS
    grown = True
    while grown:
        more = {name for name, uses in helpers.items() if name not in found and uses & found}
        found |= more
        grown = bool(more)
    return frozenset(found)


def cases() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path, tree in trees():
        if not path.name.startswith("test_"):
            continue
        for one in functions(tree):
            if one.name.startswith("test_"):
                yield f"{path.relative_to(TESTS)}::{one.name}", one


def test_each_test_can_fail() -> None:
    idle = [
        where
        for where, case in cases()
        if not asserts(case) and not names_called(case) & asserting()
    ]
    assert set(idle) <= QUIET, sorted(set(idle) - QUIET)
    assert {where for where, _case in cases()} >= QUIET


@pytest.mark.parametrize(
    ("source", "can_fail"),
    [
        ("def test_a(): assert 1", True),
        ("def test_a():\n    with pytest.raises(ValueError): f()", True),
        ("def test_a(): f()", False),
    ],
)
def test_the_search_finds_an_idle_test(source: str, can_fail: bool) -> None:
    case = next(functions(ast.parse(source)))
    assert (asserts(case) or bool(names_called(case) & ASSERTS)) is can_fail

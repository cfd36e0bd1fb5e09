"""A test that asserts nothing cannot fail: each holds an assert, or calls what does."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.helpers.every import every
from tests.helpers.sources import no_search_for_garbage

TESTS: Final = Path(__file__).parent
QUIET: Final = frozenset(
    {
        "domain/test_history.py::test_cr01_what_it_may_say",
        "domain/test_requests.py::test_d21_a_request_id_is_visible_ascii",
        "domain/test_password_rules.py::test_6_2_5_no_rules_of_composition",
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


@dataclass(frozen=True)
class Piece:
    """A function of the tests: whether it asserts, and the names of what it calls."""

    path: Path
    name: str
    asserts: bool
    calls: frozenset[str]


def names_called(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Names of what is called or handed over to be called."""
    found = set()
    for one in nodes:
        if isinstance(one, ast.Call):
            of = one.func
            found.add(of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", ""))
            found.update(arg.id for arg in one.args if isinstance(arg, ast.Name))
    return frozenset(found)


def pieces_of(path: Path, source: str) -> Iterator[Piece]:
    yield from _pieces_in(path, ast.parse(source))


def _pieces_in(path: Path, tree: ast.AST) -> Iterator[Piece]:
    """The functions of a tree and those within them."""
    for node in _functions_of(tree):
        within = _body(node)
        yield _piece(path, node.name, within)
        for one in within:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                yield _piece(path, one.name, _body(one))


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.AST]:
    """All nodes of a function but its decorators."""
    return [one for part in node.body for one in ast.walk(part)]


def _piece(path: Path, name: str, nodes: list[ast.AST]) -> Piece:
    asserts = any(isinstance(one, ast.Assert) for one in nodes)
    return Piece(path, name, asserts, names_called(nodes))


def _functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions that lie in no other, wherever else they lie."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.stmt):
            yield from _functions_of(node)


@cache
def pieces() -> tuple[Piece, ...]:
    paths = sorted(TESTS.rglob("*.py"))
    with no_search_for_garbage():
        return tuple(one for path in paths for one in pieces_of(path, path.read_text("utf-8")))


@cache
def asserting() -> frozenset[str]:
    """Names of helpers and fixtures that assert, by themselves or through others."""
    others = [one for one in pieces() if not one.name.startswith("test_")]
    helpers = {one.name: one.calls for one in others}
    found = {one.name for one in others if one.asserts}
    found |= ASSERTS
    grown = True
    while grown:
        more = {name for name, uses in helpers.items() if name not in found and uses & found}
        found |= more
        grown = bool(more)
    return frozenset(found)


def cases() -> dict[str, Piece]:
    return {
        f"{one.path.relative_to(TESTS)}::{one.name}": one
        for one in pieces()
        if one.path.name.startswith("test_") and one.name.startswith("test_")
    }


def test_each_test_can_fail() -> None:
    idle = {
        where
        for where, case in cases().items()
        if not case.asserts and not case.calls & asserting()
    }
    assert idle <= QUIET, sorted(idle - QUIET)
    assert cases().keys() >= QUIET


@every(
    ("source", "can_fail"),
    [
        ("def test_a(): assert 1", True),
        ("def test_a():\n    with pytest.raises(ValueError): f()", True),
        ("def test_a(): f()", False),
    ],
)
def test_the_search_finds_an_idle_test(source: str, can_fail: bool) -> None:
    case = next(pieces_of(TESTS, source))
    assert (case.asserts or bool(case.calls & ASSERTS)) is can_fail

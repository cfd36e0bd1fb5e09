"""The catalogue: every code that is raised exists, and its sentence finds the fields it needs."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import posapp
from posapp.domain.messages import CATALOGUE, sentence
from posapp.errors import Conflict
from tests.helpers.every import every
from tests.helpers.sources import forget, nodes_of

PACKAGE = Path(posapp.__file__).parent
CODE = re.compile(r"[MCK]-\d+[A-Z]?")
# What may be raised as what: E refuses, W is confirmed, P is stored on the payment.
SEVERITY = {"Refused": "E", "Concern": "W", "DistributionFailed": "P"}
# Stored on the payment too: a bill that was named (D-26), do not overpay at the freeze (D-25),
# an item that a checkout holds (IT-4).
STORED_TOO = {"M-23", "M-27", "M-321"}
CONFLICT = Conflict().code
# A source that neither raises nor holds a code is not worth a tree.
SPEAKS = re.compile(rf"\b({'|'.join(SEVERITY)})\(|[\"']{CODE.pattern}[\"']")


@dataclass(frozen=True)
class Use:
    """A place where a code is raised; ``names`` is ``None`` where fields are put together."""

    where: str
    kind: str
    code: str
    names: frozenset[str] | None


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def keys_of(call: ast.Call) -> frozenset[str] | None:
    """Names of the fields of ``Refused(code, a=1)`` or ``Concern(code, {"a": 1})``."""
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        names.add(keyword.arg)
    for argument in call.args[1:]:
        if not isinstance(argument, ast.Dict):
            return None
        for key in argument.keys:
            if not isinstance(key, ast.Constant):
                return None
            names.add(str(key.value))
    return frozenset(names)


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    yield
    forget()


@cache
def sources() -> tuple[Path, ...]:
    """The sources that say a code."""
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple(path for path in files if SPEAKS.search(path.read_text("utf-8")))


def found() -> Iterator[Use]:
    for path in sources():
        for node in nodes_of(path):
            if not isinstance(node, ast.Call) or name_of(node) not in SEVERITY or not node.args:
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                yield Use(where, name_of(node), code.value, keys_of(node))


@cache
def uses() -> tuple[Use, ...]:
    return tuple(found())


def placeholders(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(CATALOGUE[code].text) if name is not None}


@every("use", uses, ids=lambda use: f"{use.where} {use.code}")
def test_a_raised_code_exists_fits_its_severity_and_brings_its_fields(use: Use) -> None:
    assert use.code in CATALOGUE
    expected = SEVERITY[use.kind]
    stored_too = use.kind == "DistributionFailed" and use.code in STORED_TOO
    assert stored_too or CATALOGUE[use.code].severity == expected
    if use.names is not None:
        assert placeholders(use.code) <= use.names
        fields = {name: f"<{name}>" for name in use.names}
        assert sentence(use.code, fields) == CATALOGUE[use.code].text.format(**fields)


def test_the_search_for_codes_finds_them() -> None:
    assert {"M-05", "M-06W", "M-24", "C-22"} <= {use.code for use in uses()}
    assert {use.kind for use in uses()} == set(SEVERITY)
    assert sum(use.names is None for use in uses()) * 4 < len(uses())


def test_every_code_that_is_mentioned_exists() -> None:
    unknown = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value}"
        for path in sources()
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
        and node.value not in CATALOGUE
    ]
    assert not unknown


def test_every_code_of_the_catalogue_is_said_somewhere() -> None:
    said = {
        node.value
        for path in sources()
        if not path.name.endswith("messages.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    hidden = {f"{code}H" for code in said}  # the same without its figures, made of the other
    assert set(CATALOGUE) - said - hidden - {CONFLICT} == set()


@every("code", CATALOGUE)
def test_entries_are_sentences_with_named_fields(code: str) -> None:
    message = CATALOGUE[code]
    assert CODE.fullmatch(code)
    assert message.severity in {"E", "W", "I", "P"}
    assert message.text.endswith((".", "?"))
    assert message.text[0].isupper() or message.text.startswith("{")
    assert all(name.isidentifier() for name in placeholders(code))
    fields = {name: f"<{name}>" for name in placeholders(code)}
    filled = sentence(code, fields)
    assert all(f"<{name}>" in filled for name in fields)
    assert "{" not in filled


def test_a_sentence_with_a_hole_beats_a_crash() -> None:
    text = "Amount tendered 1.00 is less than the payment ?; ? is missing."
    assert sentence("M-08", {"tendered": "1.00"}) == text
    assert sentence("M-50", {}) == "?: '?' ?."


def test_fields_are_never_read_as_placeholders() -> None:
    assert sentence("M-11", {"reason": "{value} {0}"}) == (
        "The event cannot be deleted: {value} {0}."
    )


def test_m30_a_conflict_is_a_refusal() -> None:
    conflict = Conflict(event=7)
    assert (conflict.code, conflict.fields) == ("M-30", {"event": 7})
    assert CATALOGUE["M-30"].severity == "E"


# D-42: codes of controls 20.2 that are aliases of an M code are never raised themselves.
ALIASES = ["C-01", "C-18", "C-15", "C-14", "C-25", "C-23", "C-16", "C-13"]


@every("alias", ALIASES)
def test_d42_aliases_are_not_in_the_catalogue(alias: str) -> None:
    assert alias not in CATALOGUE

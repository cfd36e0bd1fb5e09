"""Every command that writes is run by a test of the command line, on SQLite and on PostgreSQL."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from posapp.cli.root import app
from tests.helpers.every import every

FOLDER: Final = Path(__file__).parent / "cli"
POSTGRES: Final = "postgres"
"""What a file says that works on the server: as its mark, or as a parameter of its office."""
ONLY: Final = re.compile(r"^pytestmark = \[?pytest\.mark\.postgres\b", re.MULTILINE)


def writing(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of the commands that write: those that take a request id."""
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from writing(child, (*path, name))
    if not children and any(one.name == "request_id" for one in command.params):
        yield path


def words_in_a_row(tree: ast.AST) -> Iterator[tuple[str | None, ...]]:
    """Arguments of calls and parts of tuples; ``None`` for what is no plain text."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            parts = node.args
        elif isinstance(node, ast.Tuple):
            parts = node.elts
        flat = [inner for part in parts for inner in _spread(part)]
        yield tuple(one.value if isinstance(one, ast.Constant) else None for one in flat)


def _spread(part: ast.expr) -> list[ast.expr]:
    if isinstance(part, ast.Starred) and isinstance(part.value, ast.Tuple):
        return part.value.elts
    return [part]


def commands_of(files: Iterator[Path]) -> set[tuple[str, ...]]:
    """Two words in a row at the head of a call or a tuple, and single words of one-word commands."""
    found: set[tuple[str, ...]] = set()
    for file in files:
        for words in words_in_a_row(ast.parse(file.read_text("utf-8"))):
            for count in (1, 2):
                head = words[:count]
                if len(head) == count and all(isinstance(word, str) for word in head):
                    found.add(tuple(str(word) for word in head))
    return found


def says_postgres(file: Path) -> bool:
    return POSTGRES in file.read_text("utf-8")


def only_postgres(file: Path) -> bool:
    return ONLY.search(file.read_text("utf-8")) is not None


@cache
def on_sqlite() -> set[tuple[str, ...]]:
    return commands_of(file for file in TESTS if not only_postgres(file))


@cache
def on_postgres() -> set[tuple[str, ...]]:
    return commands_of(file for file in TESTS if says_postgres(file))


TESTS: Final = sorted(FOLDER.glob("test_*.py"))
# A loop over verbs, and verbs that a helper builds, name the noun apart from the verb.
WRITING: Final = tuple(writing(get_command(app)))


@every("path", WRITING, ids=" ".join)
def test_every_command_that_writes_is_run_on_both_databases(path: tuple[str, ...]) -> None:
    assert path in on_sqlite(), "no test of the command line runs it on SQLite"
    assert path in on_postgres(), "no test of the command line runs it on PostgreSQL"


def test_the_search_reads_calls_and_tuples_only() -> None:
    source = (
        'office.done("event", "add"); args = (*("user", "set"), x); "import bills"; f("one", y)'
    )
    found = set(words_in_a_row(ast.parse(source)))
    assert {("event", "add"), ("user", "set", None), ("one", None)} <= found
    assert ("import bills",) not in found


def test_files_that_work_on_the_server_alone_are_known() -> None:
    names = {file.stem for file in TESTS if only_postgres(file)}
    assert names == {"test_postgres", "test_actions_on_postgres", "test_commands_on_postgres"}

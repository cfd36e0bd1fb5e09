"""The layering rule, as code: who may import what, and how large files and functions may get."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.helpers.every import every
from tests.helpers.sources import forget, nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "posapp"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py"))
LEAVES = {"errors", "setting", "settings", "support", "paths", "i18n", "log", "late"}
# The one leaf that another leaf is made of.
DECLARATIONS = "posapp.setting"
# What one calls to import by name; a name given to them counts as an import.
BY_NAME = {"import_module", "part"}
# A benchmark looks at what the program loads, whatever it is; a noun is a module beside its table.
ANY_NAME = {"posapp/late.py", "posapp/bench/started.py", "posapp/cli/nouns.py"}
EVERYTHING = {"*"}

# Package -> (packages of posapp it may import, third-party libraries that only it may import).
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "domain": (set(), set()),
    "storage": ({"domain"}, {"sqlalchemy", "alembic", "pysqlite3", "psycopg"}),
    "printing": ({"domain"}, {"reportlab", "uharfbuzz", "bidi"}),
    "devices": ({"domain"}, {"smtplib", "subprocess", "socket", "serial"}),
    "files": ({"domain"}, {"pydantic", "openpyxl"}),
    "vault": (set(), {"argon2", "cryptography", "keyring", "zxcvbn"}),
    "services": ({"domain", "storage", "printing", "vault", "files"}, set()),
    "ui": ({"domain", "services"}, {"PySide6", "shiboken6", "pypdfium2", "pyqtgraph"}),
    "app": (EVERYTHING, {"PySide6", "importlib"}),
    "cli": (EVERYTHING, {"typer", "click", "importlib"}),
    "bench": (
        EVERYTHING,
        {"sqlite3", "pysqlite3", "PySide6", "reportlab", "subprocess", "socket", "importlib"},
    ),
    "__main__": ({"cli"}, set()),
    "__init__": (set(), set()),
    "errors": (set(), set()),
    "setting": (set(), set()),
    "support": (set(), set()),
    "settings": (set(), set()),
    "paths": (set(), {"platformdirs"}),
    "i18n": (set(), {"babel"}),
    "log": (set(), set()),
    "late": (set(), {"importlib"}),
}
RESERVED = {library for _, libraries in ALLOWED.values() for library in libraries}
# Two loaders call what strangers wrote, and a thread asks a keyring: these may raise anything.
BROAD_EXCEPT = {
    "posapp/ui/crash.py",
    "posapp/ui/tasks.py",
    "posapp/devices/registry.py",
    "posapp/services/rule_algorithms.py",
    "posapp/storage/hearing.py",
}


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    yield
    forget()


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            if node.module == "posapp":
                yield from ((node.lineno, f"posapp.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def imports_by_name(path: Path) -> Iterator[tuple[int, str]]:
    """Modules that are imported when first asked for; an empty name is one that nobody can read."""
    constants = {
        target.id: node.value
        for node in tree_of(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in nodes_of(path):
        called = getattr(node, "func", None)
        if isinstance(node, ast.Call) and getattr(called, "id", None) in BY_NAME:
            given: ast.expr | None = node.args[0]
            if isinstance(given, ast.Name):
                given = constants.get(given.id)
            name = given.value if isinstance(given, ast.Constant) else ""
            yield node.lineno, str(name)


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@every("path", SOURCES, ids=ids)
def test_imports_follow_the_layers(path: Path) -> None:
    home = package_of(path)
    assert home in ALLOWED, f"{home} is not a package of the architecture"
    may, libraries = ALLOWED[home]
    wrong = []
    by_name = () if ids(path) in ANY_NAME else imports_by_name(path)
    for line, name in (*imports_of(nodes_of(path)), *by_name):
        top, *rest = name.split(".")
        if top == "posapp":
            target = rest[0] if rest else "__init__"
            fine = may == EVERYTHING or target in may | {home, "__init__"} | LEAVES
            fine = fine and not (home in LEAVES and rest and name != DECLARATIONS)
        else:
            fine = bool(name) and (top not in RESERVED or top in libraries)
        if not fine:
            wrong.append(f"line {line}: {home} imports {name}")
    assert not wrong, "\n".join(wrong)


@every("path", SOURCES, ids=ids)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    exempt = "migrations" in path.parts
    assert exempt or text.count("\n") <= 300, f"{path.name} has over 300 lines"
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not exempt:
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            assert size <= 60, f"{node.name} has {size} lines"
        if isinstance(node, ast.ClassDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            assert size <= 250, f"class {node.name} has {size} lines"


@every("path", SOURCES, ids=ids)
def test_no_import_hides_in_a_function_and_every_module_says_what_it_is(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree) or not path.read_text("utf-8").strip(), "no module docstring"
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{node.name} imports inside"


@every("path", SOURCES, ids=ids)
def test_rows_do_not_leave_storage(path: Path) -> None:
    if package_of(path) in {"storage", "bench"}:
        return
    for node in nodes_of(path):
        name = getattr(node, "id", None) or getattr(node, "attr", None)
        assert not (isinstance(name, str) and name.endswith("Row") and name != "Row"), name


@every("path", SOURCES, ids=ids)
def test_broad_except_is_rare(path: Path) -> None:
    if ids(path) in BROAD_EXCEPT:
        return
    for node in nodes_of(path):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or getattr(node.type, "id", "") in {
                "Exception",
                "BaseException",
            }
            assert not broad, f"line {node.lineno} catches everything"


def test_no_cupboards() -> None:
    cupboards = {"utils", "helpers", "common", "manager", "misc"}
    assert not [ids(path) for path in SOURCES if path.stem in cupboards]


@every("path", SOURCES, ids=ids)
def test_one_noun_a_file(path: Path) -> None:
    """Several classes with conduct of their own stand in one file only as parts of one thing.

    Then each has a word of the file's name in its own. Records and single functions are free.
    """
    acting = [
        node.name
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and acts(node)
    ]
    if len(acting) > 1:
        wanted = {word.rstrip("s") for word in path.stem.split("_")}
        strangers = [name for name in acting if not words_of(name) & wanted]
        assert not strangers, f"{strangers} have nothing of {path.stem}"


def acts(node: ast.ClassDef) -> bool:
    """Whether a class has three public methods or more; column types and ports only describe."""
    bases = {getattr(getattr(base, "value", base), "id", "") for base in node.bases}
    if bases & {"Protocol", "TypeDecorator"}:
        return False
    own = [one for one in node.body if isinstance(one, ast.FunctionDef)]
    plain = [one for one in own if not one.name.startswith("_") and not one.decorator_list]
    return len(plain) >= 3


def words_of(name: str) -> set[str]:
    """Words of a class name, in the singular."""
    return {word.lower().rstrip("s") for word in re.findall(r"[A-Z][a-z]*", name)}

"""Every action of every service asked by every role, with made-up arguments (R12, D-44).

The table of who may what is ``tests/services/rights.txt``; ``python -m tests.helpers.every_right``
writes it anew, to be read line by line before it is committed.
"""

import inspect
import sys
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args, get_origin

from posapp.domain.codes import Role
from posapp.domain.ids import ControlId, DepositControlId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.errors import Refused
from posapp.services.bundle import Services
from posapp.storage.db import Database
from tests.helpers.clock import FixedClock
from tests.helpers.databases import fill
from tests.helpers.office import Office, open_office

TABLE: Final = Path(__file__).parent.parent / "services" / "rights.txt"
NOBODY: Final = "nobody"
_DEEPEST: Final = 6
_NAMED: Final = {"name": next(one.name for one in SETUP_TABLES.values() if not one.single)}


@dataclass(frozen=True)
class Shown:
    """Where files may go, and ids of what is there; anything else is made up."""

    folder: Path
    known: Mapping[Any, int]


def actions(services: Services) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public method that somebody asks, as ``service.method``."""
    for name in sorted(vars(services).keys() | _properties(type(services))):
        service = getattr(services, name)
        if not type(service).__module__.startswith("posapp.services"):
            continue
        for method, found in inspect.getmembers(type(service), inspect.isfunction):
            if not method.startswith("_") and "actor" in inspect.signature(found).parameters:
                yield f"{name}.{method}", getattr(service, method)


def _properties(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def roles_of(office: Office, act: Callable[..., Any], folder: Path) -> str:
    """Which roles may, in words; ``nobody`` stands first where it is not even asked for one."""
    # A drawer's actions ask whose it is: who takes no money is shown a drawer that is there.
    known = {ControlId: office.control, DepositControlId: office.deposit}
    takes = {Role.CASHIER, Role.SUPERVISOR}
    answers = [
        role.value
        for role in Role
        if may(act, office.actors[role.value], folder, {} if role in takes else known)
    ]
    one = office.cashier
    bare = Actor(one.user_id, one.login, one.name, frozenset(), one.office, one.workstation)
    if may(act, bare, folder, known):
        answers.insert(0, NOBODY)
    return " ".join(answers) or "-"


def may(
    act: Callable[..., Any], actor: Actor, folder: Path, known: Mapping[Any, int] | None = None
) -> bool:
    """Whether a role is let in: any answer but ``M-51``, also one that the arguments are nonsense."""
    given = _arguments(act, actor, folder, known or {})
    try:
        found = act(**given)
        if inspect.isgenerator(found):
            next(found, None)
    except Refused as refused:
        return refused.code != "M-51"
    except Exception:  # noqa: BLE001 - nonsense may stumble anywhere behind the door
        return True
    return True


def _arguments(
    act: Callable[..., Any], actor: Actor, folder: Path, known: Mapping[Any, int]
) -> dict[str, Any]:
    signature = inspect.signature(act)
    inner = inspect.unwrap(act)
    hints = hints_of(inner)
    given: dict[str, Any] = {}
    for name, parameter in signature.parameters.items():
        if name == "actor":
            given[name] = actor
        elif name in _NAMED and act.__module__ == "posapp.services.setup_edits":
            given[name] = _NAMED[name]
        elif parameter.default is inspect.Parameter.empty and parameter.kind in {
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            inspect.Parameter.KEYWORD_ONLY,
        }:
            given[name] = made(hints.get(name, Any), name, Shown(folder, known), _DEEPEST)
    return given


def hints_of(function: Any) -> Mapping[str, Any]:
    spaces = vars(sys.modules[function.__module__])
    try:
        return typing.get_type_hints(function, spaces)
    except NameError:
        # Named for the type checker only: such an argument is a stand-in.
        return {}


def made(hint: Any, name: str, shown: Shown, deep: int) -> Any:  # noqa: PLR0911
    """Some value of a type: nonsense, but of the right shape."""
    if isinstance(hint, typing.NewType) and hint in shown.known:
        return shown.known[hint]
    origin = get_origin(hint)
    if isinstance(hint, typing.NewType):
        return made(hint.__supertype__, name, shown, deep)
    if origin in {typing.Union, types.UnionType}:
        kinds = get_args(hint)
        return None if type(None) in kinds else made(kinds[0], name, shown, deep)
    if origin is not None:
        return _empty(origin)
    if hint is str:
        return new_request_id() if name == "request_id" else "x"
    if hint is Path:
        return shown.folder / new_request_id()
    simple = {int: 7, bool: False, float: 1.0, bytes: b"x", Decimal: Decimal(1)}
    if hint in simple:
        return simple[hint]
    if hint is datetime:
        return datetime(2026, 11, 20, 15, tzinfo=UTC)
    if hint is date:
        return date(2026, 11, 20)
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return next(iter(hint))
    if is_dataclass(hint) and inspect.isclass(hint) and deep:
        return _record(hint, shown, deep - 1)
    return None


def _empty(origin: Any) -> Any:
    if origin in {frozenset, set}:
        return frozenset()
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {}
    if inspect.isclass(origin) and issubclass(origin, Collection):
        return ()
    return None


def _record(kind: Any, shown: Shown, deep: int) -> Any:
    hints = typing.get_type_hints(kind)
    return kind(
        **{
            one.name: made(hints[one.name], one.name, shown, deep)
            for one in fields(kind)
            if one.init and one.default is MISSING and one.default_factory is MISSING
        }
    )


def table(office: Office, folder: Path) -> dict[str, str]:
    """Who may what, as the services answer."""
    found = list(actions(office.services))
    return {name: roles_of(office, act, folder) for name, act in found}


def written() -> dict[str, str]:
    """Who may what, as it was decided."""
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if line and line[0] != "#")
    return {name: roles for name, _, roles in (line.partition(": ") for line in lines)}


def _write() -> None:
    with TemporaryDirectory() as folder:
        path = f"{folder}/posapp.db"
        fill(path)
        db = Database.open(path)
        found = table(open_office(db, FixedClock()), Path(folder))
        db.dispose()
    head = (
        "# Who may ask what (R12, D-44): every action of every service, and the roles it answers.\n"
    )
    lines = (f"{name}: {roles}\n" for name, roles in sorted(found.items()))
    TABLE.write_text(head + "".join(lines), "utf-8")


if __name__ == "__main__":
    _write()

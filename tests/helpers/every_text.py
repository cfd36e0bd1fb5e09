"""Every text that an action takes, found by the types of its parameters, filled with one text (R13)."""

import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Final, get_args, get_origin

from posapp.domain.ids import new_request_id
from posapp.domain.rights import Actor
from tests.helpers.every_right import Shown, hints_of, made

_DEEPEST: Final = 4
_PLAUSIBLE: Final[Mapping[str, str]] = {
    "tender_type": "CASH", "method": "CASH", "currency": "USD", "source": "CASH-A02",
    "tender_source": "CASH-A02", "office": "MAIN", "cancel_reason": "DATA", "sa_type": "PERMIT",
    "rule": "ACCT", "match_type": "", "match_value": "", "bank": "", "bank_account": "",
}  # fmt: skip
Path = tuple[str, ...]


def calls(
    act: Callable[..., Any], actor: Actor, shown: Shown, text: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Arguments of an action, once for each text in them; the place, and the arguments."""
    hints = hints_of(inspect.unwrap(act))
    parameters = inspect.signature(act).parameters
    plain = {
        name: (hints.get(name, Any), one.default is not inspect.Parameter.empty)
        for name, one in parameters.items()
        if name != "actor"
        and one.kind not in {inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL}
    }
    for place in _texts(plain, _DEEPEST):
        given = _filled(plain, place, text, shown, _DEEPEST)
        if "actor" in parameters:
            given["actor"] = actor
        yield ".".join(place), given


def _texts(members: Mapping[str, tuple[Any, bool]], deep: int) -> Iterator[Path]:
    """Paths to the texts below some parameters or fields."""
    for name, (hint, _optional) in members.items():
        kind = _kind(hint)
        if kind is str and name not in {"request_id", "login"}:
            yield (name,)
        elif _is_record(kind) and deep:
            for below in _texts(_members(kind), deep - 1):
                yield (name, *below)


def _kind(hint: Any) -> Any:
    """The type behind an option, a new name or a sequence."""
    if isinstance(hint, typing.NewType):
        return int
    origin = get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        return next(_kind(one) for one in get_args(hint) if one is not type(None))
    if inspect.isclass(origin) and issubclass(origin, Collection) and get_args(hint):
        return _kind(get_args(hint)[0])
    return hint


def _is_record(kind: Any) -> bool:
    return inspect.isclass(kind) and is_dataclass(kind)


def _members(kind: Any) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(kind)
    return {
        one.name: (
            hints[one.name], one.default is not MISSING or one.default_factory is not MISSING
        )
        for one in fields(kind)
        if one.init
    }  # fmt: skip


def _filled(
    members: Mapping[str, tuple[Any, bool]], place: Path, text: str, shown: Shown, deep: int
) -> dict[str, Any]:
    """Values of what must be said, with the text at its place."""
    found: dict[str, Any] = {}
    for name, (hint, optional) in members.items():
        if place and place[0] == name:
            found[name] = _holding(hint, place[1:], text, shown, deep)
        elif not optional:
            found[name] = _value(hint, name, shown, deep)
    return found


def _holding(hint: Any, below: Path, text: str, shown: Shown, deep: int) -> Any:
    kind = _kind(hint)
    value = kind(**_filled(_members(kind), below, text, shown, deep - 1)) if below else text
    return _wrapped(hint, value)


def _value(hint: Any, name: str, shown: Shown, deep: int) -> Any:
    kind = _kind(hint)
    if kind is str:
        said = new_request_id() if name == "request_id" else _PLAUSIBLE.get(name, "x")
        return said if hint is str else made(hint, name, shown, deep)
    if _is_record(kind) and deep and kind.__name__ not in {"Money", "Actor"}:
        return _wrapped(hint, kind(**_filled(_members(kind), (), "", shown, deep - 1)))
    return made(hint, name, shown, deep)


def _wrapped(hint: Any, value: Any) -> Any:
    """One value as the sequence or set that is asked for."""
    origin = get_origin(hint)
    if origin in {typing.Union, types.UnionType}:
        inner = next(one for one in get_args(hint) if one is not type(None))
        return _wrapped(inner, value)
    if origin in {frozenset, set}:
        return frozenset({value})
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {value: value}
    if inspect.isclass(origin) and issubclass(origin, Collection):
        return (value,)
    return value

"""Frozen records whose methods are made when they are first asked for (P7).

``dataclass`` here is the one of the standard library, for type checkers too. That one writes six
methods for each class as text and compiles them while the module is loaded, a third of the time of
all modules of a start, and most records are not made that day. Here ``__init__``, ``__repr__``,
``__eq__`` and ``__hash__`` of a frozen record with slots are compiled at their first use and then
stand in the class like any other method, so a record costs nothing more to make. Fields, slots,
defaults and pattern matching come from the standard library, and so does every other kind of class.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, InitVar, fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

__all__ = ["dataclass"]

_OPTIONS: Final = {"frozen": True, "slots": True}
_BARE: Final = {"init": False, "repr": False, "eq": False, "slots": True}
"""What the standard library does at once: nothing that it would have to compile."""


class _Factory:
    """Given for an argument that nobody said: the field's factory makes it."""

    def __repr__(self) -> str:
        return "<factory>"


_UNSAID: Final = _Factory()


class _Later:
    """Stands for a method until somebody looks at it: then the method takes its place."""

    __slots__ = ("_kind", "_name")

    def __init__(self, kind: type, name: str) -> None:
        self._kind = kind
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        # Two threads may both come here; each makes the same, and one of them stays.
        made = _MAKERS[self._name](self._kind)
        made.__qualname__ = f"{self._kind.__qualname__}.{self._name}"
        made.__module__ = self._kind.__module__
        setattr(self._kind, self._name, made)
        return made.__get__(instance, owner)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind: type | None = None, /, **options: Any) -> Any:
        """Make a class a record, as ``dataclasses.dataclass`` does; its options are the same.

        Raises:
            TypeError: as there, when the class cannot be one.
        """
        if kind is not None:
            return dataclasses.dataclass(kind, **options)
        make = dataclasses.dataclass(**options)
        return _late if options == _OPTIONS else make


def _late(kind: type) -> Any:
    """A frozen record with slots; one that inherits anything is made whole at once."""
    own = vars(kind)
    if kind.__bases__ != (object,) or "__init__" in own or _hands_on(own):
        return dataclasses.dataclass(**_OPTIONS)(kind)
    kind.__doc__ = kind.__doc__ or kind.__name__
    made: Any = dataclasses.dataclass(**_BARE)(kind)
    said = made.__dataclass_params__
    said.init = said.repr = said.eq = said.frozen = True
    for name in _MAKERS:
        # A class that compares itself has no hash of its own, but None in its place.
        if name not in own or (name == "__hash__" and own[name] is None):
            setattr(made, name, _Later(made, name))
    made.__setattr__, made.__delattr__ = _guards(made)
    for name, work in (("__getstate__", _state), ("__setstate__", _set_state)):
        if name not in own:
            setattr(made, name, work)
    return made


def _hands_on(own: Mapping[str, Any]) -> bool:
    """Whether arguments that are no fields are handed to ``__post_init__``."""
    hints = own.get("__annotations__", {}).values() if "__post_init__" in own else ()
    return any(isinstance(hint, InitVar) or "InitVar" in str(hint) for hint in hints)


def _guards(kind: Any) -> tuple[Callable[..., None], Callable[..., None]]:
    """What refuses changes of a record; a class derived from it may have attributes of its own."""
    names = frozenset(kind.__dataclass_fields__)

    def set_attribute(self: Any, name: str, value: object) -> None:
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, self).__setattr__(name, value)

    def delete_attribute(self: Any, name: str) -> None:
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, self).__delattr__(name)

    return set_attribute, delete_attribute


def _state(self: Any) -> list[Any]:
    """What a copy of a record needs."""
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=False):
        object.__setattr__(self, one.name, value)


def _compiled(head: str, body: list[str], known: dict[str, Any]) -> Any:
    """A function from its text; ``known`` are the names that it uses."""
    made: dict[str, Any] = {}
    lines = "".join(f"\n  {line}" for line in body or ["pass"])
    # The text holds names of fields and nothing that comes from outside.
    exec(f"def {head}:{lines}", known, made)  # noqa: S102
    return made.popitem()[1]


def _init(kind: Any) -> Any:
    order = [one for one in fields(kind) if one.init]
    given = [one for one in fields(kind) if one.init or _is_given(one)]
    placed = [one for one in order if not one.kw_only]
    named = [one for one in order if one.kw_only]
    # A slot's own way in is quicker than ``object.__setattr__``, which looks for the slot each time.
    known: dict[str, Any] = {f"__set_{one.name}__": vars(kind)[one.name].__set__ for one in given}
    known["__UNSAID__"] = _UNSAID
    heads = ["self", *_arguments(placed, known), *(["*"] if named else [])]
    body = [f"__set_{one.name}__(self, {_value(one, known)})" for one in given]
    if hasattr(kind, "__post_init__"):
        body.append("self.__post_init__()")
    made = _compiled(f"__init__({', '.join([*heads, *_arguments(named, known)])})", body, known)
    made.__annotations__ = {one.name: one.type for one in order} | {"return": None}
    return made


def _is_given(one: Field[Any]) -> bool:
    """Whether a field has a value when nobody says one."""
    return one.default is not MISSING or one.default_factory is not MISSING


def _arguments(some: list[Field[Any]], known: dict[str, Any]) -> Iterator[str]:
    for one in some:
        if one.default_factory is not MISSING:
            yield f"{one.name}=__UNSAID__"
        elif one.default is not MISSING:
            known[f"__default_{one.name}__"] = one.default
            yield f"{one.name}=__default_{one.name}__"
        else:
            yield one.name


def _value(one: Field[Any], known: dict[str, Any]) -> str:
    """The text that gives a field its value in ``__init__``."""
    name = one.name
    if one.default_factory is not MISSING:
        known[f"__make_{name}__"] = one.default_factory
        made = f"__make_{name}__()"
        return f"{made} if {name} is __UNSAID__ else {name}" if one.init else made
    known[f"__default_{name}__"] = one.default
    return name if one.init else f"__default_{name}__"


def _tuple_of(owner: str, some: list[str]) -> str:
    return f"({''.join(f'{owner}.{name}, ' for name in some)})"


def _repr(kind: Any) -> Any:
    shown = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in fields(kind) if one.repr)
    text = f'return f"{{self.__class__.__qualname__}}({shown})"'
    return recursive_repr("...")(_compiled("__repr__(self)", [text], {}))


def _eq(kind: Any) -> Any:
    names = [one.name for one in fields(kind) if one.compare]
    same = f"return {_tuple_of('self', names)} == {_tuple_of('other', names)}"
    body = ["if other.__class__ is self.__class__:", f"  {same}", "return NotImplemented"]
    return _compiled("__eq__(self, other)", body, {})


def _hash(kind: Any) -> Any:
    wanted = [one for one in fields(kind) if (one.compare if one.hash is None else one.hash)]
    body = [f"return hash({_tuple_of('self', [one.name for one in wanted])})"]
    return _compiled("__hash__(self)", body, {})


_MAKERS: Final = {"__init__": _init, "__repr__": _repr, "__eq__": _eq, "__hash__": _hash}

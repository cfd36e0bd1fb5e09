"""Records made late behave as those of the standard library do."""

import copy
import dataclasses
import inspect
import pickle
import typing
from collections.abc import Callable
from dataclasses import FrozenInstanceError, InitVar, field
from threading import Barrier, Thread
from typing import Any, ClassVar

import pytest

from posapp.domain.topics import Mark
from posapp.records import dataclass as late
from tests.helpers.every import every


class Plain:
    """Text and number."""

    name: str
    count: int = 3


class Factories:
    """Fields of every kind."""

    key: str
    found: list[int] = field(default_factory=list)
    secret: str = field(default="hush", repr=False)
    note: str = field(default="", compare=False)
    loud: int = field(default=1, hash=False)
    fixed: int = field(default=7, init=False)
    made: tuple[int, ...] = field(default_factory=tuple, init=False)
    last: bool = field(default=True, kw_only=True)
    kinds: ClassVar[int] = 2


class Empty:
    """Nothing."""


class Checked:  # noqa: PLW1641 - the decorator gives it one
    """Refuses what is wrong."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("less than nothing")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checked)

    def __repr__(self) -> str:
        return "checked"


class Hashed:
    """Has a hash of its own."""

    count: int

    def __hash__(self) -> int:
        return 5


class Handed:
    """Hands on what is no field."""

    count: int
    more: InitVar[int] = 0  # type: ignore[assignment]

    def __post_init__(self, more: int) -> None:
        object.__setattr__(self, "count", self.count + more)


def both(shape: type) -> tuple[Any, Any]:
    """The same class by the standard library and made late."""
    names = {k: v for k, v in vars(shape).items() if k not in {"__dict__", "__weakref__"}}
    twins: list[Any] = []
    for make in (dataclasses.dataclass, late):
        own = {k: copy.copy(v) if isinstance(v, dataclasses.Field) else v for k, v in names.items()}
        bare = type(shape.__name__, (), own)
        twins.append(make(frozen=True, slots=True)(bare))
    return twins[0], twins[1]


CASES: dict[type, tuple[tuple[tuple[Any, ...], dict[str, Any]], ...]] = {
    Plain: ((("a",), {}), (("a", 4), {}), ((), {"name": "b"}), ((), {}), (("a", 1, 2), {})),
    Factories: (
        (("k",), {}),
        (("k", [1], "s", "n", 2), {"last": False}),
        (("k",), {"found": [], "note": "other"}),
        (("k",), {"fixed": 1}),
        (("k", [], "s", "n", 2, False), {}),
    ),
    Empty: (((), {}), ((1,), {})),
    Checked: (((1,), {}), ((-1,), {})),
    Hashed: (((1,), {}), ((2,), {})),
    Handed: (((1,), {}), ((1, 4), {})),
}


def answer(ask: Callable[[], Any]) -> Any:
    """What comes back, or what is raised."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises
        return type(error), str(error)


def seen(kind: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
    """All that one can see of a record."""
    one = answer(lambda: kind(*arguments, **named))
    if isinstance(one, tuple):
        return [one]
    names = [part.name for part in dataclasses.fields(one)]
    return [
        repr(one),
        [getattr(one, name) for name in names],
        answer(lambda: hash(one)),
        one == kind(*arguments, **named),
        one != kind(*arguments, **named),
        one == "something else",
        dataclasses.asdict(one),
        [getattr(copy.copy(one), name) for name in names],
        [getattr(copy.deepcopy(one), name) for name in names],
        *(answer(lambda name=name: setattr(one, name, 1)) for name in names),  # type: ignore[misc]
        *(answer(lambda name=name: delattr(one, name)) for name in names),  # type: ignore[misc]
    ]


@every("shape", list(CASES))
def test_a_late_record_is_seen_as_one_of_the_standard_library(shape: type) -> None:
    usual, made = both(shape)
    for arguments, named in CASES[shape]:
        assert seen(made, arguments, named) == seen(usual, arguments, named)


@every("shape", list(CASES))
def test_a_late_class_tells_the_same_of_itself(shape: type) -> None:
    usual, made = both(shape)
    assert [
        (one.name, one.type, one.init, one.repr, one.compare, one.hash, one.kw_only)
        for one in dataclasses.fields(made)
    ] == [
        (one.name, one.type, one.init, one.repr, one.compare, one.hash, one.kw_only)
        for one in dataclasses.fields(usual)
    ]
    assert made.__slots__ == usual.__slots__
    assert made.__match_args__ == usual.__match_args__
    assert repr(made.__dataclass_params__) == repr(usual.__dataclass_params__)
    assert str(inspect.signature(made)) == str(inspect.signature(usual))
    assert typing.get_type_hints(made.__init__) == typing.get_type_hints(usual.__init__)
    assert made.__init__.__qualname__ == usual.__init__.__qualname__
    assert made.__doc__ == usual.__doc__


def test_what_is_hashed_is_what_is_compared_unless_a_field_says_otherwise() -> None:
    made = both(Factories)[1]
    shown = made("k", ())
    assert hash(shown) == hash(made("k", (), note="other", loud=4))
    assert shown == made("k", (), note="other")
    assert shown != made("k", (), loud=4)
    assert hash(shown) != hash(made("k", (), "else"))


def test_nothing_is_made_before_it_is_used() -> None:
    made = both(Plain)[1]
    assert not any(inspect.isfunction(vars(made)[name]) for name in ("__init__", "__eq__"))
    one = made("a")
    assert inspect.isfunction(vars(made)["__init__"])
    assert not inspect.isfunction(vars(made)["__eq__"])
    assert one == made("a")
    assert inspect.isfunction(vars(made)["__eq__"])


def test_another_attribute_is_refused_as_well() -> None:
    with pytest.raises(FrozenInstanceError):
        both(Plain)[1]("a").other = 1


def test_a_class_derived_from_a_record_has_attributes_of_its_own() -> None:
    made = both(Plain)[1]
    derived = type("Derived", (made,), {})
    one = derived("a")
    one.other = 1
    assert (one.name, one.other) == ("a", 1)
    del one.other
    with pytest.raises(FrozenInstanceError):
        one.name = "b"


def test_a_record_that_inherits_one_is_frozen_too() -> None:
    made = both(Plain)[1]
    derived: Any = late(frozen=True, slots=True)(
        type("Derived", (made,), {"__annotations__": {"more": int}, "more": 1})
    )
    assert repr(derived("a", more=2)) == "Derived(name='a', count=3, more=2)"
    with pytest.raises(FrozenInstanceError):
        derived("a").more = 3


def test_two_threads_may_use_a_record_first() -> None:
    made = both(Plain)[1]
    begin = Barrier(4)
    found = []

    def use() -> None:
        begin.wait()
        found.append(hash(made("a")))

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [hash(made("a"))] * 4


def test_a_record_of_the_program_can_be_kept_and_read_again() -> None:
    one = Mark(7, frozenset({6}))
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_class_with_other_options_is_that_of_the_standard_library() -> None:
    loose: Any = late(slots=True)(type("Loose", (), {"__annotations__": {"name": str}}))
    one = loose("a")
    one.name = "b"
    assert one.name == "b"
    bare: Any = type("Bare", (), {"__annotations__": {"name": str}})
    assert late(bare)("a").name == "a"

"""What an action changed, so that screens refresh only what concerns them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Topic(StrEnum):
    """A kind of data that screens show."""

    ACCOUNTS = "accounts"
    EVENTS = "events"
    LEDGER = "ledger"
    CONTROLS = "controls"
    ITEMS = "items"
    SETUP = "setup"
    USERS = "users"
    PRINTS = "prints"
    IMPORTS = "imports"
    MAILS = "mails"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a reader of the change log has come.

    The highest number, and those seen in the window before it.
    """

    last: int = 0
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Saved(Generic[T]):
    """Result of a write: the value, what it changed, and whether it was a replay (D-21)."""

    value: T
    topics: frozenset[Topic]
    replayed: bool = False

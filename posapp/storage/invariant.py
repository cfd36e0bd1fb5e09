"""The form of a rule over the whole database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule, its sentence, and SQL (for both engines) that finds the rows that break it.

    ``alone``: it has a statement of its own, for whether it is asked depends on more than which
    tables have rows.
    """

    name: str
    says: str
    sql: str
    alone: bool = False

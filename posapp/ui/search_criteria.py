"""What was typed into the search form, and how it becomes criteria of a list (SR-1, SR-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from posapp.domain.browse import Criterion
from posapp.domain.rights import Actor

if TYPE_CHECKING:
    from posapp.services.bundle import Services


class SearchFor(StrEnum):
    """What the search lists; *Both* lists the events (SR-2)."""

    PAYMENTS = "payments"
    TENDERS = "tenders"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class TypedSearch:
    """A search as typed.

    Attributes:
        search_for: what is listed.
        people: number or name of payee and payor, by the field's name.
        plain: every other criterion that was filled in.
    """

    search_for: SearchFor
    people: Mapping[str, str] = field(default_factory=dict)
    plain: Mapping[Criterion, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.people and not self.plain


# Field of the form -> criterion by number, criterion by name.
PEOPLE: Final = {
    "payee": (Criterion.PAYEE, Criterion.PAYEE_NAME),
    "payor": (Criterion.PAYOR, Criterion.PAYOR_NAME),
}


def criteria_of(
    services: "Services", actor: Actor, typed: TypedSearch
) -> tuple[TypedSearch, dict[str, Any]]:
    """Filters for the browse services; looks accounts up, so it runs off the GUI thread.

    A text with a digit in it is a number: of an account, an item, a bill, a plate. Everything
    else is the beginning of a name.

    Raises:
        Refused: ``M-01`` or ``M-56`` at the field when a number names no account, or several.
    """
    found: dict[str, Any] = {name.value: value for name, value in typed.plain.items()}
    for name, text in typed.people.items():
        by_number, by_name = PEOPLE[name]
        if any(char.isdigit() for char in text):
            found[by_number.value] = services.accounts.resolve(text, actor, field=name)
        else:
            found[by_name.value] = text
    return typed, found

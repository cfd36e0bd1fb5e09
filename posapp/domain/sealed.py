"""Account numbers at other institutions: readable for the vault only (AP-02, R13).

A number is sealed where it enters the program. Everything behind that edge (drafts, fingerprints,
audit, rows, answers) knows the sealed text and the last four signs.
"""

from dataclasses import dataclass
from typing import Final

SHOWN: Final = 4
_DOTS: Final = "••••"


@dataclass(frozen=True, slots=True)
class SealedAccount:
    """An account number that only the vault can read.

    Attributes:
        text: what is stored.
        last4: its last four signs, for people.
        place: the row that it is sealed for; empty while it is on its way there.
    """

    text: str
    last4: str
    place: str = ""

    @property
    def masked(self) -> str:
        """The number as it is shown everywhere (AP-02)."""
        return masked(self.last4)


def masked(last4: str) -> str:
    """Dots and the last four signs; nothing for nothing."""
    return f"{_DOTS}{last4}" if last4 else ""

"""Rows of the set-up that the program itself names: they are used, though no row points at them.

What another row points at is found in the tables (``storage.setup_edits.uses_of``). This is the
rest: kinds and codes that rules, jobs and *Correct...* look up. Sources: payments 1.5, 1.6, DR-2,
AP-15, DS-9, OU-09, ML-1.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from posapp.domain.codes import MatchKind
from posapp.domain.corrections import DEFAULT_REASONS
from posapp.domain.setup_fields import Values

# What is paid by a plan is said by people alone, so that kind may go.
_LOOKED_UP: Final = frozenset({MatchKind.BILL, MatchKind.AGREEMENT, MatchKind.ITEM})


def why_needed(table: str, row: Values, others: Sequence[Values]) -> str:
    """Why the program needs a row of a set-up table; empty for a row that may go.

    Args:
        table: name of the table.
        row: the row as it is stored.
        others: the other rows of its table.

    Returns:
        The end of a sentence: "... cannot be deleted: ...".
    """
    needs = _NEEDS.get(table)
    return "" if needs is None else needs(row, others)


def needs_kind(row: Values, others: Sequence[Values]) -> str:
    """The last match type of a kind: rules and jobs match by kind, whatever it is called (1.6)."""
    kind = row["kind"]
    if kind not in _LOOKED_UP or any(other["kind"] == kind for other in others):
        return ""
    return f"it is the only {kind} match, by which rules and automatic payments say what is paid"


def needs_active_reason(row: Values, others: Sequence[Values]) -> str:
    """The last reason of differences: none is booked without one (OU-09)."""
    if not row["active"] or any(other["active"] for other in others):
        return ""
    return "it is the only active reason, and no difference is booked without one"


def _needs_cancel_reason(row: Values, _others: Sequence[Values]) -> str:
    """Reasons that the program gives by itself (1.5, AP-15)."""
    if row["system_default"]:
        return "the program gives it by itself"
    if row["code"] in DEFAULT_REASONS.values():
        return "a correction gives it by itself"
    return ""


def _needs_layout(_row: Values, _others: Sequence[Values]) -> str:
    """Each kind of mail has its layout (ML-1, ML-2)."""
    return "mails of this kind are written by it"


_NEEDS: Final[Mapping[str, Callable[[Values, Sequence[Values]], str]]] = {
    "cancel_reason": _needs_cancel_reason,
    "mail_template": _needs_layout,
    "match_type": needs_kind,
    "over_under_reason": needs_active_reason,
}

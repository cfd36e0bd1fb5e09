"""What the button says that goes on in spite of a concern: never *OK*, always what it does."""

from collections.abc import Mapping
from typing import Final

from posapp.i18n import _

_VERBS: Final[Mapping[str, str]] = {
    "M-06W": "Accept it",
    "M-32": "Cancel tender",
    "M-33": "Cancel tender",
    "M-35": "Replace it",
    "M-39": "Keep as credit",
    "M-40": "Take it again",
    "M-41": "Delete",
    "M-42": "Give change",
    "M-69": "Take more",
    "M-89": "Freeze",
    "M-326": "Keep as credit",
    "C-07": "Balance",
    "C-17": "Cancel payments",
}
# What going on destroys; its button is red.
DESTROYING: Final = frozenset({"M-32", "M-33", "M-35", "M-41", "C-17"})


def verb_of(codes: frozenset[str]) -> str:
    """The words for the concerns of one question; several verbs make a plain *Go on*."""
    verbs = {_VERBS.get(code, "") for code in codes}
    found = verbs.pop() if len(verbs) == 1 else ""
    return _(found) if found else _("Go on")

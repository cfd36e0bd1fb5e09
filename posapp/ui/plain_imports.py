"""Imports as Python does them, without PySide's look into the source of each module.

PySide wraps ``import`` for those who write ``from __feature__ import ...``, which nobody here does:
after each module it reads the module's whole source, its encoding first, to see whether the word
PySide6 stands in it. That was an eighth of the way to the main window (P7), and the sources stayed
in memory for the day (P13). PySide keeps the ``import`` that it wrapped beside it; without the wrapper
there are no features, as without a word of them.
"""

import builtins
from typing import Final

import PySide6.QtCore  # noqa: F401 - what is put back is wrapped by it

_WRAPPED: Final = "__orig_import__"


def import_plainly() -> None:
    """Put the ``import`` back that PySide wrapped; one that wrapped nothing is left alone."""
    own = getattr(builtins, _WRAPPED, None)
    if own is not None:
        builtins.__import__ = own

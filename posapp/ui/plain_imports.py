"""Imports as Python does them, without PySide's look into the source of each module.

PySide wraps ``import`` for those who write ``from __feature__ import ...``, which nobody here does:
after each module it reads the module's whole source, its encoding first, to see whether the word
PySide6 stands in it. That was an eighth of the way to the main window (P7), and the sources stayed
in memory for the day (P13). PySide keeps Python's own ``import`` beside it; without the wrapper
there are no features, as without a word of them.
"""

import builtins
from typing import Final

import PySide6.QtCore  # noqa: F401 - what is put back is wrapped by it

_PYTHONS: Final = "__orig_import__"


def import_plainly() -> None:
    """Put Python's own ``import`` back; a PySide that did not wrap it is left alone."""
    own = getattr(builtins, _PYTHONS, None)
    if own is not None:
        builtins.__import__ = own

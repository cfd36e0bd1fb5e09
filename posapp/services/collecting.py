"""No looking for garbage while many rows are made: none of them lies in a circle.

Python looks through everything it holds whenever that has grown by a quarter; during an import of
many rows that is a fifth of the time, and each look stops the window (P4, P14).
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_lock: Final = threading.Lock()
_pauses: Final[list[bool]] = []
"""For each pause that goes on: whether Python looked for garbage when it began."""


@contextmanager
def no_collection() -> Iterator[None]:
    """Pause the search for garbage; it goes on when the last of several pauses ends."""
    with _lock:
        _pauses.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            looking = _pauses[0]
            _pauses.pop()
            if looking and not _pauses:
                gc.enable()

"""Shows what came of rows of Quick Add while the run goes on, some at a time (QA-5, use 8).

The worker reads what was settled since and hands over frozen records, at most a few times a second,
so that the window stays smooth however fast the groups are.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final

from posapp.domain.quick_add import RowResult

EVERY_S: Final = 0.4


class QuickFeed:
    """Worker's side: called between two groups with the lines that were settled."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], Sequence[RowResult]],
        tell: Callable[[Sequence[RowResult]], object],
        every_s: float = EVERY_S,
    ) -> None:
        """Make it.

        Args:
            read: reads rows by their lines.
            tell: hands them to the window; called on the worker.
            every_s: least seconds between two readings.
        """
        self._read, self._tell, self._every = read, tell, every_s
        self._lines: list[int] = []
        self._next = 0.0

    def __call__(self, lines: Sequence[int]) -> None:
        """Remember lines; read and tell them once it is time."""
        self._lines += lines
        now = time.monotonic()
        if not self._lines or now < self._next:
            return
        told, self._lines = self._lines, []
        self._tell(self._read(told))
        self._next = time.monotonic() + self._every

"""When keys were pressed, however quick or busy the machine of the test is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from posapp.ui.widgets import counter_line, scanner, search_line

PERSON: Final = 200
SCANNER: Final = 2


class Pace:
    """Stands in for the time of a key: each event comes some ms after the one before it."""

    def __init__(self, gap_ms: float = PERSON) -> None:
        self.gap_ms = gap_ms
        self._at = 0.0
        self._last: object = None

    def __call__(self, event: object) -> float:
        if event is not self._last:
            self._at += self.gap_ms
            self._last = event
        return self._at

    @contextmanager
    def of_a_scanner(self) -> Iterator[None]:
        """Keys come from a scanner meanwhile."""
        before, self.gap_ms = self.gap_ms, SCANNER
        yield
        self.gap_ms = before


@contextmanager
def paced() -> Iterator[Pace]:
    """Every key listener sees the keys at a pace that the test says; a person's to begin with."""
    made = Pace()
    with pytest.MonkeyPatch.context() as patch:
        for module in (counter_line, scanner, search_line):
            patch.setattr(module, "time_of", made)
        yield made

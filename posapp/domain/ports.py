"""Protocols of the effects that services need; ``app`` and ``cli`` hand in the real ones."""

from collections.abc import Callable
from typing import Protocol


class Printer(Protocol):
    """Takes finished PDF pages to paper or to a folder."""

    @property
    def name(self) -> str:
        """Name as the user knows it."""

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Print one document; returns where it went, in words.

        Raises:
            DeviceFailure: when the printer refuses or is not there.
        """


Progress = Callable[[int, int | None], bool]
"""Called with (done, of); returns False when the user wants to stop."""

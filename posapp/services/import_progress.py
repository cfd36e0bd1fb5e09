"""Progress of an import over its two halves, reading and recording; the user may stop either."""

from collections.abc import Callable
from typing import TypeVar

from posapp.domain.ports import Progress
from posapp.errors import Refused

R = TypeVar("R")


class Meter:
    """Turns the steps of both halves into one run from 0 to twice the rows of the file.

    Args:
        progress: told (done, of); returns ``False`` to stop.
        name: of the file, for the sentence.
    """

    def __init__(self, progress: Progress | None, name: str) -> None:
        self._progress = progress
        self._name = name
        self._rows = 0
        self._stopped = False

    def reading(self, done: int, of: int | None) -> bool:
        """A step of the reading, as the readers report it."""
        self._rows = of or done
        return self._tell(done)

    def guarding(self, read: Callable[[], R]) -> R:
        """Run the reading; when the user stopped it, that is what is said.

        Raises:
            Refused: ``M-84`` stopped, or what the reading raised.
        """
        try:
            return read()
        except Refused:
            if self._stopped:
                raise self._refusal() from None
            raise

    def recording(self, records: int) -> Callable[[int], None]:
        """Steps of the recording: told how many of ``records`` are written.

        Raises (the steps do):
            Refused: ``M-84`` when the user stops; the transaction is rolled back.
        """

        def step(done: int) -> None:
            if not self._tell(self._rows + self._rows * done // max(records, 1)):
                raise self._refusal()

        return step

    def _tell(self, done: int) -> bool:
        if self._progress is not None and not self._progress(done, 2 * self._rows):
            self._stopped = True
        return not self._stopped

    def _refusal(self) -> Refused:
        return Refused("M-84", value=self._name, field="file")

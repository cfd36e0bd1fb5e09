"""Work over many rows in one transaction: it says how far it is, and may be stopped."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from posapp.domain.ports import Progress
from posapp.errors import Refused

T = TypeVar("T")


def steps(items: Sequence[T], progress: Progress | None) -> Iterator[T]:
    """Each item, after ``progress`` was told how many are done.

    Raises:
        Refused: ``M-44`` once the user wants to stop; the transaction around it is rolled back.
    """
    of = len(items)
    for done, item in enumerate(items):
        if progress is not None and not progress(done, of):
            raise Refused("M-44", done=done, of=of)
        yield item

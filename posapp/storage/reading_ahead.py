"""Reading on a server, in one round trip, what the next steps will ask for (P10)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from posapp.storage.line import key_of, line_of
from posapp.storage.prepared import Ask, Prepared
from posapp.storage.running import guarded


def read_ahead(
    s: Connection, asks: Sequence[Ask], guesses: Sequence[Ask] = ()
) -> tuple[Sequence[Any], ...]:
    """Read on a server, in one round trip, what the next steps will ask for; nothing elsewhere.

    Each call of an ``asks`` statement with the same values takes the rows that are read here, once.
    So this is no more than a guess of what will be asked: what was not guessed is read when it is
    needed. Whoever asks ahead sees to it that the rows are still true when they are taken: they
    cannot change any more, or were read under the locks that the reader would have had.

    Returns:
        The rows of ``guesses``, which are kept for nobody; empty where nothing was read.
    """
    line = line_of(s)
    if line is None:
        return tuple(() for _ in guesses)
    asked = [(one, one.ask(s, values)) for one, values in (*asks, *guesses)]
    cursors = guarded(s, line, "", line.together, [said for _, said in asked])
    rows = [cursor.fetchall() for cursor in cursors]
    kept = zip(asked[: len(asks)], rows, strict=False)
    line.known = {key_of(*said): found for (_, said), found in kept}
    rest = zip(guesses, rows[len(asks) :], strict=True)
    return tuple(one.form_of(s).records(found) for (one, _), found in rest)


@contextmanager
def in_one_trip(s: Connection, asks: Sequence[Ask]) -> Iterator[None]:
    """Within, each of these statements takes rows that one round trip to a server has read.

    Nothing of it is left afterwards: who asks later is told what is there then.
    """
    line = line_of(s)
    if line is None:
        yield
        return
    before = line.known
    read_ahead(s, asks)
    ours = line.known
    line.known = before | ours
    try:
        yield
    finally:
        for said in ours:
            line.known.pop(said, None)


def read_together(s: Connection, statements: Sequence[Prepared]) -> list[Sequence[Any]]:
    """Rows of several statements without values, on a server in one round trip."""
    if line_of(s) is None:
        return [one.all(s) for one in statements]
    return list(read_ahead(s, (), [(one, {}) for one in statements]))

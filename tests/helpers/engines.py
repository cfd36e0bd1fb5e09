"""One compiler of SQL for all databases of a test run.

Each test has a database of its own, so each would compile the same few hundred statements again:
that took half of the time of the tests. The program opens one database and compiles each once.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event


class SharedCompiler:
    """Engines that speak one dialect share it and what was compiled for it."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def sharing(self, engine_for: Callable[..., Engine]) -> Callable[..., Engine]:
        """The maker of engines, made to share."""

        def shared(*given: Any, **options: Any) -> Engine:
            engine = engine_for(*given, **options)
            first = self._first.get(engine.dialect.name)
            if first is None:
                # Only a dialect that has met a server knows what it may say to it.
                event.listen(engine, "connect", lambda *_: self._keep(engine))
            else:
                # What it would ask the server first is known.
                engine.dialect.initialize = _known
                self._take_over(engine, first)
            return engine

        return shared

    def _keep(self, engine: Engine) -> None:
        self._first.setdefault(engine.dialect.name, engine)

    @staticmethod
    def _take_over(engine: Engine, first: Engine) -> None:
        """SQLAlchemy has no public way to say it; a compiled statement belongs to a dialect."""
        engine.dialect = first.dialect
        engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache


def _known(_connection: Any) -> None:
    """Nothing to ask."""

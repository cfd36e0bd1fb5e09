"""Connections that know a slow server from a silent one (R5, F8: nothing waits without an end).

A statement may take as long as it takes while the server works on it. After a few seconds of
silence a second connection asks the server about the first one; when nobody answers, or the server
has long been done with it or only waits for its standby, the line is given up, and what was under
way has an unknown outcome.
"""

import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from functools import cache
from typing import Any, Final

from posapp.domain.encrypted_line import mode_for
from posapp.storage.line import line_class

SILENCE_S: Final = 4.0
"""So long a server may say nothing before it is asked whether it is there."""
ASK_S: Final = 3
"""So long the second connection may take, in whole seconds as libpq wants them."""
CONNECT_S: Final = 5
KEEPALIVE: Final = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Lets the system find a host that is gone in about ten seconds; no use over a local socket."""
_STATE: Final = (
    "SELECT state = 'active' AND wait_event IS DISTINCT FROM 'SyncRep'"
    " FROM pg_stat_activity WHERE pid = %s"
)
"""A COMMIT that waits for a standby which is away is not worked on: it may wait for days."""

_Waits = Generator[Any, Any, Any]


class PasswordSource:
    """Where the password of an address comes from that has none; the composition root sets it."""

    def __init__(self) -> None:
        self.ask: Callable[[str], str | None] | None = None

    def of(self, address: str, said: Mapping[str, Any]) -> dict[str, str]:
        """The parameter to add, if there is one."""
        if "password" in said or self.ask is None:
            return {}
        found = self.ask(address)
        return {"password": found} if found else {}


PASSWORDS: Final = PasswordSource()


class Patience:
    """What a connection remembers of how to ask about itself.

    Attributes:
        address: of the server.
        pooled: between the program and the server stands a pooler, which hands connections out:
            then the server knows nothing about this one, and any answer has to do.
    """

    def __init__(
        self, address: str, secret: Mapping[str, str], *, silence: float | None = None
    ) -> None:
        self.address = address
        self._secret = secret
        self.silence = SILENCE_S if silence is None else silence
        self.pooled = False

    def watched(self, module: Any, waits: _Waits, line: Any) -> _Waits:
        """The waits of a statement, with an end when the server has gone silent for good.

        Raises:
            psycopg.OperationalError: the line is given up; it is closed.
        """
        try:
            wanted = next(waits)
            since = time.monotonic()
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    since = now
                elif now - since > self.silence:
                    if not self._is_worked_on(module, line):
                        line.close()
                        raise module.OperationalError("the server does not answer any more")
                    since = time.monotonic()
                wanted = waits.send(ready)
        except StopIteration as done:
            return done.value

    def _is_worked_on(self, module: Any, line: Any) -> bool:
        try:
            with closing(_asking(module, self.address, self._secret)) as second:
                pid = line.info.backend_pid
                found = second.execute(_STATE, (pid,)).fetchone()
        except module.Error:
            return False
        return self.pooled or (found is not None and bool(found[0]))


@cache
def _kinds(module: Any) -> tuple[Any, Any]:
    """Connections with patience, and the one that asks about them, which has an end of its own."""

    class Patient(line_class(module)):  # type: ignore[misc]
        patience: Patience | None = None

        def wait(self, gen: _Waits, *rest: Any, **how: Any) -> Any:
            if self.patience is not None:
                gen = self.patience.watched(module, gen, self)
            return super().wait(gen, *rest, **how)

    class Asking(module.Connection):  # type: ignore[misc]
        def wait(self, gen: _Waits, *rest: Any, **how: Any) -> Any:
            return super().wait(_ended(module, gen), *rest, **how)

    return Patient, Asking


def _ended(module: Any, waits: _Waits) -> _Waits:
    until = time.monotonic() + ASK_S
    try:
        wanted = next(waits)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > until:
                raise module.OperationalError("the server does not answer")
            wanted = waits.send(ready)
    except StopIteration as done:
        return done.value


def _asking(module: Any, address: str, secret: Mapping[str, str]) -> Any:
    return _kinds(module)[1].connect(
        address, connect_timeout=ASK_S, application_name="posapp-asks", autocommit=True, **secret
    )


def connect(module: Any, address: str, **more: Any) -> Any:
    """A connection whose waits have an end.

    Args:
        module: psycopg.
        address: as libpq reads it; what it says itself about time-outs and keep-alive goes first.
        more: further parameters of the connection.

    A line to another computer is encrypted unless the address says otherwise (T14).

    Raises:
        psycopg.OperationalError: nobody answers at the address within ``CONNECT_S`` for each host.
    """
    said = module.conninfo.conninfo_to_dict(address)
    given = {"connect_timeout": CONNECT_S, "application_name": "posapp"} | KEEPALIVE | more
    ours = {name: value for name, value in given.items() if name not in said}
    secret = PASSWORDS.of(address, said)
    mode = mode_for(said, os.environ)
    if mode:
        secret |= {"sslmode": mode}
    line = _kinds(module)[0].connect(address, **ours | secret)
    line.patience = Patience(address, secret)
    return line

"""Round trips between the program and a PostgreSQL server, counted on the wire (P10)."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_CHUNK: Final = 65_536
_NAME: Final = ".s.PGSQL.5432"


class Wire:
    """Passes everything on between a client and the server's socket.

    Attributes:
        trips: how often the client spoke after the server had, which is how often it waited.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self.trips = 0
        self._server = str(server / _NAME)
        self._answered = True
        self._sockets: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _NAME))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """End every connection."""
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._sockets += [client, server]
                for one, other in ((client, server), (server, client)):
                    way = (one, other, one is client)
                    threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(_CHUNK):
                if asks and self._answered:
                    self.trips += 1
                self._answered = not asks
                other.sendall(data)


@contextlib.contextmanager
def wire_to(url: str) -> Iterator[tuple[str, Wire] | None]:
    """An address that leads over a wire; ``None`` where the server has no socket on this machine."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    folder = asked.get("host", "")
    if not folder.startswith("/") or not (Path(folder) / _NAME).exists():
        yield None
        return
    with TemporaryDirectory(prefix="wire-") as own:
        wire = Wire(Path(folder), Path(own))
        query = urlencode(asked | {"host": own})
        try:
            yield urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), wire
        finally:
            wire.close()

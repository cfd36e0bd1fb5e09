"""A line to PostgreSQL that breaks around COMMIT (F8): before it arrives, or before its answer."""

import contextlib
import random
import socket
import threading
from pathlib import Path


class Cutter:
    """Listens on a loopback port and passes everything on to the server's socket.

    When a client's bytes hold a COMMIT, then with the given chance either both ends are closed at
    once (it never arrives), or it is passed on and the answer is swallowed.
    """

    def __init__(self, server: Path, *, chance: float, seed: int) -> None:
        self._server = str(server)
        self._draw = random.Random(seed)
        self._chance = chance
        self.cuts = 0
        self.swallows: list[bool] = []
        """For the next commits, one each: whether its answer is swallowed; then by chance again."""
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def stop(self) -> None:
        for each in (self._listener, *self._sockets):
            close(each)
        for thread in self._threads:
            thread.join(10)

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._sockets += [client, server]
            silent = threading.Event()
            self._start(self._from_client, client, server, silent)
            self._start(self._from_server, client, server, silent)

    def _from_client(
        self, client: socket.socket, server: socket.socket, silent: threading.Event
    ) -> None:
        while data := received(client):
            if b"COMMIT" in data:
                fate = self._fate(data)
                self.cuts += fate != "pass"
                if fate == "cut":
                    break
                if fate == "swallow":
                    silent.set()
            if not sent(server, data):
                break
        close(client)
        if not silent.is_set():
            close(server)

    def _fate(self, data: bytes) -> str:
        """What becomes of a commit: it passes, is cut before it arrives, or its answer is lost."""
        if self.swallows and b"COMMIT\0" not in data:
            # READ COMMITTED is the beginning of a transaction.
            return "pass"
        if self.swallows:
            return "swallow" if self.swallows.pop(0) else "pass"
        if self._draw.random() >= self._chance:
            return "pass"
        return "cut" if self._draw.random() < 0.5 else "swallow"

    def _from_server(
        self, client: socket.socket, server: socket.socket, silent: threading.Event
    ) -> None:
        while data := received(server):
            if silent.is_set() or not sent(client, data):
                break
        close(client)
        close(server)


def received(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""


def sent(end: socket.socket, data: bytes) -> bool:
    try:
        end.sendall(data)
    except OSError:
        return False
    return True


def close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

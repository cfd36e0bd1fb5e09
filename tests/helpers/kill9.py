"""A program that is killed at any moment and started again, again and again (F1).

``Victim`` runs a worker in a child process. The worker answers one payload at a time; the child
dies by SIGKILL at a random moment or at a named point, and the next one is there at once, because
a small process that has everything loaded forks them.

A worker is made by a function ``make(bomb, *arguments)`` and is a function from payload to
answer. It calls ``bomb.plant(db)`` for the points inside a transaction. Where the module has a
``warm_up(*arguments)``, it runs once before the first fork, so that children do not spend their lives
on what each of them would make anew.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from sqlalchemy import event

from posapp.storage.db import Database
from tests.helpers.children import program

Worker = Callable[[str], str]
POINTS = (
    "statement 1",
    "statement 2",
    "statement 5",
    "statement 12",
    "before commit",
    "after commit",
    "before answer",
    "after answer",
)
SCRIPT = "import sys; from tests.helpers.kill9 import nursery; nursery(*sys.argv[1:])"


class Bomb:
    """Kills its own process at a named point."""

    def __init__(self) -> None:
        self.point = ""
        self.statements = 0

    def arm(self, point: str) -> None:
        self.point, self.statements = point, 0

    def reach(self, point: str) -> None:
        if point == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def plant(self, db: Database) -> None:
        """Put the points into the transactions of a database."""
        event.listen(db.engine, "before_cursor_execute", self._statement)
        dialect: Any = db.engine.dialect
        commit = dialect.do_commit

        def watched(connection: Any) -> None:
            self.reach("before commit")
            commit(connection)
            self.reach("after commit")

        dialect.do_commit = watched

    def _statement(self, *_: Any) -> None:
        self.statements += 1
        self.reach(f"statement {self.statements}")


def nursery(target: str, *arguments: str) -> None:
    """Fork one child after the other; each serves until it is killed or the input ends."""
    module, _, name = target.partition(":")
    found = importlib.import_module(module)
    make, warm_up = getattr(found, name), getattr(found, "warm_up", None)
    if warm_up is not None:
        warm_up(*arguments)
    while True:
        child = os.fork()
        if child == 0:
            bomb = Bomb()
            serve(make(bomb, *arguments), bomb)
            os._exit(0)
        os.write(1, f"CHILD {child}\n".encode())
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            os._exit(os.waitstatus_to_exitcode(status))


def serve(worker: Worker, bomb: Bomb) -> None:
    waiting = b""
    while True:
        while b"\n" not in waiting:
            more = os.read(0, 65536)
            if not more:
                return
            waiting += more
        line, waiting = waiting.split(b"\n", 1)
        order = json.loads(line)
        bomb.arm(order["point"])
        answer = worker(order["payload"])
        bomb.reach("before answer")
        os.write(1, f"ANSWER {order['n']} {answer}\n".encode())
        bomb.reach("after answer")


class Victim:
    """The parent's side: asks, kills, asks again."""

    def __init__(self, target: str, *arguments: str) -> None:
        self.kills = 0
        self.asked = 0
        self._said: list[str] = []
        self._rest = b""
        pipe = subprocess.PIPE
        self._process = program(SCRIPT, target, *arguments, stdin=pipe, stdout=pipe)
        self._child = self._next_child(time.monotonic() + 300)

    def ask(self, payload: str, *, point: str = "", after: float | None = None) -> str | None:
        """One try: the answer, or ``None`` when the child was killed before it gave one.

        Args:
            payload: for the worker.
            point: where the child kills itself.
            after: seconds after which it is killed from outside.
        """
        self.asked += 1
        mine = f"ANSWER {self.asked} "
        order = {"n": self.asked, "point": point, "payload": payload}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        deadline = None if after is None else time.monotonic() + after
        while True:
            line = self._line(deadline)
            if line is None:
                os.kill(self._child, signal.SIGKILL)
                deadline = None
            elif line.startswith(mine):
                if point == "after answer":
                    self._child = self._next_child(time.monotonic() + 60)
                    self.kills += 1
                return line.removeprefix(mine)
            elif line.startswith("CHILD "):
                self._child = int(line.split()[1])
                self.kills += 1
                return None

    def stop(self) -> None:
        """Let the last child end by itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        code = self._process.wait(60)
        self._process.stdout.close()
        assert code == 0, code

    def _give_up(self) -> NoReturn:
        """The nursery ended by itself: nothing of it stays open for another test to stumble on."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        code = self._process.wait(60)
        raise AssertionError(f"the nursery ended with {code}")

    def _next_child(self, deadline: float) -> int:
        while True:
            line = self._line(deadline)
            assert line is not None, "no child came"
            if line.startswith("CHILD "):
                return int(line.split()[1])

    def _line(self, deadline: float | None) -> str | None:
        """The next line; ``None`` when the deadline passes first."""
        assert self._process.stdout is not None
        while b"\n" not in self._rest:
            left = 60.0 if deadline is None else max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self._process.stdout], [], [], left)
            if not ready:
                assert deadline is not None, "the child hangs"
                return None
            more = os.read(self._process.stdout.fileno(), 65536)
            if not more:
                self._give_up()
            self._rest += more
        line, self._rest = self._rest.split(b"\n", 1)
        return line.decode()

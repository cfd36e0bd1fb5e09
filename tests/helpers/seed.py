"""A process with the whole program loaded, which forks the programs that fault tests start.

A fresh Python takes a second to load what nearly every such program needs. ``plant`` forks the seed
when all tests are read and nothing is open yet: no database, no line to a server, no thread. What
it forks is as a fresh process is that has done its imports: nothing that a test patched is in it,
its environment, folder and standard files are the ones that are asked for, and what the runner of
the tests hung in (handlers of logs and of errors, what is to be done at the end) is taken out. It
ends as a program does: threads are waited for, then what it asked to be done at its end is done.
What modules asked for when they were imported is not, but for logs, which are closed.
"""

import atexit
import faulthandler
import gc
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import warnings
import weakref
from pathlib import Path
from typing import Any, NoReturn

ROOM = 1_000_000
"""Bytes of one order, most of them the environment."""
_lines: list[tuple[socket.socket, int]] = []
"""To the seed, and its process."""


def plant() -> None:
    """Fork the seed of this process; elsewhere than on Linux there is none."""
    # macOS has a fork, but no pair of sockets that keeps orders apart.
    if _lines or sys.platform != "linux":
        return
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (mine, its):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
    with warnings.catch_warnings():
        # A worker of xdist has a thread more, which the seed goes without.
        warnings.simplefilter("ignore", DeprecationWarning)
        seed = os.fork()
    if seed == 0:
        mine.close()
        _serve(its)
    its.close()
    _lines.append((mine, seed))


def pull_up() -> None:
    """Let the seed end."""
    while _lines:
        line, seed = _lines.pop()
        line.close()
        os.waitpid(seed, 0)


def is_planted() -> bool:
    """Whether programs can be had from a seed."""
    return bool(_lines)


class Forked(subprocess.Popen[Any]):
    """A program from the seed: a script and its arguments in place of a command."""

    def _execute_child(self, args: Any, *given: Any) -> None:
        """What ``Popen`` does to start a process, but for the start."""
        cwd, env, ends = given[4], given[5], given[9:15]
        standard = [end if end != -1 else at for at, end in enumerate((ends[0], ends[3], ends[5]))]
        order = {"do": list(args), "cwd": str(cwd or Path.cwd()), "env": dict(env or os.environ)}
        self._status, told = os.pipe()
        try:
            line, _ = _lines[0]
            socket.send_fds(line, [json.dumps(order).encode()], [*standard, told])
            self.pid = int(line.recv(100))
            self._child_created = True
        finally:
            os.close(told)
            self._close_pipe_fds(*ends)  # type: ignore[attr-defined]

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        if self.returncode is None:
            self._hear(0)
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            left = 60.0 if until is None else until - time.monotonic()
            self._hear(max(0.0, left))
            if self.returncode is None and until is not None and time.monotonic() >= until:
                assert timeout is not None
                raise subprocess.TimeoutExpired(self.args, timeout)
        return int(self.returncode)

    def _hear(self, seconds: float) -> None:
        """Take down how it ended, once the seed says so."""
        if select.select([self._status], [], [], seconds)[0]:
            said = os.read(self._status, 100)
            os.close(self._status)
            self.returncode = int(said) if said else -signal.SIGKILL


def _serve(line: socket.socket) -> NoReturn:
    """Fork what is asked for and tell how each ended, until nobody can ask any more."""
    running: dict[int, int] = {}
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ready = select.select([line, woken], [], [])[0]
        if woken in ready:
            os.read(woken, 1000)
            _reap(running)
        if line in ready:
            said, given, _, _ = socket.recv_fds(line, ROOM, 4)
            if not said:
                os._exit(0)
            pid = os.fork()
            if pid == 0:
                _become(json.loads(said), given[:3])
            for fd in given[:3]:
                os.close(fd)
            running[pid] = given[3]
            line.send(str(pid).encode())


def _reap(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        told = running.pop(pid)
        os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(told)


def _become(order: dict[str, Any], standard: list[int]) -> NoReturn:
    """Be the program that is asked for, to its end."""
    code = 1
    try:
        _begin_anew(order, standard)
        script, *arguments = order["do"]
        sys.argv = ["-c", *arguments]
        exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    finally:
        try:
            threading._shutdown()  # type: ignore[attr-defined]
            atexit._run_exitfuncs()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)


def _begin_anew(order: dict[str, Any], standard: list[int]) -> None:
    """Standard files, folder, environment, signals, logs, ends and warnings of a fresh process."""
    # Before the numbers of their files are free for what the program opens.
    _take_out_handlers()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.disable()
    for number, fd in enumerate(standard):
        os.dup2(fd, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(  # noqa: SIM115
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    warnings.simplefilter("error")
    gc.enable()


def _take_out_handlers() -> None:
    """What the runner of the tests hung in: of logs, of errors, and what it does at its end."""
    for logger in [logging.root, *logging.root.manager.loggerDict.values()]:
        for handler in list(getattr(logger, "handlers", ())):
            # The program hangs in its own as well, when it is imported.
            if isinstance(logger, logging.Logger) and (
                logger is logging.root or type(handler).__module__.startswith("_pytest.")
            ):
                logger.removeHandler(handler)
                handler.close()
    logging.root.setLevel(logging.WARNING)
    sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
    threading.excepthook = threading.__excepthook__
    atexit._clear()
    atexit.register(logging.shutdown)
    # These would remove the runner's own folders; the first new one asks for its end again.
    ends: Any = weakref.finalize
    ends._registry.clear()
    ends._registered_with_atexit = False

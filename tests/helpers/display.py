"""A real X display of the test's own: Xvfb with openbox, keys by xdotool, pictures by Qt.

Tests look at what a person sees (the name of the active window) and wait for it with a deadline.
"""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers import window_manager
from tests.helpers.program import environment

PROGRAMS = ("Xvfb", "openbox", "xdotool")
SIZE = (1366, 768)
PATIENCE = 60.0
_POLL = 0.1
# Slower than any scanner, so that the window takes it for typing.
_KEY_GAP_MS = 60
# Much longer than anything takes that a key sets off: a key too many would go to the next window.
_PRESS_AGAIN = 10.0
_PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv[:1])
taken = app.primaryScreen().grabWindow(0)
assert taken.save(sys.argv[1])
"""


def missing_programs() -> str:
    """What a display needs and this computer lacks; empty when all is there."""
    return ", ".join(name for name in PROGRAMS if shutil.which(name) is None)


def wait_for(what: str, ready: Callable[[], object], tell: Callable[[], str] = str) -> None:
    """Look again and again until something holds; fails with words when it never does."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for: {what}\n{tell()}")
        time.sleep(_POLL)


@dataclass
class Display:
    """The screen, the keyboard, and the one program that runs there."""

    home: Path
    name: str
    program: subprocess.Popen[bytes] | None = None
    pictures: list[Path] = field(default_factory=list)
    is_met: bool = False
    """Whether a window of the program was active: from then on it sees to the keyboard itself."""

    def start(self, *args: str, module: str = "posapp") -> None:
        """Start ``python -m posapp``, or another module, on this screen."""
        with (self.home / "program.err").open("wb") as errors:
            self.program = subprocess.Popen(
                [sys.executable, "-m", module, *args],
                env=environment(self.home, DISPLAY=self.name),
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )

    def press(self, *keys: str) -> None:
        """Press keys by their X names, such as ``Return`` or ``ctrl+q``."""
        self._xdotool("key", "--clearmodifiers", "--delay", str(_KEY_GAP_MS), *keys)

    def type(self, words: str) -> None:
        """Type a text as a person would."""
        self._xdotool("type", "--clearmodifiers", "--delay", str(_KEY_GAP_MS), "--", words)

    def window(self) -> str:
        """The name of the active window, empty without one."""
        return self._xdotool("getactivewindow", "getwindowname", check=False).strip()

    def size(self) -> tuple[int, int]:
        """Width and height of the active window without its frame."""
        told = self._xdotool("getactivewindow", "getwindowgeometry", "--shell")
        found = dict(line.split("=", 1) for line in told.splitlines())
        return int(found["WIDTH"]), int(found["HEIGHT"])

    def wait_for_window(self, name: str) -> None:
        """Wait until a window of this name, or that begins so, is active.

        The first window of a program is asked for when a busy window manager left it behind; a
        later one that opens without the keyboard is a fault.
        """

        def look() -> bool:
            return self.window().startswith(name)

        def ask() -> None:
            if not self.is_met:
                self.activate(name)

        self.do_until(lambda: None, f"the window {name!r}", look, ask)
        self.is_met = True

    def activate(self, name: str) -> None:
        """Ask for a window that is on the screen and has not become the active one."""
        found = ("search", "--onlyvisible", "--limit", "1", "--name", f"^{re.escape(name)}")
        self._xdotool(*found, "windowactivate", check=False)

    def press_until(self, key: str, what: str, ready: Callable[[], object]) -> None:
        """Press a key whose button may still wait for something; later once more, as people do."""
        self.do_until(lambda: self.press(key), what, ready)

    def do_until(
        self,
        act: Callable[[], object],
        what: str,
        ready: Callable[[], object],
        again: Callable[[], object] | None = None,
    ) -> None:
        """Do something, and later once more, or something else: keys are lost between windows."""
        done, do = 0.0, act

        def look() -> bool:
            nonlocal done, do
            if ready():
                return True
            if time.monotonic() - done > _PRESS_AGAIN:
                do()
                done, do = time.monotonic(), again or act
            return False

        self.wait(what, look)

    def wait(self, what: str, ready: Callable[[], object]) -> None:
        """Wait for something that the program does; its end is no excuse."""

        def look() -> object:
            assert self.program is None or self.program.poll() is None, self.report()
            return ready()

        wait_for(what, look, self.report)

    def is_managed(self) -> bool:
        """Whether a window that is opened now comes under the window manager's care."""
        desktops = self._xdotool("get_num_desktops", check=False).strip()
        # Without a window manager the answer is a zero.
        return window_manager.is_there(self.name) and desktops not in ("", "0")

    def wait_for_end(self) -> int:
        """Wait for the program's end; its exit code."""
        assert self.program is not None
        return self.program.wait(PATIENCE)

    def shoot(self, name: str) -> Path:
        """Keep a picture of the whole screen."""
        path = self.home / f"{name}.png"
        environ = environment(self.home, DISPLAY=self.name)
        command = [sys.executable, "-c", _PICTURE, str(path)]
        subprocess.run(command, env=environ, check=True, timeout=PATIENCE)
        self.pictures.append(path)
        return path

    def report(self) -> str:
        """What is known when something went wrong."""
        error, log = self.home / "program.err", self.home / "state" / "posapp" / "log"
        said = error.read_text("utf-8", "replace") if error.exists() else ""
        logged = [path.read_text("utf-8") for path in log.glob("*.log")]
        shown = self.shoot("failed")
        heads = [
            f"active window: {self.window()!r}",
            f"window manager: {self.is_managed()}",
            f"screen: {shown}",
        ]
        return "\n".join([*heads, said, *logged])

    def _xdotool(self, *args: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *args],
            env=environment(self.home, DISPLAY=self.name),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def open_display(home: Path) -> Iterator[Display]:
    """A display with a window manager; everything that was started ends with it."""
    with ExitStack() as stack:
        reading, writing = os.pipe()
        screen = "x".join(map(str, (*SIZE, 24)))
        told = ("-displayfd", str(writing))
        # Else the server begins anew whenever its last client leaves, and who connects just then,
        # the window manager, is thrown off.
        server = _start(
            stack,
            ["Xvfb", *told, "-screen", "0", screen, "-nolisten", "tcp", "-noreset"],
            environment(home),
            keep=writing,
        )
        os.close(writing)
        display = Display(home, f":{_number(reading, server)}")
        environ = environment(home, DISPLAY=display.name)
        manager = _start(stack, ["openbox", "--sm-disable"], environ)
        wait_for("the window manager", display.is_managed, lambda: f"ended: {manager.poll()}")
        stack.callback(_end_program, display)
        yield display


def _start(
    stack: ExitStack, command: list[str], environ: dict[str, str], keep: int | None = None
) -> subprocess.Popen[bytes]:
    """Start a program that is ended when the display is."""
    process = subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=() if keep is None else (keep,),
    )
    stack.callback(_end, process)
    return process


def _number(reading: int, server: subprocess.Popen[bytes]) -> int:
    """The display's number, once the server takes clients."""
    with os.fdopen(reading) as told:
        ready, _, _ = select.select([told], [], [], PATIENCE)
        line = told.readline() if ready else ""
    assert line.strip(), f"the display did not start (exit code {server.poll()})"
    return int(line)


def _end_program(display: Display) -> None:
    if display.program is not None:
        _end(display.program)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)

"""Garbage is looked for on the GUI thread only."""

import gc
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from posapp import late
from posapp.ui.garbage import GarbageCollector


class Loop:
    """An object that only the search for garbage can free."""

    def __init__(self) -> None:
        self.me = self
        self.died_in: list[str] = []


@pytest.fixture
def _soon() -> Iterator[None]:
    """Python looks as often as in the program."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_soon")
def test_workers_never_look_and_the_timer_does(qtbot: QtBot) -> None:
    before = gc.isenabled()
    gc.enable()
    home = QObject()
    collector = GarbageCollector(home)
    assert not gc.isenabled()
    died: list[str] = []
    loop = Loop()
    weakref.finalize(loop, lambda: died.append(threading.current_thread().name))
    del loop

    def work() -> None:
        made = [Loop() for _ in range(5_000)]
        made.clear()

    worker = threading.Thread(target=work, name="worker")
    worker.start()
    worker.join(30)
    assert died == []
    qtbot.waitUntil(lambda: bool(died), timeout=5_000)
    assert died == [threading.current_thread().name]
    collector.stop()
    assert gc.isenabled()
    if not before:
        gc.disable()


@pytest.mark.usefixtures("_soon")
def test_p14_nobody_looks_while_modules_are_loaded(qtbot: QtBot) -> None:
    assert qtbot
    before = gc.isenabled()
    home = QObject()
    collector = GarbageCollector(home)
    died: list[str] = []

    def leave_one() -> None:
        loop = Loop()
        weakref.finalize(loop, lambda: died.append("one"))
        kept.extend(Loop() for _ in range(1_000))

    kept: list[Loop] = []
    with late.loading():
        leave_one()
        collector.look()
        assert died == []
        assert late.is_loading()
    assert not late.is_loading()
    # What was made meanwhile stays for the day; what is made now does not.
    collector.look()
    assert died == []
    leave_one()
    collector.look()
    assert died == ["one"]
    collector.stop()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("was_on", [True, False])
def test_it_gives_the_search_back_as_it_was(qtbot: QtBot, *, was_on: bool) -> None:
    assert qtbot
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    home = QObject()
    GarbageCollector(home).stop()
    assert gc.isenabled() is was_on
    (gc.enable if before else gc.disable)()


def test_p14_two_threads_that_load_give_the_usual_turn_back() -> None:
    usual = sys.getswitchinterval()
    first, second = late.loading(), late.loading()
    first.__enter__()
    second.__enter__()
    assert sys.getswitchinterval() < usual
    first.__exit__(None, None, None)
    assert late.is_loading()
    assert sys.getswitchinterval() < usual
    second.__exit__(None, None, None)
    assert (sys.getswitchinterval(), late.is_loading()) == (usual, False)

"""The task runner: lanes, one signal, life times (X7, X8, X9; architecture 4.9)."""

import threading
import time
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from posapp.domain.topics import Saved, Topic
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner, TaskRunner
from posapp.ui.widgets.busy_bar import BUSY_AFTER_MS

EVENTS = frozenset({Topic.EVENTS})


def test_results_come_back_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, seen = QObject(), []

    def work() -> str:
        return threading.current_thread().name

    def done(name: str) -> None:
        seen.append((name, threading.get_ident()))

    runner.run(owner, work, done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("posapp-db")
    assert seen[0][1] == threading.get_ident()


def test_lanes_do_not_wait_for_each_other(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, gate, seen = QObject(), threading.Event(), []
    runner.run(owner, partial(gate.wait, 5), seen.append)
    runner.run(owner, lambda: "report", seen.append, lane="reports")
    runner.run(owner, lambda: "paper", seen.append, lane="io")
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert set(seen) == {"report", "paper"}
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 3)


def test_t12_a_long_import_does_not_hold_up_what_the_window_reads(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    owner, gate, seen = QObject(), threading.Event(), []
    busy: list[bool] = []
    runner.busy_changed.connect(busy.append)
    runner.run(owner, partial(gate.wait, 20), seen.append, lane="imports")
    for number in range(3):
        runner.run(owner, partial(int, number), seen.append)
        runner.run(owner, partial(int, number + 10), seen.append, lane="reports")
    qtbot.waitUntil(lambda: len(seen) == 6)
    # A window that closes waits for what is being recorded.
    assert (runner.pending(), runner.pending("db")) == (1, 0)
    with qtbot.waitSignal(runner.drained):
        gate.set()
    assert busy == []


def test_the_db_lane_keeps_the_order(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, seen = QObject(), []
    for number in range(200):
        runner.run(owner, partial(int, number), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 200)
    assert seen == list(range(200))


def test_2000_interleaved_jobs_of_all_lanes_each_answer_once(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    owner, seen, wrong = QObject(), [], []
    lanes = ("db", "reports", "imports", "io")

    def work(number: int) -> int:
        if number % 7 == 0:
            raise ValueError(number)
        return number

    for number in range(2000):
        lane: Any = lanes[number % 4]
        runner.run(owner, partial(work, number), seen.append, wrong.append, lane)
    qtbot.waitUntil(lambda: len(seen) + len(wrong) == 2000, timeout=20_000)
    assert sorted(seen) == [n for n in range(2000) if n % 7]
    assert sorted(error.args[0] for error in wrong) == list(range(0, 2000, 7))
    assert runner.pending() == 0


def test_x8_a_result_for_a_deleted_owner_is_dropped_but_announced(
    qtbot: QtBot, runner: TaskRunner, signals: AppSignals
) -> None:
    owner, gate, seen, changed = QObject(), threading.Event(), [], []
    signals.data_changed.connect(changed.append)

    def work() -> Saved[int]:
        gate.wait(5)
        return Saved(1, EVENTS)

    runner.run(owner, work, seen.append)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bool(changed))
    assert changed == [EVENTS]
    assert not seen


def test_a17_topics_are_announced_once_after_the_callback(
    qtbot: QtBot, runner: TaskRunner, signals: AppSignals
) -> None:
    order: list[object] = []
    signals.data_changed.connect(order.append)
    runner.run(QObject(signals), lambda: Saved("event", EVENTS), lambda s: order.append(s.value))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["event", EVENTS]


def test_topics_are_announced_even_when_the_callback_fails(
    signals: AppSignals, inline: InlineRunner
) -> None:
    changed: list[object] = []
    signals.data_changed.connect(changed.append)
    with pytest.raises(ZeroDivisionError):
        inline.run(signals, lambda: Saved(0, EVENTS), lambda s: 1 // s.value)
    assert changed == [EVENTS]


def test_an_error_without_taker_goes_to_the_default(qtbot: QtBot, signals: AppSignals) -> None:
    caught: list[BaseException] = []
    runner = TaskRunner(signals, caught.append)
    runner.run(QObject(signals), lambda: 1 // 0, print)
    qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0], ZeroDivisionError)
    runner.close()


def test_an_error_without_any_taker_reaches_the_excepthook(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    with qtbot.captureExceptions() as raised:
        runner.run(runner, lambda: 1 // 0, print)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_closing_waits_for_running_and_queued_writes(qtbot: QtBot, signals: AppSignals) -> None:
    runner, written, gate = TaskRunner(signals), [], threading.Event()

    def write(number: int) -> None:
        gate.wait(5)
        written.append(number)

    for number in range(5):
        runner.run(signals, partial(write, number), print)
    gate.set()
    runner.close()
    assert written == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError):
        runner.run(signals, print, print)


def test_drained_tells_a_closing_window_that_it_may_go(qtbot: QtBot, runner: TaskRunner) -> None:
    with qtbot.waitSignal(runner.drained):
        runner.run(runner, int, lambda _: None)
    assert runner.pending() == 0


def test_a_closing_window_does_not_wait_for_a_look(qtbot: QtBot, runner: TaskRunner) -> None:
    begun, ended = threading.Event(), threading.Event()
    look = runner.progress(runner, lambda _done, _of: None)
    look.only_looks = True

    def read() -> None:
        begun.set()
        until = time.monotonic() + 30
        while look(1, None) and time.monotonic() < until:
            threading.Event().wait(0.005)
        ended.set()

    runner.run(runner, read, lambda _none: None, lane="imports", progress=look)
    assert begun.wait(5)
    assert (runner.pending(), runner.pending("imports")) == (0, 1)
    runner.close()
    assert ended.is_set(), "it was asked to stop"


def test_busy_shows_only_after_300_ms(qtbot: QtBot, runner: TaskRunner) -> None:
    states: list[bool] = []
    runner.busy_changed.connect(states.append)
    runner.run(runner, int, lambda _: None)
    qtbot.waitUntil(lambda: runner.pending() == 0)
    assert states == []
    gate = threading.Event()
    runner.run(runner, partial(gate.wait, 5), lambda _: None)
    with qtbot.waitSignal(runner.busy_changed, timeout=BUSY_AFTER_MS + 2000):
        pass
    gate.set()
    qtbot.waitUntil(lambda: states == [True, False])


def test_progress_reports_and_cancels(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, moves, seen = QObject(), [], []

    def moved(done: int, of: int | None) -> None:
        moves.append((done, of))
        if done == 1:
            handle.cancel()

    handle = runner.progress(owner, moved)
    started = threading.Event()

    def work() -> int:
        done = 1
        until = time.monotonic() + 30
        while handle(done, 1000) and time.monotonic() < until:
            started.wait(0.001)
        return done

    runner.run(owner, work, seen.append, lane="reports", progress=handle)
    qtbot.waitUntil(lambda: bool(seen))
    assert moves[0] == (1, 1000)
    assert len(moves) < 50


def test_progress_always_reports_the_end(signals: AppSignals, inline: InlineRunner) -> None:
    moves: list[tuple[int, int | None]] = []
    handle = inline.progress(signals, lambda done, of: moves.append((done, of)))
    for done in range(101):
        assert handle(done, 100)
    assert moves[0] == (0, 100)
    assert moves[-1] == (100, 100)
    assert len(moves) < 10


def test_inline_runner_answers_before_it_returns(signals: AppSignals, inline: InlineRunner) -> None:
    seen: list[object] = []
    inline.run(signals, lambda: 7, seen.append)
    inline.run(signals, lambda: 1 // 0, seen.append, lambda error: seen.append(type(error)))
    assert seen == [7, ZeroDivisionError]
    with pytest.raises(ZeroDivisionError):
        inline.run(signals, lambda: 1 // 0, seen.append)

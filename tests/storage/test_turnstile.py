"""F7: programs that write to one SQLite file come in as they came, and nobody waits for ever."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from posapp.storage import file_lock
from posapp.storage.db import Database
from posapp.storage.turnstile import ENDS, Turnstile
from tests.helpers.children import start

LIMIT = 20.0
HOLDER = """
import sys
from pathlib import Path
from posapp.storage.turnstile import Turnstile
with Turnstile(Path(sys.argv[1])) as turn:
    print(turn.is_inside, flush=True)
    sys.stdin.readline()
"""


class Waiter(Thread):
    """A program that asks for its turn and keeps it until it is told to go."""

    def __init__(self, path: Path, *, patience: float = LIMIT) -> None:
        super().__init__(daemon=True)
        self.turn = Turnstile(path)
        self.turn.patience = patience
        self.came, self.go = Event(), Event()
        self.was_inside = False

    def run(self) -> None:
        with self.turn:
            self.was_inside = self.turn.is_inside
            self.came.set()
            self.go.wait(LIMIT)


@contextmanager
def waiting(path: Path) -> Iterator[Waiter]:
    """A waiter that stands before the turn; at the end it must have been in."""
    one = Waiter(path)
    one.start()
    next_ = path.with_name(path.name + ENDS[1])
    with next_.open("rb") as file:
        # Whoever has the second file in hand is the first of those who wait.
        while one.is_alive() and file_lock.lock(file.fileno()):
            file_lock.unlock(file.fileno())
    yield one
    one.go.set()
    one.join(LIMIT)
    assert one.was_inside
    one.turn.close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "posapp.db"


def test_f7_one_who_waits_comes_before_one_who_has_just_written(place: Path) -> None:
    mine, again = Turnstile(place), Turnstile(place)
    again.patience = 0.0
    with ExitStack() as stack:
        with mine:
            assert mine.is_inside
            one = stack.enter_context(waiting(place))
            assert not one.came.is_set()
        assert one.came.wait(LIMIT)
        with again:
            # Behind the one who is in; it does not wait here, and goes on all the same.
            assert not again.is_inside


def test_f7_a_place_that_was_given_up_is_free_when_its_turn_comes(place: Path) -> None:
    mine, other = Turnstile(place), Turnstile(place)
    other.patience = 0.0
    with mine, other:
        assert (mine.is_inside, other.is_inside) == (True, False)
    third = Turnstile(place)
    third.patience = LIMIT
    with third:
        assert third.is_inside
    third.close()
    other.close()
    mine.close()


def test_f7_the_turn_of_a_killed_program_is_free(place: Path) -> None:
    with start(HOLDER, str(place)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        mine = Turnstile(place)
        mine.patience = 0.0
        with mine:
            assert not mine.is_inside
        holder.kill()
        holder.wait(LIMIT)
    after = Turnstile(place)
    after.patience = LIMIT
    with after:
        assert after.is_inside


def test_f7_a_turn_that_never_comes_keeps_nobody_from_writing(sqlite_db: Database) -> None:
    assert sqlite_db.path is not None
    with Turnstile(sqlite_db.path) as stuck:
        assert stuck.is_inside
        sqlite_db._turn.patience = 0.0
        sqlite_db.write(lambda s: s.exec_driver_sql("CREATE TABLE told (id INTEGER)"))
    with sqlite_db.read() as s:
        assert s.exec_driver_sql("SELECT count(*) FROM told").scalar_one() == 0


def test_f7_no_file_of_the_turnstile_is_left(place: Path) -> None:
    one, other = Turnstile(place), Turnstile(place)
    with one:
        pass
    with other:
        # Whoever closes leaves alone what another uses.
        one.close()
        assert len(list(place.parent.iterdir())) == len(ENDS)
    other.close()
    assert not list(place.parent.iterdir())
    late = Turnstile(place)
    late.patience = 0.0
    with other, late:
        # Made anew, and the same ones for all.
        assert (other.is_inside, late.is_inside) == (True, False)


def test_f7_without_the_right_to_make_files_the_work_goes_on(place: Path) -> None:
    place.with_name(place.name + ENDS[0]).mkdir()
    with Turnstile(place) as turn:
        pass
    assert not turn.is_inside


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_f7_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(place: Path) -> None:
    os.mkfifo(place.with_name(place.name + ENDS[0]))
    waiter = Waiter(place, patience=0.1)
    waiter.go.set()
    waiter.start()
    assert waiter.came.wait(LIMIT)
    waiter.join(LIMIT)

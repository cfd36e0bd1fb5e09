"""P5: from a key to the painted hits of the search line, among a million accounts.

Types the last letter of each probe into the real search line over a real database, and stops when
the list of hits is painted. The pause that the line makes after a key (it waits for scanners) is
left out of the measured work. The database's file was read once before, so that the figure does not
depend on what else the machine did today; what the first look-ups of a morning take, when nothing
of the file is in memory, is told beside it. The reference asks the database by hand for names that
begin so: range bounds on an index, no words, no numbers, no ranking; painted by a plain list.
"""

import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, thread_time
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QVBoxLayout, QWidget

from posapp.bench.child import ChildFailedError, Options, answer
from posapp.bench.desk import application
from posapp.bench.figures import Figure, Turns, compared, percentile, within
from posapp.bench.search import WORST, search_probes, services_of
from posapp.bench.search_data import BigOffice, office_at
from posapp.storage import sqlite
from posapp.storage.db import Database
from posapp.ui.account_hits import hit_of
from posapp.ui.dressing import dress
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import InlineRunner
from posapp.ui.theme import Theme
from posapp.ui.widgets.hits import MAX_HITS, HitsPopup
from posapp.ui.widgets.search_line import LONGEST_TYPED, SearchLine

_MOST_MS: Final = 16.0
_MOST_LOOKING_MS: Final = 5.0
_CHUNK: Final = 16 * 1024 * 1024
_SLOWEST: Final = 0.99
_BY_NAME: Final = "SELECT account_id, name FROM account_search WHERE name >= ? AND name < ? ORDER BY name LIMIT 50"


def measure(options: Options) -> Sequence[Figure]:
    """Key to paint: ``accounts``, ``probes``, ``folder``."""
    folder, accounts = Path(options["folder"]), int(options["accounts"])
    folder.mkdir(parents=True, exist_ok=True)
    office = office_at(str(folder / f"people-{accounts}.db"), accounts, postings=False)
    db = Database.open(office.url)
    try:
        with db.read() as s:
            kinds = search_probes(s, office, int(options["probes"]))
        texts = [text for probes in kinds.values() for text in probes]
        Random(accounts).shuffle(texts)  # noqa: S311 - an order, not a secret
        by_hand = ByHand(office.url)
        counter = SearchCounter(db, office)
        for text in (*WORST, *texts[:10]):
            counter.key(text)
            by_hand.key(text)
        # As the program does once it is loaded.
        gc.collect()
        gc.freeze()
        read_once(office.url)
        pairs = [Key(text, *counter.key(text), by_hand.key(text)) for text in texts]
        morning = [counter.key(text)[0] for text in texts] if forget(office.url) else []
    finally:
        db.dispose()
    return _judged(pairs, morning, accounts)


@dataclass(frozen=True, slots=True)
class Key:
    """The last key of a text: milliseconds to painted hits, of the look-up alone, by hand.

    ``busy`` is what the processor worked of the first.
    """

    text: str
    painted: float
    looked_up: float
    busy: float
    by_hand: float


def _judged(keys: Sequence[Key], morning: Sequence[float], accounts: int) -> Sequence[Figure]:
    turns = Turns(tuple(key.painted for key in keys), tuple(key.by_hand for key in keys))
    slowest = sorted(keys, key=lambda key: key.painted, reverse=True)[:3]
    told = ", ".join(f"“{key.text[:24]}” {key.painted:.1f} ms" for key in slowest)
    busy = percentile([key.busy for key in keys], _SLOWEST)
    told = f"of the processor {busy:.1f} ms; slowest: {told}"
    what = f"key to painted hits, {accounts:,} accounts"
    looked_up = percentile([key.looked_up for key in keys], _SLOWEST)
    found = [
        within("P5", f"{what}, p99", percentile(turns.ours, _SLOWEST), _MOST_MS, note=told),
        within("P5", "the look-up alone, p99", looked_up, _MOST_LOOKING_MS),
        compared("", "key to painted hits, median, beside names by hand", turns, None),
    ]
    if morning:
        note = f"median {percentile(morning, 0.5):.1f} ms"
        p99 = percentile(morning, _SLOWEST)
        found.append(Figure("", "with nothing of the file in memory, p99", p99, note=note))
    return found


def read_once(path: str) -> None:
    """Read a file, so that the system keeps of it what it has room for."""
    with Path(path).open("rb") as file:
        while file.read(_CHUNK):
            pass


def forget(path: str) -> bool:
    """Have the system drop what it keeps of a file; whether it can be asked to."""
    advise: Any = getattr(os, "posix_fadvise", None)
    if advise is None:
        return False
    with Path(path).open("rb") as file:
        advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


class SearchCounter:
    """A window with the search line; look-ups run at once."""

    def __init__(self, db: Database, office: BigOffice) -> None:
        Theme(application(), "light").apply()
        find = services_of(db).search.find
        self._replies = 0
        self._looked_up = 0.0
        self._found = 0
        self._window = QWidget()
        self._line = SearchLine(
            InlineRunner(AppSignals()),
            partial(self._find, find, office),
            hit_of,
            debounce_ms=0,
            parent=self._window,
        )
        layout = QVBoxLayout(self._window)
        layout.addWidget(self._line)
        layout.addStretch()
        dress(self._window)
        self._window.resize(1_000, 700)
        self._window.show()
        self._window.activateWindow()
        self._line.setFocus()
        QApplication.processEvents()

    def _find(self, find: Any, office: BigOffice, text: str) -> Any:
        started = perf_counter()
        found = find(text, office.actor, limit=MAX_HITS)
        self._looked_up += (perf_counter() - started) * 1000
        self._replies += 1
        self._found = len(found)
        return found

    def key(self, text: str) -> tuple[float, float, float]:
        """Milliseconds from the last key of a text to its painted hits.

        Beside them those of the look-up alone and those that the processor worked.

        Raises:
            ChildFailedError: nothing was painted, so nothing was measured.
        """
        line = self._line
        # Without the focus the line shows no hits.
        self._window.activateWindow()
        line.setFocus()
        # The line takes no more than that.
        text = text[:LONGEST_TYPED]
        line.setText(text[:-1])
        QApplication.processEvents()
        self._looked_up, self._found = 0.0, 0
        before = self._replies
        started, worked = perf_counter(), thread_time()
        QTest.keyClicks(line, text[-1])
        while self._replies == before and line.text().strip():
            QApplication.processEvents()
        popup = self._window.findChild(HitsPopup)
        if popup is not None:
            popup.repaint()
        QApplication.processEvents()
        took, busy = (perf_counter() - started) * 1000, (thread_time() - worked) * 1000
        if self._found and len(line.hits_shown()) != self._found:
            raise ChildFailedError(f"the hits of “{text[:24]}” were not painted")
        line.clear()
        QTest.keyClick(line, Qt.Key.Key_Escape)
        return took, self._looked_up, busy


class ByHand:
    """A plain list under no line at all: names that begin with a text."""

    def __init__(self, url: str) -> None:
        application()
        self._connection: Any = sqlite.driver().connect(url)
        self._list = QListWidget()
        self._list.resize(1_000, 600)
        self._list.show()

    def key(self, text: str) -> float:
        """Milliseconds to ask and paint."""
        started = perf_counter()
        folded = text.casefold()
        bounds = (folded, folded + "\U0010ffff")
        rows = self._connection.execute(_BY_NAME, bounds).fetchall()
        self._list.clear()
        self._list.addItems([f"{name}  {number}" for number, name in rows])
        self._list.viewport().repaint()
        return (perf_counter() - started) * 1000


if __name__ == "__main__":
    answer(measure)

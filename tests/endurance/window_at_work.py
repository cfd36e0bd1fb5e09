"""The window with its real lanes, reading, printing and searching, while another program writes.

Run ``python -m tests.endurance.window_at_work SECONDS``; it ends with the number of rounds, or
with the trace of the thread that ended it. With ``--search-anywhere`` Python looks for garbage
wherever it happens to be, as it does without ``posapp.ui.garbage``: that ends the process by a
segmentation fault, in a worker and in the search for garbage, mostly within five minutes.
"""

import faulthandler
import gc
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.errors import PosError
from posapp.services.bundle import build
from posapp.storage.db import Database
from posapp.ui.dialogs.receipt import ReceiptDialog
from posapp.ui.garbage import GarbageCollector
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.tasks import TaskRunner
from tests.helpers.clock import FixedClock
from tests.ui import shots

# Far more searches for garbage than in a working day.
OFTEN = (30, 3, 3)
CONFIRMED = frozenset({"M-06W", "M-39", "M-40", "M-42", "M-69"})
LAYOUTS = ("roll80", "letter", "a4")


def write_on(path: str, clock: FixedClock, payor: AccountId, actor: Actor) -> None:
    """Take payments at another desk for ever."""
    services = build(Database.open(path), clock)
    while True:
        command = AddEvent(
            new_request_id(),
            payor,
            (TenderDraft("CASH", Money(500)),),
            (PaymentDraft(payor, Money(500)),),
            confirmed=CONFIRMED,
        )
        try:
            services.payment_events.add(command, actor)
        except PosError as error:
            print("the other desk:", error, flush=True)
        time.sleep(0.05)


@contextmanager
def other_desk(scene: shots.Scene) -> Iterator[None]:
    path, actor = str(scene.folder / "posapp.db"), scene.office.cashier
    process = get_context("spawn").Process(
        target=write_on, args=(path, scene.clock, scene.fresh, actor), daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def modal() -> QWidget | None:
    shown = (w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isModal())
    return QApplication.activeModalWidget() or next(shown, None)


def wait(chance: random.Random, longest: int) -> None:
    QTest.qWait(chance.randint(0, longest))


def look_at_papers(page: QWidget | None, chance: random.Random) -> None:
    """Open the print box, change the paper faster than it can be drawn, print now and then."""
    if not (isinstance(page, PaymentEventPage) and page.print_button.isEnabled()):
        return
    page.open_receipt()
    wait(chance, 40)
    dialog = modal()
    if not isinstance(dialog, ReceiptDialog):
        return
    for _ in range(chance.randint(1, 4)):
        dialog.fields.kind.select(chance.random() < 0.5)
        wait(chance, 30)
        dialog.fields.layout_box.select(chance.choice(LAYOUTS))
        wait(chance, 30)
    if chance.random() < 0.3:
        dialog.print_now()
    wait(chance, 60)
    QTest.keyClick(dialog, Qt.Key.Key_F2)


def do_round(scene: shots.Scene, window: QWidget, chance: random.Random) -> None:
    """An event with its papers, a search, an account, an add dialog that is given up."""
    window.open_page("event", chance.choice([scene.event, scene.split, scene.unfrozen]))
    wait(chance, 60)
    look_at_papers(window.page, chance)
    window.to_search()
    for char in f"{chance.randint(1000000000, 1000000099)}-{chance.randint(1, 9)}":
        QTest.keyClick(window, char)
    wait(chance, 80)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    window.open_page("account", chance.choice([scene.ngozi, scene.fresh, scene.billed]))
    wait(chance, 60)
    QTest.keyClick(window, Qt.Key.Key_F5)
    wait(chance, 60)
    while (dialog := modal()) is not None:
        dialog.hide()
        dialog.deleteLater()
        QTest.qWait(1)


def search_anywhere(collector: GarbageCollector) -> None:
    """Give the search for garbage back to whatever thread Python is in."""
    collector.stop()
    gc.enable()


def main(seconds: float, *, anywhere: bool) -> None:
    faulthandler.enable()
    app = QApplication([])
    shots.InlineRunner = TaskRunner
    chance = random.Random(time.time_ns())
    with TemporaryDirectory() as place:
        scene = shots.Scene(Path(place), app)
        scene.program.theme.choose("light", 100)
        window = scene.enter(scene.office.cashier)
        gc.set_threshold(*OFTEN)
        if anywhere:
            search_anywhere(scene.program._garbage)
        # Nobody touches a real key here, and what this run closes must not be the lock.
        scene.program.session.idle.stop()
        window.show()
        window.activateWindow()
        rounds, end = 0, time.monotonic() + seconds
        with other_desk(scene):
            while time.monotonic() < end:
                do_round(scene, window, chance)
                rounds += 1
        print(f"{rounds} rounds in {seconds:.0f} s", flush=True)
        scene.program._end_session()
        scene.program.close()


if __name__ == "__main__":
    main(float(sys.argv[1]), anywhere="--search-anywhere" in sys.argv)

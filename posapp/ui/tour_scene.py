"""What every part of the demo's day needs: the window in front, its dialogs, hands and camera."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.dialogs.sign_in import SignInWindow
from posapp.ui.models.count_grid import CountGrid
from posapp.ui.pages.base import Page
from posapp.ui.paper_opening import show_paper
from posapp.ui.session import Session
from posapp.ui.tasks import Lane, Runner, TaskRunner
from posapp.ui.theme import Theme
from posapp.ui.tour_driver import SIZE, Camera, Hands, Steps, TourFailedError, front
from posapp.ui.window import MainWindow

_LANES: Final[tuple[Lane, ...]] = ("db", "io", "imports", "reports")
# Lets the window draw and open or close its cell editors between two keys.
AT_ONCE: Final = ("the next moment", lambda: True)
_CENTS: Final = 100
D = TypeVar("D", bound=QDialog)
P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class TourPlan:
    """Who comes to the counter: three accounts, and the cashier with the password."""

    login: str
    password: str
    cash_payer: AccountId
    check_payer: AccountId
    open_item: AccountId


class Stage(Protocol):
    """The running program, as the tour needs it."""

    sign_in: SignInWindow | None
    session: Session | None
    theme: Theme

    @property
    def runner(self) -> Runner:
        """Runs the window's work."""


class Scene:
    """A part of the day as steps for the driver."""

    def __init__(self, stage: Stage, plan: TourPlan, out: Path) -> None:
        self._stage = stage
        self._plan = plan
        self._out = out
        self._hands = Hands()
        self.camera = Camera(out)

    @property
    def _session(self) -> Session:
        session = self._stage.session
        if session is None:
            raise TourFailedError("nobody is signed in")
        return session

    @property
    def _window(self) -> MainWindow:
        return self._session.window

    def _change_user(self, login: str) -> Steps:
        """Somebody else signs in at the same window."""
        before = self._session
        before.switch_user()
        yield "the lock", lambda: before.lock.is_locked
        lock = before.lock.dialog
        if lock is None:
            raise TourFailedError("the window is not locked")
        yield from self._face(lock)
        lock.form.login.setFocus()
        self._hands.type(login)
        lock.form.password.setFocus()
        self._hands.type(self._plan.password)
        self._hands.press(Qt.Key.Key_Return)
        yield "the next user", lambda: self._stage.session not in {None, before}
        yield from self._settle_in()

    def _settle_in(self) -> Steps:
        """The window of who just signed in."""
        self._window.resize(SIZE)
        yield "the home page", lambda: self._window.page is not None
        yield "the drawer", self._is_quiet

    def _go(self, kind: type[P], number: int = 0) -> Steps:
        """Open a page and wait for what it shows."""
        yield from self._face(self._window)
        self._window.open_page(kind.KIND, number)
        yield "the page", lambda: isinstance(self._window.page, kind)
        yield AT_ONCE
        yield "its figures", self._is_quiet
        yield AT_ONCE

    def _page(self, kind: type[P]) -> P:
        page = self._window.page
        if not isinstance(page, kind):
            raise TourFailedError(f"{kind.__name__} is not shown")
        return page

    def _do(self, name: str, work: Callable[[], object], found: list[Any]) -> Steps:
        """Let something be done off the window's thread; what it gives is put into ``found``."""
        failed: list[BaseException] = []
        self._stage.runner.run(self._window, work, found.append, failed.append)
        yield name, lambda: found or failed
        if failed:
            raise TourFailedError(f"{name}: {failed[0]}")

    def _face(self, window: QWidget) -> Steps:
        """Give a window the keys; without a window manager nobody else does."""
        window.activateWindow()
        yield "its focus", window.isActiveWindow

    def _shown(self, kind: type[QDialog]) -> Steps:
        """Wait for a dialog and give it the keys."""
        yield kind.__name__, lambda: self._is_shown(kind)
        yield from self._face(self._dialog(kind))
        yield AT_ONCE

    def _send(self, kind: type[QDialog]) -> Steps:
        """Press F9 in a dialog, say yes to what must be confirmed, and wait for its end."""
        self._hands.press(Qt.Key.Key_F9)
        yield "an answer", lambda: self._is_shown(ConfirmDialog) or not self._is_shown(kind)
        yield from self._confirmed()
        yield f"the end of {kind.__name__}", lambda: not self._is_shown(kind)
        yield "its figures", lambda: self._is_quiet() or self._is_shown(PaperDialog)

    def _is_asked(self) -> bool:
        return self._is_shown(ConfirmDialog)

    def _confirmed(self) -> Steps:
        """Say yes to what must be confirmed, where something must."""
        if self._is_shown(ConfirmDialog):
            question = self._dialog(ConfirmDialog)
            yield from self._face(question)
            self._hands.press(Qt.Key.Key_F9)
            yield "the question's end", lambda: not self._is_shown(ConfirmDialog)

    def _count_notes(self, grid: CountGrid, wanted: Mapping[int, int]) -> Steps:
        """Type how many there are of each note and coin; the focus is in the first row.

        Args:
            grid: where it is counted.
            wanted: quantity by row.
        """
        for place in range(len(grid.records)):
            quantity = wanted.get(place, 0)
            if quantity:
                self._hands.type(str(quantity))
                yield AT_ONCE
                self._hands.press(Qt.Key.Key_Return)
            else:
                self._hands.press(Qt.Key.Key_Down)
            yield AT_ONCE

    def _print(self, kind: DayPaper, number: int, picture: str = "") -> Steps:
        """Show a paper and print it into the folder; a picture of it where one is wanted."""
        show_paper(self._session.context, self._window, kind, number)
        yield from self._print_shown(picture)

    def _print_shown(self, picture: str = "") -> Steps:
        """Print the paper that opened by itself, or was asked for."""
        yield from self._shown(PaperDialog)
        dialog = self._dialog(PaperDialog)
        yield "the paper", dialog.print_button.isEnabled
        yield AT_ONCE
        if picture:
            self.camera.shoot(picture, dialog)
        dialog.print_now()
        yield "its printing", dialog.done_button.isEnabled
        yield "its log", lambda: not self._works()
        self._hands.press(Qt.Key.Key_Escape)
        yield "the dialog's end", lambda: not self._is_shown(PaperDialog)

    def _kind(self) -> str:
        page = self._window.page
        return "" if page is None else page.KIND

    def _works(self) -> bool:
        runner = self._stage.runner
        return isinstance(runner, TaskRunner) and any(runner.pending(lane) for lane in _LANES)

    def _is_quiet(self) -> bool:
        """Nothing is being read or written and nothing lies over the window."""
        return not self._works() and front() is self._window

    def _is_shown(self, kind: type[QDialog]) -> bool:
        return any(dialog.isVisible() for dialog in self._window.findChildren(kind))

    def _dialog(self, kind: type[D]) -> D:
        found = [dialog for dialog in self._window.findChildren(kind) if dialog.isVisible()]
        if not found:
            raise TourFailedError(f"{kind.__name__} is not on the screen")
        return found[-1]


def notes_of(amount: Money, grid: CountGrid) -> dict[int, int]:
    """An amount in the fewest notes and coins: quantity by row of a grid, largest first."""
    left, wanted = amount.minor, {}
    for place, line in enumerate(grid.records):
        value = line.denomination.value.minor
        wanted[place], left = left // value, left % value
    return wanted


def typed(amount: Money) -> str:
    """An amount as it is typed, in a currency of two decimals as the demo's is."""
    return f"{amount.minor // _CENTS}.{amount.minor % _CENTS:02d}"

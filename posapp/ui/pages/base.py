"""What every page shares: it holds an id, reads off the GUI thread, reloads when data changes.

Pages never call each other; they ask ``context.open_page``. Errors of reads become a strip that
the window shows over the content (architecture 4.8, 4.11).
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final, TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from posapp.domain.topics import Topic
from posapp.ui.context import UiContext
from posapp.ui.tasks import Lane
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

T = TypeVar("T")

_TROUBLE: Final = frozenset({Tone.RED, Tone.AMBER})


class Page(QWidget):
    """A page of the main window.

    Subclasses set the class attributes, fill ``body`` and override ``load``. What is in ``body``
    scrolls where the window is lower than it can be; ``foot`` below it is always in sight and
    holds the buttons of the page.

    Attributes:
        KIND: name under which the page is registered; also names its how-to in
            ``resources/help`` and its ``objectName``.
        TOPICS: what it shows; a change of one of them reloads it.
        SHOWS_DRAWER: whether the drawer panel stands beside it.
        TELLS_LIMIT: whether it says itself that cash is above the limit (PE-2).

    ``work_ended`` carries the strip that tells how long work of this page came out.
    """

    KIND: ClassVar[str] = ""
    TOPICS: ClassVar[frozenset[Topic]] = frozenset()
    SHOWS_DRAWER: ClassVar[bool] = True
    TELLS_LIMIT: ClassVar[bool] = False

    work_ended = Signal(object)
    title_changed = Signal()
    notices_changed = Signal()

    def __init__(self, context: UiContext, number: int = 0) -> None:
        """Make an empty page; the window calls ``load`` when it shows it.

        Args:
            context: the surroundings.
            number: id of what the page shows, 0 where there is nothing to name.
        """
        super().__init__()
        self.setObjectName(f"{self.KIND}_page")
        self.setProperty("role", "page")
        self.context = context
        self.number = number
        self._content = _Content()
        self.body = _column(self._content)
        self.area = QScrollArea()
        self.area.setObjectName("page_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._content)
        self.foot = QVBoxLayout()
        whole = _column(self)
        whole.addWidget(self.area, 1)
        whole.addLayout(self.foot)
        self._generation = 0
        self._title = ""
        self._own: tuple[Notice, ...] = ()
        self._failure: Notice | None = None

    @property
    def title(self) -> str:
        """What the window's title says while the page is shown."""
        return self._title

    @property
    def account_number(self) -> int:
        """The account that the page is about, 0 for none; menus of an account work on it."""
        return 0

    @property
    def account_numbers(self) -> tuple[int, ...]:
        """Every account that the page is about, the main one first; the open file is one of them."""
        return (self.account_number,) if self.account_number else ()

    @property
    def pay_number(self) -> int:
        """What the payments page begins with: the account, or an item that is marked here."""
        return self.account_number

    @property
    def help_topic(self) -> str:
        """Name of its how-to in ``resources/help``."""
        return self.KIND

    @property
    def working(self) -> str:
        """What long work is under way, in words; such a page outlives the way back from it."""
        return ""

    @property
    def unfinished(self) -> str:
        """What was typed here and not recorded, in a sentence; asked about before it is left."""
        return ""

    def keep_work(self) -> Callable[[], object] | None:
        """How to keep what is unfinished for later (D-21); ``None`` when it cannot be kept."""
        return None

    def stop_work(self) -> bool:
        """The way back was pressed: stop long work first; whether there was any to stop."""
        return False

    def give_up(self) -> None:
        """The user leaves what is unfinished; nobody asks again before it is changed."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Strips to show over the content."""
        return (self._failure, *self._own) if self._failure else self._own

    def load(self) -> None:
        """Read what is shown; called when the page is opened and when its data changed."""

    def focus_first(self) -> None:
        """Put the focus where work on this page starts; the search line when nowhere else."""
        self.context.to_search()

    def focus_again(self) -> None:
        """Put the focus back where it was when this page was left, with that in sight."""
        part = self._left_at()
        if part is None or not (part.isEnabled() and part.isVisibleTo(self)):
            self.focus_first()
            return
        part.setFocus(Qt.FocusReason.BacktabFocusReason)
        place = part.mapTo(self._content, QPoint(0, 0)) if self._holds(part) else QPoint(0, 0)
        self.area.ensureVisible(place.x(), place.y())

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page beside the general ones, as (what it does, key)."""
        return ()

    def is_concerned(self, topics: frozenset[Topic]) -> bool:
        """Whether a change of these topics asks for a reload."""
        return bool(topics & self.TOPICS)

    def read(self, work: Callable[[], T], on_done: Callable[[T], None], lane: Lane = "db") -> None:
        """Run a read elsewhere; only the answer of the newest one arrives.

        Args:
            work: calls services; no widgets in it.
            on_done: shows the answer.
            lane: where it runs.
        """
        self._generation += 1
        answered = partial(self._on_read, self._generation, on_done)
        self.context.runner.run(self, work, answered, self.on_failed, lane)

    def show_title(self, title: str) -> None:
        """Change the title."""
        if title != self._title:
            self._title = title
            self.title_changed.emit()

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Replace the standing strips of this page."""
        if notices != self._own:
            self._own = notices
            self.notices_changed.emit()

    def show_notice(self, notice: Notice) -> None:
        """Show a strip about what just happened; a good read takes trouble away again."""
        self._failure = notice
        self.notices_changed.emit()

    def drop_notice(self) -> None:
        """What just happened is over: another thing is done."""
        if self._failure is not None:
            self._failure = None
            self.notices_changed.emit()

    def drop_error(self) -> None:
        """What was wrong is being mended: an error is no news any more, anything else stays."""
        if self._failure is not None and self._failure.tone is Tone.RED:
            self.drop_notice()

    def declined(self, codes: frozenset[str]) -> None:
        """The user said no to a question; a page may lead to what it was about."""

    def forget_done(self) -> None:
        """The page is left: what was done here is no news when one comes back."""
        failure = self._failure
        if failure is not None and failure.tone not in _TROUBLE and not failure.action:
            self.drop_notice()

    def show_field_error(self, field: str, sentence: str) -> bool:  # noqa: ARG002
        """Pages without a form have no field to show an error at."""
        return False

    def on_failed(self, error: BaseException) -> None:
        """Show an error of this page's work."""
        self.context.failures.present(
            error, self, retry=self.load, reload=self.load, heal=self.load
        )

    def _left_at(self) -> QWidget | None:
        """The part that had the focus last; Qt gives none where there was none."""
        return self.focusWidget()

    def _holds(self, part: QWidget) -> bool:
        return self._content.isAncestorOf(part)

    def _on_read(self, generation: int, on_done: Callable[[T], None], found: T) -> None:
        if generation != self._generation:
            return
        failure = self._failure
        if failure is not None and failure.tone in _TROUBLE and not failure.stays:
            self._failure = None
            self.notices_changed.emit()
        on_done(found)


class _Content(QWidget):
    """What scrolls of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")

    def hasHeightForWidth(self) -> bool:
        """Wrapped texts make no page taller: lists give way first, then the page scrolls."""
        return False


class _Column(QVBoxLayout):
    """Parts below each other; a scroll area asks the layout, not the widget, about its height."""

    def hasHeightForWidth(self) -> bool:
        """As the content says."""
        return False


def _column(holder: QWidget) -> QVBoxLayout:
    made = _Column(holder)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(dp(12))
    return made

"""The signed-in user's drawer: read once after each change, shown by header, panel and pages.

The drawer meant is the one that entry dialogs offer (D-02): the user's own open control first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from posapp.domain.codes import ControlStatus
from posapp.domain.control_search import ControlSearch, FoundControl
from posapp.domain.desk import EventLine
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import ENTRY_SOURCES, Control, ControlView
from posapp.domain.topics import Topic
from posapp.ui.tasks import Runner

if TYPE_CHECKING:
    from posapp.services.bundle import Services

LAST = 8
TOPICS = frozenset({Topic.CONTROLS, Topic.EVENTS, Topic.SETUP})


@dataclass(frozen=True, slots=True)
class DrawerState:
    """What the user may put money into now.

    Attributes:
        controls: open tender controls that the user may use, the offered one first.
        view: the offered one with its lines; ``None`` when no drawer is open.
        last: its newest events, a handful.
        unfrozen: its events with a payment that is not frozen or in Error.
        counting: the user's drawers that are being balanced, the newest first (TC-06).
    """

    controls: tuple[Control, ...] = ()
    view: ControlView | None = None
    last: tuple[EventLine, ...] = ()
    unfrozen: int = 0
    counting: tuple[FoundControl, ...] = ()

    @property
    def beside(self) -> tuple[Control, ...]:
        """The user's drawers of other currencies, one each, beside the offered one (AC-06)."""
        first: dict[str, Control] = {}
        if self.view is not None:
            first[self.view.control.currency] = self.view.control
        for control in self.controls:
            first.setdefault(control.currency, control)
        offered = None if self.view is None else self.view.control
        return tuple(one for one in first.values() if one is not offered)

    @property
    def is_open(self) -> bool:
        """Whether a payment can be taken."""
        return self.view is not None


class DrawerWatch(QObject):
    """Keeps the state of the drawer; ``changed`` tells when it was read anew.

    ``failed`` carries the error of a read; the last known state stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, read: Callable[[], DrawerState]) -> None:
        """Make a watch that knows nothing yet; ``refresh`` reads.

        Args:
            runner: runs the read.
            read: gives the state; called off the GUI thread.
        """
        super().__init__()
        self._runner = runner
        self._read = read
        self._known = self._answered = False
        self.state = DrawerState()

    @property
    def is_known(self) -> bool:
        """Whether the state was read at least once."""
        return self._known

    @property
    def is_answered(self) -> bool:
        """Whether a read has ended, well or not: nobody need wait for the first one."""
        return self._answered

    def refresh(self) -> None:
        """Read the state again."""
        self._runner.run(self, self._read, self._on_read, self._on_failed)

    def on_data_changed(self, topics: frozenset[Topic]) -> None:
        """Read again when a change concerns drawers or what lies in them."""
        if topics & TOPICS:
            self.refresh()

    def _on_read(self, state: DrawerState) -> None:
        self._known = self._answered = True
        self.state = state
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._answered = True
        self.failed.emit(error)


def read_drawer(services: "Services", actor: Actor) -> DrawerState:
    """The drawers a user may use and what is in the offered one; runs off the GUI thread."""
    controls = services.tender_controls.mine(actor)
    setup = services.setup()
    counting = _counting(services, actor)
    for control in controls:
        source = setup.tender_sources[control.tender_source]
        home = control.currency == setup.installation.currency
        if home and source.source_type in ENTRY_SOURCES:
            return DrawerState(
                controls,
                services.tender_controls.show(control.id, actor),
                services.desk.events_of(control.id, actor, LAST),
                services.desk.unfrozen(control.id, actor),
                counting,
            )
    return DrawerState(controls, counting=counting)


def _counting(services: "Services", actor: Actor) -> tuple[FoundControl, ...]:
    if not actor.may(Right.OPEN_CONTROL):
        return ()
    wanted = ControlSearch(user_id=actor.user_id, status=ControlStatus.BALANCING)
    return services.tender_controls.search(wanted, actor)

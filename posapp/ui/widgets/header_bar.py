"""The bar under the menus: search line, the drawer, who works here."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from posapp.domain.accounts import AccountHit, EventHit
from posapp.domain.ids import short_id
from posapp.domain.one_line import LineView
from posapp.domain.paper_proofs import PaperHit
from posapp.domain.record_hits import RecordHit
from posapp.domain.rights import Right
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.late import part
from posapp.ui.account_hits import event_hit_of, hit_of, record_hit_of
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.shortcuts import Key
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import Pill, PillStrip
from posapp.ui.widgets.counter_line import CounterLine
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.hits import Hit
from posapp.ui.widgets.looks import text_label
from posapp.ui.words import word

_FILE_WIDTH = 180
Found = AccountHit | EventHit | RecordHit | PaperHit | LineView


class HeaderBar(QFrame):
    """Always in sight; the search line is where every customer begins."""

    def __init__(
        self,
        context: UiContext,
        look_up: Callable[[str], Sequence[Found]],
        is_scan_line: Callable[[str], bool],
    ) -> None:
        """Make the bar.

        Args:
            context: the surroundings.
            look_up: finds accounts and events, or a payment in one line; runs off the GUI thread.
            is_scan_line: whether a typed text is the line of a stub.
        """
        super().__init__()
        self.setObjectName("header_bar")
        self.setProperty("role", "toolbar")
        self._context = context
        label = _("Search account, name, address, bill, plate  {key}")
        self.search = CounterLine(
            context,
            look_up,
            self._hit_of,
            is_scan_line,
            label=label.format(key=context.shortcuts.shown(Key.SEARCH)),
        )
        self.file = ElidedLabel()
        self.file.setObjectName("open_file")
        # As wide as the name, up to a width; it gives way before anything else does.
        self.file.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.file.setMaximumWidth(dp(_FILE_WIDTH))
        self.drawer = Pill()
        self.beside = PillStrip()
        self.demo = Pill()
        actor = context.actor
        roles = ", ".join(word(role).text for role in sorted(actor.roles))
        self.user = text_label(joined(actor.name, roles), "subtitle")
        self.user.setObjectName("user")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(dp(16), dp(9), dp(16), dp(9))
        layout.setSpacing(dp(12))
        layout.addWidget(self.search, 1)
        layout.addWidget(self.file)
        for name, pill in (
            ("drawer_state", self.drawer),
            ("demo_mark", self.demo),
        ):
            pill.setObjectName(name)
            layout.addWidget(pill)
        layout.insertWidget(layout.indexOf(self.demo), self.beside)
        layout.addWidget(self.user)
        if context.setup.installation.demo:
            self.demo.show_state(_("DEMO"), Tone.AMBER)
        context.drawer.changed.connect(self.refresh)
        if context.drawer.is_known:
            self.refresh()

    def _hit_of(self, found: Found) -> Hit:
        if isinstance(found, EventHit):
            return event_hit_of(found, self._context.formats)
        if isinstance(found, RecordHit):
            return record_hit_of(found)
        if isinstance(found, PaperHit):
            words = part("posapp.ui.proof_words")
            proof: Hit = words.proof_hit_of(found.proof, self._context.formats)
            return proof
        if isinstance(found, LineView):
            return Hit(found.card.account.name)
        return hit_of(found)

    def refresh(self) -> None:
        """Show the drawer as last read: its number and source, never what is in it (D-16)."""
        state = self._context.drawer.state
        view, beside = state.view, state.beside
        self.beside.setVisible(bool(beside))
        self.beside.show_states((_named(one, several=True), Tone.BLUE) for one in beside)
        if view is None and state.counting:
            number = grouped(short_id(state.counting[0].id))
            self.drawer.show_state(
                _("TC {number} is being counted").format(number=number), Tone.AMBER
            )
            return
        if view is None:
            opens = self._context.actor.may(Right.OPEN_CONTROL)
            self.drawer.show_state(_("No drawer open") if opens else "", Tone.GREY)
            return
        named = _named(view.control, several=bool(beside))
        if view.above_limit:
            self.drawer.show_state(joined(named, _("Turn in")), Tone.AMBER)
        else:
            self.drawer.show_state(named, Tone.BLUE)


def _named(control: Control, *, several: bool) -> str:
    """Number and source of a drawer; its currency instead, where there are several side by side."""
    number = f"TC {grouped(short_id(control.id))}"
    return joined(number, control.currency if several else control.tender_source)

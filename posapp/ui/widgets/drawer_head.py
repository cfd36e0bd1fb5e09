"""The head of a drawer's page: which drawer, whose, its states and figures (controls 5.1)."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.domain.codes import ControlStatus
from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.domain.tender_controls import ControlView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.totals_bar import TotalsBar
from posapp.ui.words import word


class DrawerHead(Card):
    """Name and states; ``line`` takes buttons at the right of them."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("drawer_head")
        self._context = context
        self.name, self.about = ElidedLabel("title"), ElidedLabel("subtitle")
        self.states = PillStrip()
        self.figures = TotalsBar(
            (
                ("starting_balance", _("Starting balance")),
                ("cash_limit", _("Cash limit")),
                ("canceled", _("Canceled tenders")),
                ("expected", _("Expected in drawer")),
                ("home_value", _("Worth at stored rates")),
            ),
        )
        names = QVBoxLayout()
        names.setSpacing(dp(2))
        first = QHBoxLayout()
        first.setSpacing(dp(12))
        first.addWidget(self.name, 1)
        first.addWidget(self.states)
        names.addLayout(first)
        names.addWidget(self.about)
        self.line = QHBoxLayout()
        self.line.setSpacing(dp(8))
        self.line.addLayout(names, 1)
        self.add(self.line)
        self.add(self.figures)

    def show_view(self, view: ControlView) -> str:
        """Show the control; gives its title."""
        control, formats = view.control, self._context.formats
        title = _("Tender control {number}").format(number=grouped(short_id(control.id)))
        self.name.show_text(title)
        foreign = formats.home.code != control.currency
        self.about.show_text(joined(self._about(view), control.currency if foreign else ""))
        found = word(control.status)
        above = [(_("Above the cash limit"), Tone.AMBER)] if view.above_limit else []
        self.states.show_states([*above, (found.text, found.tone)])
        show, money = self.figures.show_value, partial(formats.money, currency=control.currency)
        show("starting_balance", money(control.starting_balance))
        show("cash_limit", money(view.limit))
        show("canceled", formats.count(view.canceled))
        expected = [line.expected for line in view.lines if line.expected is not None]
        show("expected", "" if view.blind else money(total(expected)))
        self.figures.figure("expected").setVisible(not view.blind)
        worth = [formats.money(amount, code) for code, amount in view.home_values or ()]
        show("home_value", joined(*worth))
        self.figures.figure("home_value").setVisible(bool(worth))
        # While it is counted the lines beside it say all of this, and the count wants the room.
        self.figures.setVisible(control.status is not ControlStatus.BALANCING)
        return title

    def _about(self, view: ControlView) -> str:
        control, formats, standing = view.control, self._context.formats, view.standing
        deposit = grouped(short_id(control.deposit_control_id))
        balanced = ""
        if standing is not None and standing.balanced_at is not None:
            says = _("Balanced {at} by {user}")
            balanced = says.format(
                at=formats.stamp(standing.balanced_at), user=standing.balanced_by
            )
        return joined(
            control.tender_source,
            view.source_description,
            control.user_name or _("All users"),
            _("Business date {day}").format(day=formats.date(control.business_date)),
            _("Opened {at}").format(at=formats.stamp(control.created_at)),
            _("Deposit control {number}").format(number=deposit),
            balanced,
        )

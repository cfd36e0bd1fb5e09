"""Receive a turn-in: what it consists of, to be counted in front of the cashier (TI-02, TI-12)."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.ids import short_id
from posapp.domain.setup_options import Denomination
from posapp.domain.turn_in import IN, Instrument, TurnInView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.base import Work
from posapp.ui.formats import grouped, isolated, joined
from posapp.ui.models.columns import Column, money_column, text_column
from posapp.ui.models.control_lists import float_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.figure import Figure
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 4


class ApproveTurnInDialog(ApprovedDialog):
    """Approves a turn-in in the version that is shown; ``completed`` carries ``Saved[TurnInId]``."""

    def __init__(
        self,
        context: UiContext,
        view: TurnInView,
        parent: QWidget | None = None,
        *,
        why: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            context: the window's surroundings.
            view: the turn-in with what it consists of.
            parent: window that the dialog belongs to.
            why: why somebody else must give the own secret, where that is known.
        """
        one, formats, setup = view.turn_in, context.formats, context.setup
        drawer = setup.tender_sources[one.tender_source].description
        super().__init__(
            context, parent,
            title=_("Approve turn-in"), action=_("Approve"), name="approve_turn_in_dialog",
            subtitle=joined(drawer, one.drawer_user or _("All users")),
        )  # fmt: skip
        self._view = view
        self.amount = Figure(setup.tender_types[one.tender_type].description, size="hero")
        self.amount.show_value(formats.money(one.amount, one.currency))
        self.facts = FactGrid(2)
        self.facts.show_facts(
            (
                (_("Receipt Number"), one.receipt_number),
                (_("Tender Control"), grouped(short_id(one.tender_control_id))),
                (_("Created By"), one.created_by),
                (_("Created"), formats.stamp(one.created_at)),
                (_("Version"), formats.count(one.version)),
                (_("Comments"), one.comments),
            )
        )
        self.form.hide()
        self.body.addWidget(self.amount)
        self.body.addWidget(self.facts)
        self._show_parts()
        self._show_consequences()
        self.add_approval()
        self.body.addStretch(1)
        if why:
            self.approval.ask(why)

    def wanted_size(self) -> QSize:
        """Room for notes and checks beside each other."""
        both = bool(self._view.counted) and bool(self._view.instruments)
        return QSize(dp(860 if both else 560), self.sizeHint().height())

    def focus_first(self) -> None:
        """Nothing is typed: the way back has the focus, the key approves; else who approves."""
        asks = self.approval.is_needed
        (self.approval.approver if asks else self.cancel_button).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command, for the version that was counted."""
        if self.approval.lacks():
            return None
        one, approve = self._view.turn_in, self._context.services.turn_ins.approve
        actor, secret = self._context.actor, self.secret
        return partial(approve, one.id, self.request_id, actor, seen=one.version, secret=secret)

    def _show_parts(self) -> None:
        """Notes and coins, checks; neither where it was handed over as a sum."""
        view, formats = self._view, self._context.formats
        line = QHBoxLayout()
        line.setSpacing(dp(16))
        if view.counted:
            table = DataTable("turn_in_count", _("Notes and coins"))
            counted: RecordTableModel[tuple[Denomination, int]] = RecordTableModel(
                float_columns(formats), view.counted, table
            )
            table.set_model(counted)
            table.fit_rows(_ROWS)
            card = Card(_("Notes and coins"))
            card.add(table)
            line.addWidget(card)
        if view.instruments:
            line.addWidget(self._checks())
        self.body.addLayout(line)

    def _checks(self) -> Card:
        formats, currency = self._context.formats, self._view.turn_in.currency
        table = DataTable("turn_in_checks", _("Checks"))
        columns: tuple[Column[Instrument], ...] = (
            text_column(_("Number"), lambda i: i.check_number, 84),
            text_column(_("Name"), lambda i: i.name, 120, stretch=True),
            money_column(_("Amount"), lambda i: i.amount, formats, lambda _i: currency, 104),
        )
        listed: RecordTableModel[Instrument] = RecordTableModel(
            columns, self._view.instruments, table
        )
        table.set_model(listed)
        table.fit_rows(_ROWS)
        card = Card(_("Checks"), formats.count(len(self._view.instruments)))
        card.add(table)
        return card

    def _show_consequences(self) -> None:
        one = self._view.turn_in
        if one.direction is IN:
            says = _("This money goes to the drawer: who works there approves it.")
        else:
            says = _("Count it in front of {name}, then approve.").format(
                name=isolated(one.created_by)
            )
        fixed = _("Once approved it cannot be changed; a mistake is set right by another turn-in.")
        lines = Consequences()
        lines.show_lines([Consequence(says), Consequence(fixed, Tone.AMBER)])
        self.body.addWidget(lines)

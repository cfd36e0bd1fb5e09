"""Put a tender into another open drawer (TC-04, D-28)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from posapp.domain.event_views import TenderView
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.tender_words import control_words, drawer_words, tender_words
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.consequences import Consequence, Consequences


class MoveTenderDialog(TaskDialog):
    """Moves a tender; ``completed`` carries ``Saved[EventId]``."""

    def __init__(
        self,
        context: UiContext,
        tender: TenderView,
        targets: Sequence[Control],
        parent: QWidget | None = None,
        *,
        seen: int | None = None,
    ) -> None:
        """Ask for the drawer.

        Args:
            context: the window's surroundings.
            tender: what is moved.
            targets: open tender controls that it can be moved to.
            parent: window that the dialog belongs to.
            seen: version of the event that the user looked at (PY-6).
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Move tender"), action=_("Move"), name="move_tender_dialog",
            subtitle=tender_words(tender, context.formats),
        )  # fmt: skip
        self._context = context
        self._tender = tender
        self._seen = seen
        self.tender_control = ChoiceBox(
            [Choice(one.id, drawer_words(one, context.setup)) for one in targets]
        )
        self.form.add("tender_control", _("Tender Control"), self.tender_control)
        self.consequences = Consequences()
        self.body.addWidget(self.consequences)
        self.tender_control.value_changed.connect(self._show_consequences)
        self._show_consequences()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command."""
        target = self.tender_control.value()
        if target is None:
            self.form.show_error("tender_control", _("No other drawer is open."))
            return None
        move = self._context.services.tender_edits.move
        asked = (self._tender.id, target, self.request_id, self._context.actor)
        return partial(move, *asked, seen=self._seen)

    def _show_consequences(self, _value: object = None) -> None:
        formats, tender = self._context.formats, self._tender
        amount = formats.money(tender.control_amount, tender.control_currency)
        old = control_words(tender.tender_source, tender.tender_control_id)
        lines = [
            Consequence(
                _("{amount} is expected in {new} and no longer in {old}.").format(
                    amount=amount, new=self.tender_control.currentText(), old=old
                )
            ),
            Consequence(_("Put the money itself there too. Payments and balances stay.")),
        ]
        self.consequences.show_lines(lines)

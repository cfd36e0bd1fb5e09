"""*Match by Hand*: choose charges and what pays them; delete or cancel such a match (OI-7, MT-08)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posapp.domain.codes import MatchEventStatus
from posapp.domain.hand_matching import End, MatchChange, NewMatch, line_of
from posapp.domain.ids import AccountId, short_id
from posapp.domain.matching import MatchedView, MatchEventView, state_of
from posapp.domain.money import ZERO, Money, total
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped
from posapp.ui.models.match_items import MatchItem, MatchItems, item_columns
from posapp.ui.models.record_lists import sums_of
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence, Consequences
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar

_COMMENT: Final = 254
_SIZE: Final = QSize(1080, 620)
_ROWS: Final = 8


class MatchDialog(TaskDialog):
    """Makes a match event, or changes one; ``completed`` carries ``Saved[MatchEventId]``."""

    def __init__(
        self,
        context: UiContext,
        owner: tuple[AccountId, str, str],
        items: Sequence[MatchItem],
        parent: QWidget | None = None,
        *,
        match: MatchEventView | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            owner: account, its name, its currency.
            items: what is on the match event, and what could be.
            parent: window it belongs to.
            match: the match event that is changed; ``None`` for a new one.
        """
        account_id, name, self._currency = owner
        number = grouped(short_id(account_id))
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Match by Hand") if match is None else _("Change Match Event"),
            action=_("Match") if match is None else _("Save"), name="match_dialog",
            subtitle=f"{number} \u00b7 {name}", beside=True,
        )  # fmt: skip
        self._context, self._account, self._match = context, account_id, match
        columns = item_columns(context.setup, context.formats, self._currency)
        self.model = MatchItems(columns, items, self)
        self._before = {view.ft_id for view in self.model.chosen}
        self.table = DataTable("match_items", _("Unmatched transactions"))
        self.table.set_empty_text(
            _("Nothing is unmatched"), _("Payments that name their bill are matched already.")
        )
        self.table.set_model(self.model, context.state)
        self.table.keep_rows(_ROWS)
        self.table.chosen.connect(lambda _item: self._toggle())
        self.table.installEventFilter(self)
        self.sums = TotalsBar(
            (("charges", _("Charges")), ("payments", _("Payments")), ("open_amount", _("Open")))
        )
        self.outcome = text_label("", "hint", wrap=True)
        self.comment = LimitedEdit(_COMMENT)
        self.form.add("comment", _("&Comment"), self.comment)
        hint = text_label(_("Space or Enter chooses a line. A bill is chosen with all it charges."))
        set_look(hint, "role", "hint")
        for at, widget in enumerate((hint, self.table, self.sums, self.outcome)):
            self.body.insertWidget(at, widget, 1 if widget is self.table else 0)
        self.model.changed.connect(self._show_sums)
        self._show_sums()

    @property
    def holds_work(self) -> bool:
        """Whether another choice was made, or a remark typed."""
        return bool(self.comment.text().strip()) or self._chosen_ids() != self._before

    def wanted_size(self) -> QSize | None:
        """Room for the columns."""
        return _SIZE

    def focus_first(self) -> None:
        """Start in the list, on its first line."""
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space chooses the marked line."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Space and plain:
                self._toggle()
                return True
        return super().eventFilter(watched, event)

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command with what is chosen."""
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        chosen, comment = self._chosen_ids(), self.comment.text()
        matching, actor = self._context.services.hand_matching, self._context.actor
        ids = tuple(view.ft_id for view in self.model.chosen)
        if self._match is None:
            new = NewMatch(self._account, ids, comment)
            return partial(matching.add, new, self.request_id, actor)
        change = MatchChange(
            self._match.id,
            tuple(one for one in ids if one not in self._before),
            tuple(sorted(self._before - chosen)),
            comment,
        )
        return partial(matching.change, change, self.request_id, actor, seen=self._match.version)

    def _chosen_ids(self) -> set[int]:
        return {view.ft_id for view in self.model.chosen}

    def _toggle(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.model.toggle(index.row())
            self.table.select_line(index.row())

    def _show_sums(self) -> None:
        chosen = self.model.chosen
        money = partial(self._context.formats.money, currency=self._currency)
        charges = total(view.amount for view in chosen if view.amount > ZERO)
        self.sums.show_value("charges", money(charges))
        self.sums.show_value("payments", money(charges - self.model.open_amount))
        self.sums.show_value("open_amount", money(self.model.open_amount))
        self.outcome.setText(self._outcome(chosen))

    def _outcome(self, chosen: Sequence[MatchedView]) -> str:
        """What state it will have, and which agreements keep it open (MT-08)."""
        if not chosen:
            return _("Choose at least a charge and a payment.")
        if not any(view.amount > ZERO for view in chosen):
            return _("Choose a charge as well: a match event needs one that is paid.")
        if not any(view.amount < ZERO for view in chosen):
            return _(
                "Choose a payment or credit as well: a match event needs what pays the charge."
            )
        if state_of(map(line_of, chosen)) is MatchEventStatus.BALANCED:
            return _("It balances: nothing of this counts as owed any more.")
        kinds = self._context.setup.sa_types
        uneven = [
            f"{kinds[one.sa_type].description} {self._money(one.open_amount)}"
            for one in sums_of(chosen)
            if one.open_amount
        ]
        says = _("It stays open, because these are not even: {agreements}.")
        return says.format(agreements=", ".join(uneven))

    def _money(self, amount: Money) -> str:
        return self._context.formats.money(amount, self._currency)


class EndMatchDialog(TaskDialog):
    """Deletes or cancels a match event; ``completed`` carries ``Saved[MatchEventId]``."""

    def __init__(
        self,
        context: UiContext,
        match: MatchEventView,
        parent: QWidget | None = None,
        *,
        cancel: bool,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            match: the match event as it is shown.
            parent: window it belongs to.
            cancel: keep it as canceled, with a remark; otherwise it is deleted.
        """
        words = _("Cancel match event") if cancel else _("Delete match event")
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=words, action=words, name="end_match_dialog",
            subtitle=f"{grouped(short_id(match.id))} \u00b7 {match.account_name}",
        )  # fmt: skip
        self._context, self._match, self._cancel = context, match, cancel
        self.comment = LimitedEdit(_COMMENT)
        self.setMinimumWidth(dp(520))
        if cancel:
            self.form.add("comment", _("&Comment"), self.comment)
        else:
            self.form.hide()
        amount = context.formats.money(match.debits, match.currency)
        owed = _("{amount} of charges counts as owed by age again; what paid it is unmatched.")
        lines = Consequences()
        lines.show_lines(
            [
                Consequence(owed.format(amount=amount), Tone.AMBER),
                Consequence(_("No money moves, and no balance changes.")),
            ]
        )
        self.body.addWidget(lines)
        self.body.addStretch(1)
        self.cancel_button.show_text(_("Back"))
        set_look(self.submit_button, "kind", "danger")

    def focus_first(self) -> None:
        """The remark, or the way back."""
        (self.comment if self._cancel else self.cancel_button).setFocus()

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002 - asks nothing
        """The command."""
        if self.comment.error:
            self.form.show_error("comment", self.comment.error)
            return None
        matching = self._context.services.hand_matching
        end = End(self._match.id, self.comment.text() if self._cancel else "")
        act = matching.cancel if self._cancel else matching.delete
        return partial(act, end, self.request_id, self._context.actor, seen=self._match.version)

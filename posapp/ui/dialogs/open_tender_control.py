"""Open a drawer: source (TS-06), float counted or accepted as it is (CN-05, controls 10.1)."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from posapp.domain.desk import DrawerUser, Opening, SourceOffer
from posapp.domain.ids import UserId, short_id
from posapp.domain.money import ZERO, Money
from posapp.domain.rights import Right
from posapp.domain.tender_controls import OpenControl
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.delegates.count import CountDelegate
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.formats import grouped, isolated
from posapp.ui.models.count_grid import COUNT, CountGrid, denominations_of
from posapp.ui.theme import ROW_PX, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.approval import Approval
from posapp.ui.widgets.badges import PillStrip
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.grid import GridTable
from posapp.ui.widgets.money_edit import MoneyEdit
from posapp.ui.words import word

_LEAST_ROWS: Final = 3
_WIDTH: Final = 960
_HEIGHT: Final = 690


class OpenTenderControlDialog(TaskDialog):
    """Opens a tender control; ``completed`` carries ``Saved[ControlId]``.

    ``deposit_wanted`` asks for the dialog that opens a deposit control, where the user may.
    """

    deposit_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Open drawer"), action=_("Open drawer"), name="open_tender_control_dialog",
            subtitle=_("Count the float, or leave the count empty to accept it as it is."),
            beside=True,
        )  # fmt: skip
        self._context = context
        self._offers: dict[str, SourceOffer] = {}
        self._users: dict[UserId, DrawerUser] = {}
        self._default = ""
        self._wrong_count: Notice | None = None
        self.user = ChoiceBox()
        self.source = ChoiceBox()
        self.starting_balance = MoneyEdit(context.formats)
        self.all_users = QCheckBox(_("Shared by all users"))
        self.grid = CountGrid(context.formats, self)
        self.table = GridTable("float_count", _("Counted float"), goes_on=True)
        self.facts = FactLines()
        self.states = PillStrip()
        self.approval = Approval()
        self._lay_out_fields()
        self.source.value_changed.connect(self._on_source)
        self.user.value_changed.connect(self._on_user)
        self.all_users.toggled.connect(self.user.setDisabled)
        self.grid.edited.connect(self._on_counted)
        self.starting_balance.value_changed.connect(self._show_sums)
        self.submit_button.setEnabled(False)
        work = partial(context.services.desk.opening, context.actor)
        context.runner.run(self, work, self._on_opening, self._on_error)

    @property
    def offer(self) -> SourceOffer | None:
        """The source chosen."""
        return self._offers.get(self.source.value() or "")

    def focus_first(self) -> None:
        """Start in the count; the source is the right one most days."""
        self.table.setFocus()
        self._to_count(0)

    def wanted_size(self) -> QSize:
        """Tall enough for a currency's notes and coins."""
        return QSize(dp(_WIDTH), dp(_HEIGHT))

    @property
    def holds_work(self) -> bool:
        """A float that was counted would have to be counted again."""
        return self.isVisible() and bool(self.grid.counted)

    @property
    def unfinished(self) -> str:
        """What would be lost."""
        return _("A float is counted and its drawer not opened.")

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The command as typed; wrong fields are shown instead."""
        offer = self.offer
        if offer is None:
            return None
        if self.grid.errors:
            self._show_wrong_count()
            return None
        counted, balance = self.grid.counted, self.starting_balance.value()
        if balance is None:
            says = self.starting_balance.error or _("Enter the float, 0 if there is none.")
            self.form.show_error("starting_balance", says)
            return None
        if self.approval.lacks():
            return None
        shared = self.all_users.isChecked()
        other = self.user.value() if self.user.value() in self._users and not shared else None
        command = OpenControl(
            request_id=self.request_id,
            tender_source=offer.source.code,
            deposit_control_id=offer.deposit.id if offer.deposit else None,
            starting_balance=balance,
            counted=counted,
            user_id=other,
            all_users=shared,
        )
        opens, actor = self._context.services.tender_controls.open, self._context.actor
        return partial(opens, command, actor, secret=self.approval.secret)

    def show_field_error(self, field: str, sentence: str) -> bool:
        """What is wrong with the approval, or a field."""
        at_approval = self.approval.show_error(field, sentence)
        return at_approval or super().show_field_error(field, sentence)

    def _lay_out_fields(self) -> None:
        """Fields and sums at the left, the count at the right."""
        self.form.add("user_id", _("User"), self.user)
        self.form.row("user_id").hide()
        self.form.add("tender_source", _("Tender Source"), self.source, " ")
        self.form.add("starting_balance", _("Starting Balance"), self.starting_balance)
        self.all_users.setObjectName("all_users")
        if not self._context.actor.may(Right.OPEN_CONTROL_FOR_OTHERS):
            # Hidden, but never shown: without a parent yet it would open as a window.
            self.all_users.hide()
        self.body.removeWidget(self.form)
        sums = Card()
        sums.add(self.facts)
        line = QHBoxLayout()
        line.addWidget(self.states)
        line.addStretch()
        sums.add(line)
        self.states.setMinimumHeight(dp(24))
        fields = QWidget()
        left = QVBoxLayout(fields)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(dp(8))
        left.addWidget(self.form)
        left.addWidget(self.all_users)
        left.addWidget(sums)
        left.addWidget(self.approval)
        second = self._context.setup.drawers.second_person_float
        self.approval.ask(_("Somebody else counts the float too.") if second else "")
        left.addStretch()
        self.table.set_grid(self.grid, {COUNT: CountDelegate(self.table)})
        self.table.setMinimumHeight(dp(_LEAST_ROWS * ROW_PX))
        count = Card(_("Count the float"), _("How many of each"), grow=True)
        count.add(self.table, 1)
        both = QHBoxLayout()
        both.setSpacing(dp(16))
        both.addWidget(FittingScroll(fields, "drawer_fields"), 1)
        both.addWidget(count, 1)
        self.body.addLayout(both, 1)

    def _on_opening(self, opening: Opening) -> None:
        self._offers = {offer.source.code: offer for offer in opening.offers}
        choices = [Choice(code, _words(offer)) for code, offer in self._offers.items()]
        self.source.set_choices(choices)
        self.source.select(opening.default)
        self._default = opening.default
        self._offer_users(opening.users)
        self._on_source()
        if not self._offers:
            says = _("No tender source is set up for this office. Ask whoever does the set-up.")
            self.show_notice(Notice(says, Tone.RED))

    def _offer_users(self, users: tuple[DrawerUser, ...]) -> None:
        """Whose drawer it is: the user's own, unless they may open one for others (5.1)."""
        actor = self._context.actor
        self._users = {user.id: user for user in users}
        own = Choice(actor.user_id, _("{name} (me)").format(name=isolated(actor.name)))
        self.user.set_choices([own, *(Choice(user.id, user.name) for user in users)])
        self.user.select(actor.user_id)
        self.form.row("user_id").setVisible(bool(users))

    def _on_user(self, user_id: UserId) -> None:
        """Somebody else: the source where they work (TS-06), if it is one of this office."""
        user = self._users.get(user_id)
        source = self._default if user is None else user.source
        if source in self._offers:
            self.source.select(source)

    def _on_source(self, _code: object = None) -> None:
        """Another drawer: its currency, its float, and whether it can be opened at all."""
        offer = self.offer
        if offer is None:
            return
        source = offer.source
        self.starting_balance.set_currency(self._context.formats.currency(source.currency))
        self.starting_balance.set_value(source.default_starting_balance)
        self.grid.show_denominations(denominations_of(self._context.setup, source.currency))
        self._to_count(0)
        self._say_whether_free(offer)
        self._show_sums()

    def _say_whether_free(self, offer: SourceOffer) -> None:
        self.submit_button.setEnabled(offer.is_free)
        self.form.show_error("tender_source", "")
        self.banner.clear()
        if offer.taken_by:
            says = _("This drawer is already open: {user}.").format(user=offer.taken_by)
            self.form.show_error("tender_source", says)
        elif offer.deposit is None:
            kind = word(offer.source.source_type).text
            says = _("No deposit control for {kind} in {currency} is open.").format(
                kind=kind, currency=offer.source.currency
            )
            if self._context.actor.may(Right.DEPOSIT_CONTROL):
                action = _("Open deposit control")
                self.show_notice(Notice(says, Tone.AMBER, action, self._on_deposit_wanted))
            else:
                ask = _("Ask your supervisor to open today's deposit control.")
                self.show_notice(Notice(f"{says} {ask}", Tone.AMBER))

    def _on_deposit_wanted(self) -> None:
        self.reject()
        self.deposit_wanted.emit()

    def _on_counted(self) -> None:
        """What was counted is the float; an empty count gives the usual float back."""
        offer = self.offer
        if offer is None:
            return
        if self._wrong_count is not None and self._wrong_count is self.banner.notice:
            # Corrected meanwhile: the strip says again whatever it said before.
            self._wrong_count = None
            self._say_whether_free(offer)
        counted = bool(self.grid.counted)
        self.starting_balance.setReadOnly(counted)
        usual = offer.source.default_starting_balance
        self.starting_balance.set_value(self.grid.total if counted else usual)
        self._show_sums()

    def _to_count(self, row: int) -> None:
        """Where the next digit belongs."""
        for section, column in enumerate(self.grid.columns):
            if column.name == COUNT:
                self.table.setCurrentIndex(self.grid.index(row, section))

    def _show_wrong_count(self) -> None:
        """Name the note or coin whose count is no number, and go there."""
        row, _name = min(self.grid.errors)
        self._wrong_count = Notice(self.grid.wrong_count, Tone.RED)
        self.show_notice(self._wrong_count)
        self.table.setFocus()
        self._to_count(row)

    def _show_sums(self, _value: object = None) -> None:
        """Counted float, usual float, and the difference at once (CN-05)."""
        offer = self.offer
        if offer is None:
            return
        formats, source = self._context.formats, offer.source
        usual = source.default_starting_balance
        balance = self.starting_balance.value() or ZERO
        deposit = grouped(short_id(offer.deposit.id)) if offer.deposit else ""
        self.facts.show_line("deposit_control", _("Deposit control"), deposit)
        self.facts.show_line("usual", _("Usual float"), formats.money(usual, source.currency))
        self._show_difference(balance - usual, source.currency)
        shown = formats.money(balance, source.currency)
        self.facts.show_line("float", _("Float"), shown, strong=True)

    def _show_difference(self, difference: Money, currency: str) -> None:
        shown = self._context.formats.money(difference, currency)
        self.facts.show_line("difference", _("Difference"), shown)
        says = _("Differs: tell your supervisor") if difference else _("As usual")
        self.states.show_states([(says, Tone.AMBER if difference else Tone.GREEN)])


def _words(offer: SourceOffer) -> str:
    """A source as the choice offers it, and who has it open."""
    taken = _(" (open: {user})").format(user=offer.taken_by) if offer.taken_by else ""
    return f"{offer.source.code} · {offer.source.description}{taken}"

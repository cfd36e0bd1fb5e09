"""Checkouts of the office: those that wait to be processed, and any other (CK-3)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.ids import AccountId, short_id
from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.ui.checkout_acts import CheckoutActs
from posapp.ui.context import UiContext
from posapp.ui.leading import Way, lead
from posapp.ui.models.checkout_lists import checkout_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_WORDS_WIDTH: Final = 60


class CheckoutsPage(Page):
    """The newest checkouts; its number is an account whose they are, 0 for all."""

    KIND: ClassVar[str] = "checkouts"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.ITEMS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._found: tuple[Checkout, ...] = ()
        self.acts = CheckoutActs(context, self)
        states = (Choice(state, word(state).text) for state in CheckoutState)
        self.state = ChoiceBox([Choice(None, _("All")), *states])
        self.state.select(None if number else CheckoutState.SUBMITTED)
        self.words = LimitedEdit(_WORDS_WIDTH)
        self.table = DataTable("checkouts", _("Checkouts"))
        columns = checkout_columns(context.formats, context.setup)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(
            _("No checkout here"), _("Submitted ones wait here until they are processed.")
        )
        self._card = Card(_("Checkouts"), " ", grow=True)
        self.process = KeyButton(
            _("Process manually"), self._on_process, key=Key.MAIN_ACTION,
            shortcuts=context.shortcuts, kind="primary", name="process",
        )  # fmt: skip
        self.process.rests_at = self.table
        self.process.offer(context.actor.may(Right.PROCESS_CHECKOUT))
        lead(context, self.table, _ways, lambda one: one.number)
        self._lay_out()
        self.state.value_changed.connect(lambda _state: self.load())
        self.words.textChanged.connect(lambda _text: self._show())
        self.table.current_changed.connect(lambda _one: self._enable())
        self.acts.acting.changed.connect(self._enable)
        self.show_title(_("Checkouts"))

    @property
    def account_number(self) -> int:
        """The account whose checkouts these are."""
        return self.number

    def load(self) -> None:
        """Read the list."""
        checkouts, actor = self.context.services.checkouts, self.context.actor
        account = AccountId(self.number) if self.number else None
        look = partial(checkouts.list, actor, account_id=account, state=self.state.value())
        self.read(look, self._on_found)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        opens = (_("Open the marked checkout"), "Enter")
        if self.process.isHidden():
            return (opens,)
        return (opens, (self.process.text(), self.process.hint))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(dp(GRID))
        state = LabelledField("checkout_state", _("&State"), self.state, room=False)
        words = LabelledField("checkout_words", _("Number, account, &user"), self.words, room=False)
        state.setFixedWidth(dp(160))
        words.setFixedWidth(dp(260))
        line.addWidget(state)
        line.addWidget(words)
        line.addStretch()
        self._card.add(line)
        self._card.add(self.table, 1)
        self.body.addWidget(self._card, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.process)
        self.foot.addLayout(footer)
        self._enable()

    def _on_found(self, found: tuple[Checkout, ...]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        wanted = self.words.value().casefold()
        shown = [one for one in self._found if wanted in _named(one)]
        self.table.show_records(shown, attrgetter("id"))
        if self.table.current_record() is None:
            self.table.select_line(0)
        count = plural("{n} checkout", "{n} checkouts", len(shown))
        self._card.caption.setText(count.format(n=self.context.formats.count(len(shown))))
        self._enable()

    def _enable(self) -> None:
        one: Checkout | None = self.table.current_record()
        waits = one is not None and one.state is CheckoutState.SUBMITTED
        self.process.setEnabled(waits and not self.acts.acting.is_running)

    def _on_process(self) -> None:
        one: Checkout | None = self.table.current_record()
        if one is not None:
            self.acts.process(one)


def _named(one: Checkout) -> str:
    """What the words of the search are looked for in."""
    parts = (one.number, one.account_name, short_id(one.account_id), one.submitted_by, one.method)
    return " ".join(part for part in parts if part).casefold()


def _ways(one: Checkout) -> tuple[Way, ...]:
    return (
        Way(_("Open checkout"), "checkout", one.id),
        Way(_("Open payments"), "pay", one.account_id),
        Way(_("Open account"), "account", one.account_id),
        Way(_("Open payment event"), "event", one.event_id),
    )

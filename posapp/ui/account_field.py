"""Typing an account into a dialog: looked up off the GUI thread, shown by name, never guessed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId, short_id
from posapp.domain.rights import Actor
from posapp.errors import PosError
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import account_named
from posapp.ui.formats import grouped, joined
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.look_up_edit import LookUpEdit

if TYPE_CHECKING:
    from posapp.services.bundle import Services


class AccountField(QObject):
    """Looks up what is typed when the field is left; the name stands under the field.

    ``found`` carries the ``AccountCard``, or ``None`` when the text names no account.
    """

    found = Signal(object)

    def __init__(self, context: UiContext, edit: LookUpEdit, row: LabelledField) -> None:
        super().__init__(edit)
        self._context = context
        self._edit = edit
        self._row = row
        self._look_up = 0
        self._then: Callable[[], object] | None = None
        self._asked = ""
        self.card: AccountCard | None = None
        edit.textEdited.connect(self._on_typed)
        edit.editingFinished.connect(self._on_left)

    @property
    def is_settled(self) -> bool:
        """Whether the text is the account whose card is known."""
        shown = "" if self.card is None else short_id(self.card.account.id)
        return bool(shown) and self._edit.text().replace(" ", "") == shown

    def start_with(self, account_id: AccountId) -> None:
        """Show an account to begin with."""
        self._edit.setText(grouped(short_id(account_id)))
        self._on_left()

    def settle(self, then: Callable[[], object]) -> bool:
        """Whether the account is known; if not, it is looked up and ``then`` is called once it is.

        An empty field is an error at the field.
        """
        if self.is_settled:
            return True
        if not self._edit.text().strip():
            self._row.show_error(_("Type an account, item, bill or plate."))
        elif self._asked != self._edit.text():
            self._then = then
            self._on_left()
        return False

    def _on_typed(self, _text: str) -> None:
        self._look_up += 1
        self._asked, self._then = "", None
        self.card = None
        self._row.show_error("")
        self._row.show_hint(" ")

    def _on_left(self) -> None:
        text = self._edit.text()
        if not text.strip() or self.is_settled or self._asked == text:
            return
        self._asked = text
        self._look_up += 1
        look_up = self._look_up
        services, actor = self._context.services, self._context.actor
        self._context.runner.run(
            self,
            lambda: _find(services, actor, text),
            lambda card: self._on_card(look_up, card),
            lambda error: self._on_error(look_up, error),
        )

    def _on_card(self, look_up: int, card: AccountCard) -> None:
        if look_up != self._look_up:
            return
        self.card = card
        self._edit.setText(grouped(short_id(card.account.id)))
        self._asked = ""
        self._row.show_error("")
        states = (words for words, _tone in account_badges(card))
        self._row.show_hint(joined(card.account.name, card.account.address, *states))
        self.found.emit(card)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_error(self, look_up: int, error: BaseException) -> None:
        if look_up != self._look_up:
            return
        self._then = None
        if isinstance(error, PosError):
            self._row.show_error(self._context.texts.of(error))
        else:
            self._context.failures.unhandled(error, self._edit.window())
        self.found.emit(None)


def _find(services: "Services", actor: Actor, text: str) -> AccountCard:
    account_id, _preset = account_named(services, actor, text, field="account")
    return services.accounts.card(account_id, actor)

"""Typing an account into a dialog: looked up off the GUI thread, shown by name, never guessed.

A number, plate, meter, item or bill names an account; a name lists the accounts that fit while one
types, and the only one that fits is taken.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from posapp.domain.accounts import AccountCard, AccountHit
from posapp.domain.ids import AccountId, short_id
from posapp.domain.rights import Actor
from posapp.errors import PosError, Refused
from posapp.i18n import _
from posapp.ui.account_badges import account_badges
from posapp.ui.context import UiContext
from posapp.ui.dialogs.payment_start import account_named
from posapp.ui.formats import grouped, joined
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.look_up_edit import LookUpEdit

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_PAUSE_MS: Final = 150
_MOST: Final = 8
_LETTERS: Final = 2


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
        # A pause, so that a scan and a fast hand ask once.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_names)
        edit.textEdited.connect(self._on_typed)
        edit.chosen.connect(self._on_chosen)
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
        self._edit.offer(())
        if is_name(self._edit.text()):
            self._pause.start()
        else:
            self._pause.stop()

    def _look_for_names(self) -> None:
        """Ask whose name fits what is typed so far."""
        text, services, actor = self._edit.text(), self._context.services, self._context.actor
        work = partial(services.search.find, text.strip(), actor, _MOST)
        replied = partial(self._on_hits, self._look_up)
        self._context.runner.run(self, work, replied, partial(self._on_error, self._look_up))

    def _on_hits(self, look_up: int, hits: tuple[AccountHit, ...]) -> None:
        """List what fits; a list for a text that was changed or left is dropped."""
        if look_up == self._look_up and self._edit.hasFocus():
            offers = {short_id(one.account_id): _hit_words(one) for one in reversed(hits)}
            self._edit.offer(tuple(reversed(offers.items())))

    def _on_chosen(self, number: str) -> None:
        self._look_up += 1
        self._edit.setText(grouped(number))
        self._on_left()

    def _on_left(self) -> None:
        self._pause.stop()
        text = self._edit.text()
        if not text.strip() or self.is_settled or self._asked == text:
            return
        self._asked = text
        self._look_up += 1
        look_up = self._look_up
        services, actor = self._context.services, self._context.actor
        self._context.runner.run(
            self,
            lambda: find_account(services, actor, text),
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


def is_name(text: str) -> bool:
    """Whether a text may be the beginning of a name."""
    return sum(map(str.isalpha, text)) >= _LETTERS


def _hit_words(hit: AccountHit) -> str:
    return "  \u00b7  ".join(
        part for part in (hit.name, grouped(short_id(hit.account_id)), hit.address) if part
    )


def find_account(services: "Services", actor: Actor, text: str) -> AccountCard:
    """The account that a text names, else the only one whose name fits.

    Raises:
        Refused: ``M-01`` for none, ``M-56`` where several fit.
    """
    try:
        account_id, _preset = account_named(services, actor, text, field="account")
    except Refused as refused:
        hits = services.search.find(text.strip(), actor, _MOST) if is_name(text) else ()
        if refused.code != "M-01" or not hits:
            raise
        if len({hit.account_id for hit in hits}) > 1:
            raise Refused("M-56", field="account", value=text.strip()) from None
        account_id = hits[0].account_id
    return services.accounts.card(account_id, actor)

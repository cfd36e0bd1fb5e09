"""Whose file is open: the name that stays on top of every page until another one is opened (IT-5)."""

from functools import partial

from PySide6.QtCore import QObject

from posapp.domain.ids import AccountId, short_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, isolated
from posapp.ui.widgets.elided import ElidedLabel


class OpenFile(QObject):
    """Remembers the account of the newest page that had one, and writes its name."""

    def __init__(self, context: UiContext, label: ElidedLabel) -> None:
        """Write into ``label``, which is hidden while no file is open."""
        super().__init__(label)
        self._context = context
        self._label = label
        self._number = 0
        label.hide()

    @property
    def number(self) -> int:
        """The account, 0 while no file is open."""
        return self._number

    def follow(self, accounts: tuple[int, ...], *, home: bool) -> None:
        """Another page is shown: of accounts, of none, or the first one, which closes the file.

        A page of several accounts, such as a payment event, leaves the file of any of them open.
        """
        if home:
            self._number = 0
            self._label.hide()
        elif accounts and self._number not in accounts:
            number = self._number = accounts[0]
            name = self._context.services.accounts.name
            work = partial(name, AccountId(number), self._context.actor)
            # A page that cannot be read says so itself; the name before it would be a wrong one.
            failed = partial(self._close, number)
            self._context.runner.run(self, work, partial(self._show, number), failed, "db")

    def _close(self, number: int, _error: BaseException) -> None:
        if number == self._number:
            self._number = 0
            self._label.hide()

    def _show(self, number: int, name: str) -> None:
        if number == self._number and name:
            self._label.show_text(isolated(name))
            said = _("Open file: {name}, account {number}")
            self._label.setAccessibleName(said.format(name=name, number=grouped(short_id(number))))
            self._label.show()

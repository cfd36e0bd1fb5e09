"""Users: who may sign in, and as what (D-44)."""

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.domain.user_edits import UserLine
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog
from posapp.ui.dialogs.user import PasswordDialog, UserDialog
from posapp.ui.models.records import RecordTableModel
from posapp.ui.models.user_lists import user_columns
from posapp.ui.pages.base import Page
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable


class UsersPage(Page):
    """The list of users, for who may look at it; changed by who may."""

    KIND: ClassVar[str] = "users"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.USERS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.table = DataTable("users", _("Users"))
        self.new = KeyButton(_("New user…"), self._on_new, name="new_user")
        self.change = KeyButton(_("Change…"), self._on_change, name="change_user")
        self.password = KeyButton(_("New password…"), self._on_password, name="new_password")
        for button, key in ((self.new, "Ins"), (self.change, "F4"), (self.password, "Ctrl+W")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        self.table.set_model(RecordTableModel(user_columns(), (), self.table), context.state)
        self._may_change = context.actor.may(Right.USERS)
        self._lay_out()
        self.table.chosen.connect(lambda _user: self._on_change())
        self.table.current_changed.connect(lambda _user: self._enable())
        self.show_title(_("Users"))

    def load(self) -> None:
        """Read the users."""
        edits, actor = self.context.services.user_edits, self.context.actor
        self.read(partial(edits.list_users, actor), self._on_users)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        shown = (self.new, self.change, self.password) if self._may_change else ()
        return tuple((one.text(), one.hint) for one in shown)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.new, self.change, self.password):
            buttons.addWidget(button)
            button.offer(self._may_change)
        buttons.addStretch()
        box = Card(_("Users"), grow=True)
        box.add(buttons)
        box.add(self.table, 1)
        self.body.addWidget(box, 1)
        self._enable()

    def _on_users(self, users: tuple[UserLine, ...]) -> None:
        self.table.show_records(users, lambda user: user.id)
        if self.table.current_record() is None and users:
            self.table.select_line(0)
        self._enable()

    def _enable(self) -> None:
        some = self._user() is not None
        self.change.setEnabled(some)
        self.password.setEnabled(some)

    def _user(self) -> UserLine | None:
        found: UserLine | None = self.table.current_record()
        return found

    def _on_new(self) -> None:
        self._show(UserDialog(self.context, None, self.window()))

    def _on_change(self) -> None:
        user = self._user()
        if user is not None and self._may_change:
            self._show(UserDialog(self.context, user, self.window()))

    def _on_password(self) -> None:
        user = self._user()
        if user is not None:
            self._show(PasswordDialog(self.context, user, self.window()))

    def _show(self, dialog: TaskDialog) -> None:
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

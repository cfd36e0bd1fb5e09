"""Approval by a second person at the same desk: who, and the own secret (D-24)."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from posapp.domain.approvals import Secret
from posapp.i18n import _
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.looks import text_label

_LONGEST: Final = 254
_FIELDS: Final = {"password": "approver_password", "login": "approver"}
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class _NameEdit(QLineEdit):
    """Enter goes on to the password while there is none, as at the sign-in."""

    def __init__(self, password: QLineEdit) -> None:
        super().__init__()
        self._password = password

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nobody is scolded for what comes next."""
        if event.key() in _ENTER and self.text().strip() and not self._password.text():
            self._password.setFocus()
            return
        super().keyPressEvent(event)


class Approval(Card):
    """Says why somebody else must approve, and asks for name and password; hidden until then."""

    def __init__(self) -> None:
        super().__init__(_("Approval"))
        self.setObjectName("approval")
        self.why = text_label("", "subtitle", wrap=True)
        self.form = Form(2)
        self.password = QLineEdit()
        self.approver = _NameEdit(self.password)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for edit in (self.approver, self.password):
            edit.setMaxLength(_LONGEST)
        self.form.add("approver", _("Approved &by"), self.approver)
        self.form.add("approver_password", _("Pass&word"), self.password)
        self.add(self.why)
        self.add(self.form)

    @property
    def is_needed(self) -> bool:
        """Whether somebody else must give the own secret."""
        return bool(self.why.text())

    @property
    def secret(self) -> Secret | None:
        """Who approves; ``None`` where nobody must."""
        if not self.is_needed:
            return None
        return Secret(self.approver.text().strip(), self.password.text())

    def ask(self, why: str) -> None:
        """Ask for it, or with an empty reason no more; a secret typed before is forgotten."""
        self.why.setText(why)
        self.setVisible(self.is_needed)
        self.password.clear()

    def lacks(self) -> bool:
        """Whether something of it is missing, which is then said at its field."""
        self.form.clear_errors()
        secret = self.secret
        if secret is None:
            return False
        if not secret.login:
            self.form.show_error("approver", _("Enter who approves."))
        if not secret.password:
            self.form.show_error("approver_password", _("Enter the password."))
        self.form.focus_first_error()
        return bool(self.form.errors())

    def show_error(self, field: str, sentence: str) -> bool:
        """Say what is wrong with it; False where it concerns another field."""
        name = _FIELDS.get(field, field)
        if not self.is_needed or not self.form.show_error(name, sentence):
            return False
        # What did not fit is typed anew, over the old one.
        edit = self.approver if name == "approver" else self.password
        edit.setFocus()
        edit.selectAll()
        return True

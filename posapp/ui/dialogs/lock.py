"""The lock: covers every window and asks for the password; what lies behind stays as it was."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from posapp.i18n import _
from posapp.ui.dialogs.sign_in import CredentialsForm
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.widgets.looks import text_label

_WIDTH = 420


class LockDialog(QDialog):
    """Only a password ends the lock; Esc and the close button do nothing."""

    def __init__(self, login: str, name: str, parent: QWidget) -> None:
        """Make the dialog for the user who works here.

        Args:
            login: user name to start with.
            name: the user's own name.
            parent: the window that was active.
        """
        super().__init__(parent)
        self.setObjectName("lock_dialog")
        self.setWindowTitle("posapp")
        self.setFixedWidth(dp(_WIDTH))
        self._free = False
        self.form = CredentialsForm(_, login=login, action=_("Unlock"))
        self.form.cancel_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(24), dp(20), dp(24), dp(20))
        layout.setSpacing(dp(6))
        layout.addWidget(text_label(_("Locked"), "title"))
        says = _("{name} works here. The work is kept as it is.").format(name=name)
        layout.addWidget(text_label(says, "subtitle", wrap=True))
        layout.addSpacing(dp(8))
        layout.addWidget(self.form)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)

    def release(self) -> None:
        """Let the dialog close: it was unlocked, or the program ends."""
        self._free = True
        self.done(0)

    def reject(self) -> None:
        """Stay."""

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the password."""
        super().showEvent(event)
        if not event.spontaneous():
            self.form.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay unless released."""
        if self._free:
            super().closeEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape has nothing to escape to; Enter belongs to the form."""
        event.accept()


class Cover(QWidget):
    """Hides the content of one window, whatever its size becomes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cover")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        mark = QLabel()
        mark.setPixmap(pixmap("lock", tokens_of(self.palette()).muted, dp(48)))
        centre = Qt.AlignmentFlag.AlignCenter
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(mark, 0, centre)
        layout.addWidget(text_label(_("Locked"), "empty-title"), 0, centre)
        layout.addStretch()
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False


class Lock(QObject):
    """Covers the windows of the program and gives them back."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._covers: list[Cover] = []
        self._titles: list[tuple[QWidget, str]] = []
        self._focused: QWidget | None = None
        self.dialog: LockDialog | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the windows are covered."""
        return self.dialog is not None

    def engage(self, login: str, name: str, window: QWidget) -> LockDialog:
        """Cover everything and ask for the password.

        Args:
            login: user name of who works here.
            name: the user's own name.
            window: the main window.
        """
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focused = QApplication.focusWidget()
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for one in shown:
            self._covers.append(Cover(one))
            self._titles.append((one, one.windowTitle()))
            # A title may name the customer.
            one.setWindowTitle("posapp")
        active = QApplication.activeWindow()
        self.dialog = LockDialog(login, name, active if active in shown else window)
        self.dialog.show()
        self.dialog.activateWindow()
        return self.dialog

    def release(self) -> None:
        """Give the windows back as they were, the focus included."""
        if self.dialog is not None:
            self.dialog.release()
            self.dialog.deleteLater()
            self.dialog = None
        for cover in self._covers:
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        for window, title in self._titles:
            if isValid(window):
                window.setWindowTitle(title)
        self._covers, self._titles = [], []
        if self._focused is not None and isValid(self._focused):
            self._focused.window().activateWindow()
            self._focused.setFocus()
        self._focused = None

"""The lock: covers every window and asks for the password; what lies behind stays as it was."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.sign_in import CredentialsDialog, SignIn
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.widgets.looks import text_label


class LockDialog(CredentialsDialog):
    """Only a password ends the lock; Esc and the close button do nothing."""

    def __init__(self, context: UiContext, sign_in: SignIn, parent: QWidget) -> None:
        """Make the dialog for the user who works here.

        Args:
            context: the surroundings.
            sign_in: checks name and password.
            parent: the window that was active.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, sign_in, parent,
            title=_("Locked"), name="lock_dialog", login=context.actor.login,
            subtitle=_("{name} works here. The work is kept as it is.").format(
                name=context.actor.name
            ),
            action=_("Unlock"),
        )  # fmt: skip
        self._free = False
        self.cancel_button.hide()
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)

    def release(self) -> None:
        """Let the dialog close: it was unlocked, or the program ends."""
        self._free = True
        self.done(0)

    def reject(self) -> None:
        """Stay."""

    def accept(self) -> None:
        """Stay until the window has decided who works on."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay unless released."""
        if self._free:
            super().closeEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape has nothing to escape to."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


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

    def engage(self, context: UiContext, sign_in: SignIn, window: QWidget) -> LockDialog:
        """Cover everything and ask for the password.

        Args:
            context: the surroundings of the user who works here.
            sign_in: checks name and password.
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
        self.dialog = LockDialog(context, sign_in, active if active in shown else window)
        self.dialog.show()
        self.dialog.raise_()
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

"""The lock: covers every window and asks for the password; what lies behind stays as it was."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from posapp.i18n import _
from posapp.ui.dialogs.credentials import CredentialsForm
from posapp.ui.dressing import dress_over
from posapp.ui.formats import isolated
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.widgets.looks import text_label

_WIDTH = 420
_TITLE = "posapp"


class LockDialog(QDialog):
    """Only a password ends the lock; Esc and the close button do nothing."""

    def __init__(self, login: str, name: str, parent: QWidget) -> None:
        """Make the dialog for the user who works here.

        Args:
            login: user name to start with; empty where somebody else is to sign in.
            name: own name of who works here.
            parent: the window that was active.
        """
        super().__init__(parent)
        dress_over(self)
        self.setObjectName("lock_dialog")
        self.setWindowTitle(_TITLE)
        self.setFixedWidth(dp(_WIDTH))
        self._free = False
        action = _("Unlock") if login else _("Sign in")
        self.form = CredentialsForm(_, login=login, action=action)
        self.form.cancel_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(24), dp(20), dp(24), dp(20))
        layout.setSpacing(dp(6))
        layout.addWidget(text_label(_("Locked") if login else _("Switch user"), "title"))
        # What was open is closed only after a question, once somebody else has signed in.
        says = _(
            "{name} works here. The work stays as it is until somebody else signs in; what is not "
            "finished is asked about then."
        )
        layout.addWidget(text_label(says.format(name=isolated(name)), "subtitle", wrap=True))
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
        dress_over(self)
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
    """Covers the windows of the program and gives them back.

    What opens while the program is locked, such as the question of a write that was under way, is
    covered too and waits behind the lock.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._covers: list[Cover] = []
        self._titles: dict[QWidget, str] = {}
        self._focused: QWidget | None = None
        self.dialog: LockDialog | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the windows are covered."""
        return self.dialog is not None

    def engage(self, login: str, name: str, window: QWidget) -> LockDialog:
        """Cover everything and ask for the password.

        Args:
            login: user name of who works here; empty where somebody else is to sign in.
            name: own name of who works here.
            window: the main window.
        """
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focused = QApplication.focusWidget()
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for one in shown:
            self._cover(one)
        active = QApplication.activeWindow()
        self.dialog = LockDialog(login, name, active if active in shown else window)
        self.dialog.show()
        self.dialog.activateWindow()
        # Asked about every event there is, but only while nobody works.
        self._watch(on=True)
        return self.dialog

    def release(self) -> None:
        """Give the windows back as they were, the focus included."""
        self._watch(on=False)
        if self.dialog is not None:
            self.dialog.release()
            self.dialog.deleteLater()
            self.dialog = None
        for cover in self._covers:
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        for window, title in self._titles.items():
            if isValid(window):
                window.setWindowTitle(title)
        self._covers, self._titles = [], {}
        self._give_focus_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what opens meanwhile, and keep every title to itself."""
        kind = event.type()
        if kind is QEvent.Type.Show and isinstance(watched, QWidget):
            if watched.isWindow() and watched not in self._titles and not self._is_own(watched):
                self._cover(watched)
                # It becomes modal after this event, and then it would lie in front.
                QTimer.singleShot(0, self._stay_in_front)
        elif kind is QEvent.Type.WindowTitleChange and isinstance(watched, QWidget):
            title = watched.windowTitle()
            if watched in self._titles and title != _TITLE:
                self._titles[watched] = title
                watched.setWindowTitle(_TITLE)
        return False

    def _watch(self, *, on: bool) -> None:
        app = QCoreApplication.instance()
        if app is not None and on:
            app.installEventFilter(self)
        elif app is not None:
            app.removeEventFilter(self)

    def _cover(self, window: QWidget) -> None:
        self._covers.append(Cover(window))
        self._titles[window] = window.windowTitle()
        # A title may name the customer.
        window.setWindowTitle(_TITLE)

    def _give_focus_back(self) -> None:
        """To where it was, unless a question that opened meanwhile stands before it."""
        focused, modal = self._focused, QApplication.activeModalWidget()
        self._focused = None
        if focused is not None and isValid(focused) and modal in {None, focused.window()}:
            focused.window().activateWindow()
            focused.setFocus()
        elif modal is not None:
            modal.activateWindow()

    def _is_own(self, window: QWidget) -> bool:
        """Whether a window belongs to the lock, as its question and its menus do."""
        above: QWidget | None = window
        while above is not None and above is not self.dialog:
            above = above.parentWidget()
        return above is not None or window.windowType() is Qt.WindowType.ToolTip

    def _stay_in_front(self) -> None:
        """Shown anew, the lock blocks what was opened after it; what was typed stays."""
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.show()
            self.dialog.activateWindow()

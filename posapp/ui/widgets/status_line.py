"""The status bar: connection, receipt printer, what was done, business date, DEMO where it is one."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.widgets.done_line import DoneLine

_MINUTE_MS = 60_000


class StatusLine(QStatusBar):
    """What somebody looks up when something does not work."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("status_line")
        self.setSizeGripEnabled(False)
        self._context = context
        self.connection = QLabel()
        self.printer = QLabel(printer_words(context))
        self.demo = QLabel(_("DEMO · nothing here is real"))
        self.day = QLabel()
        for name, label in (
            ("connection", self.connection),
            ("printer", self.printer),
            ("demo", self.demo),
            ("business_date", self.day),
        ):
            label.setObjectName(name)
        self.addWidget(self.connection)
        self.addWidget(self.printer)
        self.done = DoneLine()
        self.addWidget(self.done, 1)
        # What was done tells what to do next, so it is read whole; the printer stands there always.
        self.done.told.connect(lambda told: self.printer.setVisible(not told))
        self.addPermanentWidget(self.demo)
        self.addPermanentWidget(self.day)
        self.demo.setVisible(context.setup.installation.demo)
        self._since: datetime | None = None
        self.show_connected()
        self.show_day()
        # The business date changes while the window stays open over night (D-18).
        self._timer = QTimer(self, interval=_MINUTE_MS)
        self._timer.timeout.connect(self.show_day)
        self._timer.start()

    def show_connected(self) -> None:
        """Say which database answers, or since when it does not."""
        where = place(self._context)
        self.connection.setToolTip(self._context.services.db.url_shown)
        if self._since is None:
            self.connection.setText(_("Connected · {where}").format(where=where))
            return
        time = self._context.formats.time(self._since)
        says = _("Not connected since {time} · {where}")
        self.connection.setText(says.format(time=time, where=where))

    def show_line(self, since: datetime | None) -> None:
        """The database went at a time, or answers (``None``)."""
        self._since = since
        self.show_connected()

    def show_words(self, words: str) -> None:
        """Say what the program is doing, in the place of the connection."""
        self.connection.setText(words)

    def show_busy(self, busy: bool) -> None:
        """Say that an answer takes longer than usual."""
        if busy:
            self.show_words(_("Working…"))
        else:
            self.show_connected()

    def show_day(self) -> None:
        """Show the business date of the office."""
        day = self._context.formats.date(self._context.today())
        self.day.setText(_("Business date {day}").format(day=day))


def place(context: UiContext) -> str:
    """The database in short: a file's name, or server and database."""
    db = context.services.db
    return Path(db.url_shown).name if db.path is not None else server_words(db.url_shown)


def server_words(url: str) -> str:
    """Server and database of an address; all of it would push the business date out of sight."""
    return url.partition("://")[2].partition("?")[0].rpartition("@")[2].strip("/")


def printer_words(context: UiContext) -> str:
    """Where receipts go, as the settings say."""
    settings = context.settings
    if settings.print_folder:
        return _("Receipts: folder {where}").format(where=settings.print_folder)
    return _("Receipts: {where}").format(where=settings.printer or _("default printer"))

"""Admin > Database of this computer: chosen by its parts, proved, then saved (S1, T14, D-44)."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posapp.domain.rights import Right
from posapp.domain.server_address import PORT, TLS_MODES, ServerAddress, address_of
from posapp.errors import DeviceFailure, Refused
from posapp.i18n import _
from posapp.settings import WorkstationSettings, save
from posapp.ui.context import UiContext
from posapp.ui.database_words import FoundLine, found_columns, found_lines, is_usable
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.domain.database_found import Found
    from posapp.services.bundle import Services

FILE: Final = "file"
SERVER: Final = "server"
_SERVER_FIELDS: Final = ("hosts", "port", "name", "user", "password", "tls", "authority")


class DatabasePage(Page):
    """The database of this workstation; nothing is saved before a test of it passed."""

    KIND: ClassVar[str] = "database"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.form = Form(4)
        self.kind = ChoiceBox(
            [
                Choice(FILE, _("File on this computer")),
                Choice(SERVER, _("Server (PostgreSQL)")),
            ]
        )
        self.path = QLineEdit()
        self.tls = ChoiceBox([Choice(one, one) for one in TLS_MODES])
        self.hosts, self.port, self.name, self.user, self.password, self.authority = (
            QLineEdit() for _number in range(6)
        )
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.table = DataTable("database_test", _("What the test found"))
        self.test_button = KeyButton(_("Test connection"), self.test, name="test_connection")
        self.test_button.bind_key(QKeySequence("F4"))
        self.test_button.show_hint("F4")
        self.save_button = KeyButton(
            _("Use this database"), self.save, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="use_database",
        )  # fmt: skip
        self._proved = ""
        self._lay_out()
        self._show_settings(context.settings)
        self.kind.value_changed.connect(self._on_kind)
        for one in self._inputs():
            one.textChanged.connect(self._on_typed)
        self.tls.value_changed.connect(self._on_typed)
        self._on_kind(self.kind.value())
        may = context.actor.may(Right.SETUP)
        for button in (self.test_button, self.save_button):
            button.offer(may)
        self.show_title(_("Database of this computer"))

    def focus_first(self) -> None:
        """Start where one chooses the kind."""
        self.kind.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return tuple((one.text(), one.hint) for one in (self.test_button, self.save_button))

    def show_field_error(self, field: str, sentence: str) -> bool:
        """Show a sentence at a part of the address."""
        if not self.form.show_error(field, sentence):
            return False
        self.form.focus_first_error()
        return True

    def on_failed(self, error: BaseException) -> None:
        """Nothing was saved; the fields stay."""
        self._rest(resting=False)
        self.context.failures.present(error, self)

    def test(self) -> None:
        """Look what is there; off the GUI thread, and never for long."""
        url = self.url()
        if url is None:
            return
        self._rest(resting=True)
        choice, actor = self.context.services.database_choice, self.context.actor
        work = partial(choice.test, url, self.password.text(), actor)
        self.context.runner.run(self, work, partial(self._on_found, url), self.on_failed, "io")

    def save(self) -> None:
        """Save what was proved; the password goes into the keyring of this computer."""
        url = self.url()
        if url is None:
            return
        if url != self._proved:
            self.show_notice(Notice(_("Test the connection first."), Tone.AMBER))
            self.test_button.setFocus()
            return
        self._rest(resting=True)
        kept = self.path.text().strip() if self.kind.value() == FILE else url
        settings = replace(self.context.settings, database_url=kept)
        work = partial(_save, self.context, settings, self.password.text())
        self.context.runner.run(self, work, self._on_saved, self.on_failed, "io")

    def url(self) -> str | None:
        """The address as it stands in the fields; ``None`` when one is wrong, which is shown."""
        self.form.clear_errors()
        if self.kind.value() == FILE:
            return self.path.text().strip() or self.context.services.database_choice.default_file
        try:
            return self._server().url()
        except Refused as refused:
            self.context.failures.present(refused, self)
            return None

    def _server(self) -> ServerAddress:
        before = address_of(self.context.settings.database_url)
        return ServerAddress(
            hosts=self.hosts.text(),
            port=self.port.text().strip() or PORT,
            name=self.name.text(),
            user=self.user.text(),
            tls=self.tls.value(),
            authority=self.authority.text(),
            more=() if before is None else before.more,
        )

    def _show_settings(self, settings: WorkstationSettings) -> None:
        server = address_of(settings.database_url)
        self.kind.select(FILE if server is None else SERVER)
        self.path.setText(settings.database_url if server is None else "")
        self.path.setPlaceholderText(self.context.services.database_choice.default_file)
        server = server or ServerAddress("")
        for field, value in (
            (self.hosts, server.hosts),
            (self.port, server.port),
            (self.name, server.name),
            (self.user, server.user),
            (self.authority, server.authority),
        ):
            field.setText(value)
        self.tls.select(server.tls)

    def _lay_out(self) -> None:
        form = self.form
        form.add("kind", _("Database"), self.kind, room=False)
        form.add(
            "path", _("File"), self.path, _("Empty: the file in the user's data folder"), span=3
        )
        form.add(
            "hosts", _("Server"), self.hosts, _("Several with commas: the one that works"), span=2
        )
        form.add("port", _("Port"), self.port)
        form.add("name", _("Name of the database"), self.name)
        form.add("user", _("User"), self.user)
        hint = _("For this computer's keyring. Empty: as it is")
        form.add("password", _("Password"), self.password, hint)
        form.add("tls", _("Encryption"), self.tls, _("verify-full proves who answers"))
        form.add("authority", _("Authority's certificate"), self.authority, _("PEM file or empty"))
        columns = found_columns()
        self.table.set_model(RecordTableModel(columns, (), self.table), self.context.state)
        self.table.set_empty_text(_("Not tested yet"), _("Test connection writes nothing there."))
        for title, part, grow in (
            (_("Where the payments are stored"), form, False),
            (_("What the test found"), self.table, True),
        ):
            card = Card(title, grow=grow)
            card.add(part, 1 if grow else 0)
            self.body.addWidget(card, 1 if grow else 0)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addStretch(1)
        footer.addWidget(self.test_button)
        footer.addWidget(self.save_button)
        self.foot.addLayout(footer)

    def _inputs(self) -> tuple[QLineEdit, ...]:
        return (
            self.path, self.hosts, self.port, self.name, self.user, self.password, self.authority,
        )  # fmt: skip

    def _on_kind(self, kind: str) -> None:
        for name in _SERVER_FIELDS:
            self.form.row(name).setVisible(kind == SERVER)
        self.form.row("path").setVisible(kind == FILE)
        self._on_typed()

    def _on_typed(self, _value: object = None) -> None:
        """What was proved is another address now."""
        self._proved = ""
        self.form.clear_errors()
        self.table.show_records((), _name)

    def _on_found(self, url: str, found: "Found") -> None:
        self._rest(resting=False)
        lines = found_lines(found, self.context)
        self.table.show_records(lines, _name)
        if is_usable(lines):
            self._proved = url
            says, tone = _("The connection works."), Tone.GREEN
        else:
            says, tone = _("One cannot work there yet; look at what was found."), Tone.RED
        self.show_notice(Notice(says, tone, stays=True))

    def _on_saved(self, _settings: WorkstationSettings) -> None:
        self._rest(resting=False)
        self.password.clear()
        says = _("Saved. The program works with it from its next start.")
        restart = self.context.signals.restart_wanted.emit
        self.show_notice(Notice(says, Tone.GREEN, _("Restart now"), restart, stays=True))

    def _rest(self, *, resting: bool) -> None:
        for part in (self.form, self.test_button, self.save_button):
            assert isinstance(part, QWidget)
            part.setEnabled(not resting)


def _save(context: UiContext, settings: WorkstationSettings, password: str) -> WorkstationSettings:
    services: Services = context.services
    if password:
        services.database_choice.keep_password(settings.database_url, password, context.actor)
    path = context.config / "settings.toml"
    try:
        save(settings, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeviceFailure(str(path), f"The settings cannot be written ({reason}).") from error
    return settings


def _name(line: FoundLine) -> str:
    return line.name

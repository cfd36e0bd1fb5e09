"""Admin > Health: database, check, copies, disks, printer and mails at a glance (R4, R9, F4)."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.health import Health, Level
from posapp.domain.topics import Topic
from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.paths import log_dir
from posapp.support import environment_secrets, versions
from posapp.ui.context import UiContext
from posapp.ui.file_choosing import ZIP, choose_table_file
from posapp.ui.health_words import HealthLine, health_columns, health_lines
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.checking import CheckReport


class HealthPage(Page):
    """How the installation is, and the bundle for whoever helps."""

    KIND: ClassVar[str] = "health"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.MAILS, Topic.PRINTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.says = text_label("", "title", wrap=True)
        self.table = DataTable("health", _("Parts"))
        self.bundle = KeyButton(
            _("Support bundle\u2026"), self.save_bundle, key=Key.MAIN_ACTION,
            shortcuts=context.shortcuts, kind="primary", name="support_bundle",
        )  # fmt: skip
        self.table.set_model(RecordTableModel(health_columns(), (), self.table), context.state)
        self.table.set_empty_text(_("Not known yet"), "")
        self.table.chosen.connect(self._on_chosen)
        card = Card(grow=True)
        card.add(self.says)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.bundle)
        self.foot.addLayout(footer)
        self.show_title(_("Health"))

    def load(self) -> None:
        """Look on the lane of devices: a printer or a place of copies may take its time."""
        self.read(self._look, self._on_seen, "io")

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((self.bundle.text(), self.bundle.hint), (_("Open where one looks"), "Enter"))

    def on_failed(self, error: BaseException) -> None:
        """A bundle that could not be written may be tried again."""
        self.bundle.setEnabled(True)
        super().on_failed(error)

    def save_bundle(self) -> None:
        """Ask where the bundle is written."""
        name = f"posapp-support-{self.context.today().isoformat()}"
        choose_table_file(self, _("Support bundle"), "bundle_file", name, self.write_to, ZIP)

    def write_to(self, path: Path) -> None:
        """Check the database and write the bundle; payments go on meanwhile."""
        context = self.context
        self.bundle.setEnabled(False)
        self.show_notice(Notice(_("The database is checked\u2026"), Tone.BLUE))
        work = partial(
            context.services.health.write_bundle,
            path,
            context.actor,
            versions=versions(),
            settings=asdict(context.settings),
            log_folder=log_dir(),
            secrets=environment_secrets(),
        )
        self.context.runner.run(
            self, work, partial(self._on_written, path), self.on_failed, "reports"
        )

    def _look(self) -> tuple[Health, str]:
        health: Health = self.context.services.health.look(self.context.actor)
        try:
            return health, self.context.printer().name
        except DeviceFailure as failure:
            return health, str(failure)

    def _on_seen(self, seen: tuple[Health, str]) -> None:
        health, printer = seen
        lines = health_lines(self.context, health, printer)
        self.table.show_records(lines, lambda one: one.part)
        self.says.setText(
            {
                Level.GOOD: _("Everything is in order"),
                Level.LOOK: _("Something is worth a look"),
                Level.BAD: _("Something needs to be put right"),
            }[health.worst]
        )

    def _on_chosen(self, line: HealthLine) -> None:
        if line.page:
            self.context.open_page(line.page, 0)

    def _on_written(self, path: Path, report: "CheckReport") -> None:
        self.bundle.setEnabled(True)
        says = _(
            "The bundle was written to {file}. It holds versions, settings, the last log and what "
            "the check found; no passwords, account or card numbers."
        )
        tone = Tone.GREEN if report.clean else Tone.AMBER
        self.show_notice(Notice(says.format(file=path), tone, stays=True))
        self.load()

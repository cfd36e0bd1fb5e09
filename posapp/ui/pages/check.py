"""Admin > Check database: every proof over the whole database, and what is off (R4, R11)."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.models.columns import Align, Column, text_column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.checking import CheckReport

_KEPT_ROWS: Final = 4


class CheckPage(Page):
    """The check of the database; it begins with the page."""

    KIND: ClassVar[str] = "check"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.says = text_label("", "title", wrap=True)
        self.says.setObjectName("check_result")
        self.why = text_label("", "subtitle", wrap=True)
        self.findings = DataTable("findings", _("What is off"))
        self.findings.keep_rows(_KEPT_ROWS)
        self.again = KeyButton(
            _("Check again"), self.load, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="check_again",
        )  # fmt: skip
        self._lay_out()
        self.show_title(_("Check database"))

    def load(self) -> None:
        """Check on the ``reports`` lane: a large database takes a while, and payments go on."""
        checking, actor = self.context.services.checking, self.context.actor
        self.again.setEnabled(False)
        self.says.setText(_("Checking…"))
        self.why.setText(
            _("Pages, references, ledger, drawers and audit chains are read. Payments go on.")
        )
        self.findings.set_empty_text(_("Not known yet"), "")
        self._show_findings(())
        self.read(lambda: checking.run(actor), self._on_report, "reports")

    def focus_first(self) -> None:
        """What is off, once it is known."""
        self.findings.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((_("Check again"), self.again.hint),)

    def on_failed(self, error: BaseException) -> None:
        """A check that could not be made says so in its place too."""
        self.again.setEnabled(True)
        self.says.setText(_("The check was not made"))
        self.why.setText("")
        super().on_failed(error)

    def _lay_out(self) -> None:
        result = Card()
        result.add(self.says)
        result.add(self.why)
        findings = Card(_("What is off"), grow=True)
        findings.add(self.findings, 1)
        self.body.addWidget(result)
        self.body.addWidget(findings, 1)
        footer = QHBoxLayout()
        footer.setSpacing(dp(GRID))
        footer.addStretch(1)
        footer.addWidget(self.again)
        self.foot.addLayout(footer)

    def _on_report(self, report: "CheckReport") -> None:
        self.again.setEnabled(True)
        formats, off = self.context.formats, len(report.findings)
        made = plural("{n} check in {seconds} s", "{n} checks in {seconds} s", report.checks)
        words = made.format(n=formats.count(report.checks), seconds=f"{report.seconds:.1f}")
        self.why.setText(words)
        if report.clean:
            self.says.setText(_("Everything is in order"))
            self.show_notices(())
        else:
            found = plural("{n} check found something", "{n} checks found something", off)
            self.says.setText(found.format(n=formats.count(off)))
            self.show_notices((Notice(_(
                "The database is not in order. Make no more payments here and call whoever looks "
                "after this installation."
            ), Tone.RED),))  # fmt: skip
        self.findings.set_empty_text(_("Nothing is off"), "")
        self._show_findings(report.findings)

    def _show_findings(self, findings: tuple[Any, ...]) -> None:
        count = self.context.formats.count
        columns: tuple[Column[Any], ...] = (
            text_column(_("Check"), lambda one: one.name, 200),
            text_column(_("Says"), lambda one: one.says, 420, stretch=True),
            Column(_("Times"), lambda one: count(one.count), Align.RIGHT, 80),
            text_column(_("First"), lambda one: one.first, 220),
        )
        self.findings.set_model(RecordTableModel(columns, findings, self.findings))

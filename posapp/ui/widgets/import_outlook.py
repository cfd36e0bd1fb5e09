"""What an import would do: rows of the file, mapping, rejects, control totals, counts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from posapp.domain.imports import ImportOutlook, ImportReport, MappedFile, Reject
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.import_lists import (
    file_columns,
    mapping_columns,
    reject_columns,
    total_columns,
    total_lines,
)
from posapp.ui.models.records import RecordTableModel
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable
from posapp.ui.widgets.totals_bar import TotalsBar

_TOTALS_SHOWN = 5
_KEPT_ROWS = 3
_COUNTS = ("read", "added", "changed", "unchanged", "rejected")


class ImportFigures(Card):
    """Read, added, changed, unchanged, rejected: first what would happen, then what did."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(" ")
        self._formats = context.formats
        words = {
            "read": _("Read"),
            "added": _("Added"),
            "changed": _("Changed"),
            "unchanged": _("Unchanged"),
            "rejected": _("Rejected"),
        }
        self.bar = TotalsBar((name, words[name]) for name in _COUNTS)
        self.add(self.bar)
        self.clear()

    def show_report(self, report: ImportReport, heading: str, caption: str) -> None:
        """Show the counts of a run or of what it would be."""
        self.heading.setText(heading)
        self.caption.setText(caption)
        counts = {
            "read": report.read,
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "rejected": len(report.rejected),
        }
        for name, number in counts.items():
            tone = Tone.RED if name == "rejected" and number else None
            self.bar.show_value(name, self._formats.count(number), tone)

    def clear(self) -> None:
        """Nothing is known yet."""
        self.say(_("Nothing to import yet"), _("Choose a file and how it is to be read."))
        for name in _COUNTS:
            self.bar.show_value(name, "")

    def say(self, heading: str, caption: str) -> None:
        """Say how far it is; the counts stay."""
        self.heading.setText(heading)
        self.caption.setText(caption)


class ImportTables(QWidget):
    """The tables of the page; empty ones say what will stand there."""

    def __init__(self, context: UiContext, figures: ImportFigures) -> None:
        """Make the tables; the counts stand above the rows they are about."""
        super().__init__()
        self._context = context
        self.rows = DataTable("file_rows", _("Rows of the file"))
        self.rejects = DataTable("rejected_rows", _("Rejected rows"))
        self.mapping = DataTable("mapping", _("Mapping"))
        self.totals = DataTable("control_totals", _("Control totals"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("import_tabs")
        self.tabs.addTab(self.rows, _("First rows of the file"))
        self.tabs.addTab(self.rejects, _("Rejected rows"))
        for table in (self.rows, self.rejects, self.mapping):
            table.keep_rows(_KEPT_ROWS)
        self._lay_out(figures)
        self.say_missing()
        self.clear()

    def show_outlook(self, outlook: ImportOutlook) -> None:
        """Show a preview."""
        preview = outlook.preview
        self.rows.set_model(RecordTableModel(file_columns(preview), preview.lines))
        self.mapping.set_model(RecordTableModel(mapping_columns(), preview.mapping))
        self._show_totals(preview.mapped)
        self.show_rejects(outlook.report.rejected)

    def show_rejects(self, rejected: tuple[Reject, ...]) -> None:
        """Show the rows that cannot be taken; the tab counts them."""
        formats = self._context.formats
        columns = reject_columns(formats)
        self.rejects.set_model(RecordTableModel(columns, rejected), self._context.state)
        words = _("Rejected rows")
        count = f" · {formats.count(len(rejected))}" if rejected else ""
        self.tabs.setTabText(1, words + count)

    def clear(self) -> None:
        """Show nothing: another file or profile was chosen."""
        for table in (self.rows, self.mapping, self.totals, self.rejects):
            table.set_model(RecordTableModel((), ()))
        self.tabs.setTabText(1, _("Rejected rows"))
        self.totals.fit_rows(1)

    def _show_totals(self, mapped: MappedFile) -> None:
        columns = total_columns(self._context.formats, mapped.currency)
        self.totals.set_model(RecordTableModel(columns, total_lines(mapped)))
        self.totals.fit_rows(_TOTALS_SHOWN)

    def say_reading(self) -> None:
        """File and profile are chosen, and the file is being read."""
        self.rows.set_empty_text(_("Reading the file…"))
        self.mapping.set_empty_text(_("Reading the file…"))

    def say_unreadable(self) -> None:
        """File and profile are chosen and do not fit, or cannot be read at all."""
        self.rows.set_empty_text(
            _("This file cannot be read so"), _("The field in red above says why.")
        )
        self.mapping.set_empty_text(
            _("No mapping"), _("The profile and the file do not fit each other.")
        )

    def say_missing(self) -> None:
        """Something is not chosen yet."""
        self.rows.set_empty_text(
            _("No file chosen"), _("Its first fifty rows stand here before anything is written.")
        )
        self.rejects.set_empty_text(
            _("No rejected rows"), _("Rows that cannot be taken are listed with the reason.")
        )
        self.mapping.set_empty_text(
            _("No profile read"), _("Which column becomes which field of ours.")
        )
        self.totals.set_empty_text(_("No control totals"), "")

    def _lay_out(self, figures: ImportFigures) -> None:
        """Counts and rows at the left, mapping and control totals at the right."""
        rows = Card(grow=True)
        rows.add(self.tabs, 1)
        mapping = Card(_("Mapping"), grow=True)
        mapping.add(self.mapping, 1)
        totals = Card(_("Control totals"))
        totals.add(self.totals)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("import_split")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(dp(12))
        split.addWidget(_column((figures, 0), (rows, 1)))
        split.addWidget(_column((mapping, 1), (totals, 0)))
        split.setSizes([dp(732), dp(590)])
        self._context.state.restore_splitter(split)
        self._split = split
        split.splitterMoved.connect(self._on_split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _on_split(self, _place: int, _index: int) -> None:
        self._context.state.save_splitter(self._split)


def _column(*parts: tuple[QWidget, int]) -> QWidget:
    """Widgets one below the other, each with its share of the height."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(dp(12))
    for part, stretch in parts:
        layout.addWidget(part, stretch)
    return made

"""Reads rows of Quick Add out of a file with separated values (QA 10.2)."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from posapp.domain.quick_add import QuickFile, QuickKind
from posapp.i18n import _
from posapp.ui.dressing import dress_completions
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.pages.base import Page

_FOLDER: Final = "quick_add_folder"

Taken = Callable[[Sequence[ShownLine]], None]


def choose_file(page: Page, kind: QuickKind, take: Taken) -> None:
    """Ask for a file; its rows go to ``take``."""
    state = page.context.state
    # Over the page, which wears the style sheet: a dialog of Qt measures itself when it is made.
    dialog = QFileDialog(page, _("Import CSV"), state.recall(_FOLDER))
    dialog.setObjectName("file_dialog")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("CSV (*.csv *.txt *.tsv);;(*)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(partial(read_file, page, kind, take))
    dress_completions(dialog)
    dialog.open()


def read_file(page: Page, kind: QuickKind, take: Taken, name: str) -> None:
    """Read a file off the GUI thread."""
    file, context = Path(name), page.context
    context.state.remember(_FOLDER, str(file.parent))
    work = partial(context.services.quick_add.read_file, file, kind, context.actor)
    context.runner.run(page, work, partial(_on_read, take), page.on_failed, "io")


def _on_read(take: Taken, read: QuickFile) -> None:
    take([ShownLine(row) for row in read.rows])

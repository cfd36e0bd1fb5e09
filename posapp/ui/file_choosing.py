"""Asks for a file to write a table to: opened, never executed (X10)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from posapp.ui.dressing import dress_completions
from posapp.ui.pages.base import Page

BOTH: Final = "CSV (*.csv);;XLSX (*.xlsx)"
CSV_ONLY: Final = "CSV (*.csv)"
ZIP: Final = "ZIP (*.zip)"


def choose_table_file(
    page: Page,
    title: str,
    name: str,
    file: str,
    then: Callable[[Path], object],
    kinds: str = BOTH,
) -> None:
    """Ask where a CSV, XLSX or ZIP goes; the folder is remembered for the next time.

    Args:
        page: the page that asks.
        title: of the dialog.
        name: object name; the folder is remembered under it.
        file: what it would be called, without ending.
        then: called with the file that was chosen.
        kinds: what may be chosen: ``BOTH``, ``CSV_ONLY`` or ``ZIP``.
    """
    state = page.context.state
    folder = name.replace("_file", "_folder")

    def chosen(path: str) -> None:
        state.remember(folder, str(Path(path).parent))
        then(Path(path))

    # Over the page, which wears the style sheet: a dialog of Qt measures itself when it is made.
    dialog = QFileDialog(page, title, state.recall(folder), kinds)
    dialog.setObjectName(name)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    ending = "zip" if kinds == ZIP else "csv"
    dialog.setDefaultSuffix(ending)
    if kinds != ZIP:
        dialog.filterSelected.connect(partial(_follow_filter, dialog))
    dialog.selectFile(f"{file}.{ending}")
    dialog.fileSelected.connect(chosen)
    dress_completions(dialog)
    dialog.open()


def _follow_filter(dialog: QFileDialog, chosen: str) -> None:
    """The name ends as the kind of file that was chosen."""
    dialog.setDefaultSuffix("xlsx" if "xlsx" in chosen else "csv")

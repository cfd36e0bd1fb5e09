"""What to import: kind, profile, file, and the date that stands in where the file has none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dressing import dress_completions
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.date_edit import DateEdit
from posapp.ui.widgets.form import Form

_FOLDER = "import_folder"
_FILES = "CSV, JSON, XLSX (*.csv *.txt *.json *.xlsx);;(*)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file to import through a profile; ``stand_in`` is ``None`` for the profile's own date."""

    kind: str
    profile: str
    file: Path
    stand_in: date | None = None


class ImportChoice(Card):
    """The choices above the preview.

    ``changed`` carries ``Chosen`` when there is enough to look at, else ``None``; ``kind_changed``
    the kind whose profiles are wanted.
    """

    changed = Signal(object)
    kind_changed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._own: dict[str, str] = {}
        self._shipped: tuple[Choice, ...] = ()
        self._about: dict[str, str] = {}
        self._default: date | None = None
        self._last: Chosen | None = None
        self.kind = ChoiceBox(
            [
                Choice("accounts", _("Accounts")),
                Choice("bills", _("Bills")),
                Choice("items", _("Payable items")),
                Choice("rates", _("Exchange rates")),
            ]
        )
        self.profile = ChoiceBox()
        self.file = QLineEdit()
        self.file.setPlaceholderText(_("Choose a CSV, JSON or XLSX file"))
        self.stand_in = DateEdit(context.formats, context.today)
        self.choose_file = KeyButton(_("Choose file…"), self._on_choose_file, name="choose_file")
        self.choose_profile = KeyButton(
            _("Own profile…"), self._on_choose_profile, name="choose_profile"
        )
        self.form = Form(9)
        self._lay_out()
        self.kind.value_changed.connect(self._on_kind)
        self.profile.value_changed.connect(self._on_edited)
        self.file.editingFinished.connect(self._on_edited)
        self.stand_in.editingFinished.connect(self._on_edited)

    def chosen(self) -> Chosen | None:
        """What is chosen, ``None`` while something is missing."""
        text, profile = self.file.text().strip(), self.profile.value()
        if not text or not profile:
            return None
        day = self.stand_in.value() if self.stand_in.isEnabled() else None
        return Chosen(self.kind.value(), profile, Path(text), None if day == self._default else day)

    def show_profiles(self, shipped: Mapping[str, str]) -> None:
        """Offer the profiles of the kind, and the own ones that were chosen for it."""
        self._about = dict(shipped)
        self._shipped = tuple(Choice(name, name) for name in shipped)
        self._offer()
        self._on_edited()

    def show_stand_in(self, day: date | None) -> None:
        """Let the user name another date, where the profile puts one."""
        self._default = day
        self.stand_in.setEnabled(day is not None)
        if day is None or self.stand_in.value() is None:
            self.stand_in.set_value(day)

    def take_file(self, name: str) -> None:
        """Choose a file."""
        self.file.setText(name)
        self._context.state.remember(_FOLDER, str(Path(name).parent))
        self._on_edited()

    def take_profile(self, name: str) -> None:
        """Choose a profile of the user's own."""
        self._own[name] = self.kind.value()
        self._offer()
        self.profile.select(name)

    def show_error(self, field: str, sentence: str) -> bool:
        """Show an error at a field; False when there is no such field."""
        return self.form.show_error(field, sentence)

    def _lay_out(self) -> None:
        form = self.form
        form.add("import_kind", _("Import"), self.kind)
        form.add("profile", _("Profile"), _beside(self.profile, self.choose_profile), span=4)
        form.add("file", _("File"), _beside(self.file, self.choose_file), span=3)
        form.add("stand_in_date", _("Stand-in date"), self.stand_in)
        for name, field in (("profile", self.profile), ("file", self.file)):
            row = form.row(name)
            row.field.setObjectName("")
            row.field.setAccessibleName("")
            field.setObjectName(name)
            field.setAccessibleName(row.label)
        self.stand_in.setEnabled(False)
        self.add(form)

    def _offer(self) -> None:
        """Offer the shipped profiles of the kind, then the user's own ones for it."""
        own = [path for path, kind in self._own.items() if kind == self.kind.value()]
        self.profile.set_choices([*self._shipped, *(Choice(path, Path(path).name) for path in own)])

    def _on_kind(self, kind: str) -> None:
        self.show_stand_in(None)
        self.kind_changed.emit(kind)

    def _on_edited(self, _value: object = None) -> None:
        self.form.row("profile").show_hint(self._about.get(self.profile.value(), ""))
        now = self.chosen()
        if self._last is not None and (now is None or now.profile != self._last.profile):
            self.show_stand_in(None)
            now = self.chosen()
        if now != self._last:
            self._last = now
            self.form.clear_errors()
            self.changed.emit(now)

    def _on_choose_file(self) -> None:
        self._ask(_("Choose a file to import"), _FILES, self.take_file)

    def _on_choose_profile(self) -> None:
        self._ask(_("Choose a profile"), "TOML (*.toml)", self.take_profile)

    def _ask(self, title: str, names: str, on_chosen: Callable[[str], None]) -> None:
        # Over the page, which wears the style sheet: Qt's dialog measures itself when it is made.
        dialog = QFileDialog(self, title, self._context.state.recall(_FOLDER))
        dialog.setObjectName("file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(names)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(on_chosen)
        dress_completions(dialog)
        dialog.open()


def _beside(field: QWidget, button: QWidget) -> QWidget:
    """A field with its button at the right."""
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(dp(GRID))
    layout.addWidget(field, 1)
    layout.addWidget(button)
    both.setFocusProxy(field)
    return both

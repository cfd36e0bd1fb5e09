"""Preferences: the workstation's settings, built from their declaration (architecture 4.13)."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QTabWidget, QVBoxLayout, QWidget

from posapp.domain.rights import Right
from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.settings import (
    Setting,
    SettingsError,
    WorkstationSettings,
    declared,
    from_values,
    save,
)
from posapp.ui.context import UiContext
from posapp.ui.dialogs.base import TaskDialog, Work
from posapp.ui.locale_choices import locale_choices
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.form import Form
from posapp.ui.widgets.key_edit import KeyEdit

# What each may have as eyes and language want it; the rest belongs to the station.
_OWN: Final = "Screen"
# Choices whose own name says too little.
_WORDS: Final = {"roll80": "80 mm roll", "system": "As the system", "a4": "A4"}


class PreferencesDialog(TaskDialog):
    """Changes the settings; ``completed`` carries the new ``WorkstationSettings``."""

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        settings: WorkstationSettings | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            context: the surroundings.
            parent: window it belongs to.
            settings: as saved last; by default those of the surroundings.
        """
        super().__init__(
            context.runner, context.failures, context.shortcuts, parent,
            title=_("Preferences"), action=_("Save"), name="preferences_dialog", lane="io",
            subtitle=_("Theme and text size change at once, everything else at the next sign-in."),
        )  # fmt: skip
        self._path = context.config / "settings.toml"
        self._forms: dict[str, Form] = {}
        self._fields: dict[str, QWidget] = {}
        self._theme = context.theme
        self._may_set_up = context.actor.may(Right.SETUP)
        # Who works at no counter has no station to arrange, only a screen to look at (D-44).
        self._is_at_work = self._may_set_up or context.actor.may(Right.PRINT)
        self._before = self._saved = settings or context.settings
        self._shown_theme = self._before.theme
        self.tabs = QTabWidget()
        self.tabs.setObjectName("groups")
        self.setMinimumWidth(dp(680))
        for about in declared():
            self._add(about, getattr(self._before, about.name))
        for form in self._forms.values():
            form.setContentsMargins(0, dp(12), 0, 0)
        self.body.removeWidget(self.form)
        self.form.hide()
        self.body.addWidget(self.tabs)
        theme = self.field("theme")
        if isinstance(theme, ChoiceBox):
            theme.value_changed.connect(self._on_theme)

    def reject(self) -> None:
        """Cancel gives the theme back that was there before."""
        if not self.is_busy:
            self._on_theme(self._before.theme)
        super().reject()

    def lost(self) -> None:
        """Nothing is recorded under a request id here."""

    def build_work(self, confirmed: frozenset[str]) -> Work | None:  # noqa: ARG002
        """The new settings, written to the file; what is wrong is said at its field."""
        for form in self._forms.values():
            form.clear_errors()
        try:
            values = {about.name: self._value(about) for about in declared()}
            self._saved = from_values(values)
        except SettingsError as error:
            self._show_wrong(str(error))
            return None
        return partial(_write, self._saved, self._path)

    def focus_first(self) -> None:
        """Start in the first field of the first group."""
        first = next(iter(self._forms.values()), None)
        if first is not None:
            first.focus_first()

    def field(self, name: str) -> QWidget:
        """The input of a setting."""
        return self._fields[name]

    def _add(self, about: Setting, value: Any) -> None:
        form = self._forms.get(about.group)
        if form is None:
            form = self._forms[about.group] = Form(2)
            page = QWidget()
            layout = QVBoxLayout(page)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(form)
            layout.addStretch()
            self.tabs.addTab(FittingScroll(page, f"group_{about.group.lower()}"), _(about.group))
        field = self._fields[about.name] = _input(about, value)
        hint = _(about.hint)
        if about.shape == "url" and not self._may_set_up:
            # It decides whose books the money goes into (D-44).
            field.setEnabled(False)
            hint = _(
                "Where the payments are stored. Only users who may change the set-up change it."
            )
        # A copy of the database holds everything that the database holds.
        at_home = self._is_at_work and (self._may_set_up or about.group != "Backup")
        if about.group != _OWN and not at_home:
            field.setEnabled(False)
        form.add(about.name, _(about.label), field, hint)

    def _value(self, about: Setting) -> Any:
        field = self._fields[about.name]
        if not field.isEnabled():
            return getattr(self._before, about.name)
        if isinstance(field, ChoiceBox):
            return field.value()
        text = field.text().strip() if isinstance(field, QLineEdit) else ""
        if about.kind is int:
            if not (text.isascii() and text.isdigit()):
                raise SettingsError(f"{about.label}: {text!r} must be a whole number.")
            return int(text)
        if about.shape == "key" and QKeySequence(text).isEmpty():
            raise SettingsError(f"{about.label}: {text!r} is no key such as F5 or Ctrl+P.")
        return text

    def _on_theme(self, choice: str) -> None:
        """Show a theme while it is chosen; one cannot choose what one does not see."""
        if choice != self._shown_theme:
            self._shown_theme = choice
            self._theme.choose(choice, self._before.text_scale)

    def _show_wrong(self, sentence: str) -> None:
        """The sentence begins with the label of the field that is wrong, if one is."""
        for at, (group, form) in enumerate(self._forms.items()):
            for about in declared(group):
                if sentence.startswith(f"{about.label}:"):
                    self.tabs.setCurrentIndex(at)
                    form.show_error(about.name, sentence)
                    form.focus_first_error()
                    return
        self.show_notice(Notice(sentence, Tone.RED))


def _input(about: Setting, value: Any) -> QWidget:
    if about.choices or about.kind is bool:
        values = about.choices or (True, False)
        box = ChoiceBox([Choice(one, _words(one)) for one in values])
        box.select(value)
        return box
    if about.shape in {"locale", "date_style"}:
        box = ChoiceBox(locale_choices(about, str(value)))
        box.select(value)
        return box
    return KeyEdit(str(value)) if about.shape == "key" else QLineEdit(str(value))


def _words(value: str | bool) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _(_WORDS.get(value) or value.replace("_", " ").capitalize())


def _write(settings: WorkstationSettings, path: Path) -> WorkstationSettings:
    try:
        save(settings, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeviceFailure(str(path), f"The settings cannot be written ({reason}).") from error
    return settings

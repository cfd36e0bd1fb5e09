"""About: version, where things lie, whose work is inside."""

import platform
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

import posapp
from posapp.i18n import _
from posapp.paths import log_dir, resource
from posapp.ui.context import UiContext
from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.screen_room import fit_width
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.close_line import CloseLine
from posapp.ui.widgets.fitting_scroll import FittingScroll
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.reading import Reading, help_text

_SELECT: Final = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
_WIDTH: Final = 640
_LEAST_HEIGHT: Final = 220
_FONTS: Final = ("Inter", "Noto", "Nanum", "Droid")
_MARKUP: Final = frozenset("\\`*_#|<>[]-")


class AboutDialog(CentredDialog):
    """What one reads out to whoever helps, and the licences of everything inside."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(_("About"))
        fit_width(self, dp(_WIDTH))
        margin = dp(3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, dp(20), margin, dp(20))
        layout.setSpacing(dp(8))
        layout.addWidget(text_label(f"posapp {posapp.__version__}", "title"))
        about = _(
            "Counter program for the cash desks of utilities, town halls and parking offices."
        )
        layout.addWidget(text_label(about, "subtitle"))
        layout.addSpacing(dp(8))
        licences = Reading("licences", _("Licences"))
        licences.show_markdown("\n\n".join((help_text("licences"), *_full_texts())))
        licences.setMinimumHeight(dp(_LEAST_HEIGHT))
        card = Card(_("Licences"), grow=True)
        card.add(licences, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(8))
        column.addWidget(_facts_card(context))
        column.addWidget(card, 1)
        layout.addWidget(FittingScroll(inside, "about_facts"), 1)
        footer = CloseLine(self.accept)
        footer.button.setDefault(True)
        layout.addLayout(footer)
        footer.button.setFocus()


def _facts_card(context: UiContext) -> Card:
    card = Card()
    grid = QGridLayout()
    grid.setHorizontalSpacing(dp(24))
    grid.setVerticalSpacing(dp(9))
    grid.setColumnStretch(1, 1)
    for row, (name, label, value) in enumerate(_facts(context)):
        shown = text_label(value, wrap=True)
        shown.setObjectName(name)
        shown.setAccessibleName(f"{label}: {value}")
        shown.setTextInteractionFlags(_SELECT)
        grid.addWidget(text_label(label, "subtitle"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, row, 1)
    card.add(grid)
    return card


def _facts(context: UiContext) -> tuple[tuple[str, str, str], ...]:
    installation = context.setup.installation
    system = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return (
        ("organisation", _("Organisation"), installation.organisation),
        ("office", _("Office"), context.office.name),
        ("database", _("Database"), context.services.db.url_shown),
        ("settings", _("Settings"), str(context.config / "settings.toml")),
        ("log", _("Log"), str(log_dir())),
        ("system", _("System"), system),
    )


def _full_texts() -> tuple[str, ...]:
    """The licences that have to travel with what they cover, word for word."""
    shipped = (resource("fonts", f"{name}-LICENSE.txt") for name in _FONTS)
    return tuple(_paragraphs(path.read_text("utf-8")) for path in shipped)


def _paragraphs(text: str) -> str:
    """A plain text as Markdown: its paragraphs, none of its signs taken for markup."""
    escaped = "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in text)
    return "\n\n".join(" ".join(part.split()) for part in escaped.split("\n\n") if part.strip())

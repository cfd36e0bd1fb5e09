"""The look: fonts, palette and style sheet made from the tokens of the light or the dark theme.

The sign-in waits for this module, so it keeps off the names of ``Qt``: they are a hundred
enumerations, and loading them takes 15 ms (P7).

Follows the system's theme unless the workstation is set otherwise, and the system's text size
(ui.md, rules of taste 6). Lengths in ``resources/style.qss`` are ``dp``: pixels at the base text of
13 px, multiplied with the text scale; Qt scales them once more with the screen.
"""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import posapp
from posapp.ui.dressing import SHEET, wearing
from posapp.ui.tokens import DARK, LIGHT, Tokens, ToneColours

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

BASE_PX: Final = 13
ROW_PX: Final = 34
GRID: Final = 8
FAMILY: Final = "Inter"
_STYLE: Final = "Fusion"
_FALLBACKS: Final = (
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans",
    "Droid Sans Fallback",
    "NanumSquare",
)
_SCRIPTS: Final = ("NotoSans*.ttf", "DroidSansFallback*.ttf", "NanumSquare*.ttf")
_SCREEN_FONTS: Final = ("Regular", "Medium", "SemiBold", "Bold")
_DARK_BELOW: Final = 128
# Pixel size of each system's own text when nobody has made it larger.
_SYSTEM_PX: Final = {"win32": 12, "darwin": 13}
_LINUX_PX: Final = 15
_LARGEST: Final = 2.0
_DP: Final = re.compile(r"(-?\d+)dp")


class CounterApplication(QApplication):
    """The application, started in the style that the theme dresses.

    Setting it afterwards would load the enumerations of ``QStyle`` before the first paint (P7).
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        """Start Qt with the arguments of the program."""
        super().__init__([*arguments, "-style", _STYLE])


class Theme(QObject):
    """Applies the chosen theme to the application and again when the system changes its mind."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system", text_scale: int = 100) -> None:
        """Prepare the theme.

        Args:
            app: the application.
            choice: ``system``, ``light`` or ``dark``.
            text_scale: percent on top of the system's text size.
        """
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._system_scale = system_scale(
            sys.platform, QGuiApplication.platformName(), QFontInfo(app.font()).pixelSize()
        )
        self._text_scale = text_scale
        # Asked once from the colours; from then on the system tells.
        self._system_is_dark = app.palette().window().color().lightness() < _DARK_BELOW
        load_fonts()
        QDir.setSearchPaths("icons", [str(posapp.resource("icons"))])
        if not isinstance(app, CounterApplication):
            app.setStyle(_STYLE)
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def tokens(self) -> Tokens:
        """Colours in force."""
        dark = self._system_is_dark if self._choice == "system" else self._choice == "dark"
        return DARK if dark else LIGHT

    @property
    def scale(self) -> float:
        """Text size relative to the base of 13 px."""
        return max(0.8, min(_LARGEST, self._system_scale * self._text_scale / 100))

    def choose(self, choice: str, text_scale: int) -> None:
        """Change theme and text size while the program runs."""
        self._choice, self._text_scale = choice, text_scale
        self.apply()

    def apply(self) -> None:
        """Set font and palette of the application and the style sheet of its windows."""
        tokens, font = self.tokens, base_font(self.scale)
        grown = self._app.font() != font
        windows = list(wearing(hidden=grown))
        # Under the sheets: what has just lost them would not follow the font.
        if grown:
            self._app.setFont(font)
        # Palette and sheet each dress every widget anew. Under no sheet the first is quick.
        for window in windows:
            window.setStyleSheet("")
        self._app.setPalette(palette(tokens))
        sheet = style_sheet(tokens, self.scale)
        self._app.setProperty(SHEET, sheet)
        for window in windows:
            window.setStyleSheet(sheet)
        self.changed.emit()

    def _on_scheme_changed(self, scheme: "Qt.ColorScheme") -> None:
        self._system_is_dark = scheme.name == "Dark"
        if self._choice == "system":
            self.apply()


def system_scale(system: str, platform: str, pixels: int) -> float:
    """How much larger than usual the system's text is set; 1.0 where there is no desktop."""
    if platform in {"offscreen", "minimal"} or pixels <= 0:
        return 1.0
    return max(1.0, min(_LARGEST, pixels / _SYSTEM_PX.get(system, _LINUX_PX)))


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; a second call does nothing."""
    for weight in _SCREEN_FONTS:
        _load_font(f"Inter-{weight}.otf")


def load_script_fonts() -> None:
    """Make the fonts of further scripts known; called after the first paint, names need them."""
    for pattern in _SCRIPTS:
        for path in sorted(posapp.resource("fonts").glob(pattern)):
            _load_font(path.name)


@lru_cache(maxsize=64)
def _load_font(name: str) -> int:
    """Make a font file known once; asking Qt for its families would list the whole system."""
    return QFontDatabase.addApplicationFont(str(posapp.resource("fonts", name)))


def base_font(scale: float) -> QFont:
    """The text font with tabular figures."""
    font = QFont([FAMILY, *_FALLBACKS])
    font.setPixelSize(round(BASE_PX * scale))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def dp(length: float) -> int:
    """A length of the 13 px design in pixels at the text size in force."""
    return round(length * QGuiApplication.font().pixelSize() / BASE_PX)


def tokens_of(colours: QPalette) -> Tokens:
    """The tokens a widget's palette was made from; painters need no theme object."""
    # The style sheet rewrites most roles of a widget's palette, the link colour it leaves alone.
    return _BY_LINK.get(colours.color(QPalette.ColorRole.Link).name(), LIGHT)


_BY_LINK: Final = {tokens.accent: tokens for tokens in (LIGHT, DARK)}


def palette(tokens: Tokens) -> QPalette:
    """Palette for what the style sheet leaves to the style."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.stripe,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.red.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.tooltip,
        role.ToolTipText: tokens.on_tooltip,
        role.Light: tokens.hover,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.field_line,
        role.Shadow: tokens.line,
    }
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.disabled))
    return made


@lru_cache(maxsize=8)
def style_sheet(tokens: Tokens, scale: float) -> str:
    """The style sheet with colours and lengths filled in.

    Raises:
        KeyError: when the template names a colour that the tokens lack.
    """
    text = posapp.resource("style.qss").read_text("utf-8")
    text = Template(text[text.index("*/") + 2 :]).substitute(_names(tokens))
    return _DP.sub(lambda found: f"{round(int(found[1]) * scale)}px", text)


def _names(tokens: Tokens) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, value in tokens._asdict().items():
        if isinstance(value, ToneColours):
            names |= {f"{name}_{part}": colour for part, colour in value._asdict().items()}
        elif isinstance(value, str):
            names[name] = value
    return names

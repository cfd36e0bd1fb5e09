"""Colours of the light and the dark theme; one record each, nothing else in the window picks one.

One accent for the thing to do next; green, amber, red and blue only for state and never without a
word (ui.md, rules of taste 1). Text reaches at least 4.5:1 on what it lies on (rule 6); a test
computes it over ``text_pairs``.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

_LINEAR_BELOW: Final = 0.04045


class Tone(StrEnum):
    """Meaning of a state colour."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"
    GREY = "grey"


# Named tuples, not dataclasses: the sign-in needs them before its first paint (P7), and a frozen
# dataclass takes ten times as long to define.
class ToneColours(NamedTuple):
    """Colours of one state: fill and words of a pill, outline of a strip, strong mark."""

    fill: str
    text: str
    line: str
    mark: str


class Tokens(NamedTuple):
    """All colours of a theme as ``#rrggbb``."""

    name: str
    window: str
    surface: str
    field: str
    line: str
    field_line: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    ring_on_accent: str
    hover: str
    pressed: str
    stripe: str
    selection: str
    handle: str
    handle_hover: str
    track: str
    tooltip: str
    on_tooltip: str
    chart: tuple[str, str, str]
    green: ToneColours
    amber: ToneColours
    red: ToneColours
    blue: ToneColours
    grey: ToneColours

    def tone(self, tone: Tone) -> ToneColours:
        """Colours of a state."""
        found: ToneColours = getattr(self, tone.value)
        return found


LIGHT: Final = Tokens(
    name="light",
    window="#f2f4f7",
    surface="#ffffff",
    field="#ffffff",
    line="#e2e5eb",
    field_line="#c3c9d4",
    text="#14171f",
    muted="#586174",
    disabled="#9aa2b1",
    accent="#0b5cff",
    accent_hover="#0a50de",
    accent_pressed="#0844bd",
    on_accent="#ffffff",
    ring_on_accent="#06256b",
    hover="#f2f5fa",
    pressed="#e6eaf1",
    stripe="#f8f9fb",
    selection="#dde8ff",
    handle="#c5cad4",
    handle_hover="#9aa3b2",
    track="#e3e7ee",
    tooltip="#1c222d",
    on_tooltip="#f3f5f9",
    chart=("#0b5cff", "#6f9fff", "#b4cdff"),
    green=ToneColours("#e2f4e9", "#12633a", "#b4dfc5", "#1a8a50"),
    amber=ToneColours("#fff2da", "#854a00", "#f0d199", "#c77700"),
    red=ToneColours("#fdebe9", "#ad1f19", "#f2bdb8", "#c5281f"),
    blue=ToneColours("#e7efff", "#1146c9", "#bfd3ff", "#0b5cff"),
    grey=ToneColours("#eceff4", "#4c5568", "#d5dae3", "#7b8496"),
)

DARK: Final = Tokens(
    name="dark",
    window="#0c1017",
    surface="#161b25",
    field="#0f141c",
    line="#283040",
    field_line="#3c4658",
    text="#e9edf5",
    muted="#a1aabb",
    disabled="#626c7e",
    accent="#6ea0ff",
    accent_hover="#88b1ff",
    accent_pressed="#5b8ff2",
    on_accent="#081530",
    ring_on_accent="#ffffff",
    hover="#1f2634",
    pressed="#273041",
    stripe="#1a202c",
    selection="#1f3a6b",
    handle="#3b4557",
    handle_hover="#566176",
    track="#262e3c",
    tooltip="#e9edf5",
    on_tooltip="#10151d",
    chart=("#6ea0ff", "#3f6cc4", "#294677"),
    green=ToneColours("#12301f", "#5cd892", "#1f5136", "#3fbf78"),
    amber=ToneColours("#33240b", "#f6bb57", "#5c4418", "#e9a23b"),
    red=ToneColours("#3b1715", "#ff938a", "#6b2a26", "#f0665b"),
    blue=ToneColours("#17274a", "#93b7ff", "#2b4478", "#6ea0ff"),
    grey=ToneColours("#242b38", "#b6bfce", "#384253", "#8a94a6"),
)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2 relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_pairs(tokens: Tokens) -> Iterator[tuple[str, str, str]]:
    """Every (name, text colour, ground) that the window draws words with."""
    grounds = ("window", "surface", "field", "stripe", "selection", "hover", "pressed")
    for ground in grounds:
        yield f"text on {ground}", tokens.text, getattr(tokens, ground)
        yield f"muted on {ground}", tokens.muted, getattr(tokens, ground)
    for fill in (tokens.accent, tokens.accent_hover, tokens.accent_pressed):
        yield "words on the accent", tokens.on_accent, fill
    for ground in (tokens.window, tokens.surface, tokens.field):
        yield "accent as text", tokens.accent, ground
    yield "tooltip", tokens.on_tooltip, tokens.tooltip
    for tone in Tone:
        colours = tokens.tone(tone)
        yield f"{tone} pill", colours.text, colours.fill
        yield f"text on {tone} strip", tokens.text, colours.fill
        yield f"{tone} words", colours.text, tokens.surface
        yield f"{tone} words on the window", colours.text, tokens.window


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Columns of the copies of the database."""

from collections.abc import Mapping
from typing import Final

from posapp.domain.upkeep import CopyReason, KeptCopy
from posapp.i18n import _
from posapp.ui.formats import Formats
from posapp.ui.models.columns import Align, Column, stamp_column, text_column
from posapp.ui.tokens import Tone

_UNITS: Final = ("B", "KB", "MB", "GB", "TB")
_STEP: Final = 1000


def copy_columns(formats: Formats) -> tuple[Column[KeptCopy], ...]:
    """When, why, how large, proved or not, and where."""
    return (
        stamp_column(_("Made"), lambda c: c.made_at, formats, 160, order=lambda c: c.made_at),
        text_column(_("Why"), why, 180),
        Column(
            _("Size"), lambda c: size_words(c.size, formats), Align.RIGHT, 96,
            order=lambda c: c.size,
        ),
        Column(_("State"), state, width=150, tone=_tone),
        text_column(_("Place"), place, 130),
        text_column(_("File"), lambda c: str(c.path), 320, stretch=True),
    )  # fmt: skip


def why(copy: KeptCopy) -> str:
    """The reason in words."""
    words: Mapping[str, str] = {
        CopyReason.Z_REPORT: _("Z report"),
        CopyReason.NIGHT: _("Night"),
        CopyReason.HAND: _("By hand"),
        CopyReason.SCHEMA: _("Before a new version"),
    }
    return words[copy.reason.partition("-")[0]]


def state(copy: KeptCopy) -> str:
    """Whether it is what passed the check."""
    return _("Proved") if copy.proved else _("Written since")


def place(copy: KeptCopy) -> str:
    """Which of the two places."""
    return _("Second place") if copy.second else _("First place")


def size_words(size: int, formats: Formats) -> str:
    """Bytes as people read them."""
    unit = 0
    while size >= _STEP * 10 and unit + 1 < len(_UNITS):
        size, unit = size // _STEP, unit + 1
    return f"{formats.count(size)} {_UNITS[unit]}"


def _tone(copy: KeptCopy) -> Tone:
    return Tone.GREEN if copy.proved else Tone.AMBER

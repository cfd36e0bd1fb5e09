"""How a paper looks at this workstation: its layout, and how numbers and dates are written (17)."""

from collections.abc import Callable
from typing import TypedDict

from posapp.domain.paper_style import PaperStyle
from posapp.printing.style import Layout

Styled = Callable[[], PaperStyle]
"""How papers of this workstation are written now."""


class PaperLook(TypedDict):
    """What every renderer takes beside its document."""

    layout: Layout
    locale: str
    date_style: str


def look_of(layout: Layout, style: PaperStyle) -> PaperLook:
    """The look of a paper of a layout."""
    return PaperLook(layout=layout, locale=style.locale, date_style=style.date_style)

"""The one icon set: line drawings of ``resources/icons``, tinted in a colour of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from posapp.paths import resource

_DENSITIES = (1, 2, 3)


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """An icon for buttons and menus, sharp at 100 % to 300 %.

    Args:
        name: file name in ``resources/icons`` without ``.svg``.
        colour: ``#rrggbb``.
        size: width and height in pixels at 100 %.

    Raises:
        FileNotFoundError: when there is no such drawing.
    """
    made = QIcon()
    for density in _DENSITIES:
        made.addPixmap(pixmap(name, colour, size, density))
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 18, density: float = 2.0) -> QPixmap:
    """A drawing as a picture of ``size`` logical pixels at a screen density."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(size * density), round(size * density))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(density)
    return picture


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")

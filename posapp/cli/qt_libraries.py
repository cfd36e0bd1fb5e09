"""What to install when Qt cannot start: one sentence, without importing Qt.

The wheels of PySide6 bring Qt but not the system libraries that every desktop has and a bare
server lacks. The names are those of Debian's packages.
"""

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

_LIBRARY: Final = re.compile(r"(lib[\w.+-]+?\.so(?:\.\d+)*)")
PACKAGES: Final[Mapping[str, str]] = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libGLX": "libglx0",
    "libOpenGL": "libopengl0",
    "libxkbcommon": "libxkbcommon0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libX11": "libx11-6",
    "libX11-xcb": "libx11-xcb1",
    "libxcb": "libxcb1",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-randr": "libxcb-randr0",
    "libxcb-render": "libxcb-render0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-shm": "libxcb-shm0",
    "libxcb-sync": "libxcb-sync1",
    "libxcb-util": "libxcb-util1",
    "libxcb-xfixes": "libxcb-xfixes0",
    "libxcb-xkb": "libxcb-xkb1",
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1",
    "libz": "zlib1g",
    "libzstd": "libzstd1",
}
# Qt ends the program by itself when its screen plug-in misses one of these, so they are tried
# before it starts.
_FOR_X11: Final = (
    "libX11-xcb.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)


def import_problem(error: ImportError) -> str:
    """A sentence for a failed import of PySide6; empty when it is no missing system library."""
    found = _LIBRARY.search(str(error))
    if found:
        return _sentence(found[1])
    if (error.name or "").partition(".")[0] in {"PySide6", "shiboken6"}:
        return "The window needs PySide6; install it with: pip install PySide6-Essentials"
    return ""


def screen_problem(
    environ: Mapping[str, str],
    *,
    system: str = sys.platform,
    loads: Callable[[str], object] | None = None,
) -> str:
    """A sentence when no window can open here: no screen, or a library of it is missing.

    Args:
        environ: the environment, for ``DISPLAY``, ``WAYLAND_DISPLAY`` and ``QT_QPA_PLATFORM``.
        system: as ``sys.platform``.
        loads: loads a library by name, ``OSError`` when it cannot; ``ctypes.CDLL`` by default.
    """
    platform = environ.get("QT_QPA_PLATFORM", "")
    if not system.startswith("linux") or (platform and not platform.startswith("xcb")):
        return ""
    if not platform and environ.get("WAYLAND_DISPLAY"):
        return ""
    if not environ.get("DISPLAY"):
        return (
            "There is no screen to open a window on (DISPLAY is not set). "
            "Use the commands (posapp --help), or start it on a desktop."
        )
    load: Any = loads or import_module("ctypes").CDLL
    for library in _FOR_X11:
        try:
            load(library)
        except OSError:
            return _sentence(library)
    return ""


def _sentence(library: str) -> str:
    package = PACKAGES.get(library.partition(".so")[0])
    if package is None:
        return f"The system library {library} is missing; install the package that brings it."
    return (
        f"The system library {library} is missing; install it with: sudo apt-get install {package}"
    )

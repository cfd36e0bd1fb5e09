"""Cash drawers that a pulse opens, by the command that receipt printers know (ESC p).

The pulse goes raw to the print queue of the receipt printer, straight to its device, or into a
folder, where each opening is a new file (demo, tests). An opening is tried once, never repeated:
whoever stands there sees at once whether the drawer is open, and has its key.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from posapp.devices.folder import FolderPrinter
from posapp.devices.spooler import SystemPrinter
from posapp.domain.ports import CashDrawer
from posapp.errors import DeviceFailure

PULSE: Final = b"\x1bp\x00\x19\xfa"
"""ESC p: first connector, 50 ms on, 500 ms off."""
_TITLE: Final = "cash drawer"


@dataclass(frozen=True, slots=True)
class QueueDrawer:
    """A drawer at the receipt printer of a print queue, which must pass raw bytes on."""

    queue: SystemPrinter

    @property
    def name(self) -> str:
        """Name as the user knows it."""
        return self.queue.name

    def open_drawer(self) -> str:
        """Send the pulse; returns where it went.

        Raises:
            DeviceFailure: when the queue refuses or is not there.
        """
        return self.queue.print_raw(PULSE, _TITLE)


@dataclass(frozen=True, slots=True)
class DeviceDrawer:
    """A drawer at a printer that is a file of the system, such as ``/dev/usb/lp0``."""

    path: Path

    @property
    def name(self) -> str:
        """Name as the user knows it."""
        return str(self.path)

    def open_drawer(self) -> str:
        """Write the pulse; returns where it went.

        Raises:
            DeviceFailure: when there is no such device, or it does not take the pulse at once.
        """
        flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(self.path, flags)
            try:
                os.write(handle, PULSE)
            finally:
                os.close(handle)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise DeviceFailure(self.name, f"It does not take the pulse ({reason}).") from error
        return self.name


@dataclass(frozen=True, slots=True)
class FolderDrawer:
    """Writes each opening into its own new file of a folder."""

    folder: FolderPrinter

    @property
    def name(self) -> str:
        """Name as the user knows it."""
        return self.folder.name

    def open_drawer(self) -> str:
        """Write the pulse; returns the path of its file.

        Raises:
            DeviceFailure: when the folder cannot be written.
        """
        return self.folder.write(PULSE, _TITLE, ".bin")


_KINDS: Final[Mapping[str, Callable[[str], CashDrawer]]] = {
    "queue": lambda target: QueueDrawer(SystemPrinter(target)),
    "device": lambda target: DeviceDrawer(Path(target).expanduser()),
    "folder": lambda target: FolderDrawer(FolderPrinter(Path(target).expanduser(), "Drawer")),
}


def make_drawer(setting: str) -> CashDrawer | None:
    """The drawer of a setting ``kind:target``; without a colon a print queue, ``None`` if empty.

    Raises:
        DeviceFailure: for another kind, and for one without a target.
    """
    if not setting.strip():
        return None
    kind, colon, target = setting.strip().partition(":")
    if not colon:
        kind, target = "queue", setting.strip()
    if kind not in _KINDS or not target.strip():
        kinds = ", ".join(f"{one}:..." for one in sorted(_KINDS))
        raise DeviceFailure(setting, f"This is no cash drawer. Say one of {kinds}")
    return _KINDS[kind](target)

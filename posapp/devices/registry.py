"""Kinds of printers by name: our own and those of plug-ins (architecture: plug-in seams).

A printer is set as ``kind:target``, such as ``folder:/home/desk/receipts`` or ``queue:Window_2``;
a setting without a colon is a print queue, an empty one the default queue.
Plug-ins name their kinds under the entry point group ``posapp.printers``; a factory takes the
target and returns a ``Printer``. A plug-in that cannot be loaded is logged and left out, never
fatal: the counter opens without it.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from posapp.devices.folder import FolderPrinter
from posapp.devices.spooler import SystemPrinter
from posapp.domain.ports import Printer
from posapp.errors import DeviceFailure

PrinterFactory = Callable[[str], Printer]
PRINTER_GROUP: Final = "posapp.printers"
FOLDER: Final = "folder"
QUEUE: Final = "queue"
_LOG: Final = logging.getLogger(__name__)


class Plugin(Protocol):
    """What we need of an ``importlib.metadata.EntryPoint``; the composition root lists them."""

    @property
    def name(self) -> str:
        """Kind of printer that it adds."""

    def load(self) -> Any:
        """Import it and return its factory; may raise anything."""


def printer_factories(plugins: Iterable[Plugin] = ()) -> Mapping[str, PrinterFactory]:
    """Factories by kind; a plug-in may not replace a kind of ours or of an earlier plug-in.

    Args:
        plugins: ``importlib.metadata.entry_points(group=PRINTER_GROUP)``.
    """
    found: dict[str, PrinterFactory] = {FOLDER: _folder, QUEUE: SystemPrinter}
    for plugin in plugins:
        if plugin.name in found:
            _LOG.error("Printer plug-in %s is left out: that name is taken.", plugin.name)
            continue
        factory = _loaded(plugin)
        if factory is not None:
            found[plugin.name] = factory
    return found


def make_printer(setting: str, factories: Mapping[str, PrinterFactory]) -> Printer:
    """The printer of a setting ``kind:target``; without a colon it names a print queue.

    Raises:
        DeviceFailure: when nobody offers that kind, or its factory refuses the target.
    """
    kind, colon, target = setting.partition(":")
    if not colon:
        kind, target = QUEUE, setting
    factory = factories.get(kind)
    if factory is None:
        kinds = ", ".join(sorted(factories))
        raise DeviceFailure(setting, f"There is no printer of this kind; there are: {kinds}.")
    return factory(target)


def _folder(target: str) -> Printer:
    if not target.strip():
        raise DeviceFailure("folder:", "Say which folder, such as folder:/home/desk/receipts.")
    return FolderPrinter(Path(target).expanduser())


def _loaded(plugin: Plugin) -> PrinterFactory | None:
    try:
        factory = plugin.load()
    except Exception:  # noqa: BLE001 - a stranger's import may raise anything
        _LOG.exception("Printer plug-in %s could not be loaded.", plugin.name)
        return None
    if not callable(factory):
        _LOG.error("Printer plug-in %s is not a factory of printers.", plugin.name)
        return None
    made: PrinterFactory = factory
    return made

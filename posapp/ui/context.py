"""What every page and dialog gets handed: one frozen value instead of globals (X1, X2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posapp.domain.clock import Clock
from posapp.settings import WorkstationSettings
from posapp.ui.failures import Failures
from posapp.ui.formats import Formats
from posapp.ui.shortcuts import Shortcuts
from posapp.ui.signals import AppSignals
from posapp.ui.state import WindowState
from posapp.ui.tasks import Runner
from posapp.ui.texts import Texts
from posapp.ui.theme import Theme

if TYPE_CHECKING:
    from posapp.services.actor import Actor
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class UiContext:
    """The window's surroundings for one signed-in user.

    Attributes:
        services: the use cases.
        actor: who acts here, with which rights, at which workstation.
        runner: runs every call of a service off the GUI thread.
        signals: says what changed.
        settings: the workstation's settings.
        formats: how money, dates and numbers are written.
        texts: words message codes.
        failures: shows errors.
        shortcuts: the keys in force.
        state: remembers sizes and columns of this user.
        theme: colours in force.
        clock: gives the time.
        open_page: opens a page of the main window by kind and id.
    """

    services: "Services"
    actor: "Actor"
    runner: Runner
    signals: AppSignals
    settings: WorkstationSettings
    formats: Formats
    texts: Texts
    failures: Failures
    shortcuts: Shortcuts
    state: WindowState
    theme: Theme
    clock: Clock
    open_page: Callable[[str, int], None]

"""What is said after a print: which copy went where, or that the payment stands without paper."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.ui.failures import FailureHost, Failures
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.printing import Printed


def printed_notice(printed: "Printed") -> Notice:
    """The first print is the original, every later one a duplicate (RC-2)."""
    which = _("Duplicate {n}").format(n=printed.copy) if printed.copy else _("Original")
    text = _("{which} printed: {where}").format(which=which, where=_short(printed.where))
    return Notice(text, Tone.GREEN)


def endorsed_notice(printed: "Printed", number: int, of: int) -> Notice:
    """Which of an event's checks was endorsed, and what to do for the next one (PR-06)."""
    text = _("Check {number} of {of} endorsed: {where}.")
    if number < of:
        text = _("Check {number} of {of} endorsed: {where}. Insert the next check.")
    return Notice(text.format(number=number, of=of, where=_short(printed.where)), Tone.GREEN)


def _short(where: str) -> str:
    """A file without its folder, which stands in the status bar; a queue as it is."""
    return Path(where).name if Path(where).is_absolute() else where


def present_not_printed(
    error: BaseException,
    failures: Failures,
    host: FailureHost,
    reprint: Callable[[], object],
    number: str = "",
    paper: str = "",
) -> None:
    """Say that there is no paper and that the payment stands, and offer *Reprint* (R9).

    Args:
        error: what stopped the print.
        failures: shows everything that is no fault of a printer.
        host: where it is shown.
        reprint: tries again; what then prints is a duplicate, because paper may have come out.
        number: receipt number, where the page shown may be about somebody else.
        paper: what it is, where it is no receipt.
    """
    if not isinstance(error, DeviceFailure):
        failures.present(error, host, retry=reprint)
        return
    words = _("Receipt {number} not printed. {device}: {why}. The payment stands.")
    if paper:
        words = _("{paper} not printed. {device}: {why}. The payment stands.")
    elif not number:
        words = _("Receipt not printed. {device}: {why}. The payment stands.")
    why = _(error.detail).rstrip(".")
    text = words.format(paper=paper, number=number, device=error.device, why=why)
    host.show_notice(Notice(text, Tone.AMBER, _("Reprint"), reprint, stays=True))

"""What the print dialog can print, why it cannot, and how it asks for it (RC-1, PR-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from posapp.domain.endorsements import NOTHING_TO_ENDORSE, NOTHING_TO_STUB, endorsable, has_stub
from posapp.domain.event_views import EventView
from posapp.domain.ids import EventId, TenderId
from posapp.domain.ports import Printer
from posapp.domain.receipts import check_printable
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.errors import DeviceFailure, Refused
from posapp.i18n import _
from posapp.paths import write_whole
from posapp.ui.texts import Texts

if TYPE_CHECKING:
    from posapp.services.printing import Printed, Printing


NO_TENDER: Final = TenderId(0)


class PaperKind(StrEnum):
    """A paper of an event."""

    RECEIPT = "receipt"
    ENDORSEMENT = "endorse"
    STUB = "stub"


WORDS: Final[Mapping[PaperKind, tuple[str, str]]] = {
    PaperKind.RECEIPT: ("Receipt", "Alt+R"),
    PaperKind.ENDORSEMENT: ("Endorse", "Alt+E"),
    PaperKind.STUB: ("Stub", "Alt+S"),
}
"""The button's words and key of each kind."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One paper as the user wants it; ``tender_id`` is the check that is endorsed."""

    kind: PaperKind
    event_id: EventId
    layout: str
    long: bool = False
    duplicate: bool = False
    tender_id: TenderId = NO_TENDER


def can_print(event: EventView, setup: SetUp) -> bool:
    """Whether the payment event's page has any paper to print (RC-1)."""
    frozen = bool(event.payments) and not event.unfrozen
    return frozen or has_stub(event) or bool(endorsable(event, setup))


def obstacles(event: EventView, setup: SetUp, texts: Texts) -> dict[PaperKind, str]:
    """Why a kind of paper cannot be printed, in a sentence; those that can be are left out."""
    found = {}
    try:
        check_printable(event)
    except Refused as refused:
        found[PaperKind.RECEIPT] = texts.of(refused)
    if not endorsable(event, setup):
        reason = _("Endorse: {reason}.").format(reason=_(NOTHING_TO_ENDORSE))
        found[PaperKind.ENDORSEMENT] = reason
    if not has_stub(event):
        found[PaperKind.STUB] = _("Stub: {reason}.").format(reason=_(NOTHING_TO_STUB))
    return found


def preview_of(printing: "Printing", actor: Actor, wish: Wish) -> tuple[bytes, int]:
    """The paper as it would print now, and how often it was printed; called off the GUI thread."""
    event_id, layout = wish.event_id, wish.layout
    if wish.kind is PaperKind.ENDORSEMENT:
        pdf = printing.preview_endorsement(event_id, wish.tender_id, actor, layout=layout)
        return pdf, len(printing.endorsement_log(wish.tender_id, actor))
    if wish.kind is PaperKind.STUB:
        pdf = printing.preview_stub(event_id, actor, layout=layout)
        return pdf, len(printing.stub_log(event_id, actor))
    pdf = printing.preview(event_id, actor, long=wish.long, layout=layout, duplicate=wish.duplicate)
    return pdf, len(printing.log(event_id, actor))


def print_paper(printing: "Printing", actor: Actor, printer: Printer, wish: Wish) -> "Printed":
    """Print the paper; called off the GUI thread.

    Raises:
        DeviceFailure: the printer failed; nothing but the paper is missing.
    """
    event_id, layout = wish.event_id, wish.layout
    if wish.kind is PaperKind.ENDORSEMENT:
        return printing.print_endorsement(event_id, wish.tender_id, actor, printer, layout=layout)
    if wish.kind is PaperKind.STUB:
        return printing.print_stub(event_id, actor, printer, layout=layout)
    return printing.print_receipt(
        event_id, actor, printer, long=wish.long, layout=layout, duplicate=wish.duplicate
    )


class FilePrinter:
    """Prints into the file that the user named."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The file's name; its folder is nobody's business in a log."""
        return self._path.name

    def print_pdf(self, pdf: bytes, title: str) -> str:  # noqa: ARG002 - the user named it
        """Write the file.

        Raises:
            DeviceFailure: when it cannot be written.
        """
        try:
            write_whole(self._path, pdf)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DeviceFailure(self.name, _("the file cannot be written: ") + reason) from error
        return str(self._path)

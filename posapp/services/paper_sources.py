"""What papers of the drawer day are made of: who asks, whose answers, and the paper that comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from posapp.domain.day_papers import PaperHead, PaperOrder
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.services.bank_deposits import BankDeposits
from posapp.services.deposit_controls import DepositControls
from posapp.services.over_unders import OverUnders
from posapp.services.paper_heads import head_of
from posapp.services.tender_controls import TenderControls
from posapp.services.turn_ins import TurnIns
from posapp.storage.db import Database


@dataclass(frozen=True, slots=True)
class Made:
    """A paper ready to be rendered as any copy.

    Attributes:
        kind: in the print log; a new version of a record is a paper of its own.
        object_id: in the print log.
        title: of the print job and of a saved file.
        doc: what it shows, as the original.
        draw: makes the PDF of a document for a layout.
        numbered: each print has a number of its own in place of *Duplicate n*.
        row: kind of record whose lock keeps two prints apart; empty for papers of a period.
        seal: audit seal that a print bears now; empty for papers without one (R11).
    """

    kind: str
    object_id: int
    title: str
    doc: Any
    draw: Callable[..., bytes]
    numbered: bool = False
    row: str = ""
    seal: str = ""

    def copy(self, number: int, seal: str) -> Any:
        """The document as the copy of a number, 0 for the original, with the seal of that print."""
        head: PaperHead = self.doc.head
        if self.numbered:
            return replace(self.doc, head=replace(head, number=f"{head.number}{number + 1}"))
        if not self.row:
            return self.doc
        head = replace(head, copy=number)
        return replace(self.doc, head=head, **({"seal": seal} if seal else {}))


@dataclass(frozen=True, slots=True)
class Sources:
    """The services whose answers papers are made of."""

    db: Database
    tender_controls: TenderControls
    deposit_controls: DepositControls
    turn_ins: TurnIns
    bank_deposits: BankDeposits
    over_unders: OverUnders


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which paper, when, under which set-up."""

    order: PaperOrder
    actor: Actor
    now: datetime
    setup: SetUp

    def head(self, number: str, office: str, currency: str, source: str = "") -> PaperHead:
        """The head of the paper."""
        return head_of(
            self.setup,
            self.actor,
            self.now,
            number=number,
            office=office,
            currency=currency,
            source=source,
        )

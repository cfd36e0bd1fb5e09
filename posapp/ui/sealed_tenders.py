"""Commands whose tenders are debited: their account numbers are sealed off the window's thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.payment_events import AddEvent, TenderDraft
from posapp.domain.rights import Actor
from posapp.ui.widgets.autopay_block import TypedBlock

if TYPE_CHECKING:
    from posapp.services.bundle import Services

R = TypeVar("R")


def act_sealed(
    act: Callable[[AddEvent, Actor], R],
    command: AddEvent,
    blocks: Sequence[TypedBlock | None],
    services: "Services",
    actor: Actor,
) -> R:
    """Carry a new event out with the auto-pay blocks of its tenders (AP-02, AP-07).

    Raises:
        Refused: what the sealing or the action refuses.
    """
    drafts = tuple(
        sealed_tender(draft, block, services, actor)
        for draft, block in zip(command.tenders, blocks, strict=True)
    )
    return act(replace(command, tenders=drafts), actor)


def sealed_tender(
    draft: TenderDraft, block: TypedBlock | None, services: "Services", actor: Actor
) -> TenderDraft:
    """A tender with its block, if it has one.

    Raises:
        Refused: ``M-55``, ``M-58``, ``M-103``, ``M-108``.
    """
    found = None if block is None else block.sealed(services, actor)
    return draft if found in {None, AutoPayDraft()} else replace(draft, auto_pay=found)

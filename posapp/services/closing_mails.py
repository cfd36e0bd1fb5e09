"""The mails that tell finance of a balanced drawer, queued in its transaction (R11, A.6 d)."""

from collections.abc import Mapping
from typing import Any

from posapp.domain.closing_mails import ChainHead, ClosingFacts, addresses_of, closing_mails
from posapp.domain.control_lines import ControlLine
from posapp.domain.ids import short_id
from posapp.services.control_change import ControlContext
from posapp.services.done import chain_of_office
from posapp.services.outbox import queue_mail
from posapp.storage.audit import control_chain, head
from posapp.storage.base import Transaction


def queue_closing(
    s: Transaction,
    context: ControlContext,
    close: Mapping[str, Any],
    lines: tuple[ControlLine, ...],
) -> tuple[int, ...]:
    """Queue the mails of a drawer that is balanced; returns their numbers.

    Nothing is read where the office names no address, so nothing costs there.

    Args:
        s: the transaction that balances the drawer.
        context: the drawer, the set-up and the instant.
        close: the row of its Z report.
        lines: of the Z report.
    """
    to = addresses_of(context.setup.offices[context.source.office].finance_emails)
    if not to:
        return ()
    mails = closing_mails(_facts(s, context, close, lines), to)
    return tuple(queue_mail(s, one, context.now) for one in mails)


def _facts(
    s: Transaction,
    context: ControlContext,
    close: Mapping[str, Any],
    lines: tuple[ControlLine, ...],
) -> ClosingFacts:
    control, setup = context.control, context.setup
    office = setup.offices[context.source.office]
    chain = control_chain(control.id)
    of_drawer = ChainHead(chain, close["chain_length"], close["chain_head"])
    return ClosingFacts(
        close_id=close["id"],
        number=close["number"],
        version=close["version"],
        organisation=setup.installation.organisation,
        office=office.name,
        control=short_id(control.id),
        drawer=context.source.description,
        cashier=control.user_name,
        day=control.business_date,
        closed_at=context.now,
        zone=office.zone,
        closed_by=_confirmer(context, close),
        currency=setup.currencies[control.currency],
        lines=lines,
        events=close["events"],
        canceled=close["canceled"],
        drawer_head=of_drawer if of_drawer.rows else None,
        office_head=_head(s, chain_of_office(setup, office.code, context.now)),
    )


def _confirmer(context: ControlContext, close: Mapping[str, Any]) -> str:
    """Who stands on the Z report: whoever asked, else the supervisor who approved it (D-24)."""
    approval = context.approval
    if approval is not None and approval.approver.user_id == close["closed_by"]:
        return approval.approver.name
    return context.actor.name


def _head(s: Transaction, chain: str) -> ChainHead | None:
    last = head(s, chain)
    return None if last is None else ChainHead(chain, last.seq, last.hash)

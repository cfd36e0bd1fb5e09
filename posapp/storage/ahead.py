"""What adding an event will read, asked of a server in two round trips instead of twenty (P10).

Nothing is decided here and nothing is left out elsewhere: each reader still asks for its own rows
and takes those that were read ahead where they are what it asks for. A wrong guess costs a round
trip.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.payment_events import AddEvent
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.storage.accounts import accounts_asked, waiting_asked
from posapp.storage.agreements import balances_asked, debits_asked
from posapp.storage.audit import control_chain, head_asked
from posapp.storage.ids import ids_ahead
from posapp.storage.late_numbers import series_asked
from posapp.storage.line import line_of
from posapp.storage.locks import locks_asked
from posapp.storage.look_alikes import earlier_asked
from posapp.storage.movements import nets_asked
from posapp.storage.numbers import number_asked, receipt_asked, series_of
from posapp.storage.prepared import Ask
from posapp.storage.reading_ahead import read_ahead
from posapp.storage.requests import request_asked
from posapp.storage.setup import version_asked
from posapp.storage.tender_controls import control_asked, open_controls_asked
from posapp.storage.users import active_asked

_OF_EVENT: Final = 2
"""Ids of an event and of its change."""
_OF_PAYMENT: Final = 7
"""Ids of a payment with three shares and their postings."""


def ahead_of_setup(s: Connection, command: AddEvent, actor: Actor, today: date) -> None:
    """The first journey: what is read before anything is locked.

    ``today`` is a guess too: the business date of the actor's office by the set-up as it was.
    """
    line = line_of(s)
    if line is None:
        return
    to = _payees(command)
    asks = [
        version_asked(),
        request_asked(command.request_id),
        accounts_asked(dict.fromkeys((*command.payors, *to)), today),
        open_controls_asked(actor.user_id),
    ]
    (line.guessed,) = read_ahead(s, asks, [balances_asked(to)])


def ahead_of_locks(
    s: Connection,
    command: AddEvent,
    setup: SetUp,
    actor: Actor,
    *,
    control: Control | None,
    controls: Collection[ControlId],
    accounts: Iterable[AccountId],
    now: datetime,
    summed: bool,
    later: bool = False,
) -> None:
    """The second one: the locks in their order, and under them what the decision reads.

    ``control`` is the drawer that takes the money, ``controls`` are all that are locked.
    ``later`` says that the document number is drawn with COMMIT.
    """
    line = line_of(s)
    if line is None:
        return
    to = _payees(command)
    asks = [*locks_asked(controls, accounts), balances_asked(to), waiting_asked(to)]
    debits = debits_asked(line.guessed)
    asks += [] if debits is None else [debits]
    asks += [*earlier_asked(command, now), active_asked(actor.user_id)]
    if control is not None:
        asks += [control_asked(control.id), head_asked(control_chain(control.id))]
        asks += [nets_asked(control.id)] if summed else []
        if command.action is DistributeAction.FREEZE:
            asks += _numbers(command, setup, control, later=later)
    parts = len(command.tenders) + _OF_PAYMENT * len(command.payments)
    ids_ahead(s, asks, _OF_EVENT + parts)


def _payees(command: AddEvent) -> list[AccountId]:
    return list(dict.fromkeys(draft.account_id for draft in command.payments))


def _numbers(command: AddEvent, setup: SetUp, control: Control, *, later: bool) -> list[Ask]:
    """Receipt and document number, the series last (D-25)."""
    asks = [receipt_asked(control.id)]
    if setup.installation.document_numbering:
        office = setup.offices[setup.tender_sources[control.tender_source].office]
        day = command.payment_date or control.business_date
        series = series_of(office, day)
        asks += [series_asked(*series)] if later else number_asked(*series)
    return asks

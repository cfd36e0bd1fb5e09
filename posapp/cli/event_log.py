"""``posapp event log``: what was done to an event, by whom, each value before and after (D-40)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import EventId, long_id, short_id
from posapp.domain.money import Currency, Money

if TYPE_CHECKING:
    from posapp.domain.event_log import LogChange, LogEntry, Value

_IDS: Final = frozenset({"account_id", "agreement_id", "payor_account_id", "tender_control_id"})


def register(app: typer.Typer) -> None:
    """Add the command to those of ``event``."""
    command(app, "log", example="posapp event log 001000000312 --user aud --json")(log)


def log(
    call: Call, event: Annotated[str, typer.Argument(metavar="ID", help="Payment event.")]
) -> Document:
    """List every action on an event, oldest first, with what it changed; also of a deleted one."""
    event_id = EventId(id_of(event, field="event"))
    entries = call.services.event_log.of(event_id, call.actor)
    currencies = call.setup.currencies
    return {
        "id": long_id(event_id),
        "entries": [
            _entry(one, currencies[one.currency or call.setup.installation.currency])
            for one in entries
        ],
    }


def _entry(entry: "LogEntry", currency: Currency) -> dict[str, Any]:
    said = entry.said
    return {
        "at": entry.at.isoformat(),
        "user": entry.user,
        "action": entry.action,
        "reason": said.get("reason") or None,
        "fault": said.get("fault") or None,
        "from_account_id": _account(said.get("from")),
        "to_account_id": _account(said.get("to")),
        "confirmed": list(said.get("confirmed") or ()),
        "changes": [_change(one, currency) for one in entry.changes],
    }


def _account(side: object) -> str | None:
    """The account that a transfer went from or to."""
    return short_id(int(side["account"])) if isinstance(side, Mapping) else None


def _change(change: "LogChange", currency: Currency) -> dict[str, Any]:
    return {
        "table": change.table,
        "id": long_id(change.id),
        "column": change.column,
        "before": _value(change.column, change.before, currency),
        "after": _value(change.column, change.after, currency),
    }


def _value(column: str, value: "Value", currency: Currency) -> "Value":
    """A value of the audit as JSON holds it elsewhere: amounts and ids are texts."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if column == "amount":
        return currency.text(Money(value))
    return short_id(value) if column in _IDS else value

"""``posapp audit``: who did what, when, each value before and after (D-40, D-44, pain 15)."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of, id_of
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.audit_log import AuditChange, AuditEntry, AuditSearch, ValueKind
from posapp.domain.ids import long_id
from posapp.domain.money import Currency, Money

app = noun(
    "The audit log: who did what, when, and what it changed.",
    "posapp audit list --kind user --from 2026-11-01 --user aud",
)


@command(app, "list", example="posapp audit list --kind control --of-user kim --user aud --json")
def list_(
    call: Call,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="D", help="First business date.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="D", help="Last business date.")] = None,
    of_user: Annotated[str | None, typer.Option(metavar="NAME", help="What one user did.")] = None,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="An action, or what it is about: user, control, ...")
    ] = "",
    about: Annotated[
        str | None, typer.Option("--object", metavar="ID", help="About one object.")
    ] = None,
    limit: LimitOption = 200,
) -> Document:
    """List what was done, the newest first: for auditors all of it, else that of the office."""
    services, actor = call.services, call.actor
    wanted = AuditSearch(
        None if from_ is None else day_of(from_, field="from"),
        None if to is None else day_of(to, field="to"),
        None if of_user is None else services.tender_controls.user_named(of_user, actor),
        kind,
        None if about is None else id_of(about, field="object"),
        limit,
    )
    found = services.audit_log.search(wanted, actor)
    return {"count": len(found), "entries": [_entry(one) for one in found]}


@command(app, "show", example="posapp audit show office/MAIN/2026-11-20 17 --user aud --json")
def show(
    call: Call,
    chain: Annotated[str, typer.Argument(metavar="CHAIN", help="Its chain, as listed.")],
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="Its number there.")],
) -> Document:
    """Show one entry with each value before and after."""
    detail = call.services.audit_log.show(chain, number, call.actor)
    currencies, home = call.setup.currencies, call.setup.installation.currency
    currency = currencies.get(detail.entry.currency, currencies[home])
    return _entry(detail.entry) | {
        "said": dict(detail.entry.said),
        "changes": [_change(one, currency) for one in detail.changes],
    }


def _entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "number": entry.seq,
        "at": entry.at.isoformat(),
        "user": entry.user or None,
        "action": entry.action,
        "object_id": None if entry.object_id is None else long_id(entry.object_id),
    }


def _change(change: AuditChange, currency: Currency) -> dict[str, Any]:
    return {
        "table": change.table,
        "id": change.key or None,
        "column": change.column,
        "before": _value(change, change.before, currency),
        "after": _value(change, change.after, currency),
    }


def _value(change: AuditChange, value: Any, currency: Currency) -> Any:
    """A value as JSON holds it elsewhere: amounts and ids are texts."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if change.kind is ValueKind.MONEY:
        return currency.text(Money(value))
    return long_id(value) if change.kind is ValueKind.ID else value

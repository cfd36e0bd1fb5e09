"""``posapp item``: payable items: list them, look at one, issue one by hand, take one back."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.item_json import item_document, items_document
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.codes import ChargeKind, ItemState
from posapp.domain.ids import ItemId
from posapp.domain.imports import ImportCharge
from posapp.domain.issuing import IssueItem, ReleaseItem
from posapp.domain.items import ItemFilter
from posapp.domain.listing import PageRequest
from posapp.domain.money import Currency
from posapp.errors import Refused

app = noun(
    "Payable items: permits, violations, lockers, access cards.",
    "posapp item show 8713353457 --user kim",
)
ItemArgument = Annotated[str, typer.Argument(metavar="ID", help="Item, or its number.")]


@command(app, "list", example="posapp item list --account 1000000210 --state payable --user kim")
def list_(
    call: Call,
    account: Annotated[
        str | None, typer.Option(metavar="ID", help="Of this account (any look-up).")
    ] = None,
    kind: Annotated[str, typer.Option(metavar="CODE", help="Of this kind.")] = "",
    state: Annotated[
        list[ItemState] | None,
        typer.Option(case_sensitive=False, help="In this state; repeatable."),
    ] = None,
    number: Annotated[str, typer.Option(metavar="N", help="Whose number begins so.")] = "",
    person: Annotated[
        str, typer.Option(metavar="T", help="Of these people: name, mail, employee number...")
    ] = "",
    plate: Annotated[
        str, typer.Option(metavar="P", help="Of who has this plate: GZH7067, 'GZH7067 NY'.")
    ] = "",
    limit: LimitOption = 200,
) -> Document:
    """List payable items, the newest first, with what is due over all that fit."""
    services, actor = call.services, call.actor
    account_id = None if account is None else services.accounts.resolve(account, actor)
    if kind and kind.upper() not in call.setup.items.kinds:
        raise Refused("M-55", field="kind", value=kind)
    wanted = ItemFilter(
        account_id,
        kind.upper(),
        tuple(state or ()),
        number,
        person,
        plate,
    )
    page = services.items.list(wanted, PageRequest(limit=limit), actor)
    return items_document(page, services.items.totals(wanted, actor), call.setup)


@command(app, "show", example="posapp item show 8713353457 --user kim --json")
def show(call: Call, item: ItemArgument) -> Document:
    """Show an item: charge lines, due, state, payments, what was posted and done."""
    return _shown(call, call.services.items.resolve(item, call.actor))


@command(
    app,
    "issue",
    writes=True,
    example="posapp item issue --account 1000000210 --kind VIOLATION --violation METER "
    "--location OTHER --plate GZH7067 --state NY --user kim",
)
def issue(
    call: Call,
    account: Annotated[str, typer.Option(metavar="ID", help="Who pays (any look-up).")],
    kind: Annotated[str, typer.Option(metavar="CODE", help="Kind, as 'setup list item_kind'.")],
    amount: Annotated[
        str | None, typer.Option(metavar="A", help="What it costs; default: as the set-up says.")
    ] = None,
    charge: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND:AMOUNT", help="A charge line, such as FINE:115; repeatable."),
    ] = None,
    number: Annotated[
        str, typer.Option(metavar="N", help="Its number; default: the next of the series.")
    ] = "",
    description: Annotated[str, typer.Option(metavar="T", help="What it is.")] = "",
    violation: Annotated[str, typer.Option(metavar="CODE", help="Violation code.")] = "",
    location: Annotated[str, typer.Option(metavar="CODE", help="Class of the location.")] = "",
    date: Annotated[
        str | None, typer.Option(metavar="D", help="Issue date; default: today.")
    ] = None,
    plate: Annotated[str, typer.Option(metavar="P", help="Plate of the vehicle.")] = "",
    state: Annotated[str, typer.Option(metavar="S", help="State of the plate.")] = "",
    fact: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A further fact; repeatable.")
    ] = None,
) -> Document:
    """Issue an item: an agreement of its own is charged."""
    services, actor = call.services, call.actor
    account_id = services.accounts.resolve(account, actor)
    found = services.inquiry.account(account_id, actor).account
    currency = call.setup.currencies[found.currency]
    call.currency = currency.code
    facts = [("plate", plate.upper()), ("state", state.upper()), *map(_fact, fact or ())]
    order = IssueItem(
        call.request_id,
        account_id,
        kind,
        _charges(call, kind, amount, charge or (), currency),
        number=number,
        description=description,
        issue_date=None if date is None else day_of(date, field="issue_date"),
        violation=violation,
        location=location,
        attributes=tuple((name, value) for name, value in facts if value),
    )
    saved = services.items.issue(order, actor)
    return replayed(_shown(call, saved.value), saved)


@command(
    app,
    "release",
    writes=True,
    sees=True,
    example="posapp item release P-000012 --comment 'Wrong zone' --user sam",
)
def release(
    call: Call,
    item: ItemArgument,
    comment: Annotated[str, typer.Option(metavar="T", help="Why it is taken back.")],
) -> Document:
    """Take back an item that was never submitted for payment; its number is free again."""
    item_id = call.services.items.resolve(item, call.actor)
    order = ReleaseItem(call.request_id, item_id, comment, call.seen, call.confirmed)
    saved = call.services.items.release(order, call.actor)
    return replayed(_shown(call, saved.value), saved)


def _shown(call: Call, item_id: ItemId) -> dict[str, Any]:
    return item_document(call.services.items.show(item_id, call.actor), call.setup)


def _charges(
    call: Call,
    kind: str,
    amount: str | None,
    lines: list[str] | tuple[str, ...],
    currency: Currency,
) -> tuple[ImportCharge, ...]:
    """The lines as given; one amount is a line of the kind's own."""
    if amount is None:
        return tuple(_line(text, currency) for text in lines)
    if lines:
        raise typer.BadParameter("give one of them.", param_hint="'--amount' / '--charge'")
    known = call.setup.items.kinds.get(kind.strip().upper())
    first = ChargeKind.FEE if known is None else known.charge_kind
    return (ImportCharge(first, currency.parse(amount, field="amount")),)


def _line(text: str, currency: Currency) -> ImportCharge:
    name, colon, amount = text.partition(":")
    if not colon:
        raise typer.BadParameter(f"{text!r} is not KIND:AMOUNT.", param_hint="'--charge'")
    kinds = {kind.value: kind for kind in ChargeKind}
    kind = kinds.get(name.strip().upper())
    if kind is None:
        raise Refused("M-55", field="charge", value=name.strip())
    return ImportCharge(kind, currency.parse(amount, field="amount"))


def _fact(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name.strip()):
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="'--fact'")
    return name.strip(), value.strip()

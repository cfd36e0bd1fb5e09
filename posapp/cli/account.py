"""``posapp account``: find one, look at its card, its details, its histories."""

from typing import Annotated

import typer

from posapp.cli.account_json import card_document, hit_document
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inquiry_json import (
    agreements_document,
    bills_document,
    details_document,
    history_document,
    match_document,
    payments_document,
)
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.codes import MatchEventStatus
from posapp.domain.ids import AccountId
from posapp.domain.listing import PageRequest
from posapp.domain.money import Currency
from posapp.domain.persons import SetPlates
from posapp.domain.plates import plate_of

app = noun("Accounts: who owes what.", "posapp account show 1000000210 --user kim")


AccountArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Account, plate, bill or item number.")
]


@command(app, "find", example="posapp account find 'okafor elm' --user kim --json")
def find(
    call: Call,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Name, address, or any number.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Hits to show at most.")] = 50,
) -> Document:
    """Find accounts by name, address, mail, phone, and any number or plate of theirs."""
    hits = call.services.search.find(" ".join(text), call.actor, limit)
    return {"count": len(hits), "hits": [hit_document(hit) for hit in hits]}


@command(app, "show", example="posapp account show 'GZH7067 NY' --user kim --json")
def show(
    call: Call,
    account: AccountArgument,
) -> Document:
    """Show the card: what is owed by agreement, items, credits, badges, recent payments."""
    account_id = call.services.accounts.resolve(account, call.actor)
    return card_document(call.services.accounts.card(account_id, call.actor), call.setup)


@command(app, "details", example="posapp account details 1000000210 --user kim --json")
def details(call: Call, account: AccountArgument, limit: LimitOption = 200) -> Document:
    """Show all that stands on an account: its person, keys, comments, and its agreements."""
    account_id = call.services.accounts.resolve(account, call.actor)
    inquiry, request = call.services.inquiry, PageRequest(limit=limit)
    found = inquiry.account(account_id, call.actor)
    page = inquiry.agreements(account_id, request, call.actor)
    currency = call.setup.currencies[found.account.currency]
    return details_document(found) | agreements_document(page, currency)


@command(
    app,
    "plates",
    writes=True,
    example="posapp account plates 1000000210 --plate GZH7067:NY --plate ABC123 --user adm",
)
def plates(
    call: Call,
    account: AccountArgument,
    plate: Annotated[
        list[str] | None,
        typer.Option(metavar="PLATE[:STATE]", help="A plate that it has; repeatable."),
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="It has no plate any more.")] = False,
) -> Document:
    """Say all plates of an account, in place of those that it had."""
    if bool(plate) == none:
        raise typer.BadParameter("give one of them.", param_hint="'--plate' / '--none'")
    account_id = call.services.accounts.resolve(account, call.actor)
    wanted = tuple(plate_of(one) for one in plate or ())
    saved = call.services.persons.set_plates(
        SetPlates(call.request_id, account_id, wanted), call.actor
    )
    found = call.services.inquiry.account(account_id, call.actor)
    return replayed(details_document(found), saved)


@command(app, "history", example="posapp account history 1000000210 --user kim --json")
def history(call: Call, account: AccountArgument, limit: LimitOption = 200) -> Document:
    """List what changed an account's balances, newest first, with the balances after it."""
    account_id = call.services.accounts.resolve(account, call.actor)
    request = PageRequest(limit=limit)
    page = call.services.history.financial_history(account_id, request, call.actor)
    return history_document(page, call.setup)


@command(app, "payments", example="posapp account payments 1000000210 --user kim --json")
def payments(call: Call, account: AccountArgument, limit: LimitOption = 200) -> Document:
    """List the payments of an account with date, amount and status, newest first."""
    account_id = call.services.accounts.resolve(account, call.actor)
    request = PageRequest(limit=limit)
    page = call.services.history.payment_history(account_id, request, call.actor)
    return payments_document(page, _currency(call, account_id))


@command(app, "bills", example="posapp account bills 1000000210 --user kim --json")
def bills(call: Call, account: AccountArgument, limit: LimitOption = 200) -> Document:
    """List the bills of an account, newest first; of open-item accounts with what is unpaid."""
    account_id = call.services.accounts.resolve(account, call.actor)
    page = call.services.browse.account_bills(account_id, PageRequest(limit=limit), call.actor)
    return bills_document(page, _currency(call, account_id))


@command(app, "matches", example="posapp account matches 1000000210 --open --user kim --json")
def matches(
    call: Call,
    account: AccountArgument,
    only_open: Annotated[bool, typer.Option("--open", help="Open ones only.")] = False,
    limit: LimitOption = 200,
) -> Document:
    """List the match events of an account: open ones first, then balanced, then canceled ones."""
    account_id = call.services.accounts.resolve(account, call.actor)
    request = PageRequest(limit=limit)
    page = call.services.match_events.of_account(account_id, request, call.actor)
    found = [one for one in page.rows if one.status is MatchEventStatus.OPEN or not only_open]
    # Open ones stand first: once another one came, there are no more of them.
    more = page.next is not None and len(found) == len(page.rows)
    return {
        "match_events": [match_document(match, call.setup, whole=False) for match in found],
        "more": more,
    }


def _currency(call: Call, account_id: AccountId) -> Currency:
    account = call.services.inquiry.account(account_id, call.actor).account
    return call.setup.currencies[account.currency]

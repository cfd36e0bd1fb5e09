"""``posapp account``: find one, look at its card."""

from typing import Annotated

import typer

from posapp.cli.account_json import card_document, hit_document
from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document

app = noun("Accounts: who owes what.", "posapp account show 1000000210 --user kim")


@command(app, "find", example="posapp account find 'okafor elm' --user kim --json")
def find(
    call: Call,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Name, address, or any number.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=50, help="Hits to show at most.")] = 50,
) -> Document:
    """Find accounts by name, address, account, bill or item number, plate, meter, phone."""
    hits = call.services.search.find(" ".join(text), call.actor, limit)
    return {"count": len(hits), "hits": [hit_document(hit) for hit in hits]}


@command(app, "show", example="posapp account show 'GZH7067 NY' --user kim --json")
def show(
    call: Call,
    account: Annotated[
        str, typer.Argument(metavar="ID", help="Account, plate, bill or item number.")
    ],
) -> Document:
    """Show the card: what is owed by agreement, items, credits, badges, recent payments."""
    account_id = call.services.accounts.resolve(account, call.actor)
    return card_document(call.services.accounts.card(account_id, call.actor), call.setup)

"""``posapp match-event``: look at one, match by hand, put it in dispute."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.inquiry_json import match_document, matched_document
from posapp.cli.plain import Document
from posapp.domain.hand_matching import End, MatchChange, NewMatch
from posapp.domain.ids import FtId, MatchEventId, short_id
from posapp.domain.topics import Saved

app = noun(
    "Match events: which payments pay a bill of an open-item account.",
    "posapp match-event show 1000000412 --user kim",
)

MatchArgument = Annotated[str, typer.Argument(metavar="ID", help="Match event.")]
AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="Account, plate, bill or item number.")
]
CommentOption = Annotated[str, typer.Option("--comment", metavar="T", help="Why.")]


@command(app, "show", example="posapp match-event show 1000000412 --user kim --json")
def show(call: Call, match_event: MatchArgument) -> Document:
    """Show a match event: its state, its bill, the charges and payments on it."""
    return _document(call, _match_of(match_event))


@command(app, "items", example="posapp match-event items 1000000210 --user kim --json")
def items(call: Call, account: AccountArgument) -> Document:
    """List what is on no match event: charges above zero, credits below, the oldest first."""
    account_id = call.services.accounts.resolve(account, call.actor)
    card = call.services.accounts.card(account_id, call.actor)
    currency = call.setup.currencies[card.account.currency]
    found = call.services.hand_matching.items(account_id, call.actor)
    return {"items": [matched_document(line, currency) for line in found]}


@command(
    app,
    "add",
    writes=True,
    example="posapp match-event add 1000000210 001000000431 001000000502 --user kim",
)
def add(
    call: Call,
    account: AccountArgument,
    item: Annotated[
        list[str], typer.Argument(metavar="ITEM...", help="Transactions, as `items` lists them.")
    ],
    comment: CommentOption = "",
) -> Document:
    """Match charges and credits by hand; the charges of a bill come all together."""
    account_id = call.services.accounts.resolve(account, call.actor)
    new = NewMatch(account_id, _items_of(item), comment)
    saved = call.services.hand_matching.add(new, call.request_id, call.actor)
    return replayed(_document(call, saved.value), saved)


@command(
    app,
    "set",
    writes=True,
    sees=True,
    example="posapp match-event set 1000000412 --add 001000000502 --user kim",
)
def set_(
    call: Call,
    match_event: MatchArgument,
    add_: Annotated[
        list[str] | None, typer.Option("--add", metavar="ITEM", help="Put on it; repeatable.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ITEM", help="Take off; repeatable.")
    ] = None,
    comment: CommentOption = "",
) -> Document:
    """Put items on a match event or take them off; it balances or is open again by itself."""
    change = MatchChange(
        _match_of(match_event), _items_of(add_ or ()), _items_of(remove or ()), comment
    )
    matching = call.services.hand_matching
    saved = matching.change(change, call.request_id, call.actor, seen=call.seen)
    return replayed(_document(call, saved.value), saved)


@command(
    app, "delete", writes=True, sees=True, example="posapp match-event delete 1000000412 --user kim"
)
def delete(call: Call, match_event: MatchArgument) -> Document:
    """Delete an open match event that was made by hand; its items are free again."""
    end = End(_match_of(match_event))
    matching = call.services.hand_matching
    saved = matching.delete(end, call.request_id, call.actor, seen=call.seen)
    return replayed({"deleted": short_id(end.match_event_id)}, saved)


@command(
    app,
    "cancel",
    writes=True,
    sees=True,
    example="posapp match-event cancel 1000000412 --comment 'Wrong bill' --user sam",
)
def cancel(call: Call, match_event: MatchArgument, comment: CommentOption = "") -> Document:
    """Cancel a match event that was made by hand; its items are free again."""
    end = End(_match_of(match_event), comment)
    matching = call.services.hand_matching
    saved = matching.cancel(end, call.request_id, call.actor, seen=call.seen)
    return replayed(_document(call, saved.value), saved)


@command(
    app, "dispute", writes=True, example="posapp match-event dispute 1000000412 --user kim --json"
)
def dispute(
    call: Call,
    match_event: MatchArgument,
    clear: Annotated[bool, typer.Option("--clear", help="Take it out of dispute again.")] = False,
    comment: CommentOption = "",
) -> Document:
    """Leave what is open on a match event out of aged debt and payments, or take it in again."""
    saved: Saved[MatchEventId] = call.services.match_events.set_disputed(
        _match_of(match_event), call.request_id, call.actor, disputed=not clear, comment=comment
    )
    return replayed(_document(call, saved.value), saved)


def _document(call: Call, match_id: MatchEventId) -> dict[str, Any]:
    match = call.services.match_events.show(match_id, call.actor)
    return match_document(match, call.setup, whole=True)


def _match_of(text: str) -> MatchEventId:
    return MatchEventId(id_of(text, field="match_event"))


def _items_of(texts: list[str] | tuple[str, ...]) -> tuple[FtId, ...]:
    return tuple(FtId(id_of(text, field="item")) for text in texts)

"""``posapp match-event``: look at one, put it in dispute."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.inquiry_json import match_document
from posapp.cli.plain import Document
from posapp.domain.ids import MatchEventId

app = noun(
    "Match events: which payments pay a bill of an open-item account.",
    "posapp match-event show 1000000412 --user kim",
)

MatchArgument = Annotated[str, typer.Argument(metavar="ID", help="Match event.")]


@command(app, "show", example="posapp match-event show 1000000412 --user kim --json")
def show(call: Call, match_event: MatchArgument) -> Document:
    """Show a match event: its state, its bill, the charges and payments on it."""
    match_id = MatchEventId(id_of(match_event, field="match_event"))
    match = call.services.match_events.show(match_id, call.actor)
    return match_document(match, call.setup, whole=True)


@command(
    app, "dispute", writes=True, example="posapp match-event dispute 1000000412 --user kim --json"
)
def dispute(
    call: Call,
    match_event: MatchArgument,
    clear: Annotated[bool, typer.Option("--clear", help="Take it out of dispute again.")] = False,
    comment: Annotated[str, typer.Option("--comment", metavar="T", help="Why.")] = "",
) -> Document:
    """Leave what is open on a match event out of aged debt and payments, or take it in again."""
    match_id = MatchEventId(id_of(match_event, field="match_event"))
    matches = call.services.match_events
    saved = matches.set_disputed(
        match_id, call.request_id, call.actor, disputed=not clear, comment=comment
    )
    match = matches.show(match_id, call.actor)
    return replayed(match_document(match, call.setup, whole=True), saved)

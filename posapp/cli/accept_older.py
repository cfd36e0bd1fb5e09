"""``posapp db accept-older``: two people go on with data that are older than what was seen (T8)."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.control_inputs import secret_of
from posapp.cli.older_data import older_than_seen
from posapp.cli.plain import Document


def register(app: typer.Typer) -> None:
    """Add the command to the group of the database."""
    command(
        app, "accept-older", writes=True,
        example="posapp db accept-older --approver adm --user sam",
    )(_accept)  # fmt: skip


def _accept(
    call: Call,
    approver: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Second person, who may check the database. Password from "
            "POSAPP_APPROVER_PASSWORD or a prompt on a terminal.",
            show_default=False,
        ),
    ] = None,
) -> Document:
    """Go on with data that are older than what this computer saw; two people, and the audit says who."""
    call.accepts_older = True
    actor = call.actor
    older = older_than_seen(call, actor)
    if older is None:
        call.looked = True
        return {"older": False}
    accept = call.services.older_data.accept
    saved = accept(older.seen, call.request_id, actor, secret_of(approver))
    call.looked = True
    document = {
        "older": True,
        "seen": older.seen.at.isoformat(),
        "newest": None if older.newest is None else older.newest.isoformat(),
    }
    return replayed(document, saved)

"""``posapp copy``: copies of the database file in the places of the preferences (R4, F20)."""

from pathlib import Path
from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import Answer, command, noun
from posapp.cli.contract import REFUSED
from posapp.cli.plain import Document
from posapp.cli.upkeep_json import copy_document, told, upkeep_document
from posapp.domain.upkeep import CopyReason

app = noun("Copies of the database file: make one, list them.", "posapp copy list --user sam")


@command(app, "make", example="posapp copy make --user sam --json")
def make(call: Call) -> Answer:
    """Copy the database while payments go on, prove the copy, bring it to the second place too.

    Exit code 1 when a place failed. A server is saved by whoever keeps it; the answer says how.
    """
    copies = call.services.copies
    made = copies.make(CopyReason.HAND, call.actor)
    document = {"copy": told(made), "server": copies.server_way() or None}
    return Answer(document, 0 if made is None or made.good else REFUSED)


@command(app, "list", example="posapp copy list --user sam --json")
def list_(call: Call) -> Document:
    """List copies, newest first, and what came of the last one."""
    copies, actor = call.services.copies, call.actor
    return {
        "copies": [copy_document(one) for one in copies.list_copies(actor)],
        "last": upkeep_document(copies.last(actor)),
        "server": copies.server_way() or None,
    }


@command(app, "prove", example="posapp copy prove copies/office-20261120-220000-z.db --user adm")
def prove(
    call: Call, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]
) -> Document:
    """Rehearse to put a copy back: every check of the database runs on it, nothing is replaced.

    ``db restore`` puts it back.
    """
    call.services.copies.prove(file, call.actor)
    return {"copy": str(file), "clean": True}

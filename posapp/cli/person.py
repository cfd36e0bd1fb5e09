"""``posapp person``: look at one with their accounts."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.inquiry_json import accounts_document, person_document
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.ids import PersonId
from posapp.domain.listing import PageRequest

app = noun("Persons: humans and firms.", "posapp person show 1000000209 --user kim")


@command(app, "show", example="posapp person show 1000000209 --user kim --json")
def show(
    call: Call,
    person: Annotated[str, typer.Argument(metavar="ID", help="Person.")],
    limit: LimitOption = 200,
) -> Document:
    """Show a person with their accounts and balances."""
    person_id = PersonId(id_of(person, field="person"))
    inquiry = call.services.inquiry
    found = person_document(inquiry.person(person_id, call.actor))
    page = inquiry.accounts_of(person_id, PageRequest(limit=limit), call.actor)
    return found | accounts_document(page, call.setup)

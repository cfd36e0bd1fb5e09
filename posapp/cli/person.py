"""``posapp person``: look at one with their accounts."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.inquiry_json import accounts_document, person_document
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.ids import PersonId
from posapp.domain.listing import PageRequest
from posapp.domain.persons import EditPerson

app = noun("Persons: humans and firms.", "posapp person show 1000000209 --user kim")


@command(
    app,
    "set",
    writes=True,
    example="posapp person set 1000000209 --type STAFF --email kim@example.org --user adm",
)
def change(
    call: Call,
    person: Annotated[str, typer.Argument(metavar="ID", help="Person.")],
    person_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="STAFF, STUDENT or GUEST.")
    ] = None,
    email: Annotated[str | None, typer.Option(metavar="A", help="Mail address.")] = None,
    phone: Annotated[str | None, typer.Option(metavar="N", help="Phone.")] = None,
    employee_number: Annotated[str | None, typer.Option(metavar="N", help="Of staff.")] = None,
) -> Document:
    """Change what is known of a person; what is not given stays, an empty text takes it away."""
    person_id = PersonId(id_of(person, field="person"))
    known = call.services.inquiry.person(person_id, call.actor)
    command = EditPerson(
        call.request_id,
        person_id,
        known.person_type if person_type is None else person_type,
        known.email if email is None else email,
        known.phone if phone is None else phone,
        known.employee_number if employee_number is None else employee_number,
    )
    saved = call.services.persons.edit(command, call.actor)
    shown = person_document(call.services.inquiry.person(person_id, call.actor))
    return replayed(shown, saved)


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

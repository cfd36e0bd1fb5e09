"""``posapp user``: users and their roles."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document
from posapp.cli.secrets import new_password
from posapp.domain.codes import Role
from posapp.domain.ids import short_id
from posapp.domain.rights import Right

app = noun("Users: who may sign in, and as what.", "posapp user add kim --role cashier --user adm")


@command(
    app,
    "add",
    writes=True,
    example="posapp user add kim --role cashier --source CASH-A01 --name 'Kim Lee' --user adm",
)
def add(
    call: Call,
    login: Annotated[str, typer.Argument(metavar="NAME", help="Name to sign in with.")],
    role: Annotated[list[Role], typer.Option(help="What the user may do; repeatable.")],
    name: Annotated[str, typer.Option(help="Full name; default: the sign-in name.")] = "",
    office: Annotated[str, typer.Option(metavar="CODE", help="Default: the first one.")] = "",
    source: Annotated[
        str, typer.Option(metavar="CODE", help="Tender source where the user works.")
    ] = "",
) -> Document:
    """Add a user; the password comes from POSAPP_NEW_PASSWORD or a prompt."""
    actor = call.actor
    # Asked for nothing, a person would type a secret in vain.
    actor.require(Right.USERS)
    saved = call.services.users.add(
        login,
        name,
        new_password(login),
        frozenset(role),
        actor,
        office=office.upper(),
        source=source.upper(),
        request_id=call.request_id,
    )
    document = {
        "id": short_id(saved.value),
        "login": login.strip(),
        "name": name.strip() or login.strip(),
        "roles": sorted(one.value for one in role),
        "office": office.upper() or next(iter(call.setup.offices)),
        "tender_source": source.upper() or None,
    }
    return replayed(document, saved)

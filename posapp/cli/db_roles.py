"""``posapp db roles``: least privilege on a PostgreSQL server (A.2.9, R11)."""

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.plain import Document

if TYPE_CHECKING:
    from posapp.services.server_roles import ServerRoles


def register(app: typer.Typer) -> None:
    """Add the command to the group of the database."""
    example = "posapp db roles --db postgresql://posapp_owner@server/posapp"
    command(app, "roles", example=example)(_roles)


def _roles(call: Call) -> Document:
    """Make the roles of desks and of reports, and give them exactly what they need.

    Run as the role that owns the tables. Repeating it takes away what somebody gave by hand.
    """
    service: ServerRoles = import_module("posapp.services.server_roles").ServerRoles()
    roles, grants = service.set_up(call.url)
    return {
        "owner": roles.owner,
        "counter": service.counter,
        "reader": service.reader,
        "counters": list(roles.counters),
        "readers": list(roles.readers),
        "tables": [
            {
                "name": grant.table,
                "insert": grant.insert,
                "delete": grant.delete,
                "update": list(grant.update),
            }
            for grant in grants
        ],
    }

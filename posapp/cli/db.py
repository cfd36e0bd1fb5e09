"""``posapp db``: make, upgrade, check, look at, copy and put back a database."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp import paths
from posapp.cli import accept_older, db_move, db_roles
from posapp.cli.call import Call, actor_of
from posapp.cli.commands import Answer, command, noun
from posapp.cli.contract import REFUSED
from posapp.cli.older_data import forget
from posapp.cli.plain import Document
from posapp.cli.secrets import first_password
from posapp.domain.clock import system_clock
from posapp.domain.messages import sentence

if TYPE_CHECKING:
    from posapp.services.maintenance import Maintenance

app = noun(
    "The database: make one, upgrade, check, copy, put back.",
    "posapp db init --admin adm --db office.db",
)

ADMIN_ROLE = "admin"


@command(
    app, "init", example="posapp db init --admin adm --organisation 'Town hall' --db office.db"
)
def init(
    call: Call,
    admin: Annotated[str, typer.Option(metavar="NAME", help="First user: set-up plus users.")],
    name: Annotated[str, typer.Option(help="Full name of the first user.")] = "",
    organisation: Annotated[str, typer.Option(help="Name on every paper.")] = "Our office",
    address: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", help="Its address on every paper; one line each, repeatable."),
    ] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="Currency of the office.")] = "USD",
    zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone of the office.")
    ] = "America/New_York",
) -> Document:
    """Make a database with the standard set-up and its first user.

    There is no default account. The password comes from POSAPP_PASSWORD or a prompt.
    """
    service = _maintenance(call)
    module: Any = import_module("posapp.services.maintenance")
    office = module.NewOffice(
        login=admin,
        password=first_password(admin),
        name=name,
        organisation=organisation,
        address=tuple(address or ()),
        currency=currency.upper(),
        zone=zone,
    )
    if call.url == call.default_url:
        paths.own_folder(paths.data_dir())
    service.init(call.url, office)
    found = service.info(call.url)
    forget(found.url)
    return {
        "database": found.url,
        "engine": found.engine,
        "schema": found.schema,
        "organisation": found.organisation,
        "admin": admin.strip(),
        "roles": [ADMIN_ROLE],
    }


@command(app, "upgrade", example="posapp db upgrade --db office.db")
def upgrade(call: Call) -> Document:
    """Bring the database to this program's schema; a SQLite file is copied first."""
    done = _maintenance(call).upgrade(call.url, call.copy_plan)
    return {"schema": done.schema, "copy": None if done.copy is None else str(done.copy)}


@command(app, "check", example="posapp db check --db office.db --json")
def check(call: Call) -> Answer:
    """Prove pages, references, ledger, drawers and audit chains; exit code 1 when one is off."""
    found = _maintenance(call).check(call.url, actor_of(call))
    document: dict[str, Any] = {
        "clean": found.clean,
        "checks": found.checks,
        "findings": [
            {
                "name": finding.name,
                "says": finding.says,
                "count": finding.count,
                "first": finding.first or None,
            }
            for finding in found.findings
        ],
    }
    if found.clean:
        return Answer(document, 0)
    fields = {"n": len(found.findings)}
    document["error"] = {"code": "M-85", "message": sentence("M-85", fields), "fields": fields}
    return Answer(document, REFUSED)


@command(app, "info", example="posapp db info --db office.db")
def info(call: Call) -> Document:
    """Say what the database is: engine, schema, size, counts."""
    found = _maintenance(call).info(call.url, actor_of(call))
    return {
        "database": found.url,
        "engine": found.engine,
        "version": found.version,
        "schema": found.schema,
        "program_schema": found.program_schema,
        "organisation": found.organisation,
        "demo": found.demo,
        "size": found.size,
        "notes": list(found.notes),
        "rows": dict(found.rows),
    }


@command(app, "backup", example="posapp db backup /media/usb/office-friday.db --db office.db")
def backup(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
) -> Document:
    """Copy a SQLite database while payments go on."""
    copy = _maintenance(call).backup(call.url, file, actor_of(call))
    return {"database": call.url, "copy": str(copy), "size": copy.stat().st_size}


@command(app, "restore", example="posapp db restore /media/usb/office-friday.db --db office.db")
def restore(
    call: Call, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]
) -> Document:
    """Prove a copy and put it in the database's place; the old file is kept beside it."""
    kept = _maintenance(call).restore(file, call.url)
    return {
        "database": call.url,
        "restored": str(file),
        "kept": None if kept is None else str(kept),
    }


def _maintenance(call: Call) -> "Maintenance":
    with call.loading():
        module = import_module("posapp.services.maintenance")
    made: Maintenance = module.Maintenance(system_clock)
    return made


db_move.register(app)
db_roles.register(app)
accept_older.register(app)

"""``posapp user``: users, their roles, who may sign in (D-44)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.plain import Document
from posapp.cli.secrets import new_password, password_of
from posapp.domain.codes import Role
from posapp.domain.ids import long_id, short_id
from posapp.domain.rights import Right
from posapp.domain.user_edits import UserChange
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.domain.oversight import GivenApproval
    from posapp.domain.user_edits import UserLine

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
        list[str] | None,
        typer.Option(metavar="CODE", help="Tender source where the user works; one a currency."),
    ] = None,
) -> Document:
    """Add a user; the password comes from POSAPP_NEW_PASSWORD or a prompt."""
    actor = call.actor
    # Asked for nothing, a person would type a secret in vain.
    actor.require(Right.USERS)
    sources = _codes(source or [])
    saved = call.services.users.add(
        login,
        name,
        new_password(login),
        frozenset(role),
        actor,
        office=office.upper(),
        sources=sources,
        request_id=call.request_id,
    )
    document = {
        "id": short_id(saved.value),
        "login": login.strip(),
        "name": name.strip() or login.strip(),
        "roles": sorted(one.value for one in role),
        "office": office.upper() or next(iter(call.setup.offices)),
        "tender_source": next(iter(sources), None),
        "tender_sources": list(sources),
    }
    return replayed(document, saved)


@command(app, "list", example="posapp user list --user adm --json")
def list_(call: Call) -> Document:
    """List every user with roles, office, tender sources, and whether the user may sign in."""
    found = call.services.user_edits.list_users(call.actor)
    return {"users": [_line(one) for one in found]}


@command(
    app, "set", writes=True, example="posapp user set kim --role supervisor --source '' --user adm"
)
def set_(
    call: Call,
    login: Annotated[str, typer.Argument(metavar="NAME", help="Name to sign in with.")],
    role: Annotated[
        list[Role] | None, typer.Option(help="All that the user may do; repeatable.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Full name.")] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="All tender sources of the user; '' for none."),
    ] = None,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Whether the user may sign in.")
    ] = None,
    password: Annotated[
        bool,
        typer.Option("--password", help="Give a new one, and nothing else; as with 'user add'."),
    ] = False,
) -> Document:
    """Change a user, or give one a new password; what is not named stays."""
    edits, actor = call.services.user_edits, call.actor
    user = _named(edits.list_users(actor), login)
    roles = None if role is None else frozenset(role)
    change = UserChange(
        name, roles, active=active, sources=None if source is None else _codes(source)
    )
    if password and change != UserChange():
        raise typer.BadParameter("a password is set by itself.", param_hint="'--password'")
    if password:
        secret = new_password(user.login)
        saved = edits.set_password(user.id, secret, call.request_id, actor)
    else:
        saved = edits.change(user.id, change, call.request_id, actor)
    return replayed(_line(_named(edits.list_users(actor), login)), saved)


@command(app, "password", writes=True, example="posapp user password --user kim")
def own_password(call: Call) -> Document:
    """Give oneself a new password; the present one signs in as ever."""
    actor = call.actor
    present, secret = password_of(actor.login), new_password(actor.login)
    edits = call.services.user_edits
    saved = edits.set_own_password(present, secret, call.request_id, actor)
    return replayed({"id": short_id(actor.user_id), "login": actor.login}, saved)


def _codes(typed: list[str]) -> tuple[str, ...]:
    """Codes as they are stored; an empty one says that there are none."""
    return tuple(code.strip().upper() for code in typed if code.strip())


def _named(users: tuple["UserLine", ...], login: str) -> "UserLine":
    wanted = login.strip().casefold()
    found = next((one for one in users if one.login.casefold() == wanted), None)
    if found is None:
        raise Refused("M-55", field="user", value=login)
    return found


def _line(user: "UserLine") -> dict[str, Any]:
    return {
        "id": short_id(user.id),
        "login": user.login,
        "name": user.name,
        "roles": sorted(one.value for one in user.roles),
        "office": user.office,
        "tender_sources": list(user.sources),
        "active": user.active,
    }


@command(app, "approvals", example="posapp user approvals --from 2026-11-01 --by sam --user aud")
def approvals(
    call: Call,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="D", help="First day; default: 30 days back.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="D", help="Last day; default: today.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Given by one user.")] = None,
) -> Document:
    """List what was approved in whose name, the newest first: without the audit right, the own."""
    services, actor = call.services, call.actor
    found = services.oversight.approvals(
        actor,
        first=None if from_ is None else day_of(from_, field="from"),
        last=None if to is None else day_of(to, field="to"),
        approver=None if by is None else services.tender_controls.user_named(by, actor),
    )
    return {"count": len(found), "approvals": [_approval(one) for one in found]}


def _approval(one: "GivenApproval") -> dict[str, Any]:
    return {
        "id": long_id(one.id),
        "at": one.at.isoformat(),
        "approver": one.approver,
        "asked_by": one.asked_by,
        "action": one.action,
        "object_id": None if one.object_id is None else long_id(one.object_id),
        "lent": list(one.rights),
        "seen": not one.unseen,
    }

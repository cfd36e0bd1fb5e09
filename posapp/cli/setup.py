"""``posapp setup``: look at the set-up tables and change them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document, plain
from posapp.domain.money import Currency
from posapp.domain.setup_fields import value_of
from posapp.domain.setup_tables import SETUP_TABLES, setup_table
from posapp.domain.setup_use import MOST_COUNTED
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.domain.setup_fields import Values
    from posapp.domain.setup_table import SetUpTable

app = noun(
    "Set-up tables: classes, types, sources, reasons, periods, rates.",
    "posapp setup list tender_type --user setup --json",
)

TableArgument = Annotated[str, typer.Argument(metavar="TABLE", help="Set-up table.")]
KeyOption = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FIELD=VALUE]...", help="Fields of the row; the key names it."),
]


@command(app, "list", example="posapp setup list tender_type --user setup --json")
def list_(
    call: Call,
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="Set-up table; all names by default.")
    ] = None,
) -> Document:
    """List the rows of a table, or the tables that there are."""
    if table is None:
        call.actor  # noqa: B018 - signing in is what the contract asks of every command
        return {"tables": [{"table": t.name, "title": t.title} for t in SETUP_TABLES.values()]}
    found = call.services.setup_edits.rows(table, call.actor)
    return {
        "table": found.table.name,
        "title": found.table.title,
        "fields": [field.name for field in found.table.fields],
        "rows": [_row(found.table, row, call) for row in found.rows],
    }


@command(app, "show", example="posapp setup show distribution_code code=1010-CASH --user setup")
def show(call: Call, table: TableArgument, fields: KeyOption = None) -> Document:
    """Show a row and where it is used; what was posted keeps its value whatever changes here."""
    edits, actor = call.services.setup_edits, call.actor
    found = edits.rows(table, actor)
    given = _given(found.table, fields or ())
    row = _with_key(found.table, found.rows, given, call)
    if row is None:
        key = found.table.keys[-1] if found.table.keys else "table"
        raise Refused("M-55", field=key, value=given.get(key, ""))
    uses = edits.uses(table, row, actor)
    return {
        "table": found.table.name,
        "row": _row(found.table, row, call),
        "uses": [
            {
                "table": use.table,
                "field": use.column,
                "rows": use.rows,
                "more": use.rows == MOST_COUNTED,
                "snapshot": use.is_snapshot,
            }
            for use in uses
        ],
    }


@command(
    app,
    "set",
    writes=True,
    example="posapp setup set cancel_reason code=LOST description='Check lost' --user setup",
)
def set_(call: Call, table: TableArgument, fields: KeyOption = None) -> Document:
    """Add a row, or change the fields that are named of the row with this key."""
    edits, actor = call.services.setup_edits, call.actor
    found = edits.rows(table, actor)
    given = _given(found.table, fields or ())
    was = _with_key(found.table, found.rows, given, call)
    new: Values = {field.name: field.default for field in found.table.fields}
    texts = dict((was or new).items())
    currency = _currency(found.table, texts | given, call)
    for name, text in given.items():
        texts[name] = value_of(found.table.field(name), text, currency)
    saved = edits.save(table, texts, call.request_id, actor, was=was)
    rows = edits.rows(table, actor).rows
    after = next(
        (row for row in rows if all(_same(row[name], texts[name]) for name in found.table.keys)),
        None,
    )
    document = {"table": found.table.name, "row": _row(found.table, after or texts, call)}
    return replayed(document, saved)


@command(
    app,
    "delete",
    writes=True,
    example="posapp setup delete cancel_reason code=LOST --user setup --confirm M-96",
)
def delete(call: Call, table: TableArgument, fields: KeyOption = None) -> Document:
    """Delete a row that nothing uses."""
    found = call.services.setup_edits.rows(table, call.actor)
    given = _given(found.table, fields or ())
    key = _key(found.table, given, call)
    saved = call.services.setup_edits.delete(
        table, key, call.request_id, call.actor, call.confirmed
    )
    return replayed({"table": found.table.name, "deleted": saved.value}, saved)


@command(app, "algorithms", example="posapp setup algorithms --user setup --json")
def algorithms(call: Call) -> Document:
    """List what packages added to distribution rules, and what could not be loaded."""
    there = call.services.setup_edits.algorithms(call.actor)
    return {
        "algorithms": [
            {"name": name, "kind": type(one).__name__, "label": one.label}
            for name, one in there.found.items()
        ],
        "failed": [{"name": name, "reason": reason} for name, reason in there.failed.items()],
    }


def change_period(call: Call, code: str, *, is_open: bool) -> Document:
    """Open or close an accounting period (D-36)."""
    edits = call.services.setup_edits
    for row in edits.rows("accounting_period", call.actor).rows:
        if row["code"] == code:
            saved = edits.save(
                "accounting_period",
                {**row, "open": is_open},
                call.request_id,
                call.actor,
                was=row,
            )
            table = setup_table("accounting_period")
            return replayed(dict(_row(table, {**row, "open": is_open}, call)), saved)
    raise Refused("M-55", field="period", value=code)


def _given(table: "SetUpTable", texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise typer.BadParameter(f"{text!r} is not FIELD=VALUE.", param_hint="'FIELD=VALUE'")
        found[table.field(name.strip()).name] = value
    return found


def _with_key(
    table: "SetUpTable", rows: Sequence["Values"], given: Mapping[str, str], call: Call
) -> "Values | None":
    """The row that the key names; the only one of a table of one row."""
    key = _key(table, given, call)
    for row in rows:
        if all(_same(row[name], value) for name, value in key.items()):
            return row
    return None


def _key(table: "SetUpTable", given: Mapping[str, str], call: Call) -> dict[str, Any]:
    currency = _currency(table, given, call)
    return {name: value_of(table.field(name), given.get(name, ""), currency) for name in table.keys}


def _same(one: Any, other: Any) -> bool:
    """Codes are the same in capitals and in small letters."""
    if isinstance(one, date) or isinstance(other, date):
        return str(one) == str(other)
    if isinstance(one, str) and isinstance(other, str):
        return one.upper() == other.upper()
    return bool(one == other)


def _currency(table: "SetUpTable", values: Mapping[str, Any], call: Call) -> Currency:
    setup = call.setup
    home = setup.currencies[setup.installation.currency]
    return setup.currencies.get(str(values.get(table.currency, "")), home)


def _row(table: "SetUpTable", row: "Values", call: Call) -> dict[str, Any]:
    currency = _currency(table, row, call)
    return {name: plain(value, currency, name=name) for name, value in row.items()}

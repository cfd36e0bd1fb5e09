"""The command line as a whole: every noun under ``posapp``, and the options before it."""

from typing import Annotated

import typer

from posapp import __version__
from posapp.cli import (
    account_rating,
    adjustment,
    agreement,
    audit,
    autopay,
    bench,
    bill,
    characteristic,
    checkout,
    control,
    converter,
    copies,
    db,
    db_move,
    db_roles,
    demo,
    deposit_control,
    event,
    exception,
    import_,
    item,
    job,
    ledger,
    mail,
    mandate,
    match_event,
    older_data,
    open_credits,
    paper,
    payment,
    payroll,
    period,
    person,
    quick_add,
    receipt,
    scan,
    schedule,
    setup,
    support,
    template,
    tender,
    transaction,
    turn_in,
    user,
    verify,
)
from posapp.cli.commands import take_options, with_example
from posapp.cli.options import DbOption, JsonOption, UserOption
from posapp.cli.window import open_window

app = typer.Typer(
    name="posapp",
    help=with_example(
        "Counter program for cash desks. Without a command it opens the window.",
        "posapp event add --payor 1000000210 --amount 25 --tender CASH:100 --user kim --json",
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for name, noun in {
    "db": db,
    "copy": copies,
    "support": support,
    "user": user,
    "import": import_,
    "account": account_rating,
    "person": person,
    "agreement": agreement,
    "bill": bill,
    "item": item,
    "credit": open_credits,
    "adjustment": adjustment,
    "checkout": checkout,
    "match-event": match_event,
    "transaction": transaction,
    "event": event,
    "payment": payment,
    "quick-add": quick_add,
    "tender": tender,
    "characteristic": characteristic,
    "template": template,
    "exception": exception,
    "mandate": mandate,
    "autopay": autopay,
    "schedule": schedule,
    "job": job,
    "mail": mail,
    "rate": converter,
    "scan": scan,
    "setup": setup,
    "audit": audit,
    "period": period,
    "ledger": ledger,
    "payroll": payroll,
    "control": control,
    "deposit-control": deposit_control,
    "turn-in": turn_in,
    "paper": paper,
}.items():
    app.add_typer(noun.app, name=name)
db_move.register(db.app)
db_roles.register(db.app)
older_data.register(db.app)
receipt.register(app)
demo.register(app)
bench.register(app)
verify.register(app)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"posapp {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    db: DbOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Take the shared options; open the window when no command follows."""
    take_options(context, db, user, as_json)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window(context.obj.db, context.obj.user))

"""``posapp account rating...``: where an account stands, and rows entered by hand (CR-01..CR-08)."""

from typing import Annotated

import typer

from posapp.cli.account import AccountArgument, app
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.inputs import day_of, id_of
from posapp.cli.inquiry_json import rating_document
from posapp.cli.plain import Document
from posapp.domain.history import AddRating, EndRating
from posapp.domain.ids import short_id


@command(app, "rating", example="posapp account rating 1000000210 --user kim --json")
def rating(call: Call, account: AccountArgument) -> Document:
    """Show credit rating, cash-only score, their thresholds and the rows behind them."""
    account_id = call.services.accounts.resolve(account, call.actor)
    return rating_document(call.services.history.credit_rating(account_id, call.actor))


@command(
    app,
    "rating-add",
    writes=True,
    example="posapp account rating-add 1000000210 --points 100 --comment 'Pays late' --user sam",
)
def rating_add(
    call: Call,
    account: AccountArgument,
    comment: Annotated[str, typer.Option("--comment", metavar="C", help="Why.")] = "",
    rating: Annotated[
        int, typer.Option("--rating", metavar="N", help="Points taken off the credit rating.")
    ] = 0,
    points: Annotated[
        int, typer.Option("--points", metavar="N", help="Points added to the cash-only score.")
    ] = 0,
    start: Annotated[
        str | None, typer.Option("--start", metavar="D", help="First day; default: today.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="D", help="Last day; default: for ever.")
    ] = None,
) -> Document:
    """Enter a row of the credit rating history by hand; a right of supervisors."""
    account_id = call.services.accounts.resolve(account, call.actor)
    history = call.services.history
    today = history.credit_rating(account_id, call.actor).today
    order = AddRating(
        call.request_id,
        account_id,
        today if start is None else day_of(start, field="start_date"),
        None if end is None else day_of(end, field="end_date"),
        -rating,
        points,
        comment,
    )
    saved = history.add_rating(order, call.actor)
    stands = rating_document(history.credit_rating(account_id, call.actor))
    return replayed({"row_id": short_id(saved.value)} | stands, saved)


@command(
    app,
    "rating-end",
    writes=True,
    example="posapp account rating-end 1000000398 2026-11-30 --user sam",
)
def rating_end(
    call: Call,
    row: Annotated[str, typer.Argument(metavar="ROW", help="Row of the credit rating history.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The last day that it counts.")],
) -> Document:
    """Bring the end of a row forward; the row itself stays."""
    row_id, last = id_of(row, field="rating"), day_of(day, field="end_date")
    order = EndRating(call.request_id, row_id, last)
    saved = call.services.history.end_rating(order, call.actor)
    return replayed({"row_id": short_id(saved.value), "end_date": last.isoformat()}, saved)

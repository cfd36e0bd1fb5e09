"""``posapp adjustment``: signed amounts on an account outside of items (AJ-1..AJ-5)."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.checkout_json import adjustment_document
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import ApproverOption, secret_of
from posapp.cli.credit_inputs import AccountOption, account_of, adjustment_of
from posapp.cli.plain import Document
from posapp.domain.credits import AddAdjustment, AdjustmentId

app = noun(
    "Adjustments: + charges an account, - gives value back.",
    "posapp adjustment add --account 1000000210 --code FEE --amount 12 --comment Late --user sam",
)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Adjustment.")]
WhyOption = Annotated[str, typer.Option(metavar="T", help="Why; required.")]


@command(
    app,
    "add",
    writes=True,
    example="posapp adjustment add --account 1000000210 --code GOODWILL --amount -5.00 "
    "--comment 'Wrong lot' --user sam",
)
def add(
    call: Call,
    account: AccountOption,
    code: Annotated[str, typer.Option(metavar="CODE", help="Requisition code.")],
    amount: Annotated[str, typer.Option(metavar="A", help="With its sign, never 0.")],
    comment: WhyOption = "",
    item: Annotated[str, typer.Option(metavar="I", help="Item that it speaks of.")] = "",
    checkout: Annotated[
        str, typer.Option(metavar="NUMBER", help="Processed checkout that it adjusts.")
    ] = "",
    approver: ApproverOption = None,
) -> Document:
    """Write an adjustment; a charge waits to be processed, a credit to be used."""
    services, actor = call.services, call.actor
    account_id, currency = account_of(call, account)
    order = AddAdjustment(
        call.request_id,
        account_id,
        code,
        currency.parse(amount),
        comment,
        services.items.resolve(item, actor) if item else None,
        services.checkouts.resolve(checkout, actor) if checkout else None,
    )
    saved = services.adjustments.add(order, actor, secret=secret_of(approver))
    return replayed(_shown(call, saved.value), saved)


@command(
    app, "process", writes=True, example="posapp adjustment process 1000000420 --user sam --json"
)
def process(call: Call, adjustment: IdArgument) -> Document:
    """Settle an adjustment alone, without a payment: the account's balance moves by it."""
    saved = call.services.adjustments.process(
        adjustment_of(adjustment), call.request_id, call.actor
    )
    return replayed(_shown(call, saved.value), saved)


@command(
    app,
    "reverse",
    writes=True,
    example="posapp adjustment reverse 1000000420 --comment 'Typed twice' --user sam",
)
def reverse(
    call: Call, adjustment: IdArgument, comment: WhyOption = "", approver: ApproverOption = None
) -> Document:
    """Answer a mistake by the opposite adjustment, which points to the first; once."""
    saved = call.services.adjustments.reverse(
        adjustment_of(adjustment),
        comment,
        call.request_id,
        call.actor,
        secret=secret_of(approver),
    )
    return replayed(_shown(call, saved.value), saved)


@command(app, "list", example="posapp adjustment list --account 1000000210 --waiting --user kim")
def list_(
    call: Call,
    account: AccountOption,
    waiting: Annotated[bool, typer.Option("--waiting", help="Unprocessed ones only.")] = False,
) -> Document:
    """List the adjustments of an account, the oldest first."""
    account_id, currency = account_of(call, account)
    found = call.services.adjustments.of_account(account_id, call.actor, waiting=waiting)
    return {"adjustments": [adjustment_document(one, currency) for one in found]}


@command(app, "show", example="posapp adjustment show 1000000420 --user kim")
def show(call: Call, adjustment: IdArgument) -> Document:
    """Show an adjustment with what is left of it and who holds it."""
    return _shown(call, adjustment_of(adjustment))


def _shown(call: Call, adjustment_id: AdjustmentId) -> dict[str, object]:
    made = call.services.adjustments.show(adjustment_id, call.actor)
    return adjustment_document(made, call.setup.currencies[made.currency])

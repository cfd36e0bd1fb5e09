"""``posapp credit``: add a credit to a payment, look at credits, take one back (AC2-1..AC2-8)."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.checkout_json import adjustment_document
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import ApproverOption, secret_of
from posapp.cli.credit_inputs import (
    AccountOption,
    ChargesOption,
    CheckOption,
    CommentOption,
    ControlOption,
    EmployeeOption,
    MethodBackOption,
    account_of,
    adjustment_of,
    adjustments_of,
    control_or_none,
    items_of,
)
from posapp.cli.plain import Document
from posapp.domain.credits import AddCredit
from posapp.domain.ids import long_id

app = noun(
    "Credits: paid for now, used by the next checkout.",
    "posapp credit add --account 1000000210 --items P-1 --method PAYR --amount 45 --user kim",
)


@command(
    app,
    "add",
    writes=True,
    example="posapp credit add --account 1000000210 --items P-1 --method PAYR --amount 45.00 "
    "--comment 'Flex' --user kim --json",
)
def add(
    call: Call,
    account: AccountOption,
    items: Annotated[str, typer.Option(metavar="I,...", help="Selected items: numbers or ids.")],
    method: Annotated[str, typer.Option(metavar="TYPE", help="Tender type that pays it now.")],
    amount: Annotated[str, typer.Option(metavar="A", help="Above zero.")],
    comment: CommentOption = "",
    adjustments: ChargesOption = "",
    employee: EmployeeOption = "",
    check: CheckOption = "",
    control: ControlOption = None,
    approver: ApproverOption = None,
) -> Document:
    """Make a debit that is paid at once, and a credit of the same amount that waits."""
    account_id, currency = account_of(call, account)
    order = AddCredit(
        call.request_id,
        account_id,
        items_of(call, items),
        method.upper(),
        currency.parse(amount),
        comment,
        adjustments_of(adjustments),
        employee,
        check,
        control_or_none(control),
        call.confirmed,
    )
    saved = call.services.credits.add(order, call.actor, secret=secret_of(approver))
    shown = call.services.adjustments
    return replayed(
        {
            "debit": adjustment_document(shown.show(saved.value.debit_id, call.actor), currency),
            "credit": adjustment_document(shown.show(saved.value.credit_id, call.actor), currency),
            "event_id": long_id(saved.value.event_id),
        },
        saved,
    )


@command(
    app,
    "reverse",
    writes=True,
    example="posapp credit reverse 1000000420 --comment 'Wrong person' --user kim",
)
def reverse(
    call: Call,
    credit: Annotated[str, typer.Argument(metavar="ID", help="Credit, or its debit.")],
    comment: CommentOption = "",
    method: MethodBackOption = "",
    control: ControlOption = None,
    approver: ApproverOption = None,
) -> Document:
    """Take an untouched credit back: the opposite pair, and the money goes back."""
    saved = call.services.credits.reverse(
        adjustment_of(credit),
        call.request_id,
        call.actor,
        comment=comment,
        method=method.upper(),
        control_id=control_or_none(control),
        secret=secret_of(approver),
    )
    made = call.services.adjustments.show(saved.value, call.actor)
    return replayed(adjustment_document(made, call.setup.currencies[made.currency]), saved)


@command(app, "list", example="posapp credit list --account 1000000210 --user kim")
def list_(call: Call, account: AccountOption) -> Document:
    """List the credits of an account that still wait, the oldest first, with what is left."""
    account_id, currency = account_of(call, account)
    found = call.services.adjustments.of_account(account_id, call.actor, waiting=True)
    return {"credits": [adjustment_document(one, currency) for one in found if one.is_credit]}

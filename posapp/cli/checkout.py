"""``posapp checkout``: pay items with credits and money, process, cancel, refund (CK-1..CK-9)."""

from pathlib import Path
from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.checkout_json import checkout_document, page_document, plan_document
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
    control_or_none,
    selection_of,
)
from posapp.cli.file_printer import FilePrinter
from posapp.cli.plain import Document
from posapp.domain.checkout_orders import EndCheckout, RefundCheckout, SubmitCheckout
from posapp.domain.checkouts import Checkout
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.credits import CheckoutId
from posapp.errors import Refused

app = noun(
    "Checkouts: items and credits, paid together.",
    "posapp checkout submit --account 1000000210 --items P-1 --method CASH --user kim",
)
IdArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Confirmation number, or id.")]
ItemsOption = Annotated[
    str, typer.Option(metavar="I[=A],...", help="Items: number or id, and a part of the due.")
]
CreditsOption = Annotated[
    str | None,
    typer.Option("--credits", metavar="ID,...", help="Credits; default: all; 'none': none."),
]


@command(app, "page", example="posapp checkout page --account 1000000210 --user kim --json")
def page(call: Call, account: AccountOption) -> Document:
    """Show what the payments page of an account shows."""
    account_id, _currency = account_of(call, account)
    return page_document(call.services.checkouts.page(account_id, call.actor), call.setup)


@command(
    app, "plan", example="posapp checkout plan --account 1000000210 --items P-1,P-2 --user kim"
)
def plan(
    call: Call,
    account: AccountOption,
    items: ItemsOption = "",
    adjustments: ChargesOption = "",
    credits_: CreditsOption = None,
) -> Document:
    """Say what a selection comes to; nothing is written."""
    account_id, currency = account_of(call, account)
    selection = selection_of(call, items, adjustments, credits_, currency)
    found = call.services.checkouts.plan(account_id, selection, call.actor)
    return plan_document(found, call.setup)


@command(
    app,
    "submit",
    writes=True,
    example="posapp checkout submit --account 1000000210 --items P-1 --method CASH "
    "--expect 135.00 --user kim --json",
)
def submit(
    call: Call,
    account: AccountOption,
    items: ItemsOption = "",
    method: Annotated[
        str, typer.Option(metavar="TYPE", help="Tender type; none where credits cover all.")
    ] = "",
    adjustments: ChargesOption = "",
    credits_: CreditsOption = None,
    tendered: Annotated[
        str | None, typer.Option(metavar="A", help="Handed over; default: what is to pay.")
    ] = None,
    expect: Annotated[
        str | None, typer.Option(metavar="A", help="What must be to pay, as it was confirmed.")
    ] = None,
    comment: CommentOption = "",
    employee: EmployeeOption = "",
    check: CheckOption = "",
    control: ControlOption = None,
    approver: ApproverOption = None,
) -> Document:
    """Submit: number, event, money in the drawer; items are locked until it is processed."""
    account_id, currency = account_of(call, account)
    order = SubmitCheckout(
        call.request_id,
        account_id,
        selection_of(call, items, adjustments, credits_, currency),
        method.upper(),
        None if tendered is None else currency.parse(tendered, field="amount_tendered"),
        check,
        employee,
        comment,
        control_or_none(control),
        None if expect is None else currency.parse(expect, field="to_pay"),
        call.confirmed,
    )
    saved = call.services.checkouts.submit(order, call.actor, secret=secret_of(approver))
    shown = call.services.checkouts.show(saved.value.checkout_id, call.actor)
    change = {"change": currency.text(saved.value.change)}
    return replayed(checkout_document(shown, call.setup) | change, saved)


@command(
    app,
    "process",
    writes=True,
    example="posapp checkout process CO-2026-MAIN-000001 --user sam --json",
)
def process(call: Call, checkout: IdArgument, approver: ApproverOption = None) -> Document:
    """Process manually: payments freeze, credits are used, items are paid, mails are queued."""
    saved = call.services.checkouts.process(
        _id(call, checkout), call.request_id, call.actor, secret=secret_of(approver)
    )
    return replayed(_document(call, saved.value), saved)


@command(
    app,
    "cancel",
    writes=True,
    example="posapp checkout cancel CO-2026-MAIN-000001 --release --user kim",
)
def cancel(
    call: Call,
    checkout: IdArgument,
    release: Annotated[
        bool, typer.Option("--release", help="Give items back that their kind allows.")
    ] = False,
    comment: CommentOption = "",
    approver: ApproverOption = None,
) -> Document:
    """Cancel a submitted checkout: its money goes back, items and credits are free again."""
    order = EndCheckout(call.request_id, _id(call, checkout), release, comment)
    saved = call.services.checkouts.cancel(order, call.actor, secret=secret_of(approver))
    return replayed(_document(call, saved.value), saved)


@command(
    app,
    "break-lock",
    writes=True,
    example="posapp checkout break-lock P-1 --comment 'Went home' --user sam",
)
def break_lock(
    call: Call,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Number or id of a held item.")],
    comment: CommentOption = "",
) -> Document:
    """Cancel the checkout that holds an item; its items are kept payable."""
    item_id = call.services.items.resolve(item, call.actor)
    saved = call.services.checkouts.break_lock(
        item_id, call.request_id, call.actor, comment=comment
    )
    return replayed(_document(call, saved.value), saved)


@command(
    app,
    "refund",
    writes=True,
    example="posapp checkout refund CO-2026-MAIN-000001 --comment 'Sold the car' --user sam",
)
def refund(
    call: Call,
    checkout: IdArgument,
    comment: CommentOption = "",
    method: MethodBackOption = "",
    control: ControlOption = None,
    approver: ApproverOption = None,
) -> Document:
    """Refund a processed checkout as a whole, once: money, items and credits come back."""
    order = RefundCheckout(
        call.request_id, _id(call, checkout), comment, method.upper(), control_or_none(control)
    )
    saved = call.services.checkouts.refund(order, call.actor, secret=secret_of(approver))
    return replayed(_document(call, saved.value), saved)


@command(
    app,
    "receipt",
    writes=True,
    example="posapp checkout receipt CO-2026-MAIN-000001 -o receipt.pdf --user kim",
)
def receipt(
    call: Call,
    checkout: IdArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.pdf", help="The PDF.")],
    layout: Annotated[
        str, typer.Option(metavar="PAPER", help="roll80, letter or a4; default: the workstation's.")
    ] = "",
) -> Document:
    """Print the receipt of a checkout that credits paid alone; others have their event's."""
    if output.is_file():
        raise Refused("M-57", field="file", value=str(output))
    printed = call.services.checkout_papers.print_receipt(
        _id(call, checkout),
        call.actor,
        FilePrinter(output),
        layout=layout or call.settings.receipt_layout,
        request_id=call.request_id,
        target=str(output.resolve()),
    )
    made = {"number": checkout.upper(), "file": printed.where, "copy": printed.copy}
    return replayed(made, printed)


@command(app, "show", example="posapp checkout show CO-2026-MAIN-000001 --user kim --json")
def show(call: Call, checkout: IdArgument) -> Document:
    """Show a checkout with its lines, credits, and what was submitted."""
    return _document(call, call.services.checkouts.show(_id(call, checkout), call.actor))


@command(app, "list", example="posapp checkout list --state submitted --user sam")
def list_(
    call: Call,
    account: Annotated[str | None, typer.Option(metavar="ID", help="Of this account.")] = None,
    state: Annotated[
        CheckoutState | None, typer.Option(case_sensitive=False, help="In this state.")
    ] = None,
) -> Document:
    """List the checkouts of your office, the newest first."""
    account_id = None if account is None else account_of(call, account)[0]
    found = call.services.checkouts.list(call.actor, account_id=account_id, state=state)
    return {"checkouts": [checkout_document(one, call.setup) for one in found]}


def _id(call: Call, text: str) -> CheckoutId:
    return call.services.checkouts.resolve(text, call.actor)


def _document(call: Call, checkout: Checkout) -> dict[str, object]:
    call.currency = checkout.currency
    return checkout_document(checkout, call.setup)

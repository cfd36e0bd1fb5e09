"""``posapp deposit-control``: bank deposits, settlements, and checks that lie on no slip yet."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.control_inputs import CoinOption, NoteOption, pieces_of
from posapp.cli.deposit_inputs import (
    CheckOption,
    DepositArgument,
    deposit_control_of,
    tenders_of,
)
from posapp.cli.deposit_json import deposit_document, instrument_document
from posapp.cli.inputs import bank_of, day_of, id_of, tender_of
from posapp.cli.plain import Document
from posapp.domain.codes import DepositKind
from posapp.domain.deposits import DepositContent, DepositId
from posapp.domain.ids import DepositControlId
from posapp.domain.money import Currency

RowArgument = Annotated[str, typer.Argument(metavar="ID", help="Bank deposit or settlement.")]
BankOption = Annotated[
    str | None,
    typer.Option("--bank-account", metavar="[BANK:]B", help="Our account; default: the drawer's."),
]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="Deposit date; default: today.")
]
ReferenceOption = Annotated[
    str | None, typer.Option("--reference", metavar="TEXT", help="Number of the slip.")
]
PreparedOption = Annotated[
    str | None, typer.Option("--prepared-by", metavar="NAME", help="Who prepared it.")
]
CarriedOption = Annotated[
    str | None, typer.Option("--carried-by", metavar="NAME", help="Who carries it to the bank.")
]
BagOption = Annotated[str | None, typer.Option("--bag", metavar="TEXT", help="Number of the bag.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group of deposit controls."""
    command(
        app,
        "add-deposit",
        writes=True,
        example="posapp deposit-control add-deposit 1000000041 1500.00 --reference S-17 --user sam",
    )(_add)
    command(
        app,
        "settle",
        writes=True,
        example="posapp deposit-control settle 1000000041 CARD:220.00 --user sam",
    )(_settle)
    command(
        app,
        "set-deposit",
        writes=True,
        example="posapp deposit-control set-deposit 1000000077 --amount 1480.00 --user sam",
        sees=True,
    )(_set)
    command(
        app,
        "delete-deposit",
        writes=True,
        example="posapp deposit-control delete-deposit 1000000077 --user sam",
        sees=True,
    )(_delete)
    command(
        app,
        "undeposited",
        example="posapp deposit-control undeposited 1000000041 --user sam",
    )(_undeposited)


def currency_of(call: Call, deposit_id: DepositControlId) -> Currency:
    """The currency of a deposit control; amounts of messages are in it from now on."""
    view = call.services.deposit_controls.show(deposit_id, call.actor)
    call.currency = view.control.currency
    return call.setup.currencies[call.currency]


def _add(
    call: Call,
    control: DepositArgument,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What goes to the bank.")],
    bank_account: BankOption = None,
    reference: ReferenceOption = None,
    date: DateOption = None,
    prepared_by: PreparedOption = None,
    carried_by: CarriedOption = None,
    bag: BagOption = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    check: CheckOption = None,
) -> Document:
    """Record a bank deposit with its slip; checks are listed by their tenders."""
    deposit_id = deposit_control_of(control)
    currency = currency_of(call, deposit_id)
    content = DepositContent(
        DepositKind.BANK,
        currency.parse(amount, field="amount"),
        counted=pieces_of(note, coin, currency),
        tenders=tenders_of(check),
    )
    content = _with(content, bank_account, reference, date)
    content = _carried(content, prepared_by, carried_by, bag)
    saved = call.services.bank_deposits.add(
        deposit_id, content, call.request_id, call.actor, confirmed=call.confirmed
    )
    return replayed(_shown(call, saved.value), saved)


def _settle(
    call: Call,
    control: DepositArgument,
    amount: Annotated[str, typer.Argument(metavar="TYPE:AMOUNT", help="What is settled.")],
    reference: ReferenceOption = None,
    date: DateOption = None,
) -> Document:
    """Record what a processor, the payroll or another office pays for a type without paper."""
    deposit_id = deposit_control_of(control)
    currency = currency_of(call, deposit_id)
    given = tender_of(amount, hint="TYPE:AMOUNT")
    content = DepositContent(
        DepositKind.SETTLEMENT, currency.parse(given.amount, field="amount"), given.tender_type
    )
    saved = call.services.bank_deposits.add(
        deposit_id,
        _with(content, None, reference, date),
        call.request_id,
        call.actor,
        confirmed=call.confirmed,
    )
    return replayed(_shown(call, saved.value), saved)


def _set(
    call: Call,
    deposit: RowArgument,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="A", help="What it should say.")
    ] = None,
    bank_account: BankOption = None,
    reference: ReferenceOption = None,
    date: DateOption = None,
    prepared_by: PreparedOption = None,
    carried_by: CarriedOption = None,
    bag: BagOption = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    check: CheckOption = None,
) -> Document:
    """Change a deposit or settlement; with an amount, notes, coins and checks are given anew."""
    row_id = _id(deposit)
    view = call.services.bank_deposits.show(row_id, call.actor)
    currency = call.setup.currencies[view.deposit.currency]
    call.currency = currency.code
    content = view.content
    if amount is not None:
        money = currency.parse(amount, field="amount")
        content = replace(content, amount=money, counted=(), tenders=())
    content = _carried(_with(content, bank_account, reference, date), prepared_by, carried_by, bag)
    if note or coin:
        content = replace(content, counted=pieces_of(note, coin, currency))
    if check:
        content = replace(content, tenders=tenders_of(check))
    saved = call.services.bank_deposits.change(
        row_id, content, call.request_id, call.actor, confirmed=call.confirmed, seen=call.seen
    )
    return replayed(_shown(call, row_id), saved)


def _delete(call: Call, deposit: RowArgument) -> Document:
    """Take a deposit or settlement away; its checks are free again."""
    saved = call.services.bank_deposits.delete(
        _id(deposit), call.request_id, call.actor, seen=call.seen
    )
    return replayed({"id": deposit, "deleted": True}, saved)


def _undeposited(call: Call, control: DepositArgument) -> Document:
    """List checks and slips that lie on no deposit slip yet."""
    deposit_id = deposit_control_of(control)
    currency = currency_of(call, deposit_id)
    found = call.services.bank_deposits.undeposited(deposit_id, call.actor)
    return {"tenders": [instrument_document(one, currency) for one in found]}


def _id(text: str) -> DepositId:
    return DepositId(id_of(text, field="tender_deposit"))


def _shown(call: Call, row_id: DepositId) -> dict[str, Any]:
    view = call.services.bank_deposits.show(row_id, call.actor)
    return deposit_document(view, call.setup.currencies[view.deposit.currency])


def _with(
    content: DepositContent, bank_account: str | None, reference: str | None, date: str | None
) -> DepositContent:
    if bank_account is not None:
        bank, key = bank_of(bank_account)
        content = replace(content, bank=bank.upper(), bank_account=key.upper())
    if reference is not None:
        content = replace(content, reference_id=reference)
    if date is not None:
        content = replace(content, deposit_date=day_of(date, field="deposit_date"))
    return content


def _carried(
    content: DepositContent, prepared_by: str | None, carried_by: str | None, bag: str | None
) -> DepositContent:
    given = {"prepared_by": prepared_by, "carried_by": carried_by, "bag_number": bag}
    named: dict[str, Any] = {name: text for name, text in given.items() if text is not None}
    return replace(content, **named)

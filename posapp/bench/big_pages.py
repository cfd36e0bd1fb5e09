"""Opening large things: an account with 3,000 bills, a payment event with 5,000 payments.

Ours is the page of the real window, from the call to its paint, with everything that it shows. The
reference reads the same rows with one statement by hand and shows them in a plain table.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from posapp.bench.child import Options, answer
from posapp.bench.desk import Desk, open_desk, settle
from posapp.bench.figures import Figure, compared, in_turns, of_processor
from posapp.bench.office import DUE, TODAY, SmallOffice, open_office
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.storage import sqlite

_OWED: Final = (
    "SELECT b.bill_date, b.number, b.amount, f.current_amount, f.arrears_date FROM bill b"
    " JOIN financial_transaction f ON f.parent_id = b.id WHERE b.account_id = ? ORDER BY b.id"
)
_PAID: Final = (
    "SELECT p.id, a.id, n.name, p.amount, p.status, p.error_text FROM payment p"
    " JOIN account a ON a.id = p.account_id JOIN person n ON n.id = a.person_id"
    " WHERE p.event_id = ? ORDER BY p.id"
)


@dataclass(frozen=True, slots=True)
class Large:
    """What is opened."""

    account: AccountId
    event: EventId


def measure(options: Options) -> Sequence[Figure]:
    """The pages beside their references: ``bills``, ``payments``, ``rounds``."""
    rounds = int(options["rounds"]) + 1
    with TemporaryDirectory() as name:
        folder = Path(name)
        office = open_office(folder / "large.db")
        large = fill(office, folder, int(options["bills"]), int(options["payments"]))
        desk = open_desk(str(office.path), office.actor, folder)
        connection: Any = sqlite.driver().connect(str(office.path))
        found = []
        for kind, number, statement, what in (
            ("account", large.account, _OWED, f"account with {options['bills']:,} bills"),
            ("event", large.event, _PAID, f"event with {options['payments']:,} payments"),
        ):
            ours = partial(_open, desk, kind, number)
            hand = partial(_by_hand, connection, statement, number)
            turns = in_turns([ours] * rounds, [hand] * rounds, warm=1)
            note = "" if turns.busy is None else of_processor(turns.busy)
            found.append(compared("", f"opening an {what}", turns, None, note=note))
        connection.close()
        desk.close()
        office.db.dispose()
    return found


def fill(office: SmallOffice, folder: Path, bills: int, payments: int) -> Large:
    """One account with many bills, one event that pays for many accounts."""
    account = add_bills(office, folder, bills)
    payees = office.add_payees(payments)
    command = AddEvent(
        new_request_id(),
        payees[0].account,
        (TenderDraft("CASH", Money(DUE * payments)),),
        tuple(PaymentDraft(payee.account, Money(DUE)) for payee in payees),
    )
    event = office.services.payment_events.add(command, office.actor).value.event_id
    return Large(account, event)


def add_bills(office: SmallOffice, folder: Path, bills: int) -> AccountId:
    """An account with so many bills of 31.50, a day apart, imported out of a file in ``folder``."""
    path = folder / "bills.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["account_key", "key", "number", "sa_type", "bill_date", "amount"])
        for number in range(bills):
            day = TODAY - timedelta(days=bills - number)
            writer.writerow(["A-1", f"K{number}", f"B{number}", "WATER", day, "31.50"])
    services, actor = office.services, office.actor
    services.importing.run("bills", path, "bills", actor, request_id=new_request_id())
    return services.accounts.resolve("A-1", actor, field="account")


def _open(desk: Desk, kind: str, number: int) -> None:
    """Open a page anew and paint it."""
    desk.window.open_page("home", 0)
    desk.window.open_page(kind, number)
    settle()
    desk.window.repaint()


def _by_hand(connection: Any, statement: str, number: int) -> None:
    """Read the rows and show them."""
    rows = connection.execute(statement, (number,)).fetchall()
    table = QTableWidget(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(str(cell)))
    table.resize(1_000, 700)
    table.show()
    settle()
    table.repaint()
    table.close()
    table.deleteLater()


if __name__ == "__main__":
    answer(measure)

"""Bills that a mandate pays: an account with one, bills, the job."""

from datetime import date
from typing import Final

from posapp.domain.bill_debits import BillDebit
from posapp.domain.ids import AccountId, BillId, new_request_id
from posapp.services.bill_debits import JobReport
from tests.helpers.autopay import add_bank, add_mandate
from tests.helpers.imports import Imports
from tests.helpers.office import Office

HEAD: Final = "account_key,account_name,key,sa_type,service,bill_date,due_date,amount,number\n"
# A Saturday: the bank works on the Monday after it.
SATURDAY: Final = date(2026, 11, 28)


def payer(imports: Imports, **changes: object) -> AccountId:
    """An account known by a first, small bill, with a mandate from then on."""
    office = imports.office
    add_bank(office)
    imports.run("bills", HEAD + "A-1,Ngozi Okafor,B0,WATER,M,2026-10-01,2026-10-20,1.00,0\n")
    account = AccountId(imports.one("SELECT id FROM account"))
    add_mandate(office, account, **changes)
    return account


def complete(
    imports: Imports, due: date = SATURDAY, amount: str = "50.00", key: str = "B1"
) -> BillId:
    """Import a bill, which completes it (D-06)."""
    row = f"A-1,Ngozi Okafor,{key},WATER,M,2026-11-01,{due},{amount},N-{key}\n"
    imports.run("bills", HEAD + row)
    return BillId(imports.one(f"SELECT id FROM bill WHERE import_key = '{key}'"))


def stamp(imports: Imports, bill_id: BillId) -> BillDebit | None:
    """What is known of a bill's automatic payment."""
    return imports.office.services.bill_debits.of_bill(bill_id, imports.office.supervisor)


def run(office: Office, **later: int) -> JobReport:
    """Run the job, so much later."""
    office.clock.advance(**later)
    return office.services.bill_debits.run(office.supervisor)


def route(office: Office, **changes: object) -> None:
    """Change the route on which direct debits are sent."""
    edits, setup = office.services.setup_edits, office.actors["setup"]
    was = next(r for r in edits.rows("autopay_route_type", setup).rows if r["code"] == "DEBIT")
    edits.save("autopay_route_type", {**was, **changes}, new_request_id(), setup, was=was)

"""People in the search index: accounts with names, addresses, ways to reach them, and papers."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, update

from posapp.domain.codes import AgreementStatus, ItemState
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.storage.accounts import fold_key
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.ids import take_ids
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.people import AccountKeyRow, AccountRow, PersonRow

DAY = date(2026, 11, 20)


class People:
    """Writes accounts and what they are found by."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(
        self,
        name: str,
        address: str = "1 Quay",
        *,
        phone: str = "",
        email: str = "",
        keys: tuple[tuple[str, str], ...] = (),
        index: bool = True,
    ) -> AccountId:
        """An account of a new person."""
        with self.db.begin() as s:
            (account,) = self._insert(s, 1, name, address, {"phone": phone, "email": email})
            for kind, value in keys:
                s.execute(
                    insert(table_of(AccountKeyRow)),
                    {
                        "folded": fold_key(value),
                        "kind": kind,
                        "account_id": account,
                        "value": value,
                    },
                )
            if index:
                index_accounts(s, [account])
        return AccountId(account)

    def many(self, count: int, name: str, address: str = "1 Quay") -> list[int]:
        """Accounts of one and the same name, indexed together."""
        with self.db.begin() as s:
            made = self._insert(s, count, name, address, {})
            index_accounts(s, made)
        return made

    def _insert(
        self, s: Connection, count: int, name: str, address: str, more: dict[str, str]
    ) -> list[int]:
        ids = take_ids(s, 2 * count)
        persons, accounts = ids[::2], ids[1::2]
        s.execute(insert(table_of(PersonRow)), [{"id": i, "name": name} | more for i in persons])
        same = {
            "customer_class": "RES",
            "division": "MAIN",
            "currency": "USD",
            "address": address,
            "setup_date": DAY,
        }
        s.execute(
            insert(table_of(AccountRow)),
            [
                {"id": account, "person_id": person} | same
                for account, person in zip(accounts, persons, strict=True)
            ],
        )
        return accounts

    def move(self, account: AccountId, address: str) -> None:
        """Change an address and the index with it."""
        with self.db.begin() as s:
            s.execute(update(AccountRow).where(AccountRow.id == account).values(address=address))
            index_accounts(s, [account])

    def item(self, account: AccountId, number: str) -> int:
        """A payable item of an account."""
        with self.db.begin() as s:
            agreement, item = take_ids(s, 2)
            s.execute(insert(table_of(AgreementRow)), self._agreement(agreement, account))
            s.execute(
                insert(table_of(PayableItemRow)),
                {
                    "id": item,
                    "number": number,
                    "account_id": account,
                    "agreement_id": agreement,
                    "sa_type": "VIOLATION",
                    "description": "No standing",
                    "issue_date": DAY,
                    "state": ItemState.PAYABLE,
                },
            )
        return item

    def bill(self, account: AccountId, number: str, day: date = DAY) -> int:
        """A bill of an account."""
        with self.db.begin() as s:
            (bill,) = take_ids(s, 1)
            s.execute(
                insert(table_of(BillRow)),
                {
                    "id": bill,
                    "account_id": account,
                    "number": number,
                    "bill_date": day,
                    "due_date": day,
                    "amount": Money(4210),
                    "description": "Water",
                    "import_key": f"{number}-{bill}",
                },
            )
        return bill

    @staticmethod
    def _agreement(agreement: int, account: int) -> dict[str, Any]:
        return {
            "id": agreement,
            "account_id": account,
            "sa_type": "VIOLATION",
            "status": AgreementStatus.ACTIVE,
            "start_date": DAY,
            "end_date": None,
        }

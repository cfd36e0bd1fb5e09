"""What stands in the books of a test's office: accounts, agreements, items, drawers, people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from posapp.domain.codes import AgreementStatus, ChargeKind, FtType, ItemState, Role
from posapp.domain.ids import AccountId, ControlId, DepositControlId, ItemId, new_request_id
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.services.bundle import Services
from posapp.storage.accounts import fold_key
from posapp.storage.base import table_of
from posapp.storage.db import Database
from posapp.storage.ids import take_id, take_ids
from posapp.storage.prepared import insert_into
from posapp.storage.search_index import index_accounts
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.banks import BankAccountRow
from posapp.storage.tables.items import ItemLineRow, PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, GlLineRow
from posapp.storage.tables.people import AccountKeyRow, AccountRow, CreditRatingRow, PersonRow
from posapp.storage.tables.setup import InstallationRow
from posapp.storage.users import insert_user
from tests.helpers.clock import FixedClock

DAY = date(2026, 11, 20)
_PERSON, _ACCOUNT = insert_into(PersonRow), insert_into(AccountRow)
_KEY, _RATING = insert_into(AccountKeyRow), insert_into(CreditRatingRow)
_AGREEMENT, _ITEM, _LINE = (insert_into(row) for row in (AgreementRow, PayableItemRow, ItemLineRow))
_FT, _GL = insert_into(FinancialTransactionRow), insert_into(GlLineRow)


@dataclass
class Office:
    """Services on a database with people, and builders for accounts and debts."""

    db: Database
    clock: FixedClock
    services: Services
    actors: dict[str, Actor] = field(default_factory=dict)
    deposit: DepositControlId = field(init=False)
    control: ControlId = field(init=False)

    @property
    def cashier(self) -> Actor:
        return self.actors["cashier"]

    @property
    def supervisor(self) -> Actor:
        return self.actors["supervisor"]

    def account(
        self,
        name: str = "Okafor, Ngozi",
        *,
        customer_class: str = "RES",
        currency: str = "USD",
        keys: tuple[tuple[str, str], ...] = (),
        points: int = 0,
    ) -> AccountId:
        """An account without agreements."""
        with self.db.begin() as s:
            division = next(iter(self.services.setup_cache.current(s).divisions))
            person, account, rating = take_ids(s, 3)
            _PERSON.many(s, [{"id": person, "name": name}])
            values = {
                "id": account,
                "person_id": person,
                "customer_class": customer_class,
                "division": division,
                "currency": currency,
                "address": "118 Elm St",
                "setup_date": DAY,
            }
            _ACCOUNT.many(s, [values])
            held = [
                {"folded": fold_key(value), "kind": kind, "account_id": account, "value": value}
                for kind, value in keys
            ]
            _KEY.many(s, held)
            if points:
                values = {
                    "id": rating,
                    "account_id": account,
                    "start_date": date(2026, 1, 1),
                    "end_date": None,
                    "rating_effect": 0,
                    "cash_only_effect": points,
                    "created_at": self.clock(),
                }
                _RATING.many(s, [values])
            index_accounts(s, [account])
        return AccountId(account)

    def agreement(
        self,
        account: AccountId,
        sa_type: str,
        *debits: tuple[date | None, int],
        service: str = "",
    ) -> int:
        """An agreement with charges (arrears date, cents)."""
        with self.db.begin() as s:
            return self.agreement_in(s, account, sa_type, debits, service=service)

    def agreement_in(
        self,
        s: Connection,
        account: AccountId,
        sa_type: str,
        debits: Sequence[tuple[date | None, int]],
        *,
        of: tuple[int, int] | None = None,
        service: str = "",
    ) -> int:
        """The same in a transaction that somebody began, ``of`` an item's line if given."""
        kind = self.services.setup_cache.current(s).sa_types[sa_type]
        agreement, *fts = take_ids(s, 1 + len(debits))
        values = {
            "id": agreement,
            "account_id": account,
            "sa_type": sa_type,
            "service": service,
            "status": AgreementStatus.ACTIVE,
            "start_date": DAY,
            "end_date": None,
        }
        _AGREEMENT.many(s, [values])
        parent = {} if of is None else {"parent_id": of[0], "sibling_id": of[1]}
        for ft, (day, cents) in zip(fts, debits, strict=True):
            _FT.many(s, [self._charge(ft, agreement, day, cents) | parent])
            _GL.many(
                s,
                [_gl(ft, 1, kind.distribution_code, cents), _gl(ft, 2, kind.revenue_code, -cents)],
            )
        return agreement

    def item(self, account: AccountId, number: str, cents: int) -> int:
        """A violation with one fine; returns its agreement."""
        _, agreement = self.issue(
            account, number, cents, "VIOLATION", ChargeKind.FINE, "No standing"
        )
        return agreement

    def issue(
        self,
        account: AccountId,
        number: str,
        cents: int,
        sa_type: str,
        kind: ChargeKind,
        description: str,
    ) -> tuple[ItemId, int]:
        """An item with one charge; returns it and its agreement."""
        with self.db.begin() as s:
            item = ItemId(take_id(s))
            agreement = self.agreement_in(s, account, sa_type, [(DAY, cents)], of=(item, 1))
            values = {
                "id": item,
                "number": number,
                "account_id": account,
                "agreement_id": agreement,
                "sa_type": sa_type,
                "description": description,
                "issue_date": DAY,
                "state": ItemState.PAYABLE,
            }
            _ITEM.many(s, [values])
            line = {"item_id": item, "seq": 1, "kind": kind, "amount": Money(cents)}
            _LINE.many(s, [line])
        return item, agreement

    def colleague(self) -> Actor:
        """Another cashier."""
        with self.db.begin() as s:
            user_id = insert_user(
                s,
                login="colleague",
                name="Colleague",
                password_hash="",
                office="MAIN",
                roles=[Role.CASHIER],
                at=self.clock(),
            )
        return Actor(user_id, "colleague", "Colleague", frozenset({Role.CASHIER}), "MAIN", "WS2")

    def second_drawer(self) -> ControlId:
        """Another open drawer with a float of 150.00, of the supervisor."""
        command = OpenControl(new_request_id(), "CASH-A02", None, None)
        return self.services.tender_controls.open(command, self.supervisor).value

    def bank_account(self, key: str, code: str) -> None:
        """Another account at the bank, with its ledger account."""
        with self.db.begin() as s:
            bank = s.execute(select(BankAccountRow.bank).limit(1)).scalar_one()
            s.execute(
                insert(table_of(BankAccountRow)),
                {"bank": bank, "key": key, "currency": "USD", "distribution_code": code},
            )
            s.execute(
                update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1)
            )

    def _charge(self, ft: int, agreement: int, day: date | None, cents: int) -> dict[str, Any]:
        return {
            "id": ft,
            "ft_type": FtType.ADJUSTMENT,
            "agreement_id": agreement,
            "parent_id": agreement,
            "sibling_id": None,
            "current_amount": Money(cents),
            "payoff_amount": Money(cents),
            "currency": "USD",
            "accounting_date": day or DAY,
            "arrears_date": day,
            "frozen_at": self.clock(),
            "frozen_by": None,
            "show_on_bill": True,
            "reverses_id": None,
        }


def _gl(ft: int, seq: int, code: str, cents: int) -> dict[str, Any]:
    return {"ft_id": ft, "seq": seq, "distribution_code": code, "amount": Money(cents)}

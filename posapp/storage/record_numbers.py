"""What a number of ours names: one counter gives all ids, so it names one thing at most.

A checkout is named by its confirmation number too, which mails and receipts tell (CK-2).
"""

import re
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, literal, null, select, union_all
from sqlalchemy.types import BigInteger, Text

from posapp.domain.ids import AccountId, parse_id
from posapp.domain.record_hits import RecordHit, RecordKind
from posapp.storage.base import table_of
from posapp.storage.prepared import Prepared
from posapp.storage.tables.agreements import AgreementRow, BillRow
from posapp.storage.tables.checkouts import CheckoutRow
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.items import PayableItemRow
from posapp.storage.tables.ledger import FinancialTransactionRow, MatchEventRow
from posapp.storage.tables.payment_events import PaymentRow, TenderRow
from posapp.storage.tables.people import AccountRow, PersonRow
from posapp.storage.tables.system import UserRow

_account, _person = table_of(AccountRow), table_of(PersonRow)
_agreement, _bill, _item = table_of(AgreementRow), table_of(BillRow), table_of(PayableItemRow)
_match, _ft = table_of(MatchEventRow), table_of(FinancialTransactionRow)
_checkout = table_of(CheckoutRow)
_payment, _tender = table_of(PaymentRow), table_of(TenderRow)
_control, _deposit = table_of(TenderControlRow), table_of(DepositControlRow)
_user = table_of(UserRow)


def _of_kind(kind: RecordKind, table: Any, account: Any, leads_to: Any, words: Any) -> Any:
    """One kind of thing, with the account that it is of."""
    return (
        select(
            literal(kind.value, Text).label("kind"),
            table.c.id.label("number"),
            leads_to.label("leads_to"),
            account.label("account_id"),
            _person.c.name.label("name"),
            words.label("words"),
        )
        .select_from(table)
        .join(_account, _account.c.id == account)
        .join(_person, _person.c.id == _account.c.person_id)
    )


def _named(kind: RecordKind, table: Any, account: Any, leads_to: Any, words: Any) -> Any:
    """One kind of thing by its id."""
    found = _of_kind(kind, table, account, leads_to, words)
    return found.where(table.c.id == bindparam("number"))


def _of_user(kind: RecordKind, table: Any, user: Any, words: Any) -> Any:
    """A drawer or a deposit control by its id, with the user that it is of."""
    return (
        select(
            literal(kind.value, Text),
            table.c.id,
            table.c.id,
            null().cast(BigInteger),
            func.coalesce(_user.c.name, _NOTHING),
            words,
        )
        .select_from(table)
        .outerjoin(_user, _user.c.id == user)
        .where(table.c.id == bindparam("number"))
    )


_NOTHING: Final = literal("", Text)
_FOUND: Final = Prepared(
    union_all(
        _named(
            RecordKind.AGREEMENT,
            _agreement,
            _agreement.c.account_id,
            _agreement.c.id,
            _agreement.c.sa_type,
        ),
        _named(RecordKind.BILL, _bill, _bill.c.account_id, _bill.c.id, _bill.c.number),
        _named(RecordKind.ITEM, _item, _item.c.account_id, _item.c.id, _item.c.number),
        _named(RecordKind.MATCH_EVENT, _match, _match.c.account_id, _match.c.id, _NOTHING),
        _named(RecordKind.PAYMENT, _payment, _payment.c.account_id, _payment.c.id, _NOTHING),
        _named(
            RecordKind.TENDER,
            _tender,
            _tender.c.payor_account_id,
            _tender.c.event_id,
            _tender.c.tender_type,
        ),
        _named(
            RecordKind.CHECKOUT,
            _checkout,
            _checkout.c.account_id,
            _checkout.c.id,
            _checkout.c.number,
        ),
        select(
            literal(RecordKind.TRANSACTION.value, Text),
            _ft.c.id,
            _ft.c.id,
            _agreement.c.account_id,
            _person.c.name,
            _agreement.c.sa_type,
        )
        .select_from(_ft)
        .join(_agreement, _agreement.c.id == _ft.c.agreement_id)
        .join(_account, _account.c.id == _agreement.c.account_id)
        .join(_person, _person.c.id == _account.c.person_id)
        .where(_ft.c.id == bindparam("number")),
        select(
            literal(RecordKind.PERSON.value, Text),
            _person.c.id,
            _person.c.id,
            null().cast(BigInteger),
            _person.c.name,
            _NOTHING,
        ).where(_person.c.id == bindparam("number")),
        _of_user(RecordKind.CONTROL, _control, _control.c.user_id, _control.c.tender_source),
        _of_user(RecordKind.DEPOSIT_CONTROL, _deposit, _deposit.c.owner_id, _deposit.c.office),
    )
)

_CONFIRMED: Final = Prepared(
    _of_kind(
        RecordKind.CHECKOUT,
        _checkout,
        _checkout.c.account_id,
        _checkout.c.id,
        _checkout.c.number,
    ).where(_checkout.c.number == bindparam("confirmation"))
)
_DASHED: Final = re.compile(r"[0-9A-Z][0-9A-Z -]*-[0-9]+", re.ASCII)


def find_records(s: Connection, typed: str) -> tuple[RecordHit, ...]:
    """What else than an account or an event a number of ours names; most texts name nothing."""
    number = parse_id(typed.strip())
    confirmation = "".join(typed.split()).upper()
    if number is not None:
        rows = _FOUND.all(s, {"number": number})
    elif _DASHED.fullmatch(confirmation):
        rows = _CONFIRMED.all(s, {"confirmation": confirmation})
    else:
        return ()
    return tuple(
        RecordHit(
            RecordKind(row.kind),
            row.number,
            row.leads_to,
            None if row.account_id is None else AccountId(row.account_id),
            row.name,
            row.words,
        )
        for row in rows
    )

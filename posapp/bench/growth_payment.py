"""Growth: a payment at an office of a million accounts beside one of a thousand, in turns.

By the time of the processor, because a large file's pages come from wherever the system has them.
Payments are taken for good, so each run takes the next accounts that still owe.
"""

from collections.abc import Callable, Sequence
from functools import partial

from posapp.bench.search import Sample, measure, services_of, together
from posapp.bench.search_data import BigOffice
from posapp.bench.search_postings import CHARGES, NOW
from posapp.domain.codes import Role
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_controls import OpenControl
from posapp.storage.db import Database
from posapp.storage.users import insert_user

_OWING = (
    "SELECT account_id FROM agreement g WHERE account_id >= {0} AND (SELECT sum(f.current_amount)"
    " FROM financial_transaction f WHERE f.agreement_id = g.id) = {1} ORDER BY account_id LIMIT {2} OFFSET {3}"
)
_DUE = sum(CHARGES[1:])
_WARM = 5
_ROLES = frozenset({Role.CASHIER, Role.SUPERVISOR})
_SOURCE = (
    "INSERT INTO tender_source (code, description, source_type, external_source_id,"
    " default_starting_balance, currency, distribution_code, office, active)"
    " SELECT '{0}', description, source_type, '', default_starting_balance, currency,"
    " distribution_code, office, active FROM tender_source WHERE code = 'CASH-A01'"
)
Pair = tuple[Database, BigOffice]


def payment_growth(small: Pair, large: Pair, count: int) -> tuple[Sample, Sample]:
    """So many payments at each office, one here, one there."""
    turns = list(zip(_payments(*small, count, 0), _payments(*large, count, 1), strict=True))
    found = [
        (measure("payment", [one], _run), measure("payment", [two], _run)) for one, two in turns
    ]
    return (
        together("payment, small", [one for one, _ in found[_WARM:]]),
        together("payment, large", [two for _, two in found[_WARM:]]),
    )


def _run(pay: Callable[[], object]) -> int:
    pay()
    return 1


def _payments(
    db: Database, office: BigOffice, count: int, turn: int
) -> Sequence[Callable[[], object]]:
    """Payments of accounts in the middle of the office that owe what none has paid since.

    Of two turns in one office each has accounts of its own.
    """
    add, actor = services_of(db).payment_events.add, _at_a_till(db)
    middle = (office.first_account + office.last_account) // 2
    with db.read() as s:
        owing = _OWING.format(middle, _DUE, count + _WARM, turn * (count + _WARM))
        ids = [row[0] for row in s.exec_driver_sql(owing)]
    return [partial(add, _order(AccountId(one)), actor) for one in ids]


def _at_a_till(db: Database) -> Actor:
    """Somebody with a drawer of today; the office's own holds the payments of years."""
    with db.begin() as s:
        (count,) = s.exec_driver_sql("SELECT count(*) FROM tender_source").one()
        name = f"T{count:07d}"
        s.exec_driver_sql(_SOURCE.format(name))
        s.exec_driver_sql("UPDATE installation SET setup_version = setup_version + 1")
        user = insert_user(
            s, login=name, name=name, password_hash="", office="MAIN", roles=_ROLES, at=NOW
        )
    actor = Actor(user, name, name, _ROLES, "MAIN", name)
    opening = OpenControl(new_request_id(), name, None, None)
    services_of(db).tender_controls.open(opening, actor)
    return actor


def _order(account: AccountId) -> AddEvent:
    """The whole debt in cash."""
    return AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(_DUE)),),
        (PaymentDraft(account, Money(_DUE)),),
    )

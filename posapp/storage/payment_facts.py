"""Facts for the decisions on payment events, loaded under the locks of D-25."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, bindparam, select

from posapp.domain.accounts import Account
from posapp.domain.codes import SourceType, TenderStatus
from posapp.domain.distribution import MatchTarget, PayeeFacts
from posapp.domain.ids import AccountId, ControlId, UserId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddEvent, AddFacts, EarlierTender, PaymentDraft
from posapp.domain.setup import SetUp
from posapp.domain.rates import ExchangeRate
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_controls import Control, choose_default
from posapp.errors import Refused
from posapp.storage.accounts import load_accounts
from posapp.storage.agreements import load_debts, load_match
from posapp.storage.base import table_of
from posapp.storage.db import lock
from posapp.storage.event_views import like_cash
from posapp.storage.prepared import Prepared
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.payment_events import TenderRow
from posapp.storage.tables.people import AccountRow
from posapp.storage.tables.setup import ExchangeRateRow
from posapp.storage.tables.system import UserRow
from posapp.storage.tender_controls import (
    load_choices,
    load_control,
    load_movements,
    load_open_controls,
)

DUPLICATE_WINDOW = timedelta(minutes=10)

_EARLIER = Prepared(
    select(
        TenderRow.event_id,
        TenderRow.tender_type,
        TenderRow.control_amount,
        TenderRow.control_currency,
        TenderRow.check_number,
        TenderRow.created_at,
        UserRow.name.label("user_name"),
        TenderControlRow.tender_source,
    )
    .join(UserRow, UserRow.id == TenderRow.created_by)
    .outerjoin(TenderControlRow, TenderControlRow.id == TenderRow.tender_control_id)
    .where(
        TenderRow.payor_account_id == bindparam("payor"),
        TenderRow.created_at >= bindparam("since"),
        TenderRow.status == TenderStatus.VALID,
        TenderRow.cash_back == bindparam("no"),
    )
    .order_by(TenderRow.id.desc())
)


def load_add_facts(
    s: Connection,
    command: AddEvent,
    setup: SetUp,
    *,
    user_id: UserId,
    may_back_date: bool,
    now: datetime,
    today: date,
) -> AddFacts:
    """Everything that adding an event reads (AD-7).

    Raises:
        Refused: ``M-01`` for an account that does not exist.
    """
    wanted = dict.fromkeys((command.payor, *(draft.account_id for draft in command.payments)))
    controls = load_open_controls(s, user_id)
    accounts = load_accounts(s, wanted, today, setup)
    for account_id in wanted:
        if account_id not in accounts:
            raise Refused("M-01", field="account", value=account_id)
    payor = accounts[command.payor]
    by_currency = _defaults(controls, user_id, load_choices(s, user_id))
    control_id = command.control_id
    if control_id is None and (default := by_currency.get(payor.currency)):
        control_id = default.id
    used = {draft.currency for draft in command.tenders} | {payor.currency}
    others = {c: found for c, found in by_currency.items() if c in used and found.id != control_id}
    _lock(s, control_id, others.values(), wanted)
    known = {control.id: control for control, _ in controls}
    control = _reread(s, control_id, known)
    fresh = {currency: _reread(s, other.id, known) for currency, other in others.items()}
    by_currency |= {currency: other for currency, other in fresh.items() if other is not None}
    movements = {} if control is None else load_movements(s, control.id)
    start = ZERO if control is None else control.starting_balance
    day = command.payment_date or (today if control is None else control.business_date)
    return AddFacts(
        now=now,
        today=today,
        user_id=user_id,
        may_back_date=may_back_date,
        setup=setup,
        payor=payor,
        accounts=accounts,
        control=control,
        controls=by_currency,
        rates=_rates(s, command, payor.currency, day),
        drawer_cash=_home_cash(s, control, by_currency.get(payor.currency), movements, setup),
        like_cash=like_cash(movements, start, setup),
        payees=load_payees(s, (draft.account_id for draft in command.payments), accounts, setup),
        matches=load_matches(s, command.payments, setup),
        earlier=_earlier(s, command, payor.currency, now),
    )


def _defaults(
    controls: Sequence[tuple[Control, SourceType]],
    user_id: UserId,
    choices: Mapping[str, ControlId],
) -> dict[str, Control]:
    """The control that is offered for each currency (D-02)."""
    found = {
        currency: choose_default(
            [pair for pair in controls if pair[0].currency == currency],
            user_id,
            choices.get(currency),
        )
        for currency in dict.fromkeys(control.currency for control, _ in controls)
    }
    return {currency: control for currency, control in found.items() if control is not None}


def load_payees(
    s: Connection,
    ids: Iterable[AccountId],
    accounts: Mapping[AccountId, Account],
    setup: SetUp,
) -> dict[AccountId, PayeeFacts]:
    """What a distribution reads, by payee; read after the locks (D-25)."""
    debts = load_debts(s, ids, setup)
    return {
        account_id: PayeeFacts(
            setup.customer_classes[accounts[account_id].customer_class],
            own,
            setup.installation.overpayment_sa_type,
        )
        for account_id, own in debts.items()
    }


def load_matches(
    s: Connection, drafts: Iterable[PaymentDraft], setup: SetUp
) -> dict[int, MatchTarget]:
    """What the match values of payments point at, by index of the payment."""
    found: dict[int, MatchTarget] = {}
    for index, draft in enumerate(drafts):
        kind = setup.match_types.get(draft.match_type)
        if kind is None or not draft.match_value:
            continue
        found[index] = load_match(s, draft.account_id, kind.kind, draft.match_value)
    return found


def _lock(
    s: Connection,
    control_id: ControlId | None,
    others: Iterable[Control],
    accounts: Iterable[AccountId],
) -> None:
    """Lock deposit controls, tender controls and accounts, in this order (D-25).

    The deposit controls are shared, so that drawers do not wait for each other; SQLite has one
    writer and needs no lock.
    """
    if s.dialect.name == "sqlite":
        return
    ids = {control.id for control in others} | ({control_id} if control_id else set())
    if ids:
        deposits = select(TenderControlRow.deposit_control_id).where(TenderControlRow.id.in_(ids))
        s.execute(
            select(DepositControlRow.id)
            .where(DepositControlRow.id.in_(deposits))
            .order_by(DepositControlRow.id)
            .with_for_update(read=True)
        )
        lock(s, table_of(TenderControlRow), sorted(ids))
    lock(s, table_of(AccountRow), sorted(accounts))


def _reread(
    s: Connection, control_id: ControlId | None, known: Mapping[ControlId, Control]
) -> Control | None:
    """A control as it is after the lock; ``None`` when it is gone.

    SQLite has one writer, so there it still is as it was read in the same transaction.
    """
    if control_id is None:
        return None
    if s.dialect.name == "sqlite" and control_id in known:
        return known[control_id]
    return load_control(s, control_id)


def _home_cash(
    s: Connection,
    control: Control | None,
    home: Control | None,
    movements: Mapping[str, tuple[int, Money]],
    setup: SetUp,
) -> Money:
    """Cash of the account's currency that change can come from (CHG-10, CHG-11)."""
    if control is not None and home is not None and control.currency != home.currency:
        control, movements = home, load_movements(s, home.id)
    if control is None:
        return ZERO
    kind = setup.installation.starting_balance_tender_type
    return control.starting_balance + movements.get(kind, (0, ZERO))[1]


def _rates(s: Connection, command: AddEvent, home: str, day: date) -> dict[str, ExchangeRate]:
    """Rates of the tenders' currencies: the last earlier day counts (AC-04)."""
    found: dict[str, ExchangeRate] = {}
    for currency in {draft.currency for draft in command.tenders} - {"", home}:
        rate = load_rate(s, currency, home, day)
        if rate is not None:
            found[currency] = rate
    return found


def load_rate(s: Connection, source: str, target: str, day: date) -> ExchangeRate | None:
    """One unit of ``source`` in ``target`` on a day or the last day before it.

    A table kept from the other side (home to foreign) is divided by.
    """
    for pair in ((source, target), (target, source)):
        text = s.execute(
            select(ExchangeRateRow.rate)
            .where(
                ExchangeRateRow.source == pair[0],
                ExchangeRateRow.target == pair[1],
                ExchangeRateRow.day <= day,
            )
            .order_by(ExchangeRateRow.day.desc())
            .limit(1)
        ).scalar()
        if text is not None:
            return ExchangeRate(Decimal(text), inverted=pair != (source, target))
    return None


def _earlier(
    s: Connection, command: AddEvent, home: str, now: datetime
) -> dict[int, EarlierTender]:
    """Tenders of the last minutes that look like the ones stated (D-22)."""
    key = {"payor": command.payor, "since": now - DUPLICATE_WINDOW, "no": False}
    rows = _EARLIER.all(s, key)
    found: dict[int, EarlierTender] = {}
    for index, draft in enumerate(command.tenders):
        stated = (
            draft.tender_type,
            draft.amount,
            draft.currency or home,
            draft.check_number.strip(),
        )
        for row in rows:
            if stated == (
                row.tender_type,
                row.control_amount,
                row.control_currency,
                row.check_number,
            ):
                found[index] = EarlierTender(
                    row.event_id, row.user_name, row.tender_source or "", row.created_at
                )
                break
    return found

"""Facts for the decisions on payment events, loaded under the locks of D-25."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection

from posapp.domain.accounts import Account
from posapp.domain.class_rules import class_rules
from posapp.domain.codes import ControlStatus, MatchKind, SourceType
from posapp.domain.control_lines import like_cash_of
from posapp.domain.distribution import MatchTarget, PayeeFacts
from posapp.domain.ids import AccountId, AgreementId, ControlId, PaymentId
from posapp.domain.mandate import Mandate, in_force
from posapp.domain.money import ZERO, Money
from posapp.domain.office_days import drawer_day, office_day
from posapp.domain.payment_events import AddEvent, AddFacts, PaymentDraft
from posapp.domain.rates import ExchangeRate
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control, choose_default, is_offered
from posapp.errors import Refused
from posapp.storage.accounts import load_missing_accounts, load_waiting
from posapp.storage.agreements import load_debts, load_match
from posapp.storage.ahead import ahead_of_locks
from posapp.storage.held_items import without_held
from posapp.storage.held_taxes import load_held_taxes
from posapp.storage.locks import lock_counter
from posapp.storage.look_alikes import load_earlier, load_same_checks
from posapp.storage.mandates import load_mandates
from posapp.storage.movements import load_nets
from posapp.storage.open_bills import load_open_bills
from posapp.storage.rates import load_quote
from posapp.storage.tender_controls import load_choices, load_control, load_open_controls

NONE_READ: Final[Mapping[AccountId, Account]] = {}
_Known = Sequence[tuple[Control, SourceType]]


def load_add_facts(
    s: Connection,
    command: AddEvent,
    setup: SetUp,
    *,
    actor: Actor,
    now: datetime,
    exact: bool = False,
    later: bool = False,
    drawers: bool = True,
    read: Mapping[AccountId, Account] = NONE_READ,
) -> AddFacts:
    """Everything that adding an event reads (AD-7); accounts that were ``read`` are not again.

    ``exact`` amounts need no change (QA-7): the drawer is summed up for a hard limit only (D-19).
    ``later`` draws the number with COMMIT (P10); without ``drawers`` none is locked (D-06, D-25).

    Raises:
        Refused: ``M-01`` for an account that does not exist.
    """
    to = list(dict.fromkeys(draft.account_id for draft in command.payments))
    wanted = dict.fromkeys((*command.payors, *to))
    today = office_day(None, actor, setup, now)
    accounts = _known(s, wanted, today, setup, read)
    payor = accounts[command.payor]
    summed = not exact or setup.drawers.turn_in_hard_limit_percent is not None
    known = load_open_controls(s, actor.user_id) if drawers else ()
    offered = _defaults(s, known, actor, setup)
    ahead = partial(ahead_of_locks, s, command, setup, actor, now=now, summed=summed, later=later)
    control, controls = _locked(s, command, payor, known, offered, wanted, ahead)
    nets = load_nets(s, control.id) if control is not None and summed else {}
    today = drawer_day(control, actor, setup, now, today)
    day = command.payment_date or (today if control is None else control.business_date)
    payees = load_payees(s, to, accounts, setup, day=day)
    return AddFacts(
        now=now,
        today=today,
        user_id=actor.user_id,
        may_back_date=actor.may(Right.BACK_DATE),
        may_override_cash_only=actor.may(Right.OVERRIDE_CASH_ONLY),
        may_override_limit=actor.may(Right.OVERRIDE_LIMIT),
        limit_approved=Right.OVERRIDE_LIMIT in actor.lent,
        setup=setup,
        payor=payor,
        accounts=accounts,
        control=control,
        controls=controls,
        rate_day=day,
        rates=_rates(s, command, payor.currency, day),
        drawer_cash=_home_cash(s, control, controls.get(payor.currency), nets, setup),
        like_cash=like_cash_of(nets, ZERO if control is None else control.starting_balance, setup),
        payees=payees,
        taxes=load_held_taxes(s, _kinds(payees), setup),
        matches=load_matches(s, command.payments, setup),
        earlier=load_earlier(s, command, payor.currency, now),
        checks=load_same_checks(s, command, now),
        waiting=load_waiting(s, to),
        office=actor.office,
        mandates=_mandates(s, command, day, setup),
    )


def _locked(
    s: Connection,
    command: AddEvent,
    payor: Account,
    known: _Known,
    offered: Mapping[str, Control],
    accounts: Iterable[AccountId],
    ahead: Callable[..., None],
) -> tuple[Control | None, dict[str, Control]]:
    """Lock accounts and drawers (D-25): the drawer that takes the money, and those by currency."""
    control_id = command.control_id or _id_of(offered.get(payor.currency))
    used = {draft.currency for draft in command.tenders} | {payor.currency}
    others = [found.id for c, found in offered.items() if c in used and found.id != control_id]
    locked = [*others, *([] if control_id is None else [control_id])]
    ahead(control=_among(known, control_id), controls=locked, accounts=accounts)
    lock_counter(s, locked, accounts)
    control = _reread(s, control_id, known)
    controls = _still_open([_reread(s, other, known) for other in others])
    if control is not None:
        # The drawer that was asked for takes the money of its currency, home or foreign.
        controls[control.currency] = control
    return control, controls


def _kinds(payees: Mapping[AccountId, PayeeFacts]) -> dict[AgreementId, str]:
    """Types of the payees' agreements."""
    return {debt.agreement_id: debt.sa_type for one in payees.values() for debt in one.debts}


def _id_of(control: Control | None) -> ControlId | None:
    return None if control is None else control.id


def _known(
    s: Connection,
    wanted: Collection[AccountId],
    today: date,
    setup: SetUp,
    before: Mapping[AccountId, Account],
) -> Mapping[AccountId, Account]:
    """Accounts that must all be there (M-01); those that were read before are not read again."""
    accounts = load_missing_accounts(s, wanted, today, setup, before)
    for account_id in wanted:
        if account_id not in accounts:
            raise Refused("M-01", field="account", value=account_id)
    return accounts


def _mandates(
    s: Connection, command: AddEvent, day: date, setup: SetUp
) -> dict[AccountId, Mandate]:
    """The payors' mandates in force; only auto pay asks for them (AP-07)."""
    debited = dict.fromkeys(
        draft.payor or command.payor
        for draft in command.tenders
        if (kind := setup.tender_types.get(draft.tender_type)) is not None
        and kind.generate_auto_pay
    )
    found = ((payor, in_force(load_mandates(s, payor), day)) for payor in debited)
    return {payor: mandate for payor, mandate in found if mandate is not None}


def load_home_drawer(s: Connection, currency: str, actor: Actor, setup: SetUp) -> Control | None:
    """The user's open control of a currency (CHG-10, D-02), ``None`` without one."""
    return _defaults(s, load_open_controls(s, actor.user_id), actor, setup).get(currency)


def _defaults(
    s: Connection,
    controls: Sequence[tuple[Control, SourceType]],
    actor: Actor,
    setup: SetUp,
) -> dict[str, Control]:
    """The control that is offered for each currency (D-02)."""
    fit = [pair for pair in controls if is_offered(pair[0], actor, setup)]
    # Which one was used last matters only where there are several of a currency.
    several = len({control.currency for control, _ in fit}) < len(fit)
    choices = load_choices(s, actor.user_id) if several else {}
    found = {
        currency: choose_default(
            [pair for pair in fit if pair[0].currency == currency],
            actor.user_id,
            choices.get(currency),
        )
        for currency in dict.fromkeys(control.currency for control, _ in fit)
    }
    return {currency: control for currency, control in found.items() if control is not None}


def load_payees(
    s: Connection,
    ids: Iterable[AccountId],
    accounts: Mapping[AccountId, Account],
    setup: SetUp,
    but: Collection[PaymentId] = (),
    *,
    day: date,
) -> dict[AccountId, PayeeFacts]:
    """What a distribution reads, by payee; read after the locks (D-25).

    ``but`` are payments that are distributed again, ``day`` is the payment date.
    """
    wanted = list(ids)
    rules = {
        one: class_rules(setup, accounts[one].customer_class, accounts[one].division)
        for one in wanted
    }
    open_item = [one for one, rule in rules.items() if rule.open_item]
    debts = without_held(s, load_debts(s, wanted, setup, open_item))
    bills = load_open_bills(s, [one for one in open_item if not rules[one].match_required], but)
    overpayment = setup.installation.overpayment_sa_type
    return {
        account_id: PayeeFacts(rules[account_id], own, overpayment, day, bills.get(account_id, ()))
        for account_id, own in debts.items()
    }


def load_matches(
    s: Connection,
    drafts: Iterable[PaymentDraft],
    setup: SetUp,
    but: Collection[PaymentId] = (),
) -> dict[int, MatchTarget]:
    """What the match values of payments point at, by index of the payment.

    ``but`` are payments that are distributed again.
    """
    found: dict[int, MatchTarget] = {}
    for index, draft in enumerate(drafts):
        template = setup.templates.get(draft.template)
        if template is not None and not draft.match_type:
            # The template names the agreement; a match by hand goes before it (NC-3, DS-1).
            found[index] = MatchTarget(
                MatchKind.AGREEMENT, template.code, known=True, agreement_id=template.agreement_id
            )
            continue
        kind = setup.match_types.get(draft.match_type)
        if kind is None or not draft.match_value:
            continue
        found[index] = load_match(s, draft.account_id, kind.kind, draft.match_value, but)
    return found


def _among(known: _Known, control_id: ControlId | None) -> Control | None:
    return next((control for control, _ in known if control.id == control_id), None)


def _reread(s: Connection, control_id: ControlId | None, known: _Known) -> Control | None:
    """A control as it is after the lock; ``None`` when it is gone.

    SQLite has one writer, so there it still is as it was read in the same transaction.
    """
    if control_id is None:
        return None
    seen = _among(known, control_id) if s.dialect.name == "sqlite" else None
    if seen is not None:
        return seen
    return load_control(s, control_id)


def _still_open(controls: Iterable[Control | None]) -> dict[str, Control]:
    """By currency those that nobody closed while the locks were waited for (TN-2)."""
    return {
        control.currency: control
        for control in controls
        if control is not None and control.status is ControlStatus.OPEN
    }


def _home_cash(
    s: Connection,
    control: Control | None,
    home: Control | None,
    nets: Mapping[str, Money],
    setup: SetUp,
) -> Money:
    """Cash of the account's currency that change can come from (CHG-10, CHG-11)."""
    if control is not None and home is not None and control.currency != home.currency:
        control, nets = home, load_nets(s, home.id)
    if control is None:
        return ZERO
    kind = setup.installation.starting_balance_tender_type
    return control.starting_balance + nets.get(kind, ZERO)


def _rates(s: Connection, command: AddEvent, home: str, day: date) -> dict[str, ExchangeRate]:
    """Rates of the tenders' currencies: the last earlier day counts (AC-04)."""
    found: dict[str, ExchangeRate] = {}
    for currency in {draft.currency for draft in command.tenders} - {"", home}:
        quote = load_quote(s, currency, home, day)
        if quote is not None:
            found[currency] = quote.rate
    return found

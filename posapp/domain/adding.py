"""The decision behind the add dialog: checks, change, concerns, distribution.

Source: payments 3 and 4 (AD-1..AD-11), D-01..D-03, D-05, D-22, D-26, D-27, PE-3, PE-10, PE-11,
QA-9, QA-10, DR-1..DR-7.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from posapp.domain.cash_accounting import TaxMoves
from posapp.domain.cash_rounding import Settlement
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.concerns import (
    autopay_concerns,
    credit_concerns,
    hard_limit_concerns,
    reminders,
    tender_concerns,
    waiting_concerns,
)
from posapp.domain.distributing import Order, distribute_in_turn
from posapp.domain.distribution import DistributionFailed, Outcome
from posapp.domain.event_sums import change_payor, settlement_of
from posapp.domain.freezing import nets_of, post, sa_types_of
from posapp.domain.ids import AgreementId
from posapp.domain.ledger import CashSplit
from posapp.domain.money import ZERO, Money
from posapp.domain.new_tenders import (
    change_tender,
    check_authorizations,
    home_control,
    new_tender,
    rounding_tender,
    taken_as,
)
from posapp.domain.payment_day import check_day
from posapp.domain.payment_edits import check_draft, check_not_held
from posapp.domain.payment_events import (
    AddEvent,
    AddFacts,
    NewEvent,
    NewPayment,
    NewTender,
)
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import ENTRY_SOURCES, Control, check_usable
from posapp.errors import NeedsConfirmation, Refused


def decide_add(command: AddEvent, facts: AddFacts) -> NewEvent:
    """Decide a new payment event (AD-7).

    Raises:
        Refused: when a rule forbids it; ``fields["field"]`` names the input.
        NeedsConfirmation: when the user must confirm concerns that are not in ``confirmed``.
    """
    control = drawer_for(command, facts)
    _check_payors(command, facts)
    _check_payments(command, facts)
    day = _payment_date(command, facts, control)
    tenders = tuple(new_tender(draft, facts, control) for draft in command.tenders)
    if not tenders:
        raise Refused("M-61", field="tenders")
    types = facts.setup.tender_types
    check_authorizations((types[tender.tender_type] for tender in tenders), "tenders")
    settlement = settlement_of(command, facts, tenders)
    given = tenders = taken_as(tenders, settlement.amounts)
    change = settlement.change
    if control is not None:
        tenders = (*tenders, *_flagged(settlement, tenders, facts, control))
    _check_office(tenders, facts)
    payments = decide_payments(command, facts)
    concerns = (
        *tender_concerns(command, facts, given, change),
        *hard_limit_concerns(tenders, facts, control),
        *autopay_concerns(given, facts),
        *waiting_concerns(facts),
        *credit_concerns(payments, facts),
    )
    open_ones = tuple(c for c in concerns if c.code not in command.confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)
    payments = _posted(payments, tenders, facts)
    home = _home(tenders, facts.payor.currency)
    sources = facts.setup.tender_sources
    return NewEvent(
        payment_date=day,
        currency=facts.payor.currency,
        office=facts.office if home is None else sources[home.tender_source].office,
        control=home,
        tenders=tenders,
        payments=payments,
        change=change,
        settled=_settled(payments, facts),
        warnings=reminders(tenders, facts, control),
        confirmed=tuple(sorted({c.code for c in concerns})),
        details=facts.details,
    )


def _flagged(
    settlement: Settlement, tenders: tuple[NewTender, ...], facts: AddFacts, control: Control
) -> Iterator[NewTender]:
    """The tenders that the program makes: change, and cash rounding (D-01, D-20)."""
    change, rounding = settlement.change, settlement.rounding
    if change:
        whose = change_payor(tenders, facts.setup.tender_types, change)
        yield change_tender(change, facts, home_control(facts, control), whose)
    if rounding:
        yield rounding_tender(rounding, facts, home_control(facts, control), tenders[0].payor)


def drawer_for(command: AddEvent, facts: AddFacts) -> Control | None:
    """The drawer that takes the money; none is needed when all of it is debited later (D-06).

    Raises:
        Refused: ``M-05``, ``M-05N``, ``M-55``, ``M-75``, ``C-02``.
    """
    types = facts.setup.tender_types
    kinds = [types.get(draft.tender_type) for draft in command.tenders]
    if kinds and all(kind is not None and kind.generate_auto_pay for kind in kinds):
        return None
    control = check_usable(facts.control, facts.user_id, wanted=command.control_id or "")
    check_source(control, facts.setup)
    return control


def check_source(control: Control, setup: SetUp) -> None:
    """Lockbox and auto-pay controls are never filled by hand (TC-05).

    Raises:
        Refused: ``M-75``.
    """
    source_type = setup.tender_sources[control.tender_source].source_type
    if source_type not in ENTRY_SOURCES:
        raise Refused(
            "M-75", field="tender_control", value=control.id, source_type=source_type.value
        )


def _check_office(tenders: tuple[NewTender, ...], facts: AddFacts) -> None:
    """The tenders of an event lie in one office (D-39)."""
    sources = facts.setup.tender_sources
    drawers = [tender.control for tender in tenders if tender.control is not None]
    if len({sources[control.tender_source].office for control in drawers}) > 1:
        raise Refused("M-73", field="tenders")


def _home(tenders: tuple[NewTender, ...], currency: str) -> Control | None:
    """The drawer whose chain and receipts the event uses, as ``event_views.home_control``."""
    drawers = [tender.control for tender in tenders if tender.control is not None]
    home = (control for control in drawers if control.currency == currency)
    return next(home, drawers[0] if drawers else None)


def _check_payors(command: AddEvent, facts: AddFacts) -> None:
    """Whoever hands money over has an account in the event's currency (QA-9)."""
    for place, draft in enumerate(command.tenders):
        currency, home = facts.payor_of(draft).currency, facts.payor.currency
        if currency != home:
            raise Refused("M-65", field="payor", value=currency, currency=home, place=place)


def _check_payments(command: AddEvent, facts: AddFacts) -> None:
    if not command.payments:
        raise Refused("M-70", reason="the event has no payment")
    for draft in command.payments:
        account = facts.accounts[draft.account_id]
        check_draft(draft, account, facts.payor.currency, facts.setup)
    for match in facts.matches.values():
        check_not_held(match.held)


def _payment_date(command: AddEvent, facts: AddFacts, control: Control | None) -> date:
    """Payment date: the control's business date unless given (PE-3, D-18, M-03).

    It may lie ahead only when every tender is auto pay (D-06).
    """
    opened = facts.today if control is None else control.business_date
    day = command.payment_date or opened
    check_day(
        day,
        opened,
        facts.today,
        facts.setup,
        may_back_date=facts.may_back_date,
        ahead=control is None,
    )
    return day


def decide_payments(command: AddEvent, facts: AddFacts) -> tuple[NewPayment, ...]:
    """The payments with their outcomes; a failure is stored, never raised (AD-7, M-18)."""
    drafts = command.payments
    made = facts.made or (None,) * len(drafts)
    shared = iter(_distributed(command, facts))
    # What is debited later is frozen on its ledger date, so its date can change until then (D-06).
    later = any(facts.setup.tender_types[t.tender_type].generate_auto_pay for t in command.tenders)
    frozen = command.action is DistributeAction.FREEZE and not later
    status = PaymentStatus.FROZEN if frozen else PaymentStatus.FREEZABLE
    decided: list[NewPayment] = []
    for draft, one in zip(drafts, made, strict=True):
        place = None if one is None else one.place
        failed = None if one is None else one.failed
        outcome = failed or next(shared)
        if isinstance(outcome, DistributionFailed):
            said = NewPayment(draft, PaymentStatus.ERROR, (), outcome.code, outcome.fields)
        elif outcome is None:
            said = NewPayment(draft, PaymentStatus.INCOMPLETE, ())
        else:
            said = NewPayment(draft, status, outcome.shares, excess=outcome.excess)
        decided.append(said if place is None else replace(said, detail=place))
    return tuple(decided)


def _distributed(command: AddEvent, facts: AddFacts) -> tuple[Outcome | None, ...]:
    """Outcomes of the payments whose rule made them whole, ``None`` where none is asked for."""
    failed = {place for place, one in enumerate(facts.made) if one.failed is not None}
    orders = [
        Order(draft.account_id, draft.amount, facts.matches.get(place))
        for place, draft in enumerate(command.payments)
        if place not in failed
    ]
    if command.action is DistributeAction.NONE:
        return (None,) * len(orders)
    return distribute_in_turn(orders, facts.payees)


def _posted(
    payments: tuple[NewPayment, ...], tenders: tuple[NewTender, ...], facts: AddFacts
) -> tuple[NewPayment, ...]:
    """Add the postings to the frozen payments (PY-2, D-30, GL-6)."""
    sums = [(tender.distribution_code, tender.amount) for tender in tenders]
    cash = CashSplit(nets_of(sums, tenders[0].distribution_code), {})
    overpayment = facts.setup.installation.overpayment_sa_type
    taxes = TaxMoves(facts.taxes)
    done: list[NewPayment] = []
    for payment in payments:
        if payment.status is PaymentStatus.FROZEN:
            known = {
                debt.agreement_id: debt.sa_type
                for debt in facts.payees[payment.draft.account_id].debts
            }
            shares = sa_types_of(payment.shares, known, overpayment)
            postings = post(shares, cash, facts.setup, payment.draft.lines)
            done.append(payment.posted(taxes.of_shares(postings, payment.shares)))
        else:
            done.append(payment)
    return tuple(done)


def _settled(payments: tuple[NewPayment, ...], facts: AddFacts) -> tuple[AgreementId, ...]:
    """Agreements of items whose whole due is frozen now (IT-4)."""
    paid: dict[AgreementId, Money] = {}
    for payment in payments:
        for share in payment.shares if payment.postings else ():
            if share.agreement_id is not None:
                paid[share.agreement_id] = paid.get(share.agreement_id, ZERO) + share.amount
    return tuple(
        debt.agreement_id
        for payee in facts.payees.values()
        for debt in payee.debts
        if debt.item_kind and debt.agreement_id in paid
        if paid[debt.agreement_id] == debt.current_balance
    )

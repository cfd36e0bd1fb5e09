"""The decision behind the add dialog: checks, change, concerns, distribution.

Source: payments 3 and 4 (AD-1..AD-11), D-01..D-03, D-05, D-22, D-26, D-27, PE-3, PE-10.
"""

from datetime import date

from posapp.domain.accounts import account_is_cash_only
from posapp.domain.cash_back import Handed, change_due
from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.distribution import DistributionFailed, distribute
from posapp.domain.ids import long_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import (
    AddEvent,
    AddFacts,
    NewEvent,
    NewPayment,
    NewTender,
    PaymentDraft,
    TenderDraft,
)
from posapp.domain.setup import TenderType
from posapp.domain.tender_controls import Control, check_usable, is_above_limit
from posapp.errors import Concern, NeedsConfirmation, Refused


def decide_add(command: AddEvent, facts: AddFacts) -> NewEvent:
    """Decide a new payment event (AD-7).

    Raises:
        Refused: when a rule forbids it; ``fields["field"]`` names the input.
        NeedsConfirmation: when the user must confirm concerns that are not in ``confirmed``.
    """
    control = check_usable(facts.control, facts.user_id, wanted=command.control_id or "")
    _check_payments(command, facts)
    day = _payment_date(command, facts, control)
    tenders = tuple(_tender(draft, facts, control) for draft in command.tenders)
    if not tenders:
        raise Refused("M-61", field="tenders")
    types = facts.setup.tender_types
    to_pay = total(draft.amount for draft in command.payments)
    handed = [Handed(types[tender.tender_type], tender.amount) for tender in tenders]
    change = change_due(handed, to_pay)
    _check_shortfall(command, total(tender.amount for tender in tenders), to_pay)
    payments = tuple(_payment(i, draft, command, facts) for i, draft in enumerate(command.payments))
    concerns = (*_concerns(command, facts, tenders, change), *_credit_concerns(payments, facts))
    open_ones = tuple(c for c in concerns if c.code not in command.confirmed)
    if open_ones:
        raise NeedsConfirmation(open_ones)
    if change:
        tenders = (*tenders, _change_tender(change, facts, _home_control(facts, control)))
    return NewEvent(
        payment_date=day,
        currency=facts.payor.currency,
        office=facts.setup.tender_sources[control.tender_source].office,
        control=control,
        tenders=tenders,
        payments=payments,
        change=change,
        warnings=_reminders(tenders, facts, control),
        confirmed=tuple(sorted({c.code for c in concerns})),
    )


def _check_payments(command: AddEvent, facts: AddFacts) -> None:
    if not command.payments:
        raise Refused("M-70", reason="the event has no payment")
    for draft in command.payments:
        if draft.amount <= ZERO:
            raise Refused("M-02", field="amount", value=draft.amount)
        _check_match(draft, facts)
        account = facts.accounts[draft.account_id]
        if account.currency != facts.payor.currency:
            raise Refused(
                "M-65", field="account", value=account.currency, currency=facts.payor.currency
            )
        if facts.setup.customer_classes[account.customer_class].non_cis:
            for field in ("non_cis_name", "reference"):
                if not getattr(draft, field).strip():
                    raise Refused("C-22", field=field)


def _check_match(draft: PaymentDraft, facts: AddFacts) -> None:
    """Type and value go together (PE-10)."""
    if bool(draft.match_type) != bool(draft.match_value):
        raise Refused("M-10", field="match_value" if draft.match_type else "match_type")
    if draft.match_type and draft.match_type not in facts.setup.match_types:
        raise Refused("M-55", field="match_type", value=draft.match_type)


def _payment_date(command: AddEvent, facts: AddFacts, control: Control) -> date:
    """Payment date: the control's business date unless given (PE-3, D-18, M-03)."""
    day = command.payment_date or control.business_date
    if day > max(control.business_date, facts.today):
        raise Refused("M-59", field="payment_date", value=day)
    if day < control.business_date and not facts.may_back_date:
        raise Refused("M-60", field="payment_date", value=day, opened=control.business_date)
    if not facts.setup.is_open_period(day):
        raise Refused("M-03", field="payment_date", value=day)
    return day


def _tender(draft: TenderDraft, facts: AddFacts, control: Control) -> NewTender:
    """A tender as it will be stored: in its control, in both currencies (TN-2, D-05)."""
    kind = facts.setup.tender_type(draft.tender_type)
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount_tendered", value=draft.amount)
    _check_kind(kind)
    if kind.requires_check_number and not draft.check_number.strip():
        raise Refused("M-63", field="check_number", tender_type=kind.description)
    foreign = draft.currency and draft.currency != facts.payor.currency
    own = _foreign_control(draft, facts) if foreign else _home_control(facts, control)
    rate = facts.rates.get(draft.currency) if foreign else None
    if foreign and rate is None:
        raise Refused(
            "M-64",
            field="currency",
            source=draft.currency,
            target=facts.payor.currency,
            date=facts.today,
        )
    currencies = facts.setup.currencies
    amount = draft.amount
    if rate is not None:
        home = currencies[facts.payor.currency]
        amount = home.convert(draft.amount, currencies[draft.currency], rate)
    return NewTender(
        tender_type=kind.code,
        amount=amount,
        control=own,
        control_amount=draft.amount,
        rate=rate,
        distribution_code=_cash_code(kind, facts, own),
        cash_back=False,
        check_number=draft.check_number.strip(),
        micr=draft.micr.strip(),
        customer_id=draft.customer_id,
        external_reference=draft.external_reference,
        name=draft.name,
    )


def _check_kind(kind: TenderType) -> None:
    """Types that the counter cannot take by hand (AP-13, DR: system types)."""
    if not kind.active:
        reason = "it is not active"
    elif kind.generate_auto_pay:
        reason = "it needs a mandate and a bank file"
    elif kind.system_only:
        reason = "the program makes it itself"
    else:
        return
    raise Refused("M-62", field="tender_type", tender_type=kind.description, reason=reason)


def _foreign_control(draft: TenderDraft, facts: AddFacts) -> Control:
    """The user's open control in the tender's currency (AC-02, AC-06, C-21)."""
    if draft.currency not in facts.setup.currencies:
        raise Refused("M-55", field="currency", value=draft.currency)
    if not facts.setup.installation.alternate_currency:
        raise Refused("M-65", field="currency", value=facts.payor.currency, currency=draft.currency)
    control = facts.controls.get(draft.currency)
    if control is None:
        raise Refused("C-21", field="tender_control", currency=draft.currency)
    return control


def _home_control(facts: AddFacts, control: Control) -> Control:
    """The control for money of the account's currency (CHG-10, M-72)."""
    if control.currency == facts.payor.currency:
        return control
    home = facts.controls.get(facts.payor.currency)
    if home is None:
        raise Refused(
            "M-72",
            field="tender_control",
            value=control.id,
            currency=control.currency,
            other=facts.payor.currency,
        )
    return home


def _cash_code(kind: TenderType, facts: AddFacts, control: Control) -> str:
    """Ledger account of a tender: its type's own, else its source's bank account (D-29, GL-1)."""
    return (
        kind.distribution_code
        or facts.setup.tender_sources[control.tender_source].distribution_code
    )


def _change_tender(change: Money, facts: AddFacts, control: Control) -> NewTender:
    """The flagged negative tender of the starting-balance type (D-01, CHG-04)."""
    kind = facts.setup.tender_types[facts.setup.installation.starting_balance_tender_type]
    return NewTender(
        tender_type=kind.code,
        amount=-change,
        control=control,
        control_amount=-change,
        rate=None,
        distribution_code=_cash_code(kind, facts, control),
        cash_back=True,
    )


def _check_shortfall(command: AddEvent, tendered: Money, to_pay: Money) -> None:
    """Too little money is fine only when nothing is to be distributed (AD-8)."""
    if command.action is not DistributeAction.NONE and tendered < to_pay:
        raise Refused(
            "M-08",
            field="amount_tendered",
            tendered=tendered,
            amount=to_pay,
            missing=to_pay - tendered,
        )


def _payment(index: int, draft: PaymentDraft, command: AddEvent, facts: AddFacts) -> NewPayment:
    """A payment with its outcome; a failure is stored, never raised (AD-7)."""
    if command.action is DistributeAction.NONE:
        return NewPayment(draft, PaymentStatus.INCOMPLETE, ())
    outcome = distribute(draft.amount, facts.payees[draft.account_id], facts.matches.get(index))
    if isinstance(outcome, DistributionFailed):
        return NewPayment(draft, PaymentStatus.ERROR, (), outcome.code, outcome.fields)
    frozen = command.action is DistributeAction.FREEZE
    status = PaymentStatus.FROZEN if frozen else PaymentStatus.FREEZABLE
    return NewPayment(draft, status, outcome.shares, excess=outcome.excess)


def _concerns(
    command: AddEvent, facts: AddFacts, tenders: tuple[NewTender, ...], change: Money
) -> tuple[Concern, ...]:
    """What the user must confirm about the tenders (AD-2, D-03, D-22, CHG-11)."""
    found: list[Concern] = []
    types = facts.setup.tender_types
    strict = [t for t in tenders if not types[t.tender_type].like_cash]
    if strict and account_is_cash_only(facts.payor, facts.setup):
        names = " + ".join(dict.fromkeys(types[t.tender_type].description for t in strict))
        found.append(
            Concern("M-06W", {"account": facts.payor.name, "tender_type": names, "field": "payor"})
        )
    for index, earlier in sorted(facts.earlier.items()):
        found.append(
            Concern(
                "M-40",
                {
                    "user": earlier.user_name,
                    "source": earlier.source,
                    "amount": command.tenders[index].amount,
                    "minutes": int((facts.now - earlier.at).total_seconds() // 60),
                    "event": long_id(earlier.event_id),
                },
            )
        )
    cash_type = facts.setup.installation.starting_balance_tender_type
    cash = facts.drawer_cash + total(t.amount for t in tenders if t.tender_type == cash_type)
    if change > cash:
        found.append(Concern("M-42", {"change": change, "cash": cash}))
    return tuple(found)


def _credit_concerns(payments: tuple[NewPayment, ...], facts: AddFacts) -> tuple[Concern, ...]:
    """Overpayment asks once: keep it as credit? (OP-6, D-08)."""
    excess = total(
        payment.excess
        for payment in payments
        if facts.payees[payment.draft.account_id].customer_class.ask_keep_credit
    )
    return (Concern("M-39", {"excess": excess}),) if excess else ()


def _reminders(
    tenders: tuple[NewTender, ...], facts: AddFacts, control: Control
) -> tuple[str, ...]:
    """Warnings that never block: the turn-in reminder (TI-10)."""
    types = facts.setup.tender_types
    more = total(t.control_amount for t in tenders if types[t.tender_type].like_cash)
    limit = facts.setup.tender_sources[control.tender_source].max_amount_balance
    return ("M-34",) if is_above_limit(facts.like_cash + more, limit) else ()

"""Tenders of a new event as they will be stored: control, currency, ledger account, change.

Source: TN-2, 5 (authorization block), D-01, D-05, D-20, D-29, AC-02..AC-06, CHG-04, CHG-10, GL-1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from posapp.domain.autopay import RequestTerms, decide_request
from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddFacts, NewTender, TenderDraft
from posapp.domain.setup import TenderType
from posapp.domain.tender_controls import Control, check_usable
from posapp.errors import Refused


def new_tender(draft: TenderDraft, facts: AddFacts, control: Control | None) -> NewTender:
    """A tender as it will be stored: in its control, in both currencies (TN-2, D-05).

    An auto-pay tender needs no control (D-06).
    """
    kind = facts.setup.tender_type(draft.tender_type)
    if kind.generate_auto_pay:
        check_kind(kind)
        return autopay_tender(draft, kind, facts)
    if draft.auto_pay is not None:
        raise Refused("M-62", field="tender_type", tender_type=kind.description,
                      reason="it makes no automatic payment")  # fmt: skip
    control = check_usable(control, facts.user_id)
    if draft.amount <= ZERO:
        currency = draft.currency or facts.payor.currency
        raise Refused("M-02", field="amount_tendered", value=draft.amount, currency=currency)
    check_kind(kind)
    check_numbers(kind, draft)
    foreign = draft.currency and draft.currency != facts.payor.currency
    own = _foreign_control(draft, facts) if foreign else home_control(facts, control)
    rate = facts.rates.get(draft.currency) if foreign else None
    if foreign and rate is None:
        raise Refused(
            "C-20",
            field="currency",
            source=draft.currency,
            target=facts.payor.currency,
            date=facts.rate_day,
        )
    currencies = facts.setup.currencies
    amount = draft.amount
    if rate is not None:
        home = currencies[facts.payor.currency]
        amount = home.convert(draft.amount, currencies[draft.currency], rate.exact)
        if amount <= ZERO:
            raise Refused("M-02", field="amount_tendered", value=amount, currency=home.code)
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
        payor=draft.payor,
    )


def check_kind(kind: TenderType) -> None:
    """Types that the counter cannot take by hand: inactive ones and those of the program."""
    if not kind.active:
        reason = "it is not active"
    elif kind.system_only:
        reason = "the program makes it itself"
    else:
        return
    raise Refused("M-62", field="tender_type", tender_type=kind.description, reason=reason)


def check_numbers(kind: TenderType, draft: TenderDraft) -> None:
    """What a type asks for beside its amount: check number, code of its authorization (5, NCI-09).

    The code is the tender's external reference.

    Raises:
        Refused: ``M-63``, ``M-193``.
    """
    if kind.requires_check_number and not draft.check_number.strip():
        raise Refused("M-63", field="check_number", tender_type=kind.description)
    if kind.requires_authorization and not draft.external_reference.strip():
        raise Refused("M-193", field="external_reference", tender_type=kind.description)


def check_authorizations(kinds: Iterable[TenderType], field: str = "tender_type") -> None:
    """An online authorization is for the event as a whole: one tender of it at most (controls 2.1).

    Raises:
        Refused: ``M-76``.
    """
    if sum(kind.requires_authorization for kind in kinds) > 1:
        raise Refused("M-76", field=field)


def _foreign_control(draft: TenderDraft, facts: AddFacts) -> Control:
    """The user's open control in the tender's currency (AC-02, AC-06, C-21)."""
    if draft.currency not in facts.setup.currencies:
        raise Refused("M-55", field="currency", value=draft.currency)
    if not facts.setup.installation.alternate_currency:
        raise Refused("M-74", field="currency", value=draft.currency)
    control = facts.controls.get(draft.currency)
    if control is None:
        raise Refused("C-21", field="tender_control", currency=draft.currency)
    return control


def autopay_tender(draft: TenderDraft, kind: TenderType, facts: AddFacts) -> NewTender:
    """An auto-pay tender with its clearing request (AP-07); its bank account is the route's (16.2).

    Raises:
        Refused: ``M-02``, ``M-62``, and what ``decide_request`` refuses.
    """
    home = facts.payor.currency
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount_tendered", value=draft.amount, currency=home)
    if draft.currency not in {"", home}:
        raise Refused(
            "M-62",
            field="currency",
            tender_type=kind.description,
            reason=f"automatic payments of this account are in {home}",
        )
    debit = facts.debit
    terms = RequestTerms(
        kind,
        draft.amount,
        home,
        facts.rate_day,
        facts.mandate_of(draft),
        bill_id=None if debit is None else debit.bill_id,
        dates=None if debit is None else debit.dates,
    )
    request = decide_request(draft.auto_pay or AutoPayDraft(), terms, facts.setup)
    return NewTender(
        tender_type=kind.code,
        amount=draft.amount,
        control=None,
        control_amount=draft.amount,
        rate=None,
        distribution_code=request.distribution_code,
        cash_back=False,
        customer_id=draft.customer_id,
        external_reference=draft.external_reference,
        name=draft.name,
        currency=home,
        request=request,
        payor=draft.payor,
    )


def home_control(facts: AddFacts, control: Control) -> Control:
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


def change_tender(
    change: Money, facts: AddFacts, control: Control, payor: AccountId | None = None
) -> NewTender:
    """The flagged negative tender of the starting-balance type (D-01, CHG-04, CB-5)."""
    kind = facts.setup.tender_types[facts.setup.installation.starting_balance_tender_type]
    return NewTender(
        tender_type=kind.code,
        amount=-change,
        control=control,
        control_amount=-change,
        rate=None,
        distribution_code=_cash_code(kind, facts, control),
        cash_back=True,
        payor=payor,
    )


def taken_as(tenders: Sequence[NewTender], amounts: Sequence[Money]) -> tuple[NewTender, ...]:
    """Tenders with the amounts that are really handed over: cash comes in steps (D-20)."""
    return tuple(
        one if one.amount == amount else replace(one, amount=amount, control_amount=amount)
        for one, amount in zip(tenders, amounts, strict=True)
    )


def rounding_tender(
    rounding: Money, facts: AddFacts, control: Control, payor: AccountId | None = None
) -> NewTender:
    """The flagged tender of cash rounding, posted to the rounding account (D-20)."""
    installation = facts.setup.installation
    return NewTender(
        tender_type=installation.rounding_tender_type,
        amount=rounding,
        control=control,
        control_amount=rounding,
        rate=None,
        distribution_code=installation.rounding_code,
        cash_back=False,
        rounding=True,
        payor=payor,
    )

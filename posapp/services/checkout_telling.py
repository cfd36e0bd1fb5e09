"""What the mails of a checkout are made of, queued in its own transaction (ML-1, ML-2)."""

from dataclasses import replace

from posapp.domain.checkout_mails import CheckoutFacts as MailFacts
from posapp.domain.checkout_mails import MailItem
from posapp.domain.checkouts import Checkout
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.services.checkout_mails import queue_processed, queue_refunded
from posapp.services.credit_change import CreditContext
from posapp.storage.base import Transaction
from posapp.storage.checkout_items import Payor, load_payor
from posapp.storage.credits import load_adjustments
from posapp.storage.mentions import Mentions
from posapp.storage.outbox import mention_mails
from posapp.storage.payroll import deducted_of, insert_deduction, mention_deductions


def tell_processed(s: Transaction, checkout: Checkout, context: CreditContext) -> Mentions:
    """Queue what processing a checkout sends; a mail never stops a payment."""
    facts = _facts(s, checkout, context)
    return _told(s, checkout, queue_processed(s, facts))


def tell_refunded(
    s: Transaction, checkout: Checkout, context: CreditContext, comment: str
) -> Mentions:
    """Queue the person's mail of a refund: what goes back, not what had bounced before (ML-1).

    Payroll need not deduct what it was told to and was not taken back already (ML-5).

    Args:
        s: the transaction.
        checkout: as it was before the refund.
        context: who refunds.
        comment: why.
    """
    facts = _facts(s, checkout, context, refund=comment)
    back = checkout.to_pay - checkout.gone
    told = deducted_of(s, checkout.number)
    method = facts.method if back else ""
    mails = queue_refunded(s, replace(facts, total=back, method=method, deduct=told))
    return _told(s, checkout, mails)


def tell_taken_back(
    s: Transaction, checkout: Checkout, context: CreditContext, cause: str, amount: Money
) -> Mentions:
    """Note that payroll need not deduct an amount of a checkout: its money bounced (ML-5)."""
    insert_deduction(s, cause, _facts(s, checkout, context, refund=""), -amount)
    return mention_deductions(s, checkout.number)


def _told(s: Transaction, checkout: Checkout, mails: tuple[int, ...]) -> Mentions:
    """What the audit says of the mails and of the deductions, so that neither changes (A.6)."""
    return mention_deductions(s, checkout.number) | mention_mails(s, mails)


def deducts(method: str, setup: SetUp) -> bool:
    """Whether a payment method is paid by payroll."""
    return setup.crediting.method(method).payroll


def _facts(
    s: Transaction, checkout: Checkout, context: CreditContext, refund: str | None = None
) -> MailFacts:
    setup, actor = context.setup, context.actor
    payor = load_payor(s, checkout.account_id)
    waiting = load_adjustments(s, account_id=checkout.account_id, waiting=True)
    by_office = refund is not None
    return MailFacts(
        checkout_id=checkout.id,
        confirmation=checkout.number,
        account_id=checkout.account_id,
        at=context.now,
        day=context.today,
        zone=setup.offices[checkout.office].zone,
        currency=setup.currencies[checkout.currency],
        organisation=setup.installation.organisation,
        name=payor.name,
        email=payor.email,
        employee_number=_employee(s, checkout, payor),
        items=tuple(
            MailItem(f"{line.named} {line.description}".strip(), line.amount)
            for line in checkout.lines
        ),
        credits=tuple(_credit(checkout)),
        total=checkout.to_pay,
        method="" if checkout.method is None else setup.tender_types[checkout.method].description,
        comment=checkout.comment if refund is None else refund,
        cashier=actor.name if by_office else checkout.submitted_by,
        workstation=actor.workstation if by_office else checkout.workstation,
        event_id=checkout.event_id,
        deduct=_deducted(checkout, context),
        credit_left=total(one.left for one in waiting),
    )


def _credit(checkout: Checkout) -> list[MailItem]:
    """Used credits, below zero, one line for each credit."""
    sums: dict[int, Money] = {}
    names: dict[int, str] = {}
    for view in checkout.uses:
        key = view.use.credit_id
        sums[key] = sums.get(key, ZERO) + view.use.amount
        names[key] = view.comment or "Credit"
    return [MailItem(names[key], -amount) for key, amount in sums.items()]


def _deducted(checkout: Checkout, context: CreditContext) -> Money:
    """What payroll deducts: the money by a payroll method, and credits added by one (ML-2)."""
    method = context.setup.crediting.method
    paid = checkout.to_pay if checkout.method and method(checkout.method).payroll else ZERO
    return paid + total(
        view.use.amount for view in checkout.uses if view.method and method(view.method).payroll
    )


def _employee(s: Transaction, checkout: Checkout, payor: Payor) -> str:
    """Whose pay: as the checkout says, else as its credits do, else the person's own number."""
    ids = {view.use.credit_id for view in checkout.uses}
    said = [one.employee_number for one in load_adjustments(s, ids=ids)] if ids else []
    return next((one for one in (checkout.employee_number, *said) if one), payor.employee_number)

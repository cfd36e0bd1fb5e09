"""The mails and the payroll deduction of a checkout, in its own transaction (ML-1, ML-2, ML-5)."""

from posapp.domain.checkout_mails import CheckoutFacts, payroll_mail, person_mail
from posapp.domain.mail_codes import MailKind
from posapp.services.outbox import queue_mail
from posapp.storage.base import Transaction
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.payroll import insert_deduction


def queue_processed(s: Transaction, facts: CheckoutFacts) -> tuple[int, ...]:
    """Queue what processing a checkout sends: the person's mail, and payroll's where it has a part.

    What payroll deducts is noted for its next batch, whether a mail tells of it or not (ML-5).

    Called once by *Process manually* and by always-successful methods, in their transaction; a
    second call for the same checkout queues nothing new. Add ``Topic.MAILS`` to what was changed.

    Args:
        s: the write transaction.
        facts: the checkout; ``deduct`` says what payroll deducts.

    Returns:
        Numbers of the mails, none where nobody has an address.
    """
    setup = load_mail_setup(s)
    insert_deduction(s, f"checkout {facts.checkout_id}", facts, facts.deduct)
    mails = (person_mail(facts, MailKind.CHECKOUT, setup), payroll_mail(facts, setup))
    return tuple(queue_mail(s, one, facts.at) for one in mails if one is not None)


def queue_refunded(s: Transaction, facts: CheckoutFacts) -> tuple[int, ...]:
    """Queue the person's mail of a refund (ML-1), in the transaction of the refund.

    Args:
        s: the write transaction.
        facts: the checkout as it was refunded; ``deduct`` is what payroll need not deduct.

    Returns:
        The number of the mail, none without an address.
    """
    insert_deduction(s, f"refund {facts.checkout_id}", facts, -facts.deduct)
    mail = person_mail(facts, MailKind.REFUND, load_mail_setup(s))
    return () if mail is None else (queue_mail(s, mail, facts.at),)

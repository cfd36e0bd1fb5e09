"""Mails for tests: a processed checkout as its mails tell it, and the set-up of a mail server."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from posapp.domain.checkout_mails import CheckoutFacts, MailItem
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.mails import Delivery, MailFilter, MailLine, Outcome, after_try
from posapp.domain.money import Currency, Money
from posapp.services.checkout_mails import queue_processed
from posapp.storage.base import table_of
from posapp.storage.outbox import end_try, lease_due
from posapp.storage.tables.people import AccountRow
from tests.helpers.office import Office

PAYROLL = "payroll@example.org"


def payor(office: Office) -> AccountId:
    """The account of all these checkouts."""
    with office.db.read() as s:
        found = s.execute(select(func.min(table_of(AccountRow).c.id))).scalar()
    return office.account() if found is None else AccountId(found)


def facts(office: Office, **changes: Any) -> CheckoutFacts:
    """Case 3: a permit of 180.00, 45.00 of it by a credit of payroll, the rest in cash."""
    made = CheckoutFacts(
        checkout_id=77,
        confirmation="100000000042",
        account_id=payor(office),
        at=office.clock(),
        day=date(2026, 11, 20),
        zone="America/New_York",
        currency=Currency("USD", 2),
        organisation="City of Example",
        name="Okafor, Ngozi",
        email="ngozi@example.org",
        employee_number="E-20417",
        items=(MailItem("Permit P-1180", Money(18000)),),
        credits=(MailItem("Credit of 2026-11-18", Money(-4500)),),
        total=Money(13500),
        method="Cash",
        comment="Fall term",
        cashier="Kim",
        workstation="DESK-1",
        event_id=None,
        deduct=Money(4500),
    )
    return replace(made, **changes)


def set_up(office: Office, table: str, **changes: Any) -> None:
    """Change the one row of a table of system settings."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    (was,) = edits.rows(table, who).rows
    edits.save(table, dict(was) | changes, new_request_id(), who, was=was)


def process(office: Office, **changes: Any) -> tuple[int, ...]:
    """Queue the mails of a processed checkout."""
    told = facts(office, **changes)
    return office.db.write(lambda s: queue_processed(s, told))


def mails(office: Office) -> tuple[MailLine, ...]:
    """Every mail, newest first."""
    return office.services.mails.list_mails(office.supervisor, MailFilter())


def fill_outbox(office: Office) -> None:
    """Mails in every state, for pictures."""
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    set_up(office, "mail_server", host="mail.example.org", sender="desk@example.org",
           sender_name="Cash desk", user_name="desk")  # fmt: skip
    people = ("ngozi@example.org", "sile.ni.mhurchu@example.org", "ben", "kofi@example.org")
    for number, address in enumerate(people):
        process(office, checkout_id=number, confirmation=f"10000000004{number}", email=address)
    words = (
        Delivery(Outcome.SENT, "250 2.0.0 OK queued as 4F2A1"),
        Delivery(Outcome.REFUSED, "550 5.1.1 the address is not known here"),
        Delivery(Outcome.LATER, "451 4.7.1 greylisted, come back later"),
        Delivery(Outcome.SENT, "250 2.0.0 OK queued as 4F2B7"),
        Delivery(Outcome.SENT, "250 2.0.0 OK queued as 4F2C9"),
        Delivery(Outcome.DOWN, "mail.example.org:587 cannot be reached: connection refused"),
    )
    now = office.clock()
    for delivery in words:
        with office.db.begin() as s:
            leased = lease_due(s, now, "WS1", "scene")
            assert leased is not None
            end_try(s, leased, delivery, after_try(delivery, 1, now, now, 5), now)
    office.services.mails.cancel(mails(office)[0].id, new_request_id(), office.supervisor)

"""R12, D-44: every action on items, persons, credits, checkouts, mails and payroll, with every role.

What a call works on does not exist, so whoever may gets another refusal, or an empty answer.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from posapp.domain.checkout_orders import EndCheckout, RefundCheckout, Selection, SubmitCheckout
from posapp.domain.codes import Role
from posapp.domain.credits import AddAdjustment, AddCredit, AdjustmentId, CheckoutId
from posapp.domain.ids import AccountId, EventId, ItemId, PersonId, new_request_id
from posapp.domain.issuing import IssueItem, ReleaseItem
from posapp.domain.items import ItemFilter
from posapp.domain.listing import PageRequest
from posapp.domain.mails import MailFilter
from posapp.domain.money import Money
from posapp.domain.payments_page import ParkCheckout, ParkedId
from posapp.domain.persons import EditPerson, SetPlates
from posapp.domain.rights import Actor
from posapp.errors import Refused
from posapp.services.bundle import Services
from tests.helpers import oracle
from tests.helpers.office import Office

pytestmark = pytest.mark.usefixtures("quick_hashes")

CASHIER = {Role.CASHIER, Role.SUPERVISOR}
SUPERVISOR = {Role.SUPERVISOR}
SETUP = {Role.SETUP, Role.ADMIN}
ALL = set(Role)
LEDGER = SUPERVISOR | SETUP | {Role.AUDITOR}
NOBODY, NO_ITEM, NO_CHECKOUT = AccountId(7), ItemId(7), CheckoutId(7)
NO_ADJUSTMENT = AdjustmentId(7)
NO_PRINTER: Any = None
NO_MAILER: Any = None

Act = Callable[[Services, Actor], object]


def ask() -> str:
    return new_request_id()


def credit() -> AddCredit:
    return AddCredit(ask(), NOBODY, (NO_ITEM,), "CASH", Money(1))


def adjustment(cents: int) -> AddAdjustment:
    return AddAdjustment(ask(), NOBODY, "NONE", Money(cents), "x")


ACTIONS: dict[str, tuple[set[Role], Act]] = {
    "name an item": (ALL, lambda s, a: s.items.resolve("nothing", a)),
    "show an item": (ALL, lambda s, a: s.items.show(NO_ITEM, a)),
    "list items": (ALL, lambda s, a: s.items.list(ItemFilter(), PageRequest(), a)),
    "sum items": (ALL, lambda s, a: s.items.totals(ItemFilter(), a)),
    "kinds of items": (ALL, lambda s, a: s.items.kinds(a)),
    "issue an item": (CASHIER, lambda s, a: s.items.issue(IssueItem(ask(), NOBODY, "X"), a)),
    "take an item back": (
        SUPERVISOR, lambda s, a: s.items.release(ReleaseItem(ask(), NO_ITEM, "x"), a),
    ),
    "change a person": (
        SETUP, lambda s, a: s.persons.edit(EditPerson(ask(), PersonId(7)), a),
    ),
    "set plates": (SETUP, lambda s, a: s.persons.set_plates(SetPlates(ask(), NOBODY, ()), a)),
    "methods of a credit": (ALL, lambda s, a: s.credits.methods(NOBODY, a)),
    "look at a credit": (CASHIER, lambda s, a: s.credits.outlook(credit(), a)),
    "add a credit": (CASHIER, lambda s, a: s.credits.add(credit(), a)),
    "reverse a credit": (CASHIER, lambda s, a: s.credits.reverse(NO_ADJUSTMENT, ask(), a)),
    "report open credits": (ALL, lambda s, a: s.open_credits.report(a)),
    "show an adjustment": (ALL, lambda s, a: s.adjustments.show(NO_ADJUSTMENT, a)),
    "adjustments of an account": (ALL, lambda s, a: s.adjustments.of_account(NOBODY, a)),
    "charge": (CASHIER, lambda s, a: s.adjustments.add(adjustment(1), a)),
    "process an adjustment": (
        SUPERVISOR, lambda s, a: s.adjustments.process(NO_ADJUSTMENT, ask(), a),
    ),
    "reverse an adjustment": (
        SUPERVISOR, lambda s, a: s.adjustments.reverse(NO_ADJUSTMENT, "x", ask(), a),
    ),
    "the payments page": (ALL, lambda s, a: s.checkouts.page(NOBODY, a)),
    "what a checkout comes to": (ALL, lambda s, a: s.checkouts.plan(NOBODY, Selection(), a)),
    "show a checkout": (ALL, lambda s, a: s.checkouts.show(NO_CHECKOUT, a)),
    "name a checkout": (ALL, lambda s, a: s.checkouts.resolve("nothing", a)),
    "checkout of an event": (ALL, lambda s, a: s.event_checkouts.of_event(EventId(7), a)),
    "list checkouts": (ALL, lambda s, a: s.checkouts.list(a)),
    "ways to refund": (ALL, lambda s, a: s.checkouts.refund_methods(NO_CHECKOUT, a)),
    "submit a checkout": (
        CASHIER, lambda s, a: s.checkouts.submit(SubmitCheckout(ask(), NOBODY, Selection()), a),
    ),
    "process a checkout": (SUPERVISOR, lambda s, a: s.checkouts.process(NO_CHECKOUT, ask(), a)),
    "cancel a checkout": (
        CASHIER, lambda s, a: s.checkouts.cancel(EndCheckout(ask(), NO_CHECKOUT), a),
    ),
    "break a lock": (SUPERVISOR, lambda s, a: s.checkouts.break_lock(NO_ITEM, ask(), a)),
    "refund a checkout": (
        SUPERVISOR, lambda s, a: s.checkouts.refund(RefundCheckout(ask(), NO_CHECKOUT, "x"), a),
    ),
    "preview a receipt": (ALL, lambda s, a: s.checkout_papers.preview(NO_CHECKOUT, a)),
    "print a receipt": (
        CASHIER, lambda s, a: s.checkout_papers.print_receipt(NO_CHECKOUT, a, NO_PRINTER),
    ),
    "list parked": (ALL, lambda s, a: s.parked_checkouts.list(a)),
    "park": (
        CASHIER,
        lambda s, a: s.parked_checkouts.park(ParkCheckout(ask(), NOBODY, Selection()), a),
    ),
    "drop what was parked": (
        CASHIER, lambda s, a: s.parked_checkouts.drop(ParkedId(7), ask(), a),
    ),
    "list mails": (ALL, lambda s, a: s.mails.list_mails(a, MailFilter())),
    "count mails": (ALL, lambda s, a: s.mails.counts(a)),
    "a mail": (ALL, lambda s, a: s.mails.mail(7, a)),
    "send a mail again": (
        SUPERVISOR | SETUP, lambda s, a: s.mails.resend(7, ask(), a, to="a@example.org"),
    ),
    "cancel a mail": (SUPERVISOR | SETUP, lambda s, a: s.mails.cancel(7, ask(), a)),
    "send a test mail": (
        SETUP, lambda s, a: s.mail_sending.send_test("a@example.org", NO_MAILER, a),
    ),
    "keep the password": (SETUP, lambda s, a: s.mail_sending.keep_password("x", a)),
    "is there a password": (ALL, lambda s, a: s.mail_sending.has_password(a)),
    "make payroll batches": (SUPERVISOR | SETUP, lambda s, a: s.payroll_batches.make("x", a)),
    "look at payroll": (LEDGER, lambda s, a: s.payroll_batches.preview(a)),
    "a payroll batch": (LEDGER, lambda s, a: s.payroll_batches.batch(7, a)),
    "payroll batches": (LEDGER, lambda s, a: s.payroll_batches.batches(a)),
    "acknowledge payroll": (
        SUPERVISOR | SETUP, lambda s, a: s.payroll_batches.acknowledge(7, "x", ask(), a),
    ),
}  # fmt: skip
SERVICES = (
    "items", "persons", "credits", "open_credits", "adjustments", "checkouts", "checkout_papers",
    "parked_checkouts", "mails", "mail_sending", "payroll_batches",
)  # fmt: skip


def outcome(office: Office, act: Act, actor: Actor) -> str:
    try:
        act(office.services, actor)
    except Refused as refused:
        return refused.code
    return ""


def test_d44_only_the_right_roles_and_nothing_is_written(office: Office) -> None:
    before, wrong = oracle.counts(office.db), dict[str, dict[Role, str]]()
    for name, (may, act) in ACTIONS.items():
        answers = {role: outcome(office, act, office.actors[role.value]) for role in Role}
        if {role for role, code in answers.items() if code != "M-51"} != may:
            wrong[name] = answers
    assert not wrong
    assert oracle.counts(office.db) == before


def test_d44_who_has_no_role_at_all_does_nothing(sqlite_office: Office) -> None:
    who = sqlite_office.cashier
    nobody = Actor(who.user_id, who.login, who.name, frozenset(), who.office, "WS1")
    for name, (_, act) in ACTIONS.items():
        assert outcome(sqlite_office, act, nobody) == "M-51", name


def test_d44_only_who_may_give_value_back_does(sqlite_office: Office) -> None:
    """D-24: a cashier charges; value is given back with the approval of somebody who may."""
    for role in Role:
        code = outcome(
            sqlite_office,
            lambda s, a: s.adjustments.add(adjustment(-1), a),
            sqlite_office.actors[role.value],
        )
        assert (code == "M-51") == (role is not Role.SUPERVISOR), (role, code)


def test_d44_no_action_is_left_out(sqlite_office: Office) -> None:
    table = Path(__file__).read_text("utf-8")
    for name in SERVICES:
        service = getattr(sqlite_office.services, name)
        for method, found in inspect.getmembers(type(service), inspect.isfunction):
            if not method.startswith("_") and "actor" in inspect.signature(found).parameters:
                assert f"s.{name}.{method}(" in table, f"{name}.{method}"

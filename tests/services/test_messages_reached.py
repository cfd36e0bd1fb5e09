"""M-01..M-41 (payments 23): each is reached by a command, with a sentence that a cashier can use."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from posapp.cli.failures import report
from posapp.domain.codes import DistributeAction, OverpaymentRule
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, AgreementId, EventId, new_request_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.quick_add import QuickKind, QuickLine
from posapp.domain.rights import Actor
from posapp.domain.template_entry import TemplateEntry
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.errors import Concern, NeedsConfirmation, Refused
from tests.helpers.autopay import add_bank, add_mandate, debit
from tests.helpers.county import TAX, county, save, template
from tests.helpers.events import add
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import of_account, rule
from tests.helpers.rules import add_by_rules, draft

NONE, DISTRIBUTE = DistributeAction.NONE, DistributeAction.DISTRIBUTE
FREEZE = DistributeAction.FREEZE

Reached = tuple[str, str]


def owing(office: Office, cents: int = 5000, **more: Any) -> AccountId:
    account = office.account(**more)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def taken(office: Office, action: DistributeAction = FREEZE, kind: str = "CASH") -> EventView:
    account = owing(office)
    return add(office, account, [(kind, 5000)], [(account, 5000)], action=action)


def worded(office: Office, error: Refused | NeedsConfirmation) -> Reached:
    """Code and sentence of the first thing that stands in the way, as a script is told it."""
    document: Any = report(error, office.services.setup().currencies, "USD").document
    found = document["concerns"][0] if "concerns" in document else document["error"]
    return found["code"], found["message"]


def noted(office: Office, note: Concern) -> Reached:
    return worded(office, NeedsConfirmation((note,)))


def stopped(office: Office, act: Callable[[], object]) -> Reached:
    with pytest.raises((Refused, NeedsConfirmation)) as caught:
        act()
    return worded(office, caught.value)


def stored(payment: PaymentView) -> Reached:
    return str(payment.error_code), payment.error_text


def taking(
    office: Office,
    payor: AccountId,
    tender: TenderDraft,
    cents: int,
    action: DistributeAction = FREEZE,
    actor: Actor | None = None,
    **more: Any,
) -> Reached:
    command = AddEvent(
        new_request_id(), payor, (tender,), (PaymentDraft(payor, Money(cents)),), action, **more
    )
    add_event = office.services.payment_events.add
    return stopped(office, lambda: add_event(command, actor or office.cashier))


def cash(cents: int) -> TenderDraft:
    return TenderDraft("CASH", Money(cents))


def ask() -> str:
    return new_request_id()


# --- one function a code ---------------------------------------------------------------------------


def m01(office: Office) -> Reached:
    return taking(office, AccountId(4711), cash(100), 100)


def m02(office: Office) -> Reached:
    return taking(office, owing(office), cash(100), 0)


def m03(office: Office) -> Reached:
    day = {"payment_date": date(2020, 2, 29)}
    office.second_drawer()
    return taking(office, owing(office), cash(100), 100, actor=office.supervisor, **day)


def m04(office: Office) -> Reached:
    account = owing(office)
    add_bank(office)
    add_mandate(office, account)
    event = debit(office, account, 5000)
    later, actions = DAY + timedelta(days=10), office.services.event_actions
    return stopped(office, lambda: actions.set_date(event.id, later, ask(), office.cashier))


def m05(office: Office) -> Reached:
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_control SET status = 'BALANCING'"))
    return taking(office, owing(office), cash(100), 100, control_id=office.control)


def m05n(office: Office) -> Reached:
    return taking(office, owing(office), cash(100), 100, actor=office.supervisor)


def checked(office: Office, kind: QuickKind, row: QuickLine) -> Reached:
    """What stands in the way of a row of Quick Add."""
    with pytest.raises(Refused) as caught:
        office.services.quick_add.check(kind, row, None, office.cashier)
    return worded(office, caught.value)


def m06(office: Office) -> Reached:
    strict = short_id(owing(office, points=120))
    return checked(office, QuickKind.ACCOUNTS, of_account(strict, "1", tender_type="MORD"))


def m06w(office: Office) -> Reached:
    return taking(office, owing(office, points=120), TenderDraft("MORD", Money(100)), 100)


def m07(office: Office) -> Reached:
    return taking(office, owing(office), TenderDraft("CHEC", Money(200), "17"), 100)


def m08(office: Office) -> Reached:
    return taking(office, owing(office), cash(100), 300)


def m09(office: Office) -> Reached:
    account = owing(office)
    details = (draft("ACCT", account, 4000),)
    command = AddEvent(new_request_id(), account, (cash(3000),), (), details=details)
    return stopped(office, lambda: office.services.payment_events.add(command, office.cashier))


def m10(office: Office) -> Reached:
    event, edits = taken(office, NONE), office.services.payment_edits
    half = PaymentDraft(event.payments[0].account_id, Money(1), "SA-ID")
    return stopped(office, lambda: edits.add(event.id, half, ask(), office.cashier))


def m11(office: Office) -> Reached:
    event, delete = taken(office), office.services.event_actions.delete
    return stopped(office, lambda: delete(event.id, ask(), office.supervisor, frozenset()))


def m12(office: Office) -> Reached:
    payment, edits = taken(office).payments[0], office.services.payment_edits
    change = PaymentChange(amount=Money(1))
    return stopped(office, lambda: edits.adjust(payment.id, change, ask(), office.cashier))


def m13(office: Office) -> Reached:
    payment, edits = taken(office, NONE).payments[0], office.services.payment_edits
    (debt,) = office.services.accounts.card(payment.account_id, office.cashier).debts
    edits.split(payment.id, [(debt.agreement_id, None, Money(1999))], ask(), office.cashier)
    return stopped(office, lambda: edits.freeze(payment.id, ask(), office.cashier))


def m14(office: Office) -> Reached:
    payment, cancel = taken(office).payments[0], office.services.canceling.cancel_payment
    return stopped(office, lambda: cancel(payment.id, "", ask(), office.cashier))


def m15(office: Office) -> Reached:
    tender, cancel = taken(office, DISTRIBUTE).tenders[0], office.services.canceling.cancel_tender
    order = CancelTender(tender.id, "DATA")
    return stopped(office, lambda: cancel(order, ask(), office.cashier))


def m16(office: Office) -> Reached:
    payment, transfers = taken(office).payments[0], office.services.transfers
    same = Transfer(payment.account_id, "WRAC")
    return stopped(office, lambda: transfers.payment(payment.id, same, ask(), office.cashier))


def m17(office: Office) -> Reached:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    order = TransferByRules((draft("ACCT", right, 2999),), "WRAC")
    move = office.services.transfers.event_by_rules
    return stopped(office, lambda: move(event.id, order, ask(), office.supervisor))


def m18(office: Office) -> Reached:
    with office.db.begin() as s:
        s.execute(text("UPDATE distribution_rule SET create_payment = 'DUE' WHERE code = 'ITEM'"))
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    account = owing(office)
    office.item(account, "4646117890", 2500)
    details = [draft("ITEM", "4646117890", 4000)]
    return stored(add_by_rules(office, account, details, freeze=False).payments[0])


def m19(office: Office) -> Reached:
    account = short_id(owing(office))
    return checked(office, QuickKind.RULES, rule(account, "1", tender_type="DDCH"))


def kept(office: Office, account: AccountId, cents: int) -> Reached:
    """What a payment fails with where an excess stays on an agreement of the account (OP-4)."""
    return stored(add(office, account, [("CASH", cents)], [(account, cents)]).payments[0])


def class_of(office: Office, code: str, **values: Any) -> None:
    save(office, "customer_class", code=code, description=code, **values)


def m20(office: Office) -> Reached:
    keep = OverpaymentRule.KEEP.value
    class_of(office, "KEEP", distribution="PRIORITY_THEN_AGE", overpayment=keep)
    return kept(office, office.account(customer_class="KEEP"), 100)


def m21(office: Office) -> Reached:
    return kept(office, office.account(customer_class="OPEN"), 100)


def m22(office: Office) -> Reached:
    account = owing(office)
    match = {"match_type": "SA-ID", "match_value": "1999999999"}
    return stored(add(office, account, [("CASH", 1)], [(account, 1)], **match).payments[0])


def m23(office: Office) -> Reached:
    account = owing(office)
    match = {"match_type": "BILL-ID", "match_value": "B-1"}
    return stored(add(office, account, [("CASH", 1)], [(account, 1)], **match).payments[0])


def m24(office: Office) -> Reached:
    keep = OverpaymentRule.KEEP.value
    class_of(office, "KEEP", distribution="PRIORITY_THEN_AGE", overpayment=keep)
    account = office.account(customer_class="KEEP")
    office.item(account, "V1", 5000)
    return kept(office, account, 5001)


def m25(office: Office) -> Reached:
    class_of(office, "NONE")
    return kept(office, owing(office, customer_class="NONE"), 100)


def m26(office: Office) -> Reached:
    of = county(office, 2)
    named = {"non_cis_name": "A. Person", "reference": "R-7"}
    return stored(add(office, of.account, [("CASH", 1)], [(of.account, 1)], **named).payments[0])


def m27(office: Office) -> Reached:
    account = office.account()
    agreement = AgreementId(office.item(account, "V1", 5000))
    event = add(office, account, [("CASH", 6000)], [(account, 6000)], action=NONE)
    split, lines = office.services.payment_edits.split, [(agreement, None, Money(6000))]
    return stopped(office, lambda: split(event.payments[0].id, lines, ask(), office.cashier))


def m28(office: Office) -> Reached:
    template(office, county(office), ("4100-PERMIT", "80"))
    entry = TemplateEntry(ask(), TAX, Money(100), (cash(100),), "A. Person", "R-7")
    return stopped(office, lambda: office.services.templates.take(entry, office.cashier))


def m29(office: Office) -> Reached:
    tender, edits = taken(office, NONE).tenders[0], office.services.tender_edits
    return stopped(office, lambda: edits.delete(tender.id, ask(), office.cashier))


def m30(office: Office) -> Reached:
    event, actions = taken(office, DISTRIBUTE), office.services.event_actions
    change = TenderChange(name="Meanwhile")
    office.services.tender_edits.adjust(event.tenders[0].id, change, ask(), office.supervisor)
    freeze = lambda: actions.freeze(event.id, ask(), office.cashier, seen=event.version)  # noqa: E731
    return stopped(office, freeze)


def check(office: Office) -> tuple[AccountId, TenderDraft]:
    account = owing(office)
    tender = TenderDraft("CHEC", Money(2000), "1047", "021000021 9876")
    payment = PaymentDraft(account, Money(2000))
    command = AddEvent(ask(), account, (tender,), (payment,))
    office.services.payment_events.add(command, office.cashier)
    return account, tender


def m31(office: Office) -> Reached:
    _account, tender = check(office)
    return taking(office, owing(office), tender, 2000)


def m32(office: Office) -> Reached:
    account = owing(office)
    event = add(office, account, [("CHEC", 3000), ("MORD", 2000)], [(account, 5000)])
    order = CancelTender(event.tenders[0].id, "DATA")
    done = office.services.canceling.cancel_tender(order, ask(), office.cashier)
    return noted(office, done.value.notes[0])


def m33(office: Office) -> Reached:
    account = owing(office, 2500)
    event = add(office, account, [("TRAV", 10_000)], [(account, 2500)])
    order, cancel = CancelTender(event.tenders[0].id, "NSF"), office.services.canceling
    return stopped(office, lambda: cancel.cancel_tender(order, ask(), office.cashier))


def m34(office: Office) -> Reached:
    account = owing(office, 900_000)
    event = add(office, account, [("CASH", 900_000)], [(account, 900_000)])
    assert event.above_limit is not None
    return noted(office, Concern("M-34", {"limit": event.above_limit, "currency": "USD"}))


def m35(office: Office) -> Reached:
    payment, edits = taken(office, NONE).payments[0], office.services.payment_edits
    (debt,) = office.services.accounts.card(payment.account_id, office.cashier).debts
    edits.split(payment.id, [(debt.agreement_id, None, Money(1))], ask(), office.cashier)
    return stopped(office, lambda: edits.distribute(payment.id, ask(), office.cashier))


def m36(office: Office) -> Reached:
    payor, payee = office.account(), owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(payee, 5000)])
    order = CancelTender(event.tenders[0].id, "NSF")
    done = office.services.canceling.cancel_tender(order, ask(), office.cashier)
    return noted(office, done.value.notes[0])


def m37(office: Office) -> Reached:
    event_id, printing = EventId(taken(office, DISTRIBUTE).id), office.services.printing
    return stopped(office, lambda: printing.preview(event_id, office.cashier))


def m38(office: Office) -> Reached:
    rules, detail = office.services.distribution_rules, draft("BILL", "B-99", 100)
    return stopped(office, lambda: rules.resolve(detail, "USD", office.cashier))


def m39(office: Office) -> Reached:
    return taking(office, owing(office), cash(6000), 6000)


def m40(office: Office) -> Reached:
    account, tender = check(office)
    office.clock.advance(minutes=7)
    return taking(office, account, tender, 2000, confirmed=frozenset({"M-31"}))


def m41(office: Office) -> Reached:
    event, delete = taken(office, NONE), office.services.event_actions.delete
    return stopped(office, lambda: delete(event.id, ask(), office.supervisor, frozenset()))


NUMBER = r"[\d ]+"
SAID: Final[Mapping[str, str]] = {
    "M-01": r"Account 4711 does not exist\.",
    "M-02": r"Amount: the amount must be greater than zero; it is USD 0\.00\.",
    "M-03": r"Payment date 2020-02-29 is not in an open accounting period\.",
    "M-04": r"Changing the payment date also changes .* 1 automatic payment.*",
    "M-05": rf"Tender control {NUMBER} is not open \(BALANCING\)\. Choose an open one\.",
    "M-05N": r"You have no open tender control\. Open a drawer first\.",
    "M-06W": r"Account Okafor, Ngozi is cash-only and Money order is not cash\. Accept it anyway\?",
    "M-06": r"Account Okafor, Ngozi is cash-only; use Payment Event to accept Money order\.",
    "M-07": r"Check gives no change: tendered .*2\.00.*, to pay .*1\.00.*\. Lower the tender\.",
    "M-08": r"Amount tendered .*1\.00.* is less than the payment .*3\.00.*; .*2\.00.* is missing\.",
    "M-09": r"Distribution details \(.*40\.00\) do not equal tenders \(.*30\.00\)\.",
    "M-10": r"Match type and match value go together; Match value is missing\.",
    "M-11": r"The event cannot be deleted: it has number .*\.",
    "M-12": r"The payment is FROZEN and cannot be changed\. Cancel or transfer it\.",
    "M-13": r"Segments \(.*19\.99.*\) do not equal the payment amount \(.*50\.00.*\)\.",
    "M-14": r"Reason: a cancel reason is required\.",
    "M-15": r"Freeze or delete the unfrozen payments before you cancel the tender\.",
    "M-16": r"Transfer is not possible: it names the same account and match\.",
    "M-17": r".*29\.99.*30\.00.*",
    "M-18": r".*25\.00.*40\.00.*",
    "M-19": r"Tender type Direct debit, checking is not allowed here; use the single payment .*\.",
    "M-20": r"No service agreement was found to receive the payment\.",
    "M-21": r"The account is open-item: give a match type and value\.",
    "M-22": r"Match value 1999999999 is unknown or belongs to another account\.",
    "M-23": r"Only open-item accounts can be matched to a bill\.",
    "M-24": r"The payment exceeds the debt by USD 0\.01 and nothing may take the excess\.",
    "M-25": r"Customer class NONE has no distribution algorithm\.",
    "M-26": r"A payment without customer account needs .*",
    "M-27": rf"Agreement {NUMBER} may not be overpaid; its balance is .*50\.00.*\.",
    "M-28": r".*0\.80.*1\.00.*",
    "M-29": r"The tender cannot be deleted: an event needs at least one tender\.",
    "M-30": r"Another user changed this meanwhile\. Reload and look again\.",
    "M-31": rf"A tender with check 1047 of this bank account exists \(event {NUMBER}\)\.",
    "M-32": r"Other tenders of the event stay valid; .*20\.00.* is not allocated any more\.",
    "M-33": r"Change of .*75\.00.* was given for this tender\. Was it returned\? .*",
    "M-34": r"Cash in the drawer is above the limit of .*\d\.00.*\. Turn in funds\.",
    "M-35": r"A manual distribution will be replaced \(1 payment\(s\) were split by hand\)\.",
    "M-36": r"The tender is canceled\. No charge was levied: .*\.",
    "M-37": r"A receipt needs frozen payments; 1 of this event are not frozen yet\.",
    "M-38": r".*B-99.*",
    "M-39": r"The payment exceeds what is owed\. Keep .*10\.00.* as credit\?",
    "M-40": r"Possible duplicate: Cashier took .*20\.00.* for this payor at .*, 7 min ago \(event .*\)\.",
    "M-41": rf"Delete payment event {NUMBER}\? This cannot be undone\.",
}
"""What each code says, in full; amounts and numbers by their figures."""

REACHED: Final[Mapping[str, Callable[[Office], Reached]]] = {
    f"M-{name[1:].upper()}": found
    for name, found in sorted(globals().items())
    if re.fullmatch(r"m\d\d[a-z]?", name)
}


@pytest.mark.parametrize("code", SAID)
def test_23_each_message_is_reached_with_its_sentence(sqlite_office: Office, code: str) -> None:
    """What a message says does not depend on the engine; that each is said there, other tests show."""
    found, says = REACHED[code](sqlite_office)
    assert found == code
    assert re.fullmatch(SAID[code], says), says
    assert not re.search(r"(^|\s|\()\?", says), "a hole in the sentence"


def test_23_every_code_of_the_catalogue_has_its_case() -> None:
    wanted = {f"M-{n:02}" for n in range(1, 42)}
    there = {re.sub("[A-Z]$", "", code) for code in REACHED}
    assert wanted - there == set()
    assert set(REACHED) == set(SAID)
    assert all(sentence(code, {}) for code in REACHED)

"""Printing receipts: copies are counted, a failing printer leaves the payment alone."""

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import EventId, TenderId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.transfers import Transfer
from posapp.errors import DeviceFailure, Refused
from tests.helpers.events import add, show
from tests.helpers.office import DAY, Office


class RememberingPrinter:
    """Keeps what it is given; fails while ``broken``."""

    name = "Window 2"

    def __init__(self) -> None:
        self.printed: list[tuple[str, bytes]] = []
        self.broken = False

    def print_pdf(self, pdf: bytes, title: str) -> str:
        if self.broken:
            raise DeviceFailure(self.name, "out of paper")
        self.printed.append((title, pdf))
        return "tray"


def paid_event(office: Office, action: DistributeAction = DistributeAction.FREEZE) -> EventId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(10000)),),
        (PaymentDraft(account, Money(6135)),),
        action=action,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def test_rc2_the_first_print_is_the_original_and_later_ones_are_duplicates(
    office: Office,
) -> None:
    event_id, printer = paid_event(office), RememberingPrinter()
    prints = [
        office.services.printing.print_receipt(event_id, office.cashier, printer) for _ in range(3)
    ]
    assert [printed.copy for printed in prints] == [0, 1, 2]
    assert [title.rpartition("-")[2] for title, _ in printer.printed] == ["1", "1", "2"]
    log = office.services.printing.log(event_id, office.supervisor)
    assert [(row.copy, row.printed_by, row.outcome) for row in log] == [
        (n, "Cashier", "PRINTED: tray") for n in range(3)
    ]


def test_a_failing_printer_leaves_the_payment_and_the_reprint_is_a_duplicate(
    office: Office,
) -> None:
    event_id, printer = paid_event(office), RememberingPrinter()
    printer.broken = True
    with pytest.raises(DeviceFailure):
        office.services.printing.print_receipt(event_id, office.cashier, printer)
    event = office.services.payment_events.show(event_id, office.cashier)
    assert event.unfrozen == 0
    printer.broken = False
    again = office.services.printing.print_receipt(event_id, office.cashier, printer)
    assert again.copy == 1
    outcomes = [row.outcome for row in office.services.printing.log(event_id, office.cashier)]
    assert outcomes == ["FAILED: out of paper", "PRINTED: tray"]


def test_pr03_an_unfrozen_event_has_no_receipt(office: Office) -> None:
    event_id = paid_event(office, DistributeAction.DISTRIBUTE)
    with pytest.raises(Refused, match="M-37"):
        office.services.printing.preview(event_id, office.cashier)


def test_the_preview_is_not_logged(office: Office) -> None:
    event_id = paid_event(office)
    assert office.services.printing.preview(event_id, office.cashier, long=True)[:4] == b"%PDF"
    assert office.services.printing.log(event_id, office.cashier) == ()


def test_it1_an_unmatched_payment_names_the_items_that_it_paid(office: Office) -> None:
    account = office.account(customer_class="RES")
    for number, cents in (("4001", 5000), ("4002", 6500)):
        office.item(account, number, cents)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(11500)),),
        (PaymentDraft(account, Money(11500)),),
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    (payment,) = office.services.payment_events.show(event_id, office.cashier).payments
    assert payment.match_type is None
    assert {(one.item, one.amount) for one in payment.segments} == {
        ("4001", Money(5000)),
        ("4002", Money(6500)),
    }
    for long in (False, True):
        pdf = office.services.printing.preview(event_id, office.cashier, long=long)
        said = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "4001" in said
        assert "4002" in said


def said_by(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_rc6_a_duplicate_keeps_the_time_of_payment(office: Office) -> None:
    event_id, printer = paid_event(office), RememberingPrinter()
    zone = office.services.setup().offices["MAIN"].zone
    taken = show(office, event_id).created_at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    office.services.printing.print_receipt(event_id, office.cashier, printer)
    office.clock.advance(minutes=61)
    office.services.printing.print_receipt(event_id, office.cashier, printer)
    first, second = (said_by(pdf) for _, pdf in printer.printed)
    assert f"Payment Date {DAY.isoformat()} {taken}" in first
    assert f"Payment Date {DAY.isoformat()} {taken}" in second
    assert "Printed" not in first
    assert "Printed" in second


def test_rc3_each_check_is_endorsed_logged_and_counted_for_itself(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    event = add(
        office, account, [("CHEC", 4000), ("CASH", 1000), ("CHEC", 4000)], [(account, 9000)]
    )
    first, _, second = event.tenders
    printing, printer = office.services.printing, RememberingPrinter()
    for tender in (first, second, first):
        printing.print_endorsement(event.id, tender.id, office.cashier, printer, layout="a4")
    said = [said_by(pdf) for _, pdf in printer.printed]
    assert [f"{tender.id:012d}" in text for tender, text in zip((first, second, first), said,
            strict=True)] == [True] * 3  # fmt: skip
    assert ["Duplicate 1" in text for text in said] == [False, False, True]
    log = printing.endorsement_log(first.id, office.supervisor)
    assert [(row.copy, row.printed_by, row.outcome) for row in log] == [
        (0, "Cashier", "PRINTED: tray"),
        (1, "Cashier", "PRINTED: tray"),
    ]
    assert len(printing.endorsement_log(second.id, office.cashier)) == 1
    # Endorsing is no receipt: its first print is still the original.
    assert printing.log(event.id, office.cashier) == ()
    assert printing.print_receipt(event.id, office.cashier, printer).copy == 0


def test_rc5_the_offices_own_text_is_on_the_back(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 4000))
    event = add(office, account, [("CHEC", 4000)], [(account, 4000)])
    pdf = office.services.printing.preview_endorsement(
        event.id, event.tenders[0].id, office.cashier
    )
    said = said_by(pdf)
    organisation = office.services.setup().installation.organisation
    assert said.startswith(f"For deposit only {organisation} {DAY.isoformat()}")
    assert "$40.00" in said
    assert f"{account:010d}" in said
    assert office.services.printing.endorsement_log(event.tenders[0].id, office.cashier) == ()


def test_pr06_cash_and_unknown_tenders_are_not_endorsed(office: Office) -> None:
    printing, printer = office.services.printing, RememberingPrinter()
    event = show(office, paid_event(office))
    cash = event.tenders[0].id
    with pytest.raises(Refused, match="M-70"):
        printing.preview_endorsement(event.id, cash, office.cashier)
    with pytest.raises(Refused, match="M-70"):
        printing.print_endorsement(event.id, cash, office.cashier, printer)
    with pytest.raises(Refused, match="M-55"):
        printing.print_endorsement(EventId(7), cash, office.cashier, printer)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 4000))
    other = add(office, account, [("CHEC", 4000)], [(account, 4000)])
    with pytest.raises(Refused, match="M-55"):
        printing.print_endorsement(other.id, TenderId(cash), office.cashier, printer)
    with pytest.raises(Refused, match="M-50"):
        printing.print_stub(other.id, office.cashier, printer, layout="a0")
    with pytest.raises(Refused, match="M-51"):
        printing.print_stub(other.id, office.actors["auditor"], printer)
    assert printer.printed == []


def test_rc4_a_stub_needs_no_frozen_payment_and_is_counted(office: Office) -> None:
    event_id, printer = paid_event(office, DistributeAction.NONE), RememberingPrinter()
    printing = office.services.printing
    payment = show(office, event_id).payments[0]
    assert f"{payment.account_id:010d}" in said_by(printing.preview_stub(event_id, office.cashier))
    copies = [printing.print_stub(event_id, office.cashier, printer).copy for _ in range(2)]
    assert copies == [0, 1]
    assert "Duplicate 1" in said_by(printer.printed[1][1])
    assert [row.copy for row in printing.stub_log(event_id, office.cashier)] == [0, 1]
    assert printing.log(event_id, office.cashier) == ()


def test_a_failing_endorsement_says_so_in_the_log(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 4000))
    event = add(office, account, [("CHEC", 4000)], [(account, 4000)])
    printer = RememberingPrinter()
    printer.broken = True
    tender = event.tenders[0].id
    with pytest.raises(DeviceFailure):
        office.services.printing.print_endorsement(event.id, tender, office.cashier, printer)
    (row,) = office.services.printing.endorsement_log(tender, office.cashier)
    assert row.outcome == "FAILED: out of paper"
    assert show(office, event.id) == event


def test_a_canceled_payment_prints_void(office: Office) -> None:
    event = show(office, paid_event(office))
    office.services.canceling.cancel_payment(
        event.payments[0].id, "WRAC", new_request_id(), office.supervisor
    )
    said = said_by(office.services.printing.preview(event.id, office.cashier))
    reason = office.services.setup().cancel_reasons["WRAC"].description
    assert "VOID" in said
    assert reason in said
    assert "$61.35" in said
    with pytest.raises(Refused, match="M-70"):
        office.services.printing.preview_stub(event.id, office.cashier)


def test_tr7_the_receipt_of_a_transfer_shows_the_new_payment(office: Office) -> None:
    event = show(office, paid_event(office))
    right = office.account("Right, Ruth")
    office.agreement(right, "WATER", (DAY, 6135))
    transfer = Transfer(right, "TRAN")
    services = office.services
    services.transfers.payment(event.payments[0].id, transfer, new_request_id(), office.supervisor)
    after = show(office, event.id)
    assert len(after.payments) == 2
    said = said_by(services.printing.preview(event.id, office.cashier, long=True))
    assert "VOID" not in said
    assert "Total Paid $61.35" in said
    (paid,) = (said[said.index("Payments") : said.index("Total Paid")],)
    assert f"••••{right % 10000:04d}" in paid
    assert "Right, Ruth" in paid
    assert event.payments[0].account_name not in paid
    # The new one is cancelled as well: the receipt is void for the reason of that.
    new = next(p for p in after.payments if p.id != event.payments[0].id)
    services.canceling.cancel_payment(new.id, "WRAC", new_request_id(), office.supervisor)
    void = said_by(services.printing.preview(event.id, office.cashier, long=True))
    assert "VOID" in void
    assert services.setup().cancel_reasons["WRAC"].description in void
    assert event.payments[0].account_name not in void[void.index("Payments") :]

"""Mails of real checkouts: cases 3, 8 and 9 of the book (ML-1, ML-2, ML-3, ML-5)."""

from contextlib import closing
from pathlib import Path

from pypdfium2 import PdfDocument

from posapp.devices.smtp import SmtpMailer
from posapp.domain.ids import AccountId
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.money import Money
from tests.helpers.checkouts import add_credit, issue, person, process, refund, submit
from tests.helpers.events import is_clean
from tests.helpers.mail_server import HOST, free_port, mail_server
from tests.helpers.mails import PAYROLL, mails, set_up
from tests.helpers.office import Office


def case_3(office: Office) -> AccountId:
    """A permit of 180.00: 45.00 by payroll's credit, the rest in cash, processed."""
    account = person(office, email="ngozi@example.org")
    permit = issue(office, account, "P-1180", 18000)
    add_credit(office, account, permit, 4500)
    process(office, submit(office, account, permit))
    return account


def test_case3_ml1_ml2_exactly_two_mails_and_one_deduction(office: Office) -> None:
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    case_3(office)
    assert {(one.kind, one.to) for one in mails(office)} == {
        (MailKind.CHECKOUT, "ngozi@example.org"), (MailKind.PAYROLL, PAYROLL),
    }  # fmt: skip
    assert len(mails(office)) == 2
    (preview,) = office.services.payroll_batches.preview(office.supervisor)
    assert (len(preview.lines), preview.amount) == (1, Money(4500))
    (line,) = [one for one in mails(office) if one.kind is MailKind.PAYROLL]
    assert line.subject.endswith("- E-17 - USD 45.00")
    assert is_clean(office)


def test_case8_ml2_without_payrolls_address_there_is_one_mail(sqlite_office: Office) -> None:
    case_3(sqlite_office)
    assert [one.kind for one in mails(sqlite_office)] == [MailKind.CHECKOUT]


def test_ml1_add_credit_alone_and_a_submission_send_nothing(sqlite_office: Office) -> None:
    office = sqlite_office
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    account = person(office, email="ngozi@example.org")
    permit = issue(office, account, "P-1", 18000)
    add_credit(office, account, permit, 4500)
    checkout = submit(office, account, permit)
    assert mails(office) == ()
    process(office, checkout)
    refund(office, checkout)
    kinds = [one.kind for one in mails(office)]
    assert kinds == [MailKind.REFUND, MailKind.PAYROLL, MailKind.CHECKOUT]
    (preview,) = office.services.payroll_batches.preview(office.supervisor)
    assert preview.amount == Money(0)


def test_case9_ml3_a_server_that_is_down_leaves_the_payment_alone(
    sqlite_office: Office, tmp_path: Path
) -> None:
    office, port = sqlite_office, free_port()
    set_up(office, "mail_server", host=HOST, port=port, sender="d@example.org", security="NONE")
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    case_3(office)
    sending = office.services.mail_sending
    assert sending.send_due(SmtpMailer, "WS1").trouble
    assert {one.state for one in mails(office)} == {MailState.QUEUED}
    assert is_clean(office)
    office.clock.advance(minutes=2)
    with mail_server(tmp_path, port=port) as inbox:
        sending.send_due(SmtpMailer, "WS1")
        assert sending.send_due(SmtpMailer, "WS1").is_empty
    assert {one.state for one in mails(office)} == {MailState.SENT}
    assert len(inbox.mails) == 2
    receipt = next(one for one in inbox.messages if one["To"] == "ngozi@example.org")
    (file,) = receipt.iter_attachments()
    assert file.get_content().startswith(b"%PDF-")


def test_ck7_ml1_a_checkout_that_credits_pay_for_sends_its_mail(
    sqlite_office: Office, tmp_path: Path
) -> None:
    office = sqlite_office
    account = person(office, email="ngozi@example.org")
    permit = issue(office, account, "P-1", 3000)
    add_credit(office, account, permit, 3000)
    process(office, submit(office, account, permit, method=""))
    with mail_server(tmp_path) as inbox:
        set_up(office, "mail_server", host=HOST, port=inbox.port, sender="d@example.org",
               security="NONE")  # fmt: skip
        office.services.mail_sending.send_due(SmtpMailer, "WS1")
    (message,) = inbox.messages
    assert "USD 30.00" in message.get_body().get_content()
    (file,) = message.iter_attachments()
    receipt = file.get_content()
    with closing(PdfDocument(receipt)) as paper:
        said = paper[0].get_textpage().get_text_range()
    for words in ("CO-2026-MAIN-000001", "P-1", "Credit"):
        assert words in said

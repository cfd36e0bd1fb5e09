"""Queueing of mails: what they say, once, in the transaction of what they tell about (ML-1 to ML-4)."""

import csv
import io

import pytest

from posapp.domain.checkout_mails import CSV_HEADER, MailItem
from posapp.domain.ids import new_request_id
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.mails import MailFilter
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.services.checkout_mails import queue_processed, queue_refunded
from posapp.storage.base import Transaction
from tests.helpers.events import is_clean
from tests.helpers.mails import PAYROLL, facts, mails, process, set_up
from tests.helpers.office import Office


def test_ml1_ml2_a_processed_checkout_queues_two_mails_in_its_transaction(office: Office) -> None:
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    person, payroll = process(office)
    got = {one.id: one for one in mails(office)}
    assert {one.state for one in got.values()} == {MailState.QUEUED}
    assert (got[person].kind, got[person].to) == (MailKind.CHECKOUT, "ngozi@example.org")
    assert got[payroll].subject == "Payroll deduction 100000000042 - E-20417 - USD 45.00"
    view = office.services.mails.mail(person, office.supervisor)
    for said in ("100000000042", "Permit P-1180: USD 180.00", "USD -45.00", "USD 135.00", "Cash"):
        assert said in view.body
    assert [one.name for one in view.attachments] == ["receipt-100000000042.pdf"]
    told = office.services.mails.mail(payroll, office.supervisor)
    assert told.line.to == PAYROLL
    (file,) = told.attachments
    header, row = csv.reader(io.StringIO(file.content.decode()))
    assert tuple(header) == CSV_HEADER
    assert row[:3] == ["100000000042", "2026-11-20 10:00", "E-20417"]
    assert dict(zip(header, row, strict=True))["amount"] == "45.00"
    assert is_clean(office)


def test_ml2_without_an_address_of_payroll_there_is_one_mail(office: Office) -> None:
    assert len(process(office)) == 1


def test_ml2_payroll_is_told_of_nothing_where_it_has_no_part(office: Office) -> None:
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    assert len(process(office, deduct=Money(0))) == 1


def test_ml1_nobody_without_an_address_gets_a_mail(office: Office) -> None:
    assert process(office, email="") == ()


def test_ml3_the_same_checkout_queues_its_mails_once(office: Office) -> None:
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    assert process(office) == process(office)
    assert len(mails(office)) == 2


def test_ml1_a_refund_is_another_mail(office: Office) -> None:
    process(office)
    told = facts(office, comment="Sold the car")
    (refund,) = office.db.write(lambda s: queue_refunded(s, told))
    view = office.services.mails.mail(refund, office.supervisor)
    assert view.line.kind is MailKind.REFUND
    assert "Sold the car" in view.body


def test_ml3_what_is_rolled_back_takes_its_mails_with_it(office: Office) -> None:
    told = facts(office)

    def broken(s: Transaction) -> None:
        queue_processed(s, told)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        office.db.write(broken)
    assert mails(office) == ()


@pytest.mark.parametrize(
    "name",
    ["Eve\r\nBcc: all@example.org", "Eve\nSubject: x", "Eve\u2028Bcc: x", "Eve\x00\x0b\x85y"],
)
def test_ml4_no_line_end_of_data_reaches_a_subject_or_the_csv(office: Office, name: str) -> None:
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    set_up_subject(office, "{name} {comment} {confirmation}")
    process(office, name=name, comment=name, employee_number=name, method=name,
            items=(MailItem(name, Money(100)),))  # fmt: skip
    for one in mails(office):
        assert one.subject.isprintable()
        for file in office.services.mails.mail(one.id, office.supervisor).attachments:
            assert file.content.count(b"\r\n") in {0, 2}


def set_up_subject(office: Office, subject: str) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    for row in edits.rows("mail_template", who).rows:
        edits.save(
            "mail_template", dict(row) | {"subject": subject}, new_request_id(), who, was=row
        )


@pytest.mark.parametrize("address", ["a@b", "a b@example.org", "a@example.org\r\nBcc: x@y.z", "@"])
def test_ml4_a_mail_to_what_is_no_address_fails_and_stops_nothing(
    office: Office, address: str
) -> None:
    (one,) = process(office, email=address)
    (line,) = mails(office)
    assert (line.id, line.state) == (one, MailState.FAILED)
    assert "is no mail address" in line.said
    assert line.to.isprintable()
    # Put right by hand, it is sent.
    office.services.mails.resend(one, new_request_id(), office.supervisor, to="a@example.org")
    (line,) = mails(office)
    assert (line.state, line.to) == (MailState.QUEUED, "a@example.org")


@pytest.mark.parametrize(
    ("table", "field"),
    [("payment_option", "payroll_notification_email"), ("mail_server", "sender")],
)
def test_ml4_an_address_is_checked_where_it_is_entered(
    office: Office, table: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        set_up(office, table, **{field: "payroll at example"})
    assert (caught.value.code, caught.value.fields["field"]) == ("M-360", field)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "{confirmation} {nobody}"}, "M-361"),
        ({"subject": "{confirmation} {items}"}, "M-361"),
        ({"body": "{confirmation} }"}, "M-362"),
        ({"body": "{Confirmation} {confirmation}"}, "M-362"),
        ({"subject": "Paid", "body": "Thank you"}, "M-363"),
    ],
)
def test_ml1_placeholders_are_checked_when_a_layout_is_saved(
    office: Office, changes: dict[str, str], code: str
) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    row = edits.rows("mail_template", who).rows[0]
    with pytest.raises(Refused) as caught:
        edits.save("mail_template", dict(row) | changes, new_request_id(), who, was=row)
    assert caught.value.code == code


def test_ml3_cancel_and_resend_by_hand(office: Office) -> None:
    (one,) = process(office)
    box, who = office.services.mails, office.supervisor
    with pytest.raises(Refused, match="M-51"):
        box.cancel(one, new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-364"):
        box.resend(one, new_request_id(), who)
    request = new_request_id()
    assert not box.cancel(one, request, who).replayed
    assert box.cancel(one, request, who).replayed
    assert mails(office)[0].state is MailState.CANCELED
    with pytest.raises(Refused, match="M-364"):
        box.cancel(one, new_request_id(), who)
    box.resend(one, new_request_id(), who)
    assert mails(office)[0].state is MailState.QUEUED
    with pytest.raises(Refused, match="M-360"):
        box.resend(one, new_request_id(), who, to="nobody")
    with pytest.raises(Refused, match="M-55"):
        box.cancel(one + 1000, new_request_id(), who)
    assert is_clean(office)


def test_ml3_lists_by_state_and_words(office: Office) -> None:
    first, *_ = process(office)
    second, *_ = process(office, checkout_id=78, confirmation="100000000043", email="x@example.org")
    box, who = office.services.mails, office.supervisor
    box.cancel(first, new_request_id(), who)
    listed = box.list_mails(who, MailFilter(MailState.QUEUED))
    assert [one.id for one in listed] == [second]
    assert [one.id for one in box.list_mails(who, MailFilter(words="NGOZI 0042"))] == [first]
    assert box.list_mails(who, MailFilter(words="%")) == ()
    counts = box.counts(who)
    assert (counts.queued, counts.canceled, counts.server) == (1, 1, "")

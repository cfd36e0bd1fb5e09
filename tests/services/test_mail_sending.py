"""Sending what is queued: a server that works, is down, refuses or drops; two workstations (ML-3)."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posapp.devices.smtp import SmtpMailer
from posapp.domain.ids import new_request_id
from posapp.domain.mail_codes import MailState
from posapp.domain.mail_setup import MailServer
from posapp.domain.mails import LEASE, Delivery, Outcome, OutgoingMail, after_try, wait_after
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.bundle import build
from posapp.services.mail_sending import MailRun
from posapp.storage.db import Database
from posapp.storage.outbox import lease_due
from posapp.vault import keyring_store
from tests.helpers.clock import FixedClock
from tests.helpers.events import add, is_clean
from tests.helpers.mail_server import HOST, PASSWORD, USER, Inbox, free_port, mail_server
from tests.helpers.mails import PAYROLL, mails, process, set_up
from tests.helpers.office import DAY, Office, open_office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def inbox(folder: Path) -> Iterator[Inbox]:
    with mail_server(folder) as made:
        yield made


@pytest.fixture
def sendable(sqlite_office: Office, inbox: Inbox) -> Office:
    """An office whose mail server works; a payroll address is set."""
    name_server(sqlite_office, inbox.port)
    set_up(sqlite_office, "payment_option", payroll_notification_email=PAYROLL)
    return sqlite_office


def name_server(office: Office, port: int, **more: object) -> None:
    set_up(office, "mail_server", host=HOST, port=port, sender="desk@example.org",
           **({"security": "NONE", "timeout_seconds": 5} | more))  # fmt: skip


def send(office: Office, workstation: str = "WS1") -> MailRun:
    return office.services.mail_sending.send_due(SmtpMailer, workstation)


def test_ml1_the_receipt_goes_with_the_mail(sendable: Office, inbox: Inbox) -> None:
    account = sendable.account()
    sendable.agreement(account, "WATER", (DAY, 2500))
    event = add(sendable, account, [("CASH", 2500)], [(account, 2500)])
    queued = process(sendable, event_id=event.id)
    assert send(sendable).sent == queued
    person, payroll = inbox.messages
    (file,) = person.iter_attachments()
    assert file.get_content().startswith(b"%PDF-")
    (table,) = payroll.iter_attachments()
    assert '"E-20417"' in table.get_content()
    assert [one.state for one in mails(sendable)] == [MailState.SENT] * 2
    assert send(sendable).is_empty
    assert is_clean(sendable)


def test_ml3_a_receipt_that_cannot_be_drawn_fails_where_it_is_seen(sendable: Office) -> None:
    (person, _payroll) = process(sendable, event_id=999)
    assert send(sendable).failed == (person,)
    assert "cannot be drawn" in sendable.services.mails.mail(person, sendable.supervisor).line.said


def test_case9_a_server_that_is_down_keeps_mails_and_takes_each_once_later(
    sqlite_office: Office, folder: Path
) -> None:
    office, port = sqlite_office, free_port()
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    queued = process(office, email="", checkout_id=5) + process(office, email="", checkout_id=6)
    # Without a server mails wait.
    assert send(office).is_empty
    name_server(office, port)
    run = send(office)
    # The first try says that nobody is there; the second mail is spared.
    assert (run.waiting, bool(run.trouble)) == (queued[:1], True)
    assert send(office).waiting == queued[1:]
    assert send(office).is_empty
    with mail_server(folder, port=port) as inbox:
        office.clock.advance(minutes=1)
        assert send(office).sent == queued
        assert send(office).is_empty
    assert len(inbox.mails) == 2
    assert {one.state for one in mails(office)} == {MailState.SENT}


def test_f15_dropped_after_the_mail_it_comes_again_under_the_same_message_id(
    sendable: Office, inbox: Inbox
) -> None:
    process(sendable, email="")
    inbox.to_data = None
    assert send(sendable).waiting
    inbox.to_data = "250 OK"
    assert send(sendable).is_empty
    sendable.clock.advance(minutes=1)
    assert send(sendable).sent
    first, second = inbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    (line,) = mails(sendable)
    view = sendable.services.mails.mail(line.id, sendable.supervisor)
    assert [one.outcome for one in view.tries] == ["LATER", "SENT"]


def test_ml3_refused_mails_fail_with_the_servers_words(sendable: Office, inbox: Inbox) -> None:
    process(sendable, email="")
    inbox.to_recipient = "550 5.1.1 no such user here"
    assert len(send(sendable).failed) == 1
    (line,) = mails(sendable)
    assert (line.state, line.said) == (MailState.FAILED, "550 5.1.1 no such user here")
    inbox.to_recipient = "250 OK"
    sendable.services.mails.resend(line.id, new_request_id(), sendable.supervisor)
    assert send(sendable).sent == (line.id,)


def test_ml3_sending_again_asks_and_takes_a_new_message_id(sendable: Office, inbox: Inbox) -> None:
    (mail,) = process(sendable, email="")
    send(sendable)
    box, who = sendable.services.mails, sendable.supervisor
    with pytest.raises(NeedsConfirmation):
        box.resend(mail, new_request_id(), who)
    with pytest.raises(Refused, match="M-364"):
        box.cancel(mail, new_request_id(), who)
    box.resend(mail, new_request_id(), who, confirmed=frozenset({"M-365"}))
    send(sendable)
    first, second = inbox.messages
    assert first["Message-ID"] != second["Message-ID"]


def test_ml3_a_crash_between_sending_and_noting_it_is_tried_again_after_the_lease(
    sendable: Office, inbox: Inbox
) -> None:
    (mail,) = process(sendable, email="")

    class Dies:
        def __init__(self, server: MailServer, password: str) -> None:
            self.real = SmtpMailer(server, password)

        def send(self, outgoing: OutgoingMail) -> Delivery:
            self.real.send(outgoing)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sendable.services.mail_sending.send_due(Dies, "WS1")
    assert send(sendable, "WS2").is_empty
    box, who = sendable.services.mails, sendable.supervisor
    with pytest.raises(Refused, match="M-369"):
        box.cancel(mail, new_request_id(), who)
    sendable.clock.advance(seconds=LEASE.total_seconds())
    assert send(sendable, "WS2").sent == (mail,)
    assert len({one["Message-ID"] for one in inbox.messages}) == 1
    tries = box.mail(mail, who).tries
    assert [(one.workstation, one.outcome) for one in tries] == [("WS1", ""), ("WS2", "SENT")]


@pytest.mark.postgres
def test_ml3_two_workstations_send_each_mail_once(
    postgres_db: Database, clock: FixedClock, folder: Path
) -> None:
    office = open_office(postgres_db, clock)
    set_up(office, "payment_option", payroll_notification_email=PAYROLL)
    queued = [process(office, email="", checkout_id=n)[0] for n in range(20)]
    runs: dict[str, MailRun] = {}
    with mail_server(folder) as inbox:
        name_server(office, inbox.port)
        start = threading.Barrier(2)

        def work(name: str) -> None:
            services = build(office.db, office.clock)
            start.wait()
            runs[name] = services.mail_sending.send_due(SmtpMailer, name)

        threads = [threading.Thread(target=work, args=(name,)) for name in ("WS1", "WS2")]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(runs["WS1"].sent + runs["WS2"].sent) == queued
    assert len(inbox.mails) == len({one["Message-ID"] for one in inbox.messages}) == 20


def test_ml3_waits_double_up_to_an_hour_and_end_after_days(sqlite_office: Office) -> None:
    now = sqlite_office.clock()
    assert [wait_after(n).total_seconds() / 60 for n in (1, 2, 3, 7, 8, 99)] == [
        1,
        2,
        4,
        60,
        60,
        60,
    ]
    later = Delivery(Outcome.LATER, "450")
    assert after_try(later, 3, now, now, 5).next_try_at == now + timedelta(minutes=4)
    assert after_try(later, 99, now - timedelta(days=5), now, 5).state is MailState.FAILED


def test_ml3_a_test_mail_says_what_the_server_said(sendable: Office, inbox: Inbox) -> None:
    sending, who = sendable.services.mail_sending, sendable.actors["setup"]
    assert sending.send_test("me@example.org", SmtpMailer, who) == "250 OK"
    inbox.to_recipient = "550 no"
    with pytest.raises(Refused, match="M-367"):
        sending.send_test("me@example.org", SmtpMailer, who)
    for nobody in ("", "nobody"):
        with pytest.raises(Refused, match="M-360"):
            sending.send_test(nobody, SmtpMailer, who)
    with pytest.raises(Refused, match="M-51"):
        sending.send_test("me@example.org", SmtpMailer, sendable.cashier)
    set_up(sendable, "mail_server", host="")
    with pytest.raises(Refused, match="M-366"):
        sending.send_test("me@example.org", SmtpMailer, who)


def test_ml3_the_password_comes_from_environment_file_or_keyring(
    sqlite_office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, who = sqlite_office, sqlite_office.actors["setup"]
    kept: dict[tuple[str, str], str] = {}
    ring = FakeRing(kept)
    monkeypatch.setattr(keyring_store, "part", lambda _name: ring)
    with mail_server(folder, starttls=True, login=True) as inbox:
        name_server(office, inbox.port, security="STARTTLS", user_name=USER,
                    ca_file=str(inbox.certificate))  # fmt: skip
        sending = office.services.mail_sending
        with pytest.raises(Refused, match="no password of"):
            sending.send_test("me@example.org", SmtpMailer, who)
        assert not sending.has_password(who)
        sending.keep_password(PASSWORD, who)
        assert kept == {("posapp", f"mail:{USER}@{HOST}"): PASSWORD}
        assert sending.has_password(who)
        sending.send_test("me@example.org", SmtpMailer, who)
        named = folder / "password"
        named.write_text("wrong\n", "utf-8")
        monkeypatch.setenv("POSAPP_MAIL_PASSWORD_FILE", str(named))
        with pytest.raises(Refused, match="log-in"):
            sending.send_test("me@example.org", SmtpMailer, who)
        monkeypatch.setenv("POSAPP_MAIL_PASSWORD", PASSWORD)
        sending.send_test("me@example.org", SmtpMailer, who)
        monkeypatch.delenv("POSAPP_MAIL_PASSWORD")
        named.unlink()
        with pytest.raises(Refused, match="cannot be read"):
            sending.send_test("me@example.org", SmtpMailer, who)
    ring.broken = True
    with pytest.raises(Refused, match="M-368"):
        sending.keep_password(PASSWORD, who)


class FakeRing:
    """A keyring; a broken one is as good as none."""

    class errors:  # noqa: N801 - as the library calls it
        KeyringError = LookupError

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        self.kept = kept
        self.broken = False

    def set_password(self, service: str, login: str, password: str) -> None:
        if self.broken:
            raise LookupError
        self.kept[service, login] = password

    def get_password(self, service: str, login: str) -> str | None:
        return self.kept.get((service, login))


def test_ml3_no_password_goes_over_an_open_line(sqlite_office: Office) -> None:
    with pytest.raises(Refused, match="security"):
        name_server(sqlite_office, 25, user_name=USER)


def test_ml3_a_lease_is_all_that_a_try_needs(sqlite_office: Office) -> None:
    with sqlite_office.db.begin() as s:
        assert lease_due(s, sqlite_office.clock(), "WS1", "a") is None
    assert replace(MailRun(), trouble="x").is_empty

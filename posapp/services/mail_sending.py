"""Sending of what is queued, one workstation at a time for each mail (ML-3, F15).

A mail is taken in a transaction of its own, which notes the try; then it is handed to the server;
then what came of it is written. Between the last two a crash leaves the try without an end: its
lease runs out, and it is tried again under the same Message-ID, by which a server or a reader can
tell the second from the first. Nothing better is possible: SMTP knows no question whether a mail
arrived.
"""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from posapp.domain.clock import Clock
from posapp.domain.mail_addresses import check_address
from posapp.domain.mail_codes import MailState
from posapp.domain.mail_setup import MailServer
from posapp.domain.mails import Delivery, Outcome, OutgoingMail, after_try
from posapp.domain.messages import sentence
from posapp.domain.ports import MakeMailer
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Topic
from posapp.errors import Refused
from posapp.services.mail_papers import File, draw_files
from posapp.services.outbox import new_message_id
from posapp.services.setup import SetUpCache
from posapp.storage.base import Transaction
from posapp.storage.changes import append_change
from posapp.storage.db import Database
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.outbox import Leased, end_try, lease_due
from posapp.vault.mail_password import (
    FILE_VARIABLE,
    MailPasswordError,
    keep_mail_password,
    mail_password,
)

MOST: Final = 100
_TOPICS: Final = frozenset({Topic.MAILS})
_TEST_SUBJECT: Final = "Test mail"
_TEST_BODY: Final = "This is a test mail. The mail server of the system settings works.\n"


@dataclass(frozen=True, slots=True)
class MailRun:
    """What one run of the job did: numbers of mails, and the words of a server that is down."""

    sent: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    trouble: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was tried."""
        return not (self.sent or self.failed or self.waiting)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A mail after its try."""

    mail_id: int
    state: MailState
    delivery: Delivery


class MailSending:
    """Use cases of the mail server."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def send_due(self, make: MakeMailer, workstation: str, most: int = MOST) -> MailRun:
        """Send what is due, ``most`` mails at most; without a server everything waits.

        A server that cannot be reached ends the run: the others wait for the next one.

        Args:
            make: makes a mailer of a server and its password.
            workstation: who sends, for the lease and the log of tries.
            most: so that one run ends.
        """
        with self._db.read() as s:
            server = load_mail_setup(s).server
        if not server.is_set:
            return MailRun()
        done: list[_Tried] = []
        for _ in range(most):
            tried = self._send_one(make, server, workstation)
            if tried is None:
                break
            done.append(tried)
            if tried.delivery.outcome is Outcome.DOWN:
                break
        return _run_of(done)

    def send_test(self, to: str, make: MakeMailer, actor: Actor) -> str:
        """Send a test mail now, past the queue; returns the server's words.

        Raises:
            Refused: ``M-51``, ``M-360`` an address that is none, ``M-366`` no server is set up,
                ``M-367`` with the server's words.
        """
        actor.require(Right.SETUP)
        address = check_address(to, "to")
        if not address:
            raise Refused("M-360", field="to", value="", reason="say where the test mail goes")
        with self._db.read() as s:
            server = load_mail_setup(s).server
        if not server.is_set:
            raise Refused("M-366")
        mail = OutgoingMail(
            server.sender,
            server.sender_name,
            address,
            _TEST_SUBJECT,
            _TEST_BODY,
            new_message_id(server.sender),
            self._clock(),
        )
        delivery = _deliver(make, server, mail)
        if delivery.outcome is not Outcome.SENT:
            raise Refused("M-367", reason=delivery.said)
        return delivery.said

    def keep_password(self, password: str, actor: Actor) -> None:
        """Put the password of the server's user into this computer's keyring.

        Raises:
            Refused: ``M-51``, ``M-366`` no server is set up, ``M-368`` there is no keyring.
        """
        actor.require(Right.SETUP)
        with self._db.read() as s:
            server = load_mail_setup(s).server
        if not server.host:
            raise Refused("M-366")
        if not keep_mail_password(server.host, server.user_name, password):
            raise Refused("M-368", variable=FILE_VARIABLE)

    def has_password(self, actor: Actor) -> bool:
        """Whether this computer knows the password of the server's user.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            server = load_mail_setup(s).server
        try:
            return bool(mail_password(server.host, server.user_name))
        except MailPasswordError:
            return False

    def _send_one(self, make: MakeMailer, server: MailServer, workstation: str) -> _Tried | None:
        lease = str(uuid4())
        leased = self._db.write(lambda s: lease_due(s, self._clock(), workstation, lease))
        if leased is None:
            return None
        delivery = self._try(make, server, leased)
        return self._db.write(lambda s: self._end(s, leased, delivery, server, workstation))

    def _try(self, make: MakeMailer, server: MailServer, leased: Leased) -> Delivery:
        try:
            files = self._files(leased)
        except Refused as refused:
            words = sentence(refused.code, refused.fields)
            return Delivery(Outcome.REFUSED, f"A file of this mail cannot be drawn. {words}")
        mail = OutgoingMail(
            server.sender,
            server.sender_name,
            leased.to,
            leased.subject,
            leased.body,
            leased.message_id,
            self._clock(),
            files,
        )
        return _deliver(make, server, mail)

    def _files(self, leased: Leased) -> tuple[File, ...]:
        with self._db.read() as s:
            return draw_files(s, leased.attachments, self._setup.current(s), self._clock())

    def _end(
        self,
        s: Transaction,
        leased: Leased,
        delivery: Delivery,
        server: MailServer,
        workstation: str,
    ) -> _Tried:
        now = self._clock()
        after = after_try(delivery, leased.tries, leased.waits_since, now, server.give_up_days)
        end_try(s, leased, delivery, after, now)
        append_change(s, at=now, topics=_TOPICS, workstation=workstation)
        return _Tried(leased.id, after.state, delivery)


def _deliver(make: MakeMailer, server: MailServer, mail: OutgoingMail) -> Delivery:
    password = ""
    if server.user_name:
        try:
            password = mail_password(server.host, server.user_name)
        except MailPasswordError as error:
            return Delivery(Outcome.DOWN, f"{error}")
        if not password:
            return Delivery(
                Outcome.DOWN,
                f"this computer has no password of {server.user_name} at {server.host}",
            )
    return make(server, password).send(mail)


def _run_of(done: list[_Tried]) -> MailRun:
    def those(state: MailState) -> tuple[int, ...]:
        return tuple(one.mail_id for one in done if one.state is state)

    down = next((one.delivery.said for one in done if one.delivery.outcome is Outcome.DOWN), "")
    return MailRun(
        those(MailState.SENT), those(MailState.FAILED), those(MailState.QUEUED), trouble=down
    )

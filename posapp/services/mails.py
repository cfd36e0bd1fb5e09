"""The outbox for people: what is queued, sent, failed and why; resend and cancel by hand (ML-3)."""

from dataclasses import dataclass
from typing import Any, Final

from posapp.domain.clock import Clock
from posapp.domain.mail_addresses import check_address, why_wrong
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.mails import MailFilter, MailLine, MailView, state_words
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Saved, Topic
from posapp.errors import Concern, NeedsConfirmation, Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.outbox import new_message_id
from posapp.services.setup import SetUpCache
from posapp.storage import outbox as store
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.mail_setup import load_mail_setup
from posapp.storage.requests import find_request

TOPICS: Final = frozenset({Topic.MAILS})
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails are in each state, and whether a server is set up to send them."""

    queued: int
    sent: int
    failed: int
    canceled: int
    server: str


class Mails:
    """Use cases of the outbox."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup

    def list_mails(self, actor: Actor, which: MailFilter, most: int = MOST) -> tuple[MailLine, ...]:
        """Mails, newest first, ``most`` at most.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_mails(s, which, most)

    def counts(self, actor: Actor) -> MailCounts:
        """How many mails there are of each state.

        Raises:
            Refused: ``M-51``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = dict(store.count_mails(s))
            server = load_mail_setup(s).server
        return MailCounts(
            queued=found.get(MailState.QUEUED, 0),
            sent=found.get(MailState.SENT, 0),
            failed=found.get(MailState.FAILED, 0),
            canceled=found.get(MailState.CANCELED, 0),
            server=server.host if server.is_set else "",
        )

    def mail(self, mail_id: int, actor: Actor) -> MailView:
        """One mail with its text, files and tries.

        Raises:
            Refused: ``M-51``, ``M-55`` there is none.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            found = _loaded(s, mail_id)
        if found.line.kind is MailKind.Z_REPORT:
            # It says what a drawer should hold, which a blind count hides (D-16).
            actor.require(Right.SEE_EXPECTED)
        return found

    def resend(
        self,
        mail_id: int,
        request_id: str,
        actor: Actor,
        *,
        to: str = "",
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[int]:
        """Put a mail into the queue again, at another address if ``to`` says one.

        A mail that was sent gets a new Message-ID: it is meant to arrive a second time. Any other
        keeps its own, because a try that was cut off may have arrived.

        Raises:
            Refused: ``M-51``, ``M-55``, ``M-360`` an address that is none, ``M-364`` it is queued
                for the same address already, ``M-369`` it is being sent.
            NeedsConfirmation: ``M-365`` it was sent already.
        """
        actor.require(Right.JOBS)
        wanted = check_address(to, "to")
        print_ = fingerprint((mail_id, "resend", wanted))

        def change(s: Transaction, mail: MailView) -> dict[str, Any]:
            line = mail.line
            address = wanted or line.to
            wrong = why_wrong(address)
            if wrong:
                raise Refused("M-360", field="to", value=address, reason=wrong)
            if line.state is MailState.QUEUED and address == line.to and not line.tries:
                raise _not_now(line, "sent again")
            if line.state is MailState.SENT and "M-365" not in confirmed:
                fields = {"number": line.id, "to": line.to}
                raise NeedsConfirmation((Concern("M-365", fields),))
            message_id = mail.message_id
            if line.state is MailState.SENT:
                message_id = new_message_id(load_mail_setup(s).server.sender)
            store.queue_again(s, mail_id, address, message_id, self._clock())
            rows = store.mention_mails(s, [mail_id])
            return {"mail": mail_id, "was": line.state, "to": [line.to, address], "rows": rows}

        return self._change("mail.resend", mail_id, print_, change, request_id, actor)

    def cancel(self, mail_id: int, request_id: str, actor: Actor) -> Saved[int]:
        """Take a mail out of the queue, or give up one that failed.

        Raises:
            Refused: ``M-51``, ``M-55``, ``M-364`` it was sent or canceled, ``M-369`` it is being
                sent.
        """
        actor.require(Right.JOBS)
        print_ = fingerprint((mail_id, "cancel"))

        def change(s: Transaction, mail: MailView) -> dict[str, Any]:
            line = mail.line
            if line.state not in {MailState.QUEUED, MailState.FAILED}:
                raise _not_now(line, "canceled")
            store.cancel_mail(s, mail_id)
            return {"mail": mail_id, "was": line.state, "to": line.to}

        return self._change("mail.cancel", mail_id, print_, change, request_id, actor)

    def _change(
        self,
        kind: str,
        mail_id: int,
        print_: str,
        change: Any,
        request_id: str,
        actor: Actor,
    ) -> Saved[int]:
        check_request_id(request_id)

        def work(s: Transaction) -> Saved[int]:
            if find_request(s, request_id, kind, print_) is not None:
                return Saved(mail_id, frozenset(), replayed=True)
            store.lock_mail(s, mail_id)
            mail, now = _loaded(s, mail_id), self._clock()
            until = mail.line.leased_until
            if until is not None and until > now:
                raise Refused("M-369", number=mail_id, workstation=mail.line.leased_by)
            body = change(s, mail)
            chain = chain_of_office(self._setup.current(s), actor.office, now)
            done = Done(request_id, kind, print_, mail_id, chain, body, TOPICS)
            record_done(s, done, actor, now)
            return Saved(mail_id, TOPICS)

        return self._db.write(work)


def _loaded(s: Transaction, mail_id: int) -> MailView:
    mail = store.load_mail(s, mail_id)
    if mail is None:
        raise Refused("M-55", field="mail", value=mail_id)
    return mail


def _not_now(line: MailLine, verb: str) -> Refused:
    return Refused("M-364", number=line.id, state=state_words(line.state), verb=verb)

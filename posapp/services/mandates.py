"""Mandates: a customer's permission to debit an account elsewhere (AP-01, AP-02, AP-17)."""

from datetime import date
from typing import Any

from posapp.domain.clock import Clock, business_date
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate, MandateDraft, MandateId, MandateLine, in_force
from posapp.domain.mandates import check_mandate
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.sealed import SealedAccount
from posapp.domain.setup import SetUp
from posapp.domain.topics import Saved, Topic
from posapp.errors import Concern, Conflict, NeedsConfirmation, Refused
from posapp.services.done import Done, chain_of_office, record_done
from posapp.services.sealing import Sealing
from posapp.services.setup import SetUpCache
from posapp.storage import mandates as store
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.clearing_requests import count_pending
from posapp.storage.db import Database
from posapp.storage.event_writes import Stamp
from posapp.storage.ids import take_id
from posapp.storage.locks import lock_counter
from posapp.storage.requests import find_request

KIND = "mandate.save"
TOPICS = frozenset({Topic.ACCOUNTS})


class Mandates:
    """Use cases of mandates."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache, sealing: Sealing) -> None:
        self._db = db
        self._clock = clock
        self._setup = setup
        self._sealing = sealing

    def of(self, account_id: AccountId, actor: Actor) -> tuple[Mandate, ...]:
        """Every mandate of an account, the latest first."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.load_mandates(s, account_id)

    def listing(
        self, account_id: AccountId | None, actor: Actor, most: int = 500
    ) -> tuple[MandateLine, ...]:
        """Mandates with whose they are, the latest first; of one account or of all."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return store.list_mandates(s, account_id, most)

    def in_force(self, account_id: AccountId, actor: Actor) -> Mandate | None:
        """The mandate of an account that is in force today (AP-07)."""
        actor.require(Right.VIEW)
        with self._db.read() as s:
            office = self._setup.current(s).offices[actor.office]
            today = business_date(self._clock(), office.zone, office.day_start)
            return in_force(store.load_mandates(s, account_id), today)

    def show(self, mandate_id: MandateId, actor: Actor) -> Mandate:
        """One mandate.

        Raises:
            Refused: ``M-55``.
        """
        actor.require(Right.VIEW)
        with self._db.read() as s:
            return _found(s, mandate_id)

    def add(self, draft: MandateDraft, request_id: str, actor: Actor) -> Saved[MandateId]:
        """Record a new mandate (AP-01).

        Raises:
            Refused: ``M-01``, ``M-51``, and what ``check_mandate`` refuses; ``M-108`` without key.
        """
        actor.require(Right.MANDATES)
        check_request_id(request_id)
        print_ = fingerprint(draft)

        def work(s: Transaction) -> Saved[MandateId]:
            done = find_request(s, request_id, KIND, print_)
            if done is not None:
                return Saved(MandateId(done), frozenset(), replayed=True)
            clean = self._checked(s, draft, None)
            mandate_id = MandateId(take_id(s))
            account = self._bound(s, clean.account, mandate_id)
            stamp = Stamp(self._clock(), actor.user_id)
            store.insert_mandate(s, mandate_id, clean, account, stamp)
            return self._done(s, mandate_id, None, request_id, print_, actor)

        return self._db.write(work)

    def change(
        self,
        mandate_id: MandateId,
        draft: MandateDraft,
        request_id: str,
        actor: Actor,
        *,
        version: int | None = None,
        confirmed: frozenset[str] = frozenset(),
    ) -> Saved[MandateId]:
        """Give a mandate new values; without an account number the one there is stays (AP-17).

        Args:
            mandate_id: the mandate.
            draft: every value.
            request_id: of this request (D-21).
            actor: who asks.
            version: as the user saw it, ``None`` where nobody looked.
            confirmed: codes the user said yes to.

        Raises:
            Refused: as ``add``; ``M-55``.
            Conflict: ``M-30`` when somebody changed it meanwhile.
            NeedsConfirmation: ``M-110`` when it ends and automatic payments of it wait (AP-17).
        """
        actor.require(Right.MANDATES)
        check_request_id(request_id)
        print_ = fingerprint((mandate_id, draft))

        def work(s: Transaction) -> Saved[MandateId]:
            done = find_request(s, request_id, KIND, print_)
            if done is not None:
                return Saved(MandateId(done), frozenset(), replayed=True)
            clean = self._checked(s, draft, mandate_id)
            old = _found(s, mandate_id)
            if version not in {None, old.version}:
                raise Conflict
            self._ask(s, old, clean.end_date, confirmed, actor)
            kept = clean.account or old.account
            account = kept if clean.account is None else self._bound(s, kept, mandate_id)
            store.update_mandate(s, old, clean, account)
            return self._done(s, mandate_id, old, request_id, print_, actor)

        return self._db.write(work)

    def _checked(self, s: Transaction, draft: MandateDraft, own: MandateId | None) -> MandateDraft:
        """The draft against the account's other mandates, which nobody else can change now."""
        setup = self._setup.current(s)
        lock_counter(s, (), (draft.account_id,))
        if draft.account_id not in load_accounts(
            s, [draft.account_id], self._clock().date(), setup
        ):
            raise Refused("M-01", field="account", value=draft.account_id)
        others = [one for one in store.load_mandates(s, draft.account_id) if one.id != own]
        if own is not None and _found(s, own).account_id != draft.account_id:
            raise Refused("M-55", field="mandate", value=own)
        return check_mandate(draft, others, setup, is_new=own is None)

    def _bound(
        self, s: Transaction, account: SealedAccount | None, mandate_id: MandateId
    ) -> SealedAccount:
        if account is None:
            raise AssertionError("a new mandate was checked for its account number")
        return self._sealing.bind(s, account, store.place_of(mandate_id))

    def _ask(
        self,
        s: Transaction,
        old: Mandate,
        end: date | None,
        confirmed: frozenset[str],
        actor: Actor,
    ) -> None:
        """A mandate that ends leaves what is pending alone; its user should know (AP-17)."""
        if end is None or end == old.end_date or "M-110" in confirmed:
            return
        office = self._setup.current(s).offices[actor.office]
        today = business_date(self._clock(), office.zone, office.day_start)
        waiting = count_pending(s, old.id) if end <= today else 0
        if waiting:
            raise NeedsConfirmation((Concern("M-110", {"n": waiting}),))

    def _done(
        self,
        s: Transaction,
        mandate_id: MandateId,
        before: Mandate | None,
        request_id: str,
        print_: str,
        actor: Actor,
    ) -> Saved[MandateId]:
        setup: SetUp = self._setup.current(s)
        now = self._clock()
        after = _found(s, mandate_id)
        body: dict[str, Any] = {
            "before": None if before is None else store.mandate_values(before),
            "after": store.mandate_values(after),
            "rows": {"account_autopay": [store.mandate_mention(after)]},
        }
        chain = chain_of_office(setup, actor.office, now)
        done = Done(request_id, KIND, print_, mandate_id, chain, body, TOPICS)
        record_done(s, done, actor, now)
        return Saved(mandate_id, TOPICS)


def _found(s: Transaction, mandate_id: MandateId) -> Mandate:
    found = store.load_mandate(s, mandate_id)
    if found is None:
        raise Refused("M-55", field="mandate", value=mandate_id)
    return found

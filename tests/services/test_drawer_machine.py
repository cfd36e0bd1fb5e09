"""Random actions on several drawers; after each step their figures are the sums of their rows.

Nothing of a balanced drawer or an approved turn-in has changed, no approval is the requester's own (5.3, 5.4, TI-04,
BL-06, D-24).
``HYPOTHESIS_PROFILE=long`` runs thousands of steps in place of some dozens.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from posapp.domain.approvals import Secret
from posapp.domain.codes import ControlStatus, TurnInDirection
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import AccountId, EventId
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent, TurnInId
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.db import Database
from tests.helpers import life_cycle as table
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.drawers import second_supervisor, secret
from tests.helpers.office import DAY, open_office
from tests.helpers.postgres_server import PostgresServer

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
YES = frozenset({"M-06W", "M-39", "M-40", "M-42", "M-69", "C-07", "C-17"})
PICK = st.integers(0, 2)
WHO = st.sampled_from(["cashier", "supervisor", "second"])
KIND = st.sampled_from(["CASH", "CHEC", "TRAV", "CARD"])
CENTS = st.sampled_from([1, 500, 2000, 99_999])
OFF = st.sampled_from([0, 0, 0, 1, -1, 3000])
TENDERS = (
    "SELECT tender_control_id, tender_type, sum(control_amount) FROM tender"
    " WHERE counted AND NOT rounding GROUP BY tender_control_id, tender_type"
)
TURN_INS = (
    "SELECT tender_control_id, tender_type,"
    " sum(CASE WHEN direction = 'OUT' THEN -amount ELSE amount END)"
    " FROM turn_in GROUP BY tender_control_id, tender_type"
)
REFUNDS = (
    "SELECT tender_control_id, tender_type, -sum(amount) FROM refund_movement"
    " GROUP BY tender_control_id, tender_type"
)
BALANCED_ROWS = (
    "SELECT k.id, l.tender_type, l.starting, l.received, l.turned_in, l.issued, l.refunded,"
    " l.expected, l.ending FROM control_close k JOIN close_line l ON l.close_id = k.id"
)
LIVE_ROWS = (
    "SELECT c.id, t.id, t.tender_type, t.control_amount, t.counted, k.version FROM tender t"
    " JOIN tender_control c ON c.id = t.tender_control_id"
    " JOIN control_close k ON k.tender_control_id = c.id AND k.reopened_at IS NULL"
    " WHERE c.status = 'BALANCED'"
)
APPROVED_TURN_INS = (
    "SELECT id, tender_control_id, tender_type, amount, direction, created_by, approved_by"
    " FROM turn_in WHERE status = 'APPROVED'"
)
OWN_APPROVALS = (
    "SELECT id FROM approval WHERE requested_by = approved_by"
    " UNION ALL SELECT id FROM turn_in WHERE created_by = approved_by"
    " UNION ALL SELECT id FROM over_under WHERE created_by = approved_by"
    " UNION ALL SELECT id FROM control_count WHERE counted_by = supervised_by"
    " UNION ALL SELECT k.id FROM control_close k JOIN tender_control c"
    " ON c.id = k.tender_control_id WHERE k.closed_by = c.user_id"
)


class Drawers(RuleBasedStateMachine):
    """Three drawers: of the cashier, of the supervisor, and one for all."""

    new_database: Callable[[], Any]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.new_database()
        self.db: Database = self.opened.__enter__()
        self.requests = 0
        self.events: list[EventId] = []
        self.turn_ins: list[TurnInId] = []
        self.closed: frozenset[Any] = frozenset()
        self.approved: frozenset[Any] = frozenset()
        self.frozen: dict[tuple[int, int], frozenset[Any]] = {}

    def teardown(self) -> None:
        try:
            assert table.broken(self.db) == []
        finally:
            self.opened.__exit__(None, None, None)

    @initialize()
    def morning(self) -> None:
        office = self.office = open_office(self.db, FixedClock())
        self.services = office.services
        self.actors = {"cashier": office.cashier, "supervisor": office.supervisor}
        self.actors["second"] = second_supervisor(office)
        self.secrets: list[Secret | None] = [None, secret(office), secret(office, "cashier")]
        self.payor = office.account()
        office.agreement(self.payor, "WATER", (DAY, 10**9))
        shared = OpenControl(self.request(), "CASH-B02", None, None, all_users=True)
        self.drawers = [
            office.control,
            office.second_drawer(),
            self.services.tender_controls.open(shared, office.supervisor).value,
        ]

    def request(self) -> str:
        self.requests += 1
        return f"request-{self.requests}"

    def act(self, name: str, action: Callable[[Actor], object], who: str) -> None:
        """An action is carried out or refused by a rule; nothing else may happen."""
        try:
            action(self.actors[who])
        except (Refused, NeedsConfirmation):
            return
        type(self).done[name] += 1

    def view(self, pick: int) -> Any:
        return self.services.tender_controls.show(self.drawers[pick], self.office.supervisor)

    @rule(pick=PICK, who=WHO, kind=KIND, cents=CENTS)
    def pay(self, pick: int, who: str, kind: str, cents: int) -> None:
        drafts = (TenderDraft(kind, Money(cents), "17" if kind == "CHEC" else ""),)
        paid = (PaymentDraft(AccountId(self.payor), Money(max(1, cents // 2 * 2))),)
        command = AddEvent(
            self.request(), self.payor, drafts, paid, control_id=self.drawers[pick], confirmed=YES
        )

        def add(actor: Actor) -> None:
            saved = self.services.payment_events.add(command, actor)
            self.events.append(saved.value.event_id)

        self.act("pay", add, ("cashier", "supervisor", who)[pick])

    @rule(pick=st.integers(0, 99), who=WHO, back=st.booleans())
    def cancel(self, pick: int, who: str, back: bool) -> None:
        if not self.events:
            return
        event = self.services.payment_events.show(
            self.events[pick % len(self.events)], self.office.supervisor
        )
        drawer = event.tenders[0].tender_control_id if back else None
        order = CancelTender(event.tenders[0].id, "NSF", drawer=drawer, confirmed=YES)
        cancel = self.services.canceling.cancel_tender
        self.act("cancel", lambda actor: cancel(order, self.request(), actor), who)

    @rule(pick=PICK, who=WHO)
    def start(self, pick: int, who: str) -> None:
        life = self.services.control_life
        self.act(
            "start", lambda a: life.start_balancing(self.drawers[pick], self.request(), a), who
        )

    @rule(pick=PICK, who=WHO, off=OFF, with_secret=st.integers(0, 2))
    def count(self, pick: int, who: str, off: int, with_secret: int) -> None:
        """Count what should be there, or something else, and give it in."""
        endings = {line.tender_type: line.expected.minor for line in self.view(pick).lines}
        endings["CASH"] += off
        given = tuple((kind, Money(max(0, cents))) for kind, cents in endings.items())
        order = CountControl(self.request(), self.drawers[pick], endings=given)
        counts, lent = self.services.control_counts, self.secrets[with_secret]
        self.act("count", lambda a: counts.count(order, a), who)
        self.act(
            "submit",
            lambda a: counts.submit(self.drawers[pick], self.request(), a, secret=lent),
            who,
        )

    @rule(pick=PICK, who=st.sampled_from(["second", "supervisor"]))
    def close(self, pick: int, who: str) -> None:
        """What a good evening does, as far as it is not done yet."""
        owner = "supervisor" if pick == 1 else "cashier"
        self.start(pick, owner)
        self.count(pick, owner, 0, 1 if owner == "cashier" else 0)
        self.balance(pick, who, 0)

    @rule(pick=PICK, who=WHO, with_secret=st.integers(0, 2))
    def book(self, pick: int, who: str, with_secret: int) -> None:
        order = BookOverUnder(self.request(), self.drawers[pick], "COUNT", "no cause found")
        book, lent = self.services.over_unders.book, self.secrets[with_secret]
        self.act("book", lambda actor: book(order, actor, secret=lent), who)

    @rule(pick=PICK, who=WHO, with_secret=st.integers(0, 2))
    def balance(self, pick: int, who: str, with_secret: int) -> None:
        balance, lent = self.services.control_life.balance, self.secrets[with_secret]
        drawer = self.drawers[pick]
        self.act(
            "balance", lambda a: balance(drawer, self.request(), a, confirmed=YES, secret=lent), who
        )

    @rule(pick=PICK, who=WHO, to=st.sampled_from(list(ControlStatus)[:2]))
    def reopen(self, pick: int, who: str, to: ControlStatus) -> None:
        reopen, drawer = self.services.control_life.reopen, self.drawers[pick]
        self.act("reopen", lambda a: reopen(drawer, to, "again", self.request(), a), who)

    @rule(
        pick=PICK,
        who=WHO,
        kind=KIND,
        cents=st.sampled_from([1, 400, 2000]),
        way=st.sampled_from(list(TurnInDirection)),
    )
    def turn_in(self, pick: int, who: str, kind: str, cents: int, way: TurnInDirection) -> None:
        """Money between a drawer and who looks after the deposit, in both directions (D-37)."""
        order = AddTurnIn(
            self.request(), self.drawers[pick], TurnInContent(kind, Money(cents)), way
        )

        def add(actor: Actor) -> None:
            self.turn_ins.append(self.services.turn_ins.add(order, actor).value)

        self.act("turn in", add, ("cashier", "supervisor", who)[pick])

    @rule(pick=st.integers(0, 99), who=WHO, with_secret=st.integers(0, 2))
    def approve(self, pick: int, who: str, with_secret: int) -> None:
        """The other side receives it; nobody approves what is the own (TI-11)."""
        if not self.turn_ins:
            return
        one, lent = self.turn_ins[pick % len(self.turn_ins)], self.secrets[with_secret]
        approve = self.services.turn_ins.approve
        self.act("approve", lambda a: approve(one, self.request(), a, secret=lent), who)

    @rule(pick=st.integers(0, 99), who=WHO, cents=st.sampled_from([0, 1, 500]))
    def mend_turn_in(self, pick: int, who: str, cents: int) -> None:
        """Another amount, or none: deleted, as long as nobody approved it (TI-04, TI-05)."""
        if not self.turn_ins:
            return
        one, turn_ins = self.turn_ins[pick % len(self.turn_ins)], self.services.turn_ins
        if not cents:
            self.act("delete turn-in", lambda a: turn_ins.delete(one, self.request(), a), who)
            return

        def change(actor: Actor) -> None:
            content = replace(turn_ins.show(one, actor).content, amount=Money(cents))
            turn_ins.change(one, content, self.request(), actor)

        self.act("change turn-in", change, who)

    @rule(pick=PICK, who=WHO, cents=st.sampled_from([0, 15_000, 20_000]))
    def set_float(self, pick: int, who: str, cents: int) -> None:
        order = ChangeControl(self.request(), self.drawers[pick], Money(cents))
        self.act("float", lambda a: self.services.control_life.change(order, a), who)

    @invariant()
    def lines_are_sums_of_rows(self) -> None:
        if not hasattr(self, "drawers"):
            return
        held: Counter[tuple[int, str]] = Counter()
        for query in (TENDERS, TURN_INS, REFUNDS):
            for control, kind, cents in oracle.rows(self.db, query):
                held[control, kind] += int(cents)
        for pick, drawer in enumerate(self.drawers):
            for line in self.view(pick).lines:
                moved = line.expected.minor - line.starting.minor
                assert (line.tender_type, moved) == (
                    line.tender_type,
                    held[int(drawer), line.tender_type],
                )

    @invariant()
    def nothing_of_a_balanced_drawer_changes(self) -> None:
        closed = frozenset(oracle.rows(self.db, BALANCED_ROWS))
        assert closed >= self.closed
        self.closed = closed
        now: dict[tuple[int, int], set[Any]] = {}
        for control, *row, version in oracle.rows(self.db, LIVE_ROWS):
            now.setdefault((control, version), set()).add(tuple(row))
        for key, rows in now.items():
            assert self.frozen.setdefault(key, frozenset(rows)) == rows

    @invariant()
    def nothing_of_an_approved_turn_in_changes(self) -> None:
        approved = frozenset(oracle.rows(self.db, APPROVED_TURN_INS))
        assert approved >= self.approved
        self.approved = approved

    @invariant()
    def no_approval_is_the_requesters_own(self) -> None:
        assert list(oracle.rows(self.db, OWN_APPROVALS)) == []


def play(new_database: Callable[[], Any], examples: int, steps: int) -> Counter[str]:
    machine = type(
        "Machine", (Drawers,), {"new_database": staticmethod(new_database), "done": Counter()}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=not LONG,
            deadline=None,
            database=None,
            max_examples=150 if LONG else examples,
            stateful_step_count=60 if LONG else steps,
            # To make what was found shorter takes many minutes; a night has them.
            phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(dict(machine.done))
    return machine.done


def test_5_3_random_actions_on_drawers_on_sqlite(
    sqlite_template: Path, tmp_path: Path, quick_hashes: None
) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        folder = Path(mkdtemp(dir=tmp_path))
        db = Database.open(copy_of(sqlite_template, folder))
        try:
            yield db
        finally:
            db.dispose()
            shutil.rmtree(folder)

    done = play(fresh, 3, 30)
    assert {"pay", "start", "count", "submit", "balance"} <= set(done)


@pytest.mark.postgres
def test_5_3_random_actions_on_drawers_on_postgres(
    postgres_server: PostgresServer, postgres_template: str, quick_hashes: None
) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        url = postgres_server.create(postgres_template)
        db = Database.open(url)
        try:
            yield db
        finally:
            db.dispose()
            postgres_server.drop(url)

    assert sum(play(fresh, 1, 20).values()) >= 4

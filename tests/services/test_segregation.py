"""B.4: whatever one person does, in whatever order, no cash of theirs ends in a balanced deposit.

A supervisor, who has every right of the drawer day, works alone and with the default settings.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from posapp.domain.codes import ControlStatus, DepositKind, TurnInDirection
from posapp.domain.control_counts import CountControl
from posapp.domain.control_life import ChangeControl
from posapp.domain.deposits import DepositContent
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.over_unders import BookOverUnder
from posapp.domain.rights import Actor
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl
from posapp.domain.turn_in import AddTurnIn, TurnInContent
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.databases import copy_of
from tests.helpers.drawer_day import owing, take
from tests.helpers.drawers import secret
from tests.helpers.office import open_office

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PICK = st.integers(0, 2)
YES = frozenset({"C-07", "C-17", "M-230", "M-232", "M-33"})
DONE_ALONE = (
    "SELECT c.id FROM tender_control c JOIN tender t ON t.tender_control_id = c.id"
    " WHERE c.status = 'BALANCED' AND t.counted"
    " AND t.event_id NOT IN (SELECT event_id FROM over_under)"
)


class Alone(RuleBasedStateMachine):
    """Own drawer, another cashier's and one for all; one person at work."""

    fresh: Callable[[], Path]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.path = self.fresh()
        self.db = Database.open(copy_of(self.path, Path(mkdtemp(dir=self.path.parent))))

    def teardown(self) -> None:
        self.db.dispose()
        shutil.rmtree(Path(str(self.db.path)).parent)

    @initialize()
    def morning(self) -> None:
        office = self.office = open_office(self.db, FixedClock())
        self.me: Actor = office.supervisor
        self.secret = secret(office)
        self.payor = owing(office)
        mine = office.second_drawer()
        order = OpenControl(new_request_id(), "CASH-B01", None, None, all_users=True)
        shared = office.services.tender_controls.open(order, office.supervisor).value
        self.drawers = [mine, shared, office.control]
        self.events: list[Any] = []
        self.handed: list[Any] = []

    def act(self, name: str, action: Callable[[], object]) -> None:
        try:
            action()
        except (Refused, NeedsConfirmation):
            return
        type(self).done[name] += 1

    @rule(pick=PICK)
    def pay(self, pick: int) -> None:
        def paying() -> None:
            self.events.append(
                take(self.office, self.payor, "CASH", 500, actor=self.me,
                     control=self.drawers[pick])
            )  # fmt: skip

        self.act("pay", paying)

    @rule(pick=PICK)
    def move(self, pick: int) -> None:
        if self.events:
            move = self.office.services.tender_edits.move
            tender = self.events[-1].tenders[0].id
            self.act("move", lambda: move(tender, self.drawers[pick], new_request_id(), self.me))

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        if self.events:
            order = CancelTender(
                self.events[-1].tenders[0].id, "DATA", drawer=self.drawers[pick], confirmed=YES
            )
            cancel = self.office.services.canceling.cancel_tender
            self.act("cancel", lambda: cancel(order, new_request_id(), self.me))

    @rule(pick=PICK, to=st.sampled_from(["cashier", "supervisor", "all"]))
    def give(self, pick: int, to: str) -> None:
        user = None if to == "all" else self.office.actors[to].user_id
        order = ChangeControl(
            new_request_id(), self.drawers[pick], user_id=user, all_users=to == "all" or None
        )
        self.act("give", lambda: self.office.services.control_life.change(order, self.me))

    @rule(pick=PICK, way=st.sampled_from(list(TurnInDirection)))
    def hand_over(self, pick: int, way: TurnInDirection) -> None:
        order = AddTurnIn(
            new_request_id(), self.drawers[pick], TurnInContent("CASH", Money(500)), way
        )
        turn_ins = self.office.services.turn_ins
        self.act("turn in", lambda: self.handed.append(turn_ins.add(order, self.me).value))
        for one in self.handed:
            self.act("approve", lambda one=one: turn_ins.approve(one, new_request_id(), self.me))

    @rule(pick=PICK, own_secret=st.booleans(), off=st.sampled_from([0, 0, 0, 100]))
    def close(self, pick: int, own_secret: bool, off: int) -> None:
        services, drawer, ask = self.office.services, self.drawers[pick], new_request_id
        life, counts = services.control_life, services.control_counts
        self.act("start", lambda: life.start_balancing(drawer, ask(), self.me))
        lines = services.tender_controls.show(drawer, self.me).lines
        endings = tuple((one.tender_type, (one.expected or Money(0)) + Money(off)) for one in lines)
        order = CountControl(ask(), drawer, endings=endings)
        self.act("count", lambda: counts.count(order, self.me))
        self.act("submit", lambda: counts.submit(drawer, ask(), self.me))
        if off:
            book = BookOverUnder(ask(), drawer, "COUNT", "x")
            self.act("book", lambda: services.over_unders.book(book, self.me))
        lent = self.secret if own_secret else None
        self.act(
            "balance",
            lambda: life.balance(drawer, ask(), self.me, confirmed=YES, secret=lent),
        )

    @rule(pick=PICK, to=st.sampled_from(list(ControlStatus)[:2]))
    def reopen(self, pick: int, to: ControlStatus) -> None:
        reopen = self.office.services.control_life.reopen
        drawer = self.drawers[pick]
        self.act("reopen", lambda: reopen(drawer, to, "again", new_request_id(), self.me))

    @rule()
    def bank(self) -> None:
        services, ask, under = self.office.services, new_request_id, self.office.deposit
        content = DepositContent(DepositKind.BANK, Money(500), reference_id="S")
        self.act("bank", lambda: services.bank_deposits.add(under, content, ask(), self.me))
        left = services.deposit_controls.show(under, self.me).figures
        ending = Money(0) if left is None else left.expected
        self.act(
            "deposit",
            lambda: services.deposit_controls.balance(under, ask(), self.me, ending=ending),
        )

    @invariant()
    def no_cash_of_mine_is_in_a_balanced_drawer(self) -> None:
        if hasattr(self, "drawers"):
            assert list(oracle.rows(self.db, DONE_ALONE)) == []


def test_b4_one_person_alone_never_brings_cash_to_a_balanced_deposit(
    sqlite_template: Path, tmp_path: Path, quick_hashes: None
) -> None:
    def fresh() -> Path:
        return Path(shutil.copy(sqlite_template, Path(mkdtemp(dir=tmp_path)) / "posapp.db"))

    machine = type("Machine", (Alone,), {"fresh": staticmethod(fresh), "done": Counter()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=not LONG,
            deadline=None,
            database=None,
            max_examples=150 if LONG else 4,
            stateful_step_count=50 if LONG else 20,
            # To make what was found shorter takes many minutes; a night has them.
            phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"pay", "start", "count", "submit"} <= set(machine.done)

"""Each action on an event tells in its log what it changed, before and after (D-40, A.6)."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import posapp.services
from posapp.domain.characteristics import Bearer, CharacteristicDraft
from posapp.domain.codes import DistributeAction
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.event_log import LogEntry
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer
from posapp.ui.log_words import ACTIONS
from tests.helpers.autopay import add_bank, add_mandate, debit, send
from tests.helpers.bill_debits import HEAD, complete, run
from tests.helpers.events import add, is_clean, show
from tests.helpers.imports import Imports
from tests.helpers.office import DAY, Office
from tests.helpers.rules import draft

NONE = DistributeAction.NONE
YES = frozenset({"M-04", "M-35", "M-39", "M-40", "M-41", "M-69", "M-89", "C-17", "M-33"})
# Not about one event; papers have a log of their own.
_ELSEWHERE = {
    "autopay.balance", "autopay.complete", "autopay.reopen", "autopay.schedule", "autopay.send",
}  # fmt: skip


def owing(office: Office, cents: int = 9000) -> AccountId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, cents))
    return account


def last(office: Office, event_id: EventId) -> LogEntry:
    return office.services.event_log.of(event_id, office.supervisor)[-1]


def values(entry: LogEntry) -> set[tuple[str, str, Any, Any]]:
    return {(one.table, one.column, one.before, one.after) for one in entry.changes}


class Walk:
    """Acts on events and keeps which kinds told a change."""

    def __init__(self, office: Office) -> None:
        self.office, self.services, self.told = office, office.services, set[str]()

    def do(self, event: EventView, act: Callable[..., Any], *given: Any, **more: Any) -> EventView:
        act(*given, new_request_id(), more.pop("who", self.office.supervisor), **more)
        return self.look(event)

    def look(self, event: EventView) -> EventView:
        entry = last(self.office, event.id)
        assert entry.changes, f"{entry.action} tells nothing"
        assert entry.action in ACTIONS, entry.action
        self.told.add(entry.action)
        if entry.action == "event.delete" or "steps" in entry.said:
            return event
        return show(self.office, event.id)


def test_d40_every_kind_of_action_tells_what_it_changed(
    sqlite_office: Office, tmp_path: Path
) -> None:
    walk = Walk(sqlite_office)
    _unfrozen(walk)
    _frozen(walk)
    _debits(walk)
    _taken_back(walk, Imports(sqlite_office, tmp_path))
    assert walk.told == set(ACTIONS)
    assert is_clean(sqlite_office)


def _unfrozen(walk: Walk) -> None:
    office, services, do = walk.office, walk.services, walk.do
    account, other, drawer = office.account(), owing(office), office.second_drawer()
    agreement = office.agreement(account, "WATER", (DAY, 9000))
    event = walk.look(add(office, account, [("CASH", 5000)], [(account, 5000)], action=NONE))
    edits, tenders, of = services.payment_edits, services.tender_edits, services.event_actions
    event = do(event, edits.add, event.id, PaymentDraft(other, Money(700)))
    second = event.payments[1].id
    event = do(event, edits.adjust, second, PaymentChange(long_comment="A wide comment"))
    assert values(last(office, event.id)) == {("payment", "long_comment", "", "A wide comment")}
    event = do(event, edits.delete, second)
    first = event.payments[0].id
    event = do(event, edits.split, first, [(agreement, None, Money(5000))])
    assert ("pay_segment", "amount", None, 5000) in values(last(office, event.id))
    event = do(event, edits.distribute, first, confirmed=YES)
    event = do(event, edits.freeze, first, confirmed=YES)
    event = add(office, other, [("CASH", 300), ("CASH", 200)], [(other, 450)], action=NONE)
    event = do(event, tenders.add, event.id, TenderDraft("CASH", Money(100)))
    event = do(event, tenders.adjust, event.tenders[0].id, TenderChange(amount=Money(400)))
    event = do(event, tenders.delete, event.tenders[-1].id)
    event = do(event, of.distribute, event.id, confirmed=YES)
    event = do(event, of.recalculate_cash_back, event.id, who=office.cashier)
    event = do(event, of.set_date, event.id, date(2026, 11, 19), confirmed=YES)
    one = next(tender for tender in event.tenders if not tender.flagged)
    event = do(event, tenders.move, one.id, drawer)
    notes, remark = services.characteristics, CharacteristicDraft("REMARK", "Came with a dog")
    event = do(event, notes.add, event.id, Bearer(), remark)
    event = do(event, notes.change, event.characteristics[0].id, CharacteristicDraft("REMARK", "x"))
    event = do(event, notes.delete, event.characteristics[0].id)
    event = do(event, of.freeze, event.id, confirmed=YES)
    event = add(office, account, [("CASH", 900)], [(account, 900)], action=NONE)
    event = do(event, edits.delete, event.payments[0].id)
    event = do(event, services.distribution_rules.add, event.id, [draft("ACCT", account, 900)])
    told = values(last(office, event.id))
    assert {("distribution_detail", name, None, value) for name, value in (
        ("rule", "ACCT"), ("value", f"{account:010d}"), ("amount", 900)
    )} <= told  # fmt: skip
    do(event, of.delete, event.id, confirmed=YES)


def _frozen(walk: Walk) -> None:
    office, services, do = walk.office, walk.services, walk.do
    account, other = owing(office), owing(office)
    event = add(office, account, [("CHEC", 500)], [(account, 500)])
    event = do(event, services.transfers.payment, event.payments[0].id, Transfer(other, "WRAC"))
    event = do(event, services.canceling.cancel_payment, event.payments[-1].id, "DATA")
    event = add(office, account, [("CHEC", 500)], [(account, 500)])
    event = do(event, services.transfers.event, event.id, Transfer(other, "WRAC"))
    office.bank_account("SAV", "1010-CASH")
    order = CancelTender(event.tenders[0].id, "NSF", bank_account="SAV")
    event = do(event, services.canceling.cancel_tender, order)
    assert event.tenders[0].charged.endswith(" SAV")
    assert (
        "tender", "charged_account", None, event.tenders[0].charged
    ) in values(last(office, event.id))  # fmt: skip
    event = add(office, account, [("CASH", 600)], [(account, 600)])
    wrong = CorrectionOrder(event.id, Fault.AMOUNT, amount=Money(400))
    do(event, services.corrections.correct, wrong)
    event = add(office, account, [("CASH", 650)], [(account, 650)])
    do(event, services.canceling.cancel_event, CancelEvent(event.id, "DATA"))
    payor = office.account("Agency")
    event = add(office, payor, [("CHEC", 2000)], [(account, 2000)])
    tender = event.tenders[0].id
    do(event, services.canceling.cancel_tender, CancelTender(tender, "NSF"))
    do(event, services.exceptions.settle_charge, tender)


def _debits(walk: Walk) -> None:
    office, services = walk.office, walk.services
    add_bank(office)
    account = owing(office)
    add_mandate(office, account)
    event = debit(office, account, 700)
    walk.do(event, services.event_actions.set_date, event.id, date(2026, 11, 24), confirmed=YES)
    assert ("clearing_request", "extract_date", "2026-11-20", "2026-11-24") in values(
        last(office, event.id)
    )
    sent = debit(office, account, 800)
    send(office, sent.id)
    sent = walk.look(sent)
    (tender,) = sent.tenders
    assert {
        ("tender", "tender_control_id", None, tender.tender_control_id),
        ("clearing_request", "status", "PENDING", "EXTRACTED"),
        ("clearing_request", "batch_run", None, 1),
    } == values(last(office, sent.id))
    waits = services.autopay_batches.waiting
    walk.do(event, waits.cancel, event.tenders[0].id, "DATA")


def _taken_back(walk: Walk, imports: Imports) -> None:
    """A reopened bill takes its debit back (AP-15)."""
    office = walk.office
    imports.run("bills", HEAD + "A-1,Ngozi Okafor,B0,WATER,M,2026-10-01,2026-10-20,1.00,0\n")
    add_mandate(office, AccountId(imports.one("SELECT max(id) FROM account")))
    bill_id = complete(imports)
    (made,) = run(office, days=10).created
    walk.services.bill_debits.reopen(bill_id, new_request_id(), office.supervisor)
    walk.look(show(office, made))


def test_d40_no_kind_of_action_is_left_without_words() -> None:
    found: set[str] = set()
    for path in Path(posapp.services.__path__[0]).glob("*.py"):
        kinds = r'"((?:event|payment|tender|characteristic|charge|autopay)\.[a-z-]+)"'
        found.update(re.findall(kinds, path.read_text(encoding="utf-8")))
    assert found - _ELSEWHERE == set(ACTIONS) - {"event"}

"""R12, D-44: every action through the services, with every role; who may not is told and writes nothing."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from posapp.domain.approvals import Secret
from posapp.domain.audit_log import AuditSearch
from posapp.domain.codes import (
    DepositKind,
    DistributeAction,
    Role,
    SourceType,
    TurnInDirection,
)
from posapp.domain.control_lines import Figure
from posapp.domain.control_search import ControlSearch
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder
from posapp.domain.deposit_controls import DepositChange
from posapp.domain.deposits import DepositContent, DepositId
from posapp.domain.distribution_rules import DetailDraft
from posapp.domain.hand_matching import End, MatchChange, NewMatch
from posapp.domain.history import AddRating, EndRating
from posapp.domain.ids import (
    AccountId,
    AgreementId,
    BillId,
    ControlId,
    DepositControlId,
    EventId,
    FtId,
    MatchEventId,
    PaymentId,
    PersonId,
    TenderId,
    UserId,
    new_request_id,
)
from posapp.domain.listing import PageRequest
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.quick_add import BatchId, QuickHeader, QuickKind, QuickLine
from posapp.domain.rights import Actor, Right
from posapp.domain.tender_cancels import CancelEvent, CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.tender_edits import TenderChange
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.domain.turn_in import AddTurnIn, TurnInContent, TurnInId
from posapp.domain.user_edits import UserChange
from posapp.errors import Refused
from posapp.services.bundle import Services
from tests.helpers import oracle
from tests.helpers.office import DAY, Office

pytestmark = pytest.mark.usefixtures("quick_hashes")

CASHIER = {Role.CASHIER, Role.SUPERVISOR}
SUPERVISOR = {Role.SUPERVISOR}
SETUP = {Role.SETUP, Role.ADMIN}
ALL = set(Role)
SEES = SUPERVISOR | {Role.AUDITOR}
DEPOSIT = DepositControlId(7)
MONEY = TurnInContent("CASH", Money(1))
DRAFT = PaymentDraft(AccountId(7), Money(1))
BANKED = DepositContent(DepositKind.BANK, Money(1))
IN = TurnInDirection.IN
UNKNOWN = EventId(7)
NO_MATCH, NOBODY = MatchEventId(7), AccountId(7)
NO_PRINTER: Any = None
TRANSFER = Transfer(AccountId(7), "TRAN")
BY_RULES = TransferByRules((), "TRAN")
TWICE = CorrectionOrder(UNKNOWN, Fault.TWICE)


def payment(action: DistributeAction) -> AddEvent:
    tenders, payments = (TenderDraft("CASH", Money(5)),), (PaymentDraft(1, Money(5)),)  # type: ignore[arg-type]
    return AddEvent(new_request_id(), 1, tenders, payments, action=action)  # type: ignore[arg-type]


def control(**more: Any) -> OpenControl:
    return OpenControl(new_request_id(), "CASH-X99", None, None, **more)


Act = Callable[[Services, Actor], object]
# Action -> who may (D-44), and the call. What a call works on does not exist, so whoever may gets
# another refusal, or an empty answer.
ACTIONS: dict[str, tuple[set[Role], Act]] = {
    "add": (CASHIER, lambda s, a: s.payment_events.add(payment(DistributeAction.NONE), a)),
    "add and distribute": (
        CASHIER, lambda s, a: s.payment_events.add(payment(DistributeAction.DISTRIBUTE), a),
    ),
    "add and freeze": (
        CASHIER, lambda s, a: s.payment_events.add(payment(DistributeAction.FREEZE), a),
    ),
    "match by hand": (
        CASHIER, lambda s, a: s.hand_matching.add(NewMatch(NOBODY, ()), new_request_id(), a),
    ),
    "change match": (
        CASHIER, lambda s, a: s.hand_matching.change(MatchChange(NO_MATCH), new_request_id(), a),
    ),
    "delete match": (
        CASHIER, lambda s, a: s.hand_matching.delete(End(NO_MATCH), new_request_id(), a),
    ),
    "cancel match": (
        SUPERVISOR, lambda s, a: s.hand_matching.cancel(End(NO_MATCH), new_request_id(), a),
    ),
    "unmatched items": (ALL, lambda s, a: s.hand_matching.items(NOBODY, a)),
    "submit": (CASHIER, lambda s, a: s.in_hand.submit(payment(DistributeAction.FREEZE), a)),
    "distribute": (CASHIER, lambda s, a: s.event_actions.distribute(UNKNOWN, new_request_id(), a)),
    "freeze": (CASHIER, lambda s, a: s.event_actions.freeze(UNKNOWN, new_request_id(), a)),
    "cash back": (
        CASHIER, lambda s, a: s.event_actions.recalculate_cash_back(UNKNOWN, new_request_id(), a),
    ),
    "set date": (
        CASHIER, lambda s, a: s.event_actions.set_date(UNKNOWN, DAY, new_request_id(), a),
    ),
    "delete": (
        SUPERVISOR, lambda s, a: s.event_actions.delete(UNKNOWN, new_request_id(), a, frozenset()),
    ),
    "cancel payment": (
        CASHIER, lambda s, a: s.canceling.cancel_payment(7, "DATA", new_request_id(), a),  # type: ignore[arg-type]
    ),
    "cancel tender": (
        CASHIER,
        lambda s, a: s.canceling.cancel_tender(
            CancelTender(TenderId(7), "DATA"), new_request_id(), a
        ),
    ),
    "cancel event": (
        CASHIER,
        lambda s, a: s.canceling.cancel_event(CancelEvent(UNKNOWN, "DATA"), new_request_id(), a),
    ),
    "outlook of a cancellation": (
        CASHIER, lambda s, a: s.canceling.outlook(CancelEvent(UNKNOWN, "DATA"), a),
    ),
    "transfer event": (
        SUPERVISOR, lambda s, a: s.transfers.event(UNKNOWN, TRANSFER, new_request_id(), a),
    ),
    "transfer payment": (
        CASHIER, lambda s, a: s.transfers.payment(7, TRANSFER, new_request_id(), a),  # type: ignore[arg-type]
    ),
    "transfer event by rules": (
        SUPERVISOR,
        lambda s, a: s.transfers.event_by_rules(UNKNOWN, BY_RULES, new_request_id(), a),
    ),
    "transfer payment by rules": (
        CASHIER,
        lambda s, a: s.transfers.payment_by_rules(PaymentId(7), BY_RULES, new_request_id(), a),
    ),
    "look up a rule value": (
        ALL, lambda s, a: s.distribution_rules.resolve(DetailDraft("NONE", "7", Money(1)), "USD", a),
    ),
    "add distribution details": (
        CASHIER, lambda s, a: s.distribution_rules.add(UNKNOWN, (), new_request_id(), a),
    ),
    "look at a correction": (CASHIER, lambda s, a: s.corrections.preview(TWICE, a)),
    "correct": (CASHIER, lambda s, a: s.corrections.correct(TWICE, new_request_id(), a)),
    "add a tender": (
        CASHIER,
        lambda s, a: s.tender_edits.add(UNKNOWN, TenderDraft("CASH", Money(5)), new_request_id(), a),
    ),
    "change a tender": (
        CASHIER,
        lambda s, a: s.tender_edits.adjust(TenderId(7), TenderChange(), new_request_id(), a),
    ),
    "move a tender": (
        CASHIER, lambda s, a: s.tender_edits.move(TenderId(7), 7, new_request_id(), a),  # type: ignore[arg-type]
    ),
    "delete a tender": (
        CASHIER, lambda s, a: s.tender_edits.delete(TenderId(7), new_request_id(), a),
    ),
    "log of an event": (ALL, lambda s, a: s.event_log.of(UNKNOWN, a)),
    "what may be done to tenders": (ALL, lambda s, a: s.event_desk.of(UNKNOWN, a)),
    "open a drawer": (CASHIER, lambda s, a: s.tender_controls.open(control(), a)),
    "open a drawer for all": (
        SUPERVISOR, lambda s, a: s.tender_controls.open(control(all_users=True), a),
    ),
    "open a drawer for another": (
        SUPERVISOR, lambda s, a: s.tender_controls.open(control(user_id=1), a),
    ),
    "open a deposit control": (
        SUPERVISOR,
        lambda s, a: s.deposit_controls.open(
            OpenDepositControl(new_request_id(), SourceType.ADHOC, "XXX"), a
        ),
    ),
    "add a user": (
        SETUP, lambda s, a: s.users.add("x", "x", "short", frozenset({Role.CASHIER}), a),
    ),
    "import": (
        SETUP,
        lambda s, a: s.importing.run(
            "bills", Path("nowhere.csv"), "bills", a, request_id=new_request_id()
        ),
    ),
    "preview an import": (
        SETUP, lambda s, a: s.importing.preview("bills", Path("nowhere.csv"), "bills", a),
    ),
    "show": (ALL, lambda s, a: s.payment_events.show(UNKNOWN, a)),
    "event of a request": (ALL, lambda s, a: s.payment_events.of_request("x", a)),
    "kept payments": (ALL, lambda s, a: s.in_hand.kept(a)),
    "preview a receipt": (ALL, lambda s, a: s.printing.preview(UNKNOWN, a)),
    "print log": (ALL, lambda s, a: s.printing.log(UNKNOWN, a)),
    "preview an endorsement": (
        ALL, lambda s, a: s.printing.preview_endorsement(UNKNOWN, TenderId(7), a),
    ),
    "preview a stub": (ALL, lambda s, a: s.printing.preview_stub(UNKNOWN, a)),
    "log of endorsements": (ALL, lambda s, a: s.printing.endorsement_log(TenderId(7), a)),
    "log of stubs": (ALL, lambda s, a: s.printing.stub_log(UNKNOWN, a)),
    "endorse": (
        CASHIER,
        lambda s, a: s.printing.print_endorsement(UNKNOWN, TenderId(7), a, NO_PRINTER),
    ),
    "print a stub": (CASHIER, lambda s, a: s.printing.print_stub(UNKNOWN, a, NO_PRINTER)),
    "read a scan line": (ALL, lambda s, a: s.scan_lines.read("77", a)),
    "find by a scan line": (ALL, lambda s, a: s.scan_lines.find("77", a)),
    "see a payment in one line": (CASHIER, lambda s, a: s.one_lines.read("7 ca 1", a, NO_PRINTER)),
    "print a receipt": (CASHIER, lambda s, a: s.printing.print_receipt(UNKNOWN, a, NO_PRINTER)),
    "financial history": (
        ALL, lambda s, a: s.history.financial_history(AccountId(7), PageRequest(), a),
    ),
    "payment history": (
        ALL, lambda s, a: s.history.payment_history(AccountId(7), PageRequest(), a),
    ),
    "transactions of a payment": (
        ALL, lambda s, a: s.history.transactions_of_payment(PaymentId(7), a),
    ),
    "an account's details": (ALL, lambda s, a: s.inquiry.account(AccountId(7), a)),
    "agreements of an account": (
        ALL, lambda s, a: s.inquiry.agreements(AccountId(7), PageRequest(), a),
    ),
    "a person": (ALL, lambda s, a: s.inquiry.person(PersonId(7), a)),
    "accounts of a person": (
        ALL, lambda s, a: s.inquiry.accounts_of(PersonId(7), PageRequest(), a),
    ),
    "an agreement": (ALL, lambda s, a: s.inquiry.agreement(AgreementId(7), a)),
    "history of an agreement": (
        ALL, lambda s, a: s.inquiry.agreement_history(AgreementId(7), PageRequest(), a),
    ),
    "a bill": (ALL, lambda s, a: s.inquiry.bill(BillId(7), a)),
    "name a bill": (ALL, lambda s, a: s.inquiry.resolve_bill("7", a)),
    "a transaction": (ALL, lambda s, a: s.inquiry.transaction(FtId(7), a)),
    "what a number names": (ALL, lambda s, a: s.search.records("1000000007", a)),
    "bills of an account": (
        ALL, lambda s, a: s.browse.account_bills(AccountId(7), PageRequest(), a),
    ),
    "match events of an account": (
        ALL, lambda s, a: s.match_events.of_account(AccountId(7), PageRequest(), a),
    ),
    "a match event": (ALL, lambda s, a: s.match_events.show(MatchEventId(7), a)),
    "dispute a match event": (
        CASHIER,
        lambda s, a: s.match_events.set_disputed(
            MatchEventId(7), new_request_id(), a, disputed=True
        ),
    ),
    "settle a charge": (
        SUPERVISOR,
        lambda s, a: s.exceptions.settle_charge(TenderId(7), new_request_id(), a),
    ),
    "list users": (SETUP | {Role.AUDITOR}, lambda s, a: s.user_edits.list_users(a)),
    "change a user": (
        SETUP,
        lambda s, a: s.user_edits.change(UserId(7), UserChange(), new_request_id(), a),
    ),
    "a new password": (
        SETUP,
        lambda s, a: s.user_edits.set_password(
            UserId(7), "correct horse battery", new_request_id(), a
        ),
    ),
    "credit rating": (ALL, lambda s, a: s.history.credit_rating(AccountId(7), a)),
    "add a rating": (
        SUPERVISOR,
        lambda s, a: s.history.add_rating(
            AddRating(new_request_id(), AccountId(7), DAY, None, -1, 0, "x"), a
        ),
    ),
    "end a rating": (
        SUPERVISOR, lambda s, a: s.history.end_rating(EndRating(new_request_id(), 7, DAY), a),
    ),
    "show a drawer": (ALL, lambda s, a: s.tender_controls.show(7, a)),  # type: ignore[arg-type]
    "keep a batch": (
        CASHIER,
        lambda s, a: s.quick_add.start(QuickHeader(QuickKind.RULES), (), new_request_id(), a),
    ),
    "carry a batch out": (CASHIER, lambda s, a: s.quick_add.run(BatchId(7), a)),
    "correct a row": (
        CASHIER,
        lambda s, a: s.quick_add.correct(BatchId(7), 1, QuickLine("r"), a, new_request_id()),
    ),
    "give rows up": (
        CASHIER,
        lambda s, a: s.quick_settling.give_up(BatchId(7), None, "", a, new_request_id()),
    ),
    "correct a tape": (
        CASHIER,
        lambda s, a: s.quick_settling.correct_tape(BatchId(7), 1, None, a, new_request_id()),
    ),
    "look a row up": (
        ALL, lambda s, a: s.quick_add.look_up(QuickKind.RULES, QuickLine("r"), None, a),
    ),
    "show a batch": (ALL, lambda s, a: s.quick_add.show(BatchId(7), a)),
    "search batches": (ALL, lambda s, a: s.quick_add.search(PageRequest(), a)),
    "a user's name": (ALL, lambda s, a: s.tender_controls.user_named("nobody", a)),
    "who owns a deposit control": (
        SUPERVISOR, lambda s, a: s.deposit_controls.owner_named("nobody", a),
    ),
    "the desk": (ALL, lambda s, a: s.desk.show(None, a)),
    "events of a drawer": (ALL, lambda s, a: s.desk.events_of(ControlId(7), a)),
    "unfrozen events of a drawer": (ALL, lambda s, a: s.desk.unfrozen(ControlId(7), a)),
    "add a payment": (
        CASHIER, lambda s, a: s.payment_edits.add(UNKNOWN, DRAFT, new_request_id(), a),
    ),
    "change a payment": (
        CASHIER,
        lambda s, a: s.payment_edits.change(PaymentId(7), DRAFT, new_request_id(), a),
    ),
    "adjust a payment": (
        CASHIER,
        lambda s, a: s.payment_edits.adjust(PaymentId(7), PaymentChange(), new_request_id(), a),
    ),
    "delete a payment": (
        CASHIER, lambda s, a: s.payment_edits.delete(PaymentId(7), new_request_id(), a),
    ),
    "distribute a payment": (
        CASHIER, lambda s, a: s.payment_edits.distribute(PaymentId(7), new_request_id(), a),
    ),
    "split a payment": (
        CASHIER, lambda s, a: s.payment_edits.split(PaymentId(7), [], new_request_id(), a),
    ),
    "freeze a payment": (
        CASHIER, lambda s, a: s.payment_edits.freeze(PaymentId(7), new_request_id(), a),
    ),
    "my drawers": (ALL, lambda s, a: s.tender_controls.mine(a)),
    "hand money over": (
        CASHIER,
        lambda s, a: s.turn_ins.add(AddTurnIn(new_request_id(), ControlId(7), MONEY), a),
    ),
    "issue a float": (
        SUPERVISOR,
        lambda s, a: s.turn_ins.add(AddTurnIn(new_request_id(), ControlId(7), MONEY, IN), a),
    ),
    "approve a turn-in": (
        CASHIER, lambda s, a: s.turn_ins.approve(TurnInId(7), new_request_id(), a),
    ),
    "correct a turn-in": (
        CASHIER, lambda s, a: s.turn_ins.change(TurnInId(7), MONEY, new_request_id(), a),
    ),
    "delete a turn-in": (
        CASHIER, lambda s, a: s.turn_ins.delete(TurnInId(7), new_request_id(), a),
    ),
    "show a turn-in": (ALL, lambda s, a: s.turn_ins.show(TurnInId(7), a)),
    "turn-ins of a drawer": (ALL, lambda s, a: s.turn_ins.of_control(ControlId(7), a)),
    "search deposit controls": (ALL, lambda s, a: s.deposit_controls.search(PageRequest(), a)),
    "set a deposit control": (
        SUPERVISOR,
        lambda s, a: s.deposit_controls.change(DEPOSIT, DepositChange(), new_request_id(), a),
    ),
    "start balancing a deposit control": (
        SUPERVISOR, lambda s, a: s.deposit_controls.start_balancing(DEPOSIT, new_request_id(), a),
    ),
    "type an ending balance": (
        SUPERVISOR,
        lambda s, a: s.deposit_controls.set_ending(DEPOSIT, Money(1), new_request_id(), a),
    ),
    "balance a deposit control": (
        SUPERVISOR, lambda s, a: s.deposit_controls.balance(DEPOSIT, new_request_id(), a),
    ),
    "reopen a deposit control": (
        SUPERVISOR, lambda s, a: s.deposit_controls.reopen(DEPOSIT, new_request_id(), a),
    ),
    "delete a deposit control": (
        SUPERVISOR, lambda s, a: s.deposit_controls.delete(DEPOSIT, new_request_id(), a),
    ),
    "add a bank deposit": (
        SUPERVISOR, lambda s, a: s.bank_deposits.add(DEPOSIT, BANKED, new_request_id(), a),
    ),
    "change a bank deposit": (
        SUPERVISOR,
        lambda s, a: s.bank_deposits.change(DepositId(7), BANKED, new_request_id(), a),
    ),
    "delete a bank deposit": (
        SUPERVISOR, lambda s, a: s.bank_deposits.delete(DepositId(7), new_request_id(), a),
    ),
    "undeposited checks": (
        SEES, lambda s, a: s.bank_deposits.undeposited(DEPOSIT, a),
    ),
    "a day of deposits": (SEES, lambda s, a: s.deposit_controls.day(DAY, a, "NONE")),
    "prove a day": (SEES, lambda s, a: s.proof.of_day(DAY, a, "NONE")),
    "export the ledger": (
        SUPERVISOR | SETUP, lambda s, a: s.ledger_exports.export(new_request_id(), a),
    ),
    "an export again": (SUPERVISOR | SETUP | {Role.AUDITOR}, lambda s, a: s.ledger_exports.batch(7, a)),
    "attempts of a drawer": (ALL, lambda s, a: s.control_counts.attempts(ControlId(7), a)),
    "log of differences": (ALL, lambda s, a: s.over_unders.log(a)),
    "openings without a sale": (ALL, lambda s, a: s.drawer_openings.openings(ControlId(7), a)),
    "explain a difference": (ALL, lambda s, a: s.variance.explain(ControlId(7), a)),
    "which float to leave": (ALL, lambda s, a: s.variance.recipe(ControlId(7), a)),
    "rows behind a figure": (
        ALL, lambda s, a: s.tender_controls.rows_behind(ControlId(7), "CASH", Figure.STARTING, a),
    ),
    "search drawers": (ALL, lambda s, a: s.tender_controls.search(ControlSearch(), a)),
    "drawers left over": (ALL, lambda s, a: s.tender_controls.stale(a)),
    "where to open a drawer": (CASHIER, lambda s, a: s.desk.opening(a)),
    "turn-ins of a deposit control": (ALL, lambda s, a: s.turn_ins.of_deposit(DEPOSIT, a)),
    "what may be turned in": (ALL, lambda s, a: s.turn_ins.instruments(ControlId(7), IN, a)),
    "show a deposit": (SEES, lambda s, a: s.bank_deposits.show(DepositId(7), a)),
    "ledger preview": (
        SUPERVISOR | SETUP | {Role.AUDITOR}, lambda s, a: s.ledger_exports.preview(a),
    ),
    "ledger batches": (
        SUPERVISOR | SETUP | {Role.AUDITOR}, lambda s, a: s.ledger_exports.batches(a),
    ),
    "payroll preview": (
        SUPERVISOR | SETUP | {Role.AUDITOR}, lambda s, a: s.payroll_batches.preview(a),
    ),
    "payroll batches": (
        SUPERVISOR | SETUP | {Role.AUDITOR}, lambda s, a: s.payroll_batches.batches(a),
    ),
    "audit log": (SEES, lambda s, a: s.audit_log.search(AuditSearch(), a)),
    "an entry of the audit": (SEES, lambda s, a: s.audit_log.show("office/MAIN", 7, a)),
    "an approved payment": (
        CASHIER,
        lambda s, a: s.approved_events.submit(
            payment(DistributeAction.FREEZE), a, Secret("x", "x"), frozenset({Right.SETUP})
        ),
    ),
    "a payment that may be approved": (
        CASHIER, lambda s, a: s.approved_events.add(payment(DistributeAction.FREEZE), a, None),
    ),
    "a payment with what it lacks": (
        CASHIER,
        lambda s, a: s.approved_events.submit_lacking(
            payment(DistributeAction.FREEZE), a, Secret("x", "x")
        ),
    ),
    "copy of a paper": (
        ALL, lambda s, a: s.papers.copy_of(PaperOrder(DayPaper.Z, ControlId(7)), a),
    ),
    "show a deposit control": (ALL, lambda s, a: s.deposit_controls.show(7, a)),  # type: ignore[arg-type]
}  # fmt: skip


def outcome(office: Office, act: Act, actor: Actor) -> str:
    try:
        act(office.services, actor)
    except Refused as refused:
        return refused.code
    return ""


def test_d44_only_the_right_roles_and_nothing_is_written(office: Office) -> None:
    """Every action asked by every role: nothing is there to act on, so nothing is ever written."""
    wrong: dict[str, object] = {}
    before = oracle.counts(office.db)
    for name, (may, act) in ACTIONS.items():
        answers = {role: outcome(office, act, office.actors[role.value]) for role in Role}
        if {role for role, code in answers.items() if code != "M-51"} != may:
            wrong[name] = answers
        after = oracle.counts(office.db)
        if after != before:
            wrong[name] = (before, after)
            before = after
    assert wrong == {}


def test_d44_who_has_no_role_at_all_does_nothing(office: Office) -> None:
    done = []
    for role in Role:
        actor = office.actors[role.value]
        nobody = Actor(actor.user_id, actor.login, actor.name, frozenset(), actor.office, "WS1")
        done += [
            (role, n) for n, (_, act) in ACTIONS.items() if outcome(office, act, nobody) != "M-51"
        ]
    assert done == []


def test_d44_set_up_and_auditor_take_no_money() -> None:
    money = {Right.ADD_EVENT, Right.FREEZE, Right.REFUND, Right.OPEN_CONTROL, Right.TURN_IN}
    for role in (Role.SETUP, Role.AUDITOR, Role.ADMIN):
        actor = Actor(1, "x", "x", frozenset({role}), "MAIN")  # type: ignore[arg-type]
        assert not any(actor.may(right) for right in money)


def test_c02_another_cashiers_drawer_takes_nothing(office: Office) -> None:
    account = office.account()
    before = oracle.counts(office.db)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(5)),),
        (PaymentDraft(account, Money(5)),),
        control_id=office.control,
    )
    with pytest.raises(Refused, match="C-02"):
        office.services.payment_events.add(command, office.supervisor)
    assert oracle.counts(office.db) == before


DRAWER_DAY = (
    "control_life", "control_counts", "over_unders", "turn_ins", "deposit_controls",
    "bank_deposits", "proof", "ledger_exports", "variance", "drawer_openings", "tender_controls",
    "desk", "payment_edits", "approved_events", "audit_log",
)  # fmt: skip


def test_20_1_no_action_of_the_drawer_day_is_left_out(sqlite_office: Office) -> None:
    """Every method that somebody asks stands in this table or in that of whose drawer it is."""
    here = Path(__file__)
    tables = here.read_text("utf-8") + here.with_name("test_rights_at_drawers.py").read_text(
        "utf-8"
    )
    for name in DRAWER_DAY:
        service = getattr(sqlite_office.services, name)
        for method, found in inspect.getmembers(type(service), inspect.isfunction):
            if not method.startswith("_") and "actor" in inspect.signature(found).parameters:
                assert f"s.{name}.{method}(" in tables, f"{name}.{method}"

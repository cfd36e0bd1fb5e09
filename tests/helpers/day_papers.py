"""One of each paper of the drawer day, with everything on it, for the tests of paper."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from posapp.domain.codes import (
    ControlStatus,
    DepositKind,
    SourceType,
    TurnInDirection,
    TurnInStatus,
)
from posapp.domain.control_life import ControlClose
from posapp.domain.control_lines import ControlLine
from posapp.domain.day_papers import (
    BalanceLine,
    ControlReport,
    DepositReport,
    DepositSlip,
    OverUnderLog,
    PaperHead,
    PaymentBalance,
    PaymentSum,
    TurnInSlip,
    VoidedTender,
)
from posapp.domain.deposit_controls import DepositControlView
from posapp.domain.deposit_figures import DepositFigures, DepositLine
from posapp.domain.deposits import DepositId, DepositView, TenderDeposit
from posapp.domain.ids import ControlId, DepositControlId, EventId, TenderId, UserId
from posapp.domain.money import ZERO, Currency, Money
from posapp.domain.over_unders import OverUnderEntry
from posapp.domain.seals import seal_of
from posapp.domain.setup_options import Denomination
from posapp.domain.tender_controls import Control, DepositControl
from posapp.domain.turn_in import Instrument, TurnIn, TurnInId, TurnInView
from posapp.printing.control_report import render_control_report
from posapp.printing.deposit_report import render_deposit_report
from posapp.printing.deposit_slip import render_deposit_slip
from posapp.printing.period_reports import render_over_under_log, render_payment_balance
from posapp.printing.turn_in_slip import render_turn_in_slip

USD, EUR = Currency("USD", 2, "$"), Currency("EUR", 2, "€")
DAY = date(2025, 11, 21)
MORNING = datetime(2025, 11, 21, 16, 2, tzinfo=UTC)
NOON = datetime(2025, 11, 21, 20, 5, tzinfo=UTC)
EVENING = datetime(2025, 11, 22, 1, 31, tzinfo=UTC)
DRAWERS = {"CASH-A02": "Window 2", "CASH-A03": "Window 3", "": ""}
CONTROL = ControlId(1000000042)
DEPOSIT = DepositControlId(1000000040)

HEAD = PaperHead(
    organisation="City of Springfield",
    address=("Utility Billing and Collections", "12 Main Street"),
    office="Main Street",
    drawer="Window 2",
    user="Sam Okonkwo",
    printed_at=EVENING,
    zone="America/Los_Angeles",
    number="1000000042-X3",
    currency=USD,
    kinds={"CASH": "Cash", "CHEC": "Check", "CARD": "Credit card"},
    reasons={"COUNT": "Miscount", "CHANGE": "Wrong change"},
    cancel_reasons={"ENTRY": "Entered in error"},
)
DRAWER = Control(
    id=CONTROL,
    tender_source="CASH-A02",
    deposit_control_id=DEPOSIT,
    currency="USD",
    business_date=DAY,
    all_users=False,
    user_id=UserId(7),
    user_name="Maria Quiñones",
    status=ControlStatus.OPEN,
    starting_balance=Money(15050),
    last_receipt=41,
    created_at=MORNING,
    version=9,
)
CASH = ControlLine(
    tender_type="CASH",
    description="Cash",
    starting=Money(15050),
    count=31,
    received=Money(500050),
    change=Money(-8315),
    booked=Money(50),
    turned_in=Money(400000),
    issued=ZERO,
    refunded=Money(1200),
    expected=Money(113900),
    ending=Money(113900),
)
CHECKS = ControlLine(
    tender_type="CHEC",
    description="Check",
    starting=ZERO,
    count=6,
    received=Money(99900),
    change=ZERO,
    booked=Money(-100),
    turned_in=Money(75000),
    issued=ZERO,
    refunded=ZERO,
    expected=Money(24900),
    ending=Money(24900),
)
VOID = VoidedTender("1000000042-17", "CASH", Money(2500), "ENTRY", NOON)
BOOKED = OverUnderEntry(
    event_id=EventId(100000000901),
    control_id=CONTROL,
    tender_source="CASH-A02",
    business_date=DAY,
    booked_at=EVENING,
    cashier="Maria Quiñones",
    tender_type="CASH",
    currency="USD",
    amount=Money(50),
    reason="CHANGE",
    comments="Two quarters too many",
    booked_by="Maria Quiñones",
    approved_by="",
    running_total=Money(50),
    running_count=1,
)
SHORT = replace(
    BOOKED,
    tender_type="CHEC",
    amount=Money(-100),
    reason="COUNT",
    comments="A check over 1.00 is missing",
    approved_by="Sam Okonkwo",
    running_total=Money(-50),
)
CLOSE = ControlClose(
    id=1000000099,
    number=118,
    version=1,
    count_id=1000000090,
    closed_at=EVENING,
    closed_by="Sam Okonkwo",
    events=37,
    canceled=1,
    exceptions=0,
    first_receipt=1,
    last_receipt=41,
    chain_head="9f3ac01b77de4410" + "0" * 48,
    chain_length=57,
    reopened_at=None,
    reopened_by="",
    reopened_to=None,
    reopen_reason="",
)
PIECES = (
    (Denomination("USD", Money(10000), False), 10),
    (Denomination("USD", Money(2000), False), 6),
    (Denomination("USD", Money(100), True), 19),
)
X = ControlReport(
    head=HEAD,
    control=DRAWER,
    lines=(replace(CASH, ending=None), replace(CHECKS, ending=None)),
    events=37,
    canceled=1,
    voids=(VOID,),
    booked=(BOOKED, SHORT),
    receipts=41,
)
HIDDEN: dict[str, Any] = {
    "received": None, "change": None, "booked": None, "expected": None, "ending": None,
}  # fmt: skip
BLIND = replace(
    X,
    head=replace(HEAD, user="Maria Quiñones"),
    lines=(replace(CASH, **HIDDEN), replace(CHECKS, **HIDDEN)),
    voids=(),
    booked=(),
    blind=True,
)
Z = replace(
    X,
    head=replace(HEAD, number="Z-118"),
    control=replace(DRAWER, status=ControlStatus.BALANCED),
    lines=(CASH, CHECKS),
    close=CLOSE,
    seal=seal_of(CLOSE.chain_length, CLOSE.chain_head).text,
    counted=PIECES,
)
REOPENED = replace(
    Z,
    head=replace(Z.head, copy=2, demo=True),
    close=replace(
        CLOSE,
        reopened_at=EVENING,
        reopened_by="Sam Okonkwo",
        reopened_to=ControlStatus.OPEN,
        reopen_reason="A check was typed twice",
    ),
)
AGAIN = replace(Z, close=replace(CLOSE, version=2), earlier=(REOPENED.close,))  # type: ignore[arg-type]
"""A drawer that was balanced a second time."""
CHECK_ONE = Instrument(
    TenderId(100000000801),
    EventId(100000000800),
    CONTROL,
    "CHEC",
    "1043",
    "6789",
    "Ó Súilleabháin, Máire",
    Money(60000),
)
CHECK_TWO = replace(
    CHECK_ONE,
    tender_id=TenderId(100000000803),
    check_number="2210",
    micr_last4="",
    name="Παπαδόπουλος, Γιώργος",
    amount=Money(15000),
)
TURN_IN = TurnIn(
    id=TurnInId(1000000077),
    tender_control_id=CONTROL,
    deposit_control_id=DEPOSIT,
    tender_source="CASH-A02",
    currency="USD",
    drawer_user_id=UserId(7),
    drawer_user="Maria Quiñones",
    direction=TurnInDirection.OUT,
    status=TurnInStatus.AWAITING,
    tender_type="CASH",
    amount=Money(112190),
    receipt_number="T-00031",
    created_at=NOON,
    created_by_id=UserId(7),
    created_by="Maria Quiñones",
    changed_by_id=None,
    approved_at=None,
    approved_by="",
    comments="Before the noon rush",
    version=2,
)
PIECES_IN = ((PIECES[0][0], 11), (PIECES[1][0], 1), (PIECES[2][0], 1))
CASH_SLIP = TurnInSlip(
    replace(HEAD, number="T-00031"),
    TurnInView(replace(TURN_IN, amount=Money(112100)), PIECES_IN, ()),
)
CHECK_SLIP = TurnInSlip(
    replace(HEAD, number="T-00032", copy=1),
    TurnInView(
        replace(
            TURN_IN,
            receipt_number="T-00032",
            tender_type="CHEC",
            amount=Money(75000),
            status=TurnInStatus.APPROVED,
            approved_at=EVENING,
            approved_by="Sam Okonkwo",
        ),
        (),
        (CHECK_ONE, CHECK_TWO),
    ),
)
BANKED = TenderDeposit(
    id=DepositId(1000000081),
    deposit_control_id=DEPOSIT,
    kind=DepositKind.BANK,
    tender_type=None,
    amount=Money(188900),
    currency="USD",
    reference_id="S-2025-0412",
    bank="FIRST",
    bank_account="MAIN",
    deposit_date=DAY,
    prepared_by="Sam Okonkwo",
    carried_by="Rosa Lindqvist",
    bag_number="B 77120",
    created_at=EVENING,
    created_by="Sam Okonkwo",
    version=1,
)
BANK_VIEW = DepositView(BANKED, PIECES, (CHECK_ONE, CHECK_TWO))
SLIP = DepositSlip(
    replace(HEAD, number="S-2025-0412", drawer=""),
    BANK_VIEW,
    "FIRST First National",
    "4711",
    "40-7K3Q-M2F9-XABC-4TDW",
)
SETTLED = DepositView(
    replace(
        BANKED,
        id=DepositId(1000000083),
        kind=DepositKind.SETTLEMENT,
        tender_type="CARD",
        amount=Money(48210),
        reference_id="BATCH 61",
        bank=None,
        bank_account=None,
        carried_by="",
        bag_number="",
    ),
    (),
    (),
)
SETTLEMENT = DepositSlip(replace(HEAD, number="BATCH 61", drawer=""), SETTLED, "", "")
UMBRELLA = DepositControl(
    id=DEPOSIT,
    office="MAIN",
    source_type=SourceType.CASHIERING,
    currency="USD",
    status=ControlStatus.BALANCED,
    business_date=DAY,
    owner_id=UserId(8),
    owner_name="Sam Okonkwo",
    created_at=MORNING,
    ending_balance=Money(25050),
    comments="Closing deposit",
    version=12,
)
FIGURES = DepositFigures(
    starting=Money(25050),
    tenders=Money(237110),
    controls=2,
    controls_amount=Money(262160),
    deposits=2,
    deposits_amount=Money(237110),
    expected=Money(25050),
    ending=Money(25050),
    over_under=ZERO,
    in_drawers=ZERO,
    in_hands=Money(25050),
    awaiting=ZERO,
    booked=Money(-50),
)
DAY_VIEW = DepositControlView(
    control=UMBRELLA,
    created_by="Sam Okonkwo",
    balanced_at=EVENING,
    balanced_by="Sam Okonkwo",
    controls=(
        replace(DRAWER, status=ControlStatus.BALANCED),
        replace(
            DRAWER,
            id=ControlId(1000000050),
            tender_source="CASH-A03",
            all_users=True,
            user_id=None,
            user_name="",
            status=ControlStatus.BALANCED,
            starting_balance=Money(10000),
        ),
    ),
    turn_ins=(
        replace(TURN_IN, status=TurnInStatus.APPROVED, approved_by="Sam Okonkwo"),
        replace(
            TURN_IN,
            id=TurnInId(1000000079),
            direction=TurnInDirection.IN,
            amount=Money(5000),
            receipt_number="T-00033",
        ),
    ),
    deposits=(BANK_VIEW, SETTLED),
    figures=FIGURES,
    lines=(
        DepositLine("CASH", Money(25050), Money(113900), Money(50), Money(107190), Money(113900), Money(25050)),
        DepositLine("CARD", ZERO, Money(48210), ZERO, ZERO, Money(48210), ZERO),
        DepositLine("CHEC", ZERO, Money(75000), Money(-100), ZERO, Money(75000), ZERO),
    ),
    exceptions=0,
    by_program=False,
)  # fmt: skip
REPORT = DepositReport(
    replace(HEAD, number="1000000040", drawer=""), DAY_VIEW, (BOOKED, SHORT), DRAWERS
)
BALANCE = PaymentBalance(
    replace(HEAD, number="20251114-20251121", drawer=""),
    date(2025, 11, 14),
    DAY,
    (
        BalanceLine("CASH-A03", "CASH", "EUR", 3, Money(6000), 0, ZERO),
        BalanceLine("CASH-A02", "CASH", "USD", 310, Money(4120012), 2, Money(5000)),
        BalanceLine("CASH-A02", "CHEC", "USD", 41, Money(998700), 1, Money(12000)),
        BalanceLine("CASH-A03", "CASH", "USD", 122, Money(1200300), 0, ZERO),
        BalanceLine("", "CARD", "USD", 12, Money(48210), 0, ZERO),
    ),
    (PaymentSum("USD", 502, Money(6373222), 3, Money(17000)),),
    DRAWERS,
    {"USD": USD, "EUR": EUR},
)
LOG = OverUnderLog(
    replace(HEAD, number="20251121", drawer=""),
    date(2025, 11, 1),
    DAY,
    (
        BOOKED,
        SHORT,
        replace(BOOKED, cashier="Ng, Wei", amount=Money(-2000), running_total=Money(-2000)),
    ),
    DRAWERS,
    {"USD": USD, "EUR": EUR},
)

PAPERS: dict[str, tuple[Any, Any]] = {
    "x": (X, render_control_report),
    "x_blind": (BLIND, render_control_report),
    "z": (Z, render_control_report),
    "z_reopened": (REOPENED, render_control_report),
    "z_again": (AGAIN, render_control_report),
    "turn_in_cash": (CASH_SLIP, render_turn_in_slip),
    "turn_in_checks": (CHECK_SLIP, render_turn_in_slip),
    "deposit_slip": (SLIP, render_deposit_slip),
    "settlement": (SETTLEMENT, render_deposit_slip),
    "deposit_control": (REPORT, render_deposit_report),
    "payment_balance": (BALANCE, render_payment_balance),
    "over_under": (LOG, render_over_under_log),
}
"""A document and what draws it, by name."""

"""What the home page says of events and which drawer it offers (PE-2, TS-06, TC-07)."""

from dataclasses import replace

from posapp.domain.codes import ControlStatus, PaymentStatus, SourceType
from posapp.domain.desk import EventLine, EventState, SourceOffer, default_source, event_state
from posapp.domain.ids import AccountId, DepositControlId, EventId
from posapp.domain.missing_papers import Paper, missing_papers
from posapp.domain.tender_controls import DepositControl
from tests.helpers.every import every
from tests.helpers.facts import CASHIER, NOW, TODAY, tender_source, usd

INCOMPLETE, ERROR, FREEZABLE, FROZEN, GONE = PaymentStatus
Statuses = tuple[PaymentStatus, ...]

STATES: list[tuple[str, Statuses, str, str, bool, EventState]] = [
    ("frozen", (FROZEN,), "25.00", "25.00", True, EventState.FROZEN),
    ("one cancelled, replaced by another", (GONE, FROZEN), "25.00", "25.00", True, EventState.FROZEN),
    ("everything cancelled", (GONE,), "0.00", "0.00", False, EventState.CANCELED),
    ("payment cancelled, tender valid", (GONE,), "0.00", "25.00", True, EventState.UNBALANCED),
    ("tender cancelled, payment not", (FREEZABLE,), "25.00", "0.00", False, EventState.UNBALANCED),
    ("freezable", (FREEZABLE,), "25.00", "25.00", True, EventState.UNFROZEN),
    ("incomplete beside frozen", (FROZEN, INCOMPLETE), "25.00", "25.00", True, EventState.UNFROZEN),
    ("in error", (ERROR,), "25.00", "25.00", True, EventState.ERROR),
    ("error is worse than unbalanced", (ERROR, FROZEN), "25.00", "20.00", True, EventState.ERROR),
    ("unbalanced is worse than unfrozen", (INCOMPLETE,), "25.00", "20.00", True, EventState.UNBALANCED),
    ("balanced at nothing with a valid tender", (GONE,), "0.00", "0.00", True, EventState.FROZEN),
]  # fmt: skip


@every(
    ("statuses", "payments", "tenders", "valid", "state"),
    [s[1:] for s in STATES],
    ids=[s[0] for s in STATES],
)
def test_pe2_the_worst_that_is_true_of_an_event(
    statuses: Statuses, payments: str, tenders: str, valid: bool, state: EventState
) -> None:
    shown = event_state(statuses, usd(payments), usd(tenders), valid_tenders=valid)
    assert shown is state


DEPOSIT = DepositControl(
    id=DepositControlId(401),
    office="MAIN",
    source_type=SourceType.CASHIERING,
    currency="USD",
    status=ControlStatus.OPEN,
    business_date=TODAY,
    owner_id=CASHIER,
    owner_name="Sue Supervisor",
    created_at=NOW,
    ending_balance=None,
    comments="",
    version=1,
)


def offer(code: str, taken_by: str = "", deposit: DepositControl | None = DEPOSIT) -> SourceOffer:
    return SourceOffer(tender_source(code), taken_by, deposit)


@every(
    ("offered", "free"),
    [
        (offer("A"), True),
        (offer("A", taken_by="Otto"), False),
        (offer("A", deposit=None), False),
        (offer("A", taken_by="Otto", deposit=None), False),
    ],
    ids=["free", "TC-07 taken", "OBJ-05 no deposit control", "both"],
)
def test_tc07_a_drawer_is_free(offered: SourceOffer, free: bool) -> None:
    assert offered.is_free is free


OFFERS: list[tuple[str, tuple[SourceOffer, ...], str | None, str]] = [
    ("the user's own", (offer("A"), offer("B")), "B", "B"),
    ("the user's own, though it is taken", (offer("A"), offer("B", "Otto")), "B", "B"),
    ("an own one that is not offered", (offer("A"), offer("B")), "Z", "A"),
    ("the first free one", (offer("A", "Otto"), offer("B"), offer("C")), None, "B"),
    ("one that waits for the day", (offer("A", "Otto"), offer("B", deposit=None)), None, "B"),
    ("none is free", (offer("A", "Otto"), offer("B", "Ana")), None, "A"),
    ("none at all", (), "B", ""),
]


def test_ts06_the_own_closed_drawer_comes_before_the_own_open_one() -> None:
    offers = (offer("A", "Ana"), offer("B", "Otto"), offer("E"))
    assert default_source(offers, "A", ("A", "E")) == "E"
    assert default_source(offers, "E", ("A", "E")) == "E"
    assert default_source(offers, "A", ("A",)) == "A"


@every(("offers", "own", "code"), [o[1:] for o in OFFERS], ids=[o[0] for o in OFFERS])
def test_ts06_default_source(offers: tuple[SourceOffer, ...], own: str | None, code: str) -> None:
    assert default_source(offers, own) == code


NEVER, UNKNOWN, TOLD = Paper
LINE = EventLine(
    EventId(0), AccountId(1), "Okafor, Ngozi", TODAY, NOW, "USD", "Cash", usd("25.00"),
    usd("25.00"), EventState.FROZEN,
)  # fmt: skip
OFF = EventState.CANCELED

# Papers newest first (None: the event should have none), states that are not frozen, what is missing.
PAPERS: list[tuple[str, list[Paper | None], dict[int, EventState], list[tuple[int, bool]]]] = [
    ("the last one", [NEVER, TOLD], {}, [(0, False)]),
    ("begun", [UNKNOWN, TOLD], {}, [(0, True)]),
    ("all known", [TOLD, TOLD], {}, []),
    ("before one that is known of", [TOLD, NEVER], {}, []),
    ("passed over", [None, NEVER, None, UNKNOWN, TOLD], {}, [(1, False), (3, True)]),
    ("canceled since", [NEVER, NEVER, TOLD], {0: OFF}, [(1, False)]),
    ("as many as may be", [NEVER, NEVER, UNKNOWN], {}, [(0, False), (1, False), (2, True)]),
    ("nobody prints here", [NEVER, NEVER, NEVER, NEVER, TOLD], {}, []),
    ("a new drawer", [], {}, []),
]


@every(("papers", "states", "found"), [one[1:] for one in PAPERS], ids=[one[0] for one in PAPERS])
def test_r1_receipts_that_the_end_of_a_program_kept_from_being_printed(
    papers: list[Paper | None], states: dict[int, EventState], found: list[tuple[int, bool]]
) -> None:
    lines = [
        replace(LINE, event_id=EventId(at), state=states.get(at, LINE.state))
        for at in range(len(papers))
    ]
    known = {EventId(at): one for at, one in enumerate(papers) if one is not None}
    missing = missing_papers(lines, known)
    assert [(one.line.event_id, one.begun) for one in missing] == found

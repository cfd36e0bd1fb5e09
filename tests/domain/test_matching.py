"""Match events follow the payments of their bill (OI-2..OI-6, MT-08..MT-13)."""

from datetime import UTC, date, datetime

import pytest

from posapp.domain.codes import FtType, MatchEventStatus
from posapp.domain.ids import AccountId, AgreementId, BillId, FtId, MatchEventId
from posapp.domain.matching import (
    BillMatch,
    Fate,
    Following,
    LiveMatch,
    MatchedView,
    MatchEventView,
    MatchLine,
    check_dispute,
    follow,
    state_of,
)
from posapp.domain.money import Money
from posapp.errors import Refused
from tests.helpers.every import every

OPEN, BALANCED, CANCELED = (
    MatchEventStatus.OPEN,
    MatchEventStatus.BALANCED,
    MatchEventStatus.CANCELED,
)


def line(number: int, cents: int, agreement: int = 1) -> MatchLine:
    return MatchLine(FtId(number), AgreementId(agreement), Money(cents))


STATES: list[tuple[str, tuple[MatchLine, ...], MatchEventStatus]] = [
    ("nothing on it", (), OPEN),
    ("debits only", (line(1, 8000),), OPEN),
    ("paid", (line(1, 8000), line(2, -8000)), BALANCED),
    ("a cent short", (line(1, 8000), line(2, -7999)), OPEN),
    ("a cent too much", (line(1, 8000), line(2, -8001)), OPEN),
    ("two payments", (line(1, 8000), line(2, -3000), line(3, -5000)), BALANCED),
    (
        "even in sum, not for each agreement",
        (line(1, 5000, 1), line(2, 3000, 2), line(3, -3000, 1), line(4, -5000, 2)),
        OPEN,
    ),
    (
        "even for each agreement",
        (line(1, 5000, 1), line(2, 3000, 2), line(3, -5000, 1), line(4, -3000, 2)),
        BALANCED,
    ),
]


@every(("lines", "state"), [s[1:] for s in STATES], ids=[s[0] for s in STATES])
def test_oi2_mt08_balanced_when_each_agreement_is_even(
    lines: tuple[MatchLine, ...], state: MatchEventStatus
) -> None:
    assert state_of(lines) is state


DEBIT, PAID, PART, REST = line(1, 8000), line(2, -8000), line(3, -3000), line(4, -5000)
BACK, PART_BACK = line(5, 8000), line(6, 3000)


def live(*lines: MatchLine, status: MatchEventStatus = OPEN) -> LiveMatch:
    return LiveMatch(MatchEventId(9), status, lines)


def bill(
    event: LiveMatch | None,
    *credits_: MatchLine,
    waiting: bool = False,
    reversals: tuple[tuple[MatchLine, MatchLine], ...] = (),
) -> BillMatch:
    return BillMatch(BillId(7), AccountId(3), event, (DEBIT,), credits_, reversals, waiting)


CASES: list[tuple[str, BillMatch, Following]] = [
    ("OI-8 nobody pays it", bill(None), Following(Fate.KEEP, OPEN)),
    (
        "OI-6 a payment canceled that was never matched",
        bill(None, reversals=((PAID, BACK),)),
        Following(Fate.KEEP, OPEN),
    ),
    ("OI-3 distributed", bill(None, waiting=True), Following(Fate.CREATE, OPEN, (DEBIT,))),
    ("added and frozen at once", bill(None, PAID), Following(Fate.CREATE, BALANCED, (DEBIT, PAID))),
    ("added in part at once", bill(None, PART), Following(Fate.CREATE, OPEN, (DEBIT, PART))),
    (
        "OI-3 frozen",
        bill(live(DEBIT), PAID),
        Following(Fate.CHANGE, BALANCED, (PAID,)),
    ),
    ("MT-15 frozen in part", bill(live(DEBIT), PART), Following(Fate.CHANGE, OPEN, (PART,))),
    (
        "two payments on one bill",
        bill(live(DEBIT, PART), PART, REST),
        Following(Fate.CHANGE, BALANCED, (REST,)),
    ),
    ("distributed again", bill(live(DEBIT), waiting=True), Following(Fate.KEEP, OPEN)),
    (
        "nothing changed after it balanced",
        bill(live(DEBIT, PAID, status=BALANCED), PAID),
        Following(Fate.KEEP, BALANCED),
    ),
    (
        "only its state is out of line",
        bill(live(DEBIT, PAID), PAID),
        Following(Fate.CHANGE, BALANCED),
    ),
    (
        "OI-6 deleted before the freeze",
        bill(live(DEBIT)),
        Following(Fate.DELETE, OPEN, remove=(DEBIT,)),
    ),
    (
        "MT-12 the last payment is canceled",
        bill(live(DEBIT, PAID, status=BALANCED), reversals=((PAID, BACK),)),
        Following(Fate.CANCEL, CANCELED, pairs=(PAID, BACK)),
    ),
    (
        "MT-12 the last of an open one is canceled",
        bill(live(DEBIT, PART), reversals=((PART, PART_BACK),)),
        Following(Fate.CANCEL, CANCELED, pairs=(PART, PART_BACK)),
    ),
    (
        "MT-08 one of two payments is canceled",
        bill(live(DEBIT, PART, REST, status=BALANCED), REST, reversals=((PART, PART_BACK),)),
        Following(Fate.CHANGE, OPEN, remove=(PART,), pairs=(PART, PART_BACK)),
    ),
    (
        "canceled while another waits for its freeze",
        bill(live(DEBIT, PAID, status=BALANCED), waiting=True, reversals=((PAID, BACK),)),
        Following(Fate.CHANGE, OPEN, remove=(PAID,), pairs=(PAID, BACK)),
    ),
    (
        "a payment canceled long ago is paired once",
        bill(live(DEBIT), PAID, reversals=((PART, PART_BACK),)),
        Following(Fate.CHANGE, BALANCED, (PAID,)),
    ),
]


@every(("facts", "decision"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_oi3_oi6_mt12_the_event_follows_the_payments(facts: BillMatch, decision: Following) -> None:
    assert follow(facts) == decision


DISPUTES = [
    (OPEN, False, True, None),
    (OPEN, True, False, None),
    (OPEN, True, True, "the match event is in dispute already"),
    (OPEN, False, False, "the match event is not in dispute"),
    (BALANCED, False, True, "the match event is BALANCED, not OPEN"),
    (CANCELED, False, True, "the match event is CANCELED, not OPEN"),
]


@every(("status", "disputed", "now", "reason"), DISPUTES)
def test_mt13_only_an_open_match_event_is_disputed(
    status: MatchEventStatus, disputed: bool, now: bool, reason: str | None
) -> None:
    if reason is None:
        check_dispute(status, disputed=disputed, now=now)
        return
    with pytest.raises(Refused) as refused:
        check_dispute(status, disputed=disputed, now=now)
    assert (refused.value.code, refused.value.fields) == ("M-70", {"reason": reason})


def test_what_is_open_on_a_match_event_is_debits_less_credits() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    lines = tuple(
        MatchedView(FtId(n), kind, AgreementId(1), "WATER", "", 7, None, at.date(), Money(cents))
        for n, kind, cents in ((1, FtType.BILL, 8000), (2, FtType.PAY_SEGMENT, -3000))
    )
    view = MatchEventView(
        MatchEventId(9), AccountId(3), "Okafor, Ngozi", "USD", BillId(7), "B-1", date(2026, 12, 1),
        OPEN, False, at, lines,
    )  # fmt: skip
    assert (view.debits, view.credits, view.open_amount) == (Money(8000), Money(3000), Money(5000))

"""R7: PostgreSQL ends a transaction that lost a race; the program runs it again (40001, 40P01)."""

import pytest
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import StorageFailure
from posapp.storage.db import Database
from tests.helpers import oracle
from tests.helpers.clock import FixedClock
from tests.helpers.office import DAY, Office, open_office

CONFIRMED = frozenset({"M-31", "M-39", "M-40", "M-69"})


@pytest.fixture
def office(postgres_db: Database) -> Office:
    return open_office(postgres_db, FixedClock())


def payment(office: Office, account: int, action: DistributeAction, cents: int) -> AddEvent:
    return AddEvent(
        new_request_id(),
        account,  # type: ignore[arg-type]
        (TenderDraft("CASH", Money(cents + 100)),),
        (PaymentDraft(account, Money(cents)),),  # type: ignore[arg-type]
        action=action,
        confirmed=CONFIRMED,
    )


TROUBLE = (
    "CREATE SEQUENCE trouble",
    """
CREATE FUNCTION make_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('trouble') <= 3 THEN
        RAISE EXCEPTION 'forced' USING ERRCODE = '{state}';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE CONSTRAINT TRIGGER make_trouble AFTER INSERT ON {table}
    DEFERRABLE INITIALLY {moment} FOR EACH ROW EXECUTE FUNCTION make_trouble()
""",
)


@pytest.mark.parametrize("moment", ["IMMEDIATE", "DEFERRED"])
@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
def test_r7_a_lost_race_is_run_again_in_the_middle_and_at_commit(
    office: Office, state: str, moment: str
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    with office.db.begin() as s:
        for statement in TROUBLE:
            s.execute(text(statement.format(state=state, table="tender", moment=moment)))
    office.db.sleep = lambda _: None
    command = payment(office, account, DistributeAction.FREEZE, 700)
    if (state, moment) == ("55P03", "DEFERRED"):
        # A lock time-out at COMMIT cannot happen to a deferred check: it says so, and is asked again.
        with pytest.raises(StorageFailure) as caught:
            office.services.in_hand.submit(command, office.cashier)
        assert caught.value.kind == "unknown_outcome"
    saved = office.services.in_hand.submit(command, office.cashier)
    assert oracle.events(office.db) == {command.request_id: saved.value.event_id}
    with office.db.begin() as s:
        s.execute(text("DROP TRIGGER make_trouble ON tender"))
    oracle.assert_sound(office.db)

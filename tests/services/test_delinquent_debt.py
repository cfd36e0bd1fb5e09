"""Delinquent debt first (DS-6): set up, previewed, distributed again, by rules; both engines."""

from datetime import timedelta
from typing import Any

from posapp.domain.codes import DistributeAction
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from tests.helpers.events import add, is_clean, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft

OLD, NEW = DAY - timedelta(90), DAY - timedelta(10)


def set_up(office: Office, table: str, code: str, **changes: Any) -> None:
    edits, who = office.services.setup_edits, office.actors["setup"]
    row = next(one for one in edits.rows(table, who).rows if one["code"] == code)
    edits.save(table, {**row, **changes}, new_request_id(), who, was=row)


def owing(office: Office) -> tuple[AccountId, dict[int, str]]:
    """Water 30 + 40 and garbage 25 + 20, of each the first part three months old."""
    account = office.account()
    water = office.agreement(account, "WATER", (OLD, 3000), (NEW, 4000))
    garbage = office.agreement(account, "GARBAGE", (OLD, 2500), (NEW, 2000))
    return account, {water: "water", garbage: "garbage"}


def split(event: EventView, names: dict[int, str]) -> dict[str, int]:
    """What each agreement gets, in cents."""
    segments = event.payments[0].segments
    return {names[segment.agreement_id]: segment.amount.minor for segment in segments}


def test_ds6_every_way_to_a_payment_splits_alike(office: Office) -> None:
    set_up(office, "customer_class", "RES", delinquent_after=60)
    set_up(office, "sa_type", "GARBAGE", delinquent_priority=1)
    account, names = owing(office)
    expected = {"garbage": 2500, "water": 2500}
    preview = add(
        office, account, [("CASH", 5000)], [(account, 5000)], action=DistributeAction.DISTRIBUTE
    )
    assert split(preview, names) == expected
    actions, actor = office.services.event_actions, office.cashier
    actions.distribute(preview.id, new_request_id(), actor)
    assert split(show(office, preview.id), names) == expected
    actions.delete(preview.id, new_request_id(), office.supervisor, frozenset({"M-41"}))
    by_rule = add_by_rules(office, account, [draft("ACCT", account, 5000)], freeze=False)
    assert split(by_rule, names) == expected
    actions.freeze(by_rule.id, new_request_id(), actor)
    assert split(show(office, by_rule.id), names) == expected
    rest = add(office, account, [("CASH", 3000)], [(account, 3000)])
    assert split(rest, names) == {"water": 3000}
    assert is_clean(office)


def test_ds6_a_blank_number_of_days_leaves_it_off(office: Office) -> None:
    set_up(office, "sa_type", "GARBAGE", delinquent_priority=1)
    account, names = owing(office)
    assert split(add(office, account, [("CASH", 5000)], [(account, 5000)]), names) == {
        "water": 5000
    }


def test_ds6_the_payment_date_of_the_event_counts(office: Office) -> None:
    """Nothing was 85 days old a week before; 14.1 takes the age from the payment date."""
    set_up(office, "customer_class", "RES", delinquent_after=85)
    set_up(office, "sa_type", "GARBAGE", delinquent_priority=1)
    account, names = owing(office)
    event = add(
        office, account, [("CASH", 2000)], [(account, 2000)], action=DistributeAction.DISTRIBUTE
    )
    assert split(event, names) == {"garbage": 2000}
    actions, who = office.services.event_actions, office.supervisor
    actions.set_date(event.id, DAY - timedelta(7), new_request_id(), who)
    actions.distribute(event.id, new_request_id(), who)
    assert split(show(office, event.id), names) == {"water": 2000}

"""DS-6 from the command line: set up once, and the same event pays old debt first."""

from datetime import timedelta
from typing import Any

from posapp.domain.ids import short_id
from tests.helpers.command_line import CommandLine
from tests.helpers.office import DAY


def test_ds6_set_up_and_paid(office: CommandLine) -> None:
    old = DAY - timedelta(90)
    account = office.people.account()
    water = office.people.agreement(account, "WATER", (old, 3000), (DAY, 4000))
    garbage = office.people.agreement(account, "GARBAGE", (old, 2500))

    def paid() -> dict[str, Any]:
        args = ("--payor", short_id(account), "--amount", "30", "--tender", "CASH:30")
        event = office.done("event", "add", *args, "--action", "distribute", "--confirm", "M-40")
        segments = event["payments"][0]["segments"]
        office.done("event", "delete", event["id"], "--confirm", "M-41", user="sam")
        return {segment["agreement_id"]: segment["amount"] for segment in segments}

    assert paid() == {short_id(water): "30.00"}
    office.done("setup", "set", "customer_class", "code=RES", "delinquent_after=60", user="adm")
    office.done("setup", "set", "sa_type", "code=GARBAGE", "delinquent_priority=1", user="adm")
    assert paid() == {short_id(garbage): "25.00", short_id(water): "5.00"}
    office.done("setup", "set", "customer_class", "code=RES", "delinquent_after=", user="adm")
    assert paid() == {short_id(water): "30.00"}
    args = ("setup", "set", "customer_class", "code=RES", "delinquent_after=-1")
    assert office.refused(*args, user="adm")["code"] == "M-50"

"""Rules of Quick Add and of distribution rules through the command line (payments 10 to 12)."""

from pathlib import Path
from typing import Any

from posapp.domain.ids import short_id
from tests.helpers.command_line import PASSWORD, CommandLine
from tests.helpers.shipped_rules import named_by_each, set_makers

HEAD = "rule,value,amount,tender_type,check_number,non_cis_name,reference"


def taken(office: CommandLine, path: Path, head: str, *rows: str, kind: str = "rules") -> Any:
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    codes = ("--confirm", "M-39", "--confirm", "M-40", "--confirm", "M-148")
    return office.done("quick-add", kind, str(path), *codes)


def outcomes(document: Any) -> list[tuple[str | None, str | None]]:
    return [(row["outcome"], row["code"]) for row in document["rows"]]


def signed_in(office: CommandLine) -> None:
    """Let the people behind the office be who is known to the program."""
    users, actors = office.people.services.users, office.people.actors
    for role, name in (("cashier", "kim"), ("setup", "adm")):
        actors[role] = users.sign_in(name, PASSWORD, workstation="WS1")


def test_dr2_dr5_dr8_each_shipped_rule_finds_its_payor(office: CommandLine, tmp_path: Path) -> None:
    """DR-1; DR-6: a rule without money takes no row; a value that names nothing is refused."""
    signed_in(office)
    named = named_by_each(office.people)
    rows = [
        f"{one.rule},{one.value},4,CASH,," + ("Ada,R1" if one.rule == "TMPL" else ",")
        for one in named
    ]
    wrong = [f"{rule},nothing,4,CASH,,," for rule in ("ACCT", "BILL", "SA", "ITEM", "TMPL")]
    document = taken(office, tmp_path / "a.csv", HEAD, *rows, *wrong, "MEMO,by hand,4,CASH,,,")
    assert outcomes(document) == [
        *[("done", None)] * len(named), *[("invalid", "M-38")] * len(wrong), ("invalid", "M-144"),
    ]  # fmt: skip
    for one, row in zip(named, document["rows"], strict=False):
        event = office.done("event", "show", row["event_id"])
        (payment,) = event["payments"]
        assert (row["account_id"], payment["account_id"]) == (short_id(one.account),) * 2
        assert (payment["match_type"] or "", payment["match_value"] or "") == one.match
        assert [detail["rule"] for detail in event["distribution_details"]] == [one.rule]


def test_qa7_amounts_are_exact_and_give_no_change(office: CommandLine, tmp_path: Path) -> None:
    """More than is owed stays with the payor: CASH could give change, but not here."""
    payor = office.owing(400)
    document = taken(office, tmp_path / "a.csv", HEAD, f"ACCT,{payor},10,CASH,,,")
    assert outcomes(document) == [("done", None)]
    event = office.done("event", "show", document["rows"][0]["event_id"])
    assert [one["amount"] for one in event["tenders"]] == ["10.00"]
    assert [one["amount"] for one in event["payments"]] == ["10.00"]


def test_qa1_qa17_by_accounts_only_amounts_above_zero_in_types_of_the_counter(
    office: CommandLine, tmp_path: Path
) -> None:
    kinds = {"0": "M-02", "-5": "M-02", "1.005": "M-50", "ten": "M-50", "": "M-50"}
    types = {"DDCH": "M-19", "CRED": "M-19", "OVUN": "M-62", "BEAN": "M-55", "CHEC": "M-63"}
    rows = [f"{office.owing(900)},{amount},CASH" for amount in kinds]
    rows += [f"{office.owing(900)},5,{kind}" for kind in types]
    rows.append(f"{office.owing(400)},10,CASH")
    document = taken(
        office, tmp_path / "a.csv", "account,amount,tender_type", *rows, kind="accounts"
    )
    refused = [("invalid", code) for code in (*kinds.values(), *types.values())]
    assert outcomes(document) == [*refused, ("done", None)]
    event = office.done("event", "show", document["rows"][-1]["event_id"])
    assert [one["amount"] for one in event["tenders"]] == ["10.00"], "no change by accounts either"


def test_dr7_an_event_without_details_pays_its_payor(office: CommandLine) -> None:
    payor = office.owing(1000)
    event = office.done("event", "add", "--payor", payor, "--tender", "CASH:10")
    assert [(one["account_id"], one["amount"]) for one in event["payments"]] == [(payor, "10.00")]
    assert event["distribution_details"] == []


def test_dr3_dr4_one_row_makes_several_payments(office: CommandLine, tmp_path: Path) -> None:
    """The makers of a rule share the amount in sequence; what they leave over waits in Error (M-18)."""
    signed_in(office)
    people, item = office.people, "4646117891"
    set_makers(people, "ITEM", "DUE ACCOUNT")
    set_makers(people, "SA", "DUE")
    account = people.account()
    people.item(account, item, 2500)
    agreement = people.agreement(people.account(), "WATER", (people.clock().date(), 1000))
    rows = (f"ITEM,{item},40,CASH,,,", f"SA,{short_id(agreement)},12,CASH,,,")
    document = taken(office, tmp_path / "a.csv", HEAD, *rows)
    assert outcomes(document) == [("done", None), ("error", "M-18")]
    event = office.done("event", "show", document["rows"][0]["event_id"])
    assert [(one["amount"], one["match_value"]) for one in event["payments"]] == [
        ("25.00", item), ("15.00", None),
    ]  # fmt: skip

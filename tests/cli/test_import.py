"""``posapp import``: small files of our own layout, bad files, and the real ones."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from posapp.cli.progress import ProgressLine
from tests.helpers.command_line import CommandLine, run

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
BILLS = "key,account_key,account_name,sa_type,bill_date,amount\n"


@pytest.fixture
def csv(tmp_path: Path) -> Any:
    def write(content: str, name: str = "in.csv") -> str:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return str(path)

    return write


def imported(office: CommandLine, kind: str, file: str, *more: str) -> Any:
    return office.done("import", kind, file, "--profile", kind, *more, user="adm")


def test_t12_rejected_rows_are_listed_and_the_rest_is_taken(office: CommandLine, csv: Any) -> None:
    rows = "b1,A1,Ann Lee,WATER,2026-10-01,10.5\nb2,A1,Ann Lee,WATER,2026-13-01,7\n"
    file = csv(BILLS + rows + "b3,A2,Bo,WATER,2026-10-01,ten\n")
    report = imported(office, "bills", file)
    assert (report["read"], report["added"], report["changed"], report["unchanged"]) == (3, 1, 0, 0)
    assert report["totals"]["bills"] == {"count": 1, "amount": "10.50"}
    assert report["currency"] == "USD"
    assert [(r["line"], r["column"], r["value"]) for r in report["rejected"]] == [
        (3, "bill_date", "2026-13-01"),
        (4, "amount", "ten"),
    ]
    assert all(r["reason"] for r in report["rejected"])
    card = office.done("account", "show", "A1")
    assert (card["name"], card["current_balance"]) == ("Ann Lee", "10.50")
    again = imported(office, "bills", file)
    assert (again["added"], again["unchanged"]) == (0, 1)


def test_op3_the_totals_say_what_overpayments_paid(office: CommandLine, csv: Any) -> None:
    imported(office, "bills", csv(BILLS + "o1,OP3,Ann Lee,WATER,2026-10-01,10\n"))
    office.done(
        "event", "add", "--payor", "OP3", "--amount", "35", "--tender", "CHEC:35:77",
        "--confirm", "M-39",
    )  # fmt: skip
    report = imported(office, "bills", csv(BILLS + "o2,OP3,Ann Lee,GAS,2026-11-01,40\n"))
    assert report["totals"]["credit_applied"] == {"count": 1, "amount": "25.00"}
    card = office.done("account", "show", "OP3")
    assert (card["current_balance"], card["credits"]) == ("15.00", [])
    entries = office.done("account", "history", "OP3")["entries"]
    assert [
        (one["sa_type"], one["adjustment"], one["current_amount"])
        for one in entries
        if one["type"] == "AD"
    ] == [("GAS", "Overpayment used", "-25.00"), ("OVERPAY", "Overpayment used", "25.00")]


def test_a_dry_run_writes_nothing(office: CommandLine, csv: Any) -> None:
    file = csv(BILLS + "d1,DRY1,Ann Lee,WATER,2026-10-01,10\n")
    report = imported(office, "bills", file, "--dry-run")
    assert (report["added"], report["dry_run"]) == (1, True)
    assert office.refused("account", "show", "DRY1")["code"] == "M-01"


def test_d21_a_replayed_import_gives_the_first_report(office: CommandLine, csv: Any) -> None:
    file = csv("key,name\nR1,Ria\nR2,\n")
    args = ("--request-id", str(uuid4()))
    first = imported(office, "accounts", file, *args)
    assert first["added"] == 1
    assert imported(office, "accounts", file, *args) == first | {"replayed": True}
    other = csv("key,name\nR3,Rob\n", "other.csv")
    error = office.refused("import", "accounts", other, "--profile", "accounts", *args, user="adm")
    assert error["code"] == "M-54"


def test_text_for_a_person_lists_the_rejects(office: CommandLine, csv: Any) -> None:
    file = csv(BILLS + "t1,T1,Tom,WATER,2026-10-01,x\n")
    told = office.told("import", "bills", file, "--profile", "bills", user="adm")
    assert (told.code, told.stderr) == (0, "")
    assert "rejected:" in told.stdout.splitlines()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("key;account\nb1;A1\n", "key"),
        (BILLS + 'b1,A1,"Ann,WATER,2026-10-01,10\n', "quote"),
        ("\x00\x01\x02\x03", ""),
    ],
    ids=["empty", "wrong separator", "open quote", "binary"],
)
def test_a_broken_csv_is_refused(office: CommandLine, csv: Any, content: str, says: str) -> None:
    file = csv(content)
    error = office.refused("import", "bills", file, "--profile", "bills", user="adm")
    assert error["code"] in {"M-81", "M-82"}
    assert error["fields"]["field"] in {"file", "profile"}
    assert says in error["message"].lower()


def test_files_and_profiles_that_are_not_there(office: CommandLine, csv: Any) -> None:
    args = ("import", "bills", "none.csv", "--profile")
    error = office.refused(*args, "bills", user="adm")
    assert (error["code"], error["fields"]["value"]) == ("M-82", "none.csv")
    error = office.refused(*args, "no-such-profile", user="adm")
    assert error["code"] == "M-81"
    assert "water-bills" in error["message"]
    error = office.refused(*args, "ecb-rates", user="adm")
    assert error["code"] == "M-81"
    assert "for rates, not for bills" in error["message"]


def test_a_profile_of_ones_own_by_path_and_one_with_a_wrong_column(
    office: CommandLine, csv: Any
) -> None:
    profile = (
        'name = "town"\ndescription = "Town"\nkind = "accounts"\n'
        '[account]\nkey = "Nr"\nname = "{column}"\n'
    )
    file = csv("Nr,Name\nT-9,Tea\n")
    good = csv(profile.format(column="Name"), "town.toml")
    report = office.done("import", "accounts", file, "--profile", good, user="adm")
    assert report["added"] == 1
    bad = csv(profile.format(column="Nam"), "bad.toml")
    error = office.refused("import", "accounts", file, "--profile", bad, user="adm")
    assert error["code"] == "M-81"
    assert "Nam" in error["message"]
    worse = csv("kind = 7\n", "worse.toml")
    assert office.refused("import", "accounts", file, "--profile", worse, user="adm")["code"] == (
        "M-81"
    )


def test_m80_a_wrong_control_total_posts_nothing(office: CommandLine, csv: Any) -> None:
    profile = (
        'name = "town"\ndescription = "Town"\nkind = "accounts"\n'
        '[account]\nkey = "Nr"\nname = "Name"\n'
        '[totals.accounts]\nfield = "records"\nexpected = { count = 2 }\n'
    )
    file, name = csv("Nr,Name\nW-1,Wim\n"), csv(profile, "town.toml")
    error = office.refused("import", "accounts", file, "--profile", name, user="adm")
    assert error["code"] == "M-80"
    assert office.refused("account", "show", "W-1")["code"] == "M-01"


def test_m51_and_m50(office: CommandLine, csv: Any) -> None:
    file = csv("key,name\nX1,Xi\n")
    args = ("import", "accounts", file, "--profile", "accounts")
    assert office.refused(*args)["fields"] == {"right": "import"}
    error = office.refused(*args, "--date", "soon", user="adm")
    assert (error["code"], error["fields"]["field"]) == ("M-50", "date")
    assert run("import", "accounts", file).code == 2


def test_d05_a_foreign_tender_at_an_imported_rate(office: CommandLine, csv: Any) -> None:
    file = csv("source,target,day,rate\nEUR,USD,2026-11-19,1.10\n")
    assert imported(office, "rates", file)["totals"]["rates"] == {"count": 1, "amount": None}
    with office.db.begin() as s:
        s.execute(
            text(
                "UPDATE installation SET alternate_currency = 1, setup_version = setup_version + 1"
            )
        )
        s.execute(text("UPDATE tender_source SET currency = 'EUR' WHERE code = 'CASH-B02'"))
    office.done("deposit-control", "open", "--currency", "EUR", user="sam")
    euros = office.done("control", "open", "--source", "CASH-B02")["id"]
    event = office.done(
        "event", "add", "--payor", office.owing(2000), "--tender", "CASH:20::EUR", "--control",
        office.control,
    )  # fmt: skip
    assert [
        (t["amount"], t["control_amount"], t["control_currency"], t["rate"], t["tender_control_id"])
        for t in event["tenders"]
    ] == [
        ("22.00", "20.00", "EUR", "1.10", euros),
        ("-2.00", "-2.00", "USD", None, office.control),
    ]
    assert event["info"].endswith("Alternate Currency Used")


def test_progress_is_drawn_for_a_person_only(capsys: pytest.CaptureFixture[str]) -> None:
    line = ProgressLine("x.csv", shown=True)
    assert line(1, 4)
    assert line(1, 4)
    assert line(4, 4)
    line.end()
    silent = ProgressLine("y.csv")
    assert silent(1, 2)
    silent.end()
    out, err = capsys.readouterr()
    assert out == ""
    assert [part.split("]")[1].strip() for part in err.split("\r")[1:]] == ["25 %", "100 %"]
    assert err.endswith("\n")


@pytest.mark.realdata
@pytest.mark.skipif(not DATA.is_dir(), reason="the public data are not beside the checkout")
def test_a_summons_of_the_real_file_is_paid_in_cash(office: CommandLine) -> None:
    file = str(DATA / "parking" / "summonses.json")
    args = ("import", "items", file, "--profile", "parking-summonses")
    report = office.done(*args, user="adm")
    assert (report["read"], report["added"], report["rejected"]) == (500, 500, [])
    assert report["totals"]["due"] == {"count": 19, "amount": "2351.05"}
    assert report["totals"]["without_money"] == {"count": 3, "amount": None}
    assert office.done(*args, user="adm")["unchanged"] == 500
    card = office.done("account", "show", "HCV1849")
    (item,) = (item for item in card["items"] if item["state"] == "PAYABLE")
    event = office.done(
        *("event", "add", "--payor", "HCV1849", "--match", f"ITEM-ID:{item['number']}"),
        *("--amount", item["due"], "--tender", "CASH:200", "--confirm", "M-42"),
    )
    assert (event["totals"]["payments"], event["totals"]["cash_back"]) == ("125.00", "75.00")
    card = office.done("account", "show", "HCV1849")
    assert card["current_balance"] == "0.00"
    assert office.run("db", "check", user="").document["findings"] == []


def test_t13_the_same_bills_under_another_stand_in_date_are_told_in_one_sentence(
    office: CommandLine, csv: Any
) -> None:
    profile = csv(
        'name = "town"\ndescription = "Town"\nkind = "bills"\n[account]\nkey = "nr"\nname = "name"\n'
        '[bill]\nkey = "nr"\nsa_type = { constant = "WATER" }\namount = "amount"\n'
        "bill_date = { stand_in = 2026-01-31 }\ndue_date = { days_after_bill_date = 30 }\n",
        "town.toml",
    )
    file = csv("nr,name,amount\nS-1,Ann,10\nS-2,Bo,20\n")
    args = ("import", "bills", file, "--profile", profile, "--date")
    first = office.done(*args, "2026-02-28", user="adm")
    assert (first["added"], first["notes"]) == (2, [])
    again = office.done(*args, "2026-03-31", user="adm")
    assert (again["added"], len(again["rejected"])) == (0, 2)
    assert again["notes"] == [
        (
            "2 bill(s) of this file were imported before with another date in place of the missing "
            "one: 2026-02-28, not 2026-03-31. They are not posted again; to see what is new, repeat "
            "with --date 2026-02-28."
        )
    ]
    told = office.told(*args, "2026-03-31", user="adm").stdout
    assert told.index("imported before") < told.index("rejected:")
    assert office.done(*args, "2026-02-28", user="adm")["unchanged"] == 2

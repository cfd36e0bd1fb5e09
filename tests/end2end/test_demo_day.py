"""``posapp demo`` where there is no screen: a day at the counter, its pictures and its receipts."""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from sqlalchemy import text

from posapp.domain.ids import short_id
from posapp.storage.db import Database
from tests.helpers.command_line import run
from tests.helpers.first_cases import all_wanted
from tests.helpers.program import Ended, environment, posapp

pytestmark = [
    pytest.mark.in_builds,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="other systems always have a screen"
    ),
]
PAGES = (
    "home", "account", "payment-event", "payment-in-error", "my-drawer", "account-dark", "count",
    "count-agrees", "count-differs", "explainer", "balance-page", "all-drawers", "deposit-control",
    "proof",
)  # fmt: skip
DIALOGS = (
    "sign-in", "open-drawer", "cash-with-change", "receipt", "check", "turn-in", "turn-in-slip",
    "over-under", "approve-turn-in", "z-report", "bank-deposit", "deposit-slip", "settlement",
    "ending-balance", "deposit-report",
)  # fmt: skip
# A window that drew nothing has one or two colours; letters alone bring dozens.
FEWEST_COLOURS = 30
DARK = 90
STOPS_AT = "check.png"
ACCOUNTS = 2_000  # so that two days find somebody with an open item, whatever the date
EVENTS = """
SELECT e.id AS id, e.document_number AS document, n.name AS payor, p.account_id AS account, p.status AS status, p.error_code AS error,
       p.amount AS paid, count(t.id) AS tenders,
       sum(CASE WHEN t.cash_back = 1 THEN -t.amount ELSE 0 END) AS change
FROM payment_event e
JOIN payment p ON p.event_id = e.id
JOIN tender t ON t.event_id = e.id
JOIN account a ON a.id = p.account_id
JOIN person n ON n.id = a.person_id
JOIN app_user u ON u.id = e.created_by
WHERE u.login = :login AND e.id > (SELECT max(c.id) FROM tender_control c WHERE c.user_id = u.id)
GROUP BY e.id, p.id ORDER BY e.id
"""


@dataclass(frozen=True)
class Day:
    """A demo's day that is over."""

    home: Path
    office: Path
    ended: Ended
    pictures: Path

    @property
    def database(self) -> str:
        return str(self.office / "posapp.db")

    def cli(self, *args: str, user: str = "cashier") -> Any:
        """The document of a command on the demo's database, asked by one of its users."""
        who = ("--db", self.database, "--user", user, "--json")
        asked = run(*args, *who, password="demo", env=environment(self.home))
        assert asked.code == 0, asked
        return asked.document

    def rows(self, query: str, **fields: object) -> list[Any]:
        database = Database.open(self.database)
        try:
            with database.read() as s:
                return list(s.execute(text(query), fields))
        finally:
            database.dispose()

    def receipts(self) -> list[Path]:
        """The receipts, in order."""
        return sorted(self.pictures.glob("receipt-*.pdf"))

    def papers(self, wanted: str) -> list[str]:
        """The words of each paper of a name, in order."""
        return [
            "\n".join(page.extract_text() for page in PdfReader(path).pages)
            for path in sorted(self.pictures.glob(wanted))
        ]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The first run: it makes the office, a small one, and leaves the day in its folder."""
    home = tmp_path_factory.mktemp("demo")
    office = home / "office"
    args = ("demo", "--dir", str(office), "--accounts", str(ACCOUNTS), "--json")
    return Day(home, office, posapp(*args, home=home), office / "demo-day")


@pytest.fixture(scope="module")
def events(day: Day) -> list[Any]:
    """The payments of the one whom the day follows: the first without a drawer, in order."""
    return day.rows(EVENTS, login="cashier2")


@pytest.fixture(scope="module")
def second(day: Day, events: list[Any]) -> Day:
    """A second run on the same office, into another folder.

    It goes on until it has taken cash and the check is on the table: what follows is as on the
    first day. There a picture cannot be written, for its place is taken by a folder, whatever its
    number. A long run plays it to its end.
    """
    assert events
    out = day.home / "elsewhere" / "second"
    if not all_wanted():
        for number in range(6, 12):
            (out / f"{number:02}-{STOPS_AT}").mkdir(parents=True)
    args = ("demo", "--dir", str(day.office), "--offscreen", str(out))
    return Day(day.home, day.office, posapp(*args, home=day.home), out)


def test_it_ends_well_and_says_where_the_day_lies(day: Day) -> None:
    assert day.ended.code == 0, day.ended
    assert f"The day's pictures and receipts are in {day.pictures}" in day.ended.err
    # Nothing of Qt's own talk reaches a newcomer's terminal.
    assert len(day.ended.err.splitlines()) == 1, day.ended.err
    document = day.ended.document
    assert document["folder"] == str(day.pictures)
    written = [*day.pictures.glob("*.png"), *day.pictures.glob("*.pdf")]
    assert sorted(document["pictures"] + document["papers"]) == sorted(map(str, written))


def test_the_office_has_as_many_customers_as_asked(day: Day) -> None:
    """A few accounts of the office's own come on top."""
    (made,) = day.rows("SELECT count(*) AS accounts FROM account")
    assert ACCOUNTS < made.accounts < ACCOUNTS + 10


def test_nothing_lies_outside_the_demos_folder(day: Day) -> None:
    assert {path.name for path in day.office.iterdir()} == {
        "posapp.db", "copies", "field.key", "demo-day", "config-day",
    }  # fmt: skip
    assert not (day.home / "data").exists()
    assert not (day.home / "config").exists()


def test_every_picture_is_drawn(day: Day) -> None:
    pictures = {path.stem[3:]: QImage(str(path)) for path in day.pictures.glob("*.png")}
    assert set(pictures) >= {*PAGES, *DIALOGS}
    for name in PAGES:
        image = pictures[name]
        assert (image.width(), image.height()) == (1366, 768), name
    for name, image in pictures.items():
        small = image.scaled(200, 200)
        colours = {small.pixel(x, y) for x in range(200) for y in range(200)}
        assert len(colours) > FEWEST_COLOURS, name
    light, dark = (lightness(pictures[name]) for name in ("account", "account-dark"))
    assert dark < DARK < light


def lightness(image: QImage) -> int:
    """The middle lightness of a picture, 0 to 255."""
    greys = sorted(image.pixelColor(x, y).lightness() for x in range(683) for y in range(0, 768, 8))
    return greys[len(greys) // 2]


def test_three_customers_paid_and_the_one_in_error_was_mended(events: list[Any]) -> None:
    cash, check, mended = events
    assert [event.status for event in events] == ["FROZEN"] * 3
    assert (cash.tenders, check.tenders) == (2, 1)
    assert cash.change > 0
    assert check.change == 0
    assert (mended.tenders, mended.error) == (1, None)


def test_the_cash_payer_owes_nothing_any_more(day: Day, events: list[Any]) -> None:
    card = day.cli("account", "show", short_id(events[0].account))
    assert (card["current_balance"], card["payoff_balance"]) == ("0.00", "0.00")
    assert card["recent_payments"][0]["event_id"] == f"{events[0].id:012}"


def test_the_receipts_say_who_paid_what_and_got_back_what(day: Day, events: list[Any]) -> None:
    papers = day.papers("receipt-*.pdf")
    assert len(papers) == 2
    for paper, event in zip(papers, events[:2], strict=True):
        assert "DEMO" in paper
        assert f"Payor {event.payor}" in paper
        assert money(paper, "Total Paid") == event.paid
        assert f"Document Number {event.document}" in paper
    cash, check = papers
    assert money(cash, "Change") == events[0].change
    assert money(cash, "Amount Tendered") == events[0].paid + events[0].change
    assert "Change" not in check


def money(paper: str, label: str) -> int:
    """The amount behind a label, in cents."""
    found = re.search(rf"^{label} \$([\d,]+\.\d\d)$", paper, re.MULTILINE)
    assert found, (label, paper)
    return int(re.sub(r"\D", "", found[1]))


def test_every_print_is_in_the_log(day: Day, events: list[Any]) -> None:
    for event, paper in zip(events[:2], day.receipts(), strict=True):
        (log,) = day.rows("SELECT * FROM print_log WHERE object_id = :id", id=event.id)
        assert (log.kind, log.copy, log.outcome) == ("receipt", 0, f"PRINTED: {paper}")


def test_all_three_drawers_are_balanced_with_a_z_report(day: Day) -> None:
    drawers = day.rows(
        "SELECT c.id AS id, c.status AS status FROM tender_control c "
        "JOIN deposit_control d ON d.id = c.deposit_control_id "
        "WHERE d.id = (SELECT max(deposit_control_id) FROM tender_control "
        "JOIN app_user u ON u.id = user_id WHERE u.login = 'cashier2')"
    )
    assert [one.status for one in drawers] == ["BALANCED"] * 3
    reports = " ".join(day.papers("z-*.pdf"))
    for one in drawers:
        assert short_id(one.id) in reports.replace(" ", "")
    for name in ("turn-in-*.pdf", "deposit-*.pdf"):
        assert day.papers(name), name


def test_pain1_the_short_drawer_is_booked_as_the_explainer_says(day: Day) -> None:
    """The tour fails where the true cause is not among the first three."""
    (booked,) = day.cli("control", "over-under-log", user="supervisor")["entries"]
    assert booked["amount"] == "-9.00"


def test_d38_the_proof_of_the_day_is_green(day: Day) -> None:
    (made,) = day.rows("SELECT max(business_date) AS day FROM tender_control")
    found = day.cli("deposit-control", "day", str(made.day), user="supervisor")
    (strip,) = found["proof"]
    assert strip["green"]
    assert found["currencies"][0]["ending_balance"]


def test_a_second_day_on_the_same_office_goes_well(second: Day, events: list[Any]) -> None:
    again = second.rows(EVENTS, login="cashier")
    assert [event.status for event in again] == ["FROZEN"] * (3 if all_wanted() else 1)
    paid = {event.account for event in events[:2]}
    assert not paid & {event.account for event in again}, "who owes nothing pays nothing"
    # The day is over where it wrote all its pictures, and stopped where it could not.
    assert second.ended.code == (0 if all_wanted() else 4), second.ended


def test_after_both_days_the_whole_database_is_in_order(second: Day) -> None:
    found = run("db", "check", "--db", second.database, "--json").document
    assert (found["clean"], found["findings"]) == (True, [])


@pytest.mark.skipif(all_wanted(), reason="the second day goes to its end")
def test_a_day_that_stops_says_why_and_names_the_log(second: Day) -> None:
    assert second.ended.out == ""
    (says,) = second.ended.err.splitlines()
    assert f"-{STOPS_AT} cannot be written" in says
    log = Path(says.partition("The log is ")[2].rstrip("."))
    assert log.is_file()
    assert f"-{STOPS_AT} cannot be written" in log.read_text("utf-8")


def test_another_database_is_not_taken_for_the_demo(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "posapp.db"
    shutil.copyfile(sqlite_template, path)
    before = path.read_bytes()
    refused = run("demo", "--dir", str(tmp_path), env=environment(tmp_path))
    assert (refused.code, refused.stdout) == (4, "")
    assert refused.stderr.strip() == f"{path} is no demo database; it is left alone."
    assert path.read_bytes() == before

"""A cashier's main job on a real display, by keys alone: find an open item, take cash, give change.

On a city's real summonses where they lie beside the checkout, else on items of our own.
"""

import csv
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from tests.helpers.command_line import run
from tests.helpers.display import SIZE, Display, missing_programs, open_display
from tests.helpers.program import SHARED_DATA, environment

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {missing_programs()}"),
]
PASSWORD = "a long enough secret"
USERS = {
    "ana": ("--name", "Ana Beck", "--role", "cashier", "--source", "CASH-A01"),
    "sam": ("--name", "Sam Cole", "--role", "supervisor"),
    "toni": ("--name", "Toni Dahl", "--role", "setup"),
}
SUMMONSES = SHARED_DATA / "parking" / "summonses.json"
BESIDE = 150  # the whole file is imported in tests/services
FEWEST_COLOURS = 30


@dataclass(frozen=True)
class Wanted:
    """The item that the customer brings, as its file has it."""

    file: Path
    profile: str
    plate: str
    name: str
    number: str
    due: Decimal
    imported: int

    @property
    def handed(self) -> Decimal:
        """Notes of a hundred, one more than needed, so that there is change."""
        return (self.due // 100 + 1) * 100


def real_summons(folder: Path) -> Wanted:
    """The dearest open summons whose plate has no other, among some of the others."""
    rows: list[dict[str, Any]] = json.loads(SUMMONSES.read_text("utf-8"))
    of_plate = Counter(row["plate"] for row in rows)
    owing = [row for row in rows if Decimal(row.get("amount_due") or 0) > 0]
    alone = [row for row in owing if of_plate[row["plate"]] == 1]
    found = max(alone, key=lambda row: (Decimal(row["amount_due"]), row["plate"]))
    some = [row for row in rows[:BESIDE] if row is not found] + [found]
    path = folder / SUMMONSES.name
    path.write_text(json.dumps(some), "utf-8")
    due = Decimal(found["amount_due"])
    number = found["summons_number"]
    plate, name = found["plate"], f"Plate {found['plate']} {found['state']}"
    return Wanted(path, "parking-summonses", plate, name, number, due, len(some))


def plate_of(n: int) -> str:
    return f"QX{n * 37 % 1000:03}K"


def name_of(n: int) -> str:
    return f"Müller, Zoë {n}"


def own_items(folder: Path) -> Wanted:
    """Invented violations in the program's own layout."""
    path = folder / "items.csv"
    head = "account_key account_name plate number sa_type issue_date due fine penalty payment"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(head.split())
        for n in range(40):
            fine, penalty, paid = 35 + n, n % 3 * 10, (35 + n if n % 4 == 1 else 0)
            who = (f"Z-{n:03}", name_of(n), plate_of(n))
            due = fine + penalty - paid
            out.writerow([*who, f"70{n:05}", "VIOLATION", "2026-01-15", due, fine, penalty, paid])
    wanted = 14
    due = Decimal(35 + wanted + wanted % 3 * 10)
    return Wanted(path, "items", plate_of(wanted), name_of(wanted), f"70{wanted:05}", due, 40)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town's database with its users, made by commands."""
    home = tmp_path_factory.mktemp("town")
    path = home / "town.db"
    env = environment(home, POSAPP_NEW_PASSWORD=PASSWORD)
    made = run("db", "init", "--admin", "boss", "--db", str(path), password=PASSWORD, env=env)
    assert made.code == 0, made
    for login, args in USERS.items():
        who = ("--user", "boss", "--db", str(path))
        added = run("user", "add", login, *args, *who, password=PASSWORD, env=env)
        assert added.code == 0, added
    return path


@dataclass
class Town:
    """A database on the way to its first payment."""

    home: Path
    path: Path

    @property
    def printed(self) -> Path:
        return self.home / "printed"

    def cli(self, *args: str, user: str = "") -> Any:
        """The document of a command that must succeed."""
        who = ("--user", user) if user else ()
        shared = ("--db", str(self.path), "--json", *who)
        ended = run(*args, *shared, password=PASSWORD, env=environment(self.home))
        assert ended.code == 0, ended
        return ended.document

    def value(self, query: str) -> Any:
        """The one value of a query, asked again and again beside the program."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchone()[0]

    def papers(self) -> list[Path]:
        """What was printed in full."""
        return [
            path for path in self.printed.glob("*.pdf") if path.read_bytes().endswith(b"%%EOF\n")
        ]


@pytest.fixture
def town(template: Path, tmp_path: Path) -> Town:
    """A copy whose workstation prints into a folder."""
    path = tmp_path / "town.db"
    shutil.copyfile(template, path)
    town = Town(tmp_path, path)
    settings = tmp_path / "config" / "posapp" / "settings.toml"
    settings.parent.mkdir(parents=True)
    lines = ('station_name = "Window 2"', f'print_folder = "{town.printed}"', 'theme = "light"')
    settings.write_text("\n".join(lines), "utf-8")
    return town


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    with open_display(tmp_path) as display:
        yield display


def test_an_item_found_by_its_plate_is_paid_in_cash_by_keys(
    town: Town, display: Display, tmp_path: Path
) -> None:
    wanted = real_summons(tmp_path) if SUMMONSES.is_file() else own_items(tmp_path)
    done = town.cli("import", "items", str(wanted.file), "--profile", wanted.profile, user="toni")
    assert (done["added"], done["rejected"]) == (wanted.imported, [])
    town.cli("deposit-control", "open", user="sam")

    display.start("--db", str(town.path))
    sign_in(display)
    open_drawer(display, town)
    assert_on_screen(display)
    pay(display, town, wanted)
    display.shoot("paid")
    display.press("ctrl+q")
    assert display.wait_for_end() == 0

    for path in display.pictures:
        assert_drawn(path)
    assert_paid(town, wanted)


def sign_in(display: Display) -> None:
    display.wait_for_window("posapp")
    display.type("ana")
    display.press("Tab")
    display.type(PASSWORD)
    display.press("Return")
    display.wait_for_window("Home")


def open_drawer(display: Display, town: Town) -> None:
    """Accept the float as it is."""

    def opened() -> bool:
        return bool(town.value("SELECT count(*) FROM tender_control WHERE status = 'OPEN'"))

    display.press_until("F9", "the drawer dialog", lambda: display.window() == "Open drawer")
    display.press_until("F9", "the open drawer", opened)
    display.wait_for_window("Home")


def pay(display: Display, town: Town, wanted: Wanted) -> None:
    def search() -> None:
        display.press("F2")
        display.type(wanted.plate)
        display.press("Return")

    display.do_until(search, "the account", lambda: display.window() == f"{wanted.name} – posapp")
    display.shoot("account")
    display.press("F5")
    display.wait_for_window("Payment Event")
    display.type(f"{wanted.handed}")
    display.press("Return")
    display.wait("the payment", lambda: town.value("SELECT count(*) FROM payment_event"))
    display.wait("the receipt", town.papers)
    display.wait("the event's page", lambda: f"{wanted.due:,.2f}" in display.window())


def assert_on_screen(display: Display) -> None:
    """The window leaves room for its title bar, so nothing of it is cut off."""
    width, height = display.size()
    assert width <= SIZE[0]
    assert height < SIZE[1]


def assert_drawn(path: Path) -> None:
    """The picture shows a window that fills the screen, not an empty desk."""
    image = QImage(str(path))
    assert (image.width(), image.height()) == SIZE
    small = image.scaled(200, 200)
    assert len({small.pixel(x, y) for x in range(200) for y in range(200)}) > FEWEST_COLOURS


def assert_paid(town: Town, wanted: Wanted) -> None:
    """Account, item, receipt and books say the same."""
    card = town.cli("account", "show", wanted.plate, user="ana")
    assert (card["current_balance"], card["payoff_balance"]) == ("0.00", "0.00")
    (item,) = card["items"]
    assert (item["number"], item["state"], item["due"]) == (wanted.number, "PAID", "0.00")
    (recent,) = card["recent_payments"]
    assert (recent["amount"], recent["status"]) == (f"{wanted.due:.2f}", "FROZEN")
    event = town.cli("event", "show", recent["event_id"], user="ana")
    change = wanted.handed - wanted.due
    assert [(one["type"], one["amount"]) for one in event["tenders"]] == [
        ("CASH", f"{wanted.handed:.2f}"),
        ("CASH", f"{-change:.2f}"),
    ]
    (paper,) = town.papers()
    words = "\n".join(page.extract_text() for page in PdfReader(paper).pages)
    for line in (
        f"Total Paid ${wanted.due:,.2f}",
        f"Cash ${wanted.handed:,.2f}",
        f"Change ${change:,.2f}",
        f"Payor {card['name']}",
        "Cashier Ana Beck",
        f"Document Number {event['document_number']}",
        event["receipt_number"],
    ):
        assert line in words.splitlines(), words
    assert "DEMO" not in words
    found = town.cli("db", "check")
    assert (found["clean"], found["findings"]) == (True, [])

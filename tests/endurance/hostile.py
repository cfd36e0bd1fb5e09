"""R10, F16: a million hostile inputs: no crash, no hang over a second, no amount read wrongly.

A case is refused with a code of ours or it is taken; anything else that is raised is a crash. What a
second of processor time does not answer is a hang. Amounts are read a second time by a rule of three
lines, and scan lines are made from what they must be read as, so that a wrong one is seen.
"""

import faulthandler
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import category

from posapp import paths
from posapp.domain.card_numbers import looks_like_card_number
from posapp.domain.check_digits import CheckScheme
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.mail_addresses import check_address
from posapp.domain.messages import sentence
from posapp.domain.money import Currency, Money
from posapp.domain.one_line import split_line
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.quick_add import QuickKind
from posapp.domain.scan_layout import ScanLayout
from posapp.domain.scan_line import compose, read
from posapp.domain.texts import clean_text
from posapp.errors import Refused
from posapp.files import read_mapped, read_profile, shipped_profiles
from posapp.files.quick_file import read_quick_file
from posapp.i18n import NumberSigns
from posapp.storage.db import Database
from posapp.storage.search import MOST_HITS, search_accounts
from posapp.ui.amounts import read_amount
from tests.endurance.proof import Run, Tally
from tests.helpers.clock import FixedClock
from tests.helpers.day_worker import SURE
from tests.helpers.hostile import content, damaged, mutated, number, text
from tests.helpers.office import DAY, Office, open_office

USD: Final = Currency("USD")
EN: Final = NumberSigns(".", ",")
PLAIN: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2})0*)?", re.ASCII)
STUB: Final = ScanLayout(
    "STUB", "Ours", 26, "77", "ACCT", 3, 10, digits_only=True, amount_start=13, amount_length=12,
    check_scheme=CheckScheme.MOD97, check_start=25, check_spans="1-24", on_stubs=True,
)  # fmt: skip
TURNING: Final = frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
)
"""Signs that turn the direction of what is read."""
HANG: Final = 1.0
FROZEN: Final = 120
profile_of: Final = cache(read_profile)


class WrongError(Exception):
    """Something was taken for what it is not."""


@dataclass
class Ways:
    """Every way in; each function takes one case."""

    office: Office
    folder: Path
    account: int
    taken: int = 0

    def amount(self, draw: random.Random) -> None:
        """An amount in a file or on the command line."""
        given = number(draw)
        found = USD.parse(given)
        match = PLAIN.fullmatch(given.strip(" "))
        wanted = None
        if match is not None:
            sign, whole, fraction = match.groups("")
            wanted = int(whole + fraction.ljust(2, "0")) * (-1 if sign else 1)
        if found.minor != wanted:
            raise WrongError(f"amount {given[:60]!r} was read as {found}")

    def typed_amount(self, draw: random.Random) -> None:
        """An amount in the window: grouped, or a sum."""
        given = number(draw)
        found = read_amount(given, USD, EN)
        plain = given.translate({ord(sign): None for sign in ", \u00a0\u202f'\u2019"})
        if re.fullmatch(r"[0-9]+(\.[0-9]{2})?", plain, re.ASCII):
            wanted = int(plain.replace(".", "")) * (1 if "." in plain else 100)
            if found.minor != wanted:
                raise WrongError(f"typed {given[:60]!r} was read as {found}")
        elif not re.search("[.+]", plain):
            raise WrongError(f"typed {given[:60]!r} was read as {found}")

    def scan(self, draw: random.Random) -> None:
        """A scan line, whole, misread or hostile."""
        if draw.random() < 0.3:
            read(text(draw), (STUB,))
            return
        value, amount = f"{draw.randrange(10**10):010}", Money(draw.randrange(1, 10**11))
        found = read(damaged(compose(STUB, value, amount), draw), (STUB,))
        if (found.value, found.amount) != (value, amount):
            raise WrongError(f"a scan of {value} {amount} was read as {found}")

    def line(self, draw: random.Random) -> None:
        """A text in the search line that may be a payment."""
        found = split_line(text(draw))
        if found is not None and not (found.number and found.words[0].isalpha()):
            raise WrongError(f"{found}")

    def free_text(self, draw: random.Random) -> None:
        """Any field of text: what is kept holds nothing unseen and stays as it is."""
        kept = clean_text(text(draw), "name", 254)
        unseen = {sign for sign in kept if category(sign) in {"Cc", "Cs"} or sign in TURNING}
        if unseen or clean_text(kept, "name", 254) != kept:
            raise WrongError(f"kept {kept[:60]!r}")

    def card(self, draw: random.Random) -> None:
        """The look for card numbers."""
        looks_like_card_number(text(draw) + number(draw))

    def address(self, draw: random.Random) -> None:
        """A mail address."""
        found = check_address(draw.choice(("ann@example.com", "a@b.c", "")) + text(draw))
        if "\n" in found or "\r" in found:
            raise WrongError(f"address {found[:60]!r}")

    def file(self, draw: random.Random) -> None:
        """A file to be imported, through a shipped profile."""
        path = self.folder / "in"
        path.write_bytes(content(draw))
        found = read_mapped(path, profile_of(draw.choice(shipped_profiles())), currency=USD)
        if found.read != len(found.records) + len(found.rejected):
            raise WrongError("rows of a file went missing")

    def batch(self, draw: random.Random) -> None:
        """A file of Quick Add."""
        path = self.folder / "batch.csv"
        path.write_bytes(content(draw))
        read_quick_file(path, draw.choice(list(QuickKind)))

    def profile(self, draw: random.Random) -> None:
        """A profile with damage."""
        path = self.folder / "profile.toml"
        source = paths.resource("profiles") / f"{draw.choice(shipped_profiles())}.toml"
        path.write_bytes(mutated(source.read_bytes(), draw))
        read_profile(path)

    def search(self, draw: random.Random) -> None:
        """The search line."""
        with self.office.db.read() as s:
            if len(search_accounts(s, text(draw)[:254])) > MOST_HITS:
                raise WrongError("more hits than may be shown")

    def payment(self, draw: random.Random) -> None:
        """A payment whose texts are hostile, and its receipt."""
        field = draw.choice(("name", "external_reference", "customer_id", "check_number", "micr"))
        remark = draw.choice(("comments", "long_comment", "match_value"))
        account = AccountId(self.account)
        matched = {"match_type": "SA-ID"} if remark == "match_value" else {}
        command = AddEvent(
            new_request_id(),
            account,
            (TenderDraft("CASH", Money(100), **{field: text(draw)}),),
            (PaymentDraft(account, Money(100), **(matched | {remark: text(draw)})),),
            confirmed=SURE,
        )
        services, cashier = self.office.services, self.office.cashier
        event = services.payment_events.add(command, cashier).value.event_id
        self.taken += 1
        if draw.random() < 0.1:
            paper = services.printing.preview(event, cashier)
            if not paper.startswith(b"%PDF") or b"/URI" in paper or b"/JavaScript" in paper:
                raise WrongError("a receipt that is more than paper")


WEIGHTS: Final = {
    "amount": 250, "typed_amount": 150, "scan": 200, "line": 100, "free_text": 120, "card": 80,
    "address": 40, "file": 34, "batch": 10, "profile": 4, "search": 10, "payment": 2,
}  # fmt: skip


def run(run: Run, tally: Tally) -> None:
    """Every way in gets its share of the cases."""
    url = run.fresh()
    db = Database.open(url)
    office = open_office(db, FixedClock())
    account = office.account("Okafor, Ngozi")
    office.agreement(account, "WATER", (DAY, 10**12))
    ways = Ways(office, run.folder, account)
    pieces = run.of(1_500, 1_000_000) // sum(WEIGHTS.values())
    draw, slowest = run.draw(), [0.0]
    for _ in range(max(1, pieces)):
        # A case that never ends shows where it is and ends the run.
        faulthandler.dump_traceback_later(FROZEN, exit=True)
        for name, weight in WEIGHTS.items():
            way = getattr(ways, name)
            for _ in range(weight):
                _one(name, way, draw, tally, slowest)
    faulthandler.cancel_dump_traceback_later()
    tally.count("ms slowest case", round(slowest[0] * 1000))
    with db.read() as s:
        stored = s.exec_driver_sql("SELECT count(*), sum(amount) FROM payment").one()
    if (stored[0], int(stored[1] or 0)) != (ways.taken, ways.taken * 100):
        tally.blame(f"{ways.taken} payments of 1.00 were taken, {stored} are there")
    run.prove(url, tally)
    db.dispose()


def _one(
    name: str, way: Callable[[random.Random], None], draw: random.Random, tally: Tally,
    slowest: list[float],
) -> None:  # fmt: skip
    began = time.thread_time()
    tally.count("cases")
    try:
        way(draw)
    except Refused as refused:
        tally.count("refused")
        if not sentence(refused.code, refused.fields):
            tally.blame(f"{name}: {refused.code} has no sentence")
    except WrongError as wrong:
        tally.blame(f"wrong: {name}: {wrong}")
    except Exception as error:  # noqa: BLE001 - a crash is what is looked for
        tally.blame(f"crash: {name}: {error!r:.300}")
    took = time.thread_time() - began
    slowest[0] = max(slowest[0], took)
    if took > HANG:
        tally.blame(f"hang: {name}: {took:.1f} s")

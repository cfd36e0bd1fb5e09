"""The oracle O of every fault test: what must be true after any fault, seen from outside.

Its nine points: (1) every acknowledged event is there once, (2) nothing is there that nobody asked
for, (3) tenders less change make the payments of each event, (4) segments make their payment,
(5) ledger lines sum to zero, by transaction and in all, (6) a balanced drawer holds its float and its
tenders less what left it, (7) receipts, documents and audit rows have no gap, (8) audit chains verify
and equal the live rows, (9) the file is sound and no reference points nowhere.
1 to 7 are statements of its own, so that a fault of the program's check is not a fault of the oracle;
8 and most of 9 are ``db check``.

``python -m tests.helpers.verifier`` is the same in a process that only opens the database: it reads
what was acknowledged as JSON from its input and prints its findings as JSON.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from posapp.errors import StorageFailure
from posapp.storage.check import check_database
from posapp.storage.db import Database
from posapp.storage.sqlite import driver
from tests.helpers import oracle
from tests.helpers.children import ROOT

SUMS: Final = {
    "3 tenders": """SELECT e.id FROM payment_event e
        WHERE (SELECT coalesce(sum(t.amount), 0) FROM tender t
               WHERE t.event_id = e.id AND t.status = 'VALID')
           <> (SELECT coalesce(sum(p.amount), 0) FROM payment p
               WHERE p.event_id = e.id AND p.status <> 'CANCELED')""",
    "4 segments": """SELECT p.id FROM payment p
        WHERE p.status IN ('FREEZABLE', 'FROZEN', 'CANCELED') AND p.amount <> (
            SELECT coalesce(sum(g.amount), 0) FROM pay_segment g WHERE g.payment_id = p.id)""",
    "5 ledger": "SELECT ft_id FROM gl_line GROUP BY ft_id HAVING sum(amount) <> 0",
    "5 currencies": """SELECT f.currency FROM gl_line g
        JOIN financial_transaction f ON f.id = g.ft_id GROUP BY f.currency
        HAVING sum(g.amount) <> 0""",
    "6 drawers": """SELECT k.tender_control_id, l.tender_type FROM control_close k
        JOIN close_line l ON l.close_id = k.id
        WHERE k.reopened_at IS NULL AND l.ending <> l.starting
            + (SELECT coalesce(sum(t.control_amount), 0) FROM tender t
               WHERE t.tender_control_id = k.tender_control_id
               AND t.tender_type = l.tender_type AND t.counted)
            - (SELECT coalesce(sum(r.amount), 0) FROM refund_movement r
               WHERE r.tender_control_id = k.tender_control_id AND r.tender_type = l.tender_type)
            - (SELECT coalesce(sum(CASE WHEN x.direction = 'OUT' THEN x.amount ELSE -x.amount END), 0)
               FROM turn_in x WHERE x.tender_control_id = k.tender_control_id
               AND x.tender_type = l.tender_type)""",
    "7 audit": """SELECT chain FROM audit GROUP BY chain
        HAVING min(seq) <> 1 OR max(seq) <> count(*)""",
}
_MONEY = """SELECT account_id, sum(amount) FROM payment WHERE status <> 'CANCELED'
    GROUP BY account_id"""


@dataclass(frozen=True)
class Expected:
    """What the parent knows: events by request, cents by account; ``None`` where it knows nothing."""

    events: dict[str, int] | None = None
    money: dict[int, int] | None = None


@dataclass
class Verdict:
    """What the oracle found."""

    lost: int = 0
    doubled: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is off."""
        return not self.findings


def verify(url: str, expected: Expected | None = None) -> Verdict:
    """Look at a database that nobody writes now.

    Raises:
        StorageFailure: it cannot be opened or read.
    """
    verdict = Verdict()
    # The program's own recovery opens a log that was left behind; nothing is written here.
    db = Database.open(url)
    try:
        _compare(db, expected or Expected(), verdict)
        verdict.findings += [
            f"{name}: {found[:3]}" for name, sql in SUMS.items() if (found := oracle.rows(db, sql))
        ]
        for name, series in (
            ("receipts", oracle.receipts(db)),
            ("documents", oracle.documents(db)),
        ):
            if not oracle.gapless(series.values()):
                verdict.findings.append(f"7 {name}: {series}"[:300])
        found = check_database(db).findings
        verdict.findings += [f"8 {each.name}: {each.says} {each.first}" for each in found]
    finally:
        db.dispose()
    if db.path is not None:
        verdict.findings += _bare(str(db.path))
    return verdict


def _compare(db: Database, expected: Expected, verdict: Verdict) -> None:
    """1 and 2: by request id, and by the money of each account."""
    if expected.events is not None:
        stored = oracle.events(db)
        lost = [r for r, event in expected.events.items() if stored.get(r) != event]
        extra = [r for r in stored if r not in expected.events]
        verdict.lost, verdict.doubled = len(lost), len(extra)
        verdict.findings += [f"1 lost: {lost[:3]}"] if lost else []
        verdict.findings += [f"2 doubled, or never asked for: {extra[:3]}"] if extra else []
    if expected.money is not None:
        found = {account: int(cents) for account, cents in oracle.rows(db, _MONEY)}
        wanted = {account: cents for account, cents in expected.money.items() if cents}
        if {account: cents for account, cents in found.items() if cents} != wanted:
            verdict.findings.append(f"2 money: {found} in place of {wanted}")


def _bare(path: str) -> list[str]:
    """9, by the library alone."""
    connection = driver().connect(path)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchall()
        nowhere = connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()
    return [f"9 file: {found[:3]}" for found in (sound, nowhere) if found not in ([], [("ok",)])]


def verify_apart(url: str, expected: Expected | None = None) -> Verdict:
    """The same in a process of its own."""
    given = {"url": url} | asdict(expected or Expected())
    ended = subprocess.run(
        [sys.executable, "-m", "tests.helpers.verifier"],
        input=json.dumps(given), capture_output=True, text=True, timeout=600, check=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return Verdict(**json.loads(ended.stdout))


def main() -> None:
    """Verify what the input names."""
    given: dict[str, Any] = json.load(sys.stdin)
    money = given["money"]
    numbers = None if money is None else {int(account): cents for account, cents in money.items()}
    try:
        verdict = verify(given["url"], Expected(given["events"], numbers))
    except StorageFailure as failure:
        verdict = Verdict(findings=[f"9 not to be opened: {failure}"])
    print(json.dumps(asdict(verdict)))


if __name__ == "__main__":
    main()

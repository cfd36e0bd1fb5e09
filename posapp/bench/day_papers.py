"""Papers of a large drawer (P9): a balanced control of 5,000 tenders is opened, its Z report printed.

The paper is read and rendered by the service, from the call to its bytes; printing it writes the
print log too, twice. The reference reads the rows of the Z report with statements by hand and fills
a bare canvas.
"""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from posapp.bench.child import Options, answer
from posapp.bench.figures import (
    Figure,
    compared,
    in_turns,
    of_processor,
    percentile,
    timed,
    within,
)
from posapp.bench.office import DUE, NOW, OFFICE, SmallOffice, open_office
from posapp.bench.receipt import by_hand, register_font
from posapp.domain.codes import Role
from posapp.domain.control_counts import CountControl
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder
from posapp.domain.ids import new_request_id
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.storage import sqlite
from posapp.storage.users import insert_user

_MOST_MS: Final = 10.0
_MOST_READ: Final = 20.0
_WARM: Final = 3
_ROWS: Final = (
    "SELECT * FROM close_line WHERE close_id = ? ORDER BY tender_type",
    "SELECT * FROM tender WHERE tender_control_id = ? AND status = 'CANCELED'",
)


@dataclass(frozen=True, slots=True)
class Drawer:
    """A balanced drawer, and who balanced it."""

    office: SmallOffice
    supervisor: Actor
    close_id: int


class _Nowhere:
    """A printer that takes everything at once."""

    name: Final = "bench"

    def print_pdf(self, pdf: bytes, title: str) -> str:
        """Keep nothing."""
        return f"{title}: {len(pdf)}"


def measure(options: Options) -> Sequence[Figure]:
    """The Z report of a drawer: ``tenders``, ``rounds``."""
    rounds, tenders = int(options["rounds"]) + _WARM, int(options["tenders"])
    register_font()
    with TemporaryDirectory() as name:
        drawer = balanced(open_office(Path(name) / "drawer.db"), tenders)
        office, who = drawer.office, drawer.supervisor
        connection: Any = sqlite.driver().connect(str(office.path))
        papers, order = office.services.papers, PaperOrder(DayPaper.Z, office.control)
        ours = partial(papers.preview, order, who, layout="roll80")
        hand = partial(_by_hand, connection, office.control, drawer.close_id)
        turns = in_turns([ours] * rounds, [hand] * rounds, warm=_WARM)
        note = "" if turns.busy is None else of_processor(turns.busy)
        printed = partial(papers.print_paper, order, who, _Nowhere(), layout="roll80")
        shown = partial(office.services.tender_controls.show, office.control, who)
        found = [
            within("P9", f"Z report of {tenders:,} tenders, median", percentile(turns.ours, 0.5),
                   _MOST_MS, note=note),
            compared("", "Z report beside statements and a canvas by hand", turns, None),
            Figure("", "Z report printed and logged", _median(printed, rounds)),
            within("P6", f"drawer of {tenders:,} tenders, p99", _slowest(shown, rounds), _MOST_READ),
        ]  # fmt: skip
        connection.close()
        office.db.dispose()
    return found


def balanced(office: SmallOffice, tenders: int) -> Drawer:
    """Take so many payments of one tender each, a third by check; count and balance the drawer."""
    services, cashier, control = office.services, office.actor, office.control
    for number, payee in enumerate(office.add_payees(tenders)):
        kind, check = ("CASH", "") if number % 3 else ("CHEC", str(number))
        command = AddEvent(
            new_request_id(),
            payee.account,
            (TenderDraft(kind, Money(DUE), check),),
            (PaymentDraft(payee.account, Money(DUE)),),
            confirmed=frozenset({"M-06W"}),
        )
        services.payment_events.add(command, cashier)
    supervisor = _supervisor(office)
    services.control_life.start_balancing(control, new_request_id(), cashier)
    lines = services.tender_controls.show(control, cashier).lines
    endings = tuple((line.tender_type, line.expected or ZERO) for line in lines)
    services.control_counts.count(CountControl(new_request_id(), control, endings=endings), cashier)
    services.control_counts.submit(control, new_request_id(), cashier)
    services.control_life.balance(control, new_request_id(), supervisor)
    with office.db.read() as s:
        close_id = s.exec_driver_sql("SELECT id FROM control_close").scalar_one()
    return Drawer(office, supervisor, int(close_id))


def _supervisor(office: SmallOffice) -> Actor:
    roles = frozenset({Role.SUPERVISOR})
    with office.db.begin() as s:
        user = insert_user(
            s, login="super", name="Super", password_hash="", office=OFFICE, roles=roles, at=NOW
        )
    return Actor(user, "super", "Super", roles, OFFICE, "BENCH")


def _median(call: Any, rounds: int) -> float:
    return percentile([timed(call)[0] for _ in range(rounds)][_WARM:], 0.5)


def _slowest(call: Any, rounds: int) -> float:
    # What was measured before left garbage; to look through all of it is not this call's work.
    gc.collect()
    gc.freeze()
    return percentile([timed(call)[0] for _ in range(rounds)][_WARM:], 0.99)


def _by_hand(connection: Any, control: int, close_id: int) -> bytes:
    """Read what the report shows, and fill a canvas with as many lines."""
    for statement, key in zip(_ROWS, (close_id, control), strict=True):
        connection.execute(statement, (key,)).fetchall()
    return by_hand()


if __name__ == "__main__":
    answer(measure)

"""R11: papers held against the data by their number and their seal (reliability 0.1, A.6, F22)."""

import io
import re
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from sqlalchemy import text

from posapp.domain.codes import ControlStatus
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder
from posapp.domain.ids import new_request_id, short_id
from posapp.domain.paper_proofs import Fault, PaperKind, PaperProof, Verdict
from posapp.domain.tender_cancels import CancelTender
from posapp.errors import Refused
from posapp.storage.audit import append_audit, control_chain, row_hash
from posapp.storage.check import check_database
from posapp.storage.triggers import drop_statements, statements
from tests.helpers.drawer_day import balance_drawer, bank, owing, take
from tests.helpers.office import Office

_SEAL = re.compile(r"\d+-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


class Tray:
    """A printer that keeps the last paper."""

    name = "Tray"

    def __init__(self) -> None:
        self.pdf = b""

    def print_pdf(self, pdf: bytes, title: str) -> str:
        self.pdf = pdf
        return title

    @property
    def seal(self) -> str:
        """The audit seal on the last paper."""
        pages = pypdf.PdfReader(io.BytesIO(self.pdf)).pages
        (found,) = _SEAL.findall("\n".join(page.extract_text() for page in pages))
        return str(found)


@pytest.fixture
def tray() -> Tray:
    return Tray()


def printed(office: Office, tray: Tray, event: Any) -> str:
    """Print a receipt and read the seal off the paper."""
    office.services.printing.print_receipt(event.id, office.cashier, tray)
    return tray.seal


def verify(office: Office, *typed: str) -> PaperProof:
    return office.services.verifying.verify(" ".join(typed), office.cashier)


def cancel(office: Office, event: Any) -> None:
    order = CancelTender(event.tenders[0].id, "DATA", drawer=office.control)
    office.services.canceling.cancel_tender(order, new_request_id(), office.supervisor)


def tamper(office: Office, *statements_: str, **values: Any) -> None:
    """Change the data as the owner of the file would, guards out of the way."""
    with office.db.begin() as s:
        for statement in drop_statements(office.db.dialect):
            s.execute(text(statement))
        assert sum(s.execute(text(one), values).rowcount for one in statements_) > 0
        for statement in statements(office.db.dialect):
            s.execute(text(statement))


def rewrite(office: Office, chain: str, edit: Callable[[dict[str, Any]], None]) -> None:
    """Edit a chain and make every hash anew, so that nothing inside the data tells (A.6)."""
    with office.db.begin() as s:
        for statement in drop_statements(office.db.dialect):
            s.execute(text(statement))
        query = text("SELECT * FROM audit WHERE chain = :chain ORDER BY seq")
        rows = [dict(row._mapping) for row in s.execute(query, {"chain": chain})]
        prev = ""
        for row in rows:
            edit(row)
            at = row["at"]
            stamp = at if isinstance(at, str) else at.isoformat(timespec="microseconds")
            own = row_hash(
                chain, row["seq"], prev, stamp, row["user_id"], row["action"], row["object_id"],
                row["body"],
            )  # fmt: skip
            update = text(
                "UPDATE audit SET body = :body, prev = :prev, hash = :own"
                " WHERE chain = :chain AND seq = :seq"
            )
            given = {"body": row["body"], "prev": prev, "own": own, "chain": chain}
            s.execute(update, given | {"seq": row["seq"]})
            prev = own
        head = text("UPDATE audit_head SET hash = :own WHERE chain = :chain")
        s.execute(head, {"own": prev, "chain": chain})
        for statement in statements(office.db.dialect):
            s.execute(text(statement))


def test_r11_a_receipt_is_genuine_by_number_by_seal_and_by_both(office: Office, tray: Tray) -> None:
    account = owing(office)
    event = take(office, account, "CASH", 2500)
    take(office, account, "CASH", 900)
    first = printed(office, tray, event)
    take(office, account, "CASH", 700)
    again = printed(office, tray, event)
    assert first != again
    number = event.receipt_number
    for typed in ((number,), (first,), (number, first), (again.lower().replace("-", " "),)):
        proof = verify(office, *typed)
        assert (proof.verdict, proof.says.kind) == (Verdict.GENUINE, PaperKind.RECEIPT)
        assert (proof.says.number, proof.says.object_id) == (number, event.id)
        assert proof.says.amount is not None
        assert (proof.says.amount.minor, proof.says.named) == (2500, "Okafor, Ngozi")
        assert [one.copy for one in proof.prints] == [0, 1]
    # A seal says which of the prints it is of.
    assert [one.is_this for one in verify(office, again).prints] == [False, True]


def test_r11_a_canceled_receipt_says_by_whom_when_and_why(office: Office, tray: Tray) -> None:
    event = take(office, owing(office), "CASH", 2500)
    seal = printed(office, tray, event)
    office.clock.advance(minutes=7)
    cancel(office, event)
    for typed in (seal, event.receipt_number):
        proof = verify(office, typed)
        assert proof.verdict is Verdict.CANCELED
        assert proof.end is not None
        assert (proof.end.by, proof.end.at) == (office.supervisor.name, office.clock())
        assert proof.end.reason == office.services.setup().cancel_reasons["DATA"].description
        assert proof.end.action == "tender.cancel"
        # What the paper says, not what is left of it.
        assert proof.says.amount is not None
        assert proof.says.amount.minor == 2500


def test_r11_a_chain_that_was_rewritten_is_found_by_paper_alone(office: Office, tray: Tray) -> None:
    event = take(office, owing(office), "CASH", 2500)
    seal = printed(office, tray, event)

    def lower(row: dict[str, Any]) -> None:
        row["body"] = row["body"].replace("2500", "2400")

    rewrite(office, control_chain(office.control), lower)
    # The chain follows from its own rows again; only the paper knows another head (A.6).
    broken = {finding.name for finding in check_database(office.db).findings}
    assert "audit chains" not in broken
    proof = verify(office, event.receipt_number, seal)
    assert (proof.verdict, proof.fault) == (Verdict.REWRITTEN, Fault.OTHER)
    assert verify(office, seal).verdict is Verdict.UNKNOWN


def test_r11_a_tail_that_was_cut_off_is_found_by_paper(sqlite_office: Office, tray: Tray) -> None:
    office = sqlite_office
    account = owing(office)
    event = take(office, account, "CASH", 2500)
    with office.db.begin() as s:
        append_audit(
            s, control_chain(office.control), at=office.clock(), user_id=None, action="control.note",
            object_id=office.control, body={},
        )  # fmt: skip
    seal = printed(office, tray, event)
    last = "(SELECT max(seq) FROM audit WHERE chain = :chain)"
    tamper(
        office,
        f"DELETE FROM audit WHERE chain = :chain AND seq = {last}",
        "UPDATE audit_head SET length = length - 1, hash = (SELECT a.hash FROM audit a WHERE"
        " a.chain = audit_head.chain AND a.seq = audit_head.length - 1) WHERE chain = :chain",
        chain=control_chain(office.control),
    )
    proof = verify(office, event.receipt_number, seal)
    assert (proof.verdict, proof.fault) == (Verdict.REWRITTEN, Fault.CUT)


def test_r11_rows_behind_the_back_of_the_audit_are_found(office: Office, tray: Tray) -> None:
    event = take(office, owing(office), "CASH", 2500)
    seal = printed(office, tray, event)
    tamper(office, "UPDATE tender SET check_number = '1' WHERE event_id = :id", id=event.id)
    for typed in (seal, event.receipt_number):
        proof = verify(office, typed)
        assert (proof.verdict, proof.fault) == (Verdict.REWRITTEN, Fault.ROWS)
    tamper(office, "UPDATE audit SET body = '{}' WHERE object_id = :id", id=event.id)
    assert verify(office, event.receipt_number).fault is Fault.BROKEN


def test_r11_a_z_report_proves_the_drawer_and_says_that_it_was_reopened(
    office: Office, tray: Tray
) -> None:
    take(office, owing(office), "CASH", 2500)
    balance_drawer(office, office.control)
    order = PaperOrder(DayPaper.Z, office.control)
    office.services.papers.print_paper(order, office.supervisor, tray)
    seal = tray.seal
    for typed in ((seal,), (short_id(office.control), seal), ("Z-1",)):
        proof = verify(office, *typed)
        assert (proof.verdict, proof.says.number) == (Verdict.GENUINE, "Z-1")
        # Nothing that a blind count would hide is told (D-16).
        assert proof.says.amount is None
    office.services.control_life.reopen(
        office.control, ControlStatus.BALANCING, "Counted the wrong bag", new_request_id(),
        office.supervisor,
    )  # fmt: skip
    proof = verify(office, seal)
    assert proof.verdict is Verdict.CHANGED
    (reopened,) = proof.happened
    assert (reopened.by, reopened.reason) == (office.supervisor.name, "Counted the wrong bag")

    rewrite(office, control_chain(office.control), lambda row: row.update(body="{}"))
    assert verify(office, short_id(office.control), seal).fault is Fault.OTHER


def test_r11_a_deposit_slip_proves_the_day_and_says_what_changed(
    sqlite_office: Office, tray: Tray
) -> None:
    office = sqlite_office
    take(office, owing(office), "CASH", 2500)
    deposit = bank(office, 2500)
    order = PaperOrder(DayPaper.DEPOSIT_SLIP, deposit)
    office.services.papers.print_paper(order, office.supervisor, tray)
    seal = tray.seal
    for typed in ((seal,), (short_id(deposit), seal), (short_id(deposit),)):
        proof = verify(office, *typed)
        assert (proof.verdict, proof.says.kind) == (Verdict.GENUINE, PaperKind.DEPOSIT_SLIP)
        assert len(proof.prints) == 1
    office.services.bank_deposits.delete(deposit, new_request_id(), office.supervisor)
    proof = verify(office, seal)
    assert proof.verdict is Verdict.CANCELED
    assert proof.end is not None
    assert proof.end.by == office.supervisor.name


def test_r11_papers_that_nobody_here_knows(sqlite_office: Office, tray: Tray) -> None:
    office = sqlite_office
    account = owing(office)
    one, other = take(office, account, "CASH", 2500), take(office, account, "CASH", 900)
    for typed in ("1000000017-99", "Z-9", "0000000001", "K-2026-000001", "no such paper", ""):
        assert verify(office, typed).verdict is Verdict.UNKNOWN, typed
    stray = "7-0000-0000-0000-000"
    with pytest.raises(Refused, match="M-388"):
        verify(office, f"{stray}Z")
    seal = printed(office, tray, one)
    # Another drawer's receipt with this seal: the seal is ours, the paper is not.
    office.services.printing.print_receipt(other.id, office.cashier, tray)
    assert verify(office, "Z-9", seal).verdict is Verdict.UNKNOWN


def test_d21_the_same_print_again_bears_the_same_seal(sqlite_office: Office, tray: Tray) -> None:
    office = sqlite_office
    account = owing(office)
    event, request = take(office, account, "CASH", 2500), new_request_id()
    receipts = office.services.printing
    receipts.print_receipt(event.id, office.cashier, tray, request_id=request)
    seal = tray.seal
    take(office, account, "CASH", 900)
    receipts.print_receipt(event.id, office.cashier, tray, request_id=request)
    assert tray.seal == seal
    assert [one.copy for one in verify(office, seal).prints] == [0]

"""The payment as one would write it by hand: plain SQL on the driver, the same rows, no rules.

The reference of P1 and P2. It looks its request up, takes the numbers, writes every row that
``services.payment_events.add`` writes for cash with change on one agreement, links the audit chain
and commits. What to write is known beforehand: it reads no debts and decides nothing.
"""

import hashlib
import json
from typing import Any, Final

from posapp.bench.office import DUE, NOW, OFFICE, TODAY, Payee, SmallOffice
from posapp.storage import sqlite

HANDED: Final = 3_000
_AT: Final = NOW.isoformat(timespec="microseconds")
_DAY: Final = TODAY.isoformat()
_CASH: Final = "1010-CASH"
_RECEIVABLE: Final = "1200-AR-WATER"
_IDS: Final = 6

_EVENT: Final = (
    "INSERT INTO payment_event (id, request_id, payment_date, currency, office, document_number,"
    " receipt_control_id, receipt_seq, created_at, created_by, version, unbalanced)"
    " VALUES (?, ?, ?, 'USD', ?, ?, ?, ?, ?, ?, 1, 0)"
)
_TENDER: Final = (
    "INSERT INTO tender (id, event_id, payor_account_id, tender_type, amount, control_amount,"
    " control_currency, rate, tender_control_id, distribution_code, status, cash_back, rounding,"
    " check_number, micr_last4, customer_id, external_reference, name, counted, cancel_reason,"
    " canceled_at, canceled_by, demerit_due, created_at, created_by)"
    " VALUES (?, ?, ?, 'CASH', ?, ?, 'USD', NULL,"
    " ?, ?, 'VALID', ?, 0, '', '', '', '', '', 1, NULL, NULL, NULL, 0, ?, ?)"
)
_PAYMENT: Final = (
    "INSERT INTO payment (id, event_id, account_id, detail_id, amount, status, error_code,"
    " error_text, manual, match_type, match_value, non_cis_name, reference, comments, template,"
    " long_comment, cancel_reason, frozen_at, frozen_by, canceled_at, canceled_by, created_at)"
    " VALUES (?, ?, ?, NULL, ?, 'FROZEN', NULL, '', 0, NULL, NULL, '', '', '', NULL, '', NULL, ?, ?, NULL, NULL, ?)"
)
_SEGMENT: Final = (
    "INSERT INTO pay_segment (id, payment_id, agreement_id, amount, bill_id)"
    " VALUES (?, ?, ?, ?, NULL)"
)
_TRANSACTION: Final = (
    "INSERT INTO financial_transaction (id, ft_type, agreement_id, parent_id, sibling_id,"
    " current_amount, payoff_amount, currency, accounting_date, arrears_date, frozen_at,"
    " frozen_by, show_on_bill, reverses_id)"
    " VALUES (?, 'PS', ?, ?, ?, ?, ?, 'USD', ?, NULL, ?, ?, 1, NULL)"
)
_LINE: Final = "INSERT INTO gl_line (ft_id, seq, distribution_code, amount) VALUES (?, ?, ?, ?)"
_CHOICE: Final = (
    "UPDATE control_choice SET tender_control_id = ? WHERE user_id = ? AND currency = 'USD'"
)
_REQUEST: Final = (
    "INSERT INTO request (id, kind, fingerprint, result_id, created_at, user_id)"
    " VALUES (?, 'event', ?, ?, ?, ?)"
)
_AUDIT: Final = (
    "INSERT INTO audit (chain, seq, at, user_id, action, object_id, body, prev, hash)"
    " VALUES (?, ?, ?, ?, 'event', ?, ?, ?, ?)"
)
_HEAD: Final = "UPDATE audit_head SET length = ?, hash = ? WHERE chain = ?"
_CHANGE: Final = (
    "INSERT INTO change_log (at, topics, workstation)"
    " VALUES (?, 'controls events items ledger', 'BENCH')"
)


class ByHand:
    """A connection of its own to the office's file, with the same durable settings."""

    def __init__(self, office: SmallOffice, *, safe: bool = True) -> None:
        """Open it; one that is not ``safe`` leaves out what only guards the money (P3)."""
        self._safe = safe
        self._user = office.actor.user_id
        self._control = office.control
        self._chain = f"control/{office.control}"
        self._print = "0" * 64
        self._connection: Any = sqlite.driver().connect(
            str(office.path), isolation_level=None, cached_statements=400
        )
        self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
        for name, value, _ in sqlite.settings():
            self._connection.execute(f"PRAGMA {name}={value}").fetchall()
        if not safe:
            self._connection.execute("PRAGMA foreign_keys=OFF").fetchall()

    def pay(self, payee: Payee, request_id: str) -> int:
        """Take a payment of the whole debt in cash with change; returns the event's id."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        known = self._find(run, request_id)
        if known is not None:
            run("ROLLBACK")
            return known
        document, receipt, first = self._numbers(run)
        event, tender, change, payment, segment, ft = range(first, first + _IDS)
        user, control = self._user, self._control
        run(
            _EVENT,
            (event, request_id, _DAY, OFFICE, document, control, receipt, _AT, user),
        )
        for row, cents, back in ((tender, HANDED, 0), (change, DUE - HANDED, 1)):
            run(
                _TENDER,
                (row, event, payee.account, cents, cents, control, _CASH, back, _AT, user),
            )
        run(_PAYMENT, (payment, event, payee.account, DUE, _AT, user, _AT))
        run(_SEGMENT, (segment, payment, payee.agreement, DUE))
        run(_TRANSACTION, (ft, payee.agreement, payment, segment, -DUE, -DUE, _DAY, _AT, user))
        run(_LINE, (ft, 1, _CASH, DUE))
        run(_LINE, (ft, 2, _RECEIVABLE, -DUE))
        run(_CHOICE, (control, user))
        if self._safe:
            run(_REQUEST, (request_id, self._print, event, _AT, user))
            ids = (event, tender, change, payment, segment, ft)
            self._audit(run, ids, payee, request_id, document, receipt)
        run("DELETE FROM in_hand WHERE request_id = ?", (request_id,))
        run(_CHANGE, (_AT,))
        run("COMMIT")
        return event

    def _find(self, run: Any, request_id: str) -> int | None:
        """What the request did before."""
        if not self._safe:
            return None
        known = run("SELECT result_id FROM request WHERE id = ?", (request_id,)).fetchone()
        return None if known is None else int(known[0])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _numbers(self, run: Any) -> tuple[str, int, int]:
        """Document number, receipt number, and the first of six identities."""
        (document,) = run(
            "UPDATE number_sequence SET last = last + 1 WHERE kind = 'PAYMENT' AND scope = ?"
            " RETURNING last",
            (f"{OFFICE}:{TODAY.year}",),
        ).fetchone()
        (receipt,) = run(
            "UPDATE tender_control SET last_receipt = last_receipt + 1 WHERE id = ?"
            " RETURNING last_receipt",
            (self._control,),
        ).fetchone()
        (after,) = run(
            "UPDATE id_counter SET next_id = next_id + ? WHERE id = 1 RETURNING next_id", (_IDS,)
        ).fetchone()
        return f"{TODAY.year}-{OFFICE}-{document:06d}", receipt, after - _IDS

    def _audit(
        self,
        run: Any,
        ids: tuple[int, ...],
        payee: Payee,
        request_id: str,
        document: str,
        receipt: int,
    ) -> None:
        """Link the audit chain: read its end, hash, write."""
        event = ids[0]
        seq, prev = run(
            "SELECT length, hash FROM audit_head WHERE chain = ?", (self._chain,)
        ).fetchone()
        body = json.dumps(
            {
                "request_id": request_id,
                "payment_date": _DAY,
                "receipt": f"{self._control}-{receipt}",
                "document": document,
                "payor": payee.account,
                "confirmed": [],
                "rows": self._mentions(ids, payee, document, receipt),
            },
            sort_keys=True,
            separators=(",", ":"),
        )
        said = f"{self._chain}|{seq + 1}|{prev}|{_AT}|{self._user}|event|{event}|{body}"
        digest = hashlib.sha256(said.encode()).hexdigest()
        run(_AUDIT, (self._chain, seq + 1, _AT, self._user, event, body, prev, digest))
        run(_HEAD, (seq + 1, digest, self._chain))

    def _mentions(
        self, ids: tuple[int, ...], payee: Payee, document: str, receipt: int
    ) -> dict[str, Any]:
        """The rows that the audit mentions."""
        event, tender, change, payment, segment, ft = ids
        return {
            "payment_event": [
                {
                    "id": event,
                    "payment_date": _DAY,
                    "currency": "USD",
                    "receipt_control_id": self._control,
                    "receipt_seq": receipt,
                    "document_number": document,
                }
            ],
            "tender": [
                {
                    "id": number,
                    "payor_account_id": payee.account,
                    "tender_type": "CASH",
                    "amount": cents,
                    "control_amount": cents,
                    "tender_control_id": self._control,
                    "distribution_code": _CASH,
                    "status": "VALID",
                    "cash_back": cents < 0,
                    "check_number": "",
                    "counted": True,
                }
                for number, cents in ((tender, HANDED), (change, DUE - HANDED))
            ],
            "payment": [
                {"id": payment, "account_id": payee.account, "amount": DUE, "status": "FROZEN"}
            ],
            "pay_segment": [
                {
                    "id": segment,
                    "payment_id": payment,
                    "agreement_id": payee.agreement,
                    "amount": DUE,
                }
            ],
            "financial_transaction": [
                {
                    "id": ft,
                    "ft_type": "PS",
                    "agreement_id": payee.agreement,
                    "current_amount": -DUE,
                    "accounting_date": _DAY,
                }
            ],
            "gl_line": [
                {"ft_id": ft, "seq": 1, "distribution_code": _CASH, "amount": DUE},
                {"ft_id": ft, "seq": 2, "distribution_code": _RECEIVABLE, "amount": -DUE},
            ],
        }

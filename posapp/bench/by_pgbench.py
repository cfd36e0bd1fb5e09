"""The payment as PostgreSQL's own benchmark program carries it out: the reference of P10.

The same rows as ``services.payment_events.add`` writes for cash with change on one agreement, in
plain SQL that a program in C sends. It reads no debts, locks no accounts and decides nothing. The
number of the document is drawn as ours is, with COMMIT and in the same queue; drawn first, by the
row alone, 32 of these clients make one of a hundred wait for seconds too.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from posapp.bench.by_hand import HANDED
from posapp.bench.child import ChildFailedError
from posapp.bench.counters import Counter
from posapp.bench.office import DUE, NOW, OFFICE, TODAY
from posapp.storage.postgres import plain_url

_GRACE_S: Final = 60
_TPS: Final = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_AT: Final = f"'{NOW.isoformat()}'"
_BODY: Final = "x" * 1_300
"""As long as what the audit says of such a payment."""
# ruff: noqa: S608 - made of our own words only
_SCRIPT: Final = f"""
\\set i random(0, :payees - 1)
\\set account :account0 + :i
\\set agreement :agreement0 + :i
BEGIN;
SELECT kind FROM request WHERE id = '-';
UPDATE tender_control SET last_receipt = last_receipt + 1 WHERE id = :control
 RETURNING last_receipt AS receipt \\gset
SELECT nextval('posapp_ids') AS event, nextval('posapp_ids') AS tender,
 nextval('posapp_ids') AS change, nextval('posapp_ids') AS payment,
 nextval('posapp_ids') AS segment, nextval('posapp_ids') AS ft \\gset
INSERT INTO payment_event (id, request_id, payment_date, currency, office, document_number,
 receipt_control_id, receipt_seq, created_at, created_by, version, unbalanced) VALUES (:event,
 'r' || :event, '{TODAY}', 'USD', '{OFFICE}', NULL, :control, :receipt, {_AT}, :who, 1,
 false);
INSERT INTO tender (id, event_id, payor_account_id, tender_type, amount, control_amount,
 control_currency, rate, tender_control_id, distribution_code, status, cash_back, rounding,
 check_number, micr_last4, customer_id, external_reference, name, counted, cancel_reason,
 canceled_at, canceled_by, demerit_due, created_at, created_by) VALUES
 (:tender, :event, :account, 'CASH', {HANDED}, {HANDED}, 'USD', NULL, :control, '1010-CASH', 'VALID',
 false, false, '', '', '', '', '', true, NULL, NULL, NULL, false, {_AT}, :who),
 (:change, :event, :account, 'CASH', {DUE - HANDED}, {DUE - HANDED}, 'USD', NULL, :control,
 '1010-CASH', 'VALID', true, false, '', '', '', '', '', true, NULL, NULL, NULL, false, {_AT}, :who);
INSERT INTO payment (id, event_id, account_id, detail_id, amount, status, error_code, error_text,
 manual, match_type, match_value, non_cis_name, reference, comments, template, long_comment,
 cancel_reason, frozen_at, frozen_by, canceled_at, canceled_by, created_at) VALUES (:payment, :event,
 :account, NULL, {DUE}, 'FROZEN', NULL, '', false, NULL, NULL, '', '', '', NULL, '', NULL, {_AT},
 :who, NULL, NULL, {_AT});
INSERT INTO pay_segment (id, payment_id, agreement_id, amount, bill_id)
 VALUES (:segment, :payment, :agreement, {DUE}, NULL);
INSERT INTO financial_transaction (id, ft_type, agreement_id, parent_id, sibling_id, current_amount,
 payoff_amount, currency, accounting_date, arrears_date, frozen_at, frozen_by, show_on_bill,
 reverses_id) VALUES (:ft, 'PS', :agreement, :payment, :segment, {-DUE}, {-DUE}, 'USD', '{TODAY}',
 NULL, {_AT}, :who, true, NULL);
INSERT INTO gl_line (ft_id, seq, distribution_code, amount) VALUES (:ft, 1, '1010-CASH', {DUE}),
 (:ft, 2, '1200-AR-WATER', {-DUE});
UPDATE control_choice SET tender_control_id = :control WHERE user_id = :who AND currency = 'USD';
INSERT INTO request (id, kind, fingerprint, result_id, created_at, user_id)
 VALUES ('r' || :event, 'event', '{"0" * 64}', :event, {_AT}, :who);
SELECT length, hash FROM audit_head WHERE chain = 'control/' || :control FOR UPDATE \\gset
DELETE FROM in_hand WHERE request_id = 'r' || :event;
INSERT INTO change_log (at, topics, workstation)
 VALUES ({_AT}, 'controls events items ledger', 'BENCH');
SELECT pg_advisory_xact_lock(hashtextextended('number/PAYMENT/{OFFICE}:{TODAY.year}', 0))\\;
WITH drawn AS (UPDATE number_sequence SET last = last + 1 WHERE kind = 'PAYMENT'
 AND scope = '{OFFICE}:{TODAY.year}' RETURNING last),
 numbered AS (UPDATE payment_event SET document_number = 'B-' || drawn.last
 FROM drawn WHERE id = :event RETURNING id),
 kept AS (INSERT INTO audit (chain, seq, at, user_id, action, object_id, body, prev, hash)
 SELECT 'control/' || :control, :length + 1, {_AT}, :who, 'event', :event,
 '{_BODY}' || drawn.last, ':hash',
 encode(sha256(convert_to(:event || '{_BODY}' || drawn.last, 'UTF8')), 'hex')
 FROM drawn RETURNING hash)
UPDATE audit_head SET length = (SELECT :length + 1 FROM numbered), hash = (SELECT hash FROM kept)
 WHERE chain = 'control/' || :control\\;
COMMIT;
"""


class ByHand(NamedTuple):
    """Payments per second, and the milliseconds of each."""

    per_second: float
    took: Sequence[float]


def by_pgbench(
    program: Path, folder: Path, url: str, counters: Sequence[Counter], seconds: int
) -> ByHand:
    """Payments of so many clients at once, each with a drawer of its own.

    ``folder`` is empty: it takes the script, and the times that the program notes.

    Raises:
        ChildFailedError: with what the program said.
    """
    script = folder / "payment.sql"
    script.write_text(_SCRIPT, encoding="utf-8")
    common = [str(program), "-n", "-c", "1", "-f", str(script), "-T", str(seconds), "-l"]
    running = [
        subprocess.Popen(  # noqa: S603 - the server's own program
            [*common, *_variables(one), plain_url(url)],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for one in counters
    ]
    said = [one.communicate(timeout=seconds + _GRACE_S) for one in running]
    found = [_TPS.search(out) for out, _ in said]
    if not all(found) or any(one.returncode for one in running):
        raise ChildFailedError(f"pgbench: {' '.join(err for _, err in said)[-500:]}")
    lines = (line for log in folder.glob("pgbench_log.*") for line in log.read_text().splitlines())
    # Client, number, microseconds, and when.
    took = [int(line.split()[2]) / 1000 for line in lines]
    return ByHand(sum(float(one[1]) for one in found if one is not None), took)


def _variables(one: Counter) -> list[str]:
    given = {
        "account0": one.accounts[0],
        "agreement0": one.agreements[0],
        "payees": len(one.accounts),
        "control": one.control,
        "who": one.user,
    }
    return [part for name, value in given.items() for part in ("-D", f"{name}={value}")]

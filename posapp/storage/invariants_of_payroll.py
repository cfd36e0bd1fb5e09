"""What must hold of payroll deductions and their batches (ML-5).

Like ``invariants``: each statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

PAYROLL: Final = (
    Invariant(
        "ML-5 batches",
        "The deductions of a payroll batch are not its count, control total or currency.",
        """SELECT b.id FROM payroll_batch b
        LEFT JOIN payroll_batch_deduction m ON m.batch_id = b.id
        LEFT JOIN payroll_deduction d ON d.id = m.deduction_id
        GROUP BY b.id, b.lines, b.amount HAVING count(d.id) <> b.lines
            OR coalesce(sum(d.amount), 0) <> b.amount
        UNION ALL SELECT b.id FROM payroll_batch b
        JOIN payroll_batch_deduction m ON m.batch_id = b.id
        JOIN payroll_deduction d ON d.id = m.deduction_id WHERE d.currency <> b.currency""",
    ),
    Invariant(
        "ML-5 deductions",
        "Payroll deducts for a checkout that was not processed, or was refunded, or too much.",
        """SELECT c.id FROM checkout c JOIN payroll_deduction d ON d.confirmation = c.number
        GROUP BY c.id, c.state, c.lines_total, c.account_id
        HAVING c.state NOT IN ('PROCESSED', 'REFUNDED')
            OR (c.state = 'REFUNDED' AND sum(d.amount) <> 0)
            OR sum(d.amount) < 0 OR sum(d.amount) > c.lines_total
            OR min(d.account_id) <> c.account_id OR max(d.account_id) <> c.account_id""",
    ),
)

"""What must hold of taxes that wait until they are paid (GL-6, payments 1.4).

Debit +, credit -: what is held for an agreement is its balance below zero on the holding account of
its type. Like ``invariants``: each statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

_OF_TYPE: Final = """JOIN agreement a ON a.id = f.agreement_id
        JOIN sa_type t ON t.code = a.sa_type AND t.holding_code IS NOT NULL"""

# ruff: noqa: S608 - the SQL here is put together from constants of this file only
TAXES: Final = (
    Invariant(
        "taxes of bills",
        "A bill's transactions do not put on holding what is its tax (GL-6).",
        f"""SELECT d.bill_id AS id FROM (
            SELECT b.id AS bill_id, b.tax AS amount FROM bill b WHERE b.tax <> 0 UNION ALL
            SELECT f.parent_id, g.amount FROM financial_transaction f {_OF_TYPE}
            JOIN gl_line g ON g.ft_id = f.id AND g.distribution_code = t.holding_code
            WHERE f.ft_type = 'BS') d
        GROUP BY d.bill_id HAVING sum(d.amount) <> 0""",
    ),
    Invariant(
        "taxes held",
        "More tax was moved from holding than was billed to an agreement (GL-6).",
        f"""SELECT a.id FROM financial_transaction f {_OF_TYPE}
        JOIN gl_line g ON g.ft_id = f.id AND g.distribution_code = t.holding_code
        GROUP BY a.id HAVING sum(g.amount) > 0""",
    ),
    Invariant(
        "taxes moved",
        "A payment or credit moved tax in the wrong direction, or not all of it to payable (GL-6).",
        f"""SELECT f.id FROM financial_transaction f {_OF_TYPE}
        JOIN gl_line g ON g.ft_id = f.id
            AND g.distribution_code IN (t.holding_code, t.payable_code)
        WHERE f.ft_type IN ('PS', 'PX', 'AD') GROUP BY f.id, f.ft_type
        HAVING sum(g.amount) <> 0
            OR sum(CASE WHEN g.distribution_code = t.holding_code THEN g.amount ELSE 0 END)
                * CASE WHEN f.ft_type = 'PX' THEN -1 ELSE 1 END < 0""",
    ),
    Invariant(
        "taxes moved back",
        "A reversal does not put back on holding what its payment had moved (GL-6, FT-5).",
        f"""SELECT x.id FROM financial_transaction x
        JOIN financial_transaction f ON f.id = x.reverses_id {_OF_TYPE}
        LEFT JOIN gl_line g ON g.ft_id IN (x.id, f.id)
            AND g.distribution_code IN (t.holding_code, t.payable_code)
        GROUP BY x.id HAVING coalesce(
            sum(CASE WHEN g.distribution_code = t.holding_code THEN g.amount ELSE 0 END), 0) <> 0""",
    ),
    Invariant(
        "taxes paid",
        "A payment or credit settled an agreement, and tax is still held for it (GL-6).",
        f"""SELECT h.id FROM (
            SELECT a.id, max(f.id) AS newest, sum(f.current_amount) AS balance
            FROM financial_transaction f {_OF_TYPE} GROUP BY a.id) h
        JOIN financial_transaction p ON p.id = h.newest AND p.ft_type IN ('PS', 'AD')
            AND p.current_amount < 0
        WHERE h.balance <= 0 AND EXISTS (
            SELECT 1 FROM financial_transaction f {_OF_TYPE}
            JOIN gl_line g ON g.ft_id = f.id AND g.distribution_code = t.holding_code
            WHERE f.agreement_id = h.id GROUP BY f.agreement_id HAVING sum(g.amount) <> 0)""",
    ),
)

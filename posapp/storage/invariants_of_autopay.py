"""What must hold for automatic payments (controls 11, AP-01, AP-02, AP-05, AP-07, AP-12, AP-15)."""

from typing import Final

from posapp.storage.invariant import Invariant

AUTOPAY: Final = (
    Invariant(
        "AP-01 mandates",
        "Two mandates of an account are in force on the same day.",
        """SELECT m.id FROM account_autopay m JOIN account_autopay o
            ON o.account_id = m.account_id AND o.id < m.id
        WHERE (m.end_date IS NULL OR o.start_date <= m.end_date)
            AND (o.end_date IS NULL OR m.start_date <= o.end_date)""",
    ),
    Invariant(
        "AP-02 keys",
        "An account number is sealed with another key than the one of this database.",
        """SELECT x.id FROM (SELECT id, account_sealed FROM account_autopay
            UNION ALL SELECT id, account_sealed FROM clearing_request) x
        WHERE NOT EXISTS (SELECT 1 FROM field_key k
            WHERE x.account_sealed LIKE 'g1.' || k.key_id || '.%')""",
    ),
    Invariant(
        "AP-07 requests",
        "A request that was not sent is for a tender in a drawer, or a sent one for one in none.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        LEFT JOIN tender_control c ON c.id = t.tender_control_id
        LEFT JOIN deposit_control d ON d.id = c.deposit_control_id
        WHERE (r.status IN ('EXTRACTED', 'REJECTED')) <> (c.id IS NOT NULL)
            OR d.source_type <> 'AUTOPAY'""",
    ),
    Invariant(
        "AP-07 amounts",
        "A request is not over the amount of its tender.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        WHERE r.amount <> t.amount""",
    ),
    Invariant(
        "AP-16 requests",
        "A request waits to be sent though its tender is canceled, or the other way.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        WHERE (r.status = 'PENDING' AND t.status = 'CANCELED')
            OR (r.status = 'CANCELED' AND t.status = 'VALID')""",
    ),
    Invariant(
        "AP-12 mandates",
        "A request names a mandate of another account than its payor's.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        JOIN account_autopay m ON m.id = r.mandate_id
        WHERE m.account_id <> t.payor_account_id AND t.status = 'VALID'""",
    ),
    Invariant(
        "AP-05 stamps",
        "A bill is stamped with a mandate of another account.",
        """SELECT b.bill_id AS id FROM bill_debit b JOIN bill l ON l.id = b.bill_id
        JOIN account_autopay m ON m.id = b.mandate_id WHERE m.account_id <> l.account_id""",
    ),
    Invariant(
        "AP-15 stamps",
        "A bill's payment was made, and no valid tender of its event pays the bill.",
        """SELECT b.bill_id AS id FROM bill_debit b
        WHERE (b.status = 'CREATED') <> (b.event_id IS NOT NULL)
            OR (b.status = 'CREATED' AND NOT EXISTS (SELECT 1 FROM tender t
                JOIN clearing_request r ON r.tender_id = t.id
                WHERE t.event_id = b.event_id AND r.bill_id = b.bill_id
                    AND t.status = 'VALID'))""",
    ),
)

"""What must hold for automatic payments (controls 11, AP-01, AP-02, AP-07, AP-16)."""

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
        "A valid tender generates an automatic payment and has no request, or the other way.",
        """SELECT t.id FROM tender t JOIN tender_type y ON y.code = t.tender_type
        LEFT JOIN clearing_request r ON r.tender_id = t.id
        WHERE t.status = 'VALID' AND y.generate_auto_pay <> (r.id IS NOT NULL)""",
    ),
    Invariant(
        "AP-07 amounts",
        "A request is not over the amount of its tender, or its source is for another type.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        JOIN autopay_source a ON a.code = r.source
        WHERE r.amount <> t.amount OR (r.status = 'PENDING' AND a.tender_type <> t.tender_type)""",
    ),
    Invariant(
        "AP-16 requests",
        "A request waits to be sent though its tender is canceled, or the other way.",
        """SELECT r.id FROM clearing_request r JOIN tender t ON t.id = r.tender_id
        WHERE (r.status = 'PENDING' AND t.status = 'CANCELED')
            OR (r.status = 'CANCELED' AND t.status = 'VALID')""",
    ),
)

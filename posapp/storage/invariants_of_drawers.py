"""What must hold over counted, balanced and differing drawers (controls 5, 8, 9; BL-06, D-15, D-24).

Like ``invariants``: each statement gives the ``id`` of every row that breaks the rule.
"""

from typing import Final

from posapp.storage.invariant import Invariant

# What went through a drawer by tender type, as its lines sum it up (controls 5.4).
_MOVED: Final = """SELECT m.control_id, m.tender_type, sum(m.tenders) AS tenders,
        sum(m.received) AS received, sum(m.change) AS change, sum(m.booked) AS booked,
        sum(m.turned_in) AS turned_in, sum(m.issued) AS issued, sum(m.refunded) AS refunded
    FROM (
        SELECT t.tender_control_id AS control_id, t.tender_type,
            CASE WHEN t.cash_back OR o.id IS NOT NULL THEN 0 ELSE 1 END AS tenders,
            t.control_amount AS received,
            CASE WHEN t.cash_back THEN t.control_amount ELSE 0 END AS change,
            CASE WHEN o.id IS NOT NULL THEN t.control_amount ELSE 0 END AS booked,
            0 AS turned_in, 0 AS issued, 0 AS refunded
        FROM tender t LEFT JOIN over_under o ON o.event_id = t.event_id
        WHERE t.tender_control_id IS NOT NULL AND t.counted AND NOT t.rounding
        UNION ALL SELECT x.tender_control_id, x.tender_type, 0, 0, 0, 0,
            CASE WHEN x.direction = 'OUT' THEN x.amount ELSE 0 END,
            CASE WHEN x.direction = 'IN' THEN x.amount ELSE 0 END, 0
        FROM turn_in x
        UNION ALL SELECT r.tender_control_id, r.tender_type, 0, 0, 0, 0, 0, 0, r.amount
        FROM refund_movement r) m
    GROUP BY m.control_id, m.tender_type"""
_NO_DEMO: Final = "NOT EXISTS (SELECT 1 FROM installation i WHERE i.demo)"
_BY_HAND: Final = "d.source_type IN ('CASHIERING', 'ADHOC')"

DRAWERS: Final = (
    Invariant(
        "Z reports",
        "A line of a Z report in force is not what its drawer's rows come to (5.4, BL-06).",
        f"""SELECT k.id FROM control_close k
        JOIN tender_control c ON c.id = k.tender_control_id
        JOIN close_line l ON l.close_id = k.id
        LEFT JOIN ({_MOVED}) m
            ON m.control_id = k.tender_control_id AND m.tender_type = l.tender_type
        WHERE k.reopened_at IS NULL AND (
            l.tenders <> coalesce(m.tenders, 0) OR l.received <> coalesce(m.received, 0)
            OR l.change <> coalesce(m.change, 0) OR l.over_under <> coalesce(m.booked, 0)
            OR l.turned_in <> coalesce(m.turned_in, 0) OR l.issued <> coalesce(m.issued, 0)
            OR l.refunded <> coalesce(m.refunded, 0))""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "Z reports complete",
        "Something of a balanced drawer stands on no line of its Z report, or its float does not.",
        f"""SELECT k.id FROM control_close k JOIN ({_MOVED}) m ON m.control_id = k.tender_control_id
        LEFT JOIN close_line l ON l.close_id = k.id AND l.tender_type = m.tender_type
        WHERE k.reopened_at IS NULL AND l.close_id IS NULL
        UNION ALL SELECT k.id FROM control_close k
        JOIN tender_control c ON c.id = k.tender_control_id
        LEFT JOIN close_line l ON l.close_id = k.id
        WHERE k.reopened_at IS NULL GROUP BY k.id, c.starting_balance
        HAVING coalesce(sum(l.starting), 0) <> c.starting_balance""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "Z reports counted",
        "A line of a Z report says another ending balance than the count that it rests on (CN-04).",
        """SELECT k.id FROM control_close k JOIN close_line l ON l.close_id = k.id
        JOIN control_count n ON n.id = k.count_id
        LEFT JOIN count_line a ON a.count_id = k.count_id AND a.tender_type = l.tender_type
        WHERE l.ending <> coalesce(a.ending, 0) OR n.submitted_at IS NULL
            OR n.tender_control_id <> k.tender_control_id""",
    ),
    Invariant(
        "Z reports in force",
        "A drawer is balanced and no Z report is in force, or one is though it is not balanced"
        " (TC-25).",
        f"""SELECT c.id FROM tender_control c JOIN deposit_control d ON d.id = c.deposit_control_id
        LEFT JOIN control_close k ON k.tender_control_id = c.id AND k.reopened_at IS NULL
        WHERE {_NO_DEMO} AND {_BY_HAND}
        GROUP BY c.id, c.status
        HAVING count(k.id) <> CASE WHEN c.status = 'BALANCED' THEN 1 ELSE 0 END""",  # noqa: S608 - our own SQL
    ),
    Invariant(
        "Z numbers",
        "The numbers of an office's Z reports, or the versions of a drawer's, have a gap (17).",
        """SELECT min(k.id) AS id FROM control_close k GROUP BY k.office
        HAVING count(*) <> max(k.number) OR min(k.number) <> 1
        UNION ALL SELECT min(k.id) FROM control_close k GROUP BY k.tender_control_id
        HAVING count(*) <> max(k.version) OR min(k.version) <> 1""",
    ),
    Invariant(
        "balanced by",
        "Who confirmed a drawer works at it, though cashiers do not balance their own (D-15).",
        f"""SELECT k.id FROM control_close k JOIN tender_control c ON c.id = k.tender_control_id
        WHERE {_NO_DEMO} AND k.reopened_at IS NULL AND (k.closed_by = c.user_id
            OR EXISTS (SELECT 1 FROM tender t WHERE t.tender_control_id = c.id
                AND t.created_by = k.closed_by AND t.event_id NOT IN (
                    SELECT o.event_id FROM over_under o WHERE o.tender_control_id = c.id)))
            AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.object_id = c.id
                AND a.action = 'control.balance' AND a.body LIKE '%"own"_true%')""",  # noqa: S608
    ),
    Invariant(
        "counts",
        "The notes and coins, or the checks and slips, of a count do not make its ending balance.",
        """SELECT n.count_id AS id FROM (
            SELECT p.count_id, i.starting_balance_tender_type AS tender_type,
                sum(p.value * p.quantity) AS amount
            FROM count_denomination p CROSS JOIN installation i
            GROUP BY p.count_id, i.starting_balance_tender_type
            UNION ALL SELECT q.count_id, q.tender_type, sum(q.amount)
            FROM count_instrument q GROUP BY q.count_id, q.tender_type) n
        LEFT JOIN count_line l ON l.count_id = n.count_id AND l.tender_type = n.tender_type
        WHERE l.ending IS NULL OR l.ending <> n.amount""",
    ),
    Invariant(
        "counts compared",
        "A submitted count says that it differs and does not, or the other way (CN-04).",
        """SELECT n.id FROM control_count n LEFT JOIN count_line l ON l.count_id = n.id
        WHERE n.submitted_at IS NOT NULL GROUP BY n.id, n.differs
        HAVING n.differs <> (sum(CASE WHEN l.ending <> l.expected THEN 1 ELSE 0 END) > 0)""",
    ),
    Invariant(
        "two people",
        "Somebody approved what they asked for, or what concerns the own drawer (OU-09, D-24).",
        """SELECT a.id FROM approval a WHERE a.requested_by = a.approved_by
        UNION ALL SELECT o.id FROM over_under o
        JOIN tender_control c ON c.id = o.tender_control_id
        WHERE o.approved_by IN (o.created_by, c.user_id)
        UNION ALL SELECT t.id FROM turn_in t WHERE t.created_by = t.approved_by
        UNION ALL SELECT n.id FROM control_count n
        JOIN tender_control c ON c.id = n.tender_control_id
        WHERE n.supervised_by IN (n.counted_by, n.submitted_by, c.user_id)""",
    ),
    Invariant(
        "over/under",
        "An event that books a difference lies in another drawer, is not frozen or has a receipt,"
        " pays something else than the company's agreement, or books no count of its drawer (OU-01,"
        " OU-04, OU-05, OU-08).",
        """SELECT o.id FROM over_under o JOIN payment_event e ON e.id = o.event_id
        WHERE e.receipt_seq IS NOT NULL OR e.unbalanced
            OR NOT EXISTS (SELECT 1 FROM control_count n WHERE n.id = o.count_id
                AND n.tender_control_id = o.tender_control_id AND n.submitted_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM tender t WHERE t.event_id = o.event_id
                AND (t.tender_control_id <> o.tender_control_id OR t.status <> 'VALID'
                    OR t.amount = 0))
            OR NOT EXISTS (SELECT 1 FROM tender t WHERE t.event_id = o.event_id)
            OR EXISTS (SELECT 1 FROM payment p WHERE p.event_id = o.event_id
                AND p.status <> 'FROZEN')
            OR EXISTS (SELECT 1 FROM payment p JOIN pay_segment g ON g.payment_id = p.id
                LEFT JOIN over_under_agreement n ON n.agreement_id = g.agreement_id
                WHERE p.event_id = o.event_id AND (n.currency IS NULL OR n.currency <> e.currency))
        """,
    ),
)

"""What must hold for batches of Quick Add (QA-4, QA-5, QA-7, QA-16, D-21, D-35)."""

from typing import Final

from posapp.storage.invariant import Invariant

QUICK_ADD: Final = (
    Invariant(
        "quick add events",
        "A row of a batch is marked as taken, and no event was ever made for it (QA-16).",
        """SELECT r.batch_id AS id FROM quick_row r
        WHERE r.event_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM payment_event e WHERE e.id = r.event_id)
            AND NOT EXISTS (SELECT 1 FROM audit a
                WHERE a.object_id = r.event_id AND a.action = 'event')""",
    ),
    Invariant(
        "quick add sums",
        "The rows of an event that nobody changed since do not make its tenders (QA-5, QA-7).",
        """SELECT e.id FROM payment_event e
        JOIN (SELECT event_id, sum(taken) AS typed FROM quick_row
            WHERE NOT replayed AND event_id IS NOT NULL GROUP BY event_id) q ON q.event_id = e.id
        LEFT JOIN (SELECT event_id, sum(amount) AS tendered FROM tender
            GROUP BY event_id) t ON t.event_id = e.id
        WHERE e.version = 1 AND q.typed <> coalesce(t.tendered, 0)""",
    ),
)

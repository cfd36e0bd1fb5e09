"""Rules of ``db check`` whose tables are empty are left out: only those that can find nothing."""

import pytest

from posapp.storage.check import run
from posapp.storage.db import Database
from posapp.storage.invariants import INVARIANTS
from posapp.storage.live_rows import live_checks
from posapp.storage.rule_tables import tables_of, that_may_find
from tests.helpers.every import every

STARTS = {
    "SELECT p.id FROM payment p WHERE p.amount < 0": {"payment"},
    "SELECT p.id FROM payment p LEFT JOIN tender t ON t.id = p.id": {"payment"},
    "SELECT p.id FROM payment p UNION ALL SELECT t.id FROM tender t": {"payment", "tender"},
    "SELECT p.id FROM payment p GROUP BY p.id HAVING count(*) > 1": {"payment"},
    "SELECT d.id FROM (SELECT t.id FROM tender t) d GROUP BY d.id HAVING count(*) > 1": {"tender"},
    "SELECT p.id FROM payment p WHERE 'FROM tender' <> ')' AND EXISTS (SELECT 1 FROM bill)": {
        "payment"
    },
    "SELECT max(p.id) AS id FROM payment p": None,
    "SELECT coalesce(max(p.id), 0) AS id FROM payment p": None,
    "SELECT 1 AS id FROM payment p HAVING count(*) = 0": None,
    "SELECT p.id FROM payment p UNION SELECT 1": None,
    "SELECT d.id FROM (SELECT count(*) AS id FROM tender) d": None,
    "SELECT p.id FROM payment p FULL JOIN tender t ON t.id = p.id": None,
    "SELECT r.value AS id FROM json_each('[1]') r": None,
    "WITH p AS (SELECT 1 AS id) SELECT id FROM p": None,
    "SELECT max(p.id) AS id FROM payment p GROUP BY ROLLUP (p.id)": None,
}


@every("statement, tables", STARTS.items())
def test_r11_a_rule_is_left_out_only_where_nothing_can_come_out(
    statement: str, tables: set[str] | None
) -> None:
    assert tables_of(statement) == tables


@pytest.mark.usefixtures("at_work")
def test_r11_what_is_left_out_finds_nothing_alone(db: Database) -> None:
    rules = (*INVARIANTS, *live_checks(db.dialect))
    with db.read() as s:
        asked = that_may_find(s, rules)
        left = [rule for rule in rules if rule not in asked]
        assert asked
        assert len(left) > len(INVARIANTS) / 2
        assert [found for rule in left for found in run(s, rule)] == []

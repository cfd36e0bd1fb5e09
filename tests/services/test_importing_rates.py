"""Importing exchange rates: the last word for a day counts (AC-04); on both engines."""

from tests.helpers.imports import Imports, counts

HEAD = "source,target,day,rate\n"


def test_ac04_rates_are_added_changed_and_left(imports: Imports) -> None:
    first = (
        HEAD + "EUR,USD,2026-04-13,1.1684\nEUR,USD,2026-04-10,1.1700\nEUR,JPY,2026-04-13,186.75\n"
    )
    assert counts(imports.run("rates", first)) == (3, 0, 0, 0)
    assert counts(imports.run("rates", first)) == (0, 0, 3, 0)
    # 1.17 is the rate that is there already, written otherwise.
    second = HEAD + "EUR,USD,2026-04-13,1.1685\nEUR,USD,2026-04-10,1.17\nEUR,CHF,2026-04-13,0.93\n"
    assert counts(imports.run("rates", second)) == (1, 1, 1, 0)
    assert imports.rows("SELECT source, target, day, rate FROM exchange_rate ORDER BY 2, 3") == [
        ("EUR", "CHF", "2026-04-13", "0.93"),
        ("EUR", "JPY", "2026-04-13", "186.75"),
        ("EUR", "USD", "2026-04-10", "1.1700"),
        ("EUR", "USD", "2026-04-13", "1.1685"),
    ]
    body = imports.one("SELECT body FROM audit WHERE action = 'import.rates'"
                       " ORDER BY seq DESC LIMIT 1")  # fmt: skip
    assert '["rate","EUR","USD","2026-04-13","1.1684","1.1685"]' in body
    imports.assert_sound()


def test_the_wide_table_of_the_central_bank(imports: Imports) -> None:
    content = "Date,USD,JPY,CYP,\n2026-04-13,1.1684,186.75,N/A,\n2026-04-10,N/A,187,N/A,\n"
    report = imports.run("rates", content, "ecb-rates")
    assert counts(report) == (3, 0, 0, 0)
    assert report.totals["rates"].count == 3

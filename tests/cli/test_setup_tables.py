"""Every declared set-up table is listed, shown, changed and guarded by the command line."""

from typing import Any

import pytest

from posapp.domain.setup_tables import SETUP_TABLES
from tests.helpers.command_line import CommandLine

NAMES = list(SETUP_TABLES)


def key_of(name: str, row: dict[str, Any]) -> list[str]:
    return [f"{part}={_text(row[part])}" for part in SETUP_TABLES[name].keys]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@pytest.fixture(scope="module")
def lists(office: CommandLine) -> dict[str, Any]:
    """What each table's list says; no test here changes a row."""
    return {name: office.done("setup", "list", name, user="adm") for name in NAMES}


def test_12_setup_list_names_every_table(office: CommandLine) -> None:
    named = office.done("setup", "list", user="adm")["tables"]
    assert [one["table"] for one in named] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_12_every_table_is_listed_and_its_rows_are_shown(
    office: CommandLine, lists: dict[str, Any], name: str
) -> None:
    assert lists[name]["fields"] == [field.name for field in SETUP_TABLES[name].fields]
    for row in lists[name]["rows"][:1]:
        shown = office.done("setup", "show", name, *key_of(name, row), user="adm")
        assert shown["row"] == row


@pytest.mark.parametrize("name", NAMES)
def test_12_every_row_is_set_again_as_it_is(
    office: CommandLine, lists: dict[str, Any], name: str
) -> None:
    table = SETUP_TABLES[name]
    for row in lists[name]["rows"][:1]:
        texts = [f"{field}={_text(value)}" for field, value in row.items()]
        if table.fixed:
            assert office.refused("setup", "set", name, *texts, user="adm")["code"] == "M-70"
            continue
        assert office.refused("setup", "set", name, *texts, user="kim")["code"] == "M-51"
        assert office.done("setup", "set", name, *texts, user="adm")["row"] == row


@pytest.mark.parametrize("name", NAMES)
def test_12_a_row_in_use_is_not_deleted(
    office: CommandLine, lists: dict[str, Any], name: str
) -> None:
    for row in lists[name]["rows"][:4]:
        key = key_of(name, row)
        shown = office.done("setup", "show", name, *key, user="adm")
        if shown["uses"]:
            error = office.refused("setup", "delete", name, *key, "--confirm", "M-96", user="adm")
            assert error["code"] == "M-95"
            return


def test_d29_setup_show_tells_snapshots_from_what_follows(office: CommandLine) -> None:
    account = office.owing(1000)
    office.done("event", "add", "--payor", account, "--tender", "CASH:10")
    uses = office.done("setup", "show", "distribution_code", "code=1010-cash", user="adm")["uses"]
    by_table = {use["table"]: use for use in uses}
    assert by_table["gl_line"] == {
        "table": "gl_line", "field": "distribution_code", "rows": 1, "more": False,
        "snapshot": True,
    }  # fmt: skip
    assert by_table["tender_source"]["snapshot"] is False


def test_a_row_that_is_not_there_is_named(office: CommandLine) -> None:
    error = office.refused("setup", "show", "division", "code=NOWHERE", user="adm")
    assert (error["code"], error["fields"]["value"]) == ("M-55", "NOWHERE")

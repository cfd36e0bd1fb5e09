"""Each acceptance case of controls 20.3 is played by commands and at the window; each message is reached.

Cases 19 and 20 and C-24 belong to uploads (D-43).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
CASES: Final = {*range(1, 24)} - {19, 20}
# Where the payments' book has the same message, its code is raised (D-42).
CODES: Final = {f"C-{n:02}" for n in range(1, 26)} - {"C-24"}
ALIASES: Final = {
    "C-01": "M-05", "C-13": "M-34", "C-14": "M-07", "C-15": "M-06W", "C-16": "M-29",
    "C-18": "M-04", "C-23": "M-23", "C-25": "M-11", "C-19": "M-105",
}  # fmt: skip
_CASE: Final = re.compile(r"^def test_cases?_(\d\d(?:_and_\d\d)*)_", re.MULTILINE)


def cases_in(files: Iterable[Path]) -> set[int]:
    found = (name for file in files for name in _CASE.findall(file.read_text()))
    return {int(number) for name in found for number in name.split("_and_")}


@pytest.mark.parametrize("where", ["cli/test_acceptance*.py", "ui/test_cases_20_3_*.py"])
def test_20_3_each_case_is_played(where: str) -> None:
    assert cases_in(TESTS.glob(where)) == CASES


def test_20_3_each_case_is_played_on_both_engines() -> None:
    """By commands each case, by the office of the module; at the window one of each file."""
    for file in TESTS.glob("cli/test_acceptance*.py"):
        assert 'params=["sqlite", pytest.param("postgres"' in file.read_text(), file
    for file in TESTS.glob("ui/test_cases_20_3_*.py"):
        text = file.read_text()
        played = re.findall(r"^def (test_\w+)\(([^)]*)\)", text, re.MULTILINE)
        assert all("cases: Cases" in given for _name, given in played), file
        assert text.count("@pytest.mark.both_engines\ndef test_case_") == 1, file


def test_20_2_each_message_is_named_where_it_is_reached() -> None:
    files = TESTS.glob("services/test_*messages_reached.py")
    named = {
        code for file in files for code in re.findall(r'"([CM]-\d+[A-Z]?)": r', file.read_text())
    }
    assert {ALIASES.get(code, code) for code in CODES} - named == set()

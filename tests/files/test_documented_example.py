"""The worked example of docs/import-profiles.md does what the page says."""

import re
from datetime import date
from pathlib import Path

import pytest

from posapp.domain.imports import ControlTotal
from posapp.domain.money import Currency, Money
from posapp.files import read_mapped, read_profile, shipped_profiles

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "import-profiles.md").read_text("utf-8")


@pytest.fixture
def example(tmp_path):
    for name, kind in (("may.csv", "csv"), ("town-water.toml", "toml")):
        (block,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
        (tmp_path / name).write_text(block, "utf-8")
    profile = read_profile(tmp_path / "town-water.toml")
    return read_mapped(tmp_path / "may.csv", profile, currency=Currency("EUR"))


def test_the_example_comes_out_as_told(example):
    facts = [(b.account.key, b.account.name, b.amount, b.due_date) for b in example.records]
    assert facts == [
        ("71", "Ana Gómez", Money(10700), date(2024, 6, 14)),
        ("72", "Khan", Money(133804), date(2024, 6, 14)),
    ]
    (reject,) = example.rejected
    assert (reject.line, reject.column, reject.reason) == (
        4, "Gross", "is blank, which is not zero",
    )  # fmt: skip
    assert example.expected == {"bills": ControlTotal(3, Money(144504))}
    assert example.wrong_totals() == ("bills",)


def test_the_page_names_every_shipped_profile():
    assert all(f"`{name}`" in PAGE for name in shipped_profiles())

"""The example of docs/extending.md, installed as a package and used through the command line."""

import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posapp.domain.ids import short_id
from posapp.services import rule_algorithms
from tests.helpers.command_line import PASSWORD, CommandLine
from tests.helpers.program import ROOT, Ended, posapp

GUIDE = ROOT / "docs" / "extending.md"


def example(name: str) -> str:
    """The code that the guide gives for a file."""
    found = re.search(
        rf"^`{re.escape(name)}`:\n\n```\w+\n(.*?)^```$",
        GUIDE.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert found is not None, name
    return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the example's wheel holds, as pip would lay it there."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    source, target = tmp_path_factory.mktemp("county"), tmp_path_factory.mktemp("site")
    for name in ("pyproject.toml", "county_rules.py"):
        (source / name).write_text(example(name), "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(source)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=120)
    (wheel,) = source.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    assert (target / "county_rules.py").is_file()
    return target


@contextmanager
def installed(site: Path) -> Iterator[None]:
    """The package is beside the program that runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        rule_algorithms.installed.cache_clear()
        try:
            yield
        finally:
            rule_algorithms.installed.cache_clear()
            sys.modules.pop("county_rules", None)


def in_its_own_process(office: CommandLine, home: Path, site: Path, *args: str) -> Ended:
    """The program as it is started, with the package beside it."""
    path = os.pathsep.join((str(ROOT), str(site)))
    given = ("--db", office.path, "--user", "kim", "--json")
    return posapp(*args, *given, home=home, PYTHONPATH=path, POSAPP_PASSWORD=PASSWORD)


def unpaid(office: CommandLine, cents: int) -> Any:
    """An event whose payment waits for details."""
    payor = office.owing(cents)
    amount = f"{cents / 100:.2f}"
    event = office.done(
        "event", "add", "--payor", payor, "--tender", f"CASH:{amount}", "--action", "none"
    )
    office.done("payment", "delete", event["payments"][0]["id"])
    return event


def test_dr8_a_package_adds_algorithms_that_take_a_payment(
    office: CommandLine, site: Path, tmp_path: Path
) -> None:
    """D-35: a row of Quick Add whose rule pays another account than its payor is left to Single."""
    fees = office.people.account("County", keys=(("fund", "COUNTY-FEES"),))
    account = office.people.account("Meier, Rosa")
    office.people.item(account, "4646117890", 2500)
    with installed(site):
        listed = office.done("setup", "algorithms", user="adm")
    assert [(one["name"], one["kind"]) for one in listed["algorithms"]] == [
        ("county-agency", "DetermineAccount"), ("county-fee", "CreatePayment"),
        ("county-stub", "CheckValue"),
    ]  # fmt: skip
    rule = (
        "setup", "set", "distribution_rule", "code=STUB", "description=County stub", "label=Stub",
        "value_type=ITEM", "check_value=county-stub", "determine_account=county-agency",
        "create_payment=county-fee ITEM",
    )  # fmt: skip
    assert "is not installed" in office.refused(*rule, user="adm")["message"]
    with installed(site):
        office.done(*rule, user="adm")
    file = tmp_path / "stubs.csv"
    file.write_text("rule,value,amount,tender_type\nSTUB,46461178906,27.50,CASH\n", "utf-8")
    with installed(site):
        (row,) = office.done("quick-add", "rules", str(file))["rows"]
    assert (row["outcome"], row["code"]) == ("invalid", "M-145")
    event = unpaid(office, 2750)
    details = ("event", "add-details", event["id"], "STUB:46461178906:27.50")
    assert office.refused(*details)["code"] == "M-150"
    after = in_its_own_process(office, tmp_path, site, *details).document
    assert [(one["account_id"], one["amount"], one["status"]) for one in after["payments"]] == [
        (short_id(fees), "2.50", "FREEZABLE"), (short_id(account), "25.00", "FREEZABLE"),
    ]  # fmt: skip
    frozen = office.done("event", "freeze", event["id"])
    assert frozen["status"]["balanced"]
    assert frozen["payments"][1]["match_value"] == "4646117890"

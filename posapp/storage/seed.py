"""The standard set-up of a new office, from ``resources/seed/*.toml`` (D-36, D-39, D-41).

Each file holds one topic: ``[defaults.table]`` with values that its rows share, and ``[[table]]``
rows. Everything is checked against the tables' columns before anything is written.
"""

import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Table

from posapp.domain.money import Currency, Money
from posapp.errors import Refused
from posapp.paths import resource
from posapp.storage.tables.schema import METADATA
from posapp.storage.types import BigInt, CodeType, DateType, Flag, MoneyType

FILES: Final = (
    "currencies",
    "ledger",
    "agreements",
    "customers",
    "tenders",
    "sources",
    "rules",
    "installation",
    "characteristics",
    "autopay",
    "entry",
    "drawers",
    "items",
    "mail",
    "credits",
)
_GIVEN: Final[Mapping[Any, type]] = {Flag: bool, BigInt: int, DateType: date}
Rows = dict[str, list[dict[str, Any]]]


class SeedError(ValueError):
    """A seed file says something that the tables do not know; names file, table and key."""


def seed_standard(
    s: Connection,
    *,
    today: date,
    organisation: str = "Our office",
    address: str = "",
    currency: str = "USD",
    zone: str = "America/New_York",
) -> None:
    """Write the standard set-up into an empty, migrated database.

    Args:
        s: the write transaction.
        today: periods are opened for its year and the next (D-36).
        organisation: name printed on every paper.
        address: printed below it, with its line ends (PR-05).
        currency: ISO code of the office's currency; its amounts are read in its decimals.
        zone: IANA name of the office's time zone (D-39).

    Raises:
        Refused: ``M-55`` when the currency is not in the list, ``M-50`` for an unknown zone.
        SeedError: when a shipped file is wrong.
    """
    _check_zone(zone)
    rows = load(resource("seed"), organisation=organisation, currency=currency, zone=zone)
    for row in (*rows["installation"], *rows["office"]):
        row["address"] = address
    rows["accounting_period"] = list(_periods(today))
    # Referenced tables first; the order comes from the foreign keys themselves.
    for table in METADATA.sorted_tables:
        if rows.get(table.name):
            s.execute(table.insert(), rows[table.name])


def load(folder: Path, *, organisation: str, currency: str, zone: str) -> Rows:
    """Read and check every seed file; values come out as the tables' columns take them.

    Raises:
        Refused: ``M-55`` when ``currency`` is not among the shipped ones.
        SeedError: naming file, table and key.
    """
    documents = {name: _read(folder / f"{name}.toml") for name in FILES}
    money = _currencies(documents["currencies"])
    if currency not in money:
        raise Refused("M-55", field="currency", value=currency)
    given = {
        "bank_account": {"currency": currency},
        "tender_source": {"currency": currency, "office": "MAIN"},
        "office": {"currency": currency, "zone": zone},
        "installation": {"currency": currency, "organisation": organisation},
    }
    rows: Rows = {}
    for name, document in documents.items():
        for table, raw, where in _raw_rows(name, document):
            full = given.get(table.name, {}) | raw
            values = _values(table, full, money[full.get("currency", currency)], where)
            rows.setdefault(table.name, []).append(values)
    return rows


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _currencies(document: Mapping[str, Any]) -> dict[str, Currency]:
    shared = document["defaults"]["currency"]
    return {
        row["code"]: Currency(row["code"], decimals=row.get("decimals", shared["decimals"]))
        for row in document["currency"]
    }


def _raw_rows(
    name: str, document: Mapping[str, Any]
) -> Iterator[tuple[Table, dict[str, Any], str]]:
    defaults = document.get("defaults", {})
    for key, entries in document.items():
        if key == "defaults":
            continue
        if key == "denominations":
            entries = [row for entry in entries for row in _denominations(entry)]  # noqa: PLW2901
        table = METADATA.tables.get("denomination" if key == "denominations" else key)
        if table is None:
            raise SeedError(f"{name}.toml: there is no table {key}")
        for number, entry in enumerate(entries, 1):
            yield table, defaults.get(key, {}) | entry, f"{name}.toml, {key} {number}"


def _denominations(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for coin, values in ((False, entry["notes"]), (True, entry["coins"])):
        for value in values:
            yield {"currency": entry["currency"], "value": value, "coin": coin}


def _values(table: Table, raw: Mapping[str, Any], currency: Currency, where: str) -> dict[str, Any]:
    unknown = set(raw) - set(table.columns.keys())
    if unknown:
        raise SeedError(f"{where}: unknown {', '.join(sorted(unknown))}")
    return {
        column.name: _value(column, raw, currency, f"{where}, {column.name}")
        for column in table.columns
    }


def _value(column: Column[Any], raw: Mapping[str, Any], currency: Currency, where: str) -> Any:
    if column.name not in raw:
        if column.nullable:
            return None
        default: Any = column.default
        # Texts have an empty default, which would hide a forgotten one.
        if default is None or not default.is_scalar or default.arg == "":
            raise SeedError(f"{where}: missing")
        return default.arg
    given, kind = raw[column.name], column.type
    if isinstance(kind, MoneyType) and isinstance(given, str):
        return _money(given, currency, where)
    if isinstance(kind, CodeType) and given in set(kind.codes):
        return kind.codes(given)
    expected = next((one for of, one in _GIVEN.items() if isinstance(kind, of)), str)
    if type(given) is not expected or isinstance(kind, MoneyType | CodeType):
        raise SeedError(f"{where}: {given!r} does not fit")
    return given


def _money(given: str, currency: Currency, where: str) -> Money:
    try:
        return currency.parse(given)
    except Refused as refused:
        raise SeedError(f"{where}: {given!r} does not fit {currency.code}") from refused


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        raise Refused(
            "M-50", field="zone", value=zone, reason="is not a time zone such as Europe/Paris"
        ) from error


def _periods(today: date) -> Iterator[dict[str, Any]]:
    """A period for every month of this year and the next, all open (D-36)."""
    for year in (today.year, today.year + 1):
        for month in range(1, 13):
            yield {
                "code": f"{year:04d}-{month:02d}",
                "start_date": date(year, month, 1),
                "end_date": date(year, month, monthrange(year, month)[1]),
                "open": True,
            }

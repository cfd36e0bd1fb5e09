"""What rows of the auto-pay set-up must agree with in other tables (controls 11.1, TS-01)."""

from typing import Any

from posapp.domain.codes import SourceType
from posapp.domain.setup import SetUp
from posapp.domain.setup_fields import Values
from posapp.errors import Refused


def check_autopay_row(table: str, row: Values, setup: SetUp) -> None:
    """Stop a row that no automatic payment could use.

    Raises:
        Refused: ``M-50``.
    """
    if table == "autopay_route_type":
        source = setup.tender_sources[row["tender_source"]]
        if source.source_type is not SourceType.AUTOPAY:
            raise _wrong("tender_source", source.code, "is no source of automatic payments")
    if table == "autopay_source":
        _check_source(row, setup)


def _check_source(row: Values, setup: SetUp) -> None:
    for field in ("tender_type", "prenote_tender_type"):
        code = row[field]
        if code and not setup.tender_types[code].generate_auto_pay:
            raise _wrong(field, code, "does not generate automatic payments")
    kind = setup.tender_types[row["tender_type"]]
    if kind.require_external_source_id and not row["external_source_id"]:
        raise _wrong("external_source_id", "", f"is required for {kind.description}")


def _wrong(field: str, value: Any, reason: str) -> Refused:
    return Refused("M-50", field=field, value=value, reason=reason)

"""An office that takes euros: rates, two euro drawers' sources, a deposit control in euros."""

from datetime import date

from sqlalchemy import text

from posapp.domain.codes import SourceType
from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put


def allow_euros(office: Office) -> None:
    """Alternate currency is switched on, with two sources of euros (AC-02, TS-06)."""
    with office.db.begin() as s:
        for code in ("EUR-A", "EUR-B"):
            put(
                s, "tender_source", code=code, description=f"Euro drawer {code[-1]}",
                source_type="CASHIERING", currency="EUR", active=True,
            )  # fmt: skip
        s.execute(
            text(
                "UPDATE installation SET setup_version = setup_version + 1, alternate_currency ="
                + (" 1" if office.db.dialect == "sqlite" else " TRUE")
            )
        )


def quote_euro(office: Office, rate: str, day: date = DAY) -> None:
    """A rate from euros to dollars."""
    with office.db.begin() as s:
        put(s, "exchange_rate", source="EUR", target="USD", day=day, rate=rate)


def open_euro_drawer(office: Office, source: str = "EUR-A") -> ControlId:
    """An open drawer of the cashier for euros, under a deposit control in euros (AC-06)."""
    deposit = OpenDepositControl(new_request_id(), SourceType.CASHIERING, "EUR")
    office.services.deposit_controls.open(deposit, office.supervisor)
    command = OpenControl(new_request_id(), source, None, None)
    return office.services.tender_controls.open(command, office.cashier).value

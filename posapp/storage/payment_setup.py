"""Set-up of what payments carry: characteristic types and values, ledger accounts, templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from posapp.domain.characteristics import CharacteristicType
from posapp.domain.codes import AgreementStatus
from posapp.domain.templates import PaymentTemplate, TemplateLine
from posapp.storage.base import record, table_of
from posapp.storage.coded_rows import rows_of
from posapp.storage.tables.agreements import AgreementRow
from posapp.storage.tables.characteristics import CharacteristicTypeRow, CharacteristicValueRow
from posapp.storage.tables.people import AccountRow
from posapp.storage.tables.setup import DistributionCodeRow
from posapp.storage.tables.templates import PaymentTemplateLineRow, PaymentTemplateRow

_account, _agreement = table_of(AccountRow), table_of(AgreementRow)


@dataclass(frozen=True, slots=True)
class Booking:
    """Where a template books: its account, and the agreement that it names."""

    customer_class: str
    currency: str
    agreement_account: int
    status: AgreementStatus


def load_booking(s: Connection, account_id: int, agreement_id: int) -> Booking:
    """Account and agreement of a template; both are there, for they are references."""
    row = s.execute(
        select(
            _account.c.customer_class,
            _account.c.currency,
            _agreement.c.account_id.label("agreement_account"),
            _agreement.c.status,
        )
        .join(_agreement, _agreement.c.id == agreement_id)
        .where(_account.c.id == account_id)
    ).one()
    return record(row, Booking)


def load_distribution_codes(s: Connection) -> Mapping[str, str]:
    """The active ledger accounts, code to description."""
    rows = rows_of(DistributionCodeRow, "code").all(s)
    return {row.code: row.description for row in rows if row.active}


def load_characteristic_types(s: Connection) -> Mapping[str, CharacteristicType]:
    """Every characteristic type by code, with the values of the predefined ones (2.4)."""
    values: dict[str, dict[str, str]] = {}
    for row in rows_of(CharacteristicValueRow, "characteristic_type", "value").all(s):
        values.setdefault(row.characteristic_type, {})[row.value] = row.description
    return {
        row.code: record(row, CharacteristicType, values=values.get(row.code, {}))
        for row in rows_of(CharacteristicTypeRow, "code").all(s)
    }


def load_templates(s: Connection) -> Mapping[str, PaymentTemplate]:
    """Every payment template by code, with its lines in order (NC-4)."""
    rows = rows_of(PaymentTemplateLineRow, "template", "seq").all(s)
    lines = {
        code: tuple(record(row, TemplateLine) for row in group)
        for code, group in groupby(rows, key=lambda row: row.template)
    }
    return {
        row.code: record(row, PaymentTemplate, lines=lines.get(row.code, ()))
        for row in rows_of(PaymentTemplateRow, "code").all(s)
    }

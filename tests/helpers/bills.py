"""Bills of open-item accounts in service tests."""

from datetime import date

from sqlalchemy import update

from posapp.domain.codes import FtType
from posapp.domain.ids import AccountId, AgreementId, BillId
from posapp.domain.money import Money, total
from posapp.storage.tables.setup import CustomerClassRow, InstallationRow
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put


def bill(
    office: Office,
    account: AccountId,
    number: str,
    due: date,
    *charges: tuple[int, int],
    day: date = DAY,
) -> BillId:
    """A posted bill with charges given as (agreement, cents)."""
    kinds = office.services.setup().sa_types
    debts = {
        debt.agreement_id: kinds[debt.sa_type]
        for debt in office.services.accounts.card(account, office.cashier).debts
    }
    with office.db.begin() as s:
        amount = total(Money(cents) for _, cents in charges)
        bill_id = put(
            s, "bill", account_id=account, number=number, bill_date=day, due_date=due,
            amount=amount, import_key=f"{account}/{number}",
        )  # fmt: skip
        for seq, (agreement, cents) in enumerate(charges, 1):
            owed, kind = Money(cents), debts[AgreementId(agreement)]
            put(s, "bill_line", bill_id=bill_id, seq=seq, agreement_id=agreement, amount=owed)
            ft = put(
                s, "financial_transaction", ft_type=FtType.BILL, agreement_id=agreement,
                parent_id=bill_id, current_amount=owed, payoff_amount=owed, arrears_date=day,
            )  # fmt: skip
            for line, code, part in (
                (1, kind.distribution_code, owed),
                (2, kind.revenue_code, -owed),
            ):
                put(s, "gl_line", ft_id=ft, seq=line, distribution_code=code, amount=part)
    return BillId(bill_id)


def match_on_demand(office: Office) -> None:
    """Open-item customers need not name a bill (D-26): the oldest is paid first."""
    with office.db.begin() as s:
        s.execute(
            update(CustomerClassRow)
            .where(CustomerClassRow.code == "OPEN")
            .values(match_required=False)
        )
        s.execute(update(InstallationRow).values(setup_version=InstallationRow.setup_version + 1))

"""Accounts that each shipped distribution rule can name, for Quick Add by page and by command line."""

from dataclasses import dataclass
from datetime import date

from posapp.domain.ids import AccountId, new_request_id, short_id
from tests.helpers.bills import bill
from tests.helpers.county import county, template
from tests.helpers.office import DAY, Office

ITEM = "4646117890"


@dataclass(frozen=True)
class Named:
    """What a row names by a rule, and which account that is."""

    rule: str
    label: str
    value: str
    account: AccountId
    match: tuple[str, str] = ("", "")


def named_by_each(office: Office) -> tuple[Named, ...]:
    """One thing for each shipped rule that takes money (DR-8); nothing is matched but by its rule."""
    plain, billed, agreed, owner = (office.account() for _ in range(4))
    opened = office.account(customer_class="OPEN")
    for account in (plain, billed):
        office.agreement(account, "WATER", (DAY, 5000))
    bill(office, billed, "B-1", DAY, (office.agreement(billed, "GAS"), 2000), day=date(2026, 11, 1))
    bill(office, opened, "B-2", DAY, (office.agreement(opened, "GAS"), 2000), day=date(2026, 11, 1))
    agreement = office.agreement(agreed, "GARBAGE", (DAY, 5000))
    office.item(owner, ITEM, 5000)
    books = county(office)
    template(office, books, code="COPIES")
    return (
        Named("ACCT", "Account", short_id(plain), plain),
        Named("BILL", "Bill", "B-1", billed),
        Named("BILL", "Bill", "B-2", opened, ("BILL-ID", "B-2")),
        Named("SA", "Agreement", short_id(agreement), agreed, ("SA-ID", short_id(agreement))),
        Named("ITEM", "Item", ITEM, owner, ("ITEM-ID", ITEM)),
        Named("TMPL", "Template", "COPIES", books.account),
    )


def set_makers(office: Office, rule: str, makers: str) -> None:
    """Give a rule other Create Payment algorithms, in sequence (DR-4)."""
    edits, actor = office.services.setup_edits, office.actors["setup"]
    rows = edits.rows("distribution_rule", actor).rows
    was = next(one for one in rows if one["code"] == rule)
    edits.save(
        "distribution_rule",
        dict(was) | {"create_payment": makers},
        new_request_id(),
        actor,
        was=was,
    )

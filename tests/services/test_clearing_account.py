"""CK-10: set-up keeps the account of open credits for credits, on both engines."""

from typing import Any

from posapp.domain.ids import new_request_id
from tests.helpers.checkouts import add_credit, issue, left, person, process, refund, submit
from tests.helpers.drawer_day import code_of
from tests.helpers.events import is_clean
from tests.helpers.office import Office

OPEN = "2160-OPEN-CREDIT"
NEW = "2161-CREDITS"


def change(office: Office, table: str, key: dict[str, Any], **values: Any) -> str:
    """Change a row of the set-up; gives the code that it is refused with."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    rows = edits.rows(table, who).rows
    was = next(row for row in rows if all(row[name] == key[name] for name in key))
    return code_of(lambda: edits.save(table, {**was, **values}, new_request_id(), who, was=was))


def test_ck10_the_account_of_open_credits_gets_no_other_part(office: Office) -> None:
    locker, student = {"code": "LOCKER"}, {"code": "STUD"}
    assert change(office, "sa_type", locker, distribution_code=OPEN) == "M-50"
    assert change(office, "sa_type", locker, revenue_code=OPEN) == "M-50"
    assert change(office, "tender_type", student, distribution_code=OPEN) == "M-50"
    assert change(office, "requisition_code", {"code": "FEE"}, distribution_code=OPEN) == "M-50"
    assert change(office, "requisition_code", {"code": "ADD-CREDIT"}, manual=True) == "M-50"
    assert change(office, "sa_type", locker, description="Lockers") == ""
    assert is_clean(office)


def test_ck10_another_account_of_open_credits_is_free_and_no_credit_waits(office: Office) -> None:
    account = person(office)
    permit = issue(office, account, "P-1", 4500)
    edits, who = office.services.setup_edits, office.actors["setup"]
    assert change(office, "credit_option", {}, open_credit_code="1010-CASH") == "M-50"
    fields = {"code": NEW, "description": "Credits", "account_number": NEW, "active": True}
    edits.save("distribution_code", fields, new_request_id(), who)
    credit = add_credit(office, account, permit, 4500)
    assert change(office, "credit_option", {}, open_credit_code=NEW) == "M-50"
    paid = submit(office, account, permit, method="")
    process(office, paid)
    assert change(office, "credit_option", {}, open_credit_code=NEW) == ""
    # A refund opens the old credit again, so its account stays one of open credits.
    refund(office, paid)
    assert left(office, credit.id) == 4500
    assert change(office, "sa_type", {"code": "LOCKER"}, revenue_code=OPEN) == "M-50"
    assert change(office, "credit_option", {}, open_credit_code=OPEN) == "M-50"
    process(office, submit(office, account, permit, method=""))
    assert change(office, "credit_option", {}, open_credit_code=OPEN) == ""
    assert is_clean(office)

"""Look-ups of Quick Add for many rows answer as those for one do, on both engines (DR-5)."""

from collections.abc import Sequence

from posapp.domain.distribution_rule import ValueType
from posapp.domain.ids import long_id, short_id
from posapp.storage.accounts import find_account_ids
from posapp.storage.distribution_rules import load_named
from posapp.storage.quick_look_ups import find_accounts, find_owners, latest_bill
from tests.helpers.autopay import add_bank, add_mandate
from tests.helpers.bills import bill
from tests.helpers.county import county, template
from tests.helpers.office import DAY, Office
from tests.helpers.rows import put


def ground(office: Office) -> Sequence[str]:
    """Accounts, keys, bills, items, agreements and templates, some of them ambiguous; their names."""
    first = office.account(keys=(("ACCT", "W-77"), ("PLATE", "GZH 7067 NY")))
    second = office.account(keys=(("ACCT", "S-1"), ("PLATE", "TWO")))
    office.account(keys=(("PLATE2", "TWO"),))
    water = [office.agreement(one, "WATER", (DAY, 100)) for one in (first, second)]
    office.item(first, "S-1", 300)
    office.item(second, "S-2", 300)
    bills = [
        bill(office, first, "B-1", DAY, (water[0], 100)),
        bill(office, first, "B-2", DAY, (water[0], 100)),
        bill(office, second, "B-2", DAY, (water[1], 100)),
        bill(office, second, "", DAY, (water[1], 100)),
    ]
    template(office, county(office), code="COPIES")
    ids = [first, second, *water, *bills]
    texts = [
        "W-77",
        "w 77",
        "gzh7067ny",
        "TWO",
        "S-1",
        "S-2",
        "s-2",
        "B-1",
        " B-1 ",
        "B-2",
        "COPIES",
    ]
    return [*texts, "copies", "", " ", "nothing", *map(short_id, ids), *map(long_id, ids)]


def test_dr5_many_values_name_what_each_of_them_names(office: Office) -> None:
    names, setup = ground(office), office.services.setup()
    with office.db.read() as s:
        assert find_accounts(s, names) == {name: find_account_ids(s, name) for name in names}
        for kind in ValueType:
            one_by_one = {name: load_named(s, kind, name, setup) for name in names}
            wanted = {
                name: found.account_id
                for name, found in one_by_one.items()
                if found is not None and found.account_id is not None
            }
            assert find_owners(s, kind, names, setup) == wanted, kind
            assert bool(wanted) == (kind is not ValueType.TEXT)
        assert find_owners(s, ValueType.BILL, [], setup) == {}


def test_qa18_a_reopened_bill_is_not_the_latest_completed_one(office: Office) -> None:
    account = office.account()
    with office.db.read() as s:
        assert latest_bill(s, account) is None
    water = office.agreement(account, "WATER")
    older = bill(office, account, "", DAY, (water, 100))
    newer = bill(office, account, "B-9", DAY, (water, 100))
    with office.db.read() as s:
        assert latest_bill(s, account) == "B-9"
    add_bank(office)
    mandate = add_mandate(office, account)
    with office.db.begin() as s:
        put(s, "bill_debit", bill_id=newer, mandate_id=mandate, status="REOPENED")
    with office.db.read() as s:
        assert latest_bill(s, account) == short_id(older)

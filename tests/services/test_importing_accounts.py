"""Importing accounts: added, changed, unchanged, refused; on both engines."""

from tests.helpers.imports import Imports, counts

HEAD = "key,name,address,customer_class,division,currency,email,phone,plate\n"
TWO = (
    HEAD
    + "A-1,Ngozi Okafor,118 Elm St,,,,n@okafor.example,555 0101,KFV 6188\n"
    + "A-2,Ζωή Παπαδοπούλου,2 Οδός,COM,MAIN,USD,,,\n"
)


def test_accounts_are_made_with_person_defaults_and_look_ups(imports: Imports) -> None:
    report = imports.run("accounts", TWO)
    assert counts(report) == (2, 0, 0, 0)
    assert report.read == 2
    assert imports.rows(
        "SELECT p.name, p.email, p.phone, a.address, a.customer_class, a.division, a.currency,"
        " a.setup_date FROM account a JOIN person p ON p.id = a.person_id ORDER BY a.id"
    ) == [
        (
            "Ngozi Okafor", "n@okafor.example", "555 0101", "118 Elm St", "RES", "MAIN", "USD",
            "2026-11-20",
        ),
        ("Ζωή Παπαδοπούλου", "", "", "2 Οδός", "COM", "MAIN", "USD", "2026-11-20"),
    ]  # fmt: skip
    assert imports.rows("SELECT kind, folded, value FROM account_key ORDER BY kind, folded") == [
        ("ACCOUNT", "A1", "A-1"),
        ("ACCOUNT", "A2", "A-2"),
        ("PLATE", "KFV6188", "KFV 6188"),
    ]
    imports.assert_sound()


def test_t13_a_second_run_changes_nothing(imports: Imports) -> None:
    imports.run("accounts", TWO)
    report = imports.run("accounts", TWO)
    assert counts(report) == (0, 0, 2, 0)
    assert imports.one("SELECT count(*) FROM account") == 2
    assert imports.one("SELECT count(*) FROM import_run") == 2
    assert imports.one("SELECT count(DISTINCT sha256) FROM import_run") == 1


def test_a_changed_name_address_and_a_new_plate_are_changes(imports: Imports) -> None:
    imports.run("accounts", TWO)
    changed = (
        HEAD
        + "A-1,Ngozi Okafor-Lind,120 Elm St,,,,,,JPT 2306\n"
        + "A-2,Ζωή Παπαδοπούλου,,COM,,,,,\n"
    )
    report = imports.run("accounts", changed)
    assert counts(report) == (0, 1, 1, 0)
    assert imports.rows(
        "SELECT p.name, p.email, a.address, a.version FROM account a"
        " JOIN person p ON p.id = a.person_id ORDER BY a.id"
    ) == [
        ("Ngozi Okafor-Lind", "n@okafor.example", "120 Elm St", 2),
        # A blank field does not erase what is known.
        ("Ζωή Παπαδοπούλου", "", "2 Οδός", 1),
    ]
    assert imports.one("SELECT count(*) FROM account_key WHERE kind = 'PLATE'") == 2
    body = imports.one("SELECT body FROM audit WHERE action = 'import.accounts' AND seq > 1"
                       " ORDER BY seq DESC LIMIT 1")  # fmt: skip
    assert '"name":["Ngozi Okafor","Ngozi Okafor-Lind"]' in body
    assert '["PLATE","JPT 2306"]' in body
    imports.assert_sound()


def test_rows_that_do_not_fit_the_set_up_are_rejected_and_the_rest_is_taken(
    imports: Imports,
) -> None:
    content = (
        HEAD
        + "A-1,One,,GOV,,,,,\n"
        + "A-2,Two,,,NORTH,,,,\n"
        + "A-3,Three,,,,XXX,,,\n"
        + "--,Four,,,,,,,\n"
        + "A-5,Five,,,,,,,\n"
    )
    report = imports.run("accounts", content)
    assert counts(report) == (1, 0, 0, 4)
    assert [(r.line, r.column, r.value) for r in report.rejected] == [
        (2, "account.customer_class", "GOV"),
        (3, "account.division", "NORTH"),
        (4, "account.currency", "XXX"),
        (5, "account.key", "--"),
    ]
    assert {r.reason for r in report.rejected} == {
        "is not in the set-up",
        "has nothing to search by",
    }


def test_d05_an_account_keeps_its_currency(imports: Imports) -> None:
    imports.run("accounts", HEAD + "A-1,One,,,,EUR,,,\n")
    report = imports.run("accounts", HEAD + "A-1,One,,,,USD,,,\n")
    assert counts(report) == (0, 0, 0, 1)
    assert report.rejected[0].reason == "does not fit: the account is in EUR"
    assert imports.one("SELECT currency FROM account") == "EUR"


def test_a_look_up_that_grows_when_folded_is_left_out(imports: Imports) -> None:
    # 36 letters, each of which becomes two in upper case.
    report = imports.run("accounts", HEAD + f"A-1,One,,,,,,,{'ß' * 36}\n")
    assert counts(report) == (1, 0, 0, 0)
    assert imports.one("SELECT count(*) FROM account_key") == 1
    report = imports.run("accounts", HEAD + f"{'ß' * 36},Two,,,,,,,\n")
    assert [r.reason for r in report.rejected] == ["is too long as a key"]


def test_a_key_of_two_accounts_is_rejected(imports: Imports) -> None:
    for name in ("One", "Two"):
        imports.office.account(name, keys=(("ACCOUNT", "A-1"),))
    report = imports.run("accounts", HEAD + "A-1,Three,,,,,,,\n")
    assert [r.reason for r in report.rejected] == ["is the key of 2 accounts"]


def test_keys_are_known_exactly_not_folded(imports: Imports) -> None:
    imports.run("accounts", HEAD + "A-1,One,,,,,,,\n")
    report = imports.run("accounts", HEAD + "A1,Other,,,,,,,\n")
    assert counts(report) == (1, 0, 0, 0)


def test_it5_imported_accounts_are_found_and_found_again_under_a_new_name(
    imports: Imports,
) -> None:
    imports.run("accounts", TWO)
    search, cashier = imports.office.services.search, imports.office.cashier

    def names(words: str) -> list[str]:
        return [hit.name for hit in search.find(words, cashier)]

    assert names("okafor elm") == names("kfv6188") == names("A-1") == ["Ngozi Okafor"]
    changed = HEAD + "A-1,Ngozi Lind,120 Oak St,,,,,,\n"
    assert counts(imports.run("accounts", changed)) == (0, 1, 0, 0)
    assert names("okafor") == []
    assert names("lind oak") == ["Ngozi Lind"]
    bills = "account_key,account_name,key,sa_type,bill_date,amount\n"
    imports.run("bills", bills + "A-9,Zelda Fennimore,B1,WATER,2026-01-10,1.00\n")
    assert names("fennimore") == ["Zelda Fennimore"]

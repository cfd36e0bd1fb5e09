"""R13, T11: a card number in any text of any action and any set-up table, and nothing keeps it."""

import logging
from pathlib import Path
from typing import Any

import pytest

from posapp.cli.failures import told
from posapp.domain import ids
from posapp.domain.credits import CheckoutId
from posapp.domain.deposits import DepositId
from posapp.domain.ids import new_request_id
from posapp.domain.messages import sentence
from posapp.domain.money import Currency
from posapp.domain.setup_fields import FieldKind
from posapp.domain.setup_tables import SETUP_TABLES
from posapp.domain.turn_in import TurnInId
from posapp.errors import Concern, NeedsConfirmation, PosError, Refused
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts
from tests.helpers import checkouts
from tests.helpers.drawer_day import bank, owing, take, turn_in
from tests.helpers.every_right import Shown, actions, written
from tests.helpers.every_text import calls
from tests.helpers.office import Office

pytestmark = pytest.mark.usefixtures("quick_hashes")

CARD = "5555555555554444"
TYPED = "5555 5555 5555 4444"
# Texts that nobody types, and what they are.
UNTYPED = {
    "command.tenders.auto_pay.account.text": "sealed by the vault",
    "command.tenders.auto_pay.account.last4": "four signs, by the vault",
    "command.stated": "a fingerprint, by the program",
    "users.confirm matter.kind": "name of an action",
    "users.refuse matter.kind": "name of an action",
    "users.refuse code": "code of a message",
}
_ROLES = ("supervisor", "cashier", "setup", "admin", "auditor")


def there(office: Office) -> dict[Any, int]:
    """One of each thing that an action may be asked about."""
    account = owing(office)
    event = take(office, account, "CASH", 2500)
    payer = checkouts.person(office)
    item = checkouts.issue(office, payer, "P-1", 5000)
    return {
        ids.AccountId: account,
        ids.EventId: event.id,
        ids.PaymentId: event.payments[0].id,
        ids.TenderId: event.tenders[0].id,
        ids.ControlId: office.control,
        ids.DepositControlId: office.deposit,
        TurnInId: turn_in(office, "CASH", 100),
        DepositId: bank(office, 100),
        ids.ItemId: item,
        CheckoutId: checkouts.submit(office, payer, item),
        ids.UserId: office.cashier.user_id,
        ids.PersonId: office.services.inquiry.account(account, office.cashier).person.id,
    }


def test_r13_no_text_of_any_action_keeps_a_card_number(
    sqlite_office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office, roles = sqlite_office, written()
    shown = Shown(tmp_path / "files", there(office))
    refused, told, tried = set(), [], 0
    for name, act in actions(office.services):
        role = next((one for one in _ROLES if one in roles[name].split()), "supervisor")
        for place, given in calls(act, office.actors[role], shown, TYPED):
            if {place, f"{name} {place}"} & UNTYPED.keys():
                continue
            tried += 1
            try:
                act(**given)
            except PosError as error:
                if CARD in said(error).replace(" ", ""):
                    told.append(f"{name} {place}")
                if isinstance(error, Refused) and error.code == "M-58":
                    refused.add(f"{name} {place}")
            except Exception:  # noqa: BLE001 - nonsense beside the text may stumble
                pass
    assert told == []
    assert keeps_it(office) == []
    assert CARD not in caplog.text.replace(" ", "")
    # The walk reaches the doors: that many of them say what is wrong.
    assert tried > 300
    assert len(refused) > 60, sorted(refused)


def said(error: PosError) -> str:
    """What a person is told, in the window and by the command line."""
    codes = error.concerns if isinstance(error, NeedsConfirmation) else (error,)
    words = [
        sentence(one.code, one.fields) + str(told(one.code, one.fields, {}, "USD"))
        for one in codes
        if isinstance(one, Refused | Concern)
    ]
    texts = Texts(Formats(Currency("USD")))
    return " ".join([*words, texts.of(error)]) if words else str(error)


def keeps_it(office: Office) -> list[str]:
    """Tables and columns that hold the number, in any writing."""
    held = []
    with office.db.read() as s:
        tables = s.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        for table in list(tables):
            rows = s.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()
            held += [
                f"{table}.{column}"
                for row in rows
                for column, value in row.items()
                if CARD in str(value).replace(" ", "")
            ]
    assert office.db.path is not None
    for path in office.db.path.parent.glob("posapp.db*"):
        content = path.read_bytes()
        held += [path.name for form in (CARD, TYPED) if form.encode() in content]
    return held


def test_r13_no_text_of_the_set_up_keeps_a_card_number(sqlite_office: Office) -> None:
    office = sqlite_office
    edits, who = office.services.setup_edits, office.actors["admin"]
    kept, refused = [], 0
    for table in SETUP_TABLES.values():
        rows = edits.rows(table.name, who).rows
        if table.fixed or not rows:
            continue
        was = dict(rows[0])
        for field in table.fields:
            if field.kind is not FieldKind.TEXT:
                continue
            wide = TYPED if field.width >= len(TYPED) else CARD
            try:
                edits.save(table.name, was | {field.name: wide}, new_request_id(), who, was=was)
            except Refused as error:
                refused += error.code == "M-58"
            else:
                kept.append(f"{table.name}.{field.name}")
    assert kept == []
    assert keeps_it(office) == []
    assert refused > 20

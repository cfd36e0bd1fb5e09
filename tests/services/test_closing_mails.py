"""R11: finance is mailed the head of a drawer's chain with its Z report (reliability A.6 d, T7)."""

import re

import pytest

from posapp.domain.ids import new_request_id, short_id
from posapp.domain.mail_codes import MailKind, MailState
from posapp.domain.mails import MailFilter, MailView
from posapp.domain.paper_proofs import Fault, PaperKind, Verdict
from posapp.errors import Refused
from posapp.storage.audit import control_chain, head, office_chain
from posapp.storage.control_closes import load_closes
from tests.helpers.drawer_day import balance_drawer, owing, take
from tests.helpers.events import is_clean
from tests.helpers.office import DAY, Office

TO = ("finance@example.org", "audit@example.org")
_ASK = re.compile(r'posapp verify "([^"]+)"')


def name_finance(office: Office, typed: str) -> None:
    """Fill in the field of the office, as the set-up's page does."""
    edits, who = office.services.setup_edits, office.actors["setup"]
    row = next(one for one in edits.rows("office", who).rows if one["code"] == "MAIN")
    edits.save("office", dict(row) | {"finance_emails": typed}, new_request_id(), who, was=row)


def mailed(office: Office) -> tuple[MailView, ...]:
    """Mails of Z reports, as somebody reads them who may."""
    mails, who = office.services.mails, office.supervisor
    listed = mails.list_mails(who, MailFilter())
    return tuple(mails.mail(one.id, who) for one in listed if one.kind is MailKind.Z_REPORT)


def test_r11_without_an_address_a_balanced_drawer_sends_nothing(sqlite_office: Office) -> None:
    balance_drawer(sqlite_office, sqlite_office.control)
    assert mailed(sqlite_office) == ()


def test_r11_each_address_gets_totals_and_heads_that_verify_takes(office: Office) -> None:
    name_finance(office, f"{TO[0]}; {TO[1]},{TO[0]}")
    take(office, owing(office), "CASH", 1250)
    with office.db.read() as s:
        day = head(s, office_chain("MAIN", DAY))
    balance_drawer(office, office.control)
    found = mailed(office)
    assert sorted(one.line.to for one in found) == sorted(TO)
    assert {one.line.state for one in found} == {MailState.QUEUED}
    text = found[0].body
    with office.db.read() as s:
        (close,) = load_closes(s, office.control)
    assert found[0].line.subject.startswith(f"Z-{close.number} of ")
    assert day is not None
    for said in (
        close.chain_head, f"rows: {close.chain_length}", short_id(office.control),
        control_chain(office.control), f"Business date: {DAY}", "received: 12.50",
        "over or under: 0.00", day.hash,
    ):  # fmt: skip
        assert said in text
    drawer, whole = _ASK.findall(text)
    proof = office.services.verifying.verify(drawer, office.cashier)
    assert (proof.verdict, proof.says.kind) == (Verdict.GENUINE, PaperKind.Z_REPORT)
    proof = office.services.verifying.verify(whole, office.cashier)
    assert (proof.fault, proof.says.kind) == (Fault.NONE, PaperKind.CHAIN)
    assert is_clean(office)


def test_r11_a_close_that_fails_mails_nothing(sqlite_office: Office) -> None:
    name_finance(sqlite_office, TO[0])
    life = sqlite_office.services.control_life
    life.start_balancing(sqlite_office.control, new_request_id(), sqlite_office.cashier)
    with pytest.raises(Refused, match="M-222"):
        life.balance(sqlite_office.control, new_request_id(), sqlite_office.supervisor)
    assert mailed(sqlite_office) == ()


def test_r11_d16_a_blind_cashier_does_not_read_it(sqlite_office: Office) -> None:
    name_finance(sqlite_office, TO[0])
    balance_drawer(sqlite_office, sqlite_office.control)
    (found,) = mailed(sqlite_office)
    with pytest.raises(Refused, match="M-51"):
        sqlite_office.services.mails.mail(found.line.id, sqlite_office.cashier)


@pytest.mark.parametrize(
    "typed",
    ["finance", "a@example.org, b@", "a@example.org\nBcc: x@example.org",
     " ".join(f"n{n}@example.org" for n in range(11))],
)  # fmt: skip
def test_ml4_addresses_of_finance_are_checked_where_they_are_entered(
    sqlite_office: Office, typed: str
) -> None:
    with pytest.raises(Refused, match="M-360"):
        name_finance(sqlite_office, typed)

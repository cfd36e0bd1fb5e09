"""R10, R13: whatever is typed is refused with a sentence or kept harmless, and no number leaks.

Driven through the services, on both engines: PostgreSQL refuses what SQLite stores.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from posapp.domain.codes import DistributeAction, Role, SourceType
from posapp.domain.ids import AccountId, ControlId, EventId, new_request_id
from posapp.domain.messages import sentence
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.texts import clean_text
from posapp.errors import Refused
from tests.helpers import oracle
from tests.helpers.office import DAY, Office

T = TypeVar("T")

HOSTILE = [
    "a\x00b",
    "\x1b[31mred\x9b",
    "line\r\nBcc: all@x.example",
    "evil\u202egnp.exe",
    "\ud800",
    '=HYPERLINK("http://x.example";"pay")',
    "'; DROP TABLE payment; --",
    "../../../etc/passwd",
    "%s %n {0} {value} ${x}",
    "<img src=x onerror=y>",
    "\\u0000 \\x00",
    "(PDF) Tj endstream endobj %%EOF",
    "＝１２３",
    "²",
    "١٢٣",
    "😀" * 9,
    "x" * 10_000,
    "\u0301" * 10_000,
    " " * 10_000,
    "-1",
    "1e999",
    "9" * 30,
]
TENDER = (
    "tender_type",
    "check_number",
    "micr",
    "currency",
    "customer_id",
    "external_reference",
    "name",
)
PAYMENT = ("match_type", "match_value", "non_cis_name", "reference", "comments")
REMITTER = ("non_cis_name", "reference", "comments")
ON_BOTH = ("micr", "external_reference", "comments", "request_id")
"""PostgreSQL keeps all texts alike: sealed, free and short ones, and a key."""
CARD = "5555555555554444"
CARD_AS_PRINTED = "5555 5555 5555 4444"
MICR = "021000021 123456789 7788"


def command(office: Office, account: AccountId, **texts: str) -> AddEvent:
    tender: dict[str, Any] = {"tender_type": "CHEC", "check_number": "1043"}
    payment: dict[str, Any] = {}
    if "match_value" in texts:
        payment["match_type"] = "SA-ID"
    if "match_type" in texts:
        payment["match_value"] = "7"
    tender |= {name: text for name, text in texts.items() if name in TENDER}
    payment |= {name: text for name, text in texts.items() if name in PAYMENT}
    return AddEvent(
        texts.get("request_id", new_request_id()),
        account,
        (TenderDraft(amount=Money(1000), **tender),),
        (PaymentDraft(account, Money(1000), **payment),),
        action=DistributeAction.FREEZE,
        confirmed=frozenset({"M-39", "M-40", "M-69"}),
    )


def attempt(work: Callable[[], T]) -> T | None:
    """What the work returns, or ``None`` when it is refused with a sentence of some length."""
    try:
        return work()
    except Refused as refused:
        if not sentence(refused.code, refused.fields) or len(str(refused)) > 300:
            raise
        return None


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(name, marks=pytest.mark.every_case if name in ON_BOTH else ())
        for name in (*TENDER, *PAYMENT, "request_id")
    ],
)
def test_r10_hostile_texts_are_refused_or_kept_harmless(office: Office, field: str) -> None:
    services = office.services
    # Only a payment without a customer account has a remitter (payments 2.2).
    remitter = field in REMITTER
    account = office.account(customer_class="NONCIS" if remitter else "RES")
    office.agreement(account, *(("MISC",) if remitter else ("WATER", (DAY, 5000))))
    given = {"non_cis_name": "N. Body", "reference": "TAX-1"} if remitter else {}
    kept = 0
    for text in HOSTILE:
        before = oracle.counts(office.db)
        wanted = command(office, account, **(given | {field: text}))
        saved = attempt(lambda wanted=wanted: services.in_hand.submit(wanted, office.cashier))
        if saved is None:
            # The draft of a refused try came and went.
            assert oracle.counts(office.db) == before
            continue
        kept += 1
        event = services.payment_events.show(saved.value.event_id, office.cashier)
        row: Any = event.tenders[0] if field in TENDER else event.payments[0]
        if hasattr(row, field):
            assert (getattr(row, field) or "") == clean_text(text, field, 10_000)
        assert services.payment_events.add(wanted, office.cashier).replayed
    # Codes must exist; no currency at all means the account's.
    assert (kept == 0) == (field in {"tender_type", "match_type"})
    oracle.assert_sound(office.db)


@pytest.mark.every_case
def test_r10_hostile_accounts_controls_and_amounts(office: Office) -> None:
    account = office.account()
    for number in (0, -5, 2**63, 10**40):
        base = command(office, account)
        for wanted in (
            replace(base, payor=AccountId(number)),
            replace(base, payments=(replace(base.payments[0], account_id=AccountId(number)),)),
            replace(base, control_id=ControlId(number)),
        ):
            with pytest.raises(Refused):
                office.services.payment_events.add(wanted, office.cashier)
    for amount in (0, -1, 10**15, 2**63, 10**40):
        base = command(office, account)
        for wanted in (
            replace(base, tenders=(replace(base.tenders[0], amount=Money(amount)),)),
            replace(base, payments=(replace(base.payments[0], amount=Money(amount)),)),
        ):
            with pytest.raises(Refused):
                office.services.payment_events.add(wanted, office.cashier)


@pytest.mark.every_case
def test_r10_the_largest_amounts_add_up(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 10**15 - 1))
    largest = Money(10**15 - 1)
    for _ in range(3):
        base = command(office, account)
        wanted = replace(
            base,
            tenders=(replace(base.tenders[0], amount=largest),),
            payments=(replace(base.payments[0], amount=largest),),
        )
        office.services.payment_events.add(wanted, office.cashier)
    assert oracle.owed(office.db) == {account: -2 * (10**15 - 1)}
    oracle.assert_sound(office.db)


@pytest.mark.every_case
@pytest.mark.usefixtures("quick_hashes")
def test_r10_hostile_texts_when_a_drawer_is_opened_and_a_user_added(office: Office) -> None:
    services = office.services
    cashier, supervisor, setup = (office.actors[n] for n in ("cashier", "supervisor", "setup"))

    def drawer(request: str, source: str, comments: str = "") -> object:
        wanted = OpenControl(request, source, None, None, comments=comments)
        return services.tender_controls.open(wanted, cashier)

    def deposit(currency: str, comments: str = "") -> object:
        wanted = OpenDepositControl(new_request_id(), SourceType.ADHOC, currency, comments)
        return services.deposit_controls.open(wanted, supervisor)

    def user(login: str, name: str) -> object:
        roles = frozenset({Role.CASHIER})
        return services.users.add(login, name, "a long enough one", roles, setup)

    acts: list[Callable[[str], object]] = [
        lambda text: drawer(new_request_id(), "CASH-A02", text),
        lambda text: drawer(new_request_id(), text),
        lambda text: drawer(text, "CASH-B01"),
        deposit,
        lambda text: deposit("", text),
        lambda text: services.event_actions.freeze(EventId(7), text, supervisor),
        lambda text: services.payment_events.of_request(text, cashier),
        lambda text: services.users.sign_in(text, text),
        lambda text: user(text, "x"),
        lambda text: user(new_request_id(), text),
    ]
    for text in HOSTILE:
        for act in acts:
            attempt(partial(act, text))
    oracle.assert_sound(office.db)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leaks(content: bytes, *secrets: str) -> list[str]:
    return [
        secret
        for secret in secrets
        for form in (secret.encode(), secret.encode("utf-16-le"))
        if form in content
    ]


@pytest.mark.every_case
def test_r13_no_card_number_and_no_micr_is_found_anywhere(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 50_000))
    services = office.services
    for field in (*TENDER, *PAYMENT):
        for number in (CARD, CARD_AS_PRINTED):
            with pytest.raises(Refused, match="M-58") as caught:
                services.in_hand.submit(command(office, account, **{field: number}), office.cashier)
            assert leaks(str(caught.value).encode(), CARD, CARD_AS_PRINTED) == []
    for act in (
        lambda: services.users.sign_in(CARD, "x"),
        lambda: services.tender_controls.open(
            OpenControl(new_request_id(), "CASH-A02", None, None, comments=CARD), office.cashier
        ),
    ):
        with pytest.raises(Refused, match="M-58"):
            act()
    saved = services.in_hand.submit(command(office, account, micr=MICR), office.cashier)
    event = services.payment_events.show(saved.value.event_id, office.cashier)
    assert event.tenders[0].micr_last4 == "7788"
    paper = services.printing.preview(event.id, office.cashier)
    secrets = (CARD, CARD_AS_PRINTED, MICR, "123456789")
    places = {"receipt": paper, "log": caplog.text.encode()}
    if office.db.path is not None:
        places |= files_of(office.db.path.parent)
        assert {"posapp.db", "posapp.db-wal"} <= set(places)
    else:
        places |= everything(office)
    assert {name: leaks(content, *secrets) for name, content in places.items()} == {
        name: [] for name in places
    }


def everything(office: Office) -> dict[str, bytes]:
    """Every row of every table, as text."""
    tables = oracle.rows(
        office.db, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    )
    return {
        name: "\n".join(
            str(row) for row in oracle.rows(office.db, f'SELECT t::text FROM "{name}" t')
        ).encode()
        for (name,) in tables
    }

"""``db check`` (R4, R11, payments 25): clean when all is well, and each thing that is off is named.

Faults are put in as the owner of a file would: triggers away, rows changed, triggers back.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, text

from posapp.domain.money import Money
from posapp.storage.audit import append_audit
from posapp.storage.check import (
    broken,
    check_database,
    check_quickly,
    check_within,
    run,
)
from posapp.storage.db import Database
from posapp.storage.exceptions import mark_balance
from posapp.storage.guard_rules import NO_TRUNCATE
from posapp.storage.ids import take_id
from posapp.storage.info import info
from posapp.storage.invariants import INVARIANTS
from posapp.storage.invariants_of_bound_events import BOUND_EVENTS
from posapp.storage.invariants_of_credits import CREDITS
from posapp.storage.invariants_of_deposits import DEPOSITS
from posapp.storage.invariants_of_payroll import PAYROLL
from posapp.storage.invariants_of_stamps import STAMPS
from posapp.storage.live_rows import MENTIONED, live_checks, spoken_of
from posapp.storage.requests import record_request
from posapp.storage.triggers import drop_statements
from tests.helpers.people import People
from tests.helpers.rows import (
    NOW,
    Office,
    Paid,
    charge,
    make_office,
    paid_event,
    post,
    put,
)

Fault = Callable[[Connection, Office, Paid], object]


def day(s: Connection) -> tuple[Office, Paid]:
    """A bill, two payments (one canceled again), an item paid off, a balanced match event."""
    office = make_office(s)
    charge(s, office, Money(30000))
    paid = paid_event(s, office)
    canceled = paid_event(s, office, Money(2500))
    post(
        s, office, canceled.payment, canceled.segment, take_id(s), Money(2500), reverses=canceled.ft
    )
    s.execute(
        text(
            "UPDATE payment SET status = 'CANCELED', canceled_at = frozen_at, canceled_by = frozen_by"
            " WHERE id = :p"
        ),
        {"p": canceled.payment},
    )
    mark_balance(s, canceled.event)
    mention = {"rows": {"payment": [{"id": canceled.payment, "status": "CANCELED"}]}}
    append_audit(
        s,
        f"control/{office.control}",
        at=NOW + timedelta(seconds=1),
        user_id=office.user,
        action="payment.cancel",
        object_id=canceled.payment,
        body=mention,
    )
    own = put(s, "agreement", account_id=office.account, sa_type="VIOLATION", status="ACTIVE")
    item = put(
        s,
        "payable_item",
        number="V1",
        account_id=office.account,
        agreement_id=own,
        sa_type="VIOLATION",
        state="PAID",
    )
    for seq, (kind, cents) in enumerate(
        (("FINE", 5000), ("REDUCTION", 1000), ("PAYMENT", 4000)), 1
    ):
        put(s, "item_line", item_id=item, seq=seq, kind=kind, amount=Money(cents))
        owed = cents if kind == "FINE" else -cents
        debit(s, own, item, Money(owed), seq, "AD" if kind == "FINE" else "CV")
    fee = put(
        s,
        "adjustment",
        adjustment_type=s.execute(text("SELECT min(code) FROM adjustment_type")).scalar_one(),
        agreement_id=office.agreement,
        amount=Money(1500),
        created_by=office.user,
    )
    debit(s, office.agreement, fee, Money(1500), None, "AD")
    put(s, "float_count", tender_control_id=office.control, value=Money(5000), quantity=3)
    match = put(s, "match_event", account_id=office.account, status="BALANCED")
    for name in ("PS", "PX"):
        ft = s.execute(
            text("SELECT id FROM financial_transaction WHERE parent_id = :p AND ft_type = :t"),
            {"p": canceled.payment, "t": name},
        ).scalar_one()
        put(s, "match_event_ft", match_event_id=match, ft_id=ft)
    return office, paid


def debit(
    s: Connection, agreement: int, parent: int, amount: Money, sibling: int | None, kind: str
) -> None:
    """A charge (or, below zero, a reduction) with its ledger lines."""
    ft = put(
        s,
        "financial_transaction",
        ft_type=kind,
        agreement_id=agreement,
        parent_id=parent,
        sibling_id=sibling,
        current_amount=amount,
        payoff_amount=amount,
    )
    put(s, "gl_line", ft_id=ft, seq=1, distribution_code="1200-AR-WATER", amount=amount)
    put(s, "gl_line", ft_id=ft, seq=2, distribution_code="4000-WATER", amount=-amount)


def sql(statement: str) -> Fault:
    return lambda s, office, paid: s.execute(
        text(statement),
        {
            key: found
            for key, found in (
                ("event", paid.event),
                ("tender", paid.tender),
                ("payment", paid.payment),
                ("segment", paid.segment),
                ("ft", paid.ft),
                ("control", office.control),
                ("account", office.account),
            )
            if f":{key}" in statement
        },
    )


def test_a_day_that_is_right_is_clean(db: Database) -> None:
    with db.begin() as s:
        day(s)
    report = check_database(db)
    assert report.findings == ()
    assert report.clean
    assert report.checks >= len(INVARIANTS) + len(MENTIONED) + 6
    assert check_quickly(db).clean


def other_account(s: Connection, office: Office, paid: Paid) -> None:
    other = make_office(s, source="CASH-A02")
    s.execute(
        text("UPDATE pay_segment SET agreement_id = :a WHERE id = :s"),
        {"a": other.agreement, "s": paid.segment},
    )


def second_cash_back(s: Connection, office: Office, paid: Paid) -> None:
    for _ in range(2):
        put(
            s,
            "tender",
            event_id=paid.event,
            payor_account_id=office.account,
            amount=Money(-1),
            control_amount=Money(-1),
            tender_control_id=office.control,
            created_by=office.user,
            cash_back=True,
        )


def euro_drawer(s: Connection, office: Office, paid: Paid) -> None:
    s.execute(
        text("UPDATE deposit_control SET currency = 'EUR'"),
    )


def matched_twice(s: Connection, office: Office, paid: Paid) -> None:
    again = put(s, "match_event", account_id=office.account, status="BALANCED")
    for ft in s.execute(text("SELECT ft_id FROM match_event_ft")).scalars().all():
        put(s, "match_event_ft", match_event_id=again, ft_id=ft)


def matched_elsewhere(s: Connection, office: Office, paid: Paid) -> None:
    other = make_office(s, source="CASH-A02")
    s.execute(text("UPDATE match_event SET account_id = :a"), {"a": other.account})


def billed_elsewhere(s: Connection, office: Office, paid: Paid) -> None:
    other = make_office(s, source="CASH-A02")
    bill = put(s, "bill", account_id=other.account, number="B9", import_key="B9")
    s.execute(text("UPDATE match_event SET bill_id = :b"), {"b": bill})


def charge_matched_alone(s: Connection, office: Office, paid: Paid) -> None:
    ft = s.execute(text("SELECT min(id) FROM financial_transaction WHERE ft_type = 'BS'"))
    match = s.execute(text("SELECT min(id) FROM match_event")).scalar_one()
    put(s, "match_event_ft", match_event_id=match, ft_id=ft.scalar_one())


def credit_taken(*cents: int, debited_with: int = 0) -> Fault:
    """Credit that the bill of 300.00 took, and what it is debited with."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        bill = s.execute(text("SELECT min(id) FROM bill")).scalar_one()
        kind = s.execute(text("SELECT min(code) FROM adjustment_type")).scalar_one()
        for amount in map(Money, cents):
            put(
                s, "adjustment", adjustment_type=kind, agreement_id=office.agreement,
                amount=amount, bill_id=bill, created_by=office.user,
            )  # fmt: skip
        if debited_with:
            whose, amount = mandate(s, office), Money(debited_with)
            put(s, "bill_debit", bill_id=bill, mandate_id=whose, status="WAITING", amount=amount)

    return fault


def unbilled_line(s: Connection, office: Office, paid: Paid) -> None:
    s.execute(text("UPDATE bill SET amount = amount + 1"))


HOLDING, PAYABLE = "2100-CHARITY", "2150-OVERPAY"
BILLED = "SELECT id FROM financial_transaction WHERE ft_type = 'BS'"
PAID = "SELECT min(id) FROM financial_transaction WHERE ft_type = 'PS'"
CANCELED = "SELECT reverses_id FROM financial_transaction WHERE ft_type = 'PX'"


def taxed(find: str, *lines: tuple[str, int], tax: int = 0) -> Fault:
    """Water keeps tax from now on; more ledger lines on the transaction, tax on the bill."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        s.execute(
            text(
                "UPDATE sa_type SET segment_type = 'CASH_ACCOUNTING', holding_code = :h,"
                " payable_code = :p WHERE code = 'WATER'"
            ),
            {"h": HOLDING, "p": PAYABLE},
        )
        s.execute(text("UPDATE bill SET tax = :t"), {"t": tax})
        ft = s.execute(text(find)).scalar_one()
        for seq, (code, cents) in enumerate(lines, 7):
            put(s, "gl_line", ft_id=ft, seq=seq, distribution_code=code, amount=Money(cents))

    return fault


def settled_with_tax(s: Connection, office: Office, paid: Paid) -> None:
    taxed(BILLED, (HOLDING, -100), ("4000-WATER", 100), tax=100)(s, office, paid)
    owed = s.execute(
        text("SELECT sum(current_amount) FROM financial_transaction WHERE agreement_id = :a"),
        {"a": office.agreement},
    ).scalar_one()
    amount = Money(-int(owed))
    debit(s, office.agreement, paid.payment, amount, paid.segment, "PS")


def charged_all_the_same(s: Connection, office: Office, paid: Paid) -> None:
    values = {"t": paid.tender}
    s.execute(text(f"{CANCEL} WHERE id = :t"), values)
    s.execute(text("INSERT INTO missing_charge (tender_id) VALUES (:t)"), values)
    s.execute(text("UPDATE adjustment SET tender_id = :t"), values)


def money_went_back(s: Connection, office: Office, paid: Paid) -> None:
    put(
        s,
        "refund_movement",
        tender_control_id=office.control,
        tender_id=paid.tender,
        amount=Money(10000),
        reason="DATA",
        created_by=office.user,
    )


CANCEL = "UPDATE tender SET status = 'CANCELED', canceled_at = created_at"
HARSH = "(SELECT min(code) FROM cancel_reason WHERE affect_cash_only_by <> 0)"


def mandate(s: Connection, office: Office, sealed: str = "g1.k.x") -> int:
    """A mandate at a bank, which is made with the first."""
    if not s.execute(text("SELECT count(*) FROM autopay_source WHERE code = 'FNB'")).scalar_one():
        put(
            s,
            "autopay_source",
            code="FNB",
            tender_type="DDCH",
            route_type="DEBIT",
            work_calendar="FED",
        )
    if not s.execute(text("SELECT count(*) FROM field_key")).scalar_one():
        put(s, "field_key", id=1, key_id="k")
    values = {"source": "FNB", "account_sealed": sealed, "account_last4": "1"}
    whose = {"account_id": office.account, "created_by": office.user}
    return put(s, "account_autopay", **whose, **values)


def debited(cents: int = 10000, status: str = "PENDING", *, others: bool = False) -> Fault:
    """A request over the paid tender, which is no automatic payment."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        whose = make_office(s) if others else office
        put(
            s,
            "clearing_request",
            tender_id=paid.tender,
            mandate_id=mandate(s, whose),
            source="FNB",
            account_sealed="g1.k.x",
            account_last4="1",
            amount=Money(cents),
            status=status,
        )

    return fault


def stamped(status: str, *, others: bool = False) -> Fault:
    """A bill with a stamp."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        whose = make_office(s) if others else office
        bill = s.execute(text("SELECT min(id) FROM bill")).scalar_one()
        event = paid.event if status == "CREATED" else None
        mandate_id = mandate(s, whose)
        put(s, "bill_debit", bill_id=bill, mandate_id=mandate_id, status=status, event_id=event)

    return fault


def credited(cents: int) -> Fault:
    """A line of the frozen payment, which credits no such ledger account."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        put(
            s,
            "payment_line",
            payment_id=paid.payment,
            seq=1,
            distribution_code="1030-CARDS",
            amount=Money(cents),
        )

    return fault


def typed(event: int | None = None, **values: object) -> Fault:
    """A row of Quick Add that is marked as taken by an event, of the day's by default."""

    def fault(s: Connection, office: Office, paid: Paid) -> object:
        whose = {"tender_control_id": office.control, "created_by": office.user}
        batch = put(s, "quick_batch", request_id="b", **whose)
        named = {"batch_id": batch, "line": 1, "request_id": "r", "outcome": "done"}
        taken = {"event_id": event or paid.event, "taken": Money(10000)}
        return put(s, "quick_row", **(named | taken | values))

    return fault


def two_of_one_number(s: Connection, office: Office, paid: Paid) -> None:
    """Another item with the number of the first, where the index is gone that refuses it."""
    s.execute(text("DROP INDEX uq_payable_item_number"))
    agreement = put(s, "agreement", account_id=office.account, sa_type="VIOLATION")
    number = s.execute(text("SELECT number FROM payable_item")).scalar_one()
    put(
        s,
        "payable_item",
        number=number,
        account_id=office.account,
        agreement_id=agreement,
        sa_type="VIOLATION",
        state="PAYABLE",
    )


def z_report(*, ending: int = 0, number: int = 1, **line: Money) -> Fault:
    """A Z report in force over the open drawer, confirmed by its own user."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        whose: dict[str, Any] = {"tender_control_id": office.control}
        by = {"counted_by": office.user, "submitted_by": office.user}
        count = put(s, "control_count", **whose, **by, attempt=1, submitted_at=NOW, differs=False)
        put(s, "count_line", count_id=count, ending=Money(ending))
        more = {"version": 1, "closed_by": office.user, "count_id": count}
        close = put(s, "control_close", **whose, **more, number=number)
        put(s, "close_line", close_id=close, **line)

    return fault


def counted(**changes: Any) -> Fault:
    """A count, by default one of nothing that another supervised than the drawer's user."""

    def fault(s: Connection, office: Office, paid: Paid) -> None:
        other = put(s, "app_user", login="other", name="Other")
        values = {"attempt": 1, "counted_by": other, "submitted_by": other, "submitted_at": NOW}
        if changes.get("by_user", False):
            values["supervised_by"] = office.user
        differs = changes.get("differs", False)
        count = put(s, "control_count", tender_control_id=office.control, differs=differs, **values)
        put(s, "count_denomination", count_id=count, value=Money(100), quantity=2)

    return fault


def booked(s: Connection, office: Office, paid: Paid) -> None:
    """A difference over the event of a customer, which has a receipt."""
    put(s, "over_under_reason", code="X", description="X")
    of = {"attempt": 1, "counted_by": office.user, "submitted_by": office.user, "differs": True}
    count = put(s, "control_count", tender_control_id=office.control, submitted_at=NOW, **of)
    put(
        s,
        "over_under",
        tender_control_id=office.control,
        event_id=paid.event,
        count_id=count,
        reason="X",
        created_by=office.user,
    )


FAULTS: dict[str, tuple[Fault, ...]] = {
    "Z reports": (z_report(), z_report(turned_in=Money(5), issued=Money(5))),
    "Z reports complete": (z_report(),),
    "Z reports counted": (z_report(ending=7),),
    "Z reports in force": (
        z_report(),
        sql("UPDATE tender_control SET status = 'BALANCED' WHERE id = :control"),
    ),
    "Z numbers": (z_report(number=2),),
    "balanced by": (z_report(),),
    "counts": (counted(),),
    "counts compared": (counted(differs=True),),
    "two people": (counted(by_user=True),),
    "over/under": (booked,),
    "AP-01 mandates": (lambda s, office, paid: [mandate(s, office), mandate(s, office)],),
    "AP-02 keys": (lambda s, office, paid: mandate(s, office, "g1.other.x"),),
    "AP-05 stamps": (stamped("WAITING", others=True),),
    "AP-07 requests": (debited(),),
    "AP-07 amounts": (debited(1),),
    "AP-12 mandates": (debited(others=True),),
    "AP-15 stamps": (stamped("CREATED"),),
    "quick add events": (typed(77),),
    "quick add sums": (typed(taken=Money(9999)),),
    "AP-16 requests": (debited(status="CANCELED"),),
    "NC-4 credits": (credited(10000), credited(1)),
    "NC-5 lines": (credited(1),),
    "25.1 segments": (
        sql("UPDATE pay_segment SET amount = amount - 1 WHERE id = :segment"),
        sql("UPDATE payment SET amount = amount + 1 WHERE id = :payment"),
        sql("UPDATE payment SET status = 'ERROR' WHERE id = :payment"),
    ),
    "25.2 postings": (
        sql("UPDATE payment SET status = 'FREEZABLE' WHERE id = :payment"),
        sql("UPDATE payment SET status = 'CANCELED' WHERE id = :payment"),
        sql("UPDATE financial_transaction SET sibling_id = NULL WHERE id = :ft"),
    ),
    "25.2 amounts": (
        sql("UPDATE financial_transaction SET current_amount = current_amount + 1 WHERE id = :ft"),
        sql("UPDATE financial_transaction SET payoff_amount = 0 WHERE id = :ft"),
    ),
    "25.2 reversals": (
        sql(
            "UPDATE financial_transaction SET payoff_amount = payoff_amount + 1 WHERE ft_type = 'PX'"
        ),
    ),
    "25.3 ledger": (
        sql("UPDATE gl_line SET amount = amount + 1 WHERE ft_id = :ft AND seq = 1"),
        sql("DELETE FROM gl_line WHERE ft_id = :ft"),
    ),
    "25.4 stamps": (
        sql("UPDATE payment SET frozen_at = NULL WHERE id = :payment"),
        sql("UPDATE tender SET status = 'CANCELED' WHERE id = :tender"),
    ),
    "25.6 drawers": (sql("UPDATE tender SET tender_control_id = NULL WHERE id = :tender"),),
    "25.6 currencies": (
        sql("UPDATE tender SET control_currency = 'EUR' WHERE id = :tender"),
        sql("UPDATE tender SET control_amount = control_amount + 1 WHERE id = :tender"),
    ),
    "25.7 cash back": (
        second_cash_back,
        sql("UPDATE tender SET cash_back = true WHERE id = :tender"),
    ),
    "25.7 signs": (
        sql(
            "UPDATE tender SET amount = -amount, control_amount = -control_amount WHERE id = :tender"
        ),
        sql("UPDATE tender SET amount = 0 WHERE id = :tender"),
    ),
    "25.8 tenders": (sql("UPDATE tender SET status = 'CANCELED' WHERE id = :tender"),),
    "EX-1 balance": (
        sql("UPDATE payment_event SET unbalanced = NOT unbalanced"),
        sql("UPDATE payment SET amount = amount + 1 WHERE id = :payment"),
    ),
    "25.10 floats": (sql("UPDATE float_count SET quantity = 4"),),
    "25.10 controls": (euro_drawer,),
    "25.11 accounts": (other_account,),
    "25.11 signs": (sql("UPDATE payment SET amount = -amount WHERE id = :payment"),),
    "25.12 matches": (
        sql("UPDATE financial_transaction SET current_amount = 1 WHERE ft_type = 'PX'"),
    ),
    "25.12 open matches": (sql("UPDATE match_event SET status = 'OPEN'"),),
    "MT-11 matches": (matched_twice,),
    "OI-5 matches": (
        charge_matched_alone,
        sql("UPDATE match_event SET bill_id = (SELECT min(id) FROM bill)"),
    ),
    "MT-12 matches": (
        sql(
            "DELETE FROM match_event_ft WHERE ft_id IN"
            " (SELECT id FROM financial_transaction WHERE ft_type = 'PX')"
        ),
    ),
    "OP-3 credits": (
        sql("UPDATE adjustment SET bill_id = (SELECT min(id) FROM bill)"),
        credit_taken(40000, -40000),
    ),
    "OP-3 debits": (credit_taken(100, -100, debited_with=30000),),
    "matches of accounts": (matched_elsewhere, billed_elsewhere),
    "matches of payments": (
        sql("UPDATE pay_segment SET bill_id = (SELECT min(id) FROM bill) WHERE id = :segment"),
    ),
    "bills": (unbilled_line, sql("DELETE FROM bill_line")),
    "bills posted": (
        sql(
            "UPDATE financial_transaction SET current_amount = current_amount - 1, payoff_amount ="
            " payoff_amount - 1 WHERE ft_type = 'BS'"
        ),
        sql("UPDATE financial_transaction SET ft_type = 'AD' WHERE ft_type = 'BS'"),
        sql("UPDATE bill_line SET agreement_id = (SELECT max(id) FROM agreement)"),
        sql("DELETE FROM bill_line"),
    ),
    "items posted": (
        sql("UPDATE item_line SET amount = amount + 1 WHERE kind = 'FINE'"),
        sql("UPDATE item_line SET kind = 'FINE' WHERE kind = 'PAYMENT'"),
        sql("DELETE FROM item_line WHERE kind = 'REDUCTION'"),
        sql("UPDATE financial_transaction SET sibling_id = 9 WHERE ft_type = 'CV'"),
        sql(
            "UPDATE financial_transaction SET agreement_id = (SELECT min(id) FROM agreement)"
            " WHERE ft_type = 'CV'"
        ),
    ),
    "items alone": (
        sql("UPDATE financial_transaction SET parent_id = 1 WHERE ft_type = 'CV'"),
        sql(
            "UPDATE financial_transaction SET agreement_id = (SELECT agreement_id FROM payable_item)"
            " WHERE ft_type = 'BS'"
        ),
    ),
    "adjustments": (
        sql("UPDATE adjustment SET amount = amount - 1"),
        sql("UPDATE financial_transaction SET parent_id = 1 WHERE ft_type = 'AD'"),
    ),
    "cash side": (
        sql("UPDATE gl_line SET distribution_code = '1030-CARDS' WHERE ft_id = :ft AND seq = 1"),
        sql("UPDATE tender SET distribution_code = '1030-CARDS' WHERE id = :tender"),
    ),
    "refund movements": (money_went_back,),
    "uncounted tenders": (
        sql("UPDATE tender SET counted = false WHERE id = :tender"),
        sql(f"{CANCEL}, counted = false, tender_control_id = NULL WHERE id = :tender"),
    ),
    "demerits": (
        sql(f"{CANCEL}, cancel_reason = {HARSH}, demerit_due = true WHERE id = :tender"),
        sql("UPDATE tender SET demerit_due = true WHERE id = :tender"),
    ),
    "missing charges": (
        sql("INSERT INTO missing_charge (tender_id) VALUES (:tender)"),
        charged_all_the_same,
    ),
    "items": (
        sql("UPDATE payable_item SET agreement_id = (SELECT max(agreement_id) FROM pay_segment)"),
    ),
    "IT-1 own agreement": (
        sql("UPDATE payable_item SET sa_type = 'LOCKER'"),
        sql("UPDATE sa_type SET item_kind = false"),
    ),
    "IT-4 states": (
        sql("UPDATE payable_item SET state = 'PAYABLE'"),
        sql("UPDATE payable_item SET state = 'IN_CHECKOUT'"),
        sql("UPDATE payable_item SET state = 'WRITTEN_OFF'"),
    ),
    "IT-4 released": (
        sql(
            "UPDATE payable_item SET state = 'RELEASED',"
            " agreement_id = (SELECT max(agreement_id) FROM pay_segment)"
        ),
    ),
    "IT-4 lines": (
        sql("UPDATE payable_item SET state = 'WRITTEN_OFF'"),
        sql("UPDATE item_line SET amount = NULL WHERE kind = 'FINE'"),
    ),
    "IT-4 numbers": (two_of_one_number,),
    "IT-1 issued": (
        sql("UPDATE payable_item SET issued_at = '2026-11-20T15:00:00+00:00'"),
        sql("UPDATE payable_item SET violation_code = 'METER'"),
    ),
    "receipts": (
        sql("UPDATE tender_control SET last_receipt = 3"),
        sql("UPDATE payment_event SET receipt_seq = 9 WHERE id = :event"),
        sql("UPDATE payment_event SET receipt_seq = NULL WHERE id = :event"),
    ),
    "receipts of frozen events": (
        sql("UPDATE payment_event SET receipt_seq = NULL WHERE id = :event"),
    ),
    "requests": (sql("UPDATE request SET result_id = 1 WHERE result_id = :event"),),
    "taxes of bills": (
        taxed(BILLED, tax=100),
        taxed(BILLED, (HOLDING, -100), ("4000-WATER", 100)),
    ),
    "taxes held": (taxed(PAID, (HOLDING, 100), (PAYABLE, -100)),),
    "taxes moved": (
        taxed(PAID, (HOLDING, 100), ("4000-WATER", -100)),
        taxed(PAID, (HOLDING, -100), (PAYABLE, 100)),
    ),
    "taxes moved back": (taxed(CANCELED, (HOLDING, 100), (PAYABLE, -100)),),
    "taxes paid": (settled_with_tax,),
    "documents": (
        sql("UPDATE payment_event SET document_number = '2026-MAIN-000009' WHERE id = :event"),
        sql("UPDATE payment_event SET document_number = 'x' WHERE id = :event"),
    ),
    "documents given": (
        sql("UPDATE payment_event SET document_number = NULL WHERE id = :event"),
        sql("UPDATE number_sequence SET last = 9"),
    ),
    "search index": (
        sql("DELETE FROM account_search WHERE account_id = :account"),
        sql("UPDATE account_search SET account_id = 7 WHERE account_id = :account"),
    ),
    "audit chains": (
        sql("UPDATE audit SET body = '{}' WHERE object_id = :event"),
        sql("UPDATE audit SET body = 'not json' WHERE object_id = :event"),
        sql("DELETE FROM audit WHERE object_id = :event"),
        sql("DELETE FROM audit WHERE seq = 3"),
        sql("DELETE FROM audit_head"),
        sql("UPDATE audit_head SET length = length + 1"),
        sql("UPDATE audit_head SET hash = 'other'"),
    ),
    "audit stamps": (sql("UPDATE audit_head SET at = '1999-01-01 00:00:00+00:00'"),),
    "audit chains gone": (
        sql("DELETE FROM audit"),
        sql("DELETE FROM audit WHERE chain LIKE 'office/%'"),
    ),
    "audit of drawers": (
        sql("DELETE FROM audit WHERE action = 'control.open'"),
        sql("UPDATE audit SET seq = 9 WHERE action = 'control.open'"),
    ),
    "audit of deposits": (sql("DELETE FROM audit WHERE action = 'deposit-control.open'"),),
    "audit of receipts": (sql("DELETE FROM audit WHERE object_id = :event"),),
    "audit of tender": (
        sql("UPDATE tender SET amount = amount + 1 WHERE id = :tender"),
        sql("UPDATE tender SET cash_back = true WHERE id = :tender"),
        sql("UPDATE tender SET rate = '1.5' WHERE id = :tender"),
        sql("DELETE FROM tender WHERE id = :tender"),
    ),
    "audit of payment": (
        sql("UPDATE payment SET amount = amount + 1 WHERE id = :payment"),
        sql("UPDATE payment SET status = 'FROZEN' WHERE status = 'CANCELED'"),
    ),
    "audit of payment_event": (
        sql("UPDATE payment_event SET payment_date = '2026-11-19' WHERE id = :event"),
    ),
    "audit of gl_line": (
        sql("UPDATE gl_line SET amount = amount + 1 WHERE ft_id = :ft AND seq = 1"),
    ),
}
CASES = [(name, number) for name, faults in FAULTS.items() for number in range(len(faults))]


def test_what_is_off_is_named(db: Database) -> None:
    """Each fault in the same day, taken back after it was found."""
    with db.begin() as s:
        office, paid = day(s)
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
    rules = {rule.name: rule for rule in (*INVARIANTS, *live_checks(db.dialect))}
    silent = []
    for name, number in CASES:
        with db.begin(keep=False) as s:
            FAULTS[name][number](s, office, paid)
            said = run(s, rules[name]) if name in rules else check_within(s).findings
            if not any(found.name == name and found.count and found.says for found in said):
                silent.append((name, number))
    assert silent == []
    with db.read() as s:
        assert [*broken(s, tuple(rules.values()))] == []


def test_rules_asked_together_say_what_each_says_alone(db: Database) -> None:
    with db.begin() as s:
        office, paid = day(s)
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
        for name in ("25.1 segments", "25.3 ledger", "audit of tender", "audit of payment"):
            FAULTS[name][0](s, office, paid)
        rules = (*INVARIANTS, *live_checks(db.dialect))
        alone = [found for rule in rules for found in run(s, rule)]
        assert {found.name for found in alone} >= {
            "25.1 segments",
            "25.3 ledger",
            "audit of tender",
        }
        assert [*broken(s, rules)] == alone
        assert [*broken(s, (*INVARIANTS, *spoken_of(s)))] == alone


def test_an_audit_body_that_is_no_json_hides_nothing_else(db: Database) -> None:
    with db.begin() as s:
        office, paid = day(s)
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
        FAULTS["25.3 ledger"][0](s, office, paid)
        s.execute(text('UPDATE audit SET body = \'{"rows": {"tender":[\' WHERE seq = 1'))
        found = {one.name: one.first for one in check_within(s).findings}
    assert found["audit of tender"] == "an audit body that is no JSON"
    assert "25.3 ledger" in found


def test_every_invariant_has_a_fault_that_it_finds() -> None:
    """Others have theirs in ``test_check_deposits``, ``_credits``, ``_stamps``."""
    elsewhere = {rule.name for rule in (*DEPOSITS, *CREDITS, *BOUND_EVENTS, *PAYROLL, *STAMPS)}
    assert {rule.name for rule in INVARIANTS} - elsewhere <= set(FAULTS)


def test_identities_in_use_above_the_counter(db: Database) -> None:
    with db.begin() as s:
        day(s)
        put(s, "person", id=9_000_000_000, name="From elsewhere")
    (finding,) = check_database(db).findings
    assert (finding.name, finding.first) == ("identities", "9000000000")


def test_the_last_mention_counts_and_deleted_rows_must_be_gone(db: Database) -> None:
    with db.begin() as s:
        office, _ = day(s)
        event = put(s, "payment_event", request_id="r", created_by=office.user)
        record_request(s, "r", "event", "print", event, at=NOW, user_id=office.user)
        for number, mention in enumerate(
            (
                {"payment_event": [{"id": event, "currency": "USD"}]},
                {"payment_event": [{"id": event, "currency": "EUR"}]},
                {"payment_event": [{"id": event, "deleted": True}]},
            )
        ):
            append_audit(
                s,
                f"control/{office.control}",
                at=NOW + timedelta(minutes=number),
                user_id=office.user,
                action="event",
                object_id=event,
                body={"rows": mention},
            )
    assert [finding.name for finding in check_database(db).findings] == ["audit of payment_event"]
    with db.begin() as s:
        s.execute(text("DELETE FROM payment_event WHERE id = :e"), {"e": event})
    assert check_database(db).clean


def test_guards_that_are_gone_are_named(db: Database) -> None:
    with db.begin() as s:
        for statement in drop_statements(db.dialect):
            s.execute(text(statement))
    (finding,) = check_database(db).findings
    assert (finding.name, finding.count) == (
        "guards",
        len(drop_statements("sqlite")) + (0 if db.dialect == "sqlite" else len(NO_TRUNCATE)),
    )
    assert [f.name for f in check_quickly(db).findings] == ["guards"]


def test_rows_that_point_nowhere_are_named(sqlite_db: Database) -> None:
    with sqlite_db.engine.connect() as s:
        driver = s.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO user_role VALUES (77, 'cashier')")
        s.invalidate()
    (finding,) = check_database(sqlite_db).findings
    assert (finding.name, finding.count) == ("references", 1)
    assert finding.first.startswith("user_role")


def test_words_that_another_connection_put_together_are_no_damage(
    sqlite_db: Database, sqlite_url: str
) -> None:
    """A connection that was there before knows the parts of the search index from then."""
    watching, people = Database.open(sqlite_url), People(sqlite_db)
    found = []
    for number in range(20):
        people.add(f"Okafor{number}, Ngozi")
        found += [*check_database(watching).findings, *check_quickly(watching).findings]
    watching.dispose()
    assert found == []


def test_settings_that_were_turned_off_are_named(db: Database) -> None:
    with db.read() as s:
        if db.dialect == "sqlite":
            s.connection.driver_connection.execute("PRAGMA cell_size_check=OFF")
        else:
            s.exec_driver_sql("SELECT set_config('synchronous_commit', 'off', false)")
            s.commit()
    (finding,) = check_database(db).findings
    assert finding.name == "settings"


def test_info_says_what_it_is(db: Database) -> None:
    with db.begin() as s:
        day(s)
    facts = info(db)
    assert facts.engine == ("SQLite" if db.dialect == "sqlite" else "PostgreSQL")
    assert facts.version[0].isdigit()
    assert facts.schema == facts.program_schema
    assert (facts.organisation, facts.demo) == ("Our office", False)
    assert facts.size > 100_000
    assert facts.rows["payment"] == 2
    assert facts.rows["audit"] == 5
    assert facts.url == db.url_shown

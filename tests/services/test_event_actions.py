"""Life of an event after it was added: distribute, freeze, cash back, date, delete."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.debts import AgreementDebt
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import NeedsConfirmation, Refused
from posapp.storage.check import check_database
from posapp.storage.tables.payment_events import PaymentRow
from tests.helpers.office import DAY, Office


def add(
    office: Office,
    account: AccountId,
    cents: int,
    action: DistributeAction = DistributeAction.NONE,
    *,
    tendered: int = 0,
    kind: str = "CASH",
    **payment: Any,
) -> EventId:
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft(kind, Money(tendered or cents), "17" if kind == "CHEC" else ""),),
        (PaymentDraft(account, Money(cents), **payment),),
        action=action,
        confirmed=frozenset({"M-39", "M-40", "M-69"}),
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def show(office: Office, event_id: EventId) -> EventView:
    return office.services.payment_events.show(event_id, office.cashier)


def statuses(office: Office, event_id: EventId) -> list[PaymentStatus]:
    return [payment.status for payment in show(office, event_id).payments]


def test_ad7_do_not_distribute_then_distribute_then_freeze(office: Office) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 5000))
    event_id = add(office, account, 3000)
    actions = office.services.event_actions
    assert statuses(office, event_id) == [PaymentStatus.INCOMPLETE]
    assert show(office, event_id).receipt_number is None
    actions.distribute(event_id, new_request_id(), office.cashier)
    assert statuses(office, event_id) == [PaymentStatus.FREEZABLE]
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(5000)
    actions.freeze(event_id, new_request_id(), office.cashier)
    event = show(office, event_id)
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert [(s.agreement_id, s.amount) for s in event.payments[0].segments] == [
        (water, Money(3000))
    ]
    assert event.receipt_number == f"{office.control}-1"
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(2000)


def test_py1_a_failed_distribution_is_stored_and_mended_by_distributing_again(
    office: Office,
) -> None:
    account = office.account(customer_class="OPEN")
    office.agreement(account, "WATER", (DAY, 5000))
    event_id = add(office, account, 3000, DistributeAction.FREEZE)
    event = show(office, event_id)
    assert event.payments[0].status is PaymentStatus.ERROR
    assert event.payments[0].error_code == "M-21"
    assert event.payments[0].error_text
    assert event.totals.is_balanced
    with office.db.begin() as s:
        s.execute(
            update(PaymentRow)
            .where(PaymentRow.event_id == event_id)
            .values(match_type="SA-ID", match_value=str(_water(office, account)))
        )
    office.services.event_actions.distribute(event_id, new_request_id(), office.cashier)
    assert statuses(office, event_id) == [PaymentStatus.FREEZABLE]


def _water(office: Office, account: AccountId) -> int:
    card = office.services.accounts.card(account, office.cashier)
    return next(d.agreement_id for d in card.debts if d.sa_type == "WATER")


def test_py4_a_frozen_event_takes_no_more_actions(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event_id = add(office, account, 5000, DistributeAction.FREEZE)
    actions = office.services.event_actions
    for act, code in (
        (actions.distribute, "M-70"),
        (actions.freeze, "M-12"),
        (actions.recalculate_cash_back, "M-70"),
    ):
        with pytest.raises(Refused) as caught:
            act(event_id, new_request_id(), office.supervisor)
        assert caught.value.code == code
    with pytest.raises(Refused, match="M-68"):
        actions.set_date(event_id, DAY, new_request_id(), office.supervisor)
    with pytest.raises(Refused, match="M-11"):
        actions.delete(event_id, new_request_id(), office.supervisor, frozenset({"M-41"}))


def test_d25_an_item_paid_meanwhile_puts_the_second_payment_in_error(office: Office) -> None:
    account = office.account()
    office.item(account, "8713353457", 6500)
    item = {"match_type": "ITEM-ID", "match_value": "8713353457"}
    waiting = add(office, account, 6500, DistributeAction.DISTRIBUTE, **item)
    add(office, account, 6500, DistributeAction.FREEZE, **item)
    office.services.event_actions.freeze(waiting, new_request_id(), office.cashier)
    event = show(office, waiting)
    assert event.payments[0].status is PaymentStatus.ERROR
    assert event.payments[0].error_code == "M-27"
    assert event.payments[0].segments == ()
    card = office.services.accounts.card(account, office.cashier)
    assert [(i.number, i.state.value, i.due) for i in card.items] == [
        ("8713353457", "PAID", Money(0))
    ]


@pytest.mark.parametrize(
    ("to_pay", "expected"),
    [(6000, [10000, -4000]), (10000, [10000]), (2500, [10000, -7500])],
    ids=["20.3-11", "20.3-12", "unchanged"],
)
def test_d32_recalculate_cash_back(office: Office, to_pay: int, expected: list[int]) -> None:
    account = office.account()
    event_id = add(office, account, 2500, tendered=10000, kind="TRAV")
    with office.db.begin() as s:
        s.execute(
            update(PaymentRow).where(PaymentRow.event_id == event_id).values(amount=Money(to_pay))
        )
    event = show(office, event_id)
    assert event.may_recalculate is (to_pay != 2500)
    if not event.may_recalculate:
        with pytest.raises(Refused, match="M-70"):
            office.services.event_actions.recalculate_cash_back(
                event_id, new_request_id(), office.cashier
            )
    else:
        office.services.event_actions.recalculate_cash_back(
            event_id, new_request_id(), office.cashier
        )
    event = show(office, event_id)
    assert [tender.amount.minor for tender in event.tenders] == expected
    assert event.totals.is_balanced


def test_chg08_a_shortfall_takes_the_change_away_then_says_how_much(office: Office) -> None:
    account = office.account()
    event_id = add(office, account, 8000, tendered=10000, kind="TRAV")
    (payment,) = show(office, event_id).payments
    office.services.payment_edits.adjust(
        payment.id, PaymentChange(amount=Money(11000)), new_request_id(), office.cashier
    )
    recalculate = office.services.event_actions.recalculate_cash_back
    request = new_request_id()
    recalculate(event_id, request, office.cashier)
    assert recalculate(event_id, request, office.cashier).replayed
    after = show(office, event_id)
    assert [t.amount.minor for t in after.tenders] == [10000]
    assert [p.amount.minor for p in after.payments] == [11000]
    assert after.totals.difference == Money(-1000)
    with pytest.raises(Refused) as caught:
        recalculate(event_id, new_request_id(), office.cashier)
    assert (caught.value.code, caught.value.fields["missing"]) == ("M-71", Money(1000))
    assert show(office, event_id) == after
    assert check_database(office.db).clean


def test_pe3_the_payment_date_moves_while_nothing_is_frozen(office: Office) -> None:
    event_id = add(office, office.account(), 2500)
    actions = office.services.event_actions
    yesterday = DAY - timedelta(days=1)
    with pytest.raises(Refused, match="M-60"):
        actions.set_date(event_id, yesterday, new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-59"):
        actions.set_date(event_id, DAY + timedelta(days=1), new_request_id(), office.supervisor)
    with pytest.raises(Refused, match="M-03"):
        actions.set_date(event_id, date(2020, 1, 1), new_request_id(), office.supervisor)
    actions.set_date(event_id, yesterday, new_request_id(), office.supervisor)
    assert show(office, event_id).payment_date == yesterday


def test_pe13_delete_asks_once_and_leaves_nothing_but_the_audit_row(office: Office) -> None:
    account = office.account()
    event_id = add(office, account, 2500, tendered=10000)
    actions, request_id = office.services.event_actions, new_request_id()
    with pytest.raises(Refused, match="M-51"):
        actions.delete(event_id, request_id, office.cashier, frozenset())
    with pytest.raises(NeedsConfirmation) as caught:
        actions.delete(event_id, request_id, office.supervisor, frozenset())
    assert [concern.code for concern in caught.value.concerns] == ["M-41"]
    actions.delete(event_id, request_id, office.supervisor, frozenset({"M-41"}))
    with pytest.raises(Refused, match="M-55"):
        show(office, event_id)
    again = actions.delete(event_id, request_id, office.supervisor, frozenset({"M-41"}))
    assert again.replayed
    view = office.services.tender_controls.show(office.control, office.supervisor)
    assert view.lines[0].received == Money(0)


def test_d21_a_replayed_action_does_nothing_twice(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event_id = add(office, account, 3000, DistributeAction.DISTRIBUTE)
    request_id = new_request_id()
    first = office.services.event_actions.freeze(event_id, request_id, office.cashier)
    again = office.services.event_actions.freeze(event_id, request_id, office.cashier)
    assert (first.replayed, again.replayed) == (False, True)
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(2000)


def test_d21_the_same_request_with_other_content_is_refused(office: Office) -> None:
    account = office.account()
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2500)),),
        (PaymentDraft(account, Money(2500)),),
        confirmed=frozenset({"M-39", "M-69"}),
    )
    office.services.payment_events.add(command, office.cashier)
    other = replace(command, payments=(PaymentDraft(account, Money(2400)),))
    with pytest.raises(Refused, match="M-54"):
        office.services.payment_events.add(other, office.cashier)


def test_d30_the_cash_side_closes_to_the_cent_over_two_freezes(office: Office) -> None:
    first, second = office.account("A"), office.account("B")
    office.agreement(first, "WATER", (DAY, 3333))
    office.agreement(second, "ELECTRIC", (DAY, 6667))
    command = AddEvent(
        new_request_id(),
        first,
        (TenderDraft("CARD", Money(4999)), TenderDraft("CASH", Money(10001))),
        (PaymentDraft(first, Money(3333)), PaymentDraft(second, Money(6667))),
    )
    event_id = office.services.payment_events.add(command, office.cashier).value.event_id
    event = show(office, event_id)
    assert event.totals.is_balanced
    assert event.totals.cash_back == Money(5000)
    sums = _cash_side(office, event_id)
    setup = office.services.setup()
    card_code = setup.tender_types["CARD"].distribution_code
    assert card_code is not None
    assert sums[card_code] == 4999
    assert sum(sums.values()) == 10000


def _cash_side(office: Office, event_id: EventId) -> dict[str, int]:
    query = (
        "SELECT g.distribution_code, SUM(g.amount) FROM gl_line g"
        " JOIN financial_transaction f ON f.id = g.ft_id"
        " JOIN payment p ON p.id = f.parent_id"
        f" WHERE p.event_id = {int(event_id)} GROUP BY g.distribution_code HAVING SUM(g.amount) > 0"
    )
    with office.db.read() as s:
        return {code: int(amount) for code, amount in s.exec_driver_sql(query)}


def test_op2_two_payments_of_an_event_share_one_overpayment_agreement(office: Office) -> None:
    account = office.account()
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(5000)),),
        (PaymentDraft(account, Money(2000)), PaymentDraft(account, Money(3000))),
        confirmed=frozenset({"M-39", "M-69"}),
    )
    office.services.payment_events.add(command, office.cashier)
    card = office.services.accounts.card(account, office.cashier)
    assert [(d.sa_type, d.current_balance) for d in card.debts] == [("OVERPAY", Money(-5000))]


def test_m24_a_stored_error_words_amounts_in_the_events_currency(office: Office) -> None:
    account = office.account()
    office.item(account, "8713353457", 6500)
    item = {"match_type": "ITEM-ID", "match_value": "8713353457"}
    waiting = add(office, account, 6500, DistributeAction.DISTRIBUTE, **item)
    add(office, account, 6500, DistributeAction.FREEZE, **item)
    office.services.event_actions.freeze(waiting, new_request_id(), office.cashier)
    assert "USD 0.00" in show(office, waiting).payments[0].error_text


def test_ds1_a_pay_plan_match_leaves_the_distribution_to_the_class(office: Office) -> None:
    account = office.account(customer_class="OPEN")
    office.agreement(account, "WATER", (DAY, 5000))
    plan = {"match_type": "PAY PLAN", "match_value": "PP-1"}
    event_id = add(office, account, 3000, DistributeAction.FREEZE, **plan)
    assert statuses(office, event_id) == [PaymentStatus.FROZEN]


def test_r11_the_audit_mentions_rows_and_the_check_finds_a_changed_amount(office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    frozen = add(office, account, 5000, DistributeAction.FREEZE)
    waiting = add(office, account, 2500)
    gone = add(office, account, 700)
    office.services.event_actions.delete(
        gone, new_request_id(), office.supervisor, frozenset({"M-41"})
    )
    assert check_database(office.db).findings == ()
    with office.db.begin() as s:
        s.execute(
            update(PaymentRow).where(PaymentRow.event_id == waiting).values(amount=Money(2600))
        )
    found = {finding.name for finding in check_database(office.db).findings}
    assert "audit of payment" in found
    assert show(office, frozen).totals.is_balanced


def test_op2_an_overpayment_agreement_goes_with_the_event_that_made_it(office: Office) -> None:
    account = office.account()
    first = add(office, account, 2500, DistributeAction.DISTRIBUTE)
    second = add(office, account, 1000, DistributeAction.DISTRIBUTE)
    kinds = []
    for event_id in (first, second):
        kinds.append([d.sa_type for d in _debts(office, account)])
        office.services.event_actions.delete(
            event_id, new_request_id(), office.supervisor, frozenset({"M-41"})
        )
    assert kinds == [["OVERPAY"], ["OVERPAY"]]
    assert _debts(office, account) == ()
    frozen = add(office, account, 700, DistributeAction.FREEZE)
    office.services.event_actions.delete(
        add(office, account, 300, DistributeAction.DISTRIBUTE),
        new_request_id(),
        office.supervisor,
        frozenset({"M-41"}),
    )
    assert [(d.sa_type, d.current_balance) for d in _debts(office, account)] == [
        ("OVERPAY", Money(-700))
    ]
    assert statuses(office, frozen) == [PaymentStatus.FROZEN]


def _debts(office: Office, account: AccountId) -> tuple[AgreementDebt, ...]:
    return office.services.accounts.card(account, office.cashier).debts


@pytest.mark.parametrize("action", [DistributeAction.FREEZE, DistributeAction.DISTRIBUTE])
def test_ft8_a_one_time_agreement_closes_itself_at_zero(
    office: Office, action: DistributeAction
) -> None:
    account = office.account()
    office.item(account, "8713353457", 6500)
    office.agreement(account, "WATER", (DAY, 2500))
    item = {"match_type": "ITEM-ID", "match_value": "8713353457"}
    for cents, state in ((2500, "ACTIVE"), (4000, "CLOSED")):
        event_id = add(office, account, cents, action, **item)
        if action is DistributeAction.DISTRIBUTE:
            office.services.event_actions.freeze(event_id, new_request_id(), office.cashier)
        assert _debts(office, account)[0].status.value == state
    add(office, account, 2500, DistributeAction.FREEZE)
    assert [(d.sa_type, d.status.value) for d in _debts(office, account)] == [
        ("VIOLATION", "CLOSED"),
        ("WATER", "ACTIVE"),
    ]
    with office.db.read() as s:
        ends = s.exec_driver_sql("SELECT end_date FROM agreement ORDER BY id").scalars().all()
    assert [None if end is None else str(end) for end in ends] == [str(DAY), None]


@pytest.mark.parametrize(("paid", "off"), [(3000, Money(500)), (1000, Money(1500))])
def test_pe14_an_unbalanced_event_is_frozen_only_when_the_user_says_so(
    office: Office, paid: int, off: Money
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 9000))
    event_id = add(office, account, 2500)
    (payment,) = show(office, event_id).payments
    draft = PaymentDraft(account, Money(paid))
    edits, actions = office.services.payment_edits, office.services.event_actions
    edits.change(payment.id, draft, new_request_id(), office.cashier)
    with pytest.raises(Refused, match="M-70"):
        actions.freeze(event_id, new_request_id(), office.cashier)
    actions.distribute(event_id, new_request_id(), office.cashier)
    for freeze in (
        lambda: actions.freeze(event_id, new_request_id(), office.cashier),
        lambda: edits.freeze(payment.id, new_request_id(), office.cashier),
    ):
        with pytest.raises(NeedsConfirmation) as asked:
            freeze()
        (concern,) = asked.value.concerns
        assert (concern.code, concern.fields["difference"]) == ("M-89", off)
    assert statuses(office, event_id) == [PaymentStatus.FREEZABLE]
    actions.freeze(event_id, new_request_id(), office.cashier, frozenset({"M-89"}))
    assert statuses(office, event_id) == [PaymentStatus.FROZEN]
    assert check_database(office.db).clean

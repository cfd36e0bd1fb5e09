"""Transfers of events and payments to another account; both engines."""

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.rights import Actor
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.errors import Refused
from posapp.storage.transferred import load_transferred
from tests.helpers.events import add, balance, drawer, is_clean, ledger, show
from tests.helpers.office import DAY, Office
from tests.helpers.rules import add_by_rules, draft


def owing(office: Office, cents: int = 5000, **options: str) -> AccountId:
    account = office.account(**options)
    office.agreement(account, "WATER", (DAY, cents))
    return account


def move_event(office: Office, event: EventView, transfer: Transfer) -> EventView:
    office.services.transfers.event(event.id, transfer, new_request_id(), office.supervisor)
    return show(office, event.id)


def move_payment(office: Office, event: EventView, transfer: Transfer) -> EventView:
    payment = event.payments[0]
    office.services.transfers.payment(payment.id, transfer, new_request_id(), office.cashier)
    return show(office, event.id)


def test_tr7_an_event_moves_with_its_payor(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CASH", 6000)], [(wrong, 5000)])
    after = move_event(office, event, Transfer(right, "WRAC"))
    assert {tender.payor_account_id for tender in after.tenders} == {right}
    assert {tender.status for tender in after.tenders} == {TenderStatus.VALID}
    assert [(p.account_id, p.status) for p in after.payments] == [
        (wrong, PaymentStatus.CANCELED),
        (right, PaymentStatus.FROZEN),
    ]
    assert after.totals.is_balanced
    assert (balance(office, wrong), balance(office, right)) == (5000, 0)
    assert (drawer(office, "CASH"), ledger(office, "1010-CASH")) == (15000 + 5000, 5000)
    assert after.receipt_number == event.receipt_number
    assert is_clean(office)


def test_tr7_a_payment_moves_and_its_tender_stays(office: Office) -> None:
    payor, wrong, right = owing(office), owing(office), owing(office)
    event = add(office, payor, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC"))
    assert [tender.payor_account_id for tender in after.tenders] == [payor]
    assert (balance(office, wrong), balance(office, right)) == (5000, 0)
    assert is_clean(office)


def test_tr2_freeze_off_leaves_it_freezable(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC", freeze=False))
    assert after.payments[1].status is PaymentStatus.FREEZABLE
    assert balance(office, right) == 5000


def test_tr8_a_payment_that_cannot_be_distributed_stays_in_error(office: Office) -> None:
    wrong, right = owing(office), owing(office, customer_class="OPEN")
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    after = move_payment(office, event, Transfer(right, "WRAC"))
    assert [p.status for p in after.payments] == [PaymentStatus.CANCELED, PaymentStatus.ERROR]
    assert after.totals.is_balanced
    assert balance(office, wrong) == 5000
    assert is_clean(office)


def test_tr6_the_same_account_only_with_another_match(office: Office) -> None:
    account = owing(office)
    garbage = office.agreement(account, "GARBAGE", (DAY, 7000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    with pytest.raises(Refused) as refused:
        move_payment(office, event, Transfer(account, "WRAC"))
    assert refused.value.code == "M-16"
    after = move_payment(office, event, Transfer(account, "WRAC", ("SA-ID", f"{garbage:010d}")))
    assert [segment.agreement_id for segment in after.payments[1].segments] == [garbage]


@pytest.mark.parametrize("reason", ["", "NONE"])
def test_tr_needs_a_known_reason(office: Office, reason: str) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    with pytest.raises(Refused) as refused:
        move_payment(office, event, Transfer(right, reason))
    assert refused.value.code == ("M-55" if reason else "M-14")
    assert show(office, event.id) == event


def test_9_events_that_do_not_move_as_a_whole(office: Office) -> None:
    first, second, right = owing(office), owing(office), owing(office)
    two_tenders = add(office, first, [("CHEC", 2000), ("MORD", 500)], [(first, 2500)])
    two_payments = add(office, first, [("CHEC", 200)], [(first, 100), (second, 100)])
    other_payee = add(office, first, [("CHEC", 300)], [(second, 300)])
    unfrozen = add(
        office, first, [("CHEC", 400)], [(first, 400)], action=DistributeAction.DISTRIBUTE
    )
    for event in (two_tenders, two_payments, other_payee, unfrozen):
        with pytest.raises(Refused) as refused:
            move_event(office, event, Transfer(right, "WRAC"))
        assert refused.value.code == "M-16"
        assert show(office, event.id).version == event.version


def test_d44_cashiers_move_payments_not_events(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add(office, wrong, [("CHEC", 5000)], [(wrong, 5000)])
    with pytest.raises(Refused) as refused:
        office.services.transfers.event(
            event.id, Transfer(right, "WRAC"), new_request_id(), office.cashier
        )
    assert refused.value.code == "M-51"


def by_rules(office: Office, event: EventView, transfer: TransferByRules) -> EventView:
    transfers, request = office.services.transfers, new_request_id()
    transfers.event_by_rules(event.id, transfer, request, office.supervisor)
    return show(office, event.id)


def one_by_rules(office: Office, event: EventView, transfer: TransferByRules) -> EventView:
    transfers, request = office.services.transfers, new_request_id()
    transfers.payment_by_rules(event.payments[0].id, transfer, request, office.cashier)
    return show(office, event.id)


def details_of(event: EventView) -> list[tuple[str, int]]:
    return [(one.rule, one.amount.minor) for one in event.details]


def test_9_details_of_an_event_are_replaced_and_its_payor_follows(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(
        office, wrong, [draft("ACCT", wrong, 3000), draft("MEMO", "at the desk", 0)]
    )
    agreement = office.agreement(right, "GARBAGE", (DAY, 1000))
    after = by_rules(
        office,
        event,
        TransferByRules((draft("ACCT", right, 2000), draft("SA", agreement, 1000)), "WRAC"),
    )
    # DR-6: what carries no money stays.
    assert details_of(after) == [("MEMO", 0), ("ACCT", 2000), ("SA", 1000)]
    assert [(p.account_id, p.amount.minor, p.status) for p in after.payments] == [
        (wrong, 3000, PaymentStatus.CANCELED),
        (right, 2000, PaymentStatus.FROZEN),
        (right, 1000, PaymentStatus.FROZEN),
    ]
    assert {tender.payor_account_id for tender in after.tenders} == {right}
    assert after.totals.is_balanced
    assert (balance(office, wrong), balance(office, right)) == (5000, 3000)
    assert is_clean(office)


def test_9_the_payor_stays_when_several_accounts_are_paid(office: Office) -> None:
    wrong, first, second = owing(office), owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    rows = (draft("ACCT", first, 2000), draft("ACCT", second, 1000), draft("MEMO", "why", 0))
    after = by_rules(office, event, TransferByRules(rows, "WRAC"))
    assert {tender.payor_account_id for tender in after.tenders} == {wrong}
    assert details_of(after) == [("ACCT", 2000), ("ACCT", 1000), ("MEMO", 0)]
    assert is_clean(office)


def test_9_details_of_a_payment_are_added_and_tenders_stay(office: Office) -> None:
    payor, other, right = owing(office), owing(office), owing(office)
    event = add_by_rules(office, payor, [draft("ACCT", other, 3000), draft("ACCT", payor, 500)])
    after = one_by_rules(office, event, TransferByRules((draft("ACCT", right, 3000),), "WRAC"))
    assert details_of(after) == [("ACCT", 3000), ("ACCT", 500), ("ACCT", 3000)]
    assert {tender.payor_account_id for tender in after.tenders} == {payor}
    assert [p.status for p in after.payments] == [
        PaymentStatus.CANCELED,
        PaymentStatus.FROZEN,
        PaymentStatus.FROZEN,
    ]
    assert (balance(office, other), balance(office, right)) == (5000, 2000)
    assert is_clean(office)


def test_tr4_rows_that_do_not_make_up_the_amount_are_refused(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    for cents in (2999, 3001):
        with pytest.raises(Refused) as refused:
            by_rules(office, event, TransferByRules((draft("ACCT", right, cents),), "WRAC"))
        assert refused.value.code == "M-17"
    with pytest.raises(Refused) as refused:
        by_rules(office, event, TransferByRules((), "WRAC"))
    assert refused.value.code == "M-17"
    assert show(office, event.id) == event


def test_tr5_tenders_are_not_built_again(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)], kind="MORD")
    before = drawer(office, "MORD")
    after = by_rules(office, event, TransferByRules((draft("ACCT", right, 3000),), "WRAC"))
    assert [one.id for one in after.tenders] == [one.id for one in event.tenders]
    assert drawer(office, "MORD") == before


def test_tr6_the_same_rows_again_are_refused(office: Office) -> None:
    wrong = owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    same = TransferByRules((draft("ACCT", wrong, 3000),), "WRAC")
    for act in (by_rules, one_by_rules):
        with pytest.raises(Refused) as refused:
            act(office, event, same)
        assert refused.value.code == "M-16"


def test_9_details_decide_which_transfer_it_is(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    plain = add(office, wrong, [("CHEC", 1000)], [(wrong, 1000)])
    ruled = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    rows = TransferByRules((draft("ACCT", right, 1000),), "WRAC")
    for act in (by_rules, one_by_rules):
        with pytest.raises(Refused, match="M-16"):
            act(office, plain, rows)
    for move in (move_event, move_payment):
        with pytest.raises(Refused, match="M-16"):
            move(office, ruled, Transfer(right, "WRAC"))


def test_9_an_event_with_details_of_another_payee_or_unfrozen_does_not_move(
    office: Office,
) -> None:
    payor, other, right = owing(office), owing(office), owing(office)
    foreign = add_by_rules(office, payor, [draft("ACCT", payor, 100), draft("ACCT", other, 200)])
    unfrozen = add_by_rules(office, payor, [draft("ACCT", payor, 300)], freeze=False)
    for event in (foreign, unfrozen):
        with pytest.raises(Refused) as refused:
            by_rules(office, event, TransferByRules((draft("ACCT", right, 300),), "WRAC"))
        assert refused.value.code == "M-16"


@pytest.mark.parametrize("by_rules_", [False, True])
def test_py5_m43_above_the_limit_of_cancels_a_supervisor_transfers(
    office: Office, *, by_rules_: bool
) -> None:
    with office.db.begin() as s:
        s.exec_driver_sql("UPDATE installation SET cancel_limit = 2500, setup_version = 99")
    wrong, right = owing(office), owing(office)
    transfers = office.services.transfers

    def move(cents: int, actor: Actor) -> EventView:
        if by_rules_:
            event = add_by_rules(office, wrong, [draft("ACCT", wrong, cents)])
            rows = TransferByRules((draft("ACCT", right, cents),), "WRAC")
            transfers.payment_by_rules(event.payments[0].id, rows, new_request_id(), actor)
        else:
            event = add(office, wrong, [("CASH", cents)], [(wrong, cents)])
            to = Transfer(right, "WRAC")
            transfers.payment(event.payments[0].id, to, new_request_id(), actor)
        return show(office, event.id)

    move(2500, office.cashier)
    with pytest.raises(Refused) as refused:
        move(2501, office.cashier)
    assert (refused.value.code, refused.value.fields["limit"]) == ("M-43", "USD 25.00")
    assert move(2501, office.supervisor).payments[-1].account_id == right
    assert balance(office, right) == -1
    assert is_clean(office)


def test_tr2_tr8_by_rules_left_unfrozen_and_in_error(office: Office) -> None:
    wrong, right, opened = owing(office), owing(office), owing(office, customer_class="OPEN")
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    rows = (draft("ACCT", right, 1000), draft("ACCT", opened, 2000))
    after = by_rules(office, event, TransferByRules(rows, "WRAC", freeze=False))
    assert [p.status for p in after.payments] == [
        PaymentStatus.CANCELED,
        PaymentStatus.FREEZABLE,
        PaymentStatus.ERROR,
    ]
    assert after.totals.is_balanced
    assert is_clean(office)


def test_d23_replaced_details_stay_behind_their_canceled_payments(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    by_rules(office, event, TransferByRules((draft("ACCT", right, 3000),), "WRAC"))
    with office.db.read() as s:
        rows = s.exec_driver_sql("SELECT replaced FROM distribution_detail ORDER BY id").all()
    assert [bool(row[0]) for row in rows] == [True, False]


def test_d44_cashiers_move_payments_by_rules_not_events(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    transfer = TransferByRules((draft("ACCT", right, 3000),), "WRAC")
    with pytest.raises(Refused) as refused:
        office.services.transfers.event_by_rules(
            event.id, transfer, new_request_id(), office.cashier
        )
    assert refused.value.code == "M-51"
    assert one_by_rules(office, event, transfer).payments[1].status is PaymentStatus.FROZEN


def test_rc7_receipts_leave_out_what_was_transferred_by_rules(office: Office) -> None:
    wrong, right = owing(office), owing(office)
    event = add_by_rules(office, wrong, [draft("ACCT", wrong, 3000)])
    after = by_rules(office, event, TransferByRules((draft("ACCT", right, 3000),), "WRAC"))
    with office.db.read() as s:
        assert load_transferred(s, after.id) == {after.payments[0].id}

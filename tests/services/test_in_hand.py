"""D-21: a payment is kept before its write and can be finished once after a crash."""

import pytest

from posapp.domain.codes import DistributeAction
from posapp.domain.event_drafts import from_text, to_text
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.errors import NeedsConfirmation, StorageFailure
from tests.helpers.office import DAY, Office


def command_of(office: Office, cents: int = 6135) -> AddEvent:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    return AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CHEC", Money(cents), check_number="1043", name="für Müller"),),
        (PaymentDraft(account, Money(cents)),),
    )


def test_d21_a_draft_reads_back_as_it_was(office: Office) -> None:
    command = command_of(office)
    assert from_text(to_text(command)) == command


def test_a_text_that_is_no_draft_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a kept payment event"):
        from_text('{"request_id": "x"}')


def test_d21_a_finished_payment_is_no_longer_in_hand(office: Office) -> None:
    office.services.in_hand.submit(command_of(office), office.cashier)
    assert office.services.in_hand.kept(office.cashier) == ()


def test_d21_an_unconfirmed_try_leaves_no_draft(office: Office) -> None:
    with pytest.raises(NeedsConfirmation):
        office.services.in_hand.submit(command_of(office, 7000), office.cashier)
    assert office.services.in_hand.kept(office.cashier) == ()


def test_d21_what_the_database_could_not_do_stays_in_hand_and_finishes_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = command_of(office)

    def offline(*_: object) -> None:
        raise StorageFailure("unknown_outcome", "line cut")

    with monkeypatch.context() as patched:
        patched.setattr(office.services.payment_events, "add", offline)
        with pytest.raises(StorageFailure):
            office.services.in_hand.submit(command, office.cashier)
    (kept,) = office.services.in_hand.kept(office.cashier)
    assert kept.command == command
    assert kept.command.action is DistributeAction.FREEZE
    first = office.services.in_hand.submit(kept.command, office.cashier)
    again = office.services.in_hand.submit(kept.command, office.cashier)
    assert again.replayed
    assert again.value.event_id == first.value.event_id
    assert office.services.in_hand.kept(office.cashier) == ()

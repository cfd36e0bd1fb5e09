"""Payments that may still change: drafts, distributing again (PE-8..PE-12, PY-4, PY-11)."""

from dataclasses import replace

import pytest

from posapp.domain.codes import PaymentStatus
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.payment_edits import (
    PaymentChange,
    ask_before_distributing,
    check_draft,
    drops_segments,
    payment_of,
)
from posapp.domain.payment_events import PaymentDraft
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers import views
from tests.helpers.every import every
from tests.helpers.facts import account, setup, usd

SETUP = setup()
FROZEN, ERROR = PaymentStatus.FROZEN, PaymentStatus.ERROR


def draft(amount: str = "10.00", **changes: str) -> PaymentDraft:
    return replace(PaymentDraft(AccountId(1), usd(amount)), **changes)


@every(
    ("one", "code", "field"),
    [
        (draft("0.00"), "M-02", "amount"),
        (draft("-1.00"), "M-02", "amount"),
        (draft(match_type="SA-ID"), "M-10", "match_value"),
        (draft(match_value="7"), "M-10", "match_type"),
        (draft(match_type="NONE", match_value="7"), "M-55", "match_type"),
        (draft(comments="by phone"), "M-77", "comments"),
    ],
)
def test_pe9_pe10_drafts_that_no_rule_takes(one: PaymentDraft, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_draft(one, account(), "USD", SETUP)
    assert (refused.value.code, refused.value.fields["field"]) == (code, field)
    check_draft(draft(match_type="SA-ID", match_value="7"), account(), "USD", SETUP)


def test_d05_a_payee_of_another_currency_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_draft(draft(), account(currency="EUR"), "USD", SETUP)
    assert refused.value.code == "M-65"


@pytest.mark.parametrize("missing", ["non_cis_name", "reference"])
def test_nci03_name_and_reference_where_there_is_no_customer(missing: str) -> None:
    payee = account(customer_class="NONCIS")
    whole = draft(non_cis_name="Jana", reference="DOG-17")
    check_draft(whole, payee, "USD", SETUP)
    with pytest.raises(Refused) as refused:
        check_draft(replace(whole, **{missing: " "}), payee, "USD", SETUP)
    assert (refused.value.code, refused.value.fields["field"]) == ("C-22", missing)


def test_py4_frozen_and_canceled_payments_do_not_change() -> None:
    for status in PaymentStatus:
        event = views.event((views.tender("1.00"),), (views.payment("1.00", status),))
        if status.is_unfrozen:
            assert payment_of(event, PaymentId(1)).status is status
            continue
        with pytest.raises(Refused) as refused:
            payment_of(event, PaymentId(1))
        assert refused.value.code == "M-12"


@every(
    ("change", "drops"),
    [
        (PaymentChange(), False),
        (PaymentChange(non_cis_name="Jana", reference="7", comments="x"), False),
        (PaymentChange(amount=usd("10.01")), True),
        (PaymentChange(account_id=AccountId(2)), True),
        (PaymentChange(match=("SA-ID", "7")), True),
        (PaymentChange(match=("", "")), False),
    ],
)
def test_pe12_what_drops_the_segments(change: PaymentChange, *, drops: bool) -> None:
    payment = views.payment("10.00", ERROR)
    assert drops_segments(payment, change.applied(payment, SETUP)) is drops


def test_py11_a_split_by_hand_is_asked_about() -> None:
    plain = views.payment("1.00", ERROR)
    ask_before_distributing([plain], frozenset())
    by_hand = replace(plain, manual=True)
    ask_before_distributing([by_hand], frozenset({"M-35"}))
    with pytest.raises(NeedsConfirmation) as asked:
        ask_before_distributing([plain, by_hand], frozenset())
    assert [(one.code, one.fields["n"]) for one in asked.value.concerns] == [("M-35", 1)]

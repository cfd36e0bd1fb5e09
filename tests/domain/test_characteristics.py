"""Characteristics: types, values and bearers without a database (payments 2.4, DR-5)."""

from dataclasses import replace
from typing import Any

import pytest

from posapp.domain.characteristic_edits import check_bearer, check_new, free_bearers
from posapp.domain.characteristic_values import check_type, plain_value
from posapp.domain.characteristics import (
    AdHocFormat,
    Bearer,
    CharacteristicDraft,
    CharacteristicKind,
    CharacteristicType,
    CharacteristicView,
    Entity,
    ForeignKind,
)
from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.ids import PaymentId, TenderId
from posapp.domain.setup_payments import characteristic_type_rule, template_line_rule
from posapp.errors import Refused
from tests.helpers import views
from tests.helpers.every import every


def kind(code: str = "NOTE", **changes: Any) -> CharacteristicType:
    base = CharacteristicType(
        code,
        code.title(),
        CharacteristicKind.ADHOC,
        AdHocFormat.TEXT,
        None,
        on_event=True,
        on_payment=False,
        on_tender=False,
        active=True,
    )
    return replace(base, **changes)


CHANNEL = kind(
    "CHANNEL",
    kind=CharacteristicKind.PREDEFINED,
    ad_hoc_format=None,
    values={"MAIL": "By mail", "COUNTER": "At the counter"},
)


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


@every(
    ("changes", "entity", "code"),
    [
        ({"active": False}, Entity.EVENT, "M-55"),
        ({}, Entity.PAYMENT, "M-90"),
        ({}, Entity.TENDER, "M-90"),
        ({"on_event": False, "on_tender": True}, Entity.EVENT, "M-90"),
    ],
)
def test_2_4_a_type_must_be_allowed_for_what_it_stands_on(
    changes: dict[str, Any], entity: Entity, code: str
) -> None:
    with pytest.raises(Refused) as error:
        check_type(CharacteristicDraft("NOTE", "x"), entity, {"NOTE": kind(**changes)})
    assert code_of(error) == code


def test_2_4_a_type_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused) as error:
        check_type(CharacteristicDraft("NONE", "x"), Entity.EVENT, {"NOTE": kind()})
    assert code_of(error) == "M-55"


def test_dr5_a_predefined_value_is_one_of_the_list_in_its_own_letters() -> None:
    assert plain_value(CharacteristicDraft("CHANNEL", " mail "), CHANNEL) == ("MAIL", "By mail")
    with pytest.raises(Refused) as error:
        plain_value(CharacteristicDraft("CHANNEL", "PIGEON"), CHANNEL)
    assert (code_of(error), error.value.fields["value"]) == ("M-38", "PIGEON")


@every(
    ("form", "value", "fits"),
    [
        (AdHocFormat.TEXT, "anything at all", True),
        (AdHocFormat.NUMBER, "-12.50", True),
        (AdHocFormat.NUMBER, "twelve", False),
        (AdHocFormat.NUMBER, "NaN", False),
        (AdHocFormat.NUMBER, "Infinity", False),
        (AdHocFormat.DAY, "2026-11-20", True),
        (AdHocFormat.DAY, "2026-02-30", False),
    ],
)
def test_dr5_an_ad_hoc_value_has_the_format_of_its_type(
    form: AdHocFormat, value: str, fits: bool
) -> None:
    draft = CharacteristicDraft("NOTE", value)
    if fits:
        assert plain_value(draft, kind(ad_hoc_format=form)) == (value, "")
    else:
        with pytest.raises(Refused) as error:
            plain_value(draft, kind(ad_hoc_format=form))
        assert code_of(error) == "M-38"


@pytest.mark.parametrize(("value", "code"), [("", "M-50"), ("x" * 255, "M-50")])
def test_2_4_an_ad_hoc_value_has_up_to_254_signs(value: str, code: str) -> None:
    with pytest.raises(Refused) as error:
        plain_value(CharacteristicDraft("NOTE", value), kind())
    assert code_of(error) == code
    assert plain_value(CharacteristicDraft("NOTE", "x" * 254), kind())[0] == "x" * 254


def test_r13_a_card_number_is_never_a_characteristic() -> None:
    with pytest.raises(Refused) as error:
        plain_value(CharacteristicDraft("NOTE", "4111 1111 1111 1111"), kind())
    assert code_of(error) == "M-58"


def test_2_4_a_bearer_is_the_event_a_payment_or_a_tender() -> None:
    assert Bearer().entity is Entity.EVENT
    assert Bearer(payment_id=PaymentId(3)).entity is Entity.PAYMENT
    assert Bearer(tender_id=TenderId(2)).entity is Entity.TENDER


def test_py4_a_frozen_payment_takes_no_characteristic() -> None:
    payment = views.payment("10.00", PaymentStatus.FROZEN)
    event = views.event((), (payment,))
    with pytest.raises(Refused) as error:
        check_bearer(event, Bearer(payment_id=payment.id), drawer_is_balanced=False)
    assert code_of(error) == "M-12"
    check_bearer(event, Bearer(), drawer_is_balanced=True)


@every(
    ("changes", "balanced"),
    [({"status": TenderStatus.CANCELED}, False), ({"cash_back": True}, False), ({}, True)],
)
def test_d28_a_canceled_made_or_balanced_tender_stays(
    changes: dict[str, Any], balanced: bool
) -> None:
    tender = views.tender("10.00", **changes)
    event = views.event((tender,))
    with pytest.raises(Refused) as error:
        check_bearer(event, Bearer(tender_id=tender.id), drawer_is_balanced=balanced)
    assert code_of(error) == "M-92"


def test_py4_d28_what_may_take_one_is_found_in_one_walk_as_for_each() -> None:
    changes: tuple[dict[str, Any], ...] = (
        {}, {"status": TenderStatus.CANCELED}, {"cash_back": True}
    )  # fmt: skip
    tenders = [views.tender("1.00", id=TenderId(n), **one) for n, one in enumerate(changes)]
    payments = [
        replace(views.payment("10.00", status), id=PaymentId(n))
        for n, status in enumerate(PaymentStatus)
    ]
    event = views.event(tuple(tenders), tuple(payments))
    bearers = [Bearer(), *(Bearer(payment_id=one.id) for one in payments),
               *(Bearer(tender_id=one.id) for one in tenders)]  # fmt: skip

    def takes(bearer: Bearer) -> bool:
        try:
            check_bearer(event, bearer, drawer_is_balanced=False)
        except Refused:
            return False
        return True

    assert free_bearers(event) == {bearer for bearer in bearers if takes(bearer)}
    assert 1 < len(free_bearers(event)) < len(set(bearers))


def test_2_4_payments_and_tenders_are_those_of_the_event() -> None:
    for bearer in (Bearer(payment_id=PaymentId(77)), Bearer(tender_id=TenderId(78))):
        with pytest.raises(Refused) as error:
            check_bearer(views.event(()), bearer, drawer_is_balanced=False)
        assert code_of(error) == "M-55"


def test_2_4_the_same_value_stands_once() -> None:
    there = CharacteristicView(9, None, None, "NOTE", "Note", "x", "")
    event = views.event((), characteristics=(there,))
    with pytest.raises(Refused) as error:
        check_new(event, Bearer(), CharacteristicDraft("NOTE", "x"))
    assert code_of(error) == "M-57"
    check_new(event, Bearer(), CharacteristicDraft("NOTE", "x"), but=9)
    check_new(event, Bearer(), CharacteristicDraft("NOTE", "y"))
    check_new(event, Bearer(payment_id=PaymentId(3)), CharacteristicDraft("NOTE", "x"))


TYPE_ROW = {
    "kind": CharacteristicKind.ADHOC,
    "ad_hoc_format": AdHocFormat.TEXT,
    "foreign_kind": None,
    "on_event": True,
    "on_payment": False,
    "on_tender": False,
}


@every(
    ("changes", "field"),
    [
        ({"ad_hoc_format": None}, "ad_hoc_format"),
        ({"kind": CharacteristicKind.PREDEFINED}, "ad_hoc_format"),
        ({"foreign_kind": ForeignKind.BILL}, "foreign_kind"),
        ({"kind": CharacteristicKind.FOREIGN_KEY, "ad_hoc_format": None}, "foreign_kind"),
        ({"on_event": False}, "on_event"),
    ],
)
def test_2_4_a_type_says_what_its_values_are(changes: dict[str, Any], field: str) -> None:
    characteristic_type_rule(TYPE_ROW)
    with pytest.raises(Refused) as error:
        characteristic_type_rule({**TYPE_ROW, **changes})
    assert error.value.fields["field"] == field


@every(
    ("amount", "percent", "fits"),
    [(None, "33.3333", True), (5, None, True), (5, "1", False), (None, None, False),
     (None, "100.01", False), (None, "0.00001", False)],
)  # fmt: skip
def test_nci07_a_line_is_an_amount_or_a_percent(
    amount: int | None, percent: str | None, fits: bool
) -> None:
    row = {"amount": amount, "percent": percent}
    if fits:
        template_line_rule(row)
    else:
        with pytest.raises(Refused):
            template_line_rule(row)

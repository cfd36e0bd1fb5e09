"""The desk: recent events of a drawer, drawers at work, where a drawer can be opened."""

from datetime import timedelta

import pytest

from posapp.domain.codes import DistributeAction, PaymentStatus, SourceType
from posapp.domain.desk import EventState, MissingPaper, event_state
from posapp.domain.ids import ControlId, EventId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.quick_add import QuickKind
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.errors import DeviceFailure, Refused
from tests.helpers.checkouts import add_credit, issue, person
from tests.helpers.drawer_day import balance_deposit, balance_drawer
from tests.helpers.office import DAY, Office
from tests.helpers.quick_add import ALL, rule, take

pytestmark = pytest.mark.usefixtures("quick_hashes")

FROZEN, ERROR = PaymentStatus.FROZEN, PaymentStatus.ERROR


def pay(office: Office, name: str, handed: int, paid: int, action: DistributeAction) -> int:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, paid))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(handed)),),
        (PaymentDraft(account, Money(paid)),),
        action=action,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def test_recent_events_are_newest_first_with_the_worst_that_is_true_of_them(
    office: Office,
) -> None:
    first = pay(office, "Okafor, Ngozi", 10000, 6135, DistributeAction.FREEZE)
    second = pay(office, "Петрова, Анна", 500, 1500, DistributeAction.NONE)
    third = pay(office, "Li, Wei", 2000, 2000, DistributeAction.DISTRIBUTE)
    lines = office.services.desk.events_of(office.control, office.cashier)
    assert [(line.event_id, line.state) for line in lines] == [
        (third, EventState.UNFROZEN),
        (second, EventState.UNBALANCED),
        (first, EventState.FROZEN),
    ]
    oldest = lines[-1]
    assert (oldest.payor_name, oldest.tender) == ("Okafor, Ngozi", "Cash")
    # The change is no form of payment; the amount is what was paid.
    assert oldest.amount == Money(6135)
    # What was handed over is the payment with its change, or less than the payment.
    assert [line.tendered for line in lines] == [Money(2000), Money(500), Money(10000)]


@pytest.mark.parametrize(
    ("statuses", "payments", "tenders", "valid", "state"),
    [
        ([FROZEN], 100, 100, True, EventState.FROZEN),
        ([FROZEN, ERROR], 200, 200, True, EventState.ERROR),
        ([FROZEN], 100, 99, True, EventState.UNBALANCED),
        ([PaymentStatus.INCOMPLETE], 100, 100, True, EventState.UNFROZEN),
        ([PaymentStatus.CANCELED], 0, 0, False, EventState.CANCELED),
        ([PaymentStatus.CANCELED], 0, 100, True, EventState.UNBALANCED),
    ],
)
def test_pe2_an_event_in_one_word(
    statuses: list[PaymentStatus], payments: int, tenders: int, valid: bool, state: EventState
) -> None:
    found = event_state(statuses, Money(payments), Money(tenders), valid_tenders=valid)
    assert found is state


def test_an_empty_drawer_has_no_events(office: Office) -> None:
    desk = office.services.desk.show(office.control, office.cashier)
    assert desk.recent == ()
    assert desk.today == DAY


def test_a_cashier_does_not_see_the_drawers_of_others_and_a_supervisor_does(
    office: Office,
) -> None:
    pay(office, "Okafor, Ngozi", 6135, 6135, DistributeAction.FREEZE)
    assert office.services.desk.show(None, office.cashier).drawers == ()
    (line,) = office.services.desk.show(None, office.supervisor).drawers
    assert (line.control.id, line.control.user_name) == (office.control, "Cashier")
    assert (line.events, line.above_limit) == (1, False)


def test_ti10_a_drawer_above_its_limit_is_marked(office: Office) -> None:
    limit = office.services.setup().tender_sources["CASH-A01"].max_amount_balance
    assert limit is not None
    pay(office, "Okafor, Ngozi", limit.minor, limit.minor, DistributeAction.FREEZE)
    (line,) = office.services.desk.show(None, office.supervisor).drawers
    assert line.above_limit


def test_tc07_a_source_with_an_open_drawer_says_whose_it_is(office: Office) -> None:
    opening = office.services.desk.opening(office.supervisor)
    taken = {offer.source.code: offer.taken_by for offer in opening.offers}
    assert taken["CASH-A01"] == "Cashier"
    assert opening.default != "CASH-A01"
    assert all(offer.source.source_type is SourceType.CASHIERING for offer in opening.offers)


def test_ts06_the_users_own_source_is_offered(office: Office) -> None:
    services = office.services
    services.users.add(
        "amara",
        "Amara Osei",
        "long enough for anybody",
        office.cashier.roles,
        office.actors["setup"],
        source="CASH-B01",
    )
    amara = services.users.sign_in("amara", "long enough for anybody")
    assert services.desk.opening(amara).default == "CASH-B01"


def test_without_a_deposit_control_no_source_is_free(office: Office) -> None:
    balance_drawer(office, office.control)
    balance_deposit(office)
    opening = office.services.desk.opening(office.cashier)
    assert opening.offers
    assert not any(offer.is_free for offer in opening.offers)
    assert office.services.desk.show(None, office.cashier).deposits == ()


def test_open_deposit_controls_are_listed_newest_first(office: Office) -> None:
    command = OpenDepositControl(new_request_id(), SourceType.ADHOC, "USD")
    second = office.services.deposit_controls.open(command, office.supervisor).value
    deposits = office.services.desk.show(None, office.supervisor).deposits
    assert [deposit.id for deposit in deposits] == [second, office.deposit]


def test_two_drawers_keep_their_events_apart(office: Office) -> None:
    other = OpenControl(new_request_id(), "CASH-A02", None, None)
    control = ControlId(office.services.tender_controls.open(other, office.supervisor).value)
    event = pay(office, "Okafor, Ngozi", 6135, 6135, DistributeAction.FREEZE)
    assert office.services.desk.events_of(control, office.supervisor) == ()
    (line,) = office.services.desk.events_of(office.control, office.supervisor)
    assert line.event_id == event


def test_setup_and_auditor_open_no_drawer(office: Office) -> None:
    for role in ("setup", "auditor"):
        with pytest.raises(Refused) as refused:
            office.services.desk.opening(office.actors[role])
        assert refused.value.code == "M-51"


def test_controls_5_1_a_supervisor_may_open_for_others_of_the_office(office: Office) -> None:
    services, admin = office.services, office.actors["setup"]
    roles = office.cashier.roles
    ben = services.users.add("ben", "Ben Park", "a long enough secret", roles, admin).value
    amy = services.users.add(
        "amy", "Amy Ash", "a long enough secret", roles, admin, source="CASH-B01"
    ).value
    found = {one.id: one for one in services.desk.opening(office.supervisor).users}
    assert [found[ben].name, found[ben].source] == ["Ben Park", ""]
    assert found[amy].source == "CASH-B01"
    assert office.supervisor.user_id not in found
    assert office.actors["auditor"].user_id not in found
    assert services.desk.opening(office.cashier).users == ()
    command = OpenControl(new_request_id(), "CASH-A02", None, None, user_id=ben)
    control = services.tender_controls.open(command, office.supervisor).value
    view = services.tender_controls.show(control, office.supervisor)
    assert view.control.user_id == ben


@pytest.mark.parametrize("role", ["auditor", "setup"])
def test_controls_5_1_only_for_somebody_who_works_at_drawers(office: Office, role: str) -> None:
    other = office.actors[role].user_id
    command = OpenControl(new_request_id(), "CASH-A02", None, None, user_id=other)
    with pytest.raises(Refused, match="M-55"):
        office.services.tender_controls.open(command, office.supervisor)


def test_controls_5_1_a_cashier_opens_only_an_own_drawer(office: Office) -> None:
    other = office.supervisor.user_id
    command = OpenControl(new_request_id(), "CASH-A02", None, None, user_id=other)
    with pytest.raises(Refused, match="M-51"):
        office.services.tender_controls.open(command, office.cashier)


class _Printer:
    """Prints, fails, or ends the program while it prints."""

    name = "Window 2"

    def __init__(self, ends: type[BaseException] | None = None) -> None:
        self.ends = ends

    def print_pdf(self, pdf: bytes, title: str) -> str:
        if self.ends is DeviceFailure:
            raise DeviceFailure(self.name, "out of paper")
        if self.ends is not None:
            raise self.ends
        return "tray"


def missing(office: Office, since: timedelta = timedelta(hours=1)) -> list[tuple[int, bool]]:
    """Events without a receipt that a window which opens after ``since`` tells of."""
    found: tuple[MissingPaper, ...] = office.services.desk.show(
        office.control, office.cashier, office.clock() + since
    ).missing
    return [(one.line.event_id, one.begun) for one in found]


def test_r1_a_receipt_that_was_never_printed_is_told_until_it_is(office: Office) -> None:
    services, cashier = office.services, office.cashier
    first = pay(office, "Okafor, Ngozi", 6135, 6135, DistributeAction.FREEZE)
    services.printing.print_receipt(EventId(first), cashier, _Printer())
    second = pay(office, "Li, Wei", 2000, 2000, DistributeAction.FREEZE)
    pay(office, "Petrova, Anna", 1500, 1500, DistributeAction.DISTRIBUTE)
    assert missing(office) == [(second, False)]
    # What this session took is being printed; who prints nothing, and who did not take it, misses nothing.
    assert missing(office, timedelta()) == []
    later = office.clock() + timedelta(hours=1)
    assert services.desk.show(office.control, cashier).missing == ()
    assert services.desk.show(office.control, office.supervisor, later).missing == ()
    printed = services.printing.print_receipt(EventId(second), cashier, _Printer())
    assert printed.copy == 0
    assert missing(office) == []


def test_r1_a_print_that_was_begun_is_told_as_such_and_a_failed_one_was_told(
    office: Office,
) -> None:
    event = EventId(pay(office, "Li, Wei", 2000, 2000, DistributeAction.FREEZE))
    print_receipt = office.services.printing.print_receipt
    with pytest.raises(KeyboardInterrupt):
        print_receipt(event, office.cashier, _Printer(KeyboardInterrupt))
    assert missing(office) == [(event, True)]
    with pytest.raises(DeviceFailure):
        print_receipt(event, office.cashier, _Printer(DeviceFailure))
    assert missing(office) == []


def test_r1_receipts_of_quick_add_are_printed_when_asked_for_so_none_is_missing(
    office: Office,
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 2000))
    take(office, QuickKind.RULES, [rule(short_id(account), "20.00")], confirmed=ALL)
    assert [
        one.state for one in office.services.desk.events_of(office.control, office.cashier)
    ] == [EventState.FROZEN]
    assert missing(office) == []


def test_r1_receipts_of_added_credits_are_printed_when_asked_for_so_none_is_missing(
    office: Office,
) -> None:
    account = person(office)
    add_credit(office, account, issue(office, account, "P-1", 4500), 3000, method="CASH")
    (line,) = office.services.desk.events_of(office.control, office.cashier)
    assert (line.state, line.amount) == (EventState.FROZEN, Money(3000))
    assert missing(office) == []

"""Which business dates a payment at the counter may have (PE-3, D-18, M-03). Pure."""

from datetime import date

from posapp.domain.setup import SetUp
from posapp.errors import Refused


def check_day(
    day: date, opened: date, today: date, setup: SetUp, *, may_back_date: bool, ahead: bool = False
) -> None:
    """The day of a payment, against its drawer and the accounting periods.

    Args:
        day: the payment date.
        opened: business date of the drawer, or today without one.
        today: business date now.
        setup: knows the accounting periods.
        may_back_date: whether the user may go before the drawer's day.
        ahead: whether it may lie in the future: every tender is an automatic payment (D-06).

    Raises:
        Refused: ``M-59`` in the future, ``M-03`` in no open period, ``M-60`` before the drawer was
            opened.
    """
    if day > max(opened, today) and not ahead:
        raise Refused("M-59", field="payment_date", value=day)
    # Before the right: nobody is asked to approve what a closed period forbids to all.
    if not setup.is_open_period(day):
        raise Refused("M-03", field="payment_date", value=day)
    if day < opened and not may_back_date:
        raise Refused("M-60", field="payment_date", value=day, opened=opened)

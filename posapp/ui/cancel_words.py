"""What a cancellation will do, in sentences (CX-1..CX-10, D-11, D-14)."""

from collections.abc import Iterator
from typing import Final

from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, ControlId
from posapp.domain.money import Money, total
from posapp.domain.setup import SetUp
from posapp.domain.tender_cancels import Demerit, Gone, Movement, Penalty, TenderCancel
from posapp.domain.tender_controls import Control
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.formats import Formats, isolated
from posapp.ui.tender_words import control_words, drawer_words, tender_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.consequences import Consequence

_MOST_NAMES: Final = 3


class CancelWords:
    """Tells a decision about an event; ``controls`` are the drawers it may name."""

    def __init__(self, context: UiContext, event: EventView, controls: tuple[Control, ...]) -> None:
        self._texts = context.texts
        self._formats: Formats = context.formats
        self._setup: SetUp = context.setup
        self._event = event
        self._controls = {one.id: one for one in controls}
        self._names = {one.payor_account_id: one.payor_name for one in event.tenders}

    def lines(self, decision: TenderCancel, *, change_known: bool) -> tuple[Consequence, ...]:
        """Every effect; without an answer about the change nothing is said of it."""
        parts = [*self._payments(decision)]
        gone = (one for one in decision.gone if change_known or not one.tender.cash_back)
        parts.extend(self._gone(one) for one in gone)
        moved = (one for one in decision.movements if change_known or not one.tender.cash_back)
        parts.extend(self._movement(one) for one in moved)
        if decision.kept_change is not None and change_known:
            kept = decision.kept_change
            says = _("{name} owes the change of {amount}, which was not returned.")
            name = self._name(kept.account_id)
            parts.append(Consequence(says.format(name=isolated(name), amount=self._money(kept.amount)),
                                     Tone.AMBER))  # fmt: skip
        if decision.bank_account is not None:
            bank = decision.bank_account
            says = _("It is charged to {bank} {key}, not to the account of the drawer.")
            parts.append(Consequence(says.format(bank=bank.bank, key=bank.key)))
        for penalty in decision.penalties:
            parts.extend(self._penalty(penalty))
        parts.extend(Consequence(self._texts.concern(one), Tone.AMBER) for one in decision.warnings)
        return tuple(parts)

    def _payments(self, decision: TenderCancel) -> Iterator[Consequence]:
        payments = decision.payments
        if not payments:
            yield Consequence(_("No payment falls: none is frozen any more."))
            return
        names = sorted({one.account_name for one in payments})
        shown = ", ".join(names[:_MOST_NAMES]) + (" \u2026" if len(names) > _MOST_NAMES else "")
        says = plural(
            "{n} payment of {amount} is canceled, and owed again by {names}.",
            "{n} payments of {amount} are canceled, and owed again by {names}.",
            len(payments),
        )
        amount = self._money(total(one.amount for one in payments))
        yield Consequence(says.format(n=len(payments), amount=amount, names=shown), Tone.AMBER)

    def _gone(self, gone: Gone) -> Consequence:
        tender = gone.tender
        drawer = control_words(tender.tender_source, tender.tender_control_id)
        if gone.counted:
            says = _("{tender} is canceled; it stays counted in {drawer}.")
        else:
            says = _("{tender} is canceled; {drawer} no longer counts it.")
        return Consequence(says.format(tender=tender_words(tender, self._formats), drawer=drawer))

    def _movement(self, movement: Movement) -> Consequence:
        amount = abs(movement.amount)
        shown = self._formats.money(amount, movement.tender.control_currency)
        drawer = self._drawer(movement.control_id)
        if movement.tender.cash_back:
            says = _("The change of {amount} goes into {drawer}.")
        else:
            says = _("{amount} goes back to the customer out of {drawer}.")
        return Consequence(says.format(amount=shown, drawer=drawer), Tone.AMBER)

    def _penalty(self, penalty: Penalty) -> Iterator[Consequence]:
        name, charge = self._name(penalty.payor), penalty.charge
        if charge is not None:
            says = _("{name} is charged {amount}: {kind}.")
            amount = self._money(charge.amount)
            kind = charge.kind.description
            yield Consequence(
                says.format(name=isolated(name), amount=amount, kind=kind), Tone.AMBER
            )
        if penalty.demerit is not None:
            yield demerit_line(name, penalty.demerit, self._formats)

    def _drawer(self, control_id: ControlId) -> str:
        control = self._controls.get(control_id)
        return "" if control is None else drawer_words(control, self._setup)

    def _name(self, account_id: AccountId) -> str:
        return self._names.get(account_id, "")

    def _money(self, amount: Money) -> str:
        return self._formats.money(amount, self._event.currency)


def demerit_line(name: str, demerit: Demerit, formats: Formats) -> Consequence:
    """The points that a payor gets for a cancelled tender (CX-8)."""
    points, rating = demerit.cash_only_effect, demerit.rating_effect
    until = demerit.end_date
    if until is None:
        says = _("{name} gets {points} cash-only points and {rating} credit rating.")
    else:
        says = _("{name} gets {points} cash-only points and {rating} credit rating until {until}.")
    shown = f"\u2212{-rating}" if rating < 0 else str(rating)
    words = says.format(name=isolated(name), points=points, rating=shown, until=formats.date(until))
    return Consequence(words, Tone.AMBER)

"""What a new event makes the cashier confirm, and what it only reminds of.

Source: AD-2, D-03, D-05, D-08, D-22, OP-6, CHG-11, TI-10. Every concern with an amount names the
amount's currency.
"""

from collections.abc import Iterator

from posapp.domain.accounts import account_is_cash_only
from posapp.domain.autopay import limit_concern
from posapp.domain.control_lines import is_above_limit, limit_above
from posapp.domain.ids import AccountId, EventId, long_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, AddFacts, NewPayment, NewTender
from posapp.domain.setup import SetUp
from posapp.domain.tender_controls import Control
from posapp.errors import Concern, Refused


def tender_concerns(
    command: AddEvent, facts: AddFacts, tenders: tuple[NewTender, ...], change: Money
) -> tuple[Concern, ...]:
    """What the user must confirm about the tenders (AD-2, D-03, D-22, TN-7, CHG-11)."""
    found = list(_cash_only_concerns(facts, tenders))
    for index, earlier in sorted(facts.earlier.items()):
        found.append(
            Concern(
                "M-40",
                {
                    "user": earlier.user_name,
                    "source": earlier.source,
                    "amount": command.tenders[index].amount,
                    "currency": command.tenders[index].currency or facts.payor.currency,
                    "minutes": int((facts.now - earlier.at).total_seconds() // 60),
                    "event": long_id(earlier.event_id),
                },
            )
        )
    found += _same_checks(command, facts)
    cash_type = facts.setup.installation.starting_balance_tender_type
    # Foreign notes lie in another drawer; change comes out of the home one (D-05, CHG-10).
    cash = facts.drawer_cash + total(
        t.amount for t in tenders if t.tender_type == cash_type and t.rate is None
    )
    if change > cash:
        # What the drawer holds stays unsaid: the cashier counts blind (D-16).
        found.append(Concern("M-42", {"change": change, "currency": facts.payor.currency}))
    return tuple(found)


def same_check(number: str, event_id: EventId | None) -> Concern:
    """A check that is there already: in an event, or twice in what is stated now (TN-7)."""
    if event_id is None:
        return Concern("M-31", {"check_number": number, "where": "in what is taken now"})
    event = long_id(event_id)
    return Concern("M-31", {"check_number": number, "where": f"event {event}", "event": event})


def _same_checks(command: AddEvent, facts: AddFacts) -> Iterator[Concern]:
    """Checks of this command that are there already, each said once (TN-7)."""
    stated: set[tuple[str, str]] = set()
    for index, draft in enumerate(command.tenders):
        number, micr = draft.check_number.strip(), draft.micr.strip()[-4:]
        if index in facts.checks:
            yield same_check(number, facts.checks[index])
        elif number and micr and (number, micr) in stated:
            yield same_check(number, None)
        stated.add((number, micr))


def _cash_only_concerns(facts: AddFacts, tenders: tuple[NewTender, ...]) -> Iterator[Concern]:
    """Each payor who should pay in cash and does not (AD-2, D-03)."""
    types = facts.setup.tender_types
    strict: dict[AccountId, list[str]] = {}
    for tender in tenders:
        kind, payor = types[tender.tender_type], facts.payor_of(tender)
        if not kind.like_cash and account_is_cash_only(payor, facts.setup):
            strict.setdefault(payor.id, []).append(kind.description)
    for tender in tenders:
        payor = facts.payor_of(tender)
        if names := strict.pop(payor.id, None):
            said = " + ".join(dict.fromkeys(names))
            check_override(facts.setup, payor.name, said, may=facts.may_override_cash_only)
            fields = {"account": payor.name, "tender_type": said, "field": "payor"}
            yield Concern("M-06W", fields)


def check_override(setup: SetUp, account: str, tender_type: str, *, may: bool) -> None:
    """Where the set-up says so, only a supervisor is asked; everybody else is refused (CR-09).

    Raises:
        Refused: ``M-152``.
    """
    if setup.installation.cash_only_refuse and not may:
        raise Refused("M-152", field="payor", account=account, tender_type=tender_type)


def autopay_concerns(tenders: tuple[NewTender, ...], facts: AddFacts) -> tuple[Concern, ...]:
    """By hand the maximum withdrawal of the mandate is a warning only (AP-09)."""
    return tuple(
        concern
        for tender in tenders
        if tender.request is not None
        for concern in limit_concern(tender.request, facts.mandate_of(tender), facts.payor.currency)
    )


def waiting_concerns(facts: AddFacts) -> tuple[Concern, ...]:
    """Money that was taken already and is not frozen yet: the debt still looks open (14.1)."""
    return tuple(
        Concern(
            "M-69",
            {
                "n": waiting.count,
                "amount": waiting.amount,
                "account": facts.accounts[account_id].name,
                "currency": facts.payor.currency,
            },
        )
        for account_id, waiting in facts.waiting.items()
    )


def credit_concerns(payments: tuple[NewPayment, ...], facts: AddFacts) -> tuple[Concern, ...]:
    """Overpayment asks once: keep it as credit? (OP-6, D-08)."""
    excess = total(
        payment.excess
        for payment in payments
        if facts.payees[payment.draft.account_id].customer_class.ask_keep_credit
    )
    if not excess:
        return ()
    return (Concern("M-39", {"excess": excess, "currency": facts.payor.currency}),)


def hard_limit_concerns(
    tenders: tuple[NewTender, ...], facts: AddFacts, control: Control | None
) -> tuple[Concern, ...]:
    """Above the hard limit each payment that brings more cash needs a supervisor (D-19, TI-10).

    Raises:
        Refused: ``M-238`` for whoever may not go above it.
    """
    if control is None:
        return ()
    source = facts.setup.tender_sources[control.tender_source]
    limit = limit_above(source.max_amount_balance, facts.setup.drawers.turn_in_hard_limit_percent)
    if limit is None or facts.limit_approved:
        return ()
    more = _more_cash(tenders, facts, control)
    if more <= ZERO or not is_above_limit(facts.like_cash + more, limit):
        return ()
    fields = {"limit": limit, "currency": control.currency}
    if not facts.may_override_limit:
        raise Refused("M-238", field="tenders", **fields)
    return (Concern("M-239", fields),)


def _more_cash(tenders: tuple[NewTender, ...], facts: AddFacts, control: Control) -> Money:
    """What an event adds to the like-cash money of a drawer."""
    types = facts.setup.tender_types
    return total(
        t.control_amount
        for t in tenders
        if types[t.tender_type].like_cash
        if t.control is not None and t.control.id == control.id
    )


def reminders(
    tenders: tuple[NewTender, ...], facts: AddFacts, control: Control | None
) -> tuple[str, ...]:
    """Warnings that never block: the turn-in reminder (TI-10)."""
    if control is None:
        return ()
    limit = facts.setup.tender_sources[control.tender_source].max_amount_balance
    if limit is None:
        return ()
    more = _more_cash(tenders, facts, control)
    return ("M-34",) if is_above_limit(facts.like_cash + more, limit) else ()
